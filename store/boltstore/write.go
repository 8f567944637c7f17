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

// write commits a batch in one bbolt transaction. ErrUnknown: the store must take no more writes. After any
// other error nothing is written, and it may be called again.
func (s *Store) write(b store.Batch) error {
	tx, err := s.beginBolt(true)
	if errors.Is(err, store.ErrCorrupt) { // bbolt's lock may still be held
		return fmt.Errorf("%w: beginning to write: %w", store.ErrUnknown, err)
	}
	if err != nil {
		return fmt.Errorf("boltstore: beginning to write: %w", err)
	}
	s.chooseFreelist()
	id := tx.ID()
	if err := s.put(tx, b); err != nil {
		return errors.Join(err, s.abandon(tx))
	}
	if err := commitBolt(tx); err != nil {
		return s.judge(id, errors.Join(err, s.abandon(tx)))
	}
	return nil
}

// judge tells whether the failed commit of transaction id is known to have written nothing. The meta page is
// what bbolt writes last: after the data pages are synced, and nothing that came before matters without it. So
// if the newest valid one, in the mapped file, is still that of a transaction before, this one is not in the
// file, and bbolt has taken it back. What may have gone further, as when the last sync fails, nobody knows; nor
// whether bbolt can be trusted after a panic.
func (s *Store) judge(id int, err error) error {
	if errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrUnknown) {
		return fmt.Errorf("%w: %w", store.ErrUnknown, err)
	}
	newest, readErr := s.newestTxn()
	if readErr != nil || newest >= id {
		return fmt.Errorf("%w: %w", store.ErrUnknown, errors.Join(err, readErr))
	}
	return fmt.Errorf("boltstore: nothing was written: %w", err)
}

// newestTxn gives the number of the last transaction in the file.
func (s *Store) newestTxn() (int, error) {
	snapshot, err := s.beginBolt(false)
	if err != nil {
		return 0, err
	}
	id := snapshot.ID()
	return id, rollbackBolt(snapshot)
}

// put checks the pages that the batch will change, and does its writes.
func (s *Store) put(tx *bolt.Tx, b store.Batch) error {
	home, err := s.home(tx)
	if err != nil {
		return err
	}
	if err := s.checkPaths(tx, b); err != nil {
		return err
	}
	return put(home, b)
}

// put does the writes of a batch. bbolt keeps the values until the commit, and copies the keys.
func put(home buckets, b store.Batch) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	values := sealBatch(b)
	var bucket *bolt.Bucket
	for i, w := range b {
		if i == 0 || b[i-1].Key[0] != w.Key[0] {
			if bucket, err = home.CreateBucketIfNotExists(w.Key[:1]); err != nil {
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

func putOne(bucket *bolt.Bucket, key, sealed []byte) (err error) {
	if sealed == nil {
		err = bucket.Delete(key)
	} else {
		err = bucket.Put(key, sealed)
	}
	if errors.Is(err, berrors.ErrIncompatibleValue) {
		return fmt.Errorf("%w: a bucket is in place of the value", store.ErrCorrupt)
	}
	return err
}

func commitBolt(tx *bolt.Tx) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return tx.Commit()
}

// abandon rolls a failed transaction back. ErrUnknown: bbolt cannot do even that, and its lock may still be held.
func (s *Store) abandon(tx *bolt.Tx) error {
	err := rollbackBolt(tx)
	if err == nil || errors.Is(err, berrors.ErrTxClosed) {
		return nil
	}
	s.stuck.Store(true)
	return fmt.Errorf("%w: %w", store.ErrUnknown, err)
}

func rollbackBolt(tx *bolt.Tx) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return tx.Rollback()
}
