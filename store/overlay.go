package store

import "github.com/clientele-go/clientele/store/internal/sorted"

// Overlay is a write buffer over a Reader: it reads as the Reader would if the writes were in it. The Reader
// may be a transaction, or an Overlay again: that is a savepoint, kept by [Overlay.Apply] or dropped.
//
//	row := store.NewOverlay(tx)
//	if err := create(row); err == nil {
//		tx.Apply(row.Batch())
//	}
//
// The Reader must not change underneath; so write to an Overlay only when those laid over it are done. An
// Overlay belongs to one goroutine.
type Overlay struct {
	base    Reader
	tree    *sorted.Tree      // the writes; a nil value deletes
	scans   int               // scans that walk tree now: the next write leaves it to them
	deletes int               // writes that delete
	size    int               // bytes of all writes
	known   map[string][]byte // what Prefetch read of base; nil is absent
	arena   arena
}

// NewOverlay gives an empty buffer over base.
func NewOverlay(base Reader) *Overlay {
	return &Overlay{base: base, tree: sorted.New()}
}

// Over gives an Overlay with the same writes over another Reader. The two are independent from then on. It
// costs O(1).
func (o *Overlay) Over(base Reader) *Overlay {
	return &Overlay{base: base, tree: o.tree.Copy(), deletes: o.deletes, size: o.size}
}

// Put writes a value, of which nil is the empty one. It copies key and value.
func (o *Overlay) Put(key, value []byte) {
	if value == nil {
		value = []byte{}
	}
	o.set(o.arena.item(key, value))
}

// Delete deletes a key, which need not be there. It copies the key.
func (o *Overlay) Delete(key []byte) {
	o.set(o.arena.item(key, nil))
}

// Apply writes the batch, which need not be sorted, and takes it over: nobody changes it any more.
func (o *Overlay) Apply(b Batch) {
	for i := range b {
		o.set((*sorted.Item)(&b[i]))
	}
}

func (o *Overlay) set(it *sorted.Item) {
	if o.scans > 0 {
		o.tree, o.scans = o.tree.Copy(), 0
	}
	if old := o.tree.Set(it); old != nil {
		o.count(old, -1)
	}
	o.count(it, +1)
}

func (o *Overlay) count(it *sorted.Item, sign int) {
	o.size += sign * (len(it.Key) + len(it.Value))
	if it.Value == nil {
		o.deletes += sign
	}
}

// Batch gives the writes in order, the last one of each key. The Overlay may be used on; the batch stays as it
// is.
func (o *Overlay) Batch() Batch {
	b := make(Batch, 0, o.tree.Len())
	for c := o.tree.Cursor(nil, nil, false); c.Item != nil; c.Next() {
		b = append(b, Write(*c.Item))
	}
	return b
}

// Len gives the number of keys written.
func (o *Overlay) Len() int { return o.tree.Len() }

// Size gives the bytes of the keys and values written, as [MaxBatch] counts them.
func (o *Overlay) Size() int { return o.size }
