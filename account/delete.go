package account

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Delete moves a live account to the trash, with everything that hangs on it, as one deletion set in one
// transaction, and gives the set's id for [Restore] and [Purge].
//
// ErrNotFound: there is no such account. ErrStale: another version is stored than ifVersion; 0 is whatever it
// is. ErrForbidden: the policy. ErrTooLarge: over record.MaxDelete records hang on it; record.DeleteChunked
// takes them. A *fault.Error, `referenced`: something refuses to lose it.
func Delete(ctx context.Context, s record.Scope, id ID, ifVersion int64) (record.SetID, error) {
	return record.Write(ctx, s, "account.delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		return accounts.Delete(tx, id, ifVersion)
	})
}

// Trash lists the deletion sets of the organisation, the newest first, those of other kinds too. Faults: what the
// paging has wrong; `invalid_cursor`, caused by ErrCursor, for a cursor of another list.
func Trash(ctx context.Context, s record.Scope, p record.Paging) (*record.Page[record.TrashSet], error) {
	return record.Trash(ctx, s, p)
}

// Restore brings an account back from the trash with all that went there with it, or refuses with every clash
// as a fault: a domain or an external id that another account has now. What stays behind and what was emptied
// is reported. ErrNotFound: there is no such set, or it is not that of an account. ErrForbidden: the policy.
func Restore(ctx context.Context, s record.Scope, set record.SetID) (*record.Restored, error) {
	return record.Write(ctx, s, "account.restore", func(ctx context.Context, tx *record.Tx) (*record.Restored, error) {
		if err := ofAccount(ctx, tx, set); err != nil {
			return nil, err
		}
		return record.Restore(ctx, tx, set)
	})
}

// Purge removes a deletion set of an account for good, and what the change log holds of its records. It gives
// the number of records. ErrNotFound: there is no such set, or it is not that of an account. ErrForbidden: the policy.
func Purge(ctx context.Context, s record.Scope, set record.SetID) (int, error) {
	err := s.View(ctx, func(ctx context.Context, tx *record.Tx) error { return ofAccount(ctx, tx, set) })
	if err != nil {
		return 0, err
	}
	return record.Purge(ctx, s, set)
}

func ofAccount(ctx context.Context, tx *record.Tx, set record.SetID) error {
	s, err := record.GetSet(ctx, tx, set)
	if err != nil {
		return err
	}
	if s.Kind != accounts.Name() {
		return fmt.Errorf("account: deletion set %s is one of kind %s: %w", set, s.Kind, store.ErrNotFound)
	}
	return nil
}
