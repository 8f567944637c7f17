package storetest_test

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/internal/gate"
	"github.com/clientele-go/clientele/store/memstore"
)

// optimistic is an engine that lets many writers in and looks at the commit whether what they read is still so.
// Its blind spots are faults.
type optimistic struct {
	store.Store
	gate                                  *gate.Gate
	mu                                    sync.Mutex
	blindToGets, blindToScans, blindToAll bool
}

func newOptimistic() *optimistic { return &optimistic{Store: memstore.New(), gate: gate.New()} }

// Close lets open transactions commit first.
func (s *optimistic) Close() error {
	s.gate.Close()
	return s.Store.Close()
}

func (s *optimistic) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if err := s.gate.Enter(ctx, false); err != nil {
		return nil, err
	}
	txn, err := s.Store.Begin(ctx, false)
	if err != nil {
		s.gate.Leave(false)
		return nil, err
	}
	return &optimisticTxn{Txn: txn, store: s, writable: writable}, nil
}

type optimisticTxn struct {
	store.Txn
	store    *optimistic
	gets     [][]byte
	ranges   []store.Range
	writable bool
	ended    bool
}

func (t *optimisticTxn) Get(key []byte) ([]byte, error) {
	t.gets = append(t.gets, append([]byte(nil), key...))
	return t.Txn.Get(key)
}

func (t *optimisticTxn) GetMany(keys [][]byte) ([][]byte, error) {
	for _, key := range keys {
		t.gets = append(t.gets, append([]byte(nil), key...))
	}
	return t.Txn.GetMany(keys)
}

func (t *optimisticTxn) Scan(r store.Range) iter.Seq2[store.Entry, error] {
	t.ranges = append(t.ranges, r)
	return t.Txn.Scan(r)
}

func (t *optimisticTxn) Rollback() error {
	if t.ended {
		return nil
	}
	t.ended = true
	defer t.store.gate.Leave(false)
	return t.Txn.Rollback()
}

func (t *optimisticTxn) Commit(b store.Batch) error {
	if t.ended {
		return store.ErrClosed
	}
	defer t.Rollback()
	if !t.writable {
		return store.ErrReadOnly
	}
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	now, err := t.store.Store.Begin(context.Background(), true)
	if err != nil {
		return err
	}
	if !t.stillSo(now, b) {
		return errors.Join(store.ErrConflict, now.Rollback())
	}
	return now.Commit(b)
}

// stillSo compares what was read on the snapshot with the state now. A transaction that writes nothing may
// have read what is past.
func (t *optimisticTxn) stillSo(now store.Reader, b store.Batch) bool {
	if len(b) == 0 || t.store.blindToAll {
		return true
	}
	if !t.store.blindToGets {
		for _, key := range t.gets {
			if get(t.Txn, key) != get(now, key) {
				return false
			}
		}
	}
	if !t.store.blindToScans {
		for _, r := range t.ranges {
			if all(t.Txn, r) != all(now, r) {
				return false
			}
		}
	}
	return true
}

func get(r store.Reader, key []byte) string {
	value, err := r.Get(key)
	if err != nil {
		return "-"
	}
	return "+" + string(value)
}

func all(r store.Reader, rng store.Range) string {
	s := ""
	for e := range r.Scan(rng) {
		s += string(e.Key) + "=" + string(e.Value) + "\n"
	}
	return s
}
