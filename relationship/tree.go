package relationship

import (
	"context"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// Node is an account in a tree with those below it.
type Node struct {
	Account  *account.Account `json:"account"`  // without the names of its owner
	Parent   *Node            `json:"-"`        // nil at the root of the tree, which may have a parent that is not in it
	Children []*Node          `json:"children"` // in the order of their creation
	Depth    int              `json:"depth"`    // below the root of the tree
	sets     *picklist.Sets
}

// Tree gives an account with all accounts below it, or depth levels of them (0: all), on one snapshot. Those that the
// policy hides are left out with all below them. It holds every account in memory: O(size of the subtree).
// store.ErrNotFound: there is no such account.
func Tree(ctx context.Context, s record.Scope, id account.ID, depth int) (*Node, error) {
	return Hierarchy{}.Tree(ctx, s, id, depth)
}

// Tree is [Tree] in this hierarchy.
func (h Hierarchy) Tree(ctx context.Context, s record.Scope, id account.ID, depth int) (*Node, error) {
	return read(ctx, s, h, "relationship.tree", func(f *forest) (*Node, error) {
		sets, err := picklist.Load(f.tx)
		if err != nil {
			return nil, err
		}
		as, err := account.Load(f.tx, []account.ID{id})
		if err == nil && as[0] == nil {
			err = missing(id)
		}
		if err != nil {
			return nil, err
		}
		root := &Node{Account: as[0], sets: sets}
		nodes := map[account.ID]*Node{id: root}
		for level := []account.ID{id}; len(level) > 0 && (depth <= 0 || nodes[level[0]].Depth < depth); {
			var steps []Step
			if _, err := f.level(id, level, 0, func(s Step) bool { steps = append(steps, s); return true }); err != nil {
				return nil, err
			}
			if level, err = f.hang(nodes, steps); err != nil {
				return nil, err
			}
		}
		return root, nil
	})
}

// hang loads the accounts of a level and hangs them below their parents. It gives their ids in ascending order.
func (f *forest) hang(nodes map[account.ID]*Node, steps []Step) ([]account.ID, error) {
	ids := make([]account.ID, len(steps))
	for i, s := range steps {
		ids[i] = s.ID
	}
	as, err := account.Load(f.tx, ids)
	if err != nil {
		return nil, err
	}
	var level []account.ID
	for i, s := range steps {
		if as[i] == nil {
			continue
		}
		parent := nodes[s.Parent]
		n := &Node{Account: as[i], Parent: parent, Depth: parent.Depth + 1, sets: parent.sets}
		parent.Children = append(parent.Children, n)
		nodes[s.ID] = n
		level = append(level, s.ID)
	}
	ascending(level)
	return level, nil
}

// Walk calls fn for the node and for all below it, each before those below it. It does not recurse.
func (n *Node) Walk(fn func(n *Node)) {
	stack := []*Node{n}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		fn(at)
		for i := len(at.Children) - 1; i >= 0; i-- {
			stack = append(stack, at.Children[i])
		}
	}
}

// RollUp adds up the accounts of the tree from the node down, as they were when it was read: what [RollUp] gives of
// the store, but for what hangs on the accounts. O(nodes).
func (n *Node) RollUp() *Rollup {
	s := newSum(n.sets)
	n.Walk(func(at *Node) {
		a := at.Account
		f := account.Figures{Status: a.Status.ID, Health: a.Health.ID}
		if a.Employees != nil {
			f.Employees, f.HasEmployees = *a.Employees, true
		}
		if a.AnnualRevenue != nil {
			f.Amount, f.Currency = []byte(amountText(a.AnnualRevenue)), []byte(a.AnnualRevenue.Currency)
		}
		s.add(&f)
		s.out.Depth = max(s.out.Depth, at.Depth-n.Depth)
	})
	return s.rollup()
}
