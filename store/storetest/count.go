package storetest

import (
	"context"
	"iter"
	"maps"
	"sync"

	"github.com/clientele-go/clientele/store"
)

// Counting counts the calls of a store and its transactions.
type Counting struct {
	store.Store
	mu    sync.Mutex
	calls map[string]int
}

// Count wraps a store. The names that are counted are Begin, Get, GetMany, Scan (once for each walk, however
// many steps it takes), Commit and Rollback.
func Count(s store.Store) *Counting {
	return &Counting{Store: s, calls: map[string]int{}}
}

// Calls gives how often each method was called since Reset.
func (c *Counting) Calls() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.calls)
}

// Reads gives how often something was read since Reset: the round trips of a remote engine beside Begin and
// Commit.
func (c *Counting) Reads() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.calls["Get"] + c.calls["GetMany"] + c.calls["Scan"]
}

// Reset begins to count again.
func (c *Counting) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.calls)
}

func (c *Counting) count(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls[name]++
}

// Begin counts and begins.
func (c *Counting) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	c.count("Begin")
	txn, err := c.Store.Begin(ctx, writable)
	if err != nil {
		return nil, err
	}
	return &countingTxn{txn, c}, nil
}

type countingTxn struct {
	store.Txn
	counting *Counting
}

func (t *countingTxn) Get(key []byte) ([]byte, error) {
	t.counting.count("Get")
	return t.Txn.Get(key)
}

func (t *countingTxn) GetMany(keys [][]byte) ([][]byte, error) {
	t.counting.count("GetMany")
	return t.Txn.GetMany(keys)
}

func (t *countingTxn) Scan(r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		t.counting.count("Scan")
		t.Txn.Scan(r)(yield)
	}
}

func (t *countingTxn) Commit(b store.Batch) error {
	t.counting.count("Commit")
	return t.Txn.Commit(b)
}

func (t *countingTxn) Rollback() error {
	t.counting.count("Rollback")
	return t.Txn.Rollback()
}
