package record

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// Tx is a transaction inside one organisation. [Org.Update] and [Org.View] make one; it belongs to the
// goroutine of their closure and ends with it. It is a [Scope]: a verb that is given one joins it.
type Tx struct {
	org    *Org
	ctx    context.Context
	verb   string
	r      store.Reader
	w      *store.Overlay // r as well; nil in a View
	now    time.Time      // zero: not asked for yet
	schema uint64         // version; 0: not read yet
	shapes bool           // this transaction changed the schema
	values map[any]any    // of Shared, made here at this schema
	shared *sharedAt      // what transactions before made
	fresh  bool           // some of them were made here
	loads  bool           // a Shared is being made: the policy is not asked
	done   bool

	leaving map[member]bool // the deletion set that extensions are asked about

	marked marked // ctx, made with the Tx

	// room for the keys of the smallest reads, so that those need none on the heap
	keys [2][]byte
	room [96]byte
}

func (o *Org) begin(ctx context.Context, r store.Reader, w *store.Overlay, verb string) *Tx {
	tx := &Tx{org: o, verb: verb, r: r, w: w, marked: marked{ctx, o.db.marker}}
	tx.ctx = &tx.marked
	return tx
}

// end closes the transaction to further use.
func (tx *Tx) end() {
	tx.done = true
	tx.r, tx.w = ended{}, nil
}

// Org gives the id of the organisation.
func (tx *Tx) Org() string { return tx.org.id }

// Actor gives who acts.
func (tx *Tx) Actor() Actor { return tx.org.actor }

// DB gives the database.
func (tx *Tx) DB() *DB { return tx.org.db }

// Now gives the time of the transaction: one instant, UTC, to the microsecond. In an Update it is never
// before that of the last change in the organisation.
func (tx *Tx) Now() (time.Time, error) {
	if !tx.now.IsZero() {
		return tx.now, nil
	}
	now := tx.org.db.opt.Clock().UTC().Truncate(time.Microsecond)
	if tx.w != nil {
		_, last, err := tx.logHead()
		if err != nil {
			return time.Time{}, err
		}
		if now.Before(last) {
			now = last
		}
	}
	tx.now = now
	return now, nil
}

// NewID gives an id for something that is made now, above all given before: from Options.IDs. Records get theirs by
// themselves.
func (tx *Tx) NewID() (uuid.UUID, error) {
	now, err := tx.Now()
	if err != nil {
		return uuid.Nil, err
	}
	return tx.org.db.opt.IDs(now), nil
}

// writable tells why the transaction cannot write.
func (tx *Tx) writable() error {
	switch {
	case tx.done:
		return store.ErrClosed
	case tx.w == nil:
		return store.ErrReadOnly
	}
	return nil
}

// savepoint runs fn on a buffer of its own, which is laid onto that of the transaction if fn succeeds and is
// dropped if it does not.
func (tx *Tx) savepoint(fn func() error) error {
	if err := tx.writable(); err != nil {
		return err
	}
	outer := tx.w
	inner := store.NewOverlay(outer)
	tx.r, tx.w = inner, inner
	kept := false
	defer func() {
		tx.r, tx.w = outer, outer
		if !kept {
			tx.forgetSchema()
		}
	}()
	if err := fn(); err != nil {
		return err
	}
	outer.Apply(inner.Batch())
	kept = true
	return nil
}

// rehearse runs fn on a buffer of its own that is dropped.
func (tx *Tx) rehearse(fn func() error) error {
	r, w, now := tx.r, tx.w, tx.now
	shapes, fresh := tx.shapes, tx.fresh
	tx.w = store.NewOverlay(r)
	tx.r = tx.w
	defer func() {
		tx.r, tx.w, tx.now = r, w, now
		tx.shapes, tx.fresh = shapes, fresh
		tx.forgetSchema()
	}()
	return fn()
}

// getOne is getMany of the key of one record.
func (tx *Tx) getOne(kind byte, id uuid.UUID) ([]byte, error) {
	key := append(append(tx.room[:0], classRecord), tx.org.prefix...)
	tx.keys[0] = append(append(key, kind), id[:]...)
	values, err := tx.getMany(tx.keys[:1])
	if err == nil && values[0] == nil {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return values[0], nil
}

// getMany reads keys and, if it is not known yet, the version of the schema, in one round trip. An
// organisation without one is gone: ErrNotFound. It may append to keys.
func (tx *Tx) getMany(keys [][]byte) ([][]byte, error) {
	if tx.schema != 0 {
		return tx.r.GetMany(keys)
	}
	values, err := tx.r.GetMany(append(keys, tx.org.schemaKey))
	if err != nil {
		return nil, err
	}
	last := len(keys)
	return values[:last], tx.setSchema(values[last])
}

func (tx *Tx) setSchema(b []byte) error {
	tx.schema = figure(b)
	if tx.schema == 0 {
		return fmt.Errorf("organisation %s: %w", tx.org.id, store.ErrNotFound)
	}
	return nil
}

// schemaVersion gives the version of the schema, read once.
func (tx *Tx) schemaVersion() (uint64, error) {
	if tx.schema != 0 {
		return tx.schema, nil
	}
	_, err := tx.getMany(nil)
	return tx.schema, err
}

// reshape gives the organisation a new version of its schema.
func (tx *Tx) reshape() error {
	version, err := tx.schemaVersion()
	if err != nil {
		return err
	}
	tx.w.Put(tx.org.prefix.schema(), appendFigure(nil, version+1))
	tx.forgetSchema()
	tx.shapes = true
	return nil
}

func (tx *Tx) forgetSchema() { tx.schema, tx.values = 0, nil }

// figure reads a counter; one that is not there is 0.
func (tx *Tx) figure(key []byte) (uint64, error) {
	b, err := tx.r.Get(key)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return figure(b), err
}

// Count gives the next number of a counter that starts at 1, n at once: the numbers n-1 below the one given
// as well. A number is given once; those of a transaction that fails are given again.
func (tx *Tx) Count(counter string, n int) (int64, error) {
	if err := tx.writable(); err != nil {
		return 0, err
	}
	if _, err := tx.schemaVersion(); err != nil {
		return 0, err
	}
	key := tx.org.prefix.counter(counter)
	v, err := tx.figure(key)
	if err != nil {
		return 0, err
	}
	tx.w.Put(key, appendFigure(nil, v+uint64(n)))
	return int64(v) + int64(n), nil
}

// logHead gives sequence and time of the last change.
func (tx *Tx) logHead() (int64, time.Time, error) {
	b, err := tx.r.Get(tx.org.prefix.logHead())
	if errors.Is(err, store.ErrNotFound) {
		return 0, time.Time{}, nil
	}
	if err == nil && len(b) != 16 {
		err = fmt.Errorf("%w: the head of the change log", store.ErrCorrupt)
	}
	if err != nil {
		return 0, time.Time{}, err
	}
	return int64(binary.BigEndian.Uint64(b)), time.UnixMicro(int64(binary.BigEndian.Uint64(b[8:]))).UTC(), nil
}

func (tx *Tx) setLogHead(seq int64, at time.Time) {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], uint64(seq))
	binary.BigEndian.PutUint64(b[8:], uint64(at.UnixMicro()))
	tx.w.Put(tx.org.prefix.logHead(), b[:])
}

// prefetch reads, in one round trip, what a write is going to need beside its own keys.
func (tx *Tx) prefetch(keys [][]byte, counters ...string) error {
	if tx.w == nil {
		return nil
	}
	keys = append(keys, tx.org.prefix.schema(), tx.org.prefix.logHead())
	for _, c := range counters {
		keys = append(keys, tx.org.prefix.counter(c))
	}
	return tx.w.Prefetch(keys)
}

// alive gives the cause why the transaction's context has ended, if it has.
func (tx *Tx) alive() error {
	if tx.ctx.Err() == nil {
		return nil
	}
	return context.Cause(tx.ctx)
}
