package contact

import (
	"encoding/json"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Draft is a contact to be created. What is empty or nil is absent; FirstName and Email are required, but that
// [CreateMany] derives a first name from the e-mail address. An absent type gets the default of its picklist.
//
// It decodes from the reference's JSON. A value of the wrong type is kept as a fault, which the verb reports
// with all the others; only what is no JSON is an error of decoding. Unknown keys are ignored.
type Draft struct {
	FirstName      string          `json:"firstName"`          // at most 255 characters, as is the next
	LastName       string          `json:"lastName"`           //
	Email          string          `json:"email"`              // of no other live contact
	PhoneNumber    string          `json:"phoneNumber"`        // a plus and 8 to 15 digits
	Type           string          `json:"contactType"`        // id or value of the picklist
	AvatarURL      string          `json:"avatarUrl"`          // URL
	IsMarketing    bool            `json:"isMarketingContact"` //
	CustomerUserID string          `json:"customerUserId"`     // at most 255 characters, of no other live contact
	Source         string          `json:"source"`             // at most 255 characters
	AccountIDs     []account.ID    `json:"accountIds"`         // to be linked to; an id that stands twice is one link
	Links          []LinkDraft     `json:"accounts"`           // the same with details; not beside AccountIDs
	Metadata       json.RawMessage `json:"metadata"`           // a JSON object of at most 64 KiB

	CustomFieldValues []customfield.Input `json:"customFieldValues"`

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a draft; nothing is left of what it was before. The error is about malformed JSON alone.
func (d *Draft) UnmarshalJSON(data []byte) error {
	type plain Draft
	var in plain
	faults, err := lenient.Decode(data, &in)
	*d = Draft(in)
	d.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the draft was decoded from.
func (d *Draft) LenientFaults() fault.List { return d.faults }

// Validate makes a contact of a draft, or gives everything that is wrong with it as a *fault.Error. It needs no
// store: what only the store knows (who has an e-mail address) is for [Create]. The contact has no id, version or
// times yet, and its accounts no names. The draft is not changed.
func Validate(d Draft, rules Rules) (*Contact, error) {
	c, faults := d.build(rules)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// build makes as much of a contact as is right, and says what is wrong.
func (d *Draft) build(rules Rules) (*Contact, fault.List) {
	w := &writer{c: new(Contact), rules: rules}
	w.Faults = append(w.Faults, d.faults...)
	w.firstName(d.FirstName)
	w.Text(FieldLastName, &w.c.LastName, d.LastName, maxText)
	w.email(d.Email)
	w.phone(d.PhoneNumber)
	if d.Type == "" {
		setDefault(rules.Picklists, &w.c.Type)
	} else {
		w.kind(d.Type)
	}
	w.URL(FieldAvatarURL, &w.c.AvatarURL, d.AvatarURL)
	w.c.IsMarketing = d.IsMarketing
	w.Text(FieldCustomerUserID, &w.c.CustomerUserID, d.CustomerUserID, maxText)
	w.Text(FieldSource, &w.c.Source, d.Source, maxText)
	w.allAccounts(d)
	w.metadata(d.Metadata)
	w.customFields(d.CustomFieldValues)
	w.whole(func(Field) bool { return true })
	return w.c, w.Faults
}

func (w *writer) allAccounts(d *Draft) {
	if len(d.AccountIDs) > 0 {
		w.accountIDs(d.AccountIDs)
	}
	if len(d.Links) == 0 {
		return
	}
	if len(d.AccountIDs) > 0 {
		w.bothLists()
		return
	}
	w.links(d.Links)
}

// unique gives a contact with no more than the unique values of the draft, as far as they are right: what can be
// known of it before anything was read.
func (d *Draft) unique() *Contact {
	w := &writer{c: new(Contact)}
	w.email(d.Email)
	w.Text(FieldCustomerUserID, &w.c.CustomerUserID, d.CustomerUserID, maxText)
	return w.c
}

// accounts gives the accounts that the draft names.
func (d *Draft) accounts() []account.ID {
	ids := append([]account.ID(nil), d.AccountIDs...)
	for _, l := range d.Links {
		ids = append(ids, l.AccountID)
	}
	return ids
}
