package store

import (
	"iter"

	"github.com/clientele-go/clientele/store/internal/sorted"
)

// Scan walks the range as it is when the walk begins, whatever is written meanwhile. The entry's bytes are
// valid for one step only. The errors are those of the Reader below.
func (o *Overlay) Scan(r Range) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		tree := o.tree
		cursor := tree.Cursor(r.Lo, r.Hi, r.Reverse)
		if cursor.Item == nil {
			o.base.Scan(r)(yield)
			return
		}
		o.scans++
		defer o.leave(tree)
		below := r
		if r.Limit > 0 {
			below.Limit += o.deletes // each may hide one entry below
		}
		m := merge{buffer: cursor, left: r.Limit, yield: yield}
		m.walk(o.base.Scan(below))
	}
}

// leave ends a scan of tree, unless a write has left the tree to the scan.
func (o *Overlay) leave(tree *sorted.Tree) {
	if o.tree == tree {
		o.scans--
	}
}

// merge is one walk: the entries below are pushed by their Reader, the writes are pulled from the buffer. Its
// methods tell whether to go on.
type merge struct {
	buffer *sorted.Cursor
	left   int // entries still to give; 0 is no limit
	yield  func(Entry, error) bool
}

func (m *merge) walk(below iter.Seq2[Entry, error]) {
	for e, err := range below {
		if err != nil {
			m.yield(Entry{}, err)
			return
		}
		if !m.push(e) {
			return
		}
	}
	for m.buffer.Item != nil && m.pull() {
	}
}

// push gives the writes that come before e, then e, unless a write is in its place.
func (m *merge) push(e Entry) bool {
	for m.buffer.Item != nil {
		order := m.buffer.Compare(e.Key)
		if order > 0 {
			break
		}
		if order == 0 {
			return m.pull()
		}
		if !m.pull() {
			return false
		}
	}
	return m.give(e)
}

// pull gives the next write, if it is no delete.
func (m *merge) pull() bool {
	w := m.buffer.Item
	m.buffer.Next()
	return w.Value == nil || m.give(Entry(*w))
}

func (m *merge) give(e Entry) bool {
	if !m.yield(e, nil) {
		return false
	}
	m.left--
	return m.left != 0
}
