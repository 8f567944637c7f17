package record_test

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// bad is a store with one value that cannot be read.
type bad struct {
	store.Store
	key []byte
}

type badTxn struct {
	store.Txn
	key string
}

func (b *bad) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := b.Store.Begin(ctx, writable)
	return &badTxn{txn, string(b.key)}, err
}

func (b *badTxn) damaged(key []byte) error {
	if b.key == string(key) {
		return fmt.Errorf("%w: key %x", store.ErrCorrupt, key)
	}
	return nil
}

func (b *badTxn) Get(key []byte) ([]byte, error) {
	if err := b.damaged(key); err != nil {
		return nil, err
	}
	return b.Txn.Get(key)
}

func (b *badTxn) GetMany(keys [][]byte) ([][]byte, error) {
	for _, key := range keys {
		if err := b.damaged(key); err != nil {
			return nil, err
		}
	}
	return b.Txn.GetMany(keys)
}

func (b *badTxn) Scan(r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		for e, err := range b.Txn.Scan(r) {
			if err == nil {
				if err = b.damaged(e.Key); err != nil {
					e = store.Entry{}
				}
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// TestCheckReportsWhatTheStoreCannotRead: the value, once, and not what would be missing if it were not there.
func TestCheckReportsWhatTheStoreCannotRead(t *testing.T) {
	for name, where := range map[string]func(p *planted) []byte{
		"a record":              func(p *planted) []byte { return key('r', 't', p.note.ID) },
		"an index entry":        func(p *planted) []byte { return key('i', 'c', byte(1), text("o"), p.acme.ID) },
		"a unique entry":        func(p *planted) []byte { return key('u', 'c', byte(0), text("Acme")) },
		"a referred record":     func(p *planted) []byte { return key('r', 'c', p.acme.ID) },
		"a change":              func(p *planted) []byte { return key('l', 's', 3) },
		"an entry of the log":   func(p *planted) []byte { return key('l', 'r', 't', p.note.ID, 3) },
		"a record in the trash": func(p *planted) []byte { return key('t', 'r', p.set, 't', p.lost.ID) },
		"an entry of the trash": func(p *planted) []byte { return key('t', 'k', 't', p.lost.ID) },
		"a set":                 func(p *planted) []byte { return key('t', 's', p.set) },
	} {
		t.Run(name, func(t *testing.T) {
			p := plant(t)
			db, err := record.Open(ctx, &bad{p.store, where(p)}, schema(), nil)
			require.NoError(t, err)
			report, err := record.Check(ctx, db)
			require.NoError(t, err)
			require.Len(t, report.Problems, 1, "%v", report.Problems)
			require.Equal(t, record.ProblemDamaged, report.Problems[0].Code)
		})
	}
}

// TestCheckGoesOnBesideWhatTheStoreCannotRead finds what else is wrong among the keys looked up with it.
func TestCheckGoesOnBesideWhatTheStoreCannotRead(t *testing.T) {
	p := plant(t)
	p.raw(t, func(o *store.Overlay) { o.Delete(key('i', 'c', byte(1), text("o"), p.other.ID)) })
	db, err := record.Open(ctx, &bad{p.store, key('i', 'c', byte(1), text("o"), p.acme.ID)}, schema(), nil)
	require.NoError(t, err)
	report, err := record.Check(ctx, db)
	require.NoError(t, err)
	require.Len(t, report.Problems, 2, "%v", report.Problems)
	require.Equal(t, record.ProblemIndexMissing, report.Problems[0].Code)
	require.Equal(t, record.ProblemDamaged, report.Problems[1].Code)
}
