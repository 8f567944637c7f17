package boltstore

import (
	"bytes"
	"encoding/binary"

	bolt "go.etcd.io/bbolt"
)

// tree reads one bucket, in the mapped file. bbolt's own cursor follows every pointer: into itself until the
// stack ends the process, or round in circles. This one goes down so far and no further, and no slice of it
// leaves its page. On a damaged page it gives store.ErrCorrupt, or panics, which the guard around it makes the
// same of.
type tree struct {
	pages *pages
	root  page
}

// treeAt gives the tree below a page.
func (f *pages) treeAt(id uint64) (*tree, error) {
	root, err := f.node(id)
	return &tree{f, root}, err
}

// home gives what the buckets of the classes are in: the file, or the bucket of a guest, nil if that is gone.
func (f *pages) home(tx *bolt.Tx, bucket []byte) (*tree, error) {
	file, err := f.treeAt(uint64(tx.Cursor().Bucket().Root()))
	if err != nil || bucket == nil {
		return file, err
	}
	return file.bucket(bucket)
}

// node gives a branch or leaf. It is never empty: bbolt puts an empty bucket into the page of its name.
func (f *pages) node(id uint64) (page, error) {
	p, err := f.read(id)
	if err == nil && p.flags != leafPage && p.flags != branchPage {
		err = damaged(id, "it is neither branch nor leaf")
	}
	if err == nil && p.elements == 0 {
		err = damaged(id, "it is empty")
	}
	return p, err
}

// find gives the leaf that has the key, and its place in it; not found: it is not there.
func (t *tree) find(key []byte) (leaf page, at int, found bool, err error) {
	p := t.root
	for range maxHeight {
		at, found = p.search(key)
		if p.flags == leafPage {
			return p, at, found, nil
		}
		if p, err = t.pages.node(p.child(at)); err != nil {
			return page{}, 0, false, err
		}
	}
	return page{}, 0, false, damaged(p.id, "it is too deep in its tree")
}

// bucket gives the bucket of a name, or nil if there is none.
func (t *tree) bucket(name []byte) (*tree, error) {
	p, i, found, err := t.find(name)
	if !found || err != nil {
		return nil, err
	}
	value := p.value(i)
	if !p.isBucket(i) || len(value) < bucketHeader {
		return nil, damaged(p.id, "%x is no bucket", name)
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		return t.pages.treeAt(root)
	}
	return &tree{t.pages, parsePage(value[bucketHeader:])}, nil
}

// search gives the place of the first element of a leaf that is not below the key, and whether it is the key; of
// a branch, that of the child which the key belongs to.
func (p page) search(key []byte) (at int, found bool) {
	low, high := 0, p.elements
	for low < high {
		middle := (low + high) / 2
		if order := bytes.Compare(p.key(middle), key); order < 0 {
			low = middle + 1
		} else {
			high, found = middle, order == 0
		}
	}
	if p.flags == branchPage && !found {
		low = max(low-1, 0)
	}
	return low, found
}

// treeCursor walks a tree.
type treeCursor struct {
	tree  *tree
	stack []place // from the root to a leaf
}

// place is an element of a page, or the one before the first or behind the last.
type place struct {
	page
	at int
}

// seek goes to the first key that is not below key, nil for the first of all, and tells whether there is one.
func (c *treeCursor) seek(key []byte) (bool, error) {
	c.stack = c.stack[:0]
	if err := c.down(c.tree.root, key, false); err != nil {
		return false, err
	}
	if top := c.stack[len(c.stack)-1]; top.at < top.elements {
		return true, nil
	}
	return c.step(false)
}

// seekBelow goes to the last key that is below key, nil for the last of all, and tells whether there is one.
func (c *treeCursor) seekBelow(key []byte) (bool, error) {
	c.stack = c.stack[:0]
	if err := c.down(c.tree.root, key, key == nil); err != nil {
		return false, err
	}
	if top := c.stack[len(c.stack)-1]; key == nil && top.at >= 0 {
		return true, nil
	}
	return c.step(true)
}

// down goes down from a page to where key is, or else to one end.
func (c *treeCursor) down(p page, key []byte, toLast bool) (err error) {
	for len(c.stack) < maxHeight {
		at := 0
		switch {
		case key != nil:
			at, _ = p.search(key)
		case toLast:
			at = p.elements - 1
		}
		c.stack = append(c.stack, place{p, at})
		if p.flags == leafPage {
			return nil
		}
		if p, err = c.tree.pages.node(p.child(at)); err != nil {
			return err
		}
	}
	return damaged(p.id, "it is too deep in its tree")
}

// step goes to the next key, or to the one before, and tells whether there is one.
func (c *treeCursor) step(back bool) (bool, error) {
	for n := len(c.stack); n > 0; n = len(c.stack) {
		top := &c.stack[n-1]
		if back {
			top.at--
		} else {
			top.at++
		}
		switch {
		case top.at < 0 || top.at >= top.elements:
			c.stack = c.stack[:n-1]
		case top.flags == leafPage:
			return true, nil
		default:
			p, err := c.tree.pages.node(top.child(top.at))
			if err != nil {
				return false, err
			}
			return true, c.down(p, nil, back)
		}
	}
	return false, nil
}

// entry gives the key and the sealed value where the cursor stands. A bucket in place of a value is nil.
func (c *treeCursor) entry() (key, sealed []byte) {
	top := &c.stack[len(c.stack)-1]
	return top.entry(top.at)
}

// entry gives the key and the sealed value of an element of a leaf. A bucket in place of a value is nil.
func (p *page) entry(i int) (key, sealed []byte) {
	if p.isBucket(i) {
		return p.key(i), nil
	}
	return p.key(i), p.value(i)
}
