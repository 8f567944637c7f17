package account

import (
	"maps"
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// The indexes of accounts. An account has one key in each but the first two: there it has one for each of its
// domains and external ids.
const (
	indexDomain     = "domain"
	indexExternalID = "externalId"
	indexNumber     = "number"
	indexName       = "name"
	indexStatus     = "status"
	indexOwner      = "owner"
)

// numbers is the counter of account numbers.
const numbers = "account"

// accounts is the kind. A number is given out by a counter, so its index need not be asked whether it is taken.
var accounts = record.Define("account", 'A', custom.Join(29, record.Spec[Account]{
	Fields: fields,
	Indexes: []record.Index[Account]{
		record.Unique(indexDomain, byDomains),
		record.Unique(indexExternalID, byExternalIDs),
		record.Many(indexNumber, func(a *Account, k *record.Keys) { k.Add(record.Tuple{}.Int(a.Number)) }),
		record.Many(indexName, func(a *Account, k *record.Keys) { k.Add(record.Tuple{}.Text(value.Fold(a.Name))) }),
		record.Many(indexStatus, byStatus),
		record.Many(indexOwner, byOwner),
	},
	Refs: []record.Ref[Account]{
		picklistRef("status", func(a *Account) *picklist.ID { return &a.Status.ID }).Indexed(indexStatus),
		picklistRef("classification", func(a *Account) *picklist.ID { return &a.Classification.ID }),
		picklistRef("health", func(a *Account) *picklist.ID { return &a.Health.ID }),
		picklistRef("industry", func(a *Account) *picklist.ID { return &a.Industry.ID }),
	},
	Insists: optional(),
	Revive:  revive,
}))

func picklistRef(name string, access func(a *Account) *picklist.ID) record.Ref[Account] {
	return record.RefTo(name, picklist.Target, record.Restrict, access).Resolved()
}

func byDomains(a *Account, k *record.Keys) {
	for i, domain := range a.Domains() {
		k.AddAt(domainPath(a, i), record.Tuple{}.Text(domain))
	}
}

// domainPath gives the path at which the input has domain i of Domains.
func domainPath(a *Account, i int) string {
	switch {
	case i == 0 && a.PrimaryDomain != "":
		return string(FieldPrimaryDomain)
	case len(a.SecondaryDomains) == 1:
		return string(FieldSecondaryDomain)
	case a.PrimaryDomain != "":
		i--
	}
	return fault.At(string(FieldSecondaryDomains), i)
}

func byExternalIDs(a *Account, k *record.Keys) {
	for _, system := range slices.Sorted(maps.Keys(a.ExternalIDs)) {
		k.AddAt(fault.Path(string(FieldExternalIDs), system), externalID(system, a.ExternalIDs[system]))
	}
}

func externalID(system, id string) record.Tuple { return record.Tuple{}.Text(system).Text(id) }

func byStatus(a *Account, k *record.Keys) {
	if !a.Status.ID.IsZero() {
		k.Add(record.Tuple{}.UUID(a.Status.ID))
	}
}

func byOwner(a *Account, k *record.Keys) {
	if a.OwnerID != "" {
		k.Add(record.Tuple{}.Text(a.OwnerID))
	}
}

// revive gives picklists that lost their value in the trash the default.
func revive(tx *record.Tx, a *Account, cleared []string) error {
	sets, err := picklist.Load(tx)
	if err != nil {
		return err
	}
	for _, p := range a.picklists() {
		if slices.Contains(cleared, string(p.field)) {
			p.setDefault(sets)
		}
	}
	return nil
}

// chosen is one of the picklists of an account.
type chosen struct {
	field     Field
	attribute picklist.Attribute
	ref       *picklist.Ref
}

func (a *Account) picklists() [4]chosen {
	return [4]chosen{
		{FieldStatus, picklist.AccountStatus, &a.Status},
		{FieldClassification, picklist.AccountClassification, &a.Classification},
		{FieldHealth, picklist.AccountHealth, &a.Health},
		{FieldIndustry, picklist.AccountIndustry, &a.Industry},
	}
}

func (p chosen) setDefault(sets *picklist.Sets) {
	if v, ok := sets.Of(p.attribute).Default(); ok {
		p.ref.ID = v.ID
		sets.Of(p.attribute).Fill(p.ref)
	}
}

// Rule makes a rule of the host program for accounts, given to clientele.Open in Options.Rules: a pure
// function of the account before and after a write (before is nil on create) that gives what is wrong. It runs
// on every path and its faults come with all the others.
func Rule(check func(before, after *Account) []fault.Fault) record.Rule { return accounts.Rule(check) }
