package storetest

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/clientele-go/clientele/store"
)

// Rerun wraps a store so that every transaction has to be run twice: on each goroutine the first Commit answers
// ErrConflict and writes nothing, the next one works, the one after that conflicts, and so on. A closure with
// an effect outside of its transaction shows by having it twice.
//
// It is for what runs transactions again by itself, such as store.Update, on one goroutine; so it does not pass
// [Run], which commits directly.
func Rerun(s store.Store) store.Store {
	return &rerun{Store: s, again: map[string]bool{}}
}

type rerun struct {
	store.Store
	mu    sync.Mutex
	again map[string]bool // goroutines whose next Commit works
}

// conflicts tells whether this Commit must conflict.
func (r *rerun) conflicts() bool {
	id := goroutine()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.again[id] {
		delete(r.again, id)
		return false
	}
	r.again[id] = true
	return true
}

// goroutine names the goroutine that calls it. The name is not given again.
func goroutine() string {
	var buf [64]byte
	stack := buf[:runtime.Stack(buf[:], false)]
	name, _, found := bytes.Cut(stack, []byte(" ["))
	if !found {
		panic(fmt.Sprintf("storetest: a stack that begins with %q", stack))
	}
	return string(name)
}

func (r *rerun) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := r.Store.Begin(ctx, writable)
	if err != nil || !writable {
		return txn, err
	}
	return &rerunTxn{Txn: txn, rerun: r}, nil
}

type rerunTxn struct {
	store.Txn
	rerun *rerun
	ended bool
}

func (t *rerunTxn) Commit(b store.Batch) error {
	if t.ended || b.Check() != nil || !t.rerun.conflicts() {
		t.ended = true
		return t.Txn.Commit(b)
	}
	t.ended = true
	if err := t.Txn.Rollback(); err != nil {
		return err
	}
	return fmt.Errorf("%w (storetest.Rerun)", store.ErrConflict)
}
