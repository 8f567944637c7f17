package boltstore

import (
	"bytes"
	"context"
	"fmt"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/store"
)

// Verify reads every page and every value of a snapshot and checks that they are as they were written: more
// than Open, which reads no leaf below a branch, and more than a scan, which does not miss a key that is gone.
// Writers and readers go on meanwhile. It takes time as for reading the whole file, and little memory. Whether
// keys and values agree with each other is not its business; clientele.Check looks at that.
//
// store.ErrCorrupt names the first page or key that is damaged. The other errors are those of Begin, and the
// cause of a ctx that ends while it goes on. Of a store in a host's file it checks the values alone.
func (s *Store) Verify(ctx context.Context) error {
	t, err := s.Begin(ctx, false)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if s.file == nil {
		return verifyValues(ctx, t)
	}
	return verifyPages(ctx, t.(*txn).snapshot)
}

func verifyValues(ctx context.Context, r store.Reader) error {
	for _, err := range r.Scan(store.Range{}) {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return nil
}

func verifyPages(ctx context.Context, tx *bolt.Tx) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	s := survey{pages: mappedPages(tx)}
	s.leaf = func(p page) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return p.checkValues()
	}
	if err := s.checkTrees(uint64(tx.Cursor().Bucket().Root())); err != nil {
		return err
	}
	// The meta page is written over by the commit after the next one. Where that has happened, what is free
	// is not looked at.
	m, err := s.metaOf(uint64(tx.ID()))
	if err != nil || m.pageSize == 0 {
		return err
	}
	if m.freelist == noFreelist {
		return nil
	}
	if err := s.freePages(m.freelist); err != nil {
		return err
	}
	return s.checkLost()
}

// metaOf gives the meta page of a transaction, a zero meta if it is not there any more.
func (f *pages) metaOf(txid uint64) (meta, error) {
	for _, offset := range []int64{0, f.pageSize} {
		m, err := readMeta(bytes.NewReader(f.mapped), offset)
		if err != nil || m.txid == txid {
			return m, err
		}
	}
	return meta{}, nil
}

// checkLost checks that no page is neither in use nor free: what was in it is gone.
func (s *survey) checkLost() error {
	for id := uint64(2); id < s.count; id++ {
		if !s.isMarked(id) {
			return damaged(id, "nothing leads to it")
		}
	}
	return nil
}

// checkValues checks the values of a leaf.
func (p page) checkValues() error {
	if err := p.checkIsFlat(); err != nil {
		return err
	}
	for i := range p.elements {
		if _, err := unseal(p.key(i), p.value(i)); err != nil {
			return fmt.Errorf("%w (page %d)", err, p.id)
		}
	}
	return nil
}
