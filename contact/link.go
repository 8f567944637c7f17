package contact

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Link links a live contact to an account, or gives the link that there is these details, and gives the contact as it
// is now. Other links stay, but that another contact is the account's primary one no more if this one is to be. A
// link that is as it is to be is not written.
//
// Faults, all at once: `required` and `unknown_reference` at "id", those of "role" and "title", and those of decoding.
// ErrNotFound: there is no such contact. ErrForbidden: the policy.
func Link(ctx context.Context, s record.Scope, id ID, l LinkDraft) (*Contact, error) {
	return record.Write(ctx, s, "contact.link", func(_ context.Context, tx *record.Tx) (*Contact, error) {
		return update(tx, id, 0, []account.ID{l.AccountID}, record.Users{}, func(c *Contact, rules Rules) error {
			w := &writer{c: c, rules: rules, before: c.Accounts}
			w.Faults = append(w.Faults, l.faults...)
			linked, _ := w.link("", l)
			c.Accounts = slices.Clone(c.Accounts)
			if i := linkTo(c.Accounts, linked.ID); i >= 0 {
				c.Accounts[i] = linked
			} else {
				c.Accounts = append(c.Accounts, linked)
			}
			return w.Faults.Err()
		})
	})
}

// Unlink takes the link of a live contact to an account away, to the trash, and gives its deletion set, for [Restore].
// The contact stays. ErrNotFound: there is no such link. ErrForbidden: the policy.
func Unlink(ctx context.Context, s record.Scope, id ID, from account.ID) (record.SetID, error) {
	return record.Write(ctx, s, "contact.unlink", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		ids, err := memberships.Find(tx, indexPair, pair(from, id))
		if err != nil {
			return record.SetID{}, err
		}
		if ids[0].IsZero() {
			return record.SetID{}, &record.Error{Kind: memberships.Name(), ID: uuid.UUID(from), Field: "accountId", Err: store.ErrNotFound}
		}
		return memberships.Delete(tx, ids[0], 0)
	})
}
