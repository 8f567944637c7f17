package record

import (
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// Get gives a live record. ErrNotFound: there is none of this id, or the policy hides it.
func (k *Kind[T]) Get(tx *Tx, id ID[T]) (*T, error) {
	raw, err := tx.getOne(k.code, uuid.UUID(id))
	if err != nil {
		return nil, k.failed(uuid.UUID(id), err)
	}
	r := new(T)
	if err := k.decode(raw, uuid.UUID(id), r); err != nil {
		return nil, err
	}
	if !k.visible(tx, r) {
		return nil, k.failed(uuid.UUID(id), store.ErrNotFound)
	}
	return r, nil
}

// GetMany gives live records in the order of their ids, in one round trip: nil where there is none of that
// id or the policy hides it.
func (k *Kind[T]) GetMany(tx *Tx, ids []ID[T]) ([]*T, error) {
	keys := make([][]byte, len(ids))
	for i, id := range ids {
		keys[i] = tx.org.prefix.record(k.code, uuid.UUID(id))
	}
	values, err := tx.getMany(keys)
	if err != nil {
		return nil, &Error{Kind: k.name, Err: err}
	}
	out := make([]*T, len(ids))
	slab := make([]T, len(ids)-countNil(values))
	for i, b := range values {
		if b == nil {
			continue
		}
		r := &slab[0]
		if err := k.decode(b, uuid.UUID(ids[i]), r); err != nil {
			return nil, err
		}
		if k.visible(tx, r) {
			out[i] = r
			slab = slab[1:]
		} else {
			*r = *new(T)
		}
	}
	return out, nil
}

// Find gives the ids of the records that hold these tuples in a unique index, in one round trip: the zero ID
// where there is none.
func (k *Kind[T]) Find(tx *Tx, index string, tuples ...Tuple) ([]ID[T], error) {
	i, err := k.index(index)
	if err != nil {
		return nil, err
	}
	keys := make([][]byte, len(tuples))
	for j, t := range tuples {
		keys[j] = tx.org.prefix.unique(k.code, byte(i), t)
	}
	values, err := tx.getMany(keys)
	if err != nil {
		return nil, &Error{Kind: k.name, Err: err}
	}
	ids := make([]ID[T], len(tuples))
	for j, b := range values {
		if b != nil && len(b) < 16 {
			return nil, &Error{Kind: k.name, Err: store.ErrCorrupt}
		}
		copy(ids[j][:], b)
	}
	return ids, nil
}

// Kept gives the id of the record that holds a tuple in a unique index, and what its entry keeps of it
// ([Keys.AddKeeping]): the zero ID if there is none. It reads no record and asks no policy. The bytes are the
// store's, valid until the transaction ends, and must not be changed.
func (k *Kind[T]) Kept(tx *Tx, index string, t Tuple) (ID[T], []byte, error) {
	i, err := k.index(index)
	if err == nil {
		_, err = tx.schemaVersion()
	}
	if err != nil {
		return ID[T]{}, nil, err
	}
	b, err := tx.r.Get(tx.org.prefix.unique(k.code, byte(i), t))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return ID[T]{}, nil, nil
	case err == nil && len(b) < 16:
		err = store.ErrCorrupt
	}
	if err != nil {
		return ID[T]{}, nil, &Error{Kind: k.name, Err: err}
	}
	return ID[T](b[:16]), b[16:], nil
}

// Raw gives fields of the live records of these ids as they are stored, without decoding the records: 16 bytes
// of an id, 8 of a number (little endian), the bytes of anything else, nil where there is none. Names are those
// of JSON; values are in their order. The ids ascend; records that are not there, or that the policy hides, are
// passed over. Records that lie close together are read in one scan. What fn is given is valid for the call only;
// it says whether to go on.
func (k *Kind[T]) Raw(tx *Tx, ids []ID[T], names []string, fn func(id ID[T], values [][]byte) bool) error {
	fields := make([]int, len(names))
	for i, name := range names {
		var err error
		if fields[i], err = k.fieldIndex(name); err != nil {
			return err
		}
	}
	if _, err := tx.schemaVersion(); err != nil {
		return err
	}
	base := tx.org.prefix.records(k.code)
	values, room := make([][]byte, len(names)), make([]byte, 8*len(names))
	key := func(dst []byte, i int) []byte { return append(append(dst, base...), ids[i][:]...) }
	return tx.sweep(len(ids), key, func(i, _ int, e store.Entry) (bool, error) {
		if tx.org.db.opt.Policy != nil {
			r := new(T)
			if err := k.decode(e.Value, uuid.UUID(ids[i]), r); err != nil || !k.visible(tx, r) {
				return err == nil, err
			}
		}
		if err := k.fields.wire.RawMany(e.Value, fields, values, room); err != nil {
			return false, k.failed(uuid.UUID(ids[i]), damaged(err))
		}
		return fn(ids[i], values), nil
	})
}

// Exists tells which of these records are live, in one round trip.
func (k *Kind[T]) Exists(tx *Tx, ids []ID[T]) ([]bool, error) {
	return Exists(tx, k.Target(), ids)
}

// Exists tells which of these records of a kind are live, in one round trip.
func Exists[T any](tx *Tx, target Target[T], ids []ID[T]) ([]bool, error) {
	keys := make([][]byte, len(ids))
	for i, id := range ids {
		keys[i] = tx.org.prefix.record(target.code, uuid.UUID(id))
	}
	values, err := tx.getMany(keys)
	if err != nil {
		return nil, &Error{Kind: target.name, Err: err}
	}
	out := make([]bool, len(ids))
	for i, b := range values {
		out[i] = b != nil
	}
	return out, nil
}

// Prefetch reads, in one round trip, what creating these records is going to need; a verb calls it with what
// it knows of them before anything was read. It changes no result.
func (k *Kind[T]) Prefetch(tx *Tx, rs []*T, counters ...string) error {
	var keys [][]byte
	in := indexing{prefix: tx.org.prefix} // without a schema: it would have to be read
	for _, r := range rs {
		for _, e := range k.entries(in, r, uuid.Nil) {
			if e.unique {
				keys = append(keys, e.key)
			}
		}
		keys = k.targetKeys(keys, tx.org.prefix, r, nil)
	}
	return tx.prefetch(keys, counters...)
}

// PrefetchIDs reads, in one round trip, what changing these records is going to need. It changes no result.
func (k *Kind[T]) PrefetchIDs(tx *Tx, ids ...ID[T]) error {
	keys := make([][]byte, len(ids))
	for i, id := range ids {
		keys[i] = tx.org.prefix.record(k.code, uuid.UUID(id))
	}
	return tx.prefetch(keys)
}

// decode reads a stored record into r, which is zero.
func (k *Kind[T]) decode(b []byte, id uuid.UUID, r *T) error {
	if err := k.fields.wire.Decode(b, r); err != nil {
		return k.failed(id, damaged(err))
	}
	k.system(r).ID = ID[T](id)
	return nil
}

// visible asks the policy whether the actor may read the record.
func (k *Kind[T]) visible(tx *Tx, r *T) bool {
	return tx.org.db.opt.Policy == nil || k.allowed(tx, OpRead, r) == nil
}

func (k *Kind[T]) allowed(tx *Tx, op Op, r *T) error {
	policy := tx.org.db.opt.Policy
	if policy == nil || tx.loads {
		return nil
	}
	return policy(tx.ctx, Action{Actor: tx.org.actor, Op: op, Verb: tx.verb, Kind: k.name, Record: r})
}

// permit asks the policy whether the actor may do this to the record; fault.ErrForbidden if not.
func (k *Kind[T]) permit(tx *Tx, op Op, r *T) error {
	if err := k.allowed(tx, op, r); err != nil {
		return k.failed(uuid.UUID(k.system(r).ID), fmt.Errorf("%w: %w", fault.ErrForbidden, err))
	}
	return nil
}

func countNil(values [][]byte) int {
	n := 0
	for _, b := range values {
		if b == nil {
			n++
		}
	}
	return n
}

// Clone gives a copy of a record that shares nothing with it.
func (k *Kind[T]) Clone(r *T) (*T, error) {
	id := uuid.UUID(k.system(r).ID)
	c := new(T)
	return c, k.decode(slices.Clone(k.fields.wire.Append(nil, r)), id, c)
}
