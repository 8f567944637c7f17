package task

import (
	"time"

	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// closing closes and opens a task that moves to another status, and asks for what is mandatory on close.
func closing(w *entry.Writer[Task], before *Task) {
	if before != nil && before.Status.ID == w.R.Status.ID {
		return
	}
	if w.R.settle(w.Rules.Picklists, w.Rules.Now) {
		w.RequireOnClose()
	}
}

// moved closes and opens a task whose status was deleted and became another, or none. Nobody is asked then for what is
// mandatory on close.
func moved(t *Task, choice string, sets *picklist.Sets, now time.Time) {
	if choice == taskStatus.Name {
		t.settle(sets, now)
	}
}

// settle makes CompletedAt agree with a status that is new to the task, and tells whether it is a closed one.
func (t *Task) settle(sets *picklist.Sets, now time.Time) (closed bool) {
	status, ok := sets.Of(taskStatus.Attribute).Get(t.Status.ID)
	switch {
	case !ok || !status.Closed:
		t.CompletedAt = time.Time{}
		return false
	case t.Open():
		t.CompletedAt = now.UTC().Truncate(time.Microsecond)
	}
	return true
}

// setActivity sets the activity that a task came of, which has to be one of the same account, whoever may see it.
// Whether there is such an activity is asked with all references.
func setActivity(w *entry.Writer[Task], id activity.ID) {
	if !id.IsZero() && id != w.R.ActivityID {
		w.Ask(func(tx *record.Tx) (fault.List, error) { return ofAccount(tx, w.R, id) })
	}
	w.R.ActivityID = id
}

// ofAccount gives the fault of an activity that is one of another account than the task.
func ofAccount(tx *record.Tx, t *Task, id activity.ID) (faults fault.List, err error) {
	err = tx.Unasked(func() error {
		found, err := activity.Load(tx, []activity.ID{id})
		if err == nil && found[0] != nil && found[0].AccountID != t.AccountID {
			faults.AddWith(string(FieldActivityID), fault.Contradiction, "is an activity of another account", fault.Params{"id": id.String()})
		}
		return err
	})
	return faults, err
}
