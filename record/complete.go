package record

import (
	"errors"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// Clash is a unique tuple that two records have.
type Clash struct {
	Path   string // of the tuple, as the index function named it
	Holder uuid.UUID
	Other  uuid.UUID
}

// Complete puts the optional entries ([Keys.AddOptional]) of up to limit records after an id, in the order of their
// ids: a part of an index is built in several transactions so, each going on after the last id of the one before.
// The zero ID is the start, and as a result that there are no more. Index functions are given schema in place of
// what Spec.Schema gives. A unique tuple that two of them have goes to the first and is a clash for the other,
// which the caller has to settle.
func (k *Kind[T]) Complete(tx *Tx, schema any, after ID[T], limit int) (last ID[T], clashes []Clash, err error) {
	if err := tx.writable(); err != nil {
		return last, nil, err
	}
	in := indexing{prefix: tx.org.prefix, schema: schema}
	span := store.Prefix(in.prefix.records(k.code))
	span.Lo, span.Limit = append(in.prefix.record(k.code, uuid.UUID(after)), 0), limit
	if after.IsZero() {
		span.Lo = in.prefix.records(k.code)
	}
	var made []claim
	var unique [][]byte
	n := 0
	for e, err := range tx.w.Scan(span) {
		if err != nil {
			return last, nil, err
		}
		id, r := idOf(e.Key), new(T)
		if err := k.decode(e.Value, id, r); err != nil {
			return last, nil, err
		}
		for _, entry := range k.entries(in, r, id) {
			if entry.optional {
				made = append(made, claim{entry, id})
			}
			if entry.optional && entry.unique {
				unique = append(unique, entry.key)
			}
		}
		if n++; n == limit {
			last = ID[T](id)
		}
	}
	if err := tx.w.Prefetch(unique); err != nil {
		return last, nil, err
	}
	for _, c := range made {
		holder, err := c.holder(tx.w)
		if err != nil {
			return last, nil, err
		}
		if holder != uuid.Nil && holder != c.id {
			clashes = append(clashes, Clash{Path: c.path, Holder: holder, Other: c.id})
			continue
		}
		if err := move(tx, c.id, nil, []entry{c.entry}); err != nil {
			return last, nil, err
		}
	}
	return last, clashes, nil
}

// holder gives the record that has a unique entry, or the zero id.
func (c claim) holder(w *store.Overlay) (uuid.UUID, error) {
	if !c.unique {
		return uuid.Nil, nil
	}
	b, err := w.Get(c.key)
	if errors.Is(err, store.ErrNotFound) {
		return uuid.Nil, nil
	}
	return uuidOf(b), err
}

// Drop takes away up to limit entries of an index whose tuples start with t, and gives how many there were: fewer
// than limit are the last of them. The index function has to know of it: to call them optional as long as there
// are some, and to add none any more when the last is gone.
func (k *Kind[T]) Drop(tx *Tx, index string, t Tuple, limit int) (int, error) {
	if err := tx.writable(); err != nil {
		return 0, err
	}
	w, err := k.walker(tx, Query[T]{Index: index})
	if err != nil {
		return 0, err
	}
	span := store.Prefix(w.prefix(t))
	span.Limit = limit
	n := 0
	for e, err := range tx.w.Scan(span) {
		if err != nil {
			return n, err
		}
		tx.w.Delete(e.Key)
		n++
	}
	return n, nil
}
