package boltstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
)

var _ store.Compactor = (*Store)(nil)

// chunk is how many bytes of keys and values one transaction of a compaction has: bbolt gets slower with each
// key in a transaction, and keeps all of it in memory.
const chunk = 4 << 20

// Compact writes a snapshot of now into a new file at path, which must not exist, without free pages and
// with all others filled as Open's are. Writers and readers go on meanwhile. It reads and checks every value.
// The new file appears whole and durable, or not at all. Of a store in a host's file it makes a file of its
// own.
//
// fs.ErrExist: there is something at path. store.ErrCorrupt: a value is damaged. The other errors are those of
// Begin and of the file system, and the cause of a ctx that ends while it goes on.
func (s *Store) Compact(ctx context.Context, path string) error {
	t, err := s.Begin(ctx, false)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if err := s.compact(ctx, t, path); err != nil {
		return fmt.Errorf("boltstore: compacting into %s: %w", path, err)
	}
	return nil
}

func (s *Store) compact(ctx context.Context, r store.Reader, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fs.ErrExist, err)
	}
	info, err := os.Stat(s.db.Path())
	if err != nil {
		return err
	}
	temp, err := createTemp(path, info.Mode().Perm())
	if err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := fillFile(ctx, r, temp); err != nil {
		return err
	}
	if err := publish(temp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// fillFile makes a store of a file of no length and copies what r has into it.
func fillFile(ctx context.Context, r store.Reader, path string) error {
	o := Options{MaxMap: -1, NoSync: true}
	if err := writeEmpty(path, o); err != nil {
		return err
	}
	db, _, err := openBolt(path, o)
	if err != nil {
		return err
	}
	err = copyAll(ctx, r, db)
	if err == nil {
		err = db.Sync()
	}
	return errors.Join(err, closeBolt(db))
}

// copyAll copies in chunks. The entries of our own reader last as long as its transaction.
func copyAll(ctx context.Context, r store.Reader, db *bolt.DB) error {
	var batch store.Batch
	size := 0
	for e, err := range r.Scan(store.Range{}) {
		if err != nil {
			return err
		}
		batch = append(batch, store.Write(e))
		if size += len(e.Key) + len(e.Value); size < chunk {
			continue
		}
		if err := copyChunk(ctx, batch, db); err != nil {
			return err
		}
		batch, size = batch[:0], 0
	}
	return copyChunk(ctx, batch, db)
}

func copyChunk(ctx context.Context, b store.Batch, db *bolt.DB) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return db.Update(func(tx *bolt.Tx) error { return put(tx, b) })
}
