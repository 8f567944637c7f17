package task

import (
	"bytes"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/record"
)

// within gives the index in which the tasks stand by the time they are due, and the tuples in it.
func (f Filter) within(accounts []account.ID, states []record.Tuple) entry.Walk {
	var of []record.Tuple
	switch lead := f.leads(); {
	case len(states) == 0:
		return entry.Walk{Index: indexDue, In: []record.Tuple{}}
	case accounts != nil:
		return entry.Walk{Index: indexAccountDue, In: entry.Under(accounts, states...)}
	case lead == FieldActivityID:
		for _, id := range f.ActivityID {
			of = append(of, record.Tuple{}.UUID(id))
		}
		return entry.Walk{Index: indexActivity, In: each(of, states)}
	case lead == FieldAssigneeID:
		for _, id := range entry.TextIn("", "", f.AssigneeID, new(fault.List)).In {
			of = append(of, record.Tuple{}.Text(string(id)))
		}
		return entry.Walk{Index: indexAssignee, In: each(of, states)}
	}
	return entry.Walk{Index: indexDue, In: states}
}

// few tells whether something is given, and is so little that the ranges of each are read.
func few[T any](given []T) bool { return len(given) > 0 && len(given) <= record.FewRanges }

// each gives the tuples, each once, followed by every state.
func each(of, states []record.Tuple) []record.Tuple {
	slices.SortFunc(of, func(a, b record.Tuple) int { return bytes.Compare(a, b) })
	of = slices.CompactFunc(of, func(a, b record.Tuple) bool { return bytes.Equal(a, b) })
	in := make([]record.Tuple, 0, len(of)*len(states))
	for _, t := range of {
		for _, state := range states {
			in = append(in, slices.Concat(t, state))
		}
	}
	return in
}

// bounds limits what follows the state: whether there is a due time, and the time.
func (f Filter) bounds() (from, to record.Tuple) {
	if f.DueFrom.IsZero() && f.DueTo.IsZero() {
		return nil, nil
	}
	from, to = record.Tuple{}.Bool(false), record.Tuple{}.Bool(true)
	if !f.DueFrom.IsZero() {
		from = from.Time(f.DueFrom)
	}
	if !f.DueTo.IsZero() {
		to = record.Tuple{}.Bool(false).Time(f.DueTo)
	}
	return from, to
}

// leads gives the field that has an index by due time, if the filter wants few of its values.
func (f Filter) leads() Field {
	switch {
	case few(f.ActivityID) && !slices.Contains(f.ActivityID, activity.ID{}):
		return FieldActivityID
	case few(f.AssigneeID):
		return FieldAssigneeID
	}
	return ""
}
