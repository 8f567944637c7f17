package contact

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// Field names a field of a contact, as in JSON: for Patch.Clear and Settings.Mandatory.
type Field string

// The fields of a contact that an input can give.
const (
	FieldFirstName      Field = "firstName"
	FieldLastName       Field = "lastName"
	FieldEmail          Field = "email"
	FieldPhoneNumber    Field = "phoneNumber"
	FieldType           Field = "contactType"
	FieldAvatarURL      Field = "avatarUrl"
	FieldIsMarketing    Field = "isMarketingContact"
	FieldCustomerUserID Field = "customerUserId"
	FieldSource         Field = "source"
	FieldAccountIDs     Field = "accountIds"
	FieldAccounts       Field = "accounts"
	FieldMetadata       Field = "metadata"
)

// fields is the table of a contact. Numbers are for ever; the type alone is hot.
var fields = record.Fields(
	record.SystemFields(func(c *Contact) *record.System[Contact] { return &c.System }),
	record.Text(9, "firstName", func(c *Contact) *string { return &c.FirstName }),
	record.Text(10, "lastName", func(c *Contact) *string { return &c.LastName }),
	record.Text(11, "email", func(c *Contact) *string { return &c.Email }),
	record.Text(12, "phoneNumber", func(c *Contact) *string { return &c.PhoneNumber }),
	picklist.Field(8, "contactType", func(c *Contact) *picklist.Ref { return &c.Type }),
	record.Text(13, "avatarUrl", func(c *Contact) *string { return &c.AvatarURL }),
	record.Bool(14, "isMarketingContact", func(c *Contact) *bool { return &c.IsMarketing }),
	record.Text(15, "customerUserId", func(c *Contact) *string { return &c.CustomerUserID }),
	record.Text(16, "source", func(c *Contact) *string { return &c.Source }),
	record.Output("accounts", func(c *Contact) any { return append([]Linked{}, c.Accounts...) }),
	record.JSON(17, "metadata", func(c *Contact) *json.RawMessage { return &c.Metadata }),
)

// clearers empty the fields, by name. A slice is replaced, never changed.
var clearers = map[Field]func(c *Contact){
	FieldFirstName:      func(c *Contact) { c.FirstName = "" },
	FieldLastName:       func(c *Contact) { c.LastName = "" },
	FieldEmail:          func(c *Contact) { c.Email = "" },
	FieldPhoneNumber:    func(c *Contact) { c.PhoneNumber = "" },
	FieldType:           func(c *Contact) { c.Type = noRef },
	FieldAvatarURL:      func(c *Contact) { c.AvatarURL = "" },
	FieldIsMarketing:    func(c *Contact) { c.IsMarketing = false },
	FieldCustomerUserID: func(c *Contact) { c.CustomerUserID = "" },
	FieldSource:         func(c *Contact) { c.Source = "" },
	FieldAccountIDs:     func(c *Contact) { c.Accounts = nil },
	FieldAccounts:       func(c *Contact) { c.Accounts = nil },
	FieldMetadata:       func(c *Contact) { c.Metadata = nil },
}

var noRef picklist.Ref

// optional lists the fields that an organisation may insist on. Links are not among them: they go with their accounts.
func optional() []string {
	var names []string
	for f := range clearers {
		switch f {
		case FieldFirstName, FieldEmail, FieldIsMarketing, FieldAccountIDs, FieldAccounts:
		default:
			names = append(names, string(f))
		}
	}
	slices.Sort(names)
	return names
}
