package account

import (
	"context"
	"errors"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// Update changes a live account and gives it as it is now. A patch that changes nothing writes nothing.
//
// Faults, all at once: those of [Patch.Apply], of host rules, `duplicate`, and those of people to be added, as for
// [Create]. ErrNotFound:
// there is no such account. ErrStale: another version is stored than Patch.IfVersion. ErrForbidden: the policy.
func Update(ctx context.Context, s record.Scope, id ID, p Patch) (*Account, error) {
	const verb = "account.update"
	in, err := askForPatch(ctx, s, verb, id, p)
	if err != nil {
		return nil, err
	}
	a, err := record.Write(ctx, s, verb, func(ctx context.Context, tx *record.Tx) (*Account, error) {
		return update(ctx, tx, id, p, in)
	})
	if err != nil {
		return nil, err
	}
	fillOwners(ctx, s, a)
	return a, nil
}

func (p *Patch) users(ctx context.Context, s record.Scope, verb string) (record.Users, error) {
	ids, err := customUsers(ctx, s, verb, p.CustomFieldValues)
	if err != nil {
		return record.Users{}, err
	}
	if p.OwnerID != nil {
		ids = append(ids, *p.OwnerID)
	}
	if len(ids) == 0 {
		return record.Users{}, nil
	}
	return lookUpOwners(ctx, s, verb, ids...)
}

func update(ctx context.Context, tx *record.Tx, id ID, p Patch, in asked) (*Account, error) {
	if err := accounts.PrefetchIDs(tx, id); err != nil {
		return nil, err
	}
	rules, err := loadRules(tx, in.owners)
	if err != nil {
		return nil, err
	}
	a, err := accounts.Update(tx, record.Edit[Account]{
		ID: id, IfVersion: p.IfVersion,
		Apply: func(a *Account) error {
			after, faults := p.apply(a, rules)
			found, err := custom.CheckLookUps(tx, []*Account{a}, []*Account{after})
			if err != nil {
				return err
			}
			*a = *after
			return append(faults, found[0]...).Err()
		},
	})
	if err != nil {
		return nil, err
	}
	if p.AddExistingUsers {
		if err := gatherOne(ctx, tx, a, in.people); err != nil {
			return nil, err
		}
	}
	return a, fill(tx, a)
}

// Upsert writes the draft as a new account, or, if a live account has its primary domain as its own, changes
// that one as a patch of what the draft gives would. It tells which of the two it did. Errors are those of
// [Create] and [Update].
func Upsert(ctx context.Context, s record.Scope, d Draft) (a *Account, isNew bool, err error) {
	const verb = "account.upsert"
	in, err := askForUpsert(ctx, s, verb, d)
	if err != nil {
		return nil, false, err
	}
	a, err = record.Write(ctx, s, verb, func(ctx context.Context, tx *record.Tx) (*Account, error) {
		isNew = false
		id, err := withPrimaryDomain(tx, d.PrimaryDomain)
		if err != nil {
			return nil, err
		}
		if !id.IsZero() {
			return update(ctx, tx, id, d.patch(), in)
		}
		isNew = true
		outcomes, err := createAsked(ctx, tx, verb, []Draft{d}, in)
		if err != nil {
			return nil, err
		}
		return outcomes[0].account, outcomes[0].refused
	})
	if err != nil {
		return nil, false, err
	}
	fillOwners(ctx, s, a)
	return a, isNew, nil
}

// withPrimaryDomain gives the live account whose primary domain this is, or the zero ID.
func withPrimaryDomain(tx *record.Tx, in string) (ID, error) {
	domain, err := value.Domain(in)
	if err != nil {
		return ID{}, nil
	}
	a, err := find(tx, indexDomain, record.Tuple{}.Text(domain))
	if errors.Is(err, store.ErrNotFound) || err == nil && a.PrimaryDomain != domain {
		return ID{}, nil
	}
	if err != nil {
		return ID{}, err
	}
	return a.ID, nil
}

// patch gives the change that sets what the draft gives.
func (d *Draft) patch() Patch {
	p := Patch{
		Name: given(d.Name), PrimaryDomain: given(d.PrimaryDomain), SecondaryDomain: given(d.SecondaryDomain),
		Description: given(d.Description), Source: given(d.Source),
		Territory: given(d.Territory), OwnerID: given(d.OwnerID), Logo: given(d.Logo), Website: given(d.Website),
		Status: given(d.Status), Classification: given(d.Classification), Health: given(d.Health), Industry: given(d.Industry),
		AnnualRevenue: d.AnnualRevenue, Employees: d.Employees,
		BillingAddress: given(d.BillingAddress), ShippingAddress: given(d.ShippingAddress),
		CustomFieldValues: d.CustomFieldValues, AddExistingUsers: d.AddExistingUsers, faults: d.faults,
	}
	if len(d.SecondaryDomains) > 0 {
		p.SecondaryDomains = &d.SecondaryDomains
	}
	if len(d.ExternalIDs) > 0 {
		p.ExternalIDs = &d.ExternalIDs
	}
	if len(d.Teams) > 0 {
		p.Teams = &d.Teams
	}
	if string(d.Metadata) != "null" && len(d.Metadata) > 0 {
		p.Metadata = d.Metadata
	}
	return p
}

// given gives a pointer to a value, nil for the zero one.
func given[V comparable](v V) *V {
	if v == *new(V) {
		return nil
	}
	return &v
}
