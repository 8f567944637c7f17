// Package sorted keeps byte keys in order, in a B-tree that copies on write. The write buffer of package store
// and the memory engine stand on it.
package sorted

import (
	"bytes"

	"github.com/tidwall/btree"
)

// degree was measured: with pointers as items, 16 makes the cheapest copies of a path, and sets that are near
// the best.
const degree = 16

// Item is one key with its value. It is never changed once it is in a tree.
type Item struct{ Key, Value []byte }

// Tree is a handle on a sorted set of items. A handle belongs to one goroutine; a copy of it (t2 := *t) is
// another handle on the same set, good for reading while no handle writes. Use [Tree.Copy] to write on.
type Tree struct {
	items *btree.BTreeG[*Item]
	pivot Item // what is searched for; here, so that a search allocates nothing
}

// New gives an empty tree.
func New() *Tree {
	return &Tree{items: btree.NewBTreeGOptions(less, btree.Options{NoLocks: true, Degree: degree})}
}

func less(a, b *Item) bool { return bytes.Compare(a.Key, b.Key) < 0 }

// Len gives the number of items.
func (t *Tree) Len() int { return t.items.Len() }

// Get gives the item of key, or nil. It costs O(log n).
func (t *Tree) Get(key []byte) *Item {
	it, _ := t.items.Get(t.search(key))
	return it
}

// Set puts the item in and gives the one that it takes the place of, or nil. It costs O(log n).
func (t *Tree) Set(it *Item) *Item {
	old, _ := t.items.Set(it)
	return old
}

// Delete takes the item of key out and gives it, or nil. It costs O(log n).
func (t *Tree) Delete(key []byte) *Item {
	old, _ := t.items.Delete(t.search(key))
	return old
}

// Copy gives a tree with the same items at once; from then on each of the two copies the nodes that it
// changes. Readers of t are not disturbed.
func (t *Tree) Copy() *Tree { return &Tree{items: t.items.Copy()} }

func (t *Tree) search(key []byte) *Item {
	t.pivot.Key = key
	return &t.pivot
}
