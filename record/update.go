package record

import (
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// Edit is a change to one record.
type Edit[T any] struct {
	ID        ID[T]
	IfVersion int64 // the version that the change was made for; 0: whatever it is
	// Apply changes the record that it is given, a copy. A *fault.Error joins the other faults, another
	// error ends the update. What it does to the system fields is ignored.
	Apply   func(r *T) error
	Options any // of the input, for those who observe the kind
}

// Update changes a live record and gives it as it is now. If nothing changed, nothing is written and the
// version stays. Faults are those of Create, for what changed. ErrNotFound: no live record. fault.ErrStale:
// another version is stored than IfVersion. fault.ErrForbidden: the policy.
func (k *Kind[T]) Update(tx *Tx, e Edit[T]) (*T, error) {
	if err := tx.writable(); err != nil {
		return nil, err
	}
	s, err := k.state(tx)
	if err != nil {
		return nil, err
	}
	id := uuid.UUID(e.ID)
	before, after, err := k.twice(tx, id, e.IfVersion, OpUpdate)
	if err != nil {
		return nil, err
	}
	var faults fault.List
	if err := faults.Take("", e.Apply(after)); err != nil {
		return nil, err
	}
	if err := k.change(tx, s, before, after, faults, e.Options); err != nil {
		return nil, err
	}
	return after, nil
}

// change validates and writes what became of a record, unless nothing did.
func (k *Kind[T]) change(tx *Tx, s *kindState, before, after *T, faults fault.List, options any) error {
	*k.system(after) = *k.system(before)
	if k.seal != nil {
		k.seal(k.system(after).ID, after)
	}
	if len(faults) == 0 && len(k.fields.wire.Changed(nil, before, after)) == 0 {
		return k.notifyUnchanged(tx, s, before, after, options)
	}
	if err := k.stamp(tx, after); err != nil {
		return err
	}
	gone, come, err := k.validateChange(tx, s, before, after, faults)
	if err != nil {
		return err
	}
	write := func() error {
		if err := k.rewrite(tx, before, after, OpUpdate, uuid.Nil); err != nil {
			return err
		}
		if err := move(tx, uuid.UUID(k.system(after).ID), gone, come); err != nil {
			return err
		}
		return k.notify(tx, s, Written[T]{Op: OpUpdate, Before: before, After: after, Options: options})
	}
	if len(s.observe[OpUpdate]) == 0 {
		err = write()
	} else {
		err = tx.savepoint(write)
	}
	if err == nil && k.shapes {
		return tx.reshape()
	}
	return err
}

// stamp makes the system fields those of the next version.
func (k *Kind[T]) stamp(tx *Tx, r *T) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	system := k.system(r)
	system.Version++
	system.UpdatedAt = now
	system.UpdatedBy = tx.org.actor.ID
	return nil
}

// notifyUnchanged lets the extensions act on the options of an update that changes nothing itself.
func (k *Kind[T]) notifyUnchanged(tx *Tx, s *kindState, before, after *T, options any) error {
	if options == nil {
		return nil
	}
	return k.notify(tx, s, Written[T]{Op: OpUpdate, Before: before, After: after, Options: options})
}

// twice loads a record to be written, once as it is and once to be changed.
func (k *Kind[T]) twice(tx *Tx, id uuid.UUID, ifVersion int64, op Op) (before, after *T, err error) {
	if err := tx.prefetch([][]byte{tx.org.prefix.record(k.code, id)}); err != nil {
		return nil, nil, k.failed(id, err)
	}
	values, err := tx.getMany([][]byte{tx.org.prefix.record(k.code, id)})
	if err == nil && values[0] == nil {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, nil, k.failed(id, err)
	}
	before, after = new(T), new(T)
	if err := errors.Join(k.decode(values[0], id, before), k.decode(values[0], id, after)); err != nil {
		return nil, nil, err
	}
	if !k.visible(tx, before) {
		return nil, nil, k.failed(id, store.ErrNotFound)
	}
	if err := k.permit(tx, op, before); err != nil {
		return nil, nil, err
	}
	if version := k.system(before).Version; ifVersion != 0 && ifVersion != version {
		return nil, nil, k.failed(id, fmt.Errorf("%w: version %d was wanted, %d is stored", fault.ErrStale, ifVersion, version))
	}
	return before, after, nil
}

// validateChange gives the index entries that go and come with a change, or everything that is wrong with it.
func (k *Kind[T]) validateChange(tx *Tx, s *kindState, before, after *T, faults fault.List) (gone, come []entry, err error) {
	id := uuid.UUID(k.system(after).ID)
	in, err := k.indexing(tx)
	if err != nil {
		return nil, nil, err
	}
	gone, come = difference(k.entries(in, before, id), k.entries(in, after, id))
	faults = append(faults, k.judge(s, before, after)...)
	var unique []entry
	var keys [][]byte
	for _, e := range come {
		if e.unique {
			unique = append(unique, e)
			keys = append(keys, e.key)
		}
	}
	keys = k.targetKeys(keys, tx.org.prefix, after, before)
	if len(keys) > 0 {
		values, err := tx.getMany(keys)
		if err != nil {
			return nil, nil, &Error{Kind: k.name, Err: err}
		}
		for i, e := range unique {
			if values[i] != nil && uuidOf(values[i]) != id {
				faults = append(faults, k.duplicate(after, e, values[i]))
			}
		}
		missing := map[string]bool{}
		for i, b := range values {
			missing[string(keys[i])] = b == nil
		}
		faults = append(faults, k.dangling(tx.org.prefix, after, before, missing)...)
	}
	return gone, come, faults.Err()
}

// rewrite writes a record in its next version, stamped already, and its change.
func (k *Kind[T]) rewrite(tx *Tx, before, after *T, op Op, set uuid.UUID) error {
	system := k.system(after)
	changed := k.fields.wire.Changed(nil, before, after)
	k.put(tx, after)
	return tx.log(logEntry{
		op: int64(op), kind: int64(k.code), id: uuid.UUID(system.ID), version: system.Version, set: set,
		image: k.fields.wire.AppendImage(nil, before, changed),
	})
}

// move takes index entries away and puts others in their place. A unique one that is optional may be another
// record's, which it stays.
func move(tx *Tx, id uuid.UUID, gone, come []entry) error {
	for _, e := range gone {
		if e.optional && e.unique {
			holder, err := claim{e, id}.holder(tx.w)
			if err != nil {
				return err
			}
			if holder != id {
				continue
			}
		}
		tx.w.Delete(e.key)
	}
	for _, e := range come {
		tx.w.Put(e.key, e.value(id[:]))
	}
	return nil
}

// difference gives the entries that only the first list has and those that only the second has.
func difference(before, after []entry) (gone, come []entry) {
	has := func(list []entry, e entry) bool {
		for _, f := range list {
			if string(f.key) == string(e.key) && string(f.kept) == string(e.kept) {
				return true
			}
		}
		return false
	}
	for _, e := range before {
		if !has(after, e) {
			gone = append(gone, e)
		}
	}
	for _, e := range after {
		if !has(before, e) {
			come = append(come, e)
		}
	}
	return gone, come
}

func uuidOf(b []byte) uuid.UUID {
	var id uuid.UUID
	copy(id[:], b)
	return id
}
