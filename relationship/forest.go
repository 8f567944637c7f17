package relationship

import (
	"errors"
	"fmt"
	"iter"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// forest reads the hierarchy of a type in a transaction, off the indexes.
type forest struct {
	tx      *record.Tx
	canon   TypeID
	guarded bool // links that the policy hides are not seen
}

// Hierarchy is the forest of a hierarchical type. The zero Hierarchy is that of Parent and Subsidiary, on which the
// functions of the package work.
type Hierarchy struct {
	Type TypeID // either of the pair; zero: Parent
}

// open gives the forest as a reading verb sees it. Faults at "relationshipType": unknown_reference for a type that
// there is not, not_allowed for one that is not hierarchical.
func (h Hierarchy) open(tx *record.Tx) (*forest, error) {
	t, err := h.top(tx)
	if err != nil {
		return nil, err
	}
	return &forest{tx: tx, canon: t.align().canon, guarded: tx.DB().Options().Policy != nil}, nil
}

// top gives the type of the hierarchy that points up, or the one there is.
func (h Hierarchy) top(tx *record.Tx) (Type, error) {
	ts, err := LoadTypes(tx)
	if err != nil {
		return Type{}, err
	}
	t, ok := ts.Get(h.Type)
	if h.Type.IsZero() {
		t, ok = ts.Parent()
	}
	switch {
	case !ok:
		return t, fault.New("relationshipType", fault.UnknownReference, "is no type of relationships")
	case !t.Hierarchical:
		return t, fault.New("relationshipType", fault.NotAllowed, "the type "+t.Name+" is not hierarchical")
	}
	if up, ok := ts.Get(t.align().canon); ok {
		t = up
	}
	return t, nil
}

// rules gives the forest as the rules see it: whole.
func (f *forest) rules() *forest { return &forest{tx: f.tx, canon: f.canon} }

// link gives the relationship that says who the parent of an account is; ok is false for one that has none.
func (f *forest) link(child account.ID) (link ID, parent account.ID, ok bool, err error) {
	link, kept, err := links.Kept(f.tx, byChild, tuple(f.canon, child))
	if err != nil || link.IsZero() {
		return link, parent, false, err
	}
	if len(kept) != len(parent) {
		return link, parent, false, &record.Error{Kind: linkKind, ID: uuid.UUID(link), Err: fmt.Errorf("%w: the entry of a child", store.ErrCorrupt)}
	}
	if f.guarded {
		if _, err := links.Get(f.tx, link); err != nil {
			if errors.Is(err, store.ErrNotFound) {
				err = nil
			}
			return link, parent, false, err
		}
	}
	return link, account.ID(kept), true, nil
}

func (f *forest) parent(child account.ID) (account.ID, bool, error) {
	_, parent, ok, err := f.link(child)
	return parent, ok, err
}

// children walks the children of an account in the order of their ids.
func (f *forest) children(of account.ID) iter.Seq2[account.ID, error] {
	return func(yield func(account.ID, error) bool) {
		err := f.edges([]account.ID{of}, func(_ int, child account.ID, _ ID) bool { return yield(child, nil) })
		if err != nil {
			yield(account.ID{}, err)
		}
	}
}

// edges gives the children of accounts whose ids ascend, with the relationships that say so, until fn says no.
func (f *forest) edges(of []account.ID, fn func(i int, child account.ID, link ID) bool) error {
	if f.guarded {
		return f.guardedEdges(of, fn)
	}
	var failed error
	each := func(i int, rest record.Tuple, link ID) bool {
		child, _, ok := rest.UUIDAt()
		if !ok {
			failed = &record.Error{Kind: linkKind, ID: uuid.UUID(link), Err: fmt.Errorf("%w: the entry of a parent", store.ErrCorrupt)}
			return false
		}
		return fn(i, child, link)
	}
	var err error
	if len(of) == 1 {
		err = links.Entries(f.tx, byParent, tuple(f.canon, of[0]), func(rest record.Tuple, link ID) bool { return each(0, rest, link) })
	} else {
		room := tuple(f.canon, account.ID{})
		err = links.EntriesOf(f.tx, byParent, len(of), func(i int) record.Tuple { return room[:17].UUID(of[i]) }, each)
	}
	if err == nil {
		err = failed
	}
	return err
}

// edge is a child of account i of a list.
type edge struct {
	i     int
	child account.ID
	link  ID
}

// guardedEdges leaves out what the policy hides.
func (f *forest) guardedEdges(of []account.ID, fn func(i int, child account.ID, link ID) bool) error {
	var all []edge
	var ids []ID
	err := f.rules().edges(of, func(i int, child account.ID, link ID) bool {
		all, ids = append(all, edge{i, child, link}), append(ids, link)
		return true
	})
	if err != nil {
		return err
	}
	seen, err := links.GetMany(f.tx, ids)
	if err != nil {
		return err
	}
	for i, e := range all {
		if seen[i] != nil && !fn(e.i, e.child, e.link) {
			return nil
		}
	}
	return nil
}

// check tells whether parent may become the parent of child in place of the one that it has, or has become it.
func (f *forest) check(child, parent account.ID) error {
	whole := f.rules()
	parentOf := func(id account.ID) (account.ID, bool, error) {
		if id == child {
			return account.ID{}, false, nil
		}
		return whole.parent(id)
	}
	return CheckParent(parentOf, whole.children, child, parent)
}

// exists tells whether an account is live: ErrNotFound if not.
func (f *forest) exists(id account.ID) error {
	there, err := record.Exists(f.tx, account.Target, []account.ID{id})
	if err == nil && !there[0] {
		err = missing(id)
	}
	return err
}

func missing(id account.ID) error {
	return &record.Error{Kind: account.Target.Name(), ID: uuid.UUID(id), Err: store.ErrNotFound}
}
