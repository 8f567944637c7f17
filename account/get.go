package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// Get gives a live account. ErrNotFound: there is none of this id. One round trip.
func Get(ctx context.Context, s record.Scope, id ID) (*Account, error) {
	return one(ctx, s, "account.get", "", "", func(tx *record.Tx) (*Account, error) { return accounts.Get(tx, id) })
}

// GetMany gives the live accounts of these ids, in their order, each once; those that are not there are left
// out. One round trip.
func GetMany(ctx context.Context, s record.Scope, ids []ID) ([]*Account, error) {
	return many(ctx, s, "account.get_many", func(tx *record.Tx) ([]*Account, error) {
		return accounts.GetMany(tx, unique(ids))
	})
}

// ByNumber gives the live account with this number. ErrNotFound: there is none.
func ByNumber(ctx context.Context, s record.Scope, number int64) (*Account, error) {
	return one(ctx, s, "account.by_number", "number", number, func(tx *record.Tx) (*Account, error) {
		q := record.Query[Account]{Index: indexNumber, In: []record.Tuple{record.Tuple{}.Int(number)}}
		for a, err := range accounts.Select(tx, q) {
			return a, err
		}
		return nil, store.ErrNotFound
	})
}

// ByDomain gives the live account with this domain, primary or secondary. The domain is normalised first; one
// that cannot be is ErrNotFound. Two round trips.
func ByDomain(ctx context.Context, s record.Scope, domain string) (*Account, error) {
	return one(ctx, s, "account.by_domain", "domain", domain, func(tx *record.Tx) (*Account, error) {
		domain, err := value.Domain(domain)
		if err != nil {
			return nil, store.ErrNotFound
		}
		return find(tx, indexDomain, record.Tuple{}.Text(domain))
	})
}

// ByPrimaryDomains gives the live accounts with these primary domains, in their order, each once; those that
// are not there are left out. Two round trips.
func ByPrimaryDomains(ctx context.Context, s record.Scope, domains []string) ([]*Account, error) {
	return many(ctx, s, "account.by_primary_domains", func(tx *record.Tx) ([]*Account, error) {
		var wanted []string
		var tuples []record.Tuple
		seen := map[string]bool{}
		for _, in := range domains {
			if domain, err := value.Domain(in); err == nil && !seen[domain] {
				seen[domain] = true
				wanted = append(wanted, domain)
				tuples = append(tuples, record.Tuple{}.Text(domain))
			}
		}
		ids, err := accounts.Find(tx, indexDomain, tuples...)
		if err != nil {
			return nil, err
		}
		found, err := accounts.GetMany(tx, ids)
		for i, a := range found {
			if a != nil && a.PrimaryDomain != wanted[i] {
				found[i] = nil
			}
		}
		return found, err
	})
}

// ByDomainOrEmail gives the live account that a domain, a web address or an e-mail address belongs to: the
// one that has the domain, primary or secondary, or for an e-mail address the domain above it that an account
// has ("ann@mail.acme.com" finds acme.com). ErrNotFound: there is none, the input is neither, or the host is
// that of a free-mail provider.
func ByDomainOrEmail(ctx context.Context, s record.Scope, text string) (*Account, error) {
	return one(ctx, s, "account.by_domain_or_email", "domain or e-mail", text, func(tx *record.Tx) (*Account, error) {
		hosts, err := hostsOf(tx, text)
		if err != nil {
			return nil, err
		}
		tuples := make([]record.Tuple, len(hosts))
		for i, h := range hosts {
			tuples[i] = record.Tuple{}.Text(h)
		}
		ids, err := accounts.Find(tx, indexDomain, tuples...)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if !id.IsZero() {
				return accounts.Get(tx, id)
			}
		}
		return nil, store.ErrNotFound
	})
}

// hostsOf gives the domains that a text may mean, the nearest first.
func hostsOf(tx *record.Tx, text string) ([]string, error) {
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	email, err := value.Email(text)
	if err != nil {
		domain, err := value.Domain(text)
		if err != nil {
			return nil, store.ErrNotFound
		}
		return []string{domain}, nil
	}
	domain, err := value.Domain(value.EmailHost(email))
	if err != nil || value.IsFreeMail(domain, settings.FreeMail) {
		return nil, store.ErrNotFound
	}
	hosts := []string{domain}
	for {
		_, above, _ := strings.Cut(domain, ".")
		if above, err = value.Domain(above); err != nil || value.IsFreeMail(above, settings.FreeMail) {
			return hosts, nil
		}
		hosts = append(hosts, above)
		domain = above
	}
}

// ByExternalID gives the live account with this id in another system. ErrNotFound: there is none.
func ByExternalID(ctx context.Context, s record.Scope, system, id string) (*Account, error) {
	return one(ctx, s, "account.by_external_id", "external id", system+" "+id, func(tx *record.Tx) (*Account, error) {
		system, err := value.Text(system, maxSystem)
		if err != nil {
			return nil, store.ErrNotFound
		}
		if id, err = value.Text(id, maxText); err != nil {
			return nil, store.ErrNotFound
		}
		return find(tx, indexExternalID, externalID(system, id))
	})
}

// find gives the account that holds a tuple in a unique index.
func find(tx *record.Tx, index string, t record.Tuple) (*Account, error) {
	ids, err := accounts.Find(tx, index, t)
	if err != nil {
		return nil, err
	}
	if ids[0].IsZero() {
		return nil, store.ErrNotFound
	}
	return accounts.Get(tx, ids[0])
}

// one runs a verb that gives an account, and completes it. by and what say what was looked for, if not an id.
func one(ctx context.Context, s record.Scope, verb, by string, what any, read func(tx *record.Tx) (*Account, error)) (*Account, error) {
	a, err := record.Read(ctx, s, verb, func(ctx context.Context, tx *record.Tx) (*Account, error) {
		a, err := read(tx)
		if err != nil {
			return nil, notFound(err, by, what)
		}
		if err := fill(tx, a); err != nil {
			return nil, err
		}
		return a, accounts.Enrich(ctx, tx, []string{memberCount}, []*Account{a})
	})
	if err != nil {
		return nil, err
	}
	fillOwners(ctx, s, a)
	return a, nil
}

// memberCount is the computed field that Get always fills.
const memberCount = "memberCount"

// notFound says on a bare ErrNotFound which account was looked for.
func notFound(err error, by string, what any) error {
	if err == store.ErrNotFound {
		return &record.Error{Kind: "account", Field: by, Err: fmt.Errorf("%.80q: %w", fmt.Sprint(what), err)}
	}
	return err
}

// many runs a verb that gives accounts, leaves those out that are nil, and completes the others.
func many(ctx context.Context, s record.Scope, verb string, read func(tx *record.Tx) ([]*Account, error)) ([]*Account, error) {
	as, err := record.Read(ctx, s, verb, func(ctx context.Context, tx *record.Tx) ([]*Account, error) {
		found, err := read(tx)
		if err != nil {
			return nil, err
		}
		as := make([]*Account, 0, len(found))
		for _, a := range found {
			if a != nil {
				as = append(as, a)
			}
		}
		return as, errors.Join(fill(tx, as...), accounts.Enrich(ctx, tx, nil, as))
	})
	if err != nil {
		return nil, err
	}
	fillOwners(ctx, s, as...)
	return as, nil
}

// unique gives the ids in their order, each once, without the zero ID.
func unique(ids []ID) []ID {
	seen := make(map[ID]bool, len(ids))
	out := make([]ID, 0, len(ids))
	for _, id := range ids {
		if !id.IsZero() && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
