package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// attempts bounds how often a transaction is run before its ErrConflict is given to the caller.
const attempts = 10

// View runs fn on one snapshot. fn runs again if it answers ErrConflict, so it must have no
// effect but its result. The errors are those of Begin and of fn.
func View(ctx context.Context, s Store, fn func(Reader) error) error {
	return Retry(ctx, func() error {
		txn, err := s.Begin(ctx, false)
		if err != nil {
			return err
		}
		defer txn.Rollback()
		return fn(txn)
	})
}

// Update runs fn on one snapshot and commits what it wrote, all or nothing. If fn gives an error, or panics,
// nothing is written. On ErrConflict it runs fn again, at most ten times in all, so fn must have no effect but
// its writes and its result. The errors are those of Begin, of fn and of Commit; a cancelled ctx ends the
// running again with its cause.
//
// fn must not begin another transaction of the same store: with an engine that lets one writer in at a time
// it would wait for itself.
func Update(ctx context.Context, s Store, fn func(*Overlay) error) error {
	return Retry(ctx, func() error {
		txn, err := s.Begin(ctx, true)
		if err != nil {
			return err
		}
		defer txn.Rollback() // for a panic or a Goexit in fn; else it has ended by then
		o := NewOverlay(txn)
		if err := fn(o); err != nil {
			return refuse(txn, err)
		}
		return txn.Commit(o.Batch())
	})
}

// refuse ends a transaction whose closure gave err. If what the closure read did not last, err is about
// something that never was: then the answer is ErrConflict.
func refuse(txn Txn, err error) error {
	ended := txn.Rollback()
	switch {
	case ended == nil:
		return err
	case errors.Is(ended, ErrConflict):
		return ended
	}
	return errors.Join(err, ended)
}

// Retry runs attempt until it gives something else than ErrConflict, at most ten times, with a short random
// wait between two runs that ctx may end; then the error is its cause. What is still a conflict after the last
// run stays one. It is what View and Update do, for those who call Begin themselves.
func Retry(ctx context.Context, attempt func() error) error {
	for n := range attempts - 1 {
		err := attempt()
		if !errors.Is(err, ErrConflict) {
			return err
		}
		if err := pause(ctx, n); err != nil {
			return err
		}
	}
	return attempt()
}

// pause waits up to 100 µs, and up to twice as long after each further run.
func pause(ctx context.Context, n int) error {
	timer := time.NewTimer(rand.N(100 * time.Microsecond << n))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
