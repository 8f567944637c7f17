package storetest

import (
	"context"
	"encoding/binary"
	"strconv"
	"testing"

	"github.com/clientele-go/clientele/store"
)

// The data of the benchmarks: rows of about the size of an account.
const (
	benchRows  = 10_000
	benchValue = 750
)

// Benchmark measures an engine: reads of a store with 10,000 rows of 750 bytes, and commits.
func Benchmark(b *testing.B, open func(t testing.TB) store.Store) {
	b.Run("Get", func(b *testing.B) { benchGet(b, filled(b, open)) })
	b.Run("GetMany=100", func(b *testing.B) { benchGetMany(b, filled(b, open)) })
	b.Run("Scan=1000", func(b *testing.B) { benchScan(b, filled(b, open), false) })
	b.Run("OverlayScan=1000", func(b *testing.B) { benchScan(b, filled(b, open), true) })
	for _, keys := range []int{1, 9, 1000} {
		b.Run("Commit="+strconv.Itoa(keys), func(b *testing.B) { benchCommit(b, filled(b, open), keys) })
	}
}

// benchKey scatters: neighbours in n are far apart.
func benchKey(class byte, n int) []byte {
	key := make([]byte, 0, 32)
	key = append(key, class)
	key = append(key, "organisation-id"...)
	key = binary.BigEndian.AppendUint64(key, uint64(n)*0x9E3779B97F4A7C15)
	return binary.BigEndian.AppendUint64(key, uint64(n))
}

// filled gives a store with rows in it.
func filled(b *testing.B, open func(t testing.TB) store.Store) store.Store {
	s := open(b)
	b.Cleanup(func() { s.Close() })
	err := store.Update(context.Background(), s, func(o *store.Overlay) error {
		for n := range benchRows {
			o.Put(benchKey('r', n), make([]byte, benchValue))
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	return s
}

// benchView runs the same reading n times, each in a transaction of its own.
func benchView(b *testing.B, s store.Store, read func(r store.Reader, n int) error) {
	n := 0
	for b.Loop() {
		n++
		if err := store.View(context.Background(), s, func(r store.Reader) error { return read(r, n) }); err != nil {
			b.Fatal(err)
		}
	}
}

func benchGet(b *testing.B, s store.Store) {
	benchView(b, s, func(r store.Reader, n int) error {
		_, err := r.Get(benchKey('r', n%benchRows))
		return err
	})
}

func benchGetMany(b *testing.B, s store.Store) {
	keys := make([][]byte, 100)
	benchView(b, s, func(r store.Reader, n int) error {
		for i := range keys {
			keys[i] = benchKey('r', (n*100+i)%benchRows)
		}
		_, err := r.GetMany(keys)
		return err
	})
}

func benchScan(b *testing.B, s store.Store, overlay bool) {
	benchView(b, s, func(r store.Reader, n int) error {
		if overlay {
			o := store.NewOverlay(r)
			o.Put([]byte("r"), nil)
			r = o
		}
		for _, err := range r.Scan(store.Range{Lo: []byte("r"), Limit: 1000}) {
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// benchCommit writes new rows, a few of each class.
func benchCommit(b *testing.B, s store.Store, keys int) {
	value := make([]byte, benchValue)
	n := 0
	for b.Loop() {
		err := store.Update(context.Background(), s, func(o *store.Overlay) error {
			for i := range keys {
				n++
				o.Put(benchKey("riulc"[i%5], benchRows+n), value[:benchValue/(1+4*(i%5))])
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
