package account

import (
	"context"
	"fmt"
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Gather links people to accounts that were written: the contacts whose e-mail address has one of the account's
// domains as its host, and those of the users, which the directory gave, for whom the same holds. It says for each
// account why that was refused. The package above that knows contacts offers its own in record.Extension.Offer.
type Gather func(ctx context.Context, tx *record.Tx, as []*Account, users []record.User) ([]error, error)

// gatherPath is the input that asks for it.
const gatherPath = "addExistingUsersToAccountContacts"

// gatherer gives what is offered. Where nothing is, it refuses all accounts.
func gatherer(tx *record.Tx) (Gather, error) {
	offers, err := accounts.Offers(tx)
	if err != nil {
		return nil, err
	}
	for _, o := range offers {
		if gather, ok := o.(Gather); ok {
			return gather, nil
		}
	}
	return func(_ context.Context, _ *record.Tx, as []*Account, _ []record.User) ([]error, error) {
		err := fault.New(gatherPath, fault.NotAvailable, "needs contacts, which this program does not have")
		return slices.Repeat([]error{err}, len(as)), nil
	}, nil
}

// gatherOne links people to one account that was written.
func gatherOne(ctx context.Context, tx *record.Tx, a *Account, users []record.User) error {
	gather, err := gatherer(tx)
	if err != nil {
		return err
	}
	refused, err := gather(ctx, tx, []*Account{a}, users)
	if err != nil {
		return err
	}
	return refused[0]
}

// asked is what the directory answered before a transaction.
type asked struct {
	owners record.Users
	people []record.User // customer users by the hosts of accounts that ask for them
}

// createAsked writes the drafts as create does, and links people to the accounts whose drafts ask for it. An account
// that cannot have its people is not written.
func createAsked(ctx context.Context, tx *record.Tx, verb string, drafts []Draft, in asked) ([]created, error) {
	if !slices.ContainsFunc(drafts, func(d Draft) bool { return d.AddExistingUsers }) {
		return create(tx, drafts, in.owners, nil)
	}
	var made []created
	err := record.Sift(ctx, tx, verb, len(drafts), func(ctx context.Context, tx *record.Tx, out []error) (late map[int]error, err error) {
		if made, err = create(tx, drafts, in.owners, out); err != nil {
			return nil, err
		}
		return gatherAll(ctx, tx, drafts, made, in.people)
	})
	return made, err
}

// gatherAll links people to new accounts, and says which accounts cannot have theirs.
func gatherAll(ctx context.Context, tx *record.Tx, drafts []Draft, made []created, users []record.User) (map[int]error, error) {
	var as []*Account
	var of []int
	for i, m := range made {
		if m.account != nil && drafts[i].AddExistingUsers {
			as, of = append(as, m.account), append(of, i)
		}
	}
	if len(as) == 0 {
		return nil, nil
	}
	gather, err := gatherer(tx)
	if err != nil {
		return nil, err
	}
	refused, err := gather(ctx, tx, as, users)
	late := map[int]error{}
	for i, e := range refused {
		if e != nil {
			late[of[i]] = e
		}
	}
	return late, err
}

// askForDrafts asks the directory, before a transaction, about everybody whom drafts name or bring.
func askForDrafts(ctx context.Context, s record.Scope, verb string, drafts []Draft) (in asked, err error) {
	if in.owners, err = lookUpUsers(ctx, s, verb, drafts); err != nil {
		return in, err
	}
	var domains []string
	for i := range drafts {
		if drafts[i].AddExistingUsers {
			domains = append(domains, drafts[i].domains().Domains()...)
		}
	}
	in.people, err = customerUsers(ctx, s, verb, domains)
	return in, err
}

// askForPatch does the same for a patch of an account.
func askForPatch(ctx context.Context, s record.Scope, verb string, id ID, p Patch) (in asked, err error) {
	if in.owners, err = p.users(ctx, s, verb); err != nil || !p.AddExistingUsers {
		return in, err
	}
	in.people, err = peopleAfter(ctx, s, verb, p, func(tx *record.Tx) (*Account, error) {
		as, err := accounts.GetMany(tx, []ID{id})
		if err != nil {
			return nil, err
		}
		return as[0], nil
	})
	return in, err
}

// askForUpsert does the same for a draft that creates an account or changes the one that has its primary domain.
func askForUpsert(ctx context.Context, s record.Scope, verb string, d Draft) (in asked, err error) {
	if in.owners, err = lookUpUsers(ctx, s, verb, []Draft{d}); err != nil || !d.AddExistingUsers {
		return in, err
	}
	in.people, err = peopleAfter(ctx, s, verb, d.patch(), func(tx *record.Tx) (*Account, error) {
		id, err := withPrimaryDomain(tx, d.PrimaryDomain)
		if err != nil || id.IsZero() {
			return d.domains(), err
		}
		return accounts.Get(tx, id)
	})
	return in, err
}

// peopleAfter asks the directory for the customer users of the domains that an account is going to have. Which those are
// is asked of a snapshot: what is written meanwhile counts in the transaction.
func peopleAfter(ctx context.Context, s record.Scope, verb string, p Patch, read func(tx *record.Tx) (*Account, error)) ([]record.User, error) {
	if s.DB().Options().Directory == nil {
		return nil, nil
	}
	var domains []string
	err := s.View(ctx, func(_ context.Context, tx *record.Tx) error {
		domains = nil
		a, err := read(tx)
		if a == nil || err != nil {
			return err
		}
		w := p.writer(a, Rules{})
		p.setDomains(w)
		w.dropPrimary()
		domains = a.Domains()
		return nil
	})
	if err != nil {
		return nil, &record.Error{Op: verb, Kind: accounts.Name(), Err: err}
	}
	return customerUsers(ctx, s, verb, domains)
}

// customerUsers asks the directory for the customer users of these domains, those of free-mail providers aside.
func customerUsers(ctx context.Context, s record.Scope, verb string, domains []string) ([]record.User, error) {
	directory := s.DB().Options().Directory
	if directory == nil || len(domains) == 0 {
		return nil, nil
	}
	var settings record.Settings
	err := s.View(ctx, func(_ context.Context, tx *record.Tx) (err error) {
		settings, err = tx.Settings()
		return err
	})
	if err != nil {
		return nil, &record.Error{Op: verb, Kind: accounts.Name(), Err: err}
	}
	hosts := slices.DeleteFunc(slices.Clone(domains), func(d string) bool { return value.IsFreeMail(d, settings.FreeMail) })
	slices.Sort(hosts)
	if hosts = slices.Compact(hosts); len(hosts) == 0 {
		return nil, nil
	}
	users, err := directory.UsersByHost(ctx, hosts)
	if err != nil {
		return nil, &record.Error{Op: verb, Kind: accounts.Name(), Err: fmt.Errorf("account: the directory: %w", err)}
	}
	return users, nil
}
