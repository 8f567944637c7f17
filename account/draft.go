package account

import (
	"encoding/json"
	"strings"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/value"
)

// Draft is an account to be created. What is empty or nil is absent; Name and PrimaryDomain are required. An
// absent picklist gets the default of its attribute, if there is one.
//
// It decodes from the reference's JSON. A value of the wrong type is kept as a fault, which the verb reports
// with all the others; only what is no JSON is an error of decoding. Unknown keys are ignored.
type Draft struct {
	Name             string            `json:"name"`             // at most 255 characters
	PrimaryDomain    string            `json:"primaryDomain"`    // "acme.com", "@Acme.com", "https://www.acme.com/about"
	SecondaryDomain  string            `json:"secondaryDomain"`  // the first of SecondaryDomains; either is enough
	SecondaryDomains []string          `json:"secondaryDomains"` // one that is the primary domain is dropped
	Description      string            `json:"description"`      // at most 32,768 characters, of several lines
	Source           string            `json:"source"`           // at most 255 characters
	Territory        string            `json:"territory"`        // at most 255 characters
	OwnerID          string            `json:"accountOwnerId"`   // an active user, if there is a directory
	Logo             string            `json:"logo"`             // URL
	Website          string            `json:"website"`          // URL
	Status           string            `json:"status"`           // id or value of the picklist, as are the next three
	Classification   string            `json:"classification"`
	Health           string            `json:"health"`
	Industry         string            `json:"industry"`
	AnnualRevenue    *value.Money      `json:"annualRevenue"` // not negative; without a currency, the organisation's
	Employees        *int64            `json:"employees"`     // not negative
	BillingAddress   value.Address     `json:"billingAddress"`
	ShippingAddress  value.Address     `json:"shippingAddress"`
	ExternalIDs      map[string]string `json:"externalIds"` // by system, of at most 64 characters; ids of at most 255
	Teams            []Team            `json:"teams"`       // each team once
	Metadata         json.RawMessage   `json:"metadata"`    // a JSON object of at most 64 KiB

	CustomFieldValues []customfield.Input `json:"customFieldValues"`
	// AddExistingUsers links the contacts and the customer users of the directory whose e-mail host is one of the
	// account's domains; those of free-mail providers bring nobody. Links that there are stay.
	AddExistingUsers bool `json:"addExistingUsersToAccountContacts"`

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

// Validate makes an account of a draft, or gives everything that is wrong with it as a *fault.Error. It needs
// no store: what only the store knows (who holds a domain) is for [Create]. The account has no id, number,
// version or times yet. The draft is not changed.
func Validate(d Draft, rules Rules) (*Account, error) {
	a, faults := d.build(rules)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return a, nil
}

// build makes as much of an account as is right, and says what is wrong.
func (d *Draft) build(rules Rules) (*Account, fault.List) {
	w := &writer{a: new(Account), rules: rules}
	w.Faults = append(w.Faults, d.faults...)
	w.name(d.Name)
	w.primaryDomain(d.PrimaryDomain)
	w.allSecondaryDomains(d)
	w.LongText(FieldDescription, &w.a.Description, d.Description, maxDescription)
	w.Text(FieldSource, &w.a.Source, d.Source, maxText)
	w.Text(FieldTerritory, &w.a.Territory, d.Territory, maxText)
	w.owner(d.OwnerID)
	w.URL(FieldLogo, &w.a.Logo, d.Logo)
	w.URL(FieldWebsite, &w.a.Website, d.Website)
	for i, input := range [...]string{d.Status, d.Classification, d.Health, d.Industry} {
		p := w.a.picklists()[i]
		if input == "" {
			p.setDefault(rules.Picklists)
		} else {
			w.picklist(p, input)
		}
	}
	if d.AnnualRevenue != nil {
		w.annualRevenue(*d.AnnualRevenue)
	}
	if d.Employees != nil {
		w.employees(*d.Employees)
	}
	w.address(FieldBillingAddress, &w.a.BillingAddress, d.BillingAddress)
	w.address(FieldShippingAddress, &w.a.ShippingAddress, d.ShippingAddress)
	w.externalIDs(d.ExternalIDs)
	w.teams(d.Teams)
	w.metadata(d.Metadata)
	w.customFields(d.CustomFieldValues)
	w.whole(func(Field) bool { return true })
	return w.a, w.Faults
}

// domains gives an account with no more than the unique values of the draft, as far as they are right: what
// can be known of it before anything was read.
func (d *Draft) domains() *Account {
	w := &writer{a: new(Account)}
	w.primaryDomain(d.PrimaryDomain)
	w.allSecondaryDomains(d)
	w.externalIDs(d.ExternalIDs)
	w.dropPrimary()
	return w.a
}

func (w *writer) allSecondaryDomains(d *Draft) {
	w.secondaryDomains(d.SecondaryDomains)
	if strings.TrimSpace(d.SecondaryDomain) != "" {
		w.secondaryDomain(d.SecondaryDomain, len(d.SecondaryDomains) > 0)
	}
}
