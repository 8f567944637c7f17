package boltstore

import (
	"runtime/debug"

	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
)

// txn is a transaction. It only ever reads its snapshot; Commit writes in a bbolt transaction of its own.
type txn struct {
	store    *Store
	snapshot *bolt.Tx // nil when the transaction has ended
	writable bool
	classes  []class
}

// class is a bucket that was looked up.
type class struct {
	name   byte
	bucket *bolt.Bucket
}

// bucket gives the bucket of a class, or nil if there is none.
func (t *txn) bucket(name byte) *bolt.Bucket {
	for _, c := range t.classes {
		if c.name == name {
			return c.bucket
		}
	}
	b := t.snapshot.Bucket([]byte{name})
	if b != nil {
		t.classes = append(t.classes, class{name, b})
	}
	return b
}

func (t *txn) Get(key []byte) ([]byte, error) {
	if t.snapshot == nil {
		return nil, store.ErrClosed
	}
	value, err := t.get(key)
	if value == nil && err == nil {
		return nil, store.ErrNotFound
	}
	return value, err
}

// get gives nil if there is no such key.
func (t *txn) get(key []byte) (value []byte, err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	if len(key) == 0 {
		return nil, nil
	}
	b := t.bucket(key[0])
	if b == nil {
		return nil, nil
	}
	sealed := b.Get(key)
	if sealed == nil {
		return nil, nil
	}
	return unseal(key, sealed)
}

func (t *txn) GetMany(keys [][]byte) ([][]byte, error) {
	if t.snapshot == nil {
		return nil, store.ErrClosed
	}
	values := make([][]byte, len(keys))
	for i, key := range keys {
		value, err := t.get(key)
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	return values, nil
}

func (t *txn) Commit(b store.Batch) error {
	if t.snapshot == nil {
		return store.ErrClosed
	}
	defer t.store.gate.Leave(t.writable)
	if err := t.end(); err != nil { // before the write, which may have to wait for readers to map more
		return err
	}
	if !t.writable {
		return store.ErrReadOnly
	}
	if err := b.Check(); err != nil {
		return err
	}
	return t.store.write(b)
}

func (t *txn) Rollback() error {
	if t.snapshot == nil {
		return nil
	}
	defer t.store.gate.Leave(t.writable)
	return t.end()
}

// end lets go of the snapshot.
func (t *txn) end() (err error) {
	snapshot := t.snapshot
	t.snapshot, t.classes = nil, nil
	defer guard(debug.SetPanicOnFault(true), &err)
	return snapshot.Rollback()
}
