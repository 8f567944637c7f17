package record_test

import (
	"encoding/json"
	"time"

	"github.com/clientele-go/clientele/record"
)

// The kinds of a small host program. A company has tickets, badges and links to people, which go with it;
// contracts, which keep it; a label, which it can lose.

type label struct {
	record.System[label]
	Name string
}

type company struct {
	record.System[company]
	Name    string
	Owner   string
	Label   record.ID[label]
	Tags    []string
	Staff   *int64
	Size    int64
	VIP     bool
	Founded time.Time
	Meta    json.RawMessage
}

type ticket struct {
	record.System[ticket]
	Subject  string
	Priority int64
	Company  record.ID[company]
}

type person struct {
	record.System[person]
	Email string
}

type link struct {
	record.System[link]
	Company record.ID[company]
	Person  record.ID[person]
}

type contract struct {
	record.System[contract]
	Title   string
	Company record.ID[company]
}

// badge: one for each company, found by a unique index.
type badge struct {
	record.System[badge]
	Company record.ID[company]
}

// seat: one for each label, and one for none.
type seat struct {
	record.System[seat]
	Label record.ID[label]
}

var labels = record.Define("label", 'l', record.Spec[label]{
	Fields: record.Fields(
		record.SystemFields(func(l *label) *record.System[label] { return &l.System }),
		record.Text(8, "name", func(l *label) *string { return &l.Name }),
	),
	Indexes: []record.Index[label]{record.Unique("name", func(l *label, k *record.Keys) { k.Add(record.Tuple{}.Text(l.Name)) })},
	Shapes:  true,
})

var companyFields = record.Fields(
	record.SystemFields(func(c *company) *record.System[company] { return &c.System }),
	record.Text(8, "name", func(c *company) *string { return &c.Name }),
	record.Text(9, "owner", func(c *company) *string { return &c.Owner }),
	record.UUID(10, "labelId", func(c *company) *record.ID[label] { return &c.Label }, record.Hot),
	record.Texts(11, "tags", func(c *company) *[]string { return &c.Tags }),
	record.OptInt(12, "staff", func(c *company) **int64 { return &c.Staff }),
	record.Int(13, "size", func(c *company) *int64 { return &c.Size }, record.Hot),
	record.Bool(14, "vip", func(c *company) *bool { return &c.VIP }),
	record.Time(15, "founded", func(c *company) *time.Time { return &c.Founded }),
	record.JSON(16, "metadata", func(c *company) *json.RawMessage { return &c.Meta }),
	record.Output("initial", func(c *company) any { return c.Name[:min(1, len(c.Name))] }),
)

var companyIndexes = []record.Index[company]{
	record.Unique("name", func(c *company, k *record.Keys) { k.AddAt("name", record.Tuple{}.Text(c.Name)) }),
	record.Many("owner", func(c *company, k *record.Keys) {
		if c.Owner != "" {
			k.Add(record.Tuple{}.Text(c.Owner))
		}
	}),
	record.Many("tag", func(c *company, k *record.Keys) {
		for _, tag := range c.Tags {
			k.Add(record.Tuple{}.Text(tag))
		}
	}),
	record.Many("size", func(c *company, k *record.Keys) { k.Add(record.Tuple{}.Int(c.Size).Text(c.Owner)) }),
	record.Many("created", func(c *company, k *record.Keys) { k.Add(record.Tuple{}.Time(c.CreatedAt).Text(c.UpdatedBy)) }),
}

var companies = record.Define("company", 'c', record.Spec[company]{
	Fields:  companyFields,
	Indexes: companyIndexes,
	Refs: []record.Ref[company]{
		record.RefTo("labelId", labels.Target(), record.Clear, func(c *company) *record.ID[label] { return &c.Label }),
	},
	Insists: []string{"owner"},
})

var tickets = record.Define("ticket", 't', record.Spec[ticket]{
	Fields: record.Fields(
		record.SystemFields(func(t *ticket) *record.System[ticket] { return &t.System }),
		record.Text(8, "subject", func(t *ticket) *string { return &t.Subject }),
		record.UUID(9, "companyId", func(t *ticket) *record.ID[company] { return &t.Company }, record.Hot),
		record.Int(10, "priority", func(t *ticket) *int64 { return &t.Priority }),
	),
	Indexes: []record.Index[ticket]{
		record.Many("company", func(t *ticket, k *record.Keys) { k.Add(record.Tuple{}.UUID(t.Company)) }),
	},
	Refs: []record.Ref[ticket]{
		record.RefTo("companyId", companies.Target(), record.Cascade, func(t *ticket) *record.ID[company] { return &t.Company }).Indexed("company"),
	},
})

var people = record.Define("person", 'p', record.Spec[person]{
	Fields: record.Fields(
		record.SystemFields(func(p *person) *record.System[person] { return &p.System }),
		record.Text(8, "email", func(p *person) *string { return &p.Email }),
	),
	Indexes: []record.Index[person]{record.Unique("email", func(p *person, k *record.Keys) { k.Add(record.Tuple{}.Text(p.Email)) })},
})

var links = record.Define("link", 'k', record.Spec[link]{
	Fields: record.Fields(
		record.SystemFields(func(l *link) *record.System[link] { return &l.System }),
		record.UUID(8, "companyId", func(l *link) *record.ID[company] { return &l.Company }, record.Hot),
		record.UUID(9, "personId", func(l *link) *record.ID[person] { return &l.Person }, record.Hot),
	),
	Indexes: []record.Index[link]{
		record.Unique("pair", func(l *link, k *record.Keys) { k.Add(record.Tuple{}.UUID(l.Company).UUID(l.Person)) }),
		record.Many("person", func(l *link, k *record.Keys) { k.Add(record.Tuple{}.UUID(l.Person)) }),
	},
	Refs: []record.Ref[link]{
		record.RefTo("companyId", companies.Target(), record.Cascade, func(l *link) *record.ID[company] { return &l.Company }).Indexed("pair"),
		record.RefTo("personId", people.Target(), record.Cascade, func(l *link) *record.ID[person] { return &l.Person }).Indexed("person"),
	},
})

var contracts = record.Define("contract", 'q', record.Spec[contract]{
	Fields: record.Fields(
		record.SystemFields(func(c *contract) *record.System[contract] { return &c.System }),
		record.Text(8, "title", func(c *contract) *string { return &c.Title }),
		record.UUID(9, "companyId", func(c *contract) *record.ID[company] { return &c.Company }, record.Hot),
	),
	Refs: []record.Ref[contract]{
		record.RefTo("companyId", companies.Target(), record.Restrict, func(c *contract) *record.ID[company] { return &c.Company }),
	},
})

var badges = record.Define("badge", 'b', record.Spec[badge]{
	Fields: record.Fields(
		record.SystemFields(func(b *badge) *record.System[badge] { return &b.System }),
		record.UUID(8, "companyId", func(b *badge) *record.ID[company] { return &b.Company }),
	),
	Indexes: []record.Index[badge]{record.Unique("company", func(b *badge, k *record.Keys) { k.Add(record.Tuple{}.UUID(b.Company)) })},
	Refs: []record.Ref[badge]{
		record.RefTo("companyId", companies.Target(), record.Cascade, func(b *badge) *record.ID[company] { return &b.Company }).Indexed("company"),
	},
})

var seats = record.Define("seat", 's', record.Spec[seat]{
	Fields: record.Fields(
		record.SystemFields(func(s *seat) *record.System[seat] { return &s.System }),
		record.UUID(8, "labelId", func(s *seat) *record.ID[label] { return &s.Label }),
	),
	Indexes: []record.Index[seat]{record.Unique("label", func(s *seat, k *record.Keys) { k.Add(record.Tuple{}.UUID(s.Label)) })},
	Refs: []record.Ref[seat]{
		record.RefTo("labelId", labels.Target(), record.Clear, func(s *seat) *record.ID[label] { return &s.Label }),
	},
})

// schema is all of them.
func schema() record.Schema {
	return record.Schema{Kinds: []record.Definition{labels, companies, tickets, people, links, contracts, badges, seats}}
}
