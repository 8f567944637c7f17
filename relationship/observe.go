package relationship

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Extensions are what this package adds to accounts, and how its kinds keep together, for record.Open.
var Extensions = []record.Extended{
	record.Extend(account.Target, record.Extension[account.Account]{
		Observe: observeAccount,
		Ops:     []record.Op{record.OpUpdate, record.OpDelete},
		Filters: map[string]func(context.Context, *record.Tx, string) ([]account.ID, error){"parent": childrenOf},
	}),
	record.Extend(TypeTarget, record.Extension[Type]{Observe: observeType, Ops: []record.Op{record.OpUpdate, record.OpRestore}}),
	record.Extend(Target, record.Extension[Relationship]{Observe: observeLink, Ops: []record.Op{record.OpUpdate, record.OpRestore}}),
}

// observeAccount refuses the delete of an account that has children, and an own value where the property is always
// inherited.
func observeAccount(_ context.Context, tx *record.Tx, w record.Written[account.Account]) error {
	switch w.Op {
	case record.OpDelete:
		return refuseParent(tx, w.Before.ID)
	case record.OpUpdate:
		return refuseOwn(tx, w.Before, w.After)
	}
	return nil
}

// refuseParent gives the fault of deleting an account whose children do not go with it, in whatever forest.
func refuseParent(tx *record.Tx, id account.ID) error {
	ts, err := LoadTypes(tx)
	if err != nil {
		return err
	}
	n := 0
	for _, canon := range ts.forests() {
		f := &forest{tx: tx, canon: canon}
		err := f.edges([]account.ID{id}, func(_ int, child account.ID, _ ID) bool {
			if !record.Leaves(tx, account.Target, child) {
				n++
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	if n == 0 {
		return nil
	}
	return &fault.Error{Faults: []fault.Fault{{
		Code: fault.Referenced, Message: fmt.Sprintf("the account has %d children", n),
		Params: fault.Params{"count": n, "kind": account.Target.Name(), "field": "parent", "id": id.String()}, Cause: fault.ErrReferenced,
	}}}
}

// childrenOf answers the filter "parent" of accounts.
func childrenOf(_ context.Context, tx *record.Tx, parent string) ([]account.ID, error) {
	id, err := account.ParseID(parent)
	if err != nil {
		return nil, err
	}
	f, err := Hierarchy{}.open(tx)
	if err != nil {
		return nil, err
	}
	ids := []account.ID{}
	err = f.edges([]account.ID{id}, func(_ int, child account.ID, _ ID) bool { ids = append(ids, child); return true })
	return ids, err
}

// observeType lays out relationships anew when their type changes, and pairs a type that comes back from the trash.
func observeType(_ context.Context, tx *record.Tx, w record.Written[Type]) error {
	switch {
	case w.Op == record.OpUpdate && !w.Before.alike(w.After):
		return tx.Unasked(func() error { return realign(tx, w.After) })
	case w.Op == record.OpRestore:
		return tx.Unasked(func() error { return returned(tx, w.After) })
	}
	return nil
}

// returned pairs a type that came back with the inverse that it had, if that one is still free, and lays out the
// relationships that came back with it.
func returned(tx *record.Tx, t *Type) error {
	if !t.InverseID.IsZero() {
		partner, err := types.Get(tx, t.InverseID)
		if err != nil {
			return err
		}
		taken := !partner.InverseID.IsZero() && partner.InverseID != t.ID
		clash := partner.Hierarchical && (!t.Hierarchical || partner.Downward == t.Downward)
		if taken || partner.Symmetric || clash {
			t, err = edit(tx, t.ID, func(t *Type) { t.InverseID = TypeID{} })
		} else {
			err = follow(tx, *t)
		}
		if err != nil {
			return err
		}
	}
	return realign(tx, t)
}

// observeLink judges what is written past the verbs: a relationship that comes back from the trash, one whose account
// was replaced by another, one whose type changed.
func observeLink(_ context.Context, tx *record.Tx, w record.Written[Relationship]) error {
	switch w.Op {
	case record.OpUpdate:
		same := w.Before.layout == w.After.layout && w.Before.from() == w.After.from() && w.Before.to() == w.After.to()
		if _, ok := w.Options.(judged); ok || same {
			return nil
		}
		if w.After.AccountID == w.After.RelatedAccountID {
			return fault.New("relatedAccountId", fault.Repeated, "an account is not related to itself")
		}
	case record.OpRestore:
		var moved bool
		err := tx.Unasked(func() (err error) {
			moved, err = relaid(tx, w.After)
			return err
		})
		if err != nil || moved {
			return err
		}
	default:
		return nil
	}
	if !w.After.forest {
		return nil
	}
	return checkCycle(tx, w.After)
}

// relaid lays out anew a relationship whose type has changed while it was in the trash.
func relaid(tx *record.Tx, r *Relationship) (bool, error) {
	t, err := types.Get(tx, r.TypeID)
	if err != nil {
		return false, err
	}
	now := *r
	now.align(t)
	if now.layout == r.layout {
		return false, nil
	}
	_, err = links.Update(tx, record.Edit[Relationship]{ID: r.ID, Apply: func(r *Relationship) error {
		r.align(t)
		return nil
	}})
	return true, err
}
