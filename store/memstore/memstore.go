// Package memstore keeps a store in memory: for tests, for small data that need not last, and as the example
// of an engine. Nothing is written anywhere; what it holds is gone when the program ends.
//
//	s := memstore.New()
//	defer s.Close()
//
// It is a B-tree that copies on write. A transaction takes the root of the tree as it is, which costs nothing
// and disturbs nobody; a commit changes a copy, of which all but the changed paths is shared, and makes it the
// root. One writer is let in at a time. Begin, Get and each write of a batch cost O(log n) at most.
//
// What is read is the writer's own bytes, not copies: changing them changes the store.
package memstore

import (
	"context"
	"sync/atomic"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/internal/gate"
	"github.com/clientele-go/clientele/store/internal/sorted"
)

// Store is an engine in memory. Use [New]. It has the ability store.Statser.
type Store struct {
	gate *gate.Gate
	root atomic.Pointer[root]
}

// root is one state of the store.
type root struct {
	tree *sorted.Tree
	size int64 // bytes of keys and values
}

// New gives an empty store.
func New() *Store {
	s := &Store{gate: gate.New()}
	s.root.Store(&root{tree: sorted.New()})
	return s
}

// Begin starts a transaction on a snapshot of now, as store.Store says.
func (s *Store) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if err := s.gate.Enter(ctx, writable); err != nil {
		return nil, err
	}
	return &txn{store: s, writable: writable, open: true, tree: *s.root.Load().tree}, nil
}

// Close waits for open transactions to end and forgets everything.
func (s *Store) Close() error {
	if s.gate.Close() {
		s.root.Store(&root{tree: sorted.New()})
	}
	return nil
}

// Stats gives the bytes of all keys and values, and the number of readers; their age is not known.
func (s *Store) Stats(context.Context) (store.Stats, error) {
	return store.Stats{Size: s.root.Load().size, Readers: s.gate.Readers(), OldestRead: -1}, nil
}

// commit makes the batch part of the next state. Only the one writer calls it.
func (s *Store) commit(b store.Batch) {
	if len(b) == 0 {
		return
	}
	last := s.root.Load()
	next := &root{tree: last.tree.Copy(), size: last.size}
	for i := range b {
		next.size += next.write((*sorted.Item)(&b[i]))
	}
	s.root.Store(next)
}

// write does one write and gives by how much the state grew.
func (r *root) write(it *sorted.Item) int64 {
	if it.Value == nil {
		return -bytes(r.tree.Delete(it.Key))
	}
	return bytes(it) - bytes(r.tree.Set(it))
}

func bytes(it *sorted.Item) int64 {
	if it == nil {
		return 0
	}
	return int64(len(it.Key) + len(it.Value))
}
