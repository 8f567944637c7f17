package storetest

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/clientele-go/clientele/store"
)

// ErrInjected is what a call that [Fail] makes fail answers.
var ErrInjected = errors.New("storetest: injected failure")

// Failing makes one call of a store fail.
type Failing struct {
	store.Store
	fail  int
	mu    sync.Mutex
	calls int
	hit   string
}

// Fail wraps a store: its n-th call, counted from 1, answers [ErrInjected] and does nothing else; a Commit that
// fails has written nothing. All others work. Calls are Begin, Get, GetMany, Commit, and for a scan its start
// (Scan) and each entry (Step). Below 1 nothing fails, and the calls are counted.
//
// To show that a verb is all or nothing, run it with n from 1 until nothing was hit:
//
//	for n := 1; ; n++ {
//		s := storetest.Fail(fresh(), n)
//		err := verb(s)
//		if _, hit := s.Hit(); !hit {
//			break // and err is nil
//		}
//		// err is ErrInjected, and nothing is written
//	}
func Fail(s store.Store, n int) *Failing {
	return &Failing{Store: s, fail: n}
}

// Hit gives the name of the call that failed, if there was one.
func (f *Failing) Hit() (name string, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hit, f.hit != ""
}

// Calls gives how many calls there were.
func (f *Failing) Calls() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

// call counts a call and gives its error.
func (f *Failing) call(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	if f.calls != f.fail {
		return nil
	}
	f.hit = name
	return ErrInjected
}

// Begin begins, unless this is the call that fails.
func (f *Failing) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if err := f.call("Begin"); err != nil {
		return nil, err
	}
	txn, err := f.Store.Begin(ctx, writable)
	if err != nil {
		return nil, err
	}
	return &failingTxn{txn, f}, nil
}

type failingTxn struct {
	store.Txn
	failing *Failing
}

func (t *failingTxn) Get(key []byte) ([]byte, error) {
	if err := t.failing.call("Get"); err != nil {
		return nil, err
	}
	return t.Txn.Get(key)
}

func (t *failingTxn) GetMany(keys [][]byte) ([][]byte, error) {
	if err := t.failing.call("GetMany"); err != nil {
		return nil, err
	}
	return t.Txn.GetMany(keys)
}

func (t *failingTxn) Scan(r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		if err := t.failing.call("Scan"); err != nil {
			yield(store.Entry{}, err)
			return
		}
		for e, err := range t.Txn.Scan(r) {
			if failed := t.failing.call("Step"); failed != nil {
				e, err = store.Entry{}, failed
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

func (t *failingTxn) Commit(b store.Batch) error {
	if err := t.failing.call("Commit"); err != nil {
		return errors.Join(err, t.Txn.Rollback())
	}
	return t.Txn.Commit(b)
}
