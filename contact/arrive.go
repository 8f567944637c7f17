package contact

import (
	"context"
	"errors"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// ingest ingests a chunk of users.
func ingest(ctx context.Context, tx *record.Tx, users []User, from origin, first int, mode account.Mode) (*Ingested, error) {
	if err := contacts.Prefetch(tx, nil); err != nil {
		return nil, err
	}
	rules, err := loadRules(tx, record.Users{}, nil)
	if err != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	arrivals := make([]Arrival, len(users))
	people := peopleOf(users, settings.FreeMail, arrivals)
	var a *arriving
	err = record.Sift(ctx, tx, ingestVerb, len(people), func(ctx context.Context, tx *record.Tx, out []error) (map[int]error, error) {
		a = &arriving{tx: tx, from: from, rules: rules, people: people, late: map[int]error{}}
		for i, p := range people {
			p.id, p.link, p.result, p.refused = ID{}, MembershipID{}, Unchanged, out[i]
		}
		err := a.run(ctx)
		return a.late, err
	})
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		p.arrivals(arrivals)
	}
	return a.ingested(tx, arrivals, first, mode)
}

// arriving is the ingesting of a chunk under way.
type arriving struct {
	tx      *record.Tx
	from    origin
	rules   Rules
	people  []*person
	holders map[string]account.ID // by domain
	created []*account.Account
	late    map[int]error // people who are refused after something was written for them
}

// run writes contacts, accounts and links of those who are not refused.
func (a *arriving) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{a.contacts, a.accounts, a.links} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// contacts fills the fields of the contacts that there are, and makes the others.
func (a *arriving) contacts(context.Context) error {
	tuples := make([]record.Tuple, len(a.people))
	for i, p := range a.people {
		tuples[i] = record.Tuple{}.Text(p.given.Email)
	}
	ids, err := contacts.Find(a.tx, indexEmail, tuples...)
	if err != nil {
		return err
	}
	found, err := contacts.GetMany(a.tx, ids)
	if err != nil {
		return err
	}
	var newcomers, incomplete []*person
	for i, p := range a.people {
		switch c := found[i]; {
		case p.refused != nil:
		case c == nil: // or hidden by the policy: then the address is taken
			newcomers = append(newcomers, p)
		default:
			p.id = c.ID
			if c.fillFrom(&p.given) {
				incomplete = append(incomplete, p)
			}
		}
	}
	if err := a.fill(incomplete); err != nil {
		return err
	}
	return a.create(newcomers)
}

// fill fills the empty fields of contacts.
func (a *arriving) fill(people []*person) error {
	ids := make([]ID, len(people))
	for i, p := range people {
		ids[i] = p.id
	}
	if err := contacts.PrefetchIDs(a.tx, ids...); err != nil {
		return err
	}
	for _, p := range people {
		_, err := contacts.Update(a.tx, record.Edit[Contact]{ID: p.id, Apply: func(c *Contact) error {
			c.fillFrom(&p.given)
			return nil
		}})
		switch {
		case err == nil:
			p.result = Updated
		case refusal(err):
			p.refused = err
		default:
			return err
		}
	}
	return nil
}

// refusal tells whether an error is about one record, and not a failure of the transaction.
func refusal(err error) bool {
	return len(fault.All(err)) > 0 || errors.Is(err, fault.ErrForbidden)
}

// create makes new contacts.
func (a *arriving) create(people []*person) error {
	if len(people) == 0 {
		return nil
	}
	drafts := make([]Draft, len(people))
	for i, p := range people {
		drafts[i] = p.draft(a.from)
	}
	made, _, err := createAll(a.tx, drafts, a.rules, make([]error, len(people)))
	if err != nil {
		return err
	}
	for i, m := range made {
		if people[i].refused = m.refused; m.contact != nil {
			people[i].id, people[i].result = m.contact.ID, account.Created
		}
	}
	return nil
}

// accounts finds the accounts of the people, and makes those that there are not.
func (a *arriving) accounts(ctx context.Context) error {
	var hosts []string
	a.holders = map[string]account.ID{"": {}}
	for _, p := range a.people {
		if _, listed := a.holders[p.host]; !listed && p.refused == nil {
			a.holders[p.host] = account.ID{}
			hosts = append(hosts, p.host)
		}
	}
	ids, err := account.Holders(a.tx, hosts)
	if err != nil {
		return err
	}
	var missing []account.Draft
	for i, host := range hosts {
		if a.holders[host] = ids[i]; ids[i].IsZero() {
			missing = append(missing, account.Draft{Name: nameOf(host), PrimaryDomain: host, Source: a.from.source, Logo: a.from.logo})
		}
	}
	if len(missing) == 0 {
		return nil
	}
	bulk, err := account.CreateMany(ctx, a.tx, missing, account.KeepGoing)
	if err != nil {
		return err
	}
	for i, o := range bulk.Items {
		switch host := missing[i].PrimaryDomain; o.Result {
		case account.Created:
			a.holders[host] = o.Account.ID
			a.created = append(a.created, o.Account)
		case account.Skipped:
			a.holders[host] = o.Existing
		default:
			a.refuse(host, o.Err)
		}
	}
	return nil
}

// refuse notes that the people of a domain cannot have their account.
func (a *arriving) refuse(host string, err error) {
	if found := fault.All(err); found != nil {
		var faults fault.List
		faults.Nest("account", found)
		err = faults.Err()
	}
	for i, p := range a.people {
		if p.host == host && p.refused == nil {
			a.late[i] = err
		}
	}
}

// links links the people to their accounts, where they are not yet.
func (a *arriving) links(context.Context) error {
	var ms []*Membership
	var pairs []record.Tuple
	var of []int
	for i, p := range a.people {
		if in := a.holders[p.host]; p.refused == nil && !in.IsZero() {
			ms, of = append(ms, newMembership(p.id, Linked{ID: in})), append(of, i)
			pairs = append(pairs, pair(in, p.id))
		}
	}
	if len(ms) == 0 {
		return nil
	}
	there, err := memberships.Find(a.tx, indexPair, pairs...)
	if err != nil {
		return err
	}
	var missing []*Membership
	var whose []int
	for i, m := range ms {
		if a.people[of[i]].link = there[i]; there[i].IsZero() {
			missing, whose = append(missing, m), append(whose, of[i])
		}
	}
	refused, err := createLinks(a.tx, missing)
	for i, e := range refused {
		p := a.people[whose[i]]
		if e != nil {
			a.late[whose[i]] = asAccounts(e)
			continue
		}
		if p.link = missing[i].ID; p.result == Unchanged {
			p.result = Updated
		}
	}
	return err
}

// ingested gives the result of the chunk, or in mode AllOrNothing what is wrong with it.
func (a *arriving) ingested(tx *record.Tx, arrivals []Arrival, first int, mode account.Mode) (*Ingested, error) {
	var faults fault.List
	for i := range arrivals {
		arrivals[i].Index = first + i
		if arrivals[i].Err == nil || mode == account.KeepGoing {
			continue
		}
		if err := faults.Take(fault.At("users", first+i), bare(arrivals[i].Err)); err != nil {
			return nil, err
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	out := &Ingested{Accounts: a.created, Items: arrivals}
	var err error
	out.Contacts, err = a.touched(tx)
	return out, err
}

// touched gives the contacts that were created or changed, with the account of this call. Their other accounts would
// take a look at the index for each.
func (a *arriving) touched(tx *record.Tx) ([]*Contact, error) {
	var ids []ID
	var links []MembershipID
	for _, p := range a.people {
		if p.refused != nil || p.result == Unchanged {
			continue
		}
		ids = append(ids, p.id)
		if !p.link.IsZero() {
			links = append(links, p.link)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := contacts.GetMany(tx, ids)
	if err != nil {
		return nil, err
	}
	cs := slices.DeleteFunc(found, func(c *Contact) bool { return c == nil })
	if err := fill(tx, cs...); err != nil {
		return nil, err
	}
	return cs, showLinks(tx, links, cs)
}

// showLinks completes contacts with these links, in two round trips.
func showLinks(tx *record.Tx, ids []MembershipID, cs []*Contact) error {
	if len(ids) == 0 {
		return nil
	}
	ms, err := loadLinks(tx, ids)
	if err != nil {
		return err
	}
	return addLinks(tx, ms, cs)
}
