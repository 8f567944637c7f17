package relationship

import (
	"context"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// SetParent makes parent the parent of child, in place of the one that it has: the account moves with everything
// below it. The relationship that says so stays the same one, but its days and metadata, which were about the
// parent before, are emptied. If parent is the parent already, nothing is written.
//
// A fault cycle, caused by a *CycleError with the path, if parent is child or stands below it; unknown_reference if
// parent is not there. store.ErrNotFound: there is no account child. fault.ErrForbidden: the policy. It costs what
// [CheckParent] does, whatever the size of the subtree that moves.
func SetParent(ctx context.Context, s record.Scope, child, parent account.ID) error {
	return Hierarchy{}.SetParent(ctx, s, child, parent)
}

// ClearParent takes the account's parent away: it becomes a root. Its relationship goes to the trash. If it has
// no parent, nothing is written. store.ErrNotFound: there is no such account. fault.ErrForbidden: the policy.
func ClearParent(ctx context.Context, s record.Scope, child account.ID) error {
	return Hierarchy{}.ClearParent(ctx, s, child)
}

// Detach makes roots of all children of an account, each with everything below it, and gives how many there were.
// Their relationships go to the trash as one deletion set. store.ErrNotFound: there is no such account.
// fault.ErrForbidden: the policy.
func Detach(ctx context.Context, s record.Scope, id account.ID) (int, error) {
	return Hierarchy{}.Detach(ctx, s, id)
}

// Lift makes all children of an account those of its parent, each with everything below it, or roots if it has no
// parent, and gives how many there were. Errors are those of [Detach].
func Lift(ctx context.Context, s record.Scope, id account.ID) (int, error) {
	return Hierarchy{}.Lift(ctx, s, id)
}

// DeleteSubtree moves an account to the trash with all accounts below it and everything that hangs on any of them, as
// one deletion set, and gives the set's id for account.Restore.
//
// Errors are those of account.Delete; store.ErrTooLarge: over record.MaxDelete records would go, so delete from the
// leaves up in several calls.
func DeleteSubtree(ctx context.Context, s record.Scope, id account.ID, ifVersion int64) (record.SetID, error) {
	return Hierarchy{}.DeleteSubtree(ctx, s, id, ifVersion)
}

// SetParent is [SetParent] in this hierarchy.
func (h Hierarchy) SetParent(ctx context.Context, s record.Scope, child, parent account.ID) error {
	_, err := record.Write(ctx, s, "relationship.set_parent", func(_ context.Context, tx *record.Tx) (struct{}, error) {
		f, err := h.open(tx)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, h.move(f, child, parent)
	})
	return err
}

// move makes parent the parent of child.
func (h Hierarchy) move(f *forest, child, parent account.ID) error {
	link, present, ok, err := f.rules().link(child)
	if err != nil || ok && present == parent {
		return err
	}
	if err := f.check(child, parent); err != nil {
		if cycle, closes := err.(*CycleError); closes {
			err = cycleFault("relatedAccountId", cycle)
		}
		return err
	}
	if !ok {
		return h.place(f, child, parent)
	}
	_, err = links.Update(f.tx, record.Edit[Relationship]{ID: link, Options: judged{}, Apply: func(r *Relationship) error {
		r.setTo(parent)
		r.StartsOn, r.EndsOn, r.Metadata = "", "", nil
		return nil
	}})
	return err
}

// place writes the relationship of an account that has no parent.
func (h Hierarchy) place(f *forest, child, parent account.ID) error {
	t, err := h.top(f.tx)
	if err != nil {
		return err
	}
	r := &Relationship{AccountID: child, RelatedAccountID: parent, TypeID: t.ID}
	if t.Downward {
		r.AccountID, r.RelatedAccountID = parent, child
	}
	r.align(&t)
	refused, err := links.CreateAll(f.tx, []record.New[Relationship]{{Record: r}})
	if err != nil {
		return err
	}
	for _, found := range fault.All(refused[0]) {
		if found.Code == fault.UnknownReference && found.Path == r.fromPath() {
			return missing(child)
		}
	}
	return refused[0]
}

// ClearParent is [ClearParent] in this hierarchy.
func (h Hierarchy) ClearParent(ctx context.Context, s record.Scope, child account.ID) error {
	_, err := record.Write(ctx, s, "relationship.clear_parent", func(_ context.Context, tx *record.Tx) (struct{}, error) {
		f, err := h.open(tx)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, f.clearParent(child)
	})
	return err
}

func (f *forest) clearParent(child account.ID) error {
	link, _, ok, err := f.rules().link(child)
	if err != nil {
		return err
	}
	if !ok {
		return f.exists(child)
	}
	_, err = links.Delete(f.tx, link, 0)
	return err
}

// Detach is [Detach] in this hierarchy.
func (h Hierarchy) Detach(ctx context.Context, s record.Scope, id account.ID) (int, error) {
	return record.Write(ctx, s, "relationship.detach", func(_ context.Context, tx *record.Tx) (int, error) {
		f, below, err := h.below(tx, id)
		if err != nil {
			return 0, err
		}
		return len(below), f.detach(below)
	})
}

// below gives the children of an account that is there.
func (h Hierarchy) below(tx *record.Tx, id account.ID) (*forest, []edge, error) {
	f, err := h.open(tx)
	if err != nil {
		return nil, nil, err
	}
	var below []edge
	err = f.rules().edges([]account.ID{id}, func(i int, child account.ID, link ID) bool {
		below = append(below, edge{i, child, link})
		return true
	})
	if err == nil && len(below) == 0 {
		err = f.exists(id)
	}
	return f, below, err
}

func (f *forest) detach(below []edge) error {
	if len(below) == 0 {
		return nil
	}
	ids := make([]ID, len(below))
	for i, e := range below {
		ids[i] = e.link
	}
	_, err := links.DeleteWith(f.tx, ids[0], 0, Target.Along(ids[1:]...)...)
	return err
}

// Lift is [Lift] in this hierarchy.
func (h Hierarchy) Lift(ctx context.Context, s record.Scope, id account.ID) (int, error) {
	return record.Write(ctx, s, "relationship.lift", func(_ context.Context, tx *record.Tx) (int, error) {
		f, below, err := h.below(tx, id)
		if err != nil {
			return 0, err
		}
		above, ok, err := f.rules().parent(id)
		if err != nil {
			return 0, err
		}
		if !ok {
			return len(below), f.detach(below)
		}
		for _, e := range below {
			if err := h.move(f, e.child, above); err != nil {
				return 0, err
			}
		}
		return len(below), nil
	})
}

// DeleteSubtree is [DeleteSubtree] in this hierarchy.
func (h Hierarchy) DeleteSubtree(ctx context.Context, s record.Scope, id account.ID, ifVersion int64) (record.SetID, error) {
	return record.Write(ctx, s, "relationship.delete_subtree", func(ctx context.Context, tx *record.Tx) (record.SetID, error) {
		f, err := h.open(tx)
		if err != nil {
			return record.SetID{}, err
		}
		var below []account.ID
		err = f.rules().descend(id, Descent{}, func(s Step) bool {
			below = append(below, s.ID)
			return len(below) <= record.MaxDelete
		})
		if err != nil {
			return record.SetID{}, err
		}
		return account.DeleteWith(ctx, tx, id, ifVersion, below)
	})
}
