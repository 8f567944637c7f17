package boltstore_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/storetest"
)

var ctx = context.Background()

// open opens a store of its own for the test, without the syncs.
func open(t testing.TB) store.Store {
	return openFile(t, filepath.Join(t.TempDir(), "test.db"), &boltstore.Options{NoSync: true})
}

func openFile(t testing.TB, path string, o *boltstore.Options) *boltstore.Store {
	t.Helper()
	s, err := boltstore.Open(path, o)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

// filled makes a closed store with a few hundred rows and gives its path.
func filled(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "filled.db")
	s := openFile(t, path, &boltstore.Options{NoSync: true})
	require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error {
		for n := range 300 {
			o.Put(fmt.Appendf(nil, "r%03d", n), fmt.Appendf(nil, "row %d", n))
			o.Put(fmt.Appendf(nil, "i%03d", n), nil)
		}
		return nil
	}))
	require.NoError(t, s.Close())
	return path
}

func rows(t testing.TB, s store.Store) int {
	t.Helper()
	n := 0
	require.NoError(t, store.View(ctx, s, func(r store.Reader) error {
		for _, err := range r.Scan(store.Range{}) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	}))
	return n
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestReopen(t *testing.T) {
	storetest.Reopen(t, func(t testing.TB, dir string) store.Store {
		return openFile(t, filepath.Join(dir, "test.db"), nil)
	})
}

func TestModel(t *testing.T) {
	require.NoError(t, storetest.Model(open(t), 7, 200))
}

func BenchmarkStore(b *testing.B) { storetest.Benchmark(b, open) }

func TestFileIsLocked(t *testing.T) {
	path := filled(t)
	writer := openFile(t, path, nil)
	for _, o := range []*boltstore.Options{{LockTimeout: -1}, {LockTimeout: -1, ReadOnly: true}} {
		_, err := boltstore.Open(path, o)
		require.ErrorIs(t, err, store.ErrLocked)
	}
	require.Equal(t, 600, rows(t, writer), "the one that has it goes on")
	require.NoError(t, writer.Close())
	openFile(t, path, &boltstore.Options{LockTimeout: -1})
}

func TestReadOnly(t *testing.T) {
	path := filled(t)
	readOnly := &boltstore.Options{ReadOnly: true, LockTimeout: -1}
	first, second := openFile(t, path, readOnly), openFile(t, path, readOnly)
	require.Equal(t, 600, rows(t, first))
	require.Equal(t, 600, rows(t, second), "several may read")
	_, err := first.Begin(ctx, true)
	require.ErrorIs(t, err, store.ErrReadOnly)
	_, err = boltstore.Open(path, &boltstore.Options{LockTimeout: -1})
	require.ErrorIs(t, err, store.ErrLocked)

	none := filepath.Join(t.TempDir(), "none.db")
	_, err = boltstore.Open(none, readOnly)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoFileExists(t, none)
}

func TestNewFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new.db")
	require.NoError(t, openFile(t, path, &boltstore.Options{Mode: 0o640}).Close())
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), info.Mode().Perm())
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing is left beside it")

	_, err = boltstore.Open(filepath.Join(dir, "no such directory", "new.db"), nil)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestReservedSpace(t *testing.T) {
	path := filled(t)
	for _, o := range []*boltstore.Options{nil, {MaxMap: -1}, {MaxMap: 1 << 20}} {
		s := openFile(t, path, o)
		require.Equal(t, 600, rows(t, s))
		require.NoError(t, s.Close())
	}
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Less(t, info.Size(), int64(8<<20), "the reserved space is no file size")
}
