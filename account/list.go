package account

import (
	"context"
	"iter"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// List gives a page of the live accounts that a filter wants, by default in the order of their creation.
//
// Faults: what the filter or the paging has wrong; `invalid_cursor`, caused by ErrCursor, for a cursor of
// another filter or order. Paging.With "memberCount" fills that in. [Explain] tells how it is answered; a page
// of an index without further conditions takes two round trips.
func List(ctx context.Context, s record.Scope, f Filter, p record.Paging) (*record.Page[Account], error) {
	page, err := record.Read(ctx, s, "account.list", func(ctx context.Context, tx *record.Tx) (*record.Page[Account], error) {
		if p.Order == "" {
			p.Order = OrderCreated
		}
		var faults fault.List
		if err := faults.Take("", p.Validate()); err != nil {
			return nil, err
		}
		q, err := query(ctx, tx, f, p.Order)
		if err := faults.Take("", err); err != nil {
			return nil, err
		}
		if err := faults.Err(); err != nil {
			return nil, err
		}
		key, err := f.key()
		if err != nil {
			return nil, err
		}
		page, err := accounts.List(tx, q, p, key)
		if err != nil {
			return nil, err
		}
		if err := fill(tx, page.Items...); err != nil {
			return nil, err
		}
		return page, accounts.Enrich(ctx, tx, p.With, page.Items)
	})
	if err != nil {
		return nil, err
	}
	fillOwners(ctx, s, page.Items...)
	return page, nil
}

// All walks the live accounts that a filter wants, in the order of their creation, on one snapshot, which lasts
// as long as the loop: a loop that writes through an Org uses another transaction, and with a file that outgrows
// boltstore.Options.MaxMap that write waits for the loop, for ever. The names of owners and computed fields stay
// empty. An error ends the walk.
func All(ctx context.Context, s record.Scope, f Filter) iter.Seq2[*Account, error] {
	return record.Walk(ctx, s, "account.all", func(ctx context.Context, tx *record.Tx, yield func(*Account, error) bool) error {
		q, err := query(ctx, tx, f, OrderCreated)
		if err != nil {
			return err
		}
		for a, err := range accounts.Select(tx, q) {
			if err == nil {
				err = fill(tx, a)
			}
			if err != nil {
				return err
			}
			if !yield(a, nil) {
				return nil
			}
		}
		return nil
	})
}

// Count counts the live accounts that a filter wants. Faults are those of [List].
func Count(ctx context.Context, s record.Scope, f Filter) (int, error) {
	return record.Read(ctx, s, "account.count", func(ctx context.Context, tx *record.Tx) (int, error) {
		q, err := query(ctx, tx, f, OrderCreated)
		if err != nil {
			return 0, err
		}
		return accounts.Number(tx, q)
	})
}

// Explain tells how [List] answers a filter in an order: which index it walks, and what it leaves to the
// stored bytes and to the decoded accounts.
func Explain(ctx context.Context, s record.Scope, f Filter, order string) (record.Plan, error) {
	return record.Read(ctx, s, "account.explain", func(ctx context.Context, tx *record.Tx) (record.Plan, error) {
		q, err := query(ctx, tx, f, order)
		return q.Plan(), err
	})
}

// History walks the changes of an account, the oldest first, also of one in the trash.
func History(ctx context.Context, s record.Scope, id ID) iter.Seq2[record.Change, error] {
	return record.History(ctx, s, Target, id)
}
