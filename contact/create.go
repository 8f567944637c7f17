package contact

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Create writes a new contact with its links and gives it, with its id and defaults.
//
// Everything wrong with the draft comes at once in a *fault.Error: the faults of [Validate], of host rules,
// `unknown_reference` for an account that is not there, and `duplicate` for an e-mail address or a user that a live
// contact has, caused by ErrExists, with that contact's id. ErrForbidden: the policy, of the contact or of a link.
func Create(ctx context.Context, s record.Scope, d Draft) (*Contact, error) {
	const verb = "contact.create"
	users, err := lookUpUsers(ctx, s, verb, d.CustomFieldValues)
	if err != nil {
		return nil, err
	}
	return record.Write(ctx, s, verb, func(ctx context.Context, tx *record.Tx) (*Contact, error) {
		outcomes, err := create(ctx, tx, verb, []Draft{d}, Many{}, users)
		if err != nil {
			return nil, err
		}
		return outcomes[0].contact, outcomes[0].refused
	})
}

// created is what became of a draft.
type created struct {
	contact *Contact
	refused error // a *fault.Error, or ErrForbidden; nil: it was written
}

// create writes the drafts that nothing is wrong with, each for itself, with their links. Whatever their number, it
// reads the store a constant number of times. The error is a failure of the transaction, or one of what they share.
func create(ctx context.Context, tx *record.Tx, verb string, drafts []Draft, shared Many, users record.Users) ([]created, error) {
	if err := prefetch(tx, drafts); err != nil {
		return nil, err
	}
	ids := slices.Clone(shared.AccountIDs)
	for i := range drafts {
		ids = append(ids, drafts[i].accounts()...)
	}
	names, err := names(tx, ids)
	if err != nil {
		return nil, err
	}
	rules, err := loadRules(tx, users, names)
	if err != nil {
		return nil, err
	}
	if err := shared.check(rules); err != nil {
		return nil, err
	}
	var made []created
	err = record.Sift(ctx, tx, verb, len(drafts), func(_ context.Context, tx *record.Tx, out []error) (late map[int]error, err error) {
		made, late, err = createAll(tx, drafts, rules, out)
		return late, err
	})
	if err != nil {
		return nil, err
	}
	return made, fillCreated(tx, made, names)
}

// prefetch reads what one draft needs in one round trip. Many have their unique values read when CreateAll asks for
// them: to work them out twice costs more.
func prefetch(tx *record.Tx, drafts []Draft) error {
	var claims []*Contact
	if len(drafts) == 1 {
		claims = append(claims, drafts[0].unique())
	}
	return contacts.Prefetch(tx, claims)
}

// createAll writes contacts, but those that are out, and their links. late are the contacts whose links were refused.
func createAll(tx *record.Tx, drafts []Draft, rules Rules, out []error) (made []created, late map[int]error, err error) {
	news := make([]record.New[Contact], len(drafts))
	cs := make([]*Contact, len(drafts))
	for i := range drafts {
		c, faults := drafts[i].build(rules)
		cs[i], news[i] = c, record.New[Contact]{Record: c, Found: faults}
	}
	found, err := custom.CheckLookUps(tx, nil, cs)
	if err != nil {
		return nil, nil, err
	}
	for i := range news {
		news[i].Found = append(news[i].Found, found[i]...)
		if out[i] != nil {
			news[i].Found.Add("", fault.NotAllowed, "is refused already")
		}
	}
	refused, err := contacts.CreateAll(tx, news)
	if err != nil {
		return nil, nil, err
	}
	made = make([]created, len(drafts))
	for i := range made {
		switch {
		case out[i] != nil:
			made[i].refused = out[i]
		case refused[i] != nil:
			made[i].refused = refused[i]
		default:
			made[i].contact = cs[i]
		}
	}
	late, err = linkCreated(tx, made)
	return made, late, err
}

// linkCreated writes the links of new contacts, and says which contacts cannot have theirs. Where several of them are
// to be primary in one account, the last is.
func linkCreated(tx *record.Tx, made []created) (late map[int]error, err error) {
	var ms []*Membership
	var of []int
	last := map[account.ID]int{}
	for i, m := range made {
		if m.contact == nil {
			continue
		}
		for at := range m.contact.Accounts {
			l := &m.contact.Accounts[at]
			if before, taken := last[l.ID]; l.Primary && taken {
				ms[before].Primary = false
				others := made[of[before]].contact.Accounts
				others[linkTo(others, l.ID)].Primary = false
			}
			if l.Primary {
				last[l.ID] = len(ms)
			}
			ms, of = append(ms, newMembership(m.contact.ID, *l)), append(of, i)
		}
	}
	if err := yield(tx, nil, ms); err != nil {
		return nil, err
	}
	refused, err := createLinks(tx, ms)
	for i, e := range refused {
		if e != nil {
			late = put(late, of[i], asAccounts(e))
		}
	}
	return late, err
}

// put notes why an item is refused; the first reason stays.
func put(late map[int]error, i int, err error) map[int]error {
	if late == nil {
		late = map[int]error{}
	}
	if late[i] == nil {
		late[i] = err
	}
	return late
}

func fillCreated(tx *record.Tx, made []created, names map[account.ID]string) error {
	cs := make([]*Contact, 0, len(made))
	for _, m := range made {
		if m.contact != nil {
			m.contact.nameAccounts(names)
			cs = append(cs, m.contact)
		}
	}
	return fill(tx, cs...)
}
