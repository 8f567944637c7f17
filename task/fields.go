package task

import (
	"time"

	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/record"
)

// fields are those that are a task's own.
var fields = []record.Field[Task]{
	record.UUID(12, string(FieldActivityID), func(t *Task) *activity.ID { return &t.ActivityID }, record.Hot),
	record.Time(13, string(FieldDueAt), func(t *Task) *time.Time { return &t.DueAt }, record.Hot),
	record.Time(14, "completedAt", func(t *Task) *time.Time { return &t.CompletedAt }, record.Hot),
	record.Text(15, string(FieldTitle), func(t *Task) *string { return &t.Title }),
	record.Text(16, string(FieldDescription), func(t *Task) *string { return &t.Description }),
	record.Text(17, string(FieldAssigneeID), func(t *Task) *string { return &t.AssigneeID }),
	record.Bool(18, fieldActive, func(t *Task) *bool { return &t.Active }),
}

// The indexes of tasks beside those that all entries have. Each has the open tasks before the closed ones, and each of
// those by the time they are due, those without one last.
const (
	indexDue        = "due"        // of the organisation
	indexAccountDue = "accountDue" // of an account
	indexAssignee   = "assignee"   // of a user
	indexActivity   = "activity"   // of an activity
)

var indexes = []record.Index[Task]{
	record.Many(indexDue, func(t *Task, k *record.Keys) { k.Add(byDue(record.Tuple{}, t)) }),
	record.Many(indexAccountDue, func(t *Task, k *record.Keys) { k.Add(byDue(record.Tuple{}.UUID(t.AccountID), t)) }),
	record.Many(indexAssignee, func(t *Task, k *record.Keys) { k.Add(byDue(record.Tuple{}.Text(t.AssigneeID), t)) }),
	record.Many(indexActivity, func(t *Task, k *record.Keys) {
		if !t.ActivityID.IsZero() {
			k.Add(byDue(record.Tuple{}.UUID(t.ActivityID), t))
		}
	}),
}

func byDue(of record.Tuple, t *Task) record.Tuple {
	of = of.Bool(!t.Open()).Bool(t.DueAt.IsZero())
	if t.DueAt.IsZero() {
		return of
	}
	return of.Time(t.DueAt)
}
