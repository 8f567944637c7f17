package store

import "github.com/clientele-go/clientele/store/internal/sorted"

// The blocks of an arena start small, for the many short transactions, and double.
const (
	minBytes, maxBytes = 1 << 10, 64 << 10
	minItems, maxItems = 16, 512
)

// arena keeps what an Overlay copies in a few blocks instead of many small allocations. What it has given out
// is never moved and never changed.
type arena struct {
	bytes           []byte // free
	items           []sorted.Item
	nBytes, newItem int // size of the newest blocks
}

// item gives a new item with copies of key and value; a nil value stays nil.
func (a *arena) item(key, value []byte) *sorted.Item {
	if len(a.items) == 0 {
		a.newItem = min(max(2*a.newItem, minItems), maxItems)
		a.items = make([]sorted.Item, a.newItem)
	}
	it := &a.items[0]
	a.items = a.items[1:]
	it.Key = a.copy(key)
	if value != nil {
		it.Value = a.copy(value)
	}
	return it
}

// copy gives a copy of b that is not nil and has no room behind it.
func (a *arena) copy(b []byte) []byte {
	n := len(b)
	if n > maxBytes/4 {
		return append(make([]byte, 0, n), b...)
	}
	if n > len(a.bytes) || a.bytes == nil {
		a.nBytes = min(max(2*a.nBytes, minBytes, n), maxBytes)
		a.bytes = make([]byte, a.nBytes)
	}
	kept := a.bytes[:n:n]
	copy(kept, b)
	a.bytes = a.bytes[n:]
	return kept
}
