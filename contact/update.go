package contact

import (
	"context"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
)

// Update changes a live contact and its links and gives it as it is now. A patch that changes nothing writes nothing.
// Links that change have versions of their own: Patch.IfVersion is about the contact's own fields.
//
// Faults, all at once: those of [Patch.Apply], of host rules, `unknown_reference` and `duplicate` as for [Create].
// ErrNotFound: there is no such contact. ErrStale: another version is stored than Patch.IfVersion. ErrForbidden: the
// policy, of the contact or of a link.
func Update(ctx context.Context, s record.Scope, id ID, p Patch) (*Contact, error) {
	const verb = "contact.update"
	users, err := lookUpUsers(ctx, s, verb, p.CustomFieldValues)
	if err != nil {
		return nil, err
	}
	return record.Write(ctx, s, verb, func(_ context.Context, tx *record.Tx) (*Contact, error) {
		return update(tx, id, p.IfVersion, p.accounts(), users, func(c *Contact, rules Rules) error {
			after, faults := p.apply(c, rules)
			found, err := custom.CheckLookUps(tx, []*Contact{c}, []*Contact{after})
			if err != nil {
				return err
			}
			*c = *after
			return append(faults, found[0]...).Err()
		})
	})
}

// update changes a contact, of which apply is given a copy with its accounts. named are the accounts that it may link
// it to.
func update(tx *record.Tx, id ID, ifVersion int64, named []account.ID, users record.Users, apply func(c *Contact, rules Rules) error) (*Contact, error) {
	if err := contacts.PrefetchIDs(tx, id); err != nil {
		return nil, err
	}
	have, err := linksOf(tx, id)
	if err != nil {
		return nil, err
	}
	names, err := names(tx, append(accountsOf(have), named...))
	if err != nil {
		return nil, err
	}
	rules, err := loadRules(tx, users, names)
	if err != nil {
		return nil, err
	}
	seen := new(Contact)
	var visible []*Membership
	for _, m := range have {
		if _, ok := names[m.AccountID]; ok {
			seen.add(m, names)
			visible = append(visible, m)
		}
	}
	c, err := contacts.Update(tx, record.Edit[Contact]{ID: id, IfVersion: ifVersion, Apply: func(c *Contact) error {
		c.Accounts = seen.Accounts
		return apply(c, rules)
	}})
	if err != nil {
		return nil, err
	}
	if err := difference(id, visible, c.Accounts).write(tx); err != nil {
		return nil, err
	}
	c.nameAccounts(names)
	return c, fill(tx, c)
}
