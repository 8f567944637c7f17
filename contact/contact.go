package contact

import (
	"encoding/json"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// ID identifies a contact.
type ID = record.ID[Contact]

// ParseID reads the text form of an id. The error is a fault of code not_an_id.
func ParseID(s string) (ID, error) { return record.ParseID[Contact](s) }

// Contact is a person at one customer organisation, at several, or at none that is known. Verbs fill it in whole;
// what they return is the caller's, and changing it changes nothing that is stored.
type Contact struct {
	record.System[Contact]

	FirstName      string
	LastName       string
	Email          string // normalised: "ann@acme.com"
	PhoneNumber    string // E.164: "+15550100"
	Type           picklist.Ref
	AvatarURL      string
	IsMarketing    bool
	CustomerUserID string // the user of the host program that the person is
	Source         string

	// Accounts are those that the person is linked to, in the order of the links. Each link is a record of its own, a
	// Membership: the contact's version does not count its changes.
	Accounts []Linked

	CustomFieldValues customfield.Values
	Metadata          json.RawMessage // a JSON object
}

// Linked is an account of a contact, with the details of the link.
type Linked struct {
	ID      account.ID
	Name    string       // of the account; empty in what [Validate] and [Patch.Apply] add
	Role    picklist.Ref // what the person is there: a value of contact_type
	Title   string
	Primary bool // the first to turn to there: at most one contact of an account
}

// MarshalJSON encodes id and name of the account, role and roleId, title and primary; what is not there is null.
func (l Linked) MarshalJSON() ([]byte, error) {
	out := struct {
		ID      account.ID   `json:"id"`
		Name    *string      `json:"name"`
		Role    *string      `json:"role"`
		RoleID  *picklist.ID `json:"roleId"`
		Title   *string      `json:"title"`
		Primary bool         `json:"primary"`
	}{ID: l.ID, Name: orNil(l.Name), Title: orNil(l.Title), Primary: l.Primary}
	if !l.Role.ID.IsZero() {
		out.Role, out.RoleID = &l.Role.Value, &l.Role.ID
	}
	return json.Marshal(out)
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Name gives first and last name.
func (c *Contact) Name() string {
	if c.LastName == "" {
		return c.FirstName
	}
	return c.FirstName + " " + c.LastName
}

// MarshalJSON encodes the contact with the reference's names; a picklist has three: contactType, contactTypeId and
// contactTypeConfiguration.
func (c Contact) MarshalJSON() ([]byte, error) { return contacts.JSON(&c) }

// Target is what other kinds refer to and extend.
var Target = contacts.Target()

// Definitions are the kinds of this package, for record.Open.
var Definitions = []record.Definition{contacts.Definition(), memberships.Definition()}
