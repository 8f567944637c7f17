package sorted

import (
	"bytes"

	"github.com/tidwall/btree"
)

// Cursor stands on one item of a range, or behind its end.
type Cursor struct {
	Item    *Item // where it stands; nil behind the end
	iter    btree.IterG[*Item]
	end     []byte // the bound it walks towards
	reverse bool
}

// Cursor stands on the first item of lo ≤ key < hi, or on the last one if reverse. A nil hi is no bound. The
// tree must not be written while the cursor is used.
func (t *Tree) Cursor(lo, hi []byte, reverse bool) *Cursor {
	c := &Cursor{end: hi, reverse: reverse}
	c.iter.Init(t.items, false)
	if reverse {
		c.end = lo
		c.take(t.seekBelow(c, hi))
		return c
	}
	c.take(c.iter.Seek(t.search(lo)))
	return c
}

// seekBelow moves to the highest key below hi.
func (t *Tree) seekBelow(c *Cursor, hi []byte) bool {
	if hi != nil && c.iter.Seek(t.search(hi)) {
		return c.iter.Prev()
	}
	return c.iter.Last()
}

// Next moves one item on. Behind the end it stays there.
func (c *Cursor) Next() {
	switch {
	case c.Item == nil:
	case c.reverse:
		c.take(c.iter.Prev())
	default:
		c.take(c.iter.Next())
	}
}

// Compare orders the cursor's item and key in the direction of the walk: below zero, the item comes first.
func (c *Cursor) Compare(key []byte) int {
	if c.reverse {
		return bytes.Compare(key, c.Item.Key)
	}
	return bytes.Compare(c.Item.Key, key)
}

// take keeps the iterator's item if there is one and it is inside the range.
func (c *Cursor) take(ok bool) {
	c.Item = nil
	if ok && c.inside(c.iter.Item().Key) {
		c.Item = c.iter.Item()
	}
}

func (c *Cursor) inside(key []byte) bool {
	if c.reverse {
		return bytes.Compare(key, c.end) >= 0
	}
	return c.end == nil || bytes.Compare(key, c.end) < 0
}
