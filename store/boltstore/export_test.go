package boltstore

import (
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
)

// For tests in boltstore_test.
var (
	AppendSealed = appendSealed
	Unseal       = unseal
)

// HookWrites has each write of a group go through the hook.
func HookWrites(s *Store, hook func(write func() error) error) {
	next := s.queue.write
	s.queue.write = func(b store.Batch) error { return hook(func() error { return next(b) }) }
}

// DB gives what is below the store.
func DB(s *Store) *bolt.DB { return s.db }

// Judge is what is said of a failed commit.
func Judge(s *Store, id int, err error) error { return s.judge(id, err) }

// NewestTxn gives the number of the last transaction in the file.
func NewestTxn(t testing.TB, s *Store) int {
	id, err := s.newestTxn()
	if err != nil {
		t.Fatal(err)
	}
	return id
}
