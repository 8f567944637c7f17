package contact

import (
	"context"
	"iter"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// List gives a page of the live contacts that a filter wants, by default in the order of their creation.
//
// Faults: what the filter or the paging has wrong; `invalid_cursor`, caused by ErrCursor, for a cursor of
// another filter or order. [Explain] tells how it is answered.
func List(ctx context.Context, s record.Scope, f Filter, p record.Paging) (*record.Page[Contact], error) {
	return record.Read(ctx, s, "contact.list", func(_ context.Context, tx *record.Tx) (*record.Page[Contact], error) {
		if p.Order == "" {
			p.Order = OrderCreated
		}
		var faults fault.List
		if err := faults.Take("", p.Validate()); err != nil {
			return nil, err
		}
		q, err := query(tx, f, p.Order)
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
		page, err := contacts.List(tx, q, p, key)
		if err != nil {
			return nil, err
		}
		return page, complete(tx, page.Items...)
	})
}

// allBatch is how many contacts a walk completes at once.
const allBatch = 256

// All walks the live contacts that a filter wants, in the order of their creation, on one snapshot, which lasts
// as long as the loop: a loop that writes through an Org uses another transaction, and with a file that outgrows
// boltstore.Options.MaxMap that write waits for the loop, for ever. An error ends the walk.
func All(ctx context.Context, s record.Scope, f Filter) iter.Seq2[*Contact, error] {
	return record.Walk(ctx, s, "contact.all", func(_ context.Context, tx *record.Tx, yield func(*Contact, error) bool) error {
		return each(tx, f, func(cs []*Contact) (bool, error) {
			if err := complete(tx, cs...); err != nil {
				return false, err
			}
			for _, c := range cs {
				if !yield(c, nil) {
					return false, nil
				}
			}
			return true, nil
		})
	})
}

// each gives the contacts that a filter wants in batches, as they are stored, until fn says no.
func each(tx *record.Tx, f Filter, fn func(cs []*Contact) (more bool, err error)) error {
	q, err := query(tx, f, OrderCreated)
	if err != nil {
		return err
	}
	var batch []*Contact
	for c, err := range contacts.Select(tx, q) {
		if err != nil {
			return err
		}
		if batch = append(batch, c); len(batch) < allBatch {
			continue
		}
		if more, err := fn(batch); err != nil || !more {
			return err
		}
		batch = nil
	}
	if len(batch) == 0 {
		return nil
	}
	_, err = fn(batch)
	return err
}

// Count counts the live contacts that a filter wants. Faults are those of [List].
func Count(ctx context.Context, s record.Scope, f Filter) (int, error) {
	return record.Read(ctx, s, "contact.count", func(_ context.Context, tx *record.Tx) (int, error) {
		q, err := query(tx, f, OrderCreated)
		if err != nil {
			return 0, err
		}
		return contacts.Number(tx, q)
	})
}

// Explain tells how [List] answers a filter in an order: which index it walks, and what it leaves to the
// stored bytes and to the decoded contacts.
func Explain(ctx context.Context, s record.Scope, f Filter, order string) (record.Plan, error) {
	return record.Read(ctx, s, "contact.explain", func(_ context.Context, tx *record.Tx) (record.Plan, error) {
		q, err := query(tx, f, order)
		return q.Plan(), err
	})
}

// History walks the changes of a contact, the oldest first, also of one in the trash. Those of its links are the
// history of those: record.History with MembershipTarget.
func History(ctx context.Context, s record.Scope, id ID) iter.Seq2[record.Change, error] {
	return record.History(ctx, s, Target, id)
}
