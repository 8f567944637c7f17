package boltstore

import (
	"context"
	"fmt"
	"os"

	"github.com/clientele-go/clientele/store"
)

var _ store.Statser = (*Store)(nil)

// Stats gives the size of the file, and how much of it is free: pages that hold nothing, or only what no new
// reader sees any more, and what the file was made longer by for the writes to come. -1 is not known: a store
// that is open for reading only does not look for its free pages. A writer's own snapshot is not among the
// readers. In a host's file the figures are those of the whole file.
//
// The errors are those of Begin, and of asking for the size of the file.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	count, oldest := s.readers.open()
	t, err := s.Begin(ctx, false)
	if err != nil {
		return store.Stats{}, err
	}
	defer t.Rollback()
	info, err := os.Stat(s.db.Path())
	if err != nil {
		return store.Stats{}, fmt.Errorf("boltstore: size of the file: %w", err)
	}
	return store.Stats{
		Size:       info.Size(),
		Free:       s.free(info.Size() - t.(*txn).snapshot.Size()),
		Readers:    count,
		OldestRead: oldest.Nanoseconds(),
	}, nil
}

// free gives the bytes that hold nothing, of which there are some behind the last page in use.
func (s *Store) free(behind int64) int64 {
	known := s.db.Stats()
	if s.readOnly || known.TxN == 0 { // or the host has turned its statistics off
		return -1
	}
	pages := known.FreePageN + known.PendingPageN
	return int64(pages)*int64(s.db.Info().PageSize) + max(behind, 0)
}
