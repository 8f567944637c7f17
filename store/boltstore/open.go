package boltstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/internal/gate"
)

// growth is by how many bytes more than needed the file is made to grow, so that few commits need to.
const growth = 1 << 20

// Store is a store in one file. Use [Open].
type Store struct {
	db       *bolt.DB
	gate     *gate.Gate
	queue    *queue
	readOnly bool
}

// Open opens the store in the file at path, and makes the file if there is none. Nil options are the defaults.
//
// store.ErrLocked: another process has the file, or this one has it open already. store.ErrCorrupt: the file
// is damaged, cut off, of no length, or no store. fault.ErrSchema: a newer version of this package wrote it.
// fs.ErrNotExist: there is no file and ReadOnly is set, or no directory. Nothing is kept open or locked after
// an error.
func Open(path string, options *Options) (*Store, error) {
	o := options.withDefaults()
	if !o.ReadOnly {
		if err := createMissing(path, o); err != nil {
			return nil, fmt.Errorf("boltstore: creating %s: %w", path, err)
		}
	}
	if err := checkFile(path); err != nil {
		return nil, err
	}
	db, err := openBolt(path, o)
	if err != nil {
		return nil, err
	}
	if err := checkFormat(db); err != nil {
		closeBolt(db)
		return nil, fmt.Errorf("%w (%s)", err, path)
	}
	return newStore(db, o.ReadOnly), nil
}

func newStore(db *bolt.DB, readOnly bool) *Store {
	s := &Store{db: db, gate: gate.New(), readOnly: readOnly}
	s.queue = newQueue(s.write)
	return s
}

// openBolt lets bbolt open a file. If bbolt panics over it, the file is closed, which frees its lock; only the
// address space that was reserved for it stays lost.
func openBolt(path string, o Options) (db *bolt.DB, err error) {
	var file *os.File
	options := o.bolt()
	options.OpenFile = func(name string, flag int, mode fs.FileMode) (*os.File, error) {
		f, err := os.OpenFile(name, flag, mode)
		file = f
		return f, err
	}
	db, err = guardedOpen(path, o.Mode, options)
	switch {
	case err == nil:
		db.AllocSize = growth
		return db, nil
	case errors.Is(err, store.ErrCorrupt):
		file.Close()
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("%w: %s", store.ErrLocked, path)
	case isDamage(err):
		return nil, fmt.Errorf("%w: %s: %v", store.ErrCorrupt, path, err)
	}
	return nil, fmt.Errorf("boltstore: opening %s: %w", path, err)
}

func isDamage(err error) bool {
	return errors.Is(err, berrors.ErrInvalid) || errors.Is(err, berrors.ErrVersionMismatch) || errors.Is(err, berrors.ErrChecksum)
}

func guardedOpen(path string, mode fs.FileMode, options *bolt.Options) (db *bolt.DB, err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return bolt.Open(path, mode, options)
}

func closeBolt(db *bolt.DB) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return db.Close()
}

// Begin starts a transaction, as store.Store says. A writable one of a store whose last commit nobody knows
// the outcome of is refused with store.ErrUnknown.
func (s *Store) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if err := s.gate.Enter(ctx, writable); err != nil {
		return nil, err
	}
	t, err := s.begin(writable)
	if err != nil {
		s.gate.Leave(writable)
		return nil, err
	}
	return t, nil
}

func (s *Store) begin(writable bool) (_ *txn, err error) {
	t := &txn{store: s, writable: writable}
	if writable {
		if s.readOnly {
			return nil, store.ErrReadOnly
		}
		if t.pending, err = s.queue.begin(); err != nil { // before the snapshot
			return nil, err
		}
	}
	if t.snapshot, err = beginBolt(s.db, false); err != nil {
		return nil, err
	}
	return t, nil
}

func beginBolt(db *bolt.DB, writable bool) (tx *bolt.Tx, err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return db.Begin(writable)
}

// Close waits for open transactions to end, and closes and unlocks the file.
func (s *Store) Close() error {
	if !s.gate.Close() {
		return nil
	}
	return closeBolt(s.db)
}
