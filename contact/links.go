package contact

import (
	"bytes"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// linksOf gives the links of contacts, those of each in the order of their making. It sweeps the index and reads the
// links in one round trip.
func linksOf(tx *record.Tx, ids ...ID) ([]*Membership, error) {
	slices.SortFunc(ids, func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	ids = slices.Compact(ids)
	var found []MembershipID
	in := func(i int) record.Tuple { return record.Tuple{}.UUID(ids[i]) }
	err := memberships.EntriesOf(tx, indexContact, len(ids), in, func(_ int, _ record.Tuple, id MembershipID) bool {
		found = append(found, id)
		return true
	})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return loadLinks(tx, found)
}

// loadLinks gives links, without those that the policy hides.
func loadLinks(tx *record.Tx, ids []MembershipID) ([]*Membership, error) {
	ms, err := memberships.GetMany(tx, ids)
	if err != nil {
		return nil, err
	}
	sets, err := picklist.Load(tx)
	if err != nil {
		return nil, err
	}
	ms = slices.DeleteFunc(ms, func(m *Membership) bool { return m == nil })
	for _, m := range ms {
		sets.Of(picklist.ContactType).Fill(&m.Role)
	}
	return ms, nil
}

// accountsOf gives the accounts that links lead to.
func accountsOf(ms []*Membership) []account.ID {
	ids := make([]account.ID, len(ms))
	for i, m := range ms {
		ids[i] = m.AccountID
	}
	return ids
}

// names gives the names of accounts in one round trip, or in none if there are no accounts.
func names(tx *record.Tx, ids []account.ID) (map[account.ID]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return account.Names(tx, ids)
}

// fillAccounts completes contacts with their accounts: a sweep of the index, a read of the links and one of the names,
// however many contacts there are. Accounts that the policy hides are left out. Some contacts may be nil.
func fillAccounts(tx *record.Tx, cs ...*Contact) error {
	ids := make([]ID, 0, len(cs))
	for _, c := range cs {
		if c != nil {
			ids = append(ids, c.ID)
		}
	}
	ms, err := linksOf(tx, ids...)
	if err != nil {
		return err
	}
	return addLinks(tx, ms, cs)
}

// addLinks completes contacts with links of theirs, and with the names of the accounts in one round trip.
func addLinks(tx *record.Tx, ms []*Membership, cs []*Contact) error {
	names, err := names(tx, accountsOf(ms))
	if err != nil {
		return err
	}
	byID := make(map[ID]*Contact, len(cs))
	for _, c := range cs {
		if c != nil {
			byID[c.ID], c.Accounts = c, nil
		}
	}
	for _, m := range ms {
		if c := byID[m.ContactID]; c != nil {
			c.add(m, names)
		}
	}
	return nil
}

// add adds a link, unless the account is none that can be seen.
func (c *Contact) add(m *Membership, names map[account.ID]string) {
	if name, ok := names[m.AccountID]; ok {
		l := m.linked()
		l.Name = name
		c.Accounts = append(c.Accounts, l)
	}
}

// nameAccounts gives the accounts of a contact their names.
func (c *Contact) nameAccounts(names map[account.ID]string) {
	for i := range c.Accounts {
		c.Accounts[i].Name = names[c.Accounts[i].ID]
	}
}
