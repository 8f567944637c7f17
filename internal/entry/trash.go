package entry

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Delete moves a live record to the trash and gives its deletion set.
func (k *Kind[T]) Delete(ctx context.Context, s record.Scope, id record.ID[T], ifVersion int64) (record.SetID, error) {
	gate, err := k.gate(ctx, s)
	if err != nil {
		return record.SetID{}, err
	}
	return record.Write(ctx, s, k.verb("delete"), func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		if err := k.mayChange(tx, gate, id); err != nil {
			return record.SetID{}, err
		}
		return k.Kind.Delete(tx, id, ifVersion)
	})
}

// Restore brings a record back from the trash.
func (k *Kind[T]) Restore(ctx context.Context, s record.Scope, set record.SetID) (*record.Restored, error) {
	return record.Write(ctx, s, k.verb("restore"), func(ctx context.Context, tx *record.Tx) (*record.Restored, error) {
		if _, err := k.set(ctx, tx, set); err != nil {
			return nil, err
		}
		return record.Restore(ctx, tx, set)
	})
}

// Purge removes a record in the trash for good. A kind with a Gate lets only who deleted it do so, and administrators.
func (k *Kind[T]) Purge(ctx context.Context, s record.Scope, set record.SetID) (int, error) {
	return record.Write(ctx, s, k.verb("purge"), func(ctx context.Context, tx *record.Tx) (int, error) {
		if err := k.owns(ctx, tx, set); err != nil {
			return 0, err
		}
		return record.Purge(ctx, tx, set)
	})
}

// set gives a deletion set of this kind.
func (k *Kind[T]) set(ctx context.Context, tx *record.Tx, id record.SetID) (*record.TrashSet, error) {
	set, err := record.GetSet(ctx, tx, id)
	if err == nil && set.Kind != k.Name() {
		err = k.wrong(fmt.Errorf("the deletion set %s is one of kind %s: %w", id, set.Kind, store.ErrNotFound))
	}
	return set, err
}

// owns tells why the actor cannot have a deletion set of this kind removed.
func (k *Kind[T]) owns(ctx context.Context, tx *record.Tx, id record.SetID) error {
	set, err := k.set(ctx, tx, id)
	if err != nil {
		return err
	}
	if actor := tx.Actor(); k.spec.Gate != nil && !actor.Admin && actor.ID != set.By {
		return k.wrong(fmt.Errorf("the deletion set %s was made by somebody else: %w", id, fault.ErrForbidden))
	}
	return nil
}

func (k *Kind[T]) wrong(err error) error { return &record.Error{Kind: k.Name(), Err: err} }
