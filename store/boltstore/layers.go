package boltstore

import (
	"bytes"
	"iter"
	"slices"

	"github.com/clientele-go/clientele/store"
)

// layers are batches over a snapshot, the oldest first: what a later one says of a key counts.
type layers []store.Batch

// search gives the place of key in a batch, or where it would be.
func search(b store.Batch, key []byte) (int, bool) {
	return slices.BinarySearchFunc(b, key, func(w store.Write, key []byte) int { return bytes.Compare(w.Key, key) })
}

// look gives what is written to key; nil is deleted.
func (l layers) look(key []byte) (value []byte, found bool) {
	for _, b := range slices.Backward(l) {
		if i, found := search(b, key); found {
			return clip(b[i].Value), true
		}
	}
	return nil, false
}

// settle merges the newest layers until each is at least twice as long as the one over it. So a reader looks
// through O(log n) layers however many batches there are, and a long one is not merged for the sake of a short
// one. What was taken of l before stays as it is.
func (l layers) settle() layers {
	for n := len(l); n > 1 && len(l[n-2]) < 2*len(l[n-1]); n-- {
		l[n-2] = merge(l[n-2], l[n-1])
		l = l[:n-1]
	}
	return l
}

// merged gives all layers as one batch. There is at least one.
func (l layers) merged() store.Batch {
	top := l[len(l)-1]
	for _, b := range slices.Backward(l[:len(l)-1]) {
		top = merge(b, top)
	}
	return top
}

// merge gives a batch with the writes of both; for a key that is in both, those of newer.
func merge(older, newer store.Batch) store.Batch {
	all := make(store.Batch, 0, len(older)+len(newer))
	for len(older) > 0 && len(newer) > 0 {
		order := bytes.Compare(older[0].Key, newer[0].Key)
		if order < 0 {
			all = append(all, older[0])
			older = older[1:]
			continue
		}
		if order == 0 {
			older = older[1:]
		}
		all = append(all, newer[0])
		newer = newer[1:]
	}
	return append(append(all, older...), newer...)
}

// in gives the writes of each layer that are in the range, of layers that have any there.
func (l layers) in(r store.Range) layers {
	var parts layers
	for _, b := range l {
		lo, _ := search(b, r.Lo)
		hi := len(b)
		if r.Hi != nil {
			hi, _ = search(b, r.Hi)
		}
		if lo < hi {
			parts = append(parts, b[lo:hi])
		}
	}
	return parts
}

// over gives the entries of below with the layers over them, which are all in the range of the scan below.
func (l layers) over(below iter.Seq2[store.Entry, error], reverse bool) iter.Seq2[store.Entry, error] {
	for _, part := range l {
		lower := below
		below = func(yield func(store.Entry, error) bool) {
			m := merging{left: part, reverse: reverse, yield: yield}
			m.walk(lower)
		}
	}
	return below
}

// merging is a scan of one layer over what is below. Its methods tell whether to go on.
type merging struct {
	left    store.Batch // writes still to come
	reverse bool
	yield   func(store.Entry, error) bool
}

func (m *merging) walk(below iter.Seq2[store.Entry, error]) {
	for e, err := range below {
		if err != nil {
			m.yield(store.Entry{}, err)
			return
		}
		if !m.push(e) {
			return
		}
	}
	for len(m.left) > 0 {
		if !m.pull() {
			return
		}
	}
}

// push gives the writes that come before e, then e, unless a write is in its place.
func (m *merging) push(e store.Entry) bool {
	for len(m.left) > 0 {
		order := m.compare(e.Key)
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
	return m.yield(e, nil)
}

// compare orders the next write and key in the direction of the scan: below zero, the write comes first.
func (m *merging) compare(key []byte) int {
	if m.reverse {
		return bytes.Compare(key, m.left[len(m.left)-1].Key)
	}
	return bytes.Compare(m.left[0].Key, key)
}

// pull gives the next write, if it is no delete.
func (m *merging) pull() bool {
	var w store.Write
	if last := len(m.left) - 1; m.reverse {
		w, m.left = m.left[last], m.left[:last]
	} else {
		w, m.left = m.left[0], m.left[1:]
	}
	return w.Value == nil || m.yield(store.Entry{Key: clip(w.Key), Value: clip(w.Value)}, nil)
}

// clip takes the room behind b away, so that an append copies.
func clip(b []byte) []byte { return b[:len(b):len(b)] }
