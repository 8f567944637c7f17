package boltstore

import (
	"fmt"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
)

// On gives a store in a bucket of a file that the host program has open with bbolt. The bucket is made if
// there is none, unless the host has the file open for reading only; the other buckets are left alone, and
// the host may go on to use them.
//
// What is different from a store of [Open]:
//
//   - The file is the host's: Close leaves it open, and the host closes it after Close. Its bbolt options
//     decide about syncs, and whether a reader may have to wait while the file grows (InitialMmapSize).
//   - Open's checks of a damaged file are not made, nor those of bbolt's list of free pages. Values are checked
//     as ever, and pages when they are read.
//   - bbolt lets one writer in at a time: while the host has a writable bolt.Tx open, a commit here waits for it,
//     whatever its context says. On the goroutine that has it open it waits for ever. Nothing here can join a
//     bolt.Tx of the host.
//   - Backup and Stats are about the whole file.
//
// store.ErrCorrupt: the bucket is there and is no store. fault.ErrSchema: a newer version of this package wrote
// it. store.ErrNotFound: there is no such bucket, and the file is open for reading only.
func On(db *bolt.DB, bucket string) (*Store, error) {
	s := newStore(db, db.IsReadOnly())
	s.bucket = []byte(bucket)
	if err := s.moveIn(); err != nil {
		return nil, fmt.Errorf("boltstore: bucket %q: %w", bucket, err)
	}
	return s, nil
}

// moveIn makes the bucket, or checks that the one that is there is a store.
func (s *Store) moveIn() (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	known := false
	err = s.db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket(s.bucket)
		if known = b != nil; !known {
			return nil
		}
		return checkFormat(b)
	})
	switch {
	case err != nil || known:
		return err
	case s.readOnly:
		return store.ErrNotFound
	}
	return s.db.Update(func(tx *bolt.Tx) error {
		b, err := tx.CreateBucket(s.bucket)
		if err != nil {
			return err
		}
		return writeFormat(b)
	})
}

// buckets is what has buckets: a transaction, that is a file, or the bucket of a guest.
type buckets interface {
	Bucket(name []byte) *bolt.Bucket
	CreateBucket(name []byte) (*bolt.Bucket, error)
	CreateBucketIfNotExists(name []byte) (*bolt.Bucket, error)
	Cursor() *bolt.Cursor
}

// home gives what the buckets of the store are in. store.ErrCorrupt: the host has deleted it.
func (s *Store) home(tx *bolt.Tx) (buckets, error) {
	if s.bucket == nil {
		return tx, nil
	}
	b := tx.Bucket(s.bucket)
	if b == nil {
		return nil, fmt.Errorf("%w: bucket %q is gone", store.ErrCorrupt, s.bucket)
	}
	return b, nil
}
