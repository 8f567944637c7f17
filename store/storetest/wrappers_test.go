package storetest_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

var ctx = context.Background()

func TestRerunRunsEveryTransactionTwice(t *testing.T) {
	s := storetest.Rerun(memstore.New())
	runs := 0
	for range 3 {
		require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error {
			runs++
			o.Put([]byte{byte(runs)}, nil)
			return nil
		}))
	}
	require.Equal(t, 6, runs)
	require.NoError(t, store.View(ctx, s, func(r store.Reader) error {
		require.Equal(t, "\x02=\n\x04=\n\x06=\n", all(r, store.Range{}), "what the first runs wrote is not there")
		return nil
	}))
}

func TestRerunEndsForEveryGoroutine(t *testing.T) {
	s := storetest.Rerun(memstore.New())
	var writers sync.WaitGroup
	errs := make(chan error, 8*20)
	for range 8 {
		writers.Go(func() {
			for range 20 {
				errs <- store.Update(ctx, s, func(o *store.Overlay) error { return nil })
			}
		})
	}
	writers.Wait()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
}

func TestRerunTakesNoOtherAnswerAway(t *testing.T) {
	s := storetest.Rerun(memstore.New())
	txn, err := s.Begin(ctx, true)
	require.NoError(t, err)
	require.ErrorIs(t, txn.Commit(store.Batch{{Key: make([]byte, store.MaxKey+1)}}), store.ErrTooLarge)
	require.ErrorIs(t, txn.Commit(nil), store.ErrClosed)
	require.NoError(t, txn.Rollback())
}

func TestFailHitsEveryCallOnce(t *testing.T) {
	verb := func(s store.Store) error {
		return store.Update(ctx, s, func(o *store.Overlay) error {
			if _, err := o.Get([]byte("a")); err != nil {
				return err
			}
			if _, err := o.GetMany([][]byte{[]byte("a"), []byte("b")}); err != nil {
				return err
			}
			for e, err := range o.Scan(store.Range{}) {
				if err != nil {
					return err
				}
				o.Put(append([]byte("new "), e.Key...), e.Value)
			}
			return nil
		})
	}
	var hits []string
	for n := 1; ; n++ {
		good := memstore.New()
		require.NoError(t, store.Update(ctx, good, func(o *store.Overlay) error {
			o.Put([]byte("a"), nil)
			o.Put([]byte("b"), nil)
			return nil
		}))
		s := storetest.Fail(good, n)
		err := verb(s)
		name, hit := s.Hit()
		require.NoError(t, store.View(ctx, good, func(r store.Reader) error {
			require.Equal(t, !hit, get(r, []byte("new a")) != "-")
			return nil
		}))
		if !hit {
			require.NoError(t, err)
			require.Equal(t, n-1, s.Calls())
			break
		}
		require.ErrorIs(t, err, storetest.ErrInjected)
		hits = append(hits, name)
		require.NoError(t, s.Close())
	}
	require.Equal(t, []string{"Begin", "Get", "GetMany", "Scan", "Step", "Step", "Commit"}, hits)
}

func TestCountCountsRoundTrips(t *testing.T) {
	s := storetest.Count(memstore.New())
	work := func(o *store.Overlay) error {
		o.Get([]byte("a"))
		o.GetMany([][]byte{[]byte("a"), []byte("b")})
		for range o.Scan(store.Range{}) {
		}
		o.Put([]byte("a"), nil)
		o.Get([]byte("a"))
		return nil
	}
	require.NoError(t, store.Update(ctx, s, work))
	require.NoError(t, store.View(ctx, s, func(store.Reader) error { return nil }))
	require.Equal(t, map[string]int{"Begin": 2, "Get": 1, "GetMany": 1, "Scan": 1, "Commit": 1, "Rollback": 2}, s.Calls())
	require.Equal(t, 3, s.Reads())
	s.Reset()
	require.Empty(t, s.Calls())
}

func TestScribbleSpoilsWhatIsKeptTooLong(t *testing.T) {
	s := storetest.Scribble(memstore.New())
	require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error {
		o.Put([]byte("a"), []byte("1"))
		return nil
	}))
	var got, many, key, value []byte
	require.NoError(t, store.View(ctx, s, func(r store.Reader) error {
		got, _ = r.Get([]byte("a"))
		values, _ := r.GetMany([][]byte{[]byte("a")})
		many = values[0]
		for e := range r.Scan(store.Range{}) {
			key, value = e.Key, e.Value
		}
		require.Equal(t, "1 1", string(got)+" "+string(many), "still valid")
		require.NotEqual(t, "a", string(key))
		require.NotEqual(t, "1", string(value))
		return nil
	}))
	require.NotEqual(t, "1", string(got))
	require.NotEqual(t, "1", string(many))
}
