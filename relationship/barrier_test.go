package relationship_test

import (
	"context"
	"sync"

	"github.com/clientele-go/clientele/store"
)

// barrier holds whoever comes until so many are there.
type barrier struct {
	mu      sync.Mutex
	waiting int
	open    chan struct{}
}

// arm makes the next n wait for each other.
func (b *barrier) arm(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting, b.open = n, make(chan struct{})
}

func (b *barrier) pass() {
	b.mu.Lock()
	if b.waiting == 0 {
		b.mu.Unlock()
		return
	}
	b.waiting--
	open := b.open
	if b.waiting == 0 {
		close(open)
	}
	b.mu.Unlock()
	<-open
}

// meeting lets writers begin only together: which of them comes first is up to the engine.
type meeting struct {
	store.Store
	barrier
}

func (m *meeting) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if writable {
		m.pass()
	}
	return m.Store.Begin(ctx, writable)
}

// careless is a store without isolation: a writer reads a snapshot that others do not wait for, meets the other
// writers before it commits, and commits whatever they did.
type careless struct {
	store.Store
	barrier
}

func (c *careless) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := c.Store.Begin(ctx, false)
	if err != nil || !writable {
		return txn, err
	}
	return &carelessTxn{txn, c}, nil
}

type carelessTxn struct {
	store.Txn
	careless *careless
}

func (t *carelessTxn) Commit(b store.Batch) error {
	t.careless.pass()
	if err := t.Txn.Rollback(); err != nil {
		return err
	}
	txn, err := t.careless.Store.Begin(context.Background(), true)
	if err != nil {
		return err
	}
	return txn.Commit(b)
}
