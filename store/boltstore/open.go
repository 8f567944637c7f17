package boltstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/internal/gate"
)

// growth is by how many bytes more than needed the file is made to grow, so that few commits need to.
const growth = 1 << 20

// Store is a store in one file. Use [Open] or [On].
type Store struct {
	db       *bolt.DB
	file     *os.File // bbolt's; nil if it is the host's
	bucket   []byte   // what the store is in, in the host's file
	gate     *gate.Gate
	queue    *queue
	readers  readers
	stuck    atomic.Bool // bbolt keeps a lock for ever
	lost     atomic.Bool // and no reader can begin because of it
	readOnly bool
}

// Open opens the store in the file at path, and makes the file if there is none. Nil options are the defaults.
//
// It reads about one page in a hundred, to see that the file holds together: 20 ms for a file of 650 MB.
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
	db, file, err := openBolt(path, o)
	if err != nil {
		return nil, err
	}
	if err := checkFormatOf(db); err != nil {
		closeBolt(db)
		return nil, fmt.Errorf("%w (%s)", err, path)
	}
	s := newStore(db, o.ReadOnly)
	s.file = file
	return s, nil
}

func newStore(db *bolt.DB, readOnly bool) *Store {
	s := &Store{db: db, gate: gate.New(), readOnly: readOnly}
	s.queue = newQueue(s.write)
	return s
}

// openBolt lets bbolt open a file. If bbolt panics over it, the file is unlocked and closed; only the
// address space that was reserved for it stays lost.
func openBolt(path string, o Options) (db *bolt.DB, file *os.File, err error) {
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
		return db, file, nil
	case errors.Is(err, store.ErrCorrupt):
		closeFile(file)
	case errors.Is(err, berrors.ErrTimeout):
		return nil, nil, fmt.Errorf("%w: %s", store.ErrLocked, path)
	case isDamage(err):
		return nil, nil, fmt.Errorf("%w: %s: %v", store.ErrCorrupt, path, err)
	}
	return nil, nil, fmt.Errorf("boltstore: opening %s: %w", path, err)
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
	if t.snapshot, err = s.beginBolt(false); err != nil {
		return nil, err
	}
	if !writable {
		s.readers.add(&t.reader)
	}
	return t, nil
}

// beginBolt begins a transaction of bbolt. If bbolt panics in it, it keeps its locks: then what needs them does
// not begin any more, rather than to wait for them for ever.
func (s *Store) beginBolt(writable bool) (*bolt.Tx, error) {
	if s.lost.Load() || writable && s.stuck.Load() {
		return nil, fmt.Errorf("%w: bbolt has failed over it before", store.ErrCorrupt)
	}
	tx, err := beginBolt(s.db, writable)
	if errors.Is(err, store.ErrCorrupt) {
		s.stuck.Store(true)
		s.lost.Store(!writable)
	}
	return tx, err
}

func beginBolt(db *bolt.DB, writable bool) (tx *bolt.Tx, err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return db.Begin(writable)
}

// Close waits for open transactions to end, and closes and unlocks the file, unless it is the host's. If bbolt
// has failed over a damaged file in the middle of its work, the file is unlocked and closed, and the address space that
// was reserved for it stays lost.
func (s *Store) Close() error {
	switch {
	case !s.gate.Close(), s.file == nil:
		return nil
	case s.stuck.Load():
		return closeFile(s.file)
	}
	s.flushFreelist()
	return closeBolt(s.db)
}
