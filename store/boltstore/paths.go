package boltstore

import (
	"bytes"
	"runtime/debug"
	"slices"
	"sort"
	"unsafe"

	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
)

// checkPaths checks the pages that a batch will change, from the roots of its classes down, and for a delete
// also those beside them, which bbolt may merge them with. For bbolt takes them into memory, believes any
// length that a damaged one gives, allocates as much, and copies what lies there into new pages. The
// transaction has written nothing yet. store.ErrCorrupt: a page is damaged.
//
// It costs a twentieth of what bbolt does with the pages. Those of small buckets, which lie inside another page,
// are checked by Open.
func (s *Store) checkPaths(tx *bolt.Tx, b store.Batch) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	top := mappedPages(tx)
	home, err := top.home(tx, s.bucket)
	if home == nil || err != nil {
		return err
	}
	for len(b) > 0 {
		class := b[0].Key[:1]
		n := sort.Search(len(b), func(i int) bool { return b[i].Key[0] > class[0] })
		tree, err := home.bucket(class)
		if err == nil && tree != nil && tree.root.id != 0 {
			err = path{pages: top, batch: b[:n]}.check(tree.root.id)
		}
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// mappedPages gives the pages of the file as bbolt has mapped it, good until the transaction changes it.
func mappedPages(tx *bolt.Tx) pages {
	info := tx.DB().Info()
	first := *(**byte)(unsafe.Pointer(&info.Data))
	pageSize := int64(info.PageSize)
	return pages{mapped: unsafe.Slice(first, tx.Size()), pageSize: pageSize, count: uint64(tx.Size() / pageSize)}
}

// path is what leads to the keys of a batch, all below one page.
type path struct {
	pages
	batch store.Batch
	depth int
}

// check checks a page and what is below it on the path.
func (t path) check(id uint64) error {
	if t.depth == maxHeight {
		return damaged(id, "it is too deep in its tree")
	}
	p, err := t.node(id)
	if err != nil {
		return err
	}
	if err := p.check(t.pageSize); err != nil || p.flags == leafPage {
		return err
	}
	for rest := t.batch; len(rest) > 0; {
		i, n := p.childOf(rest)
		if n == 0 {
			return damaged(id, "its keys are out of order")
		}
		if err := t.checkChild(p, i, rest[:n]); err != nil {
			return err
		}
		if slices.ContainsFunc(rest[:n], func(w store.Write) bool { return w.Value == nil }) {
			if err := t.checkNeighbours(p, i); err != nil {
				return err
			}
		}
		rest = rest[n:]
	}
	return nil
}

func (t path) checkChild(p page, i int, b store.Batch) error {
	return path{pages: t.pages, batch: b, depth: t.depth + 1}.check(p.child(i))
}

func (t path) checkNeighbours(p page, i int) error {
	if i > 0 {
		if err := t.checkChild(p, i-1, nil); err != nil {
			return err
		}
	}
	if i+1 < p.elements {
		return t.checkChild(p, i+1, nil)
	}
	return nil
}

// childOf gives the child of a branch that the first write belongs to, and how many of the writes do.
func (p page) childOf(b store.Batch) (child, n int) {
	child, _ = p.search(b[0].Key) // as bbolt does it
	if child+1 == p.elements {
		return child, len(b)
	}
	next := p.key(child + 1)
	return child, sort.Search(len(b), func(i int) bool { return bytes.Compare(b[i].Key, next) >= 0 })
}
