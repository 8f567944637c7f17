package contact

import (
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// MembershipID identifies a membership.
type MembershipID = record.ID[Membership]

// Membership is the stored link of a contact to an account, a record of its own, of kind contact_link: what the change
// log has of links, and what a policy decides on. Verbs give links as Contact.Accounts.
type Membership struct {
	record.System[Membership]

	AccountID account.ID
	ContactID ID
	Role      picklist.Ref
	Title     string
	Primary   bool
}

// The indexes of links.
const (
	indexPair    = "pair"    // account and contact, unique
	indexPrimary = "primary" // account, unique
	indexContact = "contact"
)

// memberships is the kind.
var memberships = record.Define("contact_link", 'L', record.Spec[Membership]{
	Fields: record.Fields(
		record.SystemFields(func(m *Membership) *record.System[Membership] { return &m.System }),
		record.UUID(8, "accountId", func(m *Membership) *account.ID { return &m.AccountID }, record.Hot),
		record.UUID(9, "contactId", func(m *Membership) *ID { return &m.ContactID }, record.Hot),
		picklist.Field(10, "role", func(m *Membership) *picklist.Ref { return &m.Role }),
		record.Text(11, "title", func(m *Membership) *string { return &m.Title }),
		record.Bool(12, "primary", func(m *Membership) *bool { return &m.Primary }),
	),
	Indexes: []record.Index[Membership]{
		record.Unique(indexPair, func(m *Membership, k *record.Keys) { k.AddAt("accountId", pair(m.AccountID, m.ContactID)) }),
		record.Unique(indexPrimary, func(m *Membership, k *record.Keys) {
			if m.Primary {
				k.Add(record.Tuple{}.UUID(m.AccountID))
			}
		}),
		record.Many(indexContact, func(m *Membership, k *record.Keys) { k.Add(record.Tuple{}.UUID(m.ContactID)) }),
	},
	Refs: []record.Ref[Membership]{
		record.RefTo("accountId", account.Target, record.Cascade, func(m *Membership) *account.ID { return &m.AccountID }).Indexed(indexPair),
		record.RefTo("contactId", Target, record.Cascade, func(m *Membership) *ID { return &m.ContactID }).Indexed(indexContact),
		record.RefTo("role", picklist.Target, record.Restrict, func(m *Membership) *picklist.ID { return &m.Role.ID }).Resolved(),
	},
})

// MembershipTarget is what other kinds extend, and what the history of a link is asked of.
var MembershipTarget = memberships.Target()

// MarshalJSON encodes the membership by its table.
func (m Membership) MarshalJSON() ([]byte, error) { return memberships.JSON(&m) }

func pair(a account.ID, c ID) record.Tuple {
	return make(record.Tuple, 0, 34).UUID(a).UUID(c)
}

// linked gives the link as a contact has it.
func (m *Membership) linked() Linked {
	return Linked{ID: m.AccountID, Role: m.Role, Title: m.Title, Primary: m.Primary}
}

// set gives the link the details that a contact has it with.
func (m *Membership) set(l Linked) { m.Role, m.Title, m.Primary = l.Role, l.Title, l.Primary }

// same tells whether two links of a contact to an account have the same details.
func same(a, b Linked) bool {
	return a.ID == b.ID && a.Role.ID == b.Role.ID && a.Title == b.Title && a.Primary == b.Primary
}
