package entry

import (
	"context"
	"iter"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
)

// Get gives a live record that the actor sees.
func (k *Kind[T]) Get(ctx context.Context, s record.Scope, id record.ID[T]) (*T, error) {
	gate, err := k.gate(ctx, s)
	if err != nil {
		return nil, err
	}
	r, err := record.Read(ctx, s, k.verb("get"), func(_ context.Context, tx *record.Tx) (*T, error) {
		r, err := k.get(tx, gate, id)
		if err != nil {
			return nil, err
		}
		return r, k.fill(tx, r)
	})
	if err != nil {
		return nil, err
	}
	k.fillMakers(ctx, s, r)
	return r, nil
}

// GetMany gives the live records of these ids that the actor sees, in their order, each once; others are left out.
func (k *Kind[T]) GetMany(ctx context.Context, s record.Scope, ids []record.ID[T]) ([]*T, error) {
	gate, err := k.gate(ctx, s)
	if err != nil {
		return nil, err
	}
	rs, err := record.Read(ctx, s, k.verb("get_many"), func(_ context.Context, tx *record.Tx) ([]*T, error) {
		found, err := k.Kind.GetMany(tx, unique(ids))
		if err != nil {
			return nil, err
		}
		rs := make([]*T, 0, len(found))
		for _, r := range found {
			if r != nil && gate.sees(r) {
				rs = append(rs, r)
			}
		}
		return rs, k.fill(tx, rs...)
	})
	if err != nil {
		return nil, err
	}
	k.fillMakers(ctx, s, rs...)
	return rs, nil
}

// unique gives the ids in their order, each once, without the zero ID.
func unique[T any](ids []record.ID[T]) []record.ID[T] {
	seen := map[record.ID[T]]bool{{}: true}
	out := make([]record.ID[T], 0, len(ids))
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// History walks the changes of a record that the actor sees, the oldest first. Where there is a Gate, those of a record
// in the trash are for administrators alone: nobody can tell any more who sees it.
func (k *Kind[T]) History(ctx context.Context, s record.Scope, id record.ID[T]) iter.Seq2[record.Change, error] {
	return func(yield func(record.Change, error) bool) {
		gate, err := k.gate(ctx, s)
		if err != nil {
			yield(record.Change{}, err)
			return
		}
		walk := record.Walk(ctx, s, k.verb("history"), func(ctx context.Context, tx *record.Tx, yield func(record.Change, error) bool) error {
			if gate.Sees != nil && !tx.Actor().Admin {
				if _, err := k.get(tx, gate, id); err != nil {
					return err
				}
			}
			for c, err := range record.History(ctx, tx, k.Target(), id) {
				if err != nil {
					return err
				}
				if !yield(c, nil) {
					return nil
				}
			}
			return nil
		})
		walk(yield)
	}
}

// VerifyPassword tells whether a password is the one that a record has in a custom field.
func (k *Kind[T]) VerifyPassword(ctx context.Context, s record.Scope, id record.ID[T], field, password string) (bool, error) {
	gate, err := k.gate(ctx, s)
	if err != nil {
		return false, err
	}
	return record.Read(ctx, s, k.verb("verify_password"), func(_ context.Context, tx *record.Tx) (bool, error) {
		r, err := k.get(tx, gate, id)
		if err != nil {
			return false, err
		}
		return customfield.Verify(tx, k.spec.Source, *k.spec.Parts(r).Custom, id, field, password)
	})
}
