package task

import (
	"slices"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/record"
)

// The orders of a list of tasks; with a "-" before it, descending. The default is by the time they are due, those
// without one last.
const (
	OrderDue     = string(FieldDueAt)
	OrderCreated = entry.OrderCreated
	OrderUpdated = entry.OrderUpdated // looks at every task for each page: no index has this order
)

// common gives the filter as entries know it.
func (f Filter) common() entry.Filter[Task] {
	c := entry.Filter[Task]{
		ID: f.ID, Accounts: f.AccountID, Subtree: f.Subtree, Choices: [][]string{f.Type, f.Status, f.Priority}, Makers: f.CreatorID, CustomFields: f.CustomFields,
		CreatedFrom: f.CreatedFrom, CreatedTo: f.CreatedTo, UpdatedFrom: f.UpdatedFrom, UpdatedTo: f.UpdatedTo, Faults: slices.Clone(f.faults),
		Given: f, Finish: f.finish, Own: OrderDue, Default: OrderDue,
	}
	if len(f.ActivityID) > 0 {
		f.put(&c, FieldActivityID, ofActivities(f.ActivityID))
	}
	if len(f.AssigneeID) > 0 {
		f.put(&c, FieldAssigneeID, entry.TextIn(string(FieldAssigneeID), string(FieldAssigneeID), f.AssigneeID, &c.Faults))
	}
	if f.IsActive != nil {
		c.Match = func(t *Task) bool { return t.Active == *f.IsActive }
	}
	return c
}

// put adds a condition, to those that the walk by due time sees to if it is one of them.
func (f Filter) put(c *entry.Filter[Task], field Field, w record.Where) {
	if len(f.AccountID) == 0 && field == f.leads() {
		c.Walked = append(c.Walked, w)
	} else {
		c.Where = append(c.Where, w)
	}
}

// ofActivities is the condition that a task came of one of some activities; the zero ID stands for none.
func ofActivities(ids []activity.ID) record.Where {
	w := record.Where{Field: string(FieldActivityID)}
	for _, id := range ids {
		if id.IsZero() {
			w.In = append(w.In, []byte{})
		} else {
			w.In = append(w.In, id[:])
		}
	}
	return w
}

// finish adds what depends on the time: which tasks are overdue.
func (f Filter) finish(c *entry.Filter[Task], now time.Time) {
	states := f.states()
	if f.Overdue && (f.DueTo.IsZero() || f.DueTo.After(now)) {
		f.DueTo = now
	}
	c.Walked = append(slices.Clip(c.Walked), entry.Span(string(FieldDueAt), "dueFrom", "dueTo", f.DueFrom, f.DueTo, &c.Faults)...)
	if len(states) < 2 {
		c.Walked = append(c.Walked, stateIs(states))
	}
	c.Walk = func(accounts []account.ID) entry.Walk {
		w := f.within(accounts, states)
		w.From, w.To = f.bounds()
		return w
	}
}

// states gives what the first element of the tuples by due time may be: whether the task is closed.
func (f Filter) states() []record.Tuple {
	open, closed := record.Tuple{}.Bool(false), record.Tuple{}.Bool(true)
	switch {
	case f.Overdue && f.Open != nil && !*f.Open:
		return nil
	case f.Overdue || f.Open != nil && *f.Open:
		return []record.Tuple{open}
	case f.Open != nil:
		return []record.Tuple{closed}
	}
	return []record.Tuple{open, closed}
}

// stateIs is the condition of one state, or of none, on the stored bytes.
func stateIs(states []record.Tuple) record.Where {
	w := record.Where{Field: "completedAt"}
	switch {
	case len(states) == 0:
		w.In = [][]byte{}
	case slices.Equal(states[0], record.Tuple{}.Bool(false)):
		w.In = [][]byte{{}}
	default:
		w.From = time.UnixMicro(-1 << 62)
	}
	return w
}
