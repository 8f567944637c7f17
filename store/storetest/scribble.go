package storetest

import (
	"bytes"
	"context"
	"iter"

	"github.com/clientele-go/clientele/store"
)

// Scribble wraps a store so that bytes turn bad the moment that they are no longer valid: those of a scan after
// their step, those of Get and GetMany when the transaction ends. What keeps them too long reads nonsense.
func Scribble(s store.Store) store.Store { return scribble{s} }

type scribble struct{ store.Store }

func (s scribble) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := s.Store.Begin(ctx, writable)
	if err != nil {
		return nil, err
	}
	return &scribbleTxn{Txn: txn}, nil
}

type scribbleTxn struct {
	store.Txn
	given [][]byte
}

// give gives a copy that is spoiled at the end.
func (t *scribbleTxn) give(value []byte) []byte {
	if value == nil {
		return nil
	}
	value = exact(value)
	t.given = append(t.given, value)
	return value
}

// exact gives a copy that is not nil and has no room behind it.
func exact(b []byte) []byte {
	c := make([]byte, len(b))
	copy(c, b)
	return c
}

func spoil(b []byte) { copy(b, bytes.Repeat([]byte{0xdb}, len(b))) }

func (t *scribbleTxn) Get(key []byte) ([]byte, error) {
	value, err := t.Txn.Get(key)
	return t.give(value), err
}

func (t *scribbleTxn) GetMany(keys [][]byte) ([][]byte, error) {
	values, err := t.Txn.GetMany(keys)
	for i, value := range values {
		values[i] = t.give(value)
	}
	return values, err
}

func (t *scribbleTxn) Scan(r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		for e, err := range t.Txn.Scan(r) {
			if err != nil {
				yield(store.Entry{}, err)
				return
			}
			key, value := exact(e.Key), exact(e.Value)
			more := yield(store.Entry{Key: key, Value: value}, nil)
			spoil(key)
			spoil(value)
			if !more {
				return
			}
		}
	}
}

func (t *scribbleTxn) Commit(b store.Batch) error {
	defer t.end()
	return t.Txn.Commit(b)
}

func (t *scribbleTxn) Rollback() error {
	defer t.end()
	return t.Txn.Rollback()
}

// end spoils what was given.
func (t *scribbleTxn) end() {
	for _, b := range t.given {
		spoil(b)
	}
	t.given = nil
}
