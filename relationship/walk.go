package relationship

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Order is the order in which descendants come.
type Order uint8

const (
	// BreadthFirst gives level by level, the nearest first.
	BreadthFirst Order = iota
	// DepthFirst gives each account before those below it, and all of those before the next child of its parent.
	DepthFirst
)

// Descent says how to walk down. The zero Descent is breadth first, to the last leaf.
type Descent struct {
	Order Order
	Depth int // how many levels below the account; 0: all
}

// Step is an account that was found on the way down.
type Step struct {
	ID     account.ID `json:"id"`
	Parent account.ID `json:"parentId"`
	Depth  int        `json:"depth"` // below the account where the walk began: 1 for its children
}

// Parent gives the parent of an account, or the zero ID for a root. store.ErrNotFound: there is no such account.
func Parent(ctx context.Context, s record.Scope, id account.ID) (account.ID, error) {
	return Hierarchy{}.Parent(ctx, s, id)
}

// Children walks the children of an account, in the order of their creation. An account that is not there has none.
func Children(ctx context.Context, s record.Scope, id account.ID) iter.Seq2[account.ID, error] {
	return Hierarchy{}.Children(ctx, s, id)
}

// Ancestors walks the ancestors of an account, the nearest first; a root has none. O(depth), and no record is
// decoded.
func Ancestors(ctx context.Context, s record.Scope, id account.ID) iter.Seq2[account.ID, error] {
	return Hierarchy{}.Ancestors(ctx, s, id)
}

// Root gives the topmost ancestor of an account, itself if it has no parent. O(depth). store.ErrNotFound: there is
// no such account.
func Root(ctx context.Context, s record.Scope, id account.ID) (account.ID, error) {
	return Hierarchy{}.Root(ctx, s, id)
}

// Depth gives how many ancestors an account has. O(depth). store.ErrNotFound: there is no such account.
func Depth(ctx context.Context, s record.Scope, id account.ID) (int, error) {
	return Hierarchy{}.Depth(ctx, s, id)
}

// Descendants walks the accounts below an account; siblings come in the order of their creation. It takes a scan of
// an index for each account at most, and memory for a level, or depth first for the accounts on the way with their
// siblings and the children of some of those.
func Descendants(ctx context.Context, s record.Scope, id account.ID, d Descent) iter.Seq2[Step, error] {
	return Hierarchy{}.Descendants(ctx, s, id, d)
}

// Path gives the way from one account to another, both included: up to their lowest common ancestor and down again.
// It is nil if they have none. O(depth). store.ErrNotFound: one of them is not there.
func Path(ctx context.Context, s record.Scope, from, to account.ID) ([]account.ID, error) {
	return Hierarchy{}.Path(ctx, s, from, to)
}

// LowestCommonAncestor gives the account nearest to two accounts that both stand below, or are; the zero ID if they
// stand in different trees. O(depth). store.ErrNotFound: one of them is not there.
func LowestCommonAncestor(ctx context.Context, s record.Scope, a, b account.ID) (account.ID, error) {
	return Hierarchy{}.LowestCommonAncestor(ctx, s, a, b)
}

// Parent is [Parent] in this hierarchy.
func (h Hierarchy) Parent(ctx context.Context, s record.Scope, id account.ID) (account.ID, error) {
	return read(ctx, s, h, "relationship.parent", func(f *forest) (account.ID, error) {
		parent, ok, err := f.parent(id)
		if err == nil && !ok {
			err = f.exists(id)
		}
		return parent, err
	})
}

// Children is [Children] in this hierarchy.
func (h Hierarchy) Children(ctx context.Context, s record.Scope, id account.ID) iter.Seq2[account.ID, error] {
	return walk(ctx, s, h, "relationship.children", func(f *forest, yield func(account.ID) bool) error {
		return f.edges([]account.ID{id}, func(_ int, child account.ID, _ ID) bool { return yield(child) })
	})
}

// Ancestors is [Ancestors] in this hierarchy.
func (h Hierarchy) Ancestors(ctx context.Context, s record.Scope, id account.ID) iter.Seq2[account.ID, error] {
	return walk(ctx, s, h, "relationship.ancestors", func(f *forest, yield func(account.ID) bool) error { return f.ascend(id, yield) })
}

// Root is [Root] in this hierarchy.
func (h Hierarchy) Root(ctx context.Context, s record.Scope, id account.ID) (account.ID, error) {
	return read(ctx, s, h, "relationship.root", func(f *forest) (account.ID, error) {
		line, err := f.line(id)
		if err != nil {
			return account.ID{}, err
		}
		return line[len(line)-1], nil
	})
}

// Depth is [Depth] in this hierarchy.
func (h Hierarchy) Depth(ctx context.Context, s record.Scope, id account.ID) (int, error) {
	return read(ctx, s, h, "relationship.depth", func(f *forest) (int, error) {
		line, err := f.line(id)
		return len(line) - 1, err
	})
}

// Descendants is [Descendants] in this hierarchy.
func (h Hierarchy) Descendants(ctx context.Context, s record.Scope, id account.ID, d Descent) iter.Seq2[Step, error] {
	return walk(ctx, s, h, "relationship.descendants", func(f *forest, yield func(Step) bool) error { return f.descend(id, d, yield) })
}

// Path is [Path] in this hierarchy.
func (h Hierarchy) Path(ctx context.Context, s record.Scope, from, to account.ID) ([]account.ID, error) {
	return read(ctx, s, h, "relationship.path", func(f *forest) ([]account.ID, error) {
		up, down, err := f.meet(from, to)
		if err != nil || len(up) == 0 {
			return nil, err
		}
		slices.Reverse(down)
		return append(up, down[1:]...), nil
	})
}

// LowestCommonAncestor is [LowestCommonAncestor] in this hierarchy.
func (h Hierarchy) LowestCommonAncestor(ctx context.Context, s record.Scope, a, b account.ID) (account.ID, error) {
	return read(ctx, s, h, "relationship.lowest_common_ancestor", func(f *forest) (account.ID, error) {
		up, _, err := f.meet(a, b)
		if err != nil || len(up) == 0 {
			return account.ID{}, err
		}
		return up[len(up)-1], nil
	})
}

// read runs a reading verb on a forest.
func read[R any](ctx context.Context, s record.Scope, h Hierarchy, verb string, fn func(f *forest) (R, error)) (R, error) {
	return record.Read(ctx, s, verb, func(_ context.Context, tx *record.Tx) (R, error) {
		f, err := h.open(tx)
		if err != nil {
			var none R
			return none, err
		}
		return fn(f)
	})
}

// walk makes an iterator of a walk over a forest.
func walk[V any](ctx context.Context, s record.Scope, h Hierarchy, verb string, fn func(f *forest, yield func(V) bool) error) iter.Seq2[V, error] {
	return record.Walk(ctx, s, verb, func(_ context.Context, tx *record.Tx, yield func(V, error) bool) error {
		f, err := h.open(tx)
		if err != nil {
			return err
		}
		return fn(f, func(v V) bool { return yield(v, nil) })
	})
}

// errEndless is what a walk answers that comes round to where it was: damaged data.
func errEndless(id account.ID) error {
	return fmt.Errorf("%w: the hierarchy of %s closes upon itself", store.ErrCorrupt, id)
}

// ascend gives the ancestors of an account, until fn says no.
func (f *forest) ascend(id account.ID, fn func(account.ID) bool) error {
	mark, next := id, 1 // a place that the walk has passed, moved on ever more rarely
	at := id
	for n := 1; ; n++ {
		above, ok, err := f.parent(at)
		if err != nil || !ok {
			return err
		}
		if above == mark {
			return errEndless(id)
		}
		if n == next {
			mark, next = above, 2*next
		}
		if !fn(above) {
			return nil
		}
		at = above
	}
}

// line gives an account that is there and its ancestors.
func (f *forest) line(id account.ID) ([]account.ID, error) {
	line := []account.ID{id}
	err := f.ascend(id, func(above account.ID) bool { line = append(line, above); return true })
	if err == nil && len(line) == 1 {
		err = f.exists(id)
	}
	return line, err
}

// meet gives the ways from two accounts up to where they meet, that place in both; none if they do not.
func (f *forest) meet(a, b account.ID) (up, down []account.ID, err error) {
	if up, err = f.line(a); err != nil {
		return nil, nil, err
	}
	if down, err = f.line(b); err != nil {
		return nil, nil, err
	}
	i, j := len(up), len(down)
	for i > 0 && j > 0 && up[i-1] == down[j-1] {
		i, j = i-1, j-1
	}
	if i == len(up) {
		return nil, nil, nil
	}
	return up[:i+1], down[:j+1], nil
}
