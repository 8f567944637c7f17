package memstore_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

func open(testing.TB) store.Store { return memstore.New() }

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestModel(t *testing.T) {
	require.NoError(t, storetest.Model(memstore.New(), 7, 300))
}

func BenchmarkStore(b *testing.B) { storetest.Benchmark(b, open) }

func TestStatsFollowTheWrites(t *testing.T) {
	ctx := context.Background()
	s := memstore.New()
	write := func(change func(*store.Overlay)) {
		require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error {
			change(o)
			return nil
		}))
	}
	size := func() int64 {
		stats, err := s.Stats(ctx)
		require.NoError(t, err)
		return stats.Size
	}
	write(func(o *store.Overlay) { o.Put([]byte("a"), []byte("1234")); o.Put([]byte("b"), nil) })
	require.EqualValues(t, 6, size())
	write(func(o *store.Overlay) { o.Put([]byte("a"), []byte("1")); o.Delete([]byte("b")); o.Delete([]byte("c")) })
	require.EqualValues(t, 2, size())

	reader, err := s.Begin(ctx, false)
	require.NoError(t, err)
	writer, err := s.Begin(ctx, true)
	require.NoError(t, err)
	stats, err := s.Stats(ctx)
	require.NoError(t, err)
	require.Equal(t, store.Stats{Size: 2, Readers: 1, OldestRead: -1}, stats)
	require.NoError(t, writer.Rollback())
	require.NoError(t, reader.Rollback())
	require.NoError(t, s.Close())
	require.Zero(t, size())
}

func Example() {
	s := memstore.New()
	defer s.Close()
	ctx := context.Background()
	err := store.Update(ctx, s, func(o *store.Overlay) error {
		o.Put([]byte("fruit/apple"), []byte("red"))
		o.Put([]byte("fruit/plum"), []byte("blue"))
		return nil
	})
	if err != nil {
		panic(err)
	}
	err = store.View(ctx, s, func(r store.Reader) error {
		for e, err := range r.Scan(store.Prefix([]byte("fruit/"))) {
			if err != nil {
				return err
			}
			fmt.Printf("%s is %s\n", e.Key, e.Value)
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
	// Output:
	// fruit/apple is red
	// fruit/plum is blue
}
