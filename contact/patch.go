package contact

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Patch is a change to a contact: a nil pointer leaves a field as it is, a value sets it, a field in Clear is
// emptied. In JSON an absent key, a value and null do the same, as RFC 7396 has it. The rules of the fields are those
// of [Draft].
type Patch struct {
	// IfVersion is the version that the patch was made for: ErrStale if another is stored. 0: whatever it is.
	IfVersion int64 `json:"version"`

	FirstName      *string       `json:"firstName"`
	LastName       *string       `json:"lastName"`
	Email          *string       `json:"email"`
	PhoneNumber    *string       `json:"phoneNumber"`
	Type           *string       `json:"contactType"`
	AvatarURL      *string       `json:"avatarUrl"`
	IsMarketing    *bool         `json:"isMarketingContact"`
	CustomerUserID *string       `json:"customerUserId"`
	Source         *string       `json:"source"`
	AccountIDs     *[]account.ID `json:"accountIds"` // replaces the set; a link that stays keeps its details
	// Links replaces the set, details and all; not beside AccountIDs.
	Links    *[]LinkDraft    `json:"accounts"`
	Metadata json.RawMessage `json:"metadata"`

	CustomFieldValues []customfield.Input `json:"customFieldValues"`

	// Clear lists the fields to be emptied. A required one is a fault, and so is one that is set as well.
	Clear []Field `json:"-"`

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a patch; a key whose value is null goes to Clear, and nothing is left of what the patch
// was before. The error is about malformed JSON alone.
func (p *Patch) UnmarshalJSON(data []byte) error {
	type plain Patch
	var in plain
	nulls, faults, err := lenient.DecodePatch(data, &in)
	*p = Patch(in)
	p.faults = faults
	for _, name := range nulls {
		if _, ok := clearers[Field(name)]; ok {
			p.Clear = append(p.Clear, Field(name))
		}
	}
	if slices.Contains(p.Clear, FieldMetadata) {
		p.Metadata = nil // and not the null, which json.RawMessage holds as it holds any value
	}
	return err
}

// LenientFaults gives what was wrong with the JSON that the patch was decoded from.
func (p *Patch) LenientFaults() fault.List { return p.faults }

// Apply gives a changed copy of a contact, or everything that is wrong with the change as a *fault.Error. It
// needs no store. It judges what the patch touches, and the rules that this touches: what it leaves alone is
// never refused. Neither the patch nor the contact is changed.
func (p Patch) Apply(c *Contact, rules Rules) (*Contact, error) {
	after, faults := p.apply(c, rules)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return after, nil
}

func (p *Patch) apply(c *Contact, rules Rules) (*Contact, fault.List) {
	after := *c
	w := &writer{c: &after, rules: rules, before: c.Accounts, Writer: input.Writer[Field]{Touched: map[Field]bool{}}}
	w.Faults = append(w.Faults, p.faults...)
	input.Clear(&w.Writer, w.c, p.Clear, clearers)
	input.Set(&w.Writer, FieldFirstName, p.FirstName, w.firstName)
	input.Set(&w.Writer, FieldLastName, p.LastName, func(s string) { w.Text(FieldLastName, &w.c.LastName, s, maxText) })
	input.Set(&w.Writer, FieldEmail, p.Email, w.email)
	input.Set(&w.Writer, FieldPhoneNumber, p.PhoneNumber, w.phone)
	input.Set(&w.Writer, FieldType, p.Type, w.kind)
	input.Set(&w.Writer, FieldAvatarURL, p.AvatarURL, func(s string) { w.URL(FieldAvatarURL, &w.c.AvatarURL, s) })
	input.Set(&w.Writer, FieldIsMarketing, p.IsMarketing, func(b bool) { w.c.IsMarketing = b })
	input.Set(&w.Writer, FieldCustomerUserID, p.CustomerUserID, func(s string) { w.Text(FieldCustomerUserID, &w.c.CustomerUserID, s, maxText) })
	input.Set(&w.Writer, FieldSource, p.Source, func(s string) { w.Text(FieldSource, &w.c.Source, s, maxText) })
	p.setAccounts(w)
	if p.Metadata != nil {
		input.Set(&w.Writer, FieldMetadata, &p.Metadata, w.metadata)
	}
	w.changeCustomFields(p.CustomFieldValues)
	w.whole(func(f Field) bool { return w.Touched[f] })
	return w.c, w.Faults
}

// setAccounts sets the links. The two lists mean the same, so that one of them cannot be set beside the other, nor
// beside its being cleared.
func (p *Patch) setAccounts(w *writer) {
	if p.AccountIDs != nil && p.Links != nil || p.AccountIDs != nil && w.Touched[FieldAccounts] || p.Links != nil && w.Touched[FieldAccountIDs] {
		w.bothLists()
		return
	}
	input.Set(&w.Writer, FieldAccountIDs, p.AccountIDs, w.accountIDs)
	input.Set(&w.Writer, FieldAccounts, p.Links, w.links)
}

// accounts gives the accounts that the patch names.
func (p *Patch) accounts() (ids []account.ID) {
	if p.AccountIDs != nil {
		ids = append(ids, *p.AccountIDs...)
	}
	if p.Links != nil {
		for _, l := range *p.Links {
			ids = append(ids, l.AccountID)
		}
	}
	return ids
}
