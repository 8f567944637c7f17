package boltstore_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// BenchmarkWriters measures durable transactions of nine keys by many writers at once. Beside it stands the plain
// form, where each has a bbolt transaction of its own. "tx/write" is how many share one.
func BenchmarkWriters(b *testing.B) {
	for _, writers := range []int{1, 4, 16, 64} {
		for _, plain := range []bool{false, true} {
			name := fmt.Sprintf("group/%d", writers)
			if plain {
				name = fmt.Sprintf("plain/%d", writers)
			}
			b.Run(name, func(b *testing.B) { benchWriters(b, writers, plain) })
		}
	}
}

func benchWriters(b *testing.B, writers int, plain bool) {
	s := openFile(b, filepath.Join(b.TempDir(), "bench.db"), nil)
	var writes, next atomic.Int64
	boltstore.HookWrites(s, func(write func() error) error {
		writes.Add(1)
		return write()
	})
	var alone sync.Mutex
	insert := func(n int64) error {
		if plain {
			alone.Lock()
			defer alone.Unlock()
		}
		return store.Update(ctx, s, func(o *store.Overlay) error { return insertRow(o, n) })
	}
	b.ResetTimer()
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				if err := insert(n); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/float64(writes.Load()), "tx/write")
}

// insertRow writes what an account of 750 bytes takes: the record, two entries that scatter, of which one is
// unique, four that ascend, a counter and the log.
func insertRow(o *store.Overlay, n int64) error {
	domain := fmt.Appendf(nil, "u/domain/%016x", uint64(n)*0x9E3779B97F4A7C15)
	if _, err := o.Get(domain); err == nil {
		return fmt.Errorf("%s is there", domain)
	}
	if err := addOne(o); err != nil {
		return err
	}
	o.Put(domain, fmt.Appendf(nil, "%020d", n))
	o.Put(fmt.Appendf(nil, "i/name/%016x/%020d", uint64(n)*0xBF58476D1CE4E5B9, n), nil)
	o.Put(fmt.Appendf(nil, "i/status/%d/%020d", n%5, n), nil)
	o.Put(fmt.Appendf(nil, "i/owner/%02d/%020d", n%50, n), nil)
	o.Put(fmt.Appendf(nil, "u/number/%020d", n), fmt.Appendf(nil, "%020d", n))
	o.Put(fmt.Appendf(nil, "r/%020d", n), make([]byte, 750))
	o.Put(fmt.Appendf(nil, "l/%020d", n), make([]byte, 60))
	o.Put(fmt.Appendf(nil, "l/record/%020d", n), nil)
	return nil
}

func TestInsertRow(t *testing.T) {
	s := open(t)
	require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error { return insertRow(o, 1) }))
	require.Equal(t, 9, rows(t, s))
}
