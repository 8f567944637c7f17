package boltstore_test

import (
	"fmt"
	"io"
	"log"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// snapshotLog is a logger of bbolt that does something once, when bbolt says that it takes a snapshot, or has.
type snapshotLog struct {
	bolt.Logger
	taken bool   // do it after the snapshot
	do    func() // nil: nothing
}

func (l *snapshotLog) Debugf(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	if l.do == nil || !strings.Contains(text, "[writable: false]") || strings.HasSuffix(text, "successfully") != l.taken {
		return
	}
	do := l.do
	l.do = nil
	do()
}

// TestNothingIsLostBetweenPendingAndSnapshot has a group reach the file while a transaction begins: it must be
// in the snapshot or among what is pending.
func TestNothingIsLostBetweenPendingAndSnapshot(t *testing.T) {
	for _, taken := range []bool{false, true} {
		t.Run(fmt.Sprint("the snapshot is taken: ", taken), func(t *testing.T) {
			logger := &snapshotLog{Logger: &bolt.DefaultLogger{Logger: log.New(io.Discard, "", 0)}, taken: taken}
			db, err := bolt.Open(filepath.Join(t.TempDir(), "host.db"), 0o600, &bolt.Options{NoSync: true, InitialMmapSize: 1 << 24, Logger: logger})
			require.NoError(t, err)
			defer db.Close()
			s, err := boltstore.On(db, "store")
			require.NoError(t, err)
			defer s.Close()
			stop := stopAt(1)
			boltstore.HookWrites(s, stop.hook)
			first := update(ctx, s, addOne)
			<-stop.reached
			done := false
			logger.do = func() {
				stop.goOn <- nil
				require.NoError(t, <-first)
				done = true
			}
			require.NoError(t, store.Update(ctx, s, addOne))
			require.True(t, done)
			require.Equal(t, 2, counter(t, s))
		})
	}
}

// TestGrowingFileWaitsForNoWriter lets the file outgrow its map again and again, for which bbolt waits until
// nobody has a snapshot: those whose batches are queued must not have one.
func TestGrowingFileWaitsForNoWriter(t *testing.T) {
	s := openFile(t, filepath.Join(t.TempDir(), "test.db"), &boltstore.Options{NoSync: true, MaxMap: -1})
	value := string(make([]byte, 40_000))
	var writers sync.WaitGroup
	errs := make(chan error, 16*8)
	for w := range 16 {
		writers.Go(func() {
			for n := range 8 {
				errs <- store.Update(ctx, s, func(o *store.Overlay) error {
					if err := addOne(o); err != nil {
						return err
					}
					return put(fmt.Sprintf("r%02d/%d", w, n), value)(o)
				})
			}
		})
	}
	writers.Wait()
	for range 16 * 8 {
		require.NoError(t, <-errs)
	}
	require.Equal(t, 16*8, counter(t, s))
}
