package record

import (
	"bytes"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
)

// Index finds records by what they hold.
type Index[T any] struct {
	name   string
	unique bool
	keys   func(r *T, k *Keys)
	clash  func(r *T, holder ID[T], kept []byte) fault.Fault
}

// Unique is an index in which each tuple belongs to one live record. A second claim is a fault `duplicate`.
func Unique[T any](name string, keys func(r *T, k *Keys)) Index[T] {
	return Index[T]{name: name, unique: true, keys: keys}
}

// Clash names the fault of a second claim in a unique index, in place of `duplicate`: of the record that makes
// the claim, beside the record that holds the tuple and what its entry keeps.
func (ix Index[T]) Clash(name func(r *T, holder ID[T], kept []byte) fault.Fault) Index[T] {
	ix.clash = name
	return ix
}

// Many is an index in which many records may have the same tuple; they come in the order of their ids.
func Many[T any](name string, keys func(r *T, k *Keys)) Index[T] {
	return Index[T]{name: name, keys: keys}
}

// Keys collects the entries of one record.
type Keys struct {
	indexing
	kind    byte
	id      uuid.UUID
	entries []entry
	first   int // of the entries of this index

	// the index at work
	name     string
	code     int
	unique   bool
	optional bool
}

// indexing is what index functions need beside the record.
type indexing struct {
	prefix prefix
	schema any // of Spec.Schema
}

// indexing gives what the index functions of the kind need in this transaction.
func (k *Kind[T]) indexing(tx *Tx) (indexing, error) {
	in := indexing{prefix: tx.org.prefix}
	if k.schema == nil {
		return in, nil
	}
	var err error
	in.schema, err = k.schema(tx)
	return in, err
}

// Schema gives what the kind's Spec.Schema gave: what the organisation has decided about its records.
func (k *Keys) Schema() any { return k.schema }

// entry is one key of a record in an index.
type entry struct {
	key    []byte
	path   string
	index  int
	unique bool
	// optional entries may be missing: a part of the index is being built or removed.
	optional bool
	kept     []byte
}

// value gives what stands under the key of a record's entry.
func (e entry) value(id []byte) []byte {
	switch {
	case !e.unique:
		return nil
	case len(e.kept) == 0:
		return id
	}
	return append(id[:16:16], e.kept...)
}

// Add adds an entry. The same tuple twice is one entry.
func (k *Keys) Add(t Tuple) { k.AddAt(k.name, t) }

// AddKeeping adds an entry of a unique index that keeps something of the record, for [Kind.Kept] to read
// without the record. It does not count for uniqueness.
func (k *Keys) AddKeeping(path string, t Tuple, kept []byte) {
	n := len(k.entries)
	k.AddAt(path, t)
	if k.unique && len(k.entries) > n {
		k.entries[n].kept = kept
	}
}

// AddAt adds an entry whose value stands at a path of the input, so that a clash in a unique index is a
// fault there.
func (k *Keys) AddAt(path string, t Tuple) {
	var key []byte
	if k.unique {
		key = k.prefix.unique(k.kind, byte(k.code), t)
	} else {
		key = k.prefix.index(k.kind, byte(k.code), t, k.id)
	}
	for _, e := range k.entries[k.first:] {
		if bytes.Equal(e.key, key) {
			return
		}
	}
	k.entries = append(k.entries, entry{key: key, path: path, index: k.code, unique: k.unique, optional: k.optional})
}

// AddOptional is AddAt of an entry that records written before may not have: its part of the index is being
// built ([Kind.Complete]) or removed ([Kind.Drop]), and to find records by it would leave some out. In a unique
// index another record may have it.
func (k *Keys) AddOptional(path string, t Tuple) {
	k.optional = true
	k.AddAt(path, t)
	k.optional = false
}

// entries gives all index keys of a record.
func (k *Kind[T]) entries(in indexing, r *T, id uuid.UUID) []entry {
	keys := Keys{indexing: in, kind: k.code, id: id, entries: make([]entry, 0, len(k.indexes)+2)}
	for i, ix := range k.indexes {
		keys.first, keys.name, keys.code, keys.unique = len(keys.entries), ix.name, i, ix.unique
		ix.keys(r, &keys)
	}
	return keys.entries
}
