package account

import (
	"context"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Create writes a new account and gives it, with its id, number and defaults.
//
// Everything wrong with the draft comes at once in a *fault.Error: the faults of [Validate], of host rules,
// and `duplicate` for a domain or external id that a live account has, caused by ErrExists, with that
// account's id. ErrForbidden: the policy. A directory that fails, if it is asked, fails the verb. It reads the store
// once, and with Draft.AddExistingUsers as often as the account has domains and a few times more; what is wrong with
// people who would have to be added is found under "addExistingUsersToAccountContacts".
func Create(ctx context.Context, s record.Scope, d Draft) (*Account, error) {
	const verb = "account.create"
	in, err := askForDrafts(ctx, s, verb, []Draft{d})
	if err != nil {
		return nil, err
	}
	a, err := record.Write(ctx, s, verb, func(ctx context.Context, tx *record.Tx) (*Account, error) {
		outcomes, err := createAsked(ctx, tx, verb, []Draft{d}, in)
		if err != nil {
			return nil, err
		}
		return outcomes[0].account, outcomes[0].refused
	})
	if err != nil {
		return nil, err
	}
	setOwners(in.owners, a)
	return a, nil
}

// created is what became of a draft.
type created struct {
	account *Account
	refused error // a *fault.Error, or ErrForbidden; nil: it was written
}

// create writes the drafts that nothing is wrong with, each for itself; out, if it is not nil, says which are refused
// already. Whatever their number, it reads the store twice at most. The error is a failure of the transaction.
func create(tx *record.Tx, drafts []Draft, users record.Users, out []error) ([]created, error) {
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
		news[i] = record.New[Account]{Record: a, Found: faults}
		if out != nil && out[i] != nil {
			news[i].Found = fault.List{{Code: fault.NotAllowed, Message: "is refused already"}}
		}
	}
	if err := judgeLookUps(tx, news); err != nil {
		return nil, err
	}
	refused, err := accounts.CreateAll(tx, news)
	if err != nil {
		return nil, err
	}
	made := make([]created, len(drafts))
	for i := range news {
		switch {
		case refused[i] == nil:
			made[i].account = news[i].Record
		case out != nil && out[i] != nil:
			made[i].refused = out[i]
		default:
			made[i].refused = refused[i]
		}
	}
	return made, fillCreated(tx, made)
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
	found, err := custom.CheckLookUps(tx, nil, as)
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
