package boltstore

import (
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
	pages    pages // of the snapshot
	classes  []class
	reader   reader // known to the store, unless it is writable
}

// class is the bucket of a class that was looked up; its tree is nil if there is none.
type class struct {
	name byte
	tree *tree
}

// class gives the bucket of a class, or nil if there is none.
func (t *txn) class(name byte) (*tree, error) {
	for _, c := range t.classes {
		if c.name == name {
			return c.tree, nil
		}
	}
	if t.pages.mapped == nil {
		t.pages = mappedPages(t.snapshot)
	}
	home, err := t.pages.home(t.snapshot, t.store.bucket)
	if home == nil || err != nil {
		return nil, err
	}
	b, err := home.bucket([]byte{name})
	if err == nil {
		t.classes = append(t.classes, class{name, b})
	}
	return b, err
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
	tree, err := t.class(key[0])
	if tree == nil || err != nil {
		return nil, err
	}
	leaf, at, found, err := tree.find(key)
	if !found || err != nil {
		return nil, err
	}
	_, sealed := leaf.entry(at)
	return unseal(key, sealed)
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
