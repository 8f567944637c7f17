package storetest

import (
	"bytes"
	"context"
	"iter"

	"github.com/clientele-go/clientele/store"
)

// Overlaid wraps a store so that everything is read through two store.Overlays: the lower one tells lies about
// what is in the store (values that are wrong, keys that are missing, keys that are not there), the upper one
// takes every lie back. What comes out is the store again, so it passes [Run] if Overlay is right. Begin costs
// O(n).
func Overlaid(s store.Store) store.Store { return overlaid{s} }

type overlaid struct{ store.Store }

func (s overlaid) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := s.Store.Begin(ctx, writable)
	if err != nil {
		return nil, err
	}
	truth, err := lieAndRepent(txn)
	if err != nil {
		txn.Rollback()
		return nil, err
	}
	return &overlaidTxn{Txn: txn, truth: truth}, nil
}

// lieAndRepent gives the two overlays.
func lieAndRepent(r store.Reader) (*store.Overlay, error) {
	lies := store.NewOverlay(r)
	truth := store.NewOverlay(lies)
	n := 0
	for e, err := range r.Scan(store.Range{}) {
		if err != nil {
			return nil, err
		}
		n++
		between := append(bytes.Clone(e.Key), 0)
		_, err := r.Get(between)
		switch {
		case n%4 == 0:
			lies.Put(e.Key, []byte("a lie"))
			truth.Put(e.Key, e.Value)
		case n%4 == 1:
			lies.Delete(e.Key)
			truth.Put(e.Key, e.Value)
		case n%4 == 2 && err != nil: // there is no such key
			lies.Put(between, []byte("a ghost"))
			truth.Delete(between)
		}
	}
	return truth, nil
}

// overlaidTxn reads through the overlays while the transaction is open.
type overlaidTxn struct {
	store.Txn
	truth *store.Overlay
}

func (t *overlaidTxn) reader() store.Reader {
	if t.truth == nil {
		return t.Txn // says ErrClosed
	}
	return t.truth
}

func (t *overlaidTxn) Get(key []byte) ([]byte, error) { return t.reader().Get(key) }

func (t *overlaidTxn) GetMany(keys [][]byte) ([][]byte, error) { return t.reader().GetMany(keys) }

func (t *overlaidTxn) Scan(r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		for e, err := range t.reader().Scan(r) {
			if !yield(e, err) || err != nil {
				return
			}
			if t.truth == nil {
				yield(store.Entry{}, store.ErrClosed)
				return
			}
		}
	}
}

func (t *overlaidTxn) Commit(b store.Batch) error {
	t.truth = nil
	return t.Txn.Commit(b)
}

func (t *overlaidTxn) Rollback() error {
	t.truth = nil
	return t.Txn.Rollback()
}
