package memstore

import (
	"iter"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/internal/sorted"
)

// txn is a transaction: the root that it took.
type txn struct {
	store    *Store
	tree     sorted.Tree
	writable bool
	open     bool
}

func (t *txn) Get(key []byte) ([]byte, error) {
	if !t.open {
		return nil, store.ErrClosed
	}
	it := t.tree.Get(key)
	if it == nil {
		return nil, store.ErrNotFound
	}
	return clip(it.Value), nil
}

func (t *txn) GetMany(keys [][]byte) ([][]byte, error) {
	if !t.open {
		return nil, store.ErrClosed
	}
	values := make([][]byte, len(keys))
	for i, key := range keys {
		if it := t.tree.Get(key); it != nil {
			values[i] = clip(it.Value)
		}
	}
	return values, nil
}

func (t *txn) Scan(r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		if !t.open {
			yield(store.Entry{}, store.ErrClosed)
			return
		}
		left := r.Limit
		for c := t.tree.Cursor(r.Lo, r.Hi, r.Reverse); c.Item != nil; c.Next() {
			if !yield(store.Entry{Key: clip(c.Item.Key), Value: clip(c.Item.Value)}, nil) {
				return
			}
			if left--; left == 0 {
				return
			}
			if !t.open {
				yield(store.Entry{}, store.ErrClosed)
				return
			}
		}
	}
}

func (t *txn) Commit(b store.Batch) error {
	if !t.open {
		return store.ErrClosed
	}
	defer t.end()
	if !t.writable {
		return store.ErrReadOnly
	}
	if err := b.Check(); err != nil {
		return err
	}
	t.store.commit(b)
	return nil
}

func (t *txn) Rollback() error {
	if t.open {
		t.end()
	}
	return nil
}

// end leaves the store and lets go of the snapshot.
func (t *txn) end() {
	t.open, t.tree = false, sorted.Tree{}
	t.store.gate.Leave(t.writable)
}

// clip takes the room behind b away, so that an append copies.
func clip(b []byte) []byte { return b[:len(b):len(b)] }
