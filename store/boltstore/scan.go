package boltstore

import (
	"bytes"
	"fmt"
	"iter"
	"runtime/debug"

	"github.com/clientele-go/clientele/store"
)

func (t *txn) Scan(r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		parts := t.pending.layers.in(r)
		if len(parts) == 0 {
			t.scan(r)(yield)
			return
		}
		whole := r
		whole.Limit = 0 // for some may be deleted
		n := 0
		for e, err := range parts.over(t.scan(whole), r.Reverse) {
			n++
			switch {
			case !yield(e, err) || err != nil || n == r.Limit:
				return
			case t.snapshot == nil:
				yield(store.Entry{}, store.ErrClosed)
				return
			}
		}
	}
}

// scan walks the snapshot.
func (t *txn) scan(r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		w := walk{txn: t, Range: r}
		w.first, w.last = classes(r)
		for n := 1; ; n++ {
			e, err := w.next()
			switch {
			case err != nil:
				yield(store.Entry{}, err)
				return
			case e.Key == nil || !yield(e, nil) || n == r.Limit:
				return
			}
		}
	}
}

// classes gives the first and the last class that the range may have keys of; none if first > last.
func classes(r store.Range) (first, last int) {
	last = 0xff
	if len(r.Lo) > 0 {
		first = int(r.Lo[0])
	}
	switch {
	case r.Hi == nil:
	case len(r.Hi) == 0:
		last = -1
	case len(r.Hi) == 1:
		last = int(r.Hi[0]) - 1
	default:
		last = int(r.Hi[0])
	}
	return first, last
}

// walk is one scan: through the buckets of the classes, one after the other.
type walk struct {
	store.Range
	txn         *txn
	first, last int        // classes yet to be walked
	cursor      treeCursor // of no tree between two classes
	class       byte       // of the cursor
	before      []byte     // the key that was given last
}

// next gives the next entry; its key is nil at the end.
func (w *walk) next() (e store.Entry, err error) {
	if w.txn.snapshot == nil {
		return e, store.ErrClosed
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	for {
		isThere, err := w.step()
		if err != nil {
			return e, err
		}
		if !isThere {
			if w.cursor.tree == nil {
				return e, nil
			}
			w.cursor.tree = nil // on to the next class
			continue
		}
		key, sealed := w.cursor.entry()
		if !w.inside(key) {
			w.cursor.tree = nil // the rest of this class is outside
			continue
		}
		return w.entry(key, sealed)
	}
}

// entry gives what is at a key. On damaged pages there are keys of other places, or the same ones again.
func (w *walk) entry(key, sealed []byte) (store.Entry, error) {
	if !w.follows(key) {
		return store.Entry{}, fmt.Errorf("%w: key %x is out of order", store.ErrCorrupt, key)
	}
	w.before = key
	value, err := unseal(key, sealed)
	if err != nil {
		return store.Entry{}, err
	}
	return store.Entry{Key: clip(key), Value: value}, nil
}

// step moves to the next key of the class, or to the first one of the next class, and tells whether it is
// there. After the last class the cursor has no tree.
func (w *walk) step() (bool, error) {
	if w.cursor.tree != nil {
		return w.cursor.step(w.Reverse)
	}
	var err error
	if w.cursor.tree, err = w.nextClass(); w.cursor.tree == nil || err != nil {
		return false, err
	}
	if w.Reverse {
		return w.cursor.seekBelow(w.Hi)
	}
	return w.cursor.seek(w.Lo)
}

// nextClass gives the next bucket that there is, or nil.
func (w *walk) nextClass() (*tree, error) {
	for w.first <= w.last {
		name := w.first
		if w.Reverse {
			name = w.last
			w.last--
		} else {
			w.first++
		}
		w.class = byte(name)
		if tree, err := w.txn.class(w.class); tree != nil || err != nil {
			return tree, err
		}
	}
	return nil, nil
}

func (w *walk) inside(key []byte) bool {
	if w.Reverse {
		return bytes.Compare(key, w.Lo) >= 0
	}
	return w.Hi == nil || bytes.Compare(key, w.Hi) < 0
}

// follows tells whether the key may come next.
func (w *walk) follows(key []byte) bool {
	if len(key) == 0 || key[0] != w.class {
		return false
	}
	order := bytes.Compare(w.before, key)
	return w.before == nil || order != 0 && order < 0 != w.Reverse
}
