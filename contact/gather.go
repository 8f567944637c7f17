package contact

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// gather links to each account the contacts whose e-mail address has one of its domains as its host, and the users of
// the directory for whom the same holds: the contact who has the user's address, or is the user, or a new one. Domains of
// free-mail providers bring nobody. Links that there are stay as they are.
func gather(_ context.Context, tx *record.Tx, as []*account.Account, users []record.User) ([]error, error) {
	g := &gathering{tx: tx, as: as, of: map[string]int{}, refused: make([]error, len(as))}
	for _, step := range []func() error{g.hosts, g.contacts, func() error { return g.users(users) }, g.link} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return g.refused, nil
}

// gathering is gather under way.
type gathering struct {
	tx      *record.Tx
	as      []*account.Account
	of      map[string]int // the account, by host
	joins   []join
	refused []error
}

// join is a contact who belongs to an account.
type join struct {
	account int
	contact ID
}

func (g *gathering) hosts() error {
	settings, err := g.tx.Settings()
	for i, a := range g.as {
		for _, domain := range a.Domains() {
			if !value.IsFreeMail(domain, settings.FreeMail) {
				g.of[domain] = i
			}
		}
	}
	return err
}

// contacts finds the contacts that there are. Of few hosts it reads the ranges of the index, for many it walks what lies
// between the first and the last of them once.
func (g *gathering) contacts() error {
	hosts := slices.Sorted(maps.Keys(g.of))
	if len(hosts) == 0 {
		return nil
	}
	tuple := func(i int) record.Tuple { return record.Tuple{}.Text(hosts[i]) }
	if len(hosts) <= record.FewRanges {
		return contacts.EntriesOf(g.tx, indexHost, len(hosts), tuple, func(i int, _ record.Tuple, id ID) bool {
			g.joins = append(g.joins, join{g.of[hosts[i]], id})
			return true
		})
	}
	of := make(map[string]int, len(hosts))
	for i, host := range hosts {
		of[string(tuple(i))] = g.of[host]
	}
	sorted := slices.Sorted(maps.Keys(of))
	first, last := record.Tuple(sorted[0]), record.Tuple(sorted[len(sorted)-1])
	return contacts.ScanRange(g.tx, indexHost, first, record.Tuple(store.After(last)), func(t record.Tuple, id ID) bool {
		if at, ok := of[string(t)]; ok {
			g.joins = append(g.joins, join{at, id})
		}
		return true
	})
}

// users finds the contacts who are users of the directory, and makes those that there are not.
func (g *gathering) users(users []record.User) error {
	var drafts []Draft
	var of []int
	emails, ids := map[string]bool{}, map[string]bool{}
	for _, u := range users {
		email, err := value.Email(u.Email)
		at, ok := g.of[hostOf(email)]
		if err != nil || !ok || emails[email] || ids[u.ID] {
			continue
		}
		emails[email], ids[u.ID] = true, u.ID != ""
		drafts, of = append(drafts, draftOf(u, email)), append(of, at)
	}
	if len(drafts) == 0 {
		return nil
	}
	byEmail, byUser, err := holders(g.tx, drafts)
	if err != nil {
		return err
	}
	var missing []int
	for i := range drafts {
		switch {
		case !byEmail[i].IsZero(): // the host has brought it
		case !byUser[i].IsZero():
			g.joins = append(g.joins, join{of[i], byUser[i]})
		default:
			missing = append(missing, i)
		}
	}
	return g.create(drafts, of, missing)
}

// holders gives the contacts who have the addresses of drafts, and those who are their users.
func holders(tx *record.Tx, drafts []Draft) (byEmail, byUser []ID, err error) {
	emails, users := make([]record.Tuple, len(drafts)), make([]record.Tuple, len(drafts))
	for i, d := range drafts {
		emails[i], users[i] = record.Tuple{}.Text(d.Email), record.Tuple{}.Text(d.CustomerUserID)
	}
	if byEmail, err = contacts.Find(tx, indexEmail, emails...); err != nil {
		return nil, nil, err
	}
	byUser, err = contacts.Find(tx, indexUserID, users...)
	return byEmail, byUser, err
}

// create makes contacts of the drafts that are missing. One that is refused is so for its account.
func (g *gathering) create(drafts []Draft, of, missing []int) error {
	if len(missing) == 0 {
		return nil
	}
	rules, err := loadRules(g.tx, record.Users{}, nil)
	if err != nil {
		return err
	}
	news := make([]record.New[Contact], len(missing))
	for n, i := range missing {
		c, faults := drafts[i].build(rules)
		news[n] = record.New[Contact]{Record: c, Found: faults}
	}
	refused, err := contacts.CreateAll(g.tx, news)
	if err != nil {
		return err
	}
	for n, i := range missing {
		if refused[n] != nil {
			g.refuse(of[i], drafts[i].Email, refused[n])
			continue
		}
		g.joins = append(g.joins, join{of[i], news[n].Record.ID})
	}
	return nil
}

// link makes the links that there are not.
func (g *gathering) link() error {
	if len(g.joins) == 0 {
		return nil
	}
	pairs := make([]record.Tuple, len(g.joins))
	for i, j := range g.joins {
		pairs[i] = pair(g.as[j.account].ID, j.contact)
	}
	there, err := memberships.Find(g.tx, indexPair, pairs...)
	if err != nil {
		return err
	}
	var ms []*Membership
	var of []int
	made := map[join]bool{}
	for i, j := range g.joins {
		if there[i].IsZero() && !made[j] {
			made[j] = true
			ms, of = append(ms, newMembership(j.contact, Linked{ID: g.as[j.account].ID})), append(of, j.account)
		}
	}
	refused, err := createLinks(g.tx, ms)
	for i, e := range refused {
		if e != nil {
			g.refuse(of[i], "", e)
		}
	}
	return err
}

// refuse notes why an account cannot have its people; the first reason stays.
func (g *gathering) refuse(account int, email string, err error) {
	found := fault.All(err)
	if g.refused[account] != nil {
		return
	}
	g.refused[account] = err
	if found == nil {
		return
	}
	var faults fault.List
	faults.Nest("addExistingUsersToAccountContacts", found)
	for i := range faults {
		faults[i].Message = strings.TrimSpace(email + " " + faults[i].Message)
	}
	g.refused[account] = faults.Err()
}

// draftOf makes a contact of a user of the directory: the first word of the name is the first name, the rest the last.
// A name that cannot be taken is left to the e-mail address.
func draftOf(u record.User, email string) Draft {
	name, err := value.Text(u.Name, maxText)
	if err != nil {
		name = ""
	}
	first, last, _ := strings.Cut(name, " ")
	if first == "" {
		first = FirstNameOf(email)
	}
	user, err := value.Text(u.ID, maxText)
	if err != nil {
		user = ""
	}
	d := Draft{FirstName: first, LastName: strings.TrimSpace(last), Email: email, CustomerUserID: user}
	if avatar, err := value.URL(u.AvatarURL); err == nil {
		d.AvatarURL = avatar
	}
	return d
}
