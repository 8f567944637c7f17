package enginetest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// Verbs are what [Sweep] runs, by name: on an organisation that a test has built, W being what it built.
type Verbs[W any] map[string]func(ctx context.Context, org *clientele.Org, w W) error

// Sweep proves that verbs which write are all or nothing: it lets each call that one makes to the store fail in turn,
// on an organisation that build makes anew for each, and finds the store unchanged and the verb able to run again.
func Sweep[W any](t *testing.T, options func() *clientele.Options, build func(t testing.TB, org *clientele.Org) W, verbs Verbs[W]) {
	t.Helper()
	for name, verb := range verbs {
		t.Run(name, func(t *testing.T) {
			n := 1
			for failsAt(t, options, build, verb, n) {
				n++
			}
			require.Greater(t, n, 3, "it begins, reads and commits")
		})
	}
}

// failsAt runs a verb on a store of which call n fails, and tells whether that call was made.
func failsAt[W any](t *testing.T, options func() *clientele.Options, build func(testing.TB, *clientele.Org) W, verb func(context.Context, *clientele.Org, W) error, n int) bool {
	t.Helper()
	ctx := context.Background()
	st := memstore.New()
	opt := options() // the same for both, or the second would give out the ids of the first again
	w := build(t, clienteletest.OrgOn(t, st, opt))
	before := Dump(t, st)

	failing := &armed{Store: st}
	db, err := clientele.Open(ctx, failing, opt)
	require.NoError(t, err)
	org, err := db.Org(ctx, "org_test")
	require.NoError(t, err)
	failing.now = storetest.Fail(st, n)
	err = verb(ctx, org, w)
	if _, hit := failing.now.Hit(); !hit {
		require.NoError(t, err)
		require.NotEqual(t, before, Dump(t, st))
		return false
	}
	require.ErrorIs(t, err, storetest.ErrInjected, "call %d", n)
	require.Equal(t, before, Dump(t, st), "call %d", n)
	failing.now = nil
	require.NoError(t, verb(ctx, org, w), "again after call %d", n)
	return true
}

// armed is a store that begins to fail when it is told to.
type armed struct {
	store.Store
	now *storetest.Failing
}

func (a *armed) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if a.now == nil {
		return a.Store.Begin(ctx, writable)
	}
	return a.now.Begin(ctx, writable)
}
