package contact

import (
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// The indexes of contacts.
const (
	indexEmail  = "email"
	indexUserID = "customerUserId"
	indexHost   = "host"
	indexName   = "name"
)

// contacts is the kind.
var contacts = record.Define("contact", 'C', custom.Join(18, record.Spec[Contact]{
	Fields: fields,
	Indexes: []record.Index[Contact]{
		record.Unique(indexEmail, func(c *Contact, k *record.Keys) { addText(k, c.Email) }),
		record.Unique(indexUserID, func(c *Contact, k *record.Keys) { addText(k, c.CustomerUserID) }),
		record.Many(indexHost, func(c *Contact, k *record.Keys) { addText(k, hostOf(c.Email)) }),
		record.Many(indexName, byName),
	},
	Refs: []record.Ref[Contact]{
		record.RefTo("contactType", picklist.Target, record.Restrict, func(c *Contact) *picklist.ID { return &c.Type.ID }).Resolved(),
	},
	Insists: optional(),
	Revive:  revive,
}))

func addText(k *record.Keys, s string) {
	if s != "" {
		k.Add(record.Tuple{}.Text(s))
	}
}

// hostOf gives the domain that an e-mail address belongs to, normalised as those of accounts are, or "".
func hostOf(email string) string {
	domain, err := value.Domain(value.EmailHost(email))
	if err != nil {
		return ""
	}
	return domain
}

// What the tuples of the index of names start with. Whole names come first, one for each contact, so that a list by
// name walks those alone; a first name is the start of a whole one.
const (
	wholeName = iota
	lastName
)

func byName(c *Contact, k *record.Keys) {
	k.Add(named(wholeName).Text(value.Fold(c.Name())))
	if c.LastName != "" {
		k.Add(named(lastName).Text(value.Fold(c.LastName)))
	}
}

func named(part int64) record.Tuple { return record.Tuple{}.Int(part) }

// revive gives a type that lost its value in the trash the default.
func revive(tx *record.Tx, c *Contact, cleared []string) error {
	if !slices.Contains(cleared, "contactType") {
		return nil
	}
	sets, err := picklist.Load(tx)
	if err != nil {
		return err
	}
	setDefault(sets, &c.Type)
	return nil
}

// setDefault gives a type the default of its picklist, if that has one.
func setDefault(sets *picklist.Sets, r *picklist.Ref) {
	if v, ok := sets.Of(picklist.ContactType).Default(); ok {
		r.ID = v.ID
		sets.Of(picklist.ContactType).Fill(r)
	}
}

// Rule makes a rule of the host program for contacts, given to clientele.Open in Options.Rules: a pure function of
// the contact before and after a write (before is nil on create) that gives what is wrong. It runs on every path and
// its faults come with all the others. Of the links it sees nothing, for they are records of their own.
func Rule(check func(before, after *Contact) []fault.Fault) record.Rule { return contacts.Rule(check) }
