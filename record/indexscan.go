package record

import (
	"bytes"
	"fmt"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// Scan walks an index in its order and gives each entry's tuple and record id, until fn says no. It reads no
// record. The tuple is valid for the call only.
func (k *Kind[T]) Scan(tx *Tx, index string, fn func(t Tuple, id ID[T]) bool) error {
	return k.ScanRange(tx, index, nil, nil, fn)
}

// ScanRange is Scan of the entries whose tuples are not below from and below to, nil for no limit on that side.
func (k *Kind[T]) ScanRange(tx *Tx, index string, from, to Tuple, fn func(t Tuple, id ID[T]) bool) error {
	w, err := k.walker(tx, Query[T]{Index: index})
	if err != nil {
		return &Error{Kind: k.name, Err: err}
	}
	prefix := w.prefix(nil)
	span := store.Prefix(prefix)
	span.Lo = w.prefix(from)
	if to != nil {
		span.Hi = w.prefix(to)
	}
	for e, err := range tx.r.Scan(span) {
		if err == nil {
			err = w.step()
		}
		if err != nil {
			return &Error{Kind: k.name, Err: err}
		}
		id, tuple := w.entry(e, len(prefix))
		if !fn(tuple, ID[T](id)) {
			return nil
		}
	}
	return nil
}

// Entries walks the entries of an index that start with a tuple, in their order, and gives what follows it in
// each and the record's id, until fn says no. It reads no record and asks no policy. What it gives is valid for
// the call only.
func (k *Kind[T]) Entries(tx *Tx, index string, in Tuple, fn func(rest Tuple, id ID[T]) bool) error {
	base, unique, err := k.base(tx, index, len(in))
	if err != nil {
		return err
	}
	prefix := append(base, in...)
	steps := 0
	for e, err := range tx.r.Scan(store.Prefix(prefix)) {
		if steps++; err == nil && steps%watch == 0 {
			err = tx.alive()
		}
		if err != nil {
			return &Error{Kind: k.name, Err: err}
		}
		rest, id, err := parts[T](e, len(prefix), unique)
		if err != nil {
			return &Error{Kind: k.name, Err: err}
		}
		if !fn(rest, id) {
			return nil
		}
	}
	return nil
}

// CountEntries counts the entries of an index that start with a tuple. It reads no record and asks no policy.
func (k *Kind[T]) CountEntries(tx *Tx, index string, in Tuple) (int64, error) {
	base, _, err := k.base(tx, index, len(in)+1)
	if err != nil {
		return 0, err
	}
	n := int64(0)
	for _, err := range tx.r.Scan(store.Prefix(append(base, in...))) {
		if n++; err == nil && n%watch == 0 {
			err = tx.alive()
		}
		if err != nil {
			return 0, &Error{Kind: k.name, Err: err}
		}
	}
	return n, nil
}

// EntriesOf is Entries of n tuples in ascending order, none of which starts with another: i says which it is.
// Where they lie close together in the index they are read in one scan, else in one scan each.
func (k *Kind[T]) EntriesOf(tx *Tx, index string, n int, in func(i int) Tuple, fn func(i int, rest Tuple, id ID[T]) bool) error {
	base, unique, err := k.base(tx, index, 0)
	if err != nil {
		return err
	}
	key := func(dst []byte, i int) []byte { return append(append(dst, base...), in(i)...) }
	err = tx.sweep(n, key, func(i, prefix int, e store.Entry) (bool, error) {
		rest, id, err := parts[T](e, prefix, unique)
		if err != nil {
			return false, err
		}
		return fn(i, rest, id), nil
	})
	if err != nil {
		return &Error{Kind: k.name, Err: err}
	}
	return nil
}

// near is how many entries that nobody wants a sweep passes over before it seeks.
const near = 8

// sweep walks the entries whose keys start with one of n prefixes, which ascend: it goes on in one scan as long
// as the next prefix is near, and begins another where it is not. fn is given which prefix it is and how long it is.
func (tx *Tx) sweep(n int, prefix func(dst []byte, i int) []byte, fn func(i, prefix int, e store.Entry) (bool, error)) error {
	if n == 0 {
		return nil
	}
	hi := store.After(prefix(nil, n-1))
	var want []byte
	for i := 0; i < n; {
		want = prefix(want[:0], i)
		passed, done, steps := 0, true, 0
		for e, err := range tx.r.Scan(store.Range{Lo: bytes.Clone(want), Hi: hi}) {
			if err != nil {
				return err
			}
			if steps++; steps%watch == 0 {
				if err := tx.alive(); err != nil {
					return err
				}
			}
			for i < n && !bytes.HasPrefix(e.Key, want) && bytes.Compare(e.Key, want) > 0 {
				if i++; i < n {
					want = prefix(want[:0], i)
				}
			}
			if i == n {
				return nil
			}
			if !bytes.HasPrefix(e.Key, want) {
				if passed++; passed > near {
					done = false
					break
				}
				continue
			}
			passed = 0
			if more, err := fn(i, len(want), e); err != nil || !more {
				return err
			}
		}
		if done {
			return nil
		}
	}
	return nil
}

// entry takes an index entry apart.
func (w *walker[T]) entry(e store.Entry, prefix int) (uuid.UUID, Tuple) {
	if w.kind.indexes[w.index].unique {
		return uuidOf(e.Value), Tuple(e.Key[prefix:])
	}
	return idOf(e.Key), Tuple(e.Key[prefix : len(e.Key)-16])
}

// base gives what the keys of an index start with, with room for n more bytes.
func (k *Kind[T]) base(tx *Tx, index string, n int) (key []byte, unique bool, err error) {
	at, err := k.index(index)
	if err == nil {
		_, err = tx.schemaVersion()
	}
	if err != nil {
		return nil, false, err
	}
	class := byte(classIndex)
	if k.indexes[at].unique {
		class = classUnique
	}
	return append(tx.org.prefix.key(class, 2+n), k.code, byte(at)), class == classUnique, nil
}

// parts takes an entry apart behind a prefix of its key.
func parts[T any](e store.Entry, prefix int, unique bool) (Tuple, ID[T], error) {
	tail := e.Key[prefix:]
	switch {
	case unique && len(e.Value) >= 16:
		return Tuple(tail), ID[T](e.Value[:16]), nil
	case !unique && len(tail) >= 16:
		return Tuple(tail[:len(tail)-16]), ID[T](tail[len(tail)-16:]), nil
	}
	return nil, ID[T]{}, fmt.Errorf("%w: index entry %x", store.ErrCorrupt, e.Key)
}
