package boltstore

import (
	"errors"
	"fmt"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/clientele-go/clientele/store"
)

// fill is how full a page is left. Most keys of a class come in ascending order, and what is not at the end of
// a class is split soon enough.
const fill = 0.95

// write commits a checked batch in one bbolt transaction. Only the one writer calls it.
func (s *Store) write(b store.Batch) error {
	if len(b) == 0 {
		return nil
	}
	tx, err := beginBolt(s.db, true)
	if err != nil {
		return fmt.Errorf("boltstore: beginning to write: %w", err)
	}
	if err := put(tx, b); err != nil {
		return errors.Join(err, s.abandon(tx))
	}
	if err := commitBolt(tx); err != nil {
		s.broken = fmt.Errorf("%w: %w", store.ErrUnknown, err)
		return errors.Join(s.broken, s.abandon(tx))
	}
	return nil
}

// put does the writes of a batch. bbolt keeps the values until the commit, and copies the keys.
func put(tx *bolt.Tx, b store.Batch) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	values := sealBatch(b)
	var bucket *bolt.Bucket
	for i, w := range b {
		if i == 0 || b[i-1].Key[0] != w.Key[0] {
			if bucket, err = tx.CreateBucketIfNotExists(w.Key[:1]); err != nil {
				return fmt.Errorf("boltstore: bucket %x: %w", w.Key[:1], err)
			}
			bucket.FillPercent = fill
		}
		if err := putOne(bucket, w.Key, values[i]); err != nil {
			return fmt.Errorf("boltstore: key %x: %w", w.Key, err)
		}
	}
	return nil
}

func putOne(bucket *bolt.Bucket, key, sealed []byte) error {
	if sealed == nil {
		return bucket.Delete(key)
	}
	return bucket.Put(key, sealed)
}

func commitBolt(tx *bolt.Tx) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return tx.Commit()
}

// abandon rolls a failed transaction back. If bbolt cannot even do that, the store takes no more writes.
func (s *Store) abandon(tx *bolt.Tx) error {
	err := rollbackBolt(tx)
	if err == nil || errors.Is(err, berrors.ErrTxClosed) {
		return nil
	}
	if s.broken == nil {
		s.broken = fmt.Errorf("%w: %w", store.ErrUnknown, err)
	}
	return err
}

func rollbackBolt(tx *bolt.Tx) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return tx.Rollback()
}
