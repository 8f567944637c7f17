package timeline

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/task"
)

// stream is a time line inside a transaction.
type stream struct {
	tx       *record.Tx
	filter   *Filter
	viewer   note.Viewer
	accounts []account.ID // ascending
	newest   bool
}

// open finds the accounts. store.ErrNotFound: the first of them is not there.
func open(ctx context.Context, tx *record.Tx, f *Filter, v note.Viewer, newest bool) (*stream, error) {
	s := &stream{tx: tx, filter: f, viewer: v, accounts: []account.ID{f.AccountID}, newest: newest}
	root, err := account.Load(tx, s.accounts)
	if err != nil {
		return nil, err
	}
	if root[0] == nil {
		return nil, &record.Error{Kind: account.Target.Name(), ID: uuid.UUID(f.AccountID), Err: store.ErrNotFound}
	}
	if !f.Subtree {
		return s, nil
	}
	for step, err := range relationship.Descendants(ctx, tx, f.AccountID, relationship.Descent{}) {
		if err != nil {
			return nil, err
		}
		s.accounts = append(s.accounts, step.ID)
	}
	slices.SortFunc(s.accounts, account.ID.Compare)
	return s, s.hide()
}

// hide leaves out the accounts that the policy hides.
func (s *stream) hide() error {
	if s.tx.DB().Options().Policy == nil {
		return nil
	}
	var seen []account.ID
	err := account.EachFigures(s.tx, s.accounts, func(f *account.Figures) bool {
		seen = append(seen, f.ID)
		return true
	})
	s.accounts = seen
	return err
}

// next gives the n items that come after one; nil is the start.
func (s *stream) next(after *Item, n int) ([]*Item, error) {
	var items []*Item
	for _, k := range Kinds() {
		if !s.filter.wants(k) {
			continue
		}
		some, err := s.some(k, s.interval(k, after), n)
		if err != nil {
			return nil, err
		}
		items = append(items, some...)
	}
	slices.SortFunc(items, func(a, b *Item) int {
		if s.newest {
			a, b = b, a
		}
		return a.compare(b)
	})
	items = items[:min(n, len(items))]
	return items, s.name(items)
}

// some gives the first n items of one kind in an interval.
func (s *stream) some(k Kind, in record.Interval, n int) ([]*Item, error) {
	switch k {
	case Activity:
		found, err := activity.Between(s.tx, s.accounts, in, n)
		return items(found, ofActivity), err
	case Note:
		found, err := note.Between(s.tx, s.viewer, s.accounts, in, n)
		return items(found, ofNote), err
	case Task:
		found, err := task.Between(s.tx, s.accounts, in, n)
		return items(found, ofTask), err
	}
	ids := make(map[account.ID]bool, len(s.accounts))
	for _, id := range s.accounts {
		ids[id] = true
	}
	found, err := record.ChangesOf(s.tx, account.Target, ids, stretch(in), n)
	return items(found, ofChange), err
}

func items[V any](found []V, item func(V) *Item) []*Item {
	out := make([]*Item, len(found))
	for i, v := range found {
		out[i] = item(v)
	}
	return out
}

// interval gives what is left of the stream of a kind after an item: where the time is the same, what stands after it by
// its kind, and of the same kind by its id.
func (s *stream) interval(k Kind, after *Item) record.Interval {
	in := record.During(s.filter.From, s.filter.To)
	in.Newest = s.newest
	if after == nil {
		return in
	}
	m := record.Moment{At: after.At, ID: after.id}
	switch rank := after.Kind.rank(); {
	case k.rank() < rank:
		m.ID = uuid.Max
	case k.rank() > rank:
		m.ID = uuid.Nil
	}
	if s.newest {
		in.Before = m
	} else {
		in.After = m
	}
	return in
}

// stretch gives an interval as a part of the change log; its ids are sequences.
func stretch(in record.Interval) record.Stretch {
	s := record.Stretch{Newest: in.Newest}
	if !in.After.IsZero() {
		s.From, s.After = bound(in.After)
		if s.After > 0 {
			s.From = time.Time{}
		}
	}
	if !in.Before.IsZero() {
		s.To, s.Before = bound(in.Before)
		if s.Before > 0 {
			s.To = time.Time{}
		}
	}
	return s
}

// bound gives a moment as the time from which on changes stand behind it, and as the sequence of the change that it is.
func bound(m record.Moment) (time.Time, int64) {
	switch m.ID {
	case uuid.Nil:
		return m.At, 0
	case uuid.Max:
		return m.At.Add(time.Microsecond), 0
	}
	return m.At, int64(binary.BigEndian.Uint64(m.ID[8:]))
}

// name gives the changes the names of their accounts.
func (s *stream) name(items []*Item) error {
	var ids []account.ID
	for _, i := range items {
		if i.Kind == Change {
			ids = append(ids, i.AccountID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	names, err := account.Names(s.tx, ids)
	for _, i := range items {
		if i.Kind == Change {
			i.Account = names[i.AccountID]
		}
	}
	return err
}
