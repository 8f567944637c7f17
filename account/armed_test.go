package account_test

import (
	"context"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/storetest"
)

// armed is a store that begins to fail when it is told to.
type armed struct {
	store.Store
	failing *storetest.Failing
}

func (a *armed) arm(n int) { a.failing = storetest.Fail(a.Store, n) }

func (a *armed) disarm() { a.failing = nil }

func (a *armed) hit() (string, bool) { return a.failing.Hit() }

func (a *armed) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if a.failing == nil {
		return a.Store.Begin(ctx, writable)
	}
	return a.failing.Begin(ctx, writable)
}
