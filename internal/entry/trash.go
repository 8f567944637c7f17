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

// Restore brings a record back from the trash. A kind with a Gate lets only who deleted it do so, and administrators.
func (k *Kind[T]) Restore(ctx context.Context, s record.Scope, set record.SetID) (*record.Restored, error) {
	return record.Write(ctx, s, k.verb("restore"), func(ctx context.Context, tx *record.Tx) (*record.Restored, error) {
		if err := k.owns(ctx, tx, set); err != nil {
			return nil, err
		}
		return record.Restore(ctx, tx, set)
	})
}

// Purge removes a record in the trash for good. Who may do so is as for Restore.
func (k *Kind[T]) Purge(ctx context.Context, s record.Scope, set record.SetID) (int, error) {
	return record.Write(ctx, s, k.verb("purge"), func(ctx context.Context, tx *record.Tx) (int, error) {
		if err := k.owns(ctx, tx, set); err != nil {
			return 0, err
		}
		return record.Purge(ctx, tx, set)
	})
}

// owns tells why the actor cannot have a deletion set of this kind.
func (k *Kind[T]) owns(ctx context.Context, tx *record.Tx, id record.SetID) error {
	set, err := record.GetSet(ctx, tx, id)
	if err != nil {
		return err
	}
	if set.Kind != k.Name() {
		return fmt.Errorf("entry: deletion set %s is of a %s: %w", id, set.Kind, store.ErrNotFound)
	}
	if actor := tx.Actor(); k.spec.Gate != nil && !actor.Admin && actor.ID != set.By {
		return fmt.Errorf("entry: deletion set %s was made by somebody else: %w", id, fault.ErrForbidden)
	}
	return nil
}
