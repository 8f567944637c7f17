package relationship

import (
	"fmt"
	"iter"
	"strings"

	"github.com/clientele-go/clientele/account"
)

// CycleError says that an account would come to be below itself. It is the cause of a fault `cycle`.
type CycleError struct {
	// Path is what would be closed: the account, each time followed by its parent, and the account again.
	Path []account.ID
}

// Error gives the path, of a long one both ends.
func (e *CycleError) Error() string {
	const shown = 4
	var b strings.Builder
	b.WriteString("relationship: a cycle: ")
	for i, id := range e.Path {
		if len(e.Path) > 2*shown && i == shown {
			fmt.Fprintf(&b, "… %d more … → ", len(e.Path)-2*shown)
		}
		if len(e.Path) > 2*shown && i >= shown && i < len(e.Path)-shown {
			continue
		}
		b.WriteString(id.String())
		if i < len(e.Path)-1 {
			b.WriteString(" → ")
		}
	}
	return b.String()
}

// ParentError says that an account has a parent already. It is the cause of a fault `second_parent`.
type ParentError struct {
	Child  account.ID
	Parent account.ID // that it has
}

// Error names both.
func (e *ParentError) Error() string {
	return fmt.Sprintf("relationship: %s has the parent %s", e.Child, e.Parent)
}

// CheckParent tells whether parent may become the parent of child, in a forest that parentOf and childrenOf
// describe: parentOf gives the parent of an account, false for one that has none; childrenOf its children. It
// needs no store. nil: it may, or is its parent already.
//
// A *ParentError: child has another parent. A *CycleError: parent is child or stands below it. Other errors are
// those of the functions. A child without children costs one look at its parent and one at its children; else it
// walks up from parent and down from child in turn, and stops when either ends:
// O(min(depth of parent, size of the subtree of child)).
func CheckParent(parentOf func(account.ID) (account.ID, bool, error), childrenOf func(account.ID) iter.Seq2[account.ID, error], child, parent account.ID) error {
	if child == parent {
		return &CycleError{Path: []account.ID{child, child}}
	}
	present, has, err := parentOf(child)
	switch {
	case err != nil:
		return err
	case has && present == parent:
		return nil
	case has:
		return &ParentError{Child: child, Parent: present}
	}
	up := &climb{parentOf: parentOf, child: child, path: []account.ID{child, parent}}
	return up.whileBelow(childrenOf, parent)
}

// climb is a walk up from the parent that is to be.
type climb struct {
	parentOf func(account.ID) (account.ID, bool, error)
	child    account.ID
	path     []account.ID // the child, then as far as the walk has come
}

// step goes one up. done: it is at the top, or the error says more.
func (c *climb) step() (done bool, err error) {
	next, ok, err := c.parentOf(c.path[len(c.path)-1])
	if err != nil || !ok {
		return true, err
	}
	c.path = append(c.path, next)
	if next == c.child {
		return true, &CycleError{Path: c.path}
	}
	return false, nil
}

// whileBelow walks down from the child, and goes a step up for each account that it finds below it.
func (c *climb) whileBelow(childrenOf func(account.ID) iter.Seq2[account.ID, error], parent account.ID) error {
	above := map[account.ID]account.ID{} // of what was found: its parent
	queue := []account.ID{c.child}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for found, err := range childrenOf(at) {
			if err != nil {
				return err
			}
			if _, seen := above[found]; seen || found == c.child {
				continue // only where the forest is none
			}
			above[found] = at
			if found == parent {
				return &CycleError{Path: closed(above, c.child, parent)}
			}
			queue = append(queue, found)
			if done, err := c.step(); done || err != nil {
				return err
			}
		}
	}
	return nil
}

// closed gives the path from the child to the parent that is to be, which stands below it, and up to the child.
func closed(above map[account.ID]account.ID, child, parent account.ID) []account.ID {
	path := []account.ID{child}
	for at := parent; at != child; at = above[at] {
		path = append(path, at)
	}
	return append(path, child)
}
