package record

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// Use is how often one reference of a kind points to a record.
type Use struct {
	Kind  string `json:"kind"`
	Field string `json:"field"`
	Count int    `json:"count"`
}

// Uses counts the live records that refer to each of the given records, over all kinds and references. It
// reads an index where the reference has one and only one record is asked for, and else walks the records of
// the kinds that refer once, without decoding them: O(records). A reference without uses is left out.
func Uses[T any](tx *Tx, target Target[T], ids ...ID[T]) (map[ID[T]][]Use, error) {
	out := make(map[ID[T]][]Use, len(ids))
	if err := target.defined(tx); err != nil {
		return nil, err
	}
	for _, in := range tx.org.db.kinds[target.code].incoming {
		count := make(map[uuid.UUID]int, len(ids))
		for _, id := range ids {
			count[uuid.UUID(id)] = 0
		}
		from := tx.org.db.kinds[in.from]
		if err := from.countRefs(tx, in.ref, count); err != nil {
			return nil, &Error{Kind: from.name, Err: err}
		}
		for _, id := range ids {
			if n := count[uuid.UUID(id)]; n > 0 {
				out[id] = append(out[id], Use{Kind: from.name, Field: in.name, Count: n})
			}
		}
	}
	return out, nil
}

// Redirect makes every live record that refers to from refer to to instead, or to nothing if to is the zero
// ID, and gives how many references it changed. Each changed record gets a new version and a change, and
// the kind's rules for host programs are asked. All of it is in this transaction, or nothing if there is an
// error. A fault `unknown_reference`: to is not there.
func Redirect[T any](tx *Tx, target Target[T], from, to ID[T]) (int, error) {
	if err := tx.writable(); err != nil {
		return 0, err
	}
	if err := target.defined(tx); err != nil {
		return 0, err
	}
	if !to.IsZero() {
		there, err := Exists(tx, target, []ID[T]{to})
		if err == nil && !there[0] {
			err = fault.New("", fault.UnknownReference, "refers to a record that is not there: "+to.String())
		}
		if err != nil {
			return 0, err
		}
	}
	n := 0
	err := tx.savepoint(func() (err error) {
		n, err = tx.redirectAll(target.code, uuid.UUID(from), uuid.UUID(to))
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

func (tx *Tx) redirectAll(target byte, from, to uuid.UUID) (n int, err error) {
	for _, in := range tx.org.db.kinds[target].incoming {
		k := tx.org.db.kinds[in.from]
		ids, err := k.referrers(tx, in.ref, from, 0)
		if err != nil {
			return n, err
		}
		for _, id := range ids {
			if err := k.redirect(tx, in.ref, id, from, to); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// defined tells whether the database has the kind and the organisation is there.
func (t Target[T]) defined(tx *Tx) error {
	if k := tx.org.db.kinds[t.code]; k == nil || k.name != t.name {
		return fmt.Errorf("%w: the database was opened without %s", fault.ErrSchema, t.name)
	}
	_, err := tx.schemaVersion()
	return err
}

// referrers gives the live records of the kind whose reference points to target: at most limit, 0 for all.
func (k *Kind[T]) referrers(tx *Tx, ref int, target uuid.UUID, limit int) ([]uuid.UUID, error) {
	r := k.refs[ref]
	var ids []uuid.UUID
	if r.index >= 0 {
		return k.indexedReferrers(tx, r.index, append(Tuple{}.UUID(target), r.then...), limit)
	}
	err := k.eachRef(tx, r.field, func(id, to uuid.UUID) bool {
		if to == target {
			ids = append(ids, id)
		}
		return limit == 0 || len(ids) < limit
	})
	return ids, err
}

// indexedReferrers reads the referrers off an index, in which one record may have several entries.
func (k *Kind[T]) indexedReferrers(tx *Tx, index int, t Tuple, limit int) ([]uuid.UUID, error) {
	unique := k.indexes[index].unique
	prefix := tx.org.prefix.indexed(k.code, byte(index), t)
	if unique {
		prefix = tx.org.prefix.unique(k.code, byte(index), t)
	}
	var ids []uuid.UUID
	seen := map[uuid.UUID]bool{}
	for e, err := range tx.r.Scan(store.Prefix(prefix)) {
		if err != nil {
			return nil, err
		}
		id := idOf(e.Key)
		if unique {
			id = uuidOf(e.Value)
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		if ids = append(ids, id); len(ids) == limit {
			break
		}
	}
	return ids, nil
}

// countRefs adds up, for each id that count has, the live records whose reference points to it.
func (k *Kind[T]) countRefs(tx *Tx, ref int, count map[uuid.UUID]int) error {
	if len(count) == 1 && k.refs[ref].index >= 0 {
		for id := range count {
			ids, err := k.referrers(tx, ref, id, 0)
			count[id] += len(ids)
			return err
		}
	}
	return k.eachRef(tx, k.refs[ref].field, func(_, to uuid.UUID) bool {
		if n, ok := count[to]; ok {
			count[to] = n + 1
		}
		return true
	})
}

// eachRef walks the records of the kind and gives what their reference field holds, undecoded.
func (k *Kind[T]) eachRef(tx *Tx, field int, fn func(id, to uuid.UUID) bool) error {
	steps := 0
	for e, err := range tx.r.Scan(store.Prefix(tx.org.prefix.records(k.code))) {
		if err != nil {
			return err
		}
		if steps++; steps%watch == 0 {
			if err := tx.alive(); err != nil {
				return err
			}
		}
		b, err := k.fields.wire.Raw(e.Value, field)
		if err != nil {
			return k.failed(idOf(e.Key), damaged(err))
		}
		if b != nil && !fn(idOf(e.Key), uuidOf(b)) {
			return nil
		}
	}
	return nil
}

// watch is after how many steps of a long walk the context is looked at.
const watch = 1024

// redirect changes the reference of one record, if it still points to from, whatever the policy says.
func (k *Kind[T]) redirect(tx *Tx, ref int, id, from, to uuid.UUID) error {
	s, err := k.state(tx)
	if err != nil {
		return err
	}
	before, err := k.live(tx, id)
	if err != nil || k.refs[ref].get(before) != from {
		return err
	}
	after, err := k.live(tx, id)
	if err != nil {
		return err
	}
	k.refs[ref].set(after, to)
	if k.follow != nil {
		if err := k.follow(tx, after, k.refs[ref].name); err != nil {
			return err
		}
	}
	return k.change(tx, s, before, after, nil, nil)
}
