package account

import (
	"encoding/json"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// ID identifies an account.
type ID = record.ID[Account]

// ParseID reads the text form of an id. The error is a fault of code not_an_id.
func ParseID(s string) (ID, error) { return record.ParseID[Account](s) }

// Account is a customer organisation. Verbs fill it in whole; what they return is the caller's, and changing
// it changes nothing that is stored.
type Account struct {
	record.System[Account]

	Name             string
	PrimaryDomain    string   // normalised: "acme.com"
	SecondaryDomains []string // never the primary one
	Description      string
	Source           string
	Territory        string
	Logo             string // URL
	Website          string // URL

	OwnerID        string // a user id
	Owner          string // the user's name, from the directory; empty where it is not known
	OwnerEmail     string
	OwnerAvatarURL string

	Status         picklist.Ref
	Classification picklist.Ref
	Health         picklist.Ref
	Industry       picklist.Ref

	AnnualRevenue   *value.Money
	Employees       *int64
	BillingAddress  value.Address
	ShippingAddress value.Address

	CustomFieldValues customfield.Values

	ExternalIDs map[string]string // system → id
	Teams       []Team
	Metadata    json.RawMessage // a JSON object

	Number         int64  // ascending in the organisation, never used twice
	MemberCount    *int64 // contacts linked; filled in on Get, in lists when asked for
	OrganizationID string
}

// Team is the part that a team of the organisation has in an account.
type Team struct {
	TeamID string `json:"teamId"`
	Role   string `json:"role,omitempty"`
}

// SecondaryDomain gives the first of the secondary domains, or "".
func (a *Account) SecondaryDomain() string {
	if len(a.SecondaryDomains) == 0 {
		return ""
	}
	return a.SecondaryDomains[0]
}

// Domains gives all domains of the account, the primary one first.
func (a *Account) Domains() []string {
	if a.PrimaryDomain == "" {
		return a.SecondaryDomains
	}
	return append([]string{a.PrimaryDomain}, a.SecondaryDomains...)
}

// MarshalJSON encodes the account with the reference's names; a picklist has three: status, statusId and
// statusConfiguration.
func (a Account) MarshalJSON() ([]byte, error) { return accounts.JSON(&a) }

// Target is what other kinds refer to and extend.
var Target = accounts.Target()

// Definition is the kind, for record.Open.
var Definition = accounts.Definition()
