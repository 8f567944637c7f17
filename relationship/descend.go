package relationship

import (
	"bytes"
	"slices"

	"github.com/clientele-go/clientele/account"
)

// descend gives the accounts below an account, until fn says no.
func (f *forest) descend(id account.ID, d Descent, fn func(Step) bool) error {
	if d.Order == DepthFirst {
		return f.dive(id, d.Depth, fn)
	}
	level := []account.ID{id}
	for depth := 1; len(level) > 0 && (d.Depth == 0 || depth <= d.Depth); depth++ {
		next, err := f.level(id, level, depth, fn)
		if err != nil {
			return err
		}
		level = next
	}
	return nil
}

// level gives the children of a level, and the next level; nil when fn has said no.
func (f *forest) level(root account.ID, level []account.ID, depth int, fn func(Step) bool) ([]account.ID, error) {
	next := make([]account.ID, 0, len(level))
	stopped, endless := false, false
	err := f.edges(level, func(i int, child account.ID, _ ID) bool {
		endless = child == root
		stopped = endless || !fn(Step{ID: child, Parent: level[i], Depth: depth})
		next = append(next, child)
		return !stopped
	})
	switch {
	case endless:
		err = errEndless(root)
	case stopped:
		return nil, err
	}
	ascending(next)
	return next, err
}

// ascending sorts ids as the index has them, unless they are in order.
func ascending(ids []account.ID) {
	compare := func(a, b account.ID) int { return bytes.Compare(a[:], b[:]) }
	if !slices.IsSortedFunc(ids, compare) {
		slices.SortFunc(ids, compare)
	}
}

// dive is descend, depth first.
func (f *forest) dive(root account.ID, limit int, fn func(Step) bool) error {
	b := &brood{depth: 1, ids: []account.ID{root}} // the root itself, of which nobody is told
	var stack []*brood
	if err := b.look(f, 0); err != nil {
		return err
	}
	for b = b.of(0, root); b != nil; {
		if b.next == len(b.ids) {
			if b = nil; len(stack) > 0 {
				b, stack = stack[len(stack)-1], stack[:len(stack)-1]
			}
			continue
		}
		i := b.next
		b.next++
		if b.ids[i] == root {
			return errEndless(root)
		}
		if !fn(Step{ID: b.ids[i], Parent: b.parent, Depth: b.depth}) {
			return nil
		}
		if limit > 0 && b.depth >= limit {
			continue
		}
		if err := b.look(f, i); err != nil {
			return err
		}
		if below := b.of(i, b.ids[i]); below != nil {
			below.depth = b.depth + 1
			b, stack = below, append(stack, b)
		}
	}
	return nil
}

// brood is the children of an account, on the way through them.
type brood struct {
	parent account.ID
	depth  int
	ids    []account.ID
	next   int
	below  [][]account.ID // the children of ids[first:]
	first  int
}

// together is of how many siblings the children are read at once.
const together = 256

// look reads the children of account i and of the siblings after it, unless they are known.
func (b *brood) look(f *forest, i int) error {
	if i < b.first+len(b.below) {
		return nil
	}
	some := b.ids[i:min(i+together, len(b.ids))]
	b.first, b.below = i, make([][]account.ID, len(some))
	all, from := make([]account.ID, 0, 2*len(some)), make([]int, len(some)+1) // of one after the other
	err := f.edges(some, func(j int, child account.ID, _ ID) bool {
		all = append(all, child)
		from[j+1]++
		return true
	})
	for j := range some {
		from[j+1] += from[j]
		b.below[j] = all[from[j]:from[j+1]:from[j+1]]
	}
	return err
}

// of gives the children of account i, nil if it has none.
func (b *brood) of(i int, id account.ID) *brood {
	ids := b.below[i-b.first]
	if len(ids) == 0 {
		return nil
	}
	b.below[i-b.first] = nil
	return &brood{parent: id, depth: b.depth, ids: ids}
}
