package boltstore

import (
	"context"
	"fmt"
	"io"

	"github.com/clientele-go/clientele/store"
)

var _ store.Backuper = (*Store)(nil)

// Backup writes a snapshot of now to w, as a file that Open opens. Writers and readers go on meanwhile; the
// snapshot is a reader, so the file may grow while w is slow. It is a copy of the pages as they are, free ones
// included, and reads none of the values. That of a store in a host's file is a copy of the host's whole file.
//
// The errors are those of Begin, those of w, and the cause of a ctx that ends while it goes on; what was
// written until then is no store.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	t, err := s.Begin(ctx, false)
	if err != nil {
		return err
	}
	defer t.Rollback()
	watched := &watchedWriter{ctx: ctx, w: w}
	_, err = t.(*txn).snapshot.WriteTo(watched)
	switch {
	case watched.err != nil:
		return watched.err
	case err != nil:
		return fmt.Errorf("boltstore: backup: %w", err)
	}
	return nil
}

// watchedWriter writes to w until ctx is done. bbolt does not wrap all errors of a writer, so it keeps them.
type watchedWriter struct {
	ctx context.Context
	w   io.Writer
	err error
}

func (w *watchedWriter) Write(b []byte) (n int, err error) {
	if w.ctx.Err() != nil {
		w.err = context.Cause(w.ctx)
		return 0, w.err
	}
	n, w.err = w.w.Write(b)
	return n, w.err
}
