package boltstore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// counters writes n to ten keys in five classes, which are always equal.
func counters(n int) func(*store.Overlay) error {
	return func(o *store.Overlay) error {
		for i := range 10 {
			o.Put([]byte{"riult"[i%5], byte(i)}, fmt.Append(nil, n, strings.Repeat(".", 500)))
		}
		return nil
	}
}

// counted gives the value of all the counters, which are to be equal.
func counted(t testing.TB, s store.Store) string {
	t.Helper()
	values := map[string]bool{}
	last := ""
	require.NoError(t, store.View(ctx, s, func(r store.Reader) error {
		for e, err := range r.Scan(store.Range{}) {
			require.NoError(t, err)
			last = strings.TrimRight(string(e.Value), ".")
			values[last] = true
		}
		return nil
	}))
	require.Len(t, values, 1, "a point in time")
	return last
}

// writerThat commits from inside of a Write, and so for certain while the backup goes on.
type writerThat struct {
	bytes.Buffer
	commits func()
}

func (w *writerThat) Write(b []byte) (int, error) {
	w.commits()
	return w.Buffer.Write(b)
}

func TestBackupWhileWriting(t *testing.T) {
	s := openFile(t, filepath.Join(t.TempDir(), "test.db"), &boltstore.Options{NoSync: true})
	n := 0
	commit := func() {
		n++
		require.NoError(t, store.Update(ctx, s, counters(n)))
	}
	for range 100 {
		commit()
	}
	for range 3 {
		commit()
		before := n
		w := writerThat{commits: commit}
		require.NoError(t, s.Backup(ctx, &w))
		require.Greater(t, n, before+3, "the writer goes on")

		path := filepath.Join(t.TempDir(), "backup.db")
		require.NoError(t, os.WriteFile(path, w.Bytes(), 0o600))
		backup := openFile(t, path, nil)
		require.NoError(t, backup.Verify(ctx))
		require.Equal(t, fmt.Sprint(before), counted(t, backup))
		for i := range 5 { // it is a store like any other
			require.NoError(t, store.Update(ctx, backup, counters(i)))
			require.NoError(t, backup.Close())
			backup = openFile(t, path, nil)
			require.Equal(t, fmt.Sprint(i), counted(t, backup))
		}
	}
}

func TestBackupEnds(t *testing.T) {
	s := openFile(t, filled(t), nil)
	cancelled, cancel := context.WithCancelCause(ctx)
	w := writerThat{commits: func() { cancel(errFull) }}
	require.ErrorIs(t, s.Backup(cancelled, &w), errFull)
	require.ErrorIs(t, s.Backup(ctx, failingWriter{}), errFull)
	require.NoError(t, s.Close())
	require.ErrorIs(t, s.Backup(ctx, &w), store.ErrClosed)
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errFull }

func TestCompact(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path, &boltstore.Options{NoSync: true, Mode: 0o640})
	for round := range 20 {
		require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error {
			for i := range 2_000 {
				key := fmt.Appendf(nil, "%cxxx%06d", "ri"[i%2], i)
				if o.Put(key, bytes.Repeat(key, 40)); round > 10 && i > 200 {
					o.Delete(key)
				}
			}
			o.Put([]byte("long"), make([]byte, store.MaxValue))
			return nil
		}))
	}
	small := filepath.Join(t.TempDir(), "small.db")
	require.NoError(t, s.Compact(ctx, small))
	require.ErrorIs(t, s.Compact(ctx, small), fs.ErrExist)
	before, after := size(t, path), size(t, small)
	require.Less(t, after, before/2)
	info, err := os.Stat(small)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o640), info.Mode().Perm())

	compacted := openFile(t, small, nil)
	require.NoError(t, compacted.Verify(ctx))
	require.Equal(t, inFile(t, s), inFile(t, compacted))
	stats, err := compacted.Stats(ctx)
	require.NoError(t, err)
	require.Less(t, stats.Free, stats.Size/10)
}

func size(t testing.TB, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Size()
}

// TestCompactLeavesNothingHalf has a compaction fail.
func TestCompactLeavesNothingHalf(t *testing.T) {
	path := filled(t)
	changeFile(t, path, func(tx *bolt.Tx) error { return tx.Bucket([]byte("r")).Put([]byte("r100"), []byte("damaged")) })
	s := openFile(t, path, nil)
	dir := t.TempDir()
	require.ErrorIs(t, s.Compact(ctx, filepath.Join(dir, "new.db")), store.ErrCorrupt)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	require.ErrorIs(t, s.Compact(cancelled, filepath.Join(dir, "new.db")), context.Canceled)
	require.ErrorIs(t, s.Compact(ctx, filepath.Join(dir, "no such directory", "new.db")), fs.ErrNotExist)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
}

func TestStats(t *testing.T) {
	path := filled(t)
	s := openFile(t, path, nil)
	stats, err := s.Stats(ctx)
	require.NoError(t, err)
	require.Equal(t, size(t, path), stats.Size)
	require.Zero(t, stats.Readers)
	require.Zero(t, stats.OldestRead)

	var open []store.Txn
	for range 3 {
		txn, err := s.Begin(ctx, false)
		require.NoError(t, err)
		defer txn.Rollback()
		open = append(open, txn)
	}
	writer, err := s.Begin(ctx, true)
	require.NoError(t, err)
	defer writer.Rollback()
	stats, err = s.Stats(ctx)
	require.NoError(t, err)
	require.Equal(t, 3, stats.Readers)
	require.Positive(t, stats.OldestRead)
	oldest := stats.OldestRead
	for _, i := range []int{1, 0, 2} {
		require.NoError(t, open[i].Rollback())
		stats, err = s.Stats(ctx)
		require.NoError(t, err)
		if i == 1 {
			require.Greater(t, stats.OldestRead, oldest, "it is the first one's still")
		}
	}
	require.Zero(t, stats.Readers)
	require.Zero(t, stats.OldestRead)
	require.NoError(t, writer.Rollback())

	free := stats.Free
	require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error {
		for n := range 300 {
			o.Delete(fmt.Appendf(nil, "r%03d", n))
		}
		return nil
	}))
	stats, err = s.Stats(ctx)
	require.NoError(t, err)
	require.Greater(t, stats.Free, free, "what was deleted is free")
	require.Less(t, stats.Free, stats.Size)

	require.NoError(t, s.Close())
	_, err = s.Stats(ctx)
	require.ErrorIs(t, err, store.ErrClosed)
	stats, err = openFile(t, path, &boltstore.Options{ReadOnly: true}).Stats(ctx)
	require.NoError(t, err)
	require.EqualValues(t, -1, stats.Free)
}

// host opens a bbolt file of a host program, with a bucket of its own.
func host(t testing.TB, path string) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{NoSync: true, NoGrowSync: true, InitialMmapSize: 1 << 30})
	require.NoError(t, err)
	t.Cleanup(func() { db.Close() })
	require.NoError(t, db.Update(func(tx *bolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte("host"))
		require.NoError(t, err)
		return b.Put([]byte("mine"), []byte("untouched"))
	}))
	return db
}

func on(t testing.TB, db *bolt.DB, bucket string) *boltstore.Store {
	t.Helper()
	s, err := boltstore.On(db, bucket)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStoreOn(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store {
		return on(t, host(t, filepath.Join(t.TempDir(), "host.db")), "clientele")
	})
}

func TestOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "host.db")
	db := host(t, path)
	first, second := on(t, db, "first"), on(t, db, "second")
	require.NoError(t, store.Update(ctx, first, counters(1)))
	require.NoError(t, store.Update(ctx, second, counters(2)))
	require.Equal(t, "1", counted(t, first))
	require.NoError(t, first.Verify(ctx))
	require.NoError(t, first.Close())
	require.NoError(t, first.Close())

	require.NoError(t, db.Update(func(tx *bolt.Tx) error { // the file is open still, and the host's
		require.Equal(t, "untouched", string(tx.Bucket([]byte("host")).Get([]byte("mine"))))
		names := 0
		require.NoError(t, tx.ForEach(func([]byte, *bolt.Bucket) error { names++; return nil }))
		require.Equal(t, 3, names)
		return tx.Bucket([]byte("host")).Put([]byte("more"), nil)
	}))
	require.Equal(t, "2", counted(t, second))

	copied := filepath.Join(t.TempDir(), "copy.db")
	var whole bytes.Buffer
	require.NoError(t, second.Backup(ctx, &whole))
	require.NoError(t, os.WriteFile(copied, whole.Bytes(), 0o600))
	require.Equal(t, "2", counted(t, on(t, host(t, copied), "second")))
	compacted := filepath.Join(t.TempDir(), "compacted.db")
	require.NoError(t, second.Compact(ctx, compacted))
	require.Equal(t, "2", counted(t, openFile(t, compacted, nil)))

	require.NoError(t, db.Close())
	_, err := boltstore.Open(path, nil)
	require.ErrorIs(t, err, store.ErrCorrupt, "it is no store as a whole")
}

func TestOnRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "host.db")
	db := host(t, path)
	_, err := boltstore.On(db, "host")
	require.ErrorIs(t, err, store.ErrCorrupt, "a bucket of the host's")
	require.NoError(t, on(t, db, "ours").Close())
	require.NoError(t, db.Update(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("ours")).Bucket([]byte("clientele")).Put([]byte("format"), boltstore.AppendSealed(nil, []byte("format"), []byte("2")))
	}))
	_, err = boltstore.On(db, "ours")
	require.ErrorIs(t, err, fault.ErrSchema)

	gone := on(t, db, "gone")
	require.NoError(t, db.Update(func(tx *bolt.Tx) error { return tx.DeleteBucket([]byte("gone")) }))
	require.ErrorIs(t, store.Update(ctx, gone, counters(1)), store.ErrCorrupt)

	require.NoError(t, db.Close())
	readOnly, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer readOnly.Close()
	_, err = boltstore.On(readOnly, "none")
	require.ErrorIs(t, err, store.ErrNotFound)
}

// child runs one test of this binary in a process of its own. What it writes to stdout is given.
func child(test string, env ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], "-test.run=^"+test+"$", "-test.count=1")
	c.Env = append(os.Environ(), env...)
	c.Stderr = os.Stderr
	return c
}

// TestReadOnlyByProcesses has several processes read at once what nobody writes.
func TestReadOnlyByProcesses(t *testing.T) {
	path := filled(t)
	if given := os.Getenv("BOLTSTORE_READ"); given != "" {
		s := openFile(t, given, &boltstore.Options{ReadOnly: true, LockTimeout: -1})
		fmt.Println("rows:", rows(t, s))
		os.Stdin.Read(make([]byte, 1)) // until all have it open
		return
	}
	var children []*exec.Cmd
	for range 3 {
		c := child("TestReadOnlyByProcesses", "BOLTSTORE_READ="+path)
		stdin, err := c.StdinPipe()
		require.NoError(t, err)
		stdout, err := c.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, c.Start())
		var n int
		_, err = fmt.Fscanf(stdout, "rows: %d\n", &n)
		require.NoError(t, err)
		require.Equal(t, 600, n)
		defer stdin.Close()
		children = append(children, c)
		t.Cleanup(func() { c.Process.Kill() })
	}
	_, err := boltstore.Open(path, &boltstore.Options{LockTimeout: -1})
	require.ErrorIs(t, err, store.ErrLocked, "no writer beside readers")
	for _, c := range children {
		require.NoError(t, c.Process.Kill())
		c.Wait()
	}
	s := openFile(t, path, &boltstore.Options{LockTimeout: -1})
	require.NoError(t, store.Update(ctx, s, counters(1)))
	out, err := child("TestReadOnlyByProcesses", "BOLTSTORE_READ="+path).Output()
	require.True(t, errors.As(err, new(*exec.ExitError)), "no reader beside a writer: %s", out)
	require.Contains(t, string(out), "in use by another process")
}

// TestLongReader has a reader stay while a writer writes the same few rows again and again.
func TestLongReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path, &boltstore.Options{NoSync: true})
	write := func(n int) {
		for i := range n {
			require.NoError(t, store.Update(ctx, s, counters(i)))
		}
	}
	n := times(1_000, 10_000)
	write(100)
	alone := size(t, path)
	write(n)
	require.Equal(t, alone, size(t, path), "without a reader the pages are used again")

	reader, err := s.Begin(ctx, false)
	require.NoError(t, err)
	defer reader.Rollback()
	write(n)
	beside := size(t, path)
	write(n)
	twice := size(t, path)
	t.Logf("a file of %d KiB: %d KiB beside a reader that stays for as many commits, %d KiB after twice as many", alone>>10, beside>>10, twice>>10)
	require.Less(t, twice-beside, 2*(beside-alone), "it grows by what is written, and no faster")
	killed := filepath.Join(t.TempDir(), "killed.db") // what a crash leaves: the free pages are not listed
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(killed, content, 0o600))
	after := openFile(t, killed, &boltstore.Options{NoSync: true})
	require.NoError(t, after.Verify(ctx))
	stats, err := after.Stats(ctx)
	require.NoError(t, err)
	require.Greater(t, stats.Free, (twice-alone)*9/10, "they are found")
	for i := range 100 {
		require.NoError(t, store.Update(ctx, after, counters(i)))
	}
	require.Equal(t, twice, size(t, killed))

	values := 0
	for e, err := range reader.Scan(store.Range{}) {
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(n-1), strings.TrimRight(string(e.Value), "."))
		values++
	}
	require.Equal(t, 10, values)
	require.NoError(t, reader.Rollback())
	write(100)
	require.Equal(t, twice, size(t, path), "then the pages are used again")
	require.NoError(t, s.Close())
	require.NoError(t, openFile(t, path, nil).Verify(ctx))
}
