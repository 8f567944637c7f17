package entry

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// List gives a page of the live records that a filter wants and the actor sees.
func (k *Kind[T]) List(ctx context.Context, s record.Scope, f Filter[T], p record.Paging) (*record.Page[T], error) {
	gate, err := k.gate(ctx, s)
	if err != nil {
		return nil, err
	}
	page, err := record.Read(ctx, s, k.verb("list"), func(ctx context.Context, tx *record.Tx) (*record.Page[T], error) {
		if p.Order == "" {
			p.Order = f.Default
		}
		var faults fault.List
		if err := faults.Take("", p.Validate()); err != nil {
			return nil, err
		}
		q, err := k.query(ctx, tx, f, p.Order, gate)
		if err := faults.Take("", err); err != nil {
			return nil, err
		}
		if err := faults.Err(); err != nil {
			return nil, err
		}
		key, err := json.Marshal(f.Given)
		if err != nil {
			return nil, err
		}
		page, err := k.Kind.List(tx, q, p, key)
		if err != nil {
			return nil, err
		}
		return page, k.fill(tx, page.Items...)
	})
	if err != nil {
		return nil, err
	}
	k.fillMakers(ctx, s, page.Items...)
	return page, nil
}

// All walks the live records that a filter wants and the actor sees, in the default order, on one snapshot.
func (k *Kind[T]) All(ctx context.Context, s record.Scope, f Filter[T]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		gate, err := k.gate(ctx, s)
		if err != nil {
			yield(nil, err)
			return
		}
		record.Walk(ctx, s, k.verb("all"), func(ctx context.Context, tx *record.Tx, yield func(*T, error) bool) error {
			q, err := k.query(ctx, tx, f, f.Default, gate)
			if err != nil {
				return err
			}
			return k.batches(tx, q, func(rs []*T) (bool, error) {
				if err := k.fill(tx, rs...); err != nil {
					return false, err
				}
				for _, r := range rs {
					if !yield(r, nil) {
						return false, nil
					}
				}
				return true, nil
			})
		})(yield)
	}
}

// batch is how many records are completed at once.
const batch = 256

// batches gives the records of a query, some at a time, until fn says no.
func (k *Kind[T]) batches(tx *record.Tx, q record.Query[T], fn func(rs []*T) (more bool, err error)) error {
	held := make([]*T, 0, batch)
	for r, err := range k.Select(tx, q) {
		if err != nil {
			return err
		}
		if held = append(held, r); len(held) < batch {
			continue
		}
		if more, err := fn(held); err != nil || !more {
			return err
		}
		held = held[:0]
	}
	_, err := fn(held)
	return err
}

// Count counts the live records that a filter wants and the actor sees.
func (k *Kind[T]) Count(ctx context.Context, s record.Scope, f Filter[T]) (int, error) {
	gate, err := k.gate(ctx, s)
	if err != nil {
		return 0, err
	}
	return record.Read(ctx, s, k.verb("count"), func(ctx context.Context, tx *record.Tx) (int, error) {
		q, err := k.query(ctx, tx, f, f.Default, gate)
		if err != nil {
			return 0, err
		}
		return k.Number(tx, q)
	})
}

// Explain tells how List answers a filter in an order.
func (k *Kind[T]) Explain(ctx context.Context, s record.Scope, f Filter[T], order string) (record.Plan, error) {
	if order == "" {
		order = f.Default
	}
	gate, err := k.gate(ctx, s)
	if err != nil {
		return record.Plan{}, err
	}
	return record.Read(ctx, s, k.verb("explain"), func(ctx context.Context, tx *record.Tx) (record.Plan, error) {
		q, err := k.query(ctx, tx, f, order, gate)
		return q.Plan(), err
	})
}

// Between gives the first n records of some accounts in an interval of time that pass a gate. Of few accounts it reads
// the ranges of each, for many it walks the index of time.
func (k *Kind[T]) Between(tx *record.Tx, accounts []account.ID, in record.Interval, n int, gate Gate[T]) ([]*T, error) {
	if len(accounts) == 0 {
		return []*T{}, nil
	}
	q := record.Query[T]{Reverse: in.Newest, Match: gate.Sees}
	walk := Timed(in)(accounts)
	if len(accounts) > record.FewRanges {
		walk = Timed(in)(nil)
		q.Where = []record.Where{ofAccounts(accounts)}
	}
	q.Index, q.In, q.From, q.To = walk.Index, walk.In, walk.From, walk.To
	rs, err := k.First(tx, q, n)
	if err != nil {
		return nil, err
	}
	return rs, k.fill(tx, rs...)
}
