package record

import (
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// New is a record to be created.
type New[T any] struct {
	Record  *T
	Found   fault.List // what the verb has found wrong with it so far: it is refused, with what is found here
	Options any        // of the input, for those who observe the kind
}

// Create writes a new record: it gives it an id, a version and its times, and records the change. All that is
// wrong is reported at once, in a *fault.Error: host rules, `duplicate` for a value that a unique index has
// already, `unknown_reference` for a reference to what is not there. fault.ErrForbidden: the policy.
func (k *Kind[T]) Create(tx *Tx, r *T) error {
	refused, err := k.CreateAll(tx, []New[T]{{Record: r}})
	if err != nil {
		return err
	}
	return refused[0]
}

// CreateAll writes new records, each for itself: the list says for each why it was refused, nil if it was
// written. A value that stands twice in a unique index goes to the first that is not refused for something
// else. The error is a failure of the transaction, which cannot go on. Whatever their number, it reads the
// store twice, once after [Kind.Prefetch].
func (k *Kind[T]) CreateAll(tx *Tx, news []New[T]) ([]error, error) {
	if err := tx.writable(); err != nil {
		return nil, err
	}
	s, err := k.state(tx)
	if err != nil {
		return nil, err
	}
	if err := tx.prefetch(nil); err != nil {
		return nil, &Error{Kind: k.name, Err: err}
	}
	batch, err := newArrivals(k, tx, news)
	if err != nil {
		return nil, err
	}
	if err := batch.look(); err != nil {
		return nil, &Error{Kind: k.name, Err: err}
	}
	refused := make([]error, len(news))
	var changes []logEntry
	for i, n := range news {
		if refused[i] = batch.judge(s, i, n); refused[i] != nil {
			continue
		}
		if len(s.observe[OpCreate]) > 0 {
			refused[i], err = k.arrive(tx, s, n, batch.entries[i])
		} else {
			changes, err = k.insert(tx, n.Record, batch.entries[i], changes)
		}
		if err != nil {
			return nil, err
		}
		if refused[i] == nil {
			batch.claim(i)
		}
	}
	if err := tx.log(changes...); err != nil {
		return nil, err
	}
	if k.shapes && slices.Contains(refused, nil) {
		return refused, tx.reshape()
	}
	return refused, nil
}

// arrive writes one accepted record where extensions see it. What they refuse is undone and the first result.
func (k *Kind[T]) arrive(tx *Tx, s *kindState, n New[T], entries []entry) (refused, failed error) {
	err := tx.savepoint(func() error {
		changes, err := k.insert(tx, n.Record, entries, nil)
		if err != nil {
			return err
		}
		if err := tx.log(changes...); err != nil {
			return err
		}
		return k.notify(tx, s, Written[T]{Op: OpCreate, After: n.Record, Options: n.Options})
	})
	if len(fault.All(err)) > 0 || errors.Is(err, fault.ErrForbidden) {
		return err, nil
	}
	return nil, err
}

// insert writes the record and its index entries, and appends its change.
func (k *Kind[T]) insert(tx *Tx, r *T, entries []entry, changes []logEntry) ([]logEntry, error) {
	id, err := tx.NewID()
	if err != nil {
		return nil, err
	}
	k.system(r).ID = ID[T](id)
	if k.seal != nil {
		k.seal(ID[T](id), r)
	}
	k.put(tx, r)
	for _, e := range entries {
		if e.unique {
			tx.w.Put(e.key, e.value(id[:]))
			continue
		}
		copy(e.key[len(e.key)-16:], id[:])
		tx.w.Put(e.key, nil)
	}
	return append(changes, logEntry{op: int64(OpCreate), kind: int64(k.code), id: id, version: 1}), nil
}

func (k *Kind[T]) put(tx *Tx, r *T) {
	var scratch [1024]byte
	id := uuid.UUID(k.system(r).ID)
	tx.w.Put(tx.org.prefix.record(k.code, id), k.fields.wire.Append(scratch[:0], r))
}

// arrivals are the records of one CreateAll with what was read for them.
type arrivals[T any] struct {
	kind    *Kind[T]
	tx      *Tx
	news    []New[T]
	entries [][]entry         // by record
	holders map[string][]byte // of unique keys: the entry, in the store or in the batch
	missing map[string]bool   // keys of referred records that are not there
}

// newArrivals fills in the system fields, for an index may be over them, but the ids.
func newArrivals[T any](k *Kind[T], tx *Tx, news []New[T]) (*arrivals[T], error) {
	now, err := tx.Now()
	if err != nil {
		return nil, err
	}
	in, err := k.indexing(tx)
	if err != nil {
		return nil, err
	}
	actor := tx.org.actor.ID
	a := &arrivals[T]{kind: k, tx: tx, news: news, entries: make([][]entry, len(news)), holders: map[string][]byte{}, missing: map[string]bool{}}
	for i, n := range news {
		*k.system(n.Record) = System[T]{Version: 1, CreatedAt: now, UpdatedAt: now, CreatedBy: actor, UpdatedBy: actor}
		a.entries[i] = k.entries(in, n.Record, uuid.Nil)
	}
	return a, nil
}

// look reads all unique keys and all referred records at once.
func (a *arrivals[T]) look() error {
	var keys [][]byte
	for i, n := range a.news {
		for _, e := range a.entries[i] {
			if e.unique {
				keys = append(keys, e.key)
			}
		}
		keys = a.kind.targetKeys(keys, a.tx.org.prefix, n.Record, nil)
	}
	values, err := a.tx.getMany(keys)
	if err != nil {
		return err
	}
	for i, b := range values {
		switch {
		case keys[i][0] == classRecord:
			if b == nil {
				a.missing[string(keys[i])] = true
			}
		case len(b) >= 16:
			a.holders[string(keys[i])] = b
		case b != nil:
			return fmt.Errorf("%w: unique entry %x", store.ErrCorrupt, keys[i])
		}
	}
	return nil
}

// judge gives everything that is wrong with record i.
func (a *arrivals[T]) judge(s *kindState, i int, n New[T]) error {
	k := a.kind
	if err := k.permit(a.tx, OpCreate, n.Record); err != nil {
		return err
	}
	faults := append(n.Found[:len(n.Found):len(n.Found)], k.judge(s, nil, n.Record)...)
	for _, e := range a.entries[i] {
		if holder, taken := a.holders[string(e.key)]; e.unique && taken {
			faults = append(faults, k.duplicate(n.Record, e, holder))
		}
	}
	faults = append(faults, k.dangling(a.tx.org.prefix, n.Record, nil, a.missing)...)
	return faults.Err()
}

// claim notes that record i was written.
func (a *arrivals[T]) claim(i int) {
	id := uuid.UUID(a.kind.system(a.news[i].Record).ID)
	for _, e := range a.entries[i] {
		if e.unique {
			a.holders[string(e.key)] = e.value(id[:])
		}
	}
}

// duplicate is the fault of a unique value that another record holds, as its entry says.
func (k *Kind[T]) duplicate(r *T, e entry, held []byte) fault.Fault {
	holder := uuidOf(held)
	if clash := k.indexes[e.index].clash; clash != nil {
		return clash(r, ID[T](holder), held[min(16, len(held)):])
	}
	return fault.Fault{
		Path: e.path, Code: fault.Duplicate, Message: "is taken by another " + k.name,
		Params: fault.Params{"id": holder.String(), "kind": k.name},
		Cause:  k.failed(holder, fault.ErrExists),
	}
}

// targetKeys appends the keys of the records that r refers to and that have to be looked up: those that
// before, if there is one, does not refer to.
func (k *Kind[T]) targetKeys(keys [][]byte, p prefix, r, before *T) [][]byte {
	for _, ref := range k.refs {
		if id, look := ref.lookUp(r, before); look {
			keys = append(keys, p.record(ref.target, id))
		}
	}
	return keys
}

func (r *Ref[T]) lookUp(after, before *T) (uuid.UUID, bool) {
	if r.resolved {
		return uuid.Nil, false
	}
	id := r.get(after)
	if id == uuid.Nil || before != nil && r.get(before) == id {
		return uuid.Nil, false
	}
	return id, true
}

// dangling gives the faults of references to records that are missing.
func (k *Kind[T]) dangling(p prefix, r, before *T, missing map[string]bool) fault.List {
	var faults fault.List
	for _, ref := range k.refs {
		if id, look := ref.lookUp(r, before); look && missing[string(p.record(ref.target, id))] {
			faults.AddWith(ref.name, fault.UnknownReference, "refers to a record that is not there", fault.Params{"id": id.String()})
		}
	}
	return faults
}
