package store

import (
	"bytes"
	"fmt"
)

// Batch is what one transaction writes: sorted by key, each key once, no key empty. The engine may keep the
// slices; nobody changes them after Commit.
type Batch []Write

// Check tells whether the batch keeps the limits and its order. ErrTooLarge names the first key that is too
// long, has too long a value, or at which the batch as a whole is too large.
func (b Batch) Check() error {
	size := 0
	for i, w := range b {
		size += len(w.Key) + len(w.Value)
		switch {
		case len(w.Key) == 0:
			return fmt.Errorf("store: write %d of the batch has no key", i)
		case i > 0 && bytes.Compare(b[i-1].Key, w.Key) >= 0:
			return fmt.Errorf("store: write %d of the batch is out of order", i)
		case len(w.Key) > MaxKey:
			return fmt.Errorf("%w: key %.32x… has %d bytes, at most %d", ErrTooLarge, w.Key, len(w.Key), MaxKey)
		case len(w.Value) > MaxValue:
			return fmt.Errorf("%w: the value of key %x has %d bytes, at most %d", ErrTooLarge, w.Key, len(w.Value), MaxValue)
		case size > MaxBatch:
			return fmt.Errorf("%w: the batch has over %d bytes at write %d of %d", ErrTooLarge, MaxBatch, i, len(b))
		}
	}
	return nil
}
