package contact

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Delete moves a live contact to the trash, with its links and everything else that hangs on it, as one deletion set
// in one transaction, and gives the set's id for [Restore] and [Purge].
//
// ErrNotFound: there is no such contact. ErrStale: another version is stored than ifVersion; 0 is whatever it
// is. ErrForbidden: the policy. ErrTooLarge: over record.MaxDelete records hang on it; record.DeleteChunked
// takes them. A *fault.Error, `referenced`: something refuses to lose it.
func Delete(ctx context.Context, s record.Scope, id ID, ifVersion int64) (record.SetID, error) {
	return record.Write(ctx, s, "contact.delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		return contacts.Delete(tx, id, ifVersion)
	})
}

// Restore brings a contact back from the trash with all that went there with it, or links that [Unlink] or an update
// took away. Or it refuses with every clash as a fault: an e-mail address or a user that another contact has now,
// an account that has another primary contact now (at "primary"), a link that was made anew. Links whose account is gone stay behind and are
// reported, and so is a type that was emptied or set to the default. ErrNotFound: there is no such set, or it is of
// another kind. ErrForbidden: the policy.
func Restore(ctx context.Context, s record.Scope, set record.SetID) (*record.Restored, error) {
	return record.Write(ctx, s, "contact.restore", func(ctx context.Context, tx *record.Tx) (*record.Restored, error) {
		if err := ofContact(ctx, tx, set); err != nil {
			return nil, err
		}
		return record.Restore(ctx, tx, set)
	})
}

// Purge removes a deletion set of a contact or of links for good, and what the change log holds of its records. It
// gives the number of records. ErrNotFound: there is no such set, or it is of another kind. ErrForbidden: the policy.
func Purge(ctx context.Context, s record.Scope, set record.SetID) (int, error) {
	err := s.View(ctx, func(ctx context.Context, tx *record.Tx) error { return ofContact(ctx, tx, set) })
	if err != nil {
		return 0, err
	}
	return record.Purge(ctx, s, set)
}

func ofContact(ctx context.Context, tx *record.Tx, set record.SetID) error {
	s, err := record.GetSet(ctx, tx, set)
	if err != nil {
		return err
	}
	if s.Kind != contacts.Name() && s.Kind != memberships.Name() {
		return fmt.Errorf("contact: deletion set %s is one of kind %s: %w", set, s.Kind, store.ErrNotFound)
	}
	return nil
}
