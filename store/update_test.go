package store_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

var ctx = context.Background()

// grumpy answers each end of a writable transaction with the next of its errors, then behaves.
type grumpy struct {
	store.Store
	commits, rollbacks []error
	ended              int
}

func (s *grumpy) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := s.Store.Begin(ctx, writable)
	if err != nil {
		return nil, err
	}
	return &grumpyTxn{Txn: txn, store: s, open: true}, nil
}

type grumpyTxn struct {
	store.Txn
	store *grumpy
	open  bool
}

func (t *grumpyTxn) Commit(b store.Batch) error {
	t.open = false
	t.store.ended++
	if err := next(&t.store.commits); err != nil {
		t.Txn.Rollback()
		return err
	}
	return t.Txn.Commit(b)
}

func (t *grumpyTxn) Rollback() error {
	if !t.open {
		return nil
	}
	t.open = false
	t.store.ended++
	t.Txn.Rollback()
	return next(&t.store.rollbacks)
}

func next(errs *[]error) error {
	if len(*errs) == 0 {
		return nil
	}
	err := (*errs)[0]
	*errs = (*errs)[1:]
	return err
}

func TestUpdateCommitsAndRollsBack(t *testing.T) {
	s := memstore.New()
	require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error {
		o.Put([]byte("a"), []byte("1"))
		return nil
	}))
	no := errors.New("no")
	err := store.Update(ctx, s, func(o *store.Overlay) error {
		o.Put([]byte("a"), []byte("2"))
		return no
	})
	require.Equal(t, no, err, "the closure's own error comes as it is")
	require.NoError(t, store.View(ctx, s, func(r store.Reader) error {
		require.Equal(t, []string{"a=1"}, list(t, r, store.Range{}))
		return nil
	}))
	require.Equal(t, no, store.View(ctx, s, func(store.Reader) error { return no }))
	require.NoError(t, s.Close(), "no transaction is left open")
}

func TestUpdateRunsAgainOnConflict(t *testing.T) {
	no, conflict := errors.New("no"), store.ErrConflict
	tests := map[string]struct {
		commits, rollbacks []error
		closure            []error
		runs               int
		want               error
	}{
		"the commit conflicts":                {commits: []error{conflict, conflict}, runs: 3},
		"the closure conflicts":               {closure: []error{conflict}, runs: 2},
		"what a refusal was based on is gone": {closure: []error{no}, rollbacks: []error{conflict}, runs: 2},
		"the rollback fails otherwise":        {closure: []error{no}, rollbacks: []error{store.ErrUnknown}, runs: 1, want: store.ErrUnknown},
		"the refusal stays beside it":         {closure: []error{no}, rollbacks: []error{store.ErrUnknown}, runs: 1, want: no},
		"nobody knows":                        {commits: []error{store.ErrUnknown}, runs: 1, want: store.ErrUnknown},
		"always":                              {commits: repeat(conflict, 99), runs: 10, want: conflict},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := &grumpy{Store: memstore.New(), commits: test.commits, rollbacks: test.rollbacks}
			runs := 0
			err := store.Update(ctx, s, func(o *store.Overlay) error {
				require.Zero(t, o.Len(), "each run starts with nothing written")
				o.Put([]byte("a"), nil)
				runs++
				return next(&test.closure)
			})
			require.ErrorIs(t, err, test.want)
			require.Equal(t, test.runs, runs)
			require.Equal(t, runs, s.ended, "every transaction is ended")
			require.NoError(t, s.Close())
		})
	}
}

func repeat(err error, n int) []error {
	errs := make([]error, n)
	for i := range errs {
		errs[i] = err
	}
	return errs
}

func TestUpdateStopsRunningAgainWithItsContext(t *testing.T) {
	s := &grumpy{Store: memstore.New(), commits: repeat(store.ErrConflict, 99)}
	late := errors.New("too late")
	ctx, cancel := context.WithCancelCause(ctx)
	runs := 0
	err := store.Update(ctx, s, func(o *store.Overlay) error {
		if runs++; runs == 2 {
			cancel(late)
		}
		return nil
	})
	require.ErrorIs(t, err, late)
	require.Equal(t, 2, runs)
}

func TestUpdateRollsBackOnPanicAndGoexit(t *testing.T) {
	s := memstore.New()
	require.PanicsWithValue(t, "oh", func() {
		store.Update(ctx, s, func(o *store.Overlay) error {
			o.Put([]byte("a"), nil)
			panic("oh")
		})
	})
	require.PanicsWithValue(t, "oh", func() {
		store.View(ctx, s, func(store.Reader) error { panic("oh") })
	})
	var left sync.WaitGroup
	left.Go(func() {
		store.Update(ctx, s, func(o *store.Overlay) error {
			o.Put([]byte("a"), nil)
			runtime.Goexit()
			return nil
		})
	})
	left.Wait()
	require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error { // the writer is free
		require.Empty(t, list(t, o, store.Range{}))
		return nil
	}))
	require.NoError(t, s.Close())
}

func TestUpdateGivesTheErrorOfBegin(t *testing.T) {
	s := memstore.New()
	require.NoError(t, s.Close())
	never := func() { t.Error("the closure must not run") }
	require.ErrorIs(t, store.Update(ctx, s, func(*store.Overlay) error { never(); return nil }), store.ErrClosed)
	require.ErrorIs(t, store.View(ctx, s, func(store.Reader) error { never(); return nil }), store.ErrClosed)
}

func ExampleUpdate() {
	s := memstore.New()
	defer s.Close()
	err := store.Update(context.Background(), s, func(o *store.Overlay) error {
		o.Put([]byte("greeting"), []byte("hello"))
		return nil
	})
	if err != nil {
		panic(err)
	}
	// Output:
}
