package boltstore

import (
	"bytes"
	"cmp"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
)

// txn is a transaction. It only ever reads its snapshot and, if it is writable, what is pending over it; Commit
// writes in another bbolt transaction.
type txn struct {
	store    *Store
	snapshot *bolt.Tx // nil when the transaction has ended
	pending  pending
	writable bool
	classes  []class
	reader   reader // known to the store, unless it is writable
}

// class is a bucket that was looked up.
type class struct {
	name   byte
	bucket *bolt.Bucket
	cursor *bolt.Cursor // for Get
}

// class gives the bucket of a class, or nil if there is none.
func (t *txn) class(name byte) *class {
	for i := range t.classes {
		if c := &t.classes[i]; c.name == name {
			return c
		}
	}
	b := t.store.class(t.snapshot, name)
	if b == nil {
		return nil
	}
	t.classes = append(t.classes, class{name, b, b.Cursor()})
	return &t.classes[len(t.classes)-1]
}

func (t *txn) Get(key []byte) ([]byte, error) {
	if t.snapshot == nil {
		return nil, store.ErrClosed
	}
	value, err := t.find(key)
	if value == nil && err == nil {
		return nil, store.ErrNotFound
	}
	return value, err
}

// find gives nil if there is no such key.
func (t *txn) find(key []byte) ([]byte, error) {
	if value, found := t.pending.layers.look(key); found {
		return value, nil
	}
	return t.get(key)
}

// get gives the value in the snapshot, nil if there is no such key.
func (t *txn) get(key []byte) (value []byte, err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	if len(key) == 0 {
		return nil, nil
	}
	b := t.class(key[0])
	if b == nil {
		return nil, nil
	}
	found, sealed := b.cursor.Seek(key)
	if !bytes.Equal(found, key) {
		return nil, nil
	}
	return unseal(key, sealed) // a bucket in place of a value is nil, and so damaged
}

func (t *txn) GetMany(keys [][]byte) ([][]byte, error) {
	if t.snapshot == nil {
		return nil, store.ErrClosed
	}
	values := make([][]byte, len(keys))
	for i, key := range keys {
		value, err := t.find(key)
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	return values, nil
}

// Commit queues the batch and waits until its group is written.
func (t *txn) Commit(b store.Batch) error {
	switch {
	case t.snapshot == nil:
		return store.ErrClosed
	case !t.writable:
		return cmp.Or(t.Rollback(), store.ErrReadOnly)
	}
	defer t.store.gate.Exit()
	p := t.pending
	err := t.end()
	if err == nil {
		err = b.Check() // before it is queued, or it would fail others
	}
	if err != nil {
		t.store.gate.Pass()
		return cmp.Or(p.wait(), err)
	}
	return t.store.queue.commit(p, b, t.store.gate.Pass)
}

func (t *txn) Rollback() error {
	if t.snapshot == nil {
		return nil
	}
	if !t.writable {
		defer t.store.gate.Leave(false)
		return t.end()
	}
	defer t.store.gate.Exit()
	p := t.pending
	err := t.end()
	t.store.gate.Pass()
	return cmp.Or(p.wait(), err)
}

// end lets go of the snapshot and of what is pending.
func (t *txn) end() (err error) {
	snapshot := t.snapshot
	t.snapshot, t.classes, t.pending = nil, nil, pending{}
	if !t.writable {
		t.store.readers.remove(&t.reader)
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	return snapshot.Rollback()
}
