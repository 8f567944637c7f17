package account

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/value"
)

// Patch is a change to an account: a nil pointer leaves a field as it is, a value sets it, a field in Clear is
// emptied. In JSON an absent key, a value and null do the same, as RFC 7396 has it, but that a field is replaced
// whole also where it holds an object: addresses, revenue, externalIds and metadata. The rules of the fields are
// those of [Draft].
type Patch struct {
	// IfVersion is the version that the patch was made for: ErrStale if another is stored. 0: whatever it is.
	IfVersion int64 `json:"version"`

	Name             *string            `json:"name"`
	PrimaryDomain    *string            `json:"primaryDomain"`
	SecondaryDomain  *string            `json:"secondaryDomain"` // replaces the first of the secondary domains
	SecondaryDomains *[]string          `json:"secondaryDomains"`
	Description      *string            `json:"description"`
	Source           *string            `json:"source"`
	Territory        *string            `json:"territory"`
	OwnerID          *string            `json:"accountOwnerId"`
	Logo             *string            `json:"logo"`
	Website          *string            `json:"website"`
	Status           *string            `json:"status"`
	Classification   *string            `json:"classification"`
	Health           *string            `json:"health"`
	Industry         *string            `json:"industry"`
	AnnualRevenue    *value.Money       `json:"annualRevenue"`
	Employees        *int64             `json:"employees"`
	BillingAddress   *value.Address     `json:"billingAddress"`
	ShippingAddress  *value.Address     `json:"shippingAddress"`
	ExternalIDs      *map[string]string `json:"externalIds"`
	Teams            *[]Team            `json:"teams"`
	Metadata         json.RawMessage    `json:"metadata"`

	CustomFieldValues []customfield.Input `json:"customFieldValues"`
	// AddExistingUsers does what Draft.AddExistingUsers does, also if nothing else changes: by the domains that the
	// account then has.
	AddExistingUsers bool `json:"addExistingUsersToAccountContacts"`

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

// Apply gives a changed copy of an account, or everything that is wrong with the change as a *fault.Error. It
// needs no store. It judges what the patch touches, and the rules that this touches: what it leaves alone is
// never refused. Neither the patch nor the account is changed.
func (p Patch) Apply(a *Account, rules Rules) (*Account, error) {
	after, faults := p.apply(a, rules)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return after, nil
}

// writer makes a writer that changes an account: what the patch clears is empty already.
func (p *Patch) writer(a *Account, rules Rules) *writer {
	w := &writer{a: a, rules: rules, Writer: input.Writer[Field]{Touched: map[Field]bool{}}}
	w.Faults = append(w.Faults, p.faults...)
	input.Clear(&w.Writer, a, p.Clear, clearers)
	return w
}

func (p *Patch) apply(a *Account, rules Rules) (*Account, fault.List) {
	after := *a
	w := p.writer(&after, rules)
	p.setTexts(w)
	p.setDomains(w)
	p.setPicklists(w)
	p.setRest(w)
	w.changeCustomFields(p.CustomFieldValues)
	w.whole(func(f Field) bool {
		return w.Touched[f] || f == FieldSecondaryDomains && len(after.SecondaryDomains) != len(a.SecondaryDomains)
	})
	return w.a, w.Faults
}

// clearers empty the fields, by name. A slice or map is replaced, never changed.
var clearers = map[Field]func(a *Account){
	FieldName:             func(a *Account) { a.Name = "" },
	FieldPrimaryDomain:    func(a *Account) { a.PrimaryDomain = "" },
	FieldSecondaryDomain:  func(a *Account) { a.SecondaryDomains = a.SecondaryDomains[min(1, len(a.SecondaryDomains)):] },
	FieldSecondaryDomains: func(a *Account) { a.SecondaryDomains = nil },
	FieldDescription:      func(a *Account) { a.Description = "" },
	FieldSource:           func(a *Account) { a.Source = "" },
	FieldTerritory:        func(a *Account) { a.Territory = "" },
	FieldOwnerID:          func(a *Account) { a.OwnerID, a.Owner, a.OwnerEmail, a.OwnerAvatarURL = "", "", "", "" },
	FieldLogo:             func(a *Account) { a.Logo = "" },
	FieldWebsite:          func(a *Account) { a.Website = "" },
	FieldStatus:           func(a *Account) { a.Status = noRef },
	FieldClassification:   func(a *Account) { a.Classification = noRef },
	FieldHealth:           func(a *Account) { a.Health = noRef },
	FieldIndustry:         func(a *Account) { a.Industry = noRef },
	FieldAnnualRevenue:    func(a *Account) { a.AnnualRevenue = nil },
	FieldEmployees:        func(a *Account) { a.Employees = nil },
	FieldBillingAddress:   func(a *Account) { a.BillingAddress = value.Address{} },
	FieldShippingAddress:  func(a *Account) { a.ShippingAddress = value.Address{} },
	FieldExternalIDs:      func(a *Account) { a.ExternalIDs = nil },
	FieldTeams:            func(a *Account) { a.Teams = nil },
	FieldMetadata:         func(a *Account) { a.Metadata = nil },
}

func (p *Patch) setTexts(w *writer) {
	input.Set(&w.Writer, FieldName, p.Name, w.name)
	input.Set(&w.Writer, FieldDescription, p.Description, func(s string) { w.LongText(FieldDescription, &w.a.Description, s, maxDescription) })
	input.Set(&w.Writer, FieldSource, p.Source, func(s string) { w.Text(FieldSource, &w.a.Source, s, maxText) })
	input.Set(&w.Writer, FieldTerritory, p.Territory, func(s string) { w.Text(FieldTerritory, &w.a.Territory, s, maxText) })
	input.Set(&w.Writer, FieldOwnerID, p.OwnerID, w.owner)
	input.Set(&w.Writer, FieldLogo, p.Logo, func(s string) { w.URL(FieldLogo, &w.a.Logo, s) })
	input.Set(&w.Writer, FieldWebsite, p.Website, func(s string) { w.URL(FieldWebsite, &w.a.Website, s) })
}

func (p *Patch) setDomains(w *writer) {
	input.Set(&w.Writer, FieldPrimaryDomain, p.PrimaryDomain, w.primaryDomain)
	input.Set(&w.Writer, FieldSecondaryDomains, p.SecondaryDomains, w.secondaryDomains)
	beside := w.Touched[FieldSecondaryDomains]
	if w.Touched[FieldSecondaryDomain] && p.SecondaryDomains != nil {
		w.secondaryDomain("", beside)
	}
	input.Set(&w.Writer, FieldSecondaryDomain, p.SecondaryDomain, func(first string) { w.secondaryDomain(first, beside) })
}

func (p *Patch) setPicklists(w *writer) {
	for i, given := range [...]*string{p.Status, p.Classification, p.Health, p.Industry} {
		list := w.a.picklists()[i]
		input.Set(&w.Writer, list.field, given, func(s string) { w.picklist(list, s) })
	}
}

func (p *Patch) setRest(w *writer) {
	input.Set(&w.Writer, FieldAnnualRevenue, p.AnnualRevenue, w.annualRevenue)
	input.Set(&w.Writer, FieldEmployees, p.Employees, w.employees)
	input.Set(&w.Writer, FieldBillingAddress, p.BillingAddress, func(v value.Address) { w.address(FieldBillingAddress, &w.a.BillingAddress, v) })
	input.Set(&w.Writer, FieldShippingAddress, p.ShippingAddress, func(v value.Address) { w.address(FieldShippingAddress, &w.a.ShippingAddress, v) })
	input.Set(&w.Writer, FieldExternalIDs, p.ExternalIDs, w.externalIDs)
	input.Set(&w.Writer, FieldTeams, p.Teams, w.teams)
	if p.Metadata != nil {
		input.Set(&w.Writer, FieldMetadata, &p.Metadata, w.metadata)
	}
}
