package storetest_test

import (
	"bytes"
	"context"
	"iter"
	"runtime"
	"sync/atomic"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

// faulty is a good engine of which single methods are replaced by bad ones. A nil function is the good method.
type faulty struct {
	store.Store
	begin    func(s *faulty, ctx context.Context, writable bool) (store.Txn, error)
	closing  func(s *faulty) error
	get      func(t *faultyTxn, key []byte) ([]byte, error)
	getMany  func(t *faultyTxn, keys [][]byte) ([][]byte, error)
	scan     func(t *faultyTxn, r store.Range) iter.Seq2[store.Entry, error]
	commit   func(t *faultyTxn, b store.Batch) error
	rollback func(t *faultyTxn) error
	calls    atomic.Int64
	begun    atomic.Int64
	buffer   []byte
}

func bad(change func(*faulty)) func() store.Store {
	return func() store.Store {
		s := &faulty{Store: memstore.New()}
		change(s)
		return s
	}
}

func (s *faulty) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if s.begin != nil {
		return s.begin(s, ctx, writable)
	}
	return s.good(ctx, writable)
}

// good begins as a good engine does.
func (s *faulty) good(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := s.Store.Begin(ctx, writable)
	if err != nil {
		return nil, err
	}
	s.begun.Add(1)
	return &faultyTxn{Txn: txn, store: s}, nil
}

func (s *faulty) Close() error {
	if s.closing != nil {
		return s.closing(s)
	}
	return s.Store.Close()
}

// now reads the newest state, whatever the snapshot is.
func (s *faulty) now(read func(store.Reader)) error {
	return store.View(context.Background(), s.Store, func(r store.Reader) error {
		read(r)
		return nil
	})
}

type faultyTxn struct {
	store.Txn
	store *faulty
	ended bool
}

func (t *faultyTxn) Get(key []byte) ([]byte, error) {
	if t.store.get != nil && !t.ended {
		return t.store.get(t, key)
	}
	return t.Txn.Get(key)
}

func (t *faultyTxn) GetMany(keys [][]byte) ([][]byte, error) {
	if t.store.getMany != nil && !t.ended {
		return t.store.getMany(t, keys)
	}
	return t.Txn.GetMany(keys)
}

func (t *faultyTxn) Scan(r store.Range) iter.Seq2[store.Entry, error] {
	if t.store.scan != nil && !t.ended {
		return t.store.scan(t, r)
	}
	return t.Txn.Scan(r)
}

func (t *faultyTxn) Commit(b store.Batch) error {
	defer func() { t.ended = true }()
	if t.store.commit != nil && !t.ended {
		return t.store.commit(t, b)
	}
	return t.Txn.Commit(b)
}

func (t *faultyTxn) Rollback() error {
	t.ended = true
	if t.store.rollback != nil {
		return t.store.rollback(t)
	}
	return t.Txn.Rollback()
}

// The faults, each the kind of mistake that an engine really makes.

func halfBatch(t *faultyTxn, b store.Batch) error {
	if len(b) > 500 {
		b = b[:500]
	}
	return t.Txn.Commit(b)
}

func reusedBytes(t *faultyTxn, key []byte) ([]byte, error) {
	value, err := t.Txn.Get(key)
	if err != nil || len(value) == 0 {
		return value, err
	}
	if len(t.store.buffer) < len(value) {
		t.store.buffer = make([]byte, len(value))
	}
	copy(t.store.buffer, value)
	return t.store.buffer[:len(value):len(value)], nil
}

func roomBehind(t *faultyTxn, key []byte) ([]byte, error) {
	value, err := t.Txn.Get(key)
	if err != nil {
		return nil, err
	}
	return append(make([]byte, 0, len(value)+8), value...), nil
}

// liveScan goes on in the newest state after the first entry.
func liveScan(t *faultyTxn, r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		for {
			var next store.Entry
			one := r
			one.Limit = 1
			if err := t.store.now(func(reader store.Reader) {
				for e := range reader.Scan(one) {
					next = e
				}
			}); err != nil || next.Key == nil || !yield(next, nil) {
				return
			}
			if r.Reverse {
				r.Hi = next.Key
			} else {
				r.Lo = append(bytes.Clone(next.Key), 0)
			}
			if r.Limit > 0 {
				if r.Limit--; r.Limit == 0 {
					return
				}
			}
		}
	}
}

func liveGet(t *faultyTxn, key []byte) (value []byte, err error) {
	if now := t.store.now(func(r store.Reader) { value, err = r.Get(key) }); now != nil {
		return nil, now
	}
	return value, err
}

// staleWriter takes the snapshot before it waits for the writer.
func staleWriter(s *faulty, ctx context.Context, writable bool) (store.Txn, error) {
	snapshot, err := s.Store.Begin(ctx, false)
	if err != nil || !writable {
		return snapshot, err
	}
	txn, err := s.good(ctx, true)
	if err != nil {
		snapshot.Rollback()
		return nil, err
	}
	return &staleTxn{Txn: txn, snapshot: snapshot}, nil
}

type staleTxn struct {
	store.Txn
	snapshot store.Txn
}

func (t *staleTxn) Get(key []byte) ([]byte, error) { return t.snapshot.Get(key) }
func (t *staleTxn) Commit(b store.Batch) error {
	t.snapshot.Rollback()
	return t.Txn.Commit(b)
}
func (t *staleTxn) Rollback() error {
	t.snapshot.Rollback()
	return t.Txn.Rollback()
}

func nilForEmpty(t *faultyTxn, keys [][]byte) ([][]byte, error) {
	values, err := t.Txn.GetMany(keys)
	for i, v := range values {
		if len(v) == 0 {
			values[i] = nil
		}
	}
	return values, err
}

// emptyForNil stores an empty value where it should delete.
func emptyForNil(t *faultyTxn, b store.Batch) error {
	kept := make(store.Batch, len(b))
	for i, w := range b {
		kept[i] = store.Write{Key: w.Key, Value: append([]byte{}, w.Value...)}
	}
	return t.Txn.Commit(kept)
}

// highIncluded takes the upper bound of a reverse scan for part of the range.
func highIncluded(t *faultyTxn, r store.Range) iter.Seq2[store.Entry, error] {
	if r.Reverse && r.Hi != nil {
		r.Hi = append(bytes.Clone(r.Hi), 0)
	}
	return t.Txn.Scan(r)
}

func emptyHighIsNone(t *faultyTxn, r store.Range) iter.Seq2[store.Entry, error] {
	if len(r.Hi) == 0 {
		r.Hi = nil
	}
	return t.Txn.Scan(r)
}

func limitIgnored(t *faultyTxn, r store.Range) iter.Seq2[store.Entry, error] {
	r.Limit = 0
	return t.Txn.Scan(r)
}

// oneClass ends a scan where the first byte changes.
func oneClass(t *faultyTxn, r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		first := -1
		for e, err := range t.Txn.Scan(r) {
			if err == nil && first >= 0 && int(e.Key[0]) != first || !yield(e, err) {
				return
			}
			if err == nil {
				first = int(e.Key[0])
			}
		}
	}
}

// halfRefused writes what comes before the write that is too large.
func halfRefused(t *faultyTxn, b store.Batch) error {
	err := b.Check()
	if err == nil {
		return t.Txn.Commit(b)
	}
	if b[:1].Check() == nil {
		t.Txn.Commit(b[:1])
	} else {
		t.Txn.Rollback()
	}
	return err
}

// conflictAfterWriting answers a conflict once, and has written.
func conflictAfterWriting(t *faultyTxn, b store.Batch) error {
	err := t.Txn.Commit(b)
	if err == nil && t.store.calls.Add(1) == 1 {
		return store.ErrConflict
	}
	return err
}

// twoSteps commits the first half, lets others look if there are any, and commits the rest.
func twoSteps(t *faultyTxn, b store.Batch) error {
	if len(b) < 2 || b.Check() != nil {
		return t.Txn.Commit(b)
	}
	if err := t.Txn.Commit(b[:len(b)/2]); err != nil {
		return err
	}
	seen := t.store.begun.Load() + 2
	for n := 0; n < 100_000 && t.store.begun.Load() < seen; n++ {
		runtime.Gosched()
	}
	rest, err := t.store.Store.Begin(context.Background(), true)
	if err != nil {
		return err
	}
	return rest.Commit(b[len(b)/2:])
}

func writesOnRollback(t *faultyTxn) error {
	err := t.Txn.Rollback()
	if err == nil && t.store.calls.Add(1) == 1 {
		err = store.Update(context.Background(), t.store.Store, func(o *store.Overlay) error {
			o.Put([]byte("half"), nil)
			return nil
		})
	}
	return err
}

func closeOnce(s *faulty) error {
	if s.calls.Add(1) > 1 {
		return store.ErrClosed
	}
	return s.Store.Close()
}

func contextError(s *faulty, ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := s.good(ctx, writable)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return txn, err
}

func writesReadOnly(t *faultyTxn, b store.Batch) error {
	err := t.Txn.Commit(b)
	if err == store.ErrReadOnly {
		return nil
	}
	return err
}

// afterlife reads on when the transaction has ended.
func afterlife(s *faulty, ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := s.good(ctx, writable)
	if err != nil {
		return nil, err
	}
	return &ghost{txn, s}, nil
}

type ghost struct {
	store.Txn
	store *faulty
}

func (t *ghost) Get(key []byte) ([]byte, error) {
	value, err := t.Txn.Get(key)
	if err == store.ErrClosed {
		return liveGet(&faultyTxn{Txn: t.Txn, store: t.store}, key)
	}
	return value, err
}

func reorders(t *faultyTxn, b store.Batch) error {
	err := t.Txn.Commit(append(store.Batch(nil), b...))
	if len(b) > 1 {
		b[0], b[1] = b[1], b[0]
	}
	return err
}
