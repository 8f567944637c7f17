package entry

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// Filter says which entries are wanted: what the filters of all kinds have, and how the kind's own is answered.
type Filter[T any] struct {
	ID           record.ID[T] // zero: any
	Accounts     []account.ID // nil: all
	Subtree      bool         // those below the accounts, too
	Choices      [][]string   // as Spec.Choices
	Makers       []string
	CustomFields []customfield.Condition
	CreatedFrom  time.Time
	CreatedTo    time.Time
	UpdatedFrom  time.Time
	UpdatedTo    time.Time
	Faults       fault.List // of decoding

	Given any // the filter of the kind, whose JSON stands for it in a cursor
	Where []record.Where
	Match func(r *T) bool // nil: nothing more
	// Finish adds what depends on the time of the transaction; nil: nothing does.
	Finish func(f *Filter[T], now time.Time)
	// Walked is what Walk sees to, for the orders that have another way.
	Walked []record.Where
	// Walk says which part of which index has the kind's own order. The accounts are few, or nil for all.
	Walk    func(accounts []account.ID) Walk
	Own     string // the order of Walk
	Default string // the order if none is asked for
}

// Walk is a part of an index.
type Walk struct {
	Index    string
	In       []record.Tuple
	From, To record.Tuple
}

// Timed is the walk of an interval of time, by the indexes that every kind has.
func Timed(in record.Interval) func(accounts []account.ID) Walk {
	return func(accounts []account.ID) Walk {
		from, to := in.Bounds()
		if accounts == nil {
			return Walk{IndexTime, nil, from, to}
		}
		return Walk{IndexAccount, Under(accounts), from, to}
	}
}

// Under gives tuples that start with these accounts; each is followed by every one of then, if there are some.
func Under(accounts []account.ID, then ...record.Tuple) []record.Tuple {
	in := make([]record.Tuple, 0, len(accounts)*max(1, len(then)))
	for _, id := range accounts {
		if len(then) == 0 {
			in = append(in, record.Tuple{}.UUID(id))
		}
		for _, t := range then {
			in = append(in, append(record.Tuple{}.UUID(id), t...))
		}
	}
	return in
}

// The orders that every kind has beside its own; with a "-" before it, descending.
const (
	OrderCreated = "createdAt"
	OrderUpdated = "updatedAt"
)

// query plans a filter: which index is walked, and what is left to the stored bytes and the decoded record.
func (k *Kind[T]) query(ctx context.Context, tx *record.Tx, f Filter[T], order string, gate Gate[T]) (record.Query[T], error) {
	var q record.Query[T]
	order, q.Reverse = strings.CutPrefix(order, "-")
	var faults fault.List
	custom, err := k.resolve(tx, &q, &f, &faults)
	if err != nil {
		return q, err
	}
	for _, w := range f.spans(&faults) {
		if w.Field != order || f.Own != order || !f.ID.IsZero() { // else the walk of that order sees to it
			q.Where = append(q.Where, w)
		}
	}
	if !slices.Contains([]string{f.Own, OrderCreated, OrderUpdated}, order) {
		faults.AddWith("order", fault.NotAllowed, "there is no such order", fault.Params{"allowed": slices.Compact([]string{f.Own, OrderCreated, OrderUpdated})})
	}
	if err := faults.Err(); err != nil {
		return q, err
	}
	accounts, err := under(ctx, tx, f)
	if err != nil {
		return q, err
	}
	if err := k.place(tx, &q, f, accounts, order); err != nil {
		return q, err
	}
	if custom, err = k.among(tx, &q, custom); err != nil {
		return q, err
	}
	q.Match = k.match(gate, f.Match, custom)
	return q, nil
}

// resolve understands what the filter has that needs the organisation's picklists and fields.
func (k *Kind[T]) resolve(tx *record.Tx, q *record.Query[T], f *Filter[T], faults *fault.List) ([]customfield.Wanted, error) {
	rules, err := k.rules(tx, record.Users{})
	if err != nil {
		return nil, err
	}
	if f.Finish != nil {
		f.Finish(f, rules.Now)
	}
	*faults = append(*faults, f.Faults...)
	for i, inputs := range f.Choices {
		c := k.spec.Choices[i]
		ids, err := rules.Picklists.Of(c.Attribute).Match(inputs)
		if err := faults.Take(c.Name, err); err != nil {
			return nil, err
		}
		if len(ids) > 0 {
			w := record.Where{Field: c.Name + "Id"}
			for _, id := range ids {
				w.In = append(w.In, id[:])
			}
			q.Where = append(q.Where, w)
		}
	}
	q.Where = append(q.Where, f.Where...)
	if len(f.Makers) > 0 {
		q.Where = append(q.Where, TextIn("createdBy", k.spec.Maker+"Id", f.Makers, faults))
	}
	custom, err := rules.CustomFields.Conditions(f.CustomFields, rules.custom())
	faults.Nest("customFields", fault.All(err))
	return custom, nil
}

// TextIn is the condition that a stored text is one of some; they stand at a path of the input.
func TextIn(field, path string, in []string, faults *fault.List) record.Where {
	w := record.Where{Field: field}
	for i, s := range in {
		text, err := value.Text(s, maxUser)
		faults.Nest(fault.At(path, i), fault.All(err))
		w.In = append(w.In, []byte(text))
	}
	return w
}

// Span is the condition that a stored time is from one time on and before another, if there is one; they stand at paths
// of the input. A zero time is no limit.
func Span(field, fromPath, toPath string, from, to time.Time, faults *fault.List) []record.Where {
	w := record.Where{Field: field, From: input.Time(fromPath, from, faults), To: input.Time(toPath, to, faults)}
	if w.From.IsZero() && w.To.IsZero() {
		return nil
	}
	return []record.Where{w}
}

// spans gives the conditions on the times of the system.
func (f *Filter[T]) spans(faults *fault.List) []record.Where {
	return append(Span(OrderCreated, "createdFrom", "createdTo", f.CreatedFrom, f.CreatedTo, faults),
		Span(OrderUpdated, "updatedFrom", "updatedTo", f.UpdatedFrom, f.UpdatedTo, faults)...)
}

// under gives the accounts that the filter names, with all below them if it wants a subtree. Those that are not there
// are passed over. Nil: all accounts.
func under[T any](ctx context.Context, tx *record.Tx, f Filter[T]) ([]account.ID, error) {
	if len(f.Accounts) == 0 {
		return nil, nil
	}
	wanted := map[account.ID]bool{}
	for _, id := range f.Accounts {
		if !f.Subtree || wanted[id] {
			wanted[id] = true
			continue
		}
		wanted[id] = true
		for step, err := range relationship.Descendants(ctx, tx, id, relationship.Descent{}) {
			if errors.Is(err, store.ErrNotFound) {
				break
			}
			if err != nil {
				return nil, err
			}
			wanted[step.ID] = true
		}
	}
	return slices.SortedFunc(maps.Keys(wanted), record.ID[account.Account].Compare), nil
}

// place decides where the records are looked for.
func (k *Kind[T]) place(tx *record.Tx, q *record.Query[T], f Filter[T], accounts []account.ID, order string) error {
	if !f.ID.IsZero() { // one record at most, in any order
		q.IDs, q.Where = map[record.ID[T]]bool{f.ID: true}, append(q.Where, f.Walked...)
		if accounts != nil {
			q.Where = append(q.Where, ofAccounts(accounts))
		}
		return nil
	}
	many := len(accounts) > record.FewRanges
	if many {
		q.Where = append(q.Where, ofAccounts(accounts))
	}
	switch {
	case order == f.Own:
		if many {
			accounts = nil
		}
		w := f.Walk(accounts)
		q.Index, q.In, q.From, q.To = w.Index, w.In, w.From, w.To
		q.Place = f.Own
		return nil
	case order == OrderUpdated:
		q.ByUpdate = true
	}
	q.Where = append(q.Where, f.Walked...)
	if accounts == nil || many {
		return nil
	}
	q.IDs, q.Found = map[record.ID[T]]bool{}, append(q.Found, IndexAccount)
	in := func(i int) record.Tuple { return record.Tuple{}.UUID(accounts[i]) }
	return k.EntriesOf(tx, IndexAccount, len(accounts), in, func(_ int, _ record.Tuple, id record.ID[T]) bool {
		q.IDs[id] = true
		return true
	})
}

func ofAccounts(accounts []account.ID) record.Where {
	w := record.Where{Field: "accountId"}
	for _, id := range accounts {
		w.In = append(w.In, id[:])
	}
	return w
}

// among finds the records of which one custom field is as wanted, by its index: one of equality, if there is one. It
// gives the conditions that are left.
func (k *Kind[T]) among(tx *record.Tx, q *record.Query[T], custom []customfield.Wanted) ([]customfield.Wanted, error) {
	if len(custom) == 0 {
		return nil, nil
	}
	i := max(0, slices.IndexFunc(custom, func(w customfield.Wanted) bool { return w.Tuples() != nil }))
	found, err := customfield.Find(tx, k.Kind, &custom[i])
	if err != nil {
		return nil, err
	}
	if q.IDs != nil {
		maps.DeleteFunc(found, func(id record.ID[T], _ bool) bool { return !q.IDs[id] })
	}
	q.IDs, q.Found = found, append(q.Found, customfield.IndexName)
	if custom[i].Exact() {
		custom = slices.Delete(custom, i, i+1)
	}
	return custom, nil
}

// match decides on the decoded record; nil if nothing is left to decide.
func (k *Kind[T]) match(gate Gate[T], own func(r *T) bool, custom []customfield.Wanted) func(r *T) bool {
	if gate.Sees == nil && own == nil && len(custom) == 0 {
		return nil
	}
	return func(r *T) bool {
		for i := range custom {
			if !custom[i].Match(*k.spec.Parts(r).Custom) {
				return false
			}
		}
		return gate.sees(r) && (own == nil || own(r))
	}
}
