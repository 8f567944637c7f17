//go:build linux

package boltstore_test

import (
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// failure is what fails, and which one of its kind, counted from 1.
type failure struct {
	kind string
	n    int
}

// The kinds of faults.
const (
	failedWrite = "a write"
	shortWrite  = "a write, half done"
	dataSync    = "the sync of the pages"
	metaSync    = "the sync of the meta page"
	growing     = "growing the file"
)

// disk fails once. bbolt writes through a function that it keeps for its tests; for what it does with the file
// itself, another one is put under its descriptor.
type disk struct {
	t        *testing.T
	fault    failure
	fd       int // bbolt's
	real     int // the file
	pipe     int // cannot be synced
	reading  int // the file, cannot grow
	writes   int
	commits  int
	pageSize int64
}

// install puts a disk under a store.
func (d *disk) install(s *boltstore.Store) {
	db := boltstore.DB(s)
	db.AllocSize = 0 // grow by what is needed, and so often
	d.pageSize = int64(db.Info().PageSize)
	d.fd = int(hidden(db, "file").Interface().(*os.File).Fd())
	var err error
	d.real, err = syscall.Dup(d.fd)
	require.NoError(d.t, err)
	d.reading, err = syscall.Open(db.Path(), syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	require.NoError(d.t, err)
	var ends [2]int
	require.NoError(d.t, syscall.Pipe2(ends[:], syscall.O_CLOEXEC))
	d.pipe = ends[0]
	d.t.Cleanup(func() {
		for _, fd := range []int{d.real, d.reading, ends[0], ends[1]} {
			syscall.Close(fd)
		}
	})
	writeAt := hidden(db, "ops", "writeAt")
	next := writeAt.Interface().(func([]byte, int64) (int, error))
	writeAt.Set(reflect.ValueOf(func(b []byte, at int64) (int, error) { return d.write(next, b, at) }))
	boltstore.HookWrites(s, d.commit)
}

// hidden gives a field that is not exported, to be read and set.
func hidden(db *bolt.DB, names ...string) reflect.Value {
	v := reflect.ValueOf(db).Elem()
	for _, name := range names {
		v = v.FieldByName(name)
	}
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}

func (d *disk) put(fd int) { require.NoError(d.t, syscall.Dup3(fd, d.fd, syscall.O_CLOEXEC)) }

func (d *disk) commit(write func() error) error {
	d.commits++
	defer d.put(d.real)
	if d.hits(growing, d.commits) {
		d.put(d.reading)
	}
	return write()
}

func (d *disk) write(next func([]byte, int64) (int, error), b []byte, at int64) (int, error) {
	d.writes++
	d.put(d.real)
	switch {
	case d.hits(failedWrite, d.writes):
		return 0, syscall.EIO
	case d.hits(shortWrite, d.writes):
		n, _ := next(b[:len(b)/2], at)
		return n, syscall.ENOSPC
	}
	n, err := next(b, at)
	if isMeta := at < 2*d.pageSize; isMeta && d.hits(metaSync, d.commits) || !isMeta && d.hits(dataSync, d.commits) {
		d.put(d.pipe)
	}
	return n, err
}

func (d *disk) hits(kind string, n int) bool { return d.fault == failure{kind, n} }

// TestFailingDisk has each write, sync and growing of a session fail, one in each run.
func TestFailingDisk(t *testing.T) {
	run := func(f failure) (*disk, *session) {
		s := newSession(t, nil)
		d := &disk{t: t, fault: f}
		d.install(s.store)
		for range 14 {
			s.step(func() { d.fault = failure{} })
		}
		s.end()
		return d, s
	}
	whole, s := run(failure{})
	require.Zero(t, s.failed)
	for kind, n := range map[string]int{failedWrite: whole.writes, shortWrite: whole.writes, dataSync: whole.commits, metaSync: whole.commits, growing: whole.commits} {
		failed, unknown := 0, 0
		for i := 1; i <= n; i += max(1, n/times(12, n)) {
			_, s := run(failure{kind, i})
			require.LessOrEqual(t, s.failed, 1)
			failed, unknown = failed+s.failed, unknown+s.unknown
		}
		t.Logf("%s, each of %d: %d verbs failed, of %d of them the outcome was unknown", kind, n, failed, unknown)
		require.Positive(t, failed, kind)
		require.Equal(t, kind == metaSync, unknown == failed, kind)
	}
}

// TestFullDisk runs a session in a process whose files may have only so many bytes, with all limits. Without
// syncs the file is not made to grow beforehand, and so it is a write that comes too short.
func TestFullDisk(t *testing.T) {
	if os.Getenv("BOLTSTORE_LIMIT") == "" {
		out, err := child("TestFullDisk", "BOLTSTORE_LIMIT=1").Output()
		require.NoError(t, err, "%s", out)
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	limit := func(n uint64) {
		require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: math.MaxUint64}))
	}
	failed := 0
	for _, noSync := range []bool{false, true} {
		for n := 0; n < 400<<10; n += times(24, 4) << 10 {
			path := filepath.Join(t.TempDir(), "limit.db")
			limit(uint64(n))
			if s, err := boltstore.Open(path, nil); err != nil {
				require.NotErrorIs(t, err, store.ErrCorrupt)
				require.NoFileExists(t, path)
			} else {
				require.NoError(t, s.Close())
			}
			limit(math.MaxUint64)
			s := newSession(t, &boltstore.Options{NoSync: noSync})
			limit(uint64(n))
			for range 30 {
				s.step(func() { limit(math.MaxUint64) })
			}
			limit(math.MaxUint64)
			s.end()
			failed += s.failed
		}
	}
	require.Positive(t, failed)
}
