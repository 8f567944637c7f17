package store

import (
	"context"
	"io"
)

// The abilities that an engine may have beyond Store, found by type assertion.

// Counter counts the keys of a range without giving them.
type Counter interface {
	// Count gives the number of keys in r, of which it ignores Reverse. A Reader may have it.
	Count(r Range) (int, error)
}

// Backuper copies a store while it is used.
type Backuper interface {
	// Backup writes one consistent snapshot to w, in the engine's own file format.
	Backup(ctx context.Context, w io.Writer) error
}

// Compactor rewrites a store without its free space.
type Compactor interface {
	// Compact writes the live data into a new file at path, which must not exist.
	Compact(ctx context.Context, path string) error
}

// Statser tells what a store holds.
type Statser interface {
	Stats(ctx context.Context) (Stats, error)
}

// Stats is what an engine knows about itself. A figure that it does not know is -1.
type Stats struct {
	Size       int64 // bytes of the file or of what is held in memory
	Free       int64 // bytes inside Size that hold nothing
	Readers    int   // read transactions open now
	OldestRead int64 // age of the oldest of them, nanoseconds
}
