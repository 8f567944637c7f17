package account

import (
	"context"

	"github.com/clientele-go/clientele/record"
)

// Create writes a new account and gives it, with its id, number and defaults.
//
// Everything wrong with the draft comes at once in a *fault.Error: the faults of [Validate], of host rules,
// and `duplicate` for a domain or external id that a live account has, caused by ErrExists, with that
// account's id. ErrForbidden: the policy. A directory that fails, if there is an owner, fails the verb. It reads the
// store once.
func Create(ctx context.Context, s record.Scope, d Draft) (*Account, error) {
	users, err := lookUpUsers(ctx, s, "account.create", []Draft{d})
	if err != nil {
		return nil, err
	}
	a, err := record.Write(ctx, s, "account.create", func(_ context.Context, tx *record.Tx) (*Account, error) {
		outcomes, err := create(tx, []Draft{d}, users)
		if err != nil {
			return nil, err
		}
		return outcomes[0].account, outcomes[0].refused
	})
	if err != nil {
		return nil, err
	}
	setOwners(users, a)
	return a, nil
}

// created is what became of a draft.
type created struct {
	account *Account
	refused error // a *fault.Error, or ErrForbidden; nil: it was written
}

// create writes the drafts that nothing is wrong with, each for itself. Whatever their number, it reads the
// store twice at most. The error is a failure of the transaction.
func create(tx *record.Tx, drafts []Draft, users record.Users) ([]created, error) {
	if err := prefetch(tx, drafts); err != nil {
		return nil, err
	}
	rules, err := loadRules(tx, users)
	if err != nil {
		return nil, err
	}
	last, err := tx.Count(numbers, len(drafts))
	if err != nil {
		return nil, err
	}
	news := make([]record.New[Account], len(drafts))
	for i := range drafts {
		a, faults := drafts[i].build(rules)
		a.Number = last - int64(len(drafts)-1-i)
		news[i] = record.New[Account]{Record: a, Found: faults, Options: drafts[i].options()}
	}
	if err := judgeLookUps(tx, news); err != nil {
		return nil, err
	}
	refused, err := accounts.CreateAll(tx, news)
	if err != nil {
		return nil, err
	}
	out := make([]created, len(drafts))
	for i := range news {
		out[i].refused = refused[i]
		if refused[i] == nil {
			out[i].account = news[i].Record
		}
	}
	return out, fillCreated(tx, out)
}

// judgeLookUps adds what is wrong with the look-ups of new accounts.
func judgeLookUps(tx *record.Tx, news []record.New[Account]) error {
	as := make([]*Account, len(news))
	given := false
	for i, n := range news {
		as[i] = n.Record
		given = given || len(n.Record.CustomFieldValues) > 0
	}
	if !given {
		return nil
	}
	found, err := lookUps(tx, nil, as)
	if err != nil {
		return err
	}
	for i := range news {
		news[i].Found = append(news[i].Found, found[i]...)
	}
	return nil
}

// prefetch reads what one draft needs in one round trip. For many it reads their domains in a second one, when
// CreateAll asks for them: to work them out twice costs more.
func prefetch(tx *record.Tx, drafts []Draft) error {
	var claims []*Account
	if len(drafts) == 1 {
		claims = append(claims, drafts[0].domains())
	}
	return accounts.Prefetch(tx, claims, numbers)
}

func fillCreated(tx *record.Tx, out []created) error {
	as := make([]*Account, len(out))
	for i, c := range out {
		as[i] = c.account
	}
	return fill(tx, as...)
}

// Options are what an input asks of those who extend accounts; they see it in record.Written.
type Options struct {
	AddExistingUsers bool
}

func (d *Draft) options() any { return optionsOf(d.AddExistingUsers) }

func optionsOf(addExistingUsers bool) any {
	if !addExistingUsers {
		return nil
	}
	return Options{AddExistingUsers: true}
}
