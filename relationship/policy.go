package relationship

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// Policy says how a property of an account passes to the accounts below it.
type Policy string

// The policies.
const (
	// Never: the account's own value counts.
	Never Policy = "never"
	// IfEmpty: its own value counts, else that of the nearest ancestor that has one.
	IfEmpty Policy = "if_empty"
	// Always: the value of the topmost account that has one counts, and an account with a parent is not given
	// one of its own.
	Always Policy = "always"
)

// property is a field of an account that may be inherited.
type property struct {
	field  account.Field
	policy Policy                           // unless the organisation has another
	own    bool                             // it is never inherited, whatever the organisation says
	custom bool                             // a custom field, which says so itself
	text   func(a *account.Account) string  // its value for a person; empty: it has none
	take   func(to, from *account.Account)  // copies the value
	preset func(a *account.Account) *chosen // of a picklist
}

// chosen is a picklist of an account with its attribute.
type chosen struct {
	ref       *picklist.Ref
	attribute picklist.Attribute
}

// properties are the fields of an account, in the order of its JSON. What names an account in the world (its name,
// domains, external ids) is its own.
var properties = []property{
	{field: account.FieldName, own: true, text: func(a *account.Account) string { return a.Name }},
	{field: account.FieldPrimaryDomain, own: true, text: func(a *account.Account) string { return a.PrimaryDomain }},
	{field: account.FieldSecondaryDomains, own: true, text: func(a *account.Account) string { return strings.Join(a.SecondaryDomains, ", ") }},
	textual(account.FieldDescription, Never, func(a *account.Account) *string { return &a.Description }),
	textual(account.FieldSource, Never, func(a *account.Account) *string { return &a.Source }),
	{
		field: account.FieldOwnerID, policy: IfEmpty, text: func(a *account.Account) string { return a.OwnerID },
		take: func(to, from *account.Account) {
			to.OwnerID, to.Owner, to.OwnerEmail, to.OwnerAvatarURL = from.OwnerID, from.Owner, from.OwnerEmail, from.OwnerAvatarURL
		},
	},
	textual(account.FieldLogo, Never, func(a *account.Account) *string { return &a.Logo }),
	textual(account.FieldWebsite, Never, func(a *account.Account) *string { return &a.Website }),
	choice(account.FieldStatus, Never, picklist.AccountStatus, func(a *account.Account) *picklist.Ref { return &a.Status }),
	choice(account.FieldClassification, IfEmpty, picklist.AccountClassification, func(a *account.Account) *picklist.Ref { return &a.Classification }),
	choice(account.FieldHealth, Never, picklist.AccountHealth, func(a *account.Account) *picklist.Ref { return &a.Health }),
	choice(account.FieldIndustry, IfEmpty, picklist.AccountIndustry, func(a *account.Account) *picklist.Ref { return &a.Industry }),
	{
		field: account.FieldAnnualRevenue, policy: Never, text: revenueText,
		take: func(to, from *account.Account) { to.AnnualRevenue = from.AnnualRevenue },
	},
	{
		field: account.FieldEmployees, policy: Never, text: employeesText,
		take: func(to, from *account.Account) { to.Employees = from.Employees },
	},
	{
		field: account.FieldBillingAddress, policy: IfEmpty, text: func(a *account.Account) string { return addressText(a.BillingAddress) },
		take: func(to, from *account.Account) { to.BillingAddress = from.BillingAddress },
	},
	{
		field: account.FieldShippingAddress, policy: Never, text: func(a *account.Account) string { return addressText(a.ShippingAddress) },
		take: func(to, from *account.Account) { to.ShippingAddress = from.ShippingAddress },
	},
	{
		field: account.FieldMetadata, policy: Never, text: func(a *account.Account) string { return string(a.Metadata) },
		take: func(to, from *account.Account) { to.Metadata = from.Metadata },
	},
	textual(account.FieldTerritory, Never, func(a *account.Account) *string { return &a.Territory }),
	{field: account.FieldExternalIDs, own: true, text: externalIDsText},
	{
		field: account.FieldTeams, policy: Never, text: teamsText,
		take: func(to, from *account.Account) { to.Teams = from.Teams },
	},
}

func textual(field account.Field, policy Policy, at func(a *account.Account) *string) property {
	return property{
		field: field, policy: policy,
		text: func(a *account.Account) string { return *at(a) },
		take: func(to, from *account.Account) { *at(to) = *at(from) },
	}
}

func choice(field account.Field, policy Policy, attribute picklist.Attribute, at func(a *account.Account) *picklist.Ref) property {
	return property{
		field: field, policy: policy,
		text: func(a *account.Account) string {
			if at(a).ID.IsZero() {
				return ""
			}
			return at(a).Value
		},
		take:   func(to, from *account.Account) { *at(to) = *at(from) },
		preset: func(a *account.Account) *chosen { return &chosen{at(a), attribute} },
	}
}

// custom gives the property that a custom field is. Its own flag says whether it is inherited.
func custom(f *customfield.Field) property {
	id := f.ID
	p := property{
		field: account.Field("customFieldValues." + f.Slug), policy: Never, custom: true,
		text: func(a *account.Account) string { return a.CustomFieldValues.Of(id).String() },
		take: func(to, from *account.Account) {
			to.CustomFieldValues = with(to.CustomFieldValues, customfield.Held{FieldID: id, Value: from.CustomFieldValues.Of(id)})
		},
	}
	if f.Inherit {
		p.policy = IfEmpty
	}
	return p
}

// with gives the values with another in its place among them.
func with(vs customfield.Values, h customfield.Held) customfield.Values {
	vs = slices.DeleteFunc(slices.Clone(vs), func(have customfield.Held) bool { return have.FieldID == h.FieldID })
	i, _ := slices.BinarySearchFunc(vs, h.FieldID, func(have customfield.Held, id customfield.ID) int { return bytes.Compare(have.FieldID[:], id[:]) })
	return slices.Insert(vs, i, h)
}

// under gives the policy of the property in an organisation.
func (p *property) under(settings record.Settings) Policy {
	switch {
	case p.own:
		return Never
	case p.custom:
		return p.policy
	}
	if own, ok := settings.Inheritance[string(p.field)]; ok {
		return Policy(own)
	}
	return p.policy
}

// Policies gives the policy of each property of an account as the organisation has it: the defaults, which
// Settings.Inheritance overrides.
func Policies(settings record.Settings) map[account.Field]Policy {
	out := make(map[account.Field]Policy, len(properties))
	for i := range properties {
		out[properties[i].field] = properties[i].under(settings)
	}
	return out
}

func externalIDsText(a *account.Account) string {
	var parts []string
	for _, system := range slices.Sorted(maps.Keys(a.ExternalIDs)) {
		parts = append(parts, system+" "+a.ExternalIDs[system])
	}
	return strings.Join(parts, ", ")
}

func teamsText(a *account.Account) string {
	var parts []string
	for _, t := range a.Teams {
		parts = append(parts, strings.TrimSpace(t.TeamID+" "+t.Role))
	}
	return strings.Join(parts, ", ")
}
