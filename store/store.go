package store

import (
	"context"
	"errors"
	"iter"
)

// Store is an ordered, transactional key-value engine. It is safe for concurrent use.
type Store interface {
	// Begin starts a transaction on a snapshot of now. A writable one may have to wait for another writer; its
	// snapshot is of when it was let in. The waiting ends with ctx, whose cause is then the error, as it is
	// if ctx is done beforehand. After Close: ErrClosed. On a store opened for reading only, writable:
	// ErrReadOnly. Every transaction must be ended by Commit or Rollback.
	Begin(ctx context.Context, writable bool) (Txn, error)
	// Close lets no transaction begin any more, waits for the open ones to end, which may still commit, and
	// gives back what the engine holds. Twice is fine.
	Close() error
}

// Reader reads one consistent snapshot.
type Reader interface {
	// Get gives the value of key, or ErrNotFound. The bytes are valid until the transaction ends and must
	// not be changed; there is no room behind them, so that an append copies.
	Get(key []byte) ([]byte, error)
	// GetMany gives the values of keys in their order, nil where there is none; a key may be there twice. It is
	// one round trip on a remote engine. The bytes are as those of Get; an empty value is not nil.
	GetMany(keys [][]byte) ([][]byte, error)
	// Scan walks a range in key order. The entry's bytes are as those of Get, but valid for one step only.
	// After an error, which comes with a zero Entry, the walk is over. Each range over the iterator is a walk
	// of its own, and several may go on at once.
	Scan(r Range) iter.Seq2[Entry, error]
}

// Txn is a transaction. It belongs to one goroutine. A finished one answers ErrClosed to every call but
// Rollback.
type Txn interface {
	Reader
	// Commit writes the batch, all or nothing, and ends the transaction whatever it answers. An empty batch
	// is fine. ErrReadOnly: not a writable transaction. ErrTooLarge: the batch breaks a limit, nothing was
	// written. ErrConflict: nothing was written, run again. ErrUnknown: nobody knows.
	Commit(b Batch) error
	// Rollback ends the transaction without writing. After Commit or Rollback it gives nil. Of a writable
	// transaction it waits until what was read is durable; ErrConflict: it was not, run again.
	Rollback() error
}

// Entry is one row that a scan gives.
type Entry struct{ Key, Value []byte }

// Write is one change: Value nil deletes Key, an empty Value is a value.
type Write struct{ Key, Value []byte }

// Range is what a scan walks: keys k with Lo ≤ k < Hi, bytewise. Hi nil is no upper bound, while no key is
// below an empty Hi. Limit 0 is no limit.
type Range struct {
	Lo, Hi  []byte
	Reverse bool // from the highest key down
	Limit   int
}

// Prefix gives the range of all keys that start with p. An empty p is every key.
func Prefix(p []byte) Range {
	return Range{Lo: p, Hi: After(p)}
}

// After gives the first key that is above every key that starts with p, or nil if there is none.
func After(p []byte) []byte {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i] != 0xff {
			hi := append([]byte(nil), p[:i+1]...)
			hi[i]++
			return hi
		}
	}
	return nil
}

// The limits of every engine, in bytes. They are checked by Batch.Check before anything is written.
const (
	MaxKey   = 1 << 10  // of a key
	MaxValue = 1 << 20  // of a value
	MaxBatch = 64 << 20 // of all keys and values of a batch
)

// What an engine may answer.
var (
	ErrNotFound = errors.New("store: not found")
	ErrConflict = errors.New("store: a concurrent transaction got in the way; run again")
	ErrUnknown  = errors.New("store: the outcome of the commit is not known; open the store again")
	ErrReadOnly = errors.New("store: read only")
	ErrClosed   = errors.New("store: closed")
	ErrTooLarge = errors.New("store: too large")
	ErrCorrupt  = errors.New("store: the stored data is damaged")
	ErrLocked   = errors.New("store: the file is in use by another process")
	ErrBusy     = errors.New("store: another writer did not finish in time")
)
