package contact

import (
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// relinking is what is to become of links.
type relinking struct {
	create []*Membership
	change []*Membership // as they are to be
	drop   []MembershipID
}

// difference gives what makes the links of a contact those that it is to have. Links that have does not hold, for the
// policy hides them, stay.
func difference(id ID, have []*Membership, want []Linked) relinking {
	var r relinking
	for _, l := range want {
		i := slices.IndexFunc(have, func(m *Membership) bool { return m.AccountID == l.ID })
		switch {
		case i < 0:
			r.create = append(r.create, newMembership(id, l))
		case !same(have[i].linked(), l):
			m := *have[i]
			m.set(l)
			r.change = append(r.change, &m)
		}
	}
	for _, m := range have {
		if linkTo(want, m.AccountID) < 0 {
			r.drop = append(r.drop, m.ID)
		}
	}
	return r
}

func newMembership(id ID, l Linked) *Membership {
	m := &Membership{ContactID: id, AccountID: l.ID}
	m.set(l)
	return m
}

// write writes what there is to be written, or gives an error.
func (r relinking) write(tx *record.Tx) error {
	if len(r.drop) > 0 {
		if _, err := memberships.DeleteWith(tx, r.drop[0], 0, MembershipTarget.Along(r.drop[1:]...)...); err != nil {
			return err
		}
	}
	if err := yield(tx, r.change, r.create); err != nil {
		return err
	}
	for _, m := range r.change {
		_, err := memberships.Update(tx, record.Edit[Membership]{ID: m.ID, Apply: func(stored *Membership) error {
			stored.set(m.linked())
			return nil
		}})
		if err != nil {
			return asAccounts(err)
		}
	}
	refused, err := createLinks(tx, r.create)
	if err != nil {
		return err
	}
	for _, err := range refused {
		if err != nil {
			return asAccounts(err)
		}
	}
	return nil
}

// createLinks writes new links, each for itself, and says why one was refused. Of several of one account that are to
// be primary the last is.
func createLinks(tx *record.Tx, ms []*Membership) ([]error, error) {
	if len(ms) == 0 {
		return nil, nil
	}
	news := make([]record.New[Membership], len(ms))
	for i, m := range ms {
		news[i].Record = m
	}
	return memberships.CreateAll(tx, news)
}

// yield makes those contacts primary no more whose accounts get another, and reads what is to be changed. It asks no
// policy: it follows from a write that is asked for.
func yield(tx *record.Tx, change, create []*Membership) error {
	var claims []*Membership
	var ids []MembershipID
	for _, m := range change {
		ids = append(ids, m.ID)
	}
	for _, m := range slices.Concat(change, create) {
		if m.Primary {
			claims = append(claims, m)
		}
	}
	holders, err := primaries(tx, claims)
	if err != nil {
		return err
	}
	holders = slices.DeleteFunc(holders, func(id MembershipID) bool { return id.IsZero() || slices.Contains(ids, id) })
	if len(ids)+len(holders) == 0 {
		return nil
	}
	if err := memberships.PrefetchIDs(tx, append(ids, holders...)...); err != nil {
		return err
	}
	return tx.Unasked(func() error {
		for _, id := range holders {
			if _, err := memberships.Update(tx, record.Edit[Membership]{ID: id, Apply: func(m *Membership) error {
				m.Primary = false
				return nil
			}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// primaries gives the links that are primary where others claim to be.
func primaries(tx *record.Tx, claims []*Membership) ([]MembershipID, error) {
	if len(claims) == 0 {
		return nil, nil
	}
	if err := memberships.Prefetch(tx, claims); err != nil {
		return nil, err
	}
	tuples := make([]record.Tuple, len(claims))
	for i, m := range claims {
		tuples[i] = record.Tuple{}.UUID(m.AccountID)
	}
	return memberships.Find(tx, indexPrimary, tuples...)
}

// asAccounts puts the faults of a link under the field of the contact that it comes from.
func asAccounts(err error) error {
	found := fault.All(err)
	if found == nil {
		return err
	}
	var faults fault.List
	faults.Nest(string(FieldAccounts), found)
	return faults.Err()
}
