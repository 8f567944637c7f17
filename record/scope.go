package record

import (
	"context"
	"errors"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// Scope is where a verb runs: an [*Org], in a transaction of its own, or a [*Tx], which it joins.
type Scope interface {
	// View runs fn on one snapshot.
	View(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error
	// Update runs fn and keeps all that it wrote, or nothing if it gives an error.
	Update(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error
	// Actor gives who acts.
	Actor() Actor
	// DB gives the database.
	DB() *DB

	enter(ctx context.Context, write bool, verb string, fn func(ctx context.Context, tx *Tx) error) error
}

// View runs fn on one snapshot. The ctx that fn is given marks the transaction: inside it, using an Org of
// the same store is fault.ErrNested. The Tx belongs to fn's goroutine and ends with it (store.ErrClosed).
// fn may run more than once, if the engine answers ErrConflict. A panic in fn ends the transaction and goes on.
func (o *Org) View(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return o.run(ctx, false, "", fn)
}

// Update runs fn in a transaction and commits what it wrote, all or nothing; it is durable on return. What
// holds for View holds here; fn runs again, up to ten times, when another writer got in the way, so it must
// have no effect but through its Tx. Waiting for other writers ends with ctx (its cause) or after
// Options.WriterWait (store.ErrBusy). Other errors are fn's own, and the store's: ErrConflict, ErrUnknown,
// ErrReadOnly, ErrTooLarge.
func (o *Org) Update(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return o.run(ctx, true, "", fn)
}

func (o *Org) enter(ctx context.Context, write bool, verb string, fn func(context.Context, *Tx) error) error {
	return o.run(ctx, write, verb, fn)
}

func (o *Org) run(ctx context.Context, write bool, verb string, fn func(context.Context, *Tx) error) error {
	if inside(ctx, o.db) {
		return fault.ErrNested
	}
	if write {
		var last *Tx
		err := store.Update(ctx, o.db.store, func(w *store.Overlay) error {
			last = o.begin(ctx, w, w, verb)
			defer last.end()
			return fn(last.ctx, last)
		})
		if err == nil {
			last.publish()
		}
		return err
	}
	err := o.view(ctx, verb, fn)
	if errors.Is(err, store.ErrConflict) {
		err = store.Retry(ctx, func() error { return o.view(ctx, verb, fn) })
	}
	return err
}

// view runs fn on one snapshot, once.
func (o *Org) view(ctx context.Context, verb string, fn func(context.Context, *Tx) error) error {
	txn, err := o.db.store.Begin(ctx, false)
	if err != nil {
		return err
	}
	defer txn.Rollback()
	tx := o.begin(ctx, txn, nil, verb)
	defer tx.end()
	if err := fn(tx.ctx, tx); err != nil {
		return err
	}
	tx.publish()
	return nil
}

// View runs fn in this transaction.
func (tx *Tx) View(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return tx.enter(ctx, false, "", fn)
}

// Update runs fn in this transaction, at a savepoint: if fn gives an error, what it wrote is gone and the
// transaction goes on as if fn had not run. In a View it is store.ErrReadOnly.
func (tx *Tx) Update(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return tx.enter(ctx, true, "", fn)
}

func (tx *Tx) enter(ctx context.Context, write bool, verb string, fn func(context.Context, *Tx) error) error {
	if tx.done {
		return store.ErrClosed
	}
	if !inside(ctx, tx.org.db) {
		ctx = mark(ctx, tx.org.db)
	}
	outer, outerCtx := tx.verb, tx.ctx
	tx.verb, tx.ctx = verb, ctx
	defer func() { tx.verb, tx.ctx = outer, outerCtx }()
	if !write {
		return fn(ctx, tx)
	}
	return tx.savepoint(func() error { return fn(ctx, tx) })
}

// Read runs a reading verb in a scope and puts its name on the errors.
func Read[R any](ctx context.Context, s Scope, verb string, fn func(ctx context.Context, tx *Tx) (R, error)) (R, error) {
	return enter(ctx, s, false, verb, fn)
}

// Write runs a writing verb in a scope and puts its name on the errors.
func Write[R any](ctx context.Context, s Scope, verb string, fn func(ctx context.Context, tx *Tx) (R, error)) (R, error) {
	return enter(ctx, s, true, verb, fn)
}

func enter[R any](ctx context.Context, s Scope, write bool, verb string, fn func(context.Context, *Tx) (R, error)) (R, error) {
	var result R
	err := s.enter(ctx, write, verb, func(ctx context.Context, tx *Tx) (err error) {
		result, err = fn(ctx, tx)
		return err
	})
	if err != nil {
		var none R
		return none, named(verb, err)
	}
	return result, nil
}

// Rehearse runs a verb in a scope as [Write] does, gives what it gave, and keeps nothing of what it wrote: on an
// Org, and on the Tx of a View, it writes over a snapshot and lets no other writer wait; on the Tx of an
// Update it sees what that has written so far.
func Rehearse[R any](ctx context.Context, s Scope, verb string, fn func(ctx context.Context, tx *Tx) (R, error)) (R, error) {
	return enter(ctx, s, false, verb, func(ctx context.Context, tx *Tx) (result R, err error) {
		return result, tx.rehearse(func() error {
			result, err = fn(ctx, tx)
			return err
		})
	})
}

// openKey marks a context as inside a transaction of a store.
type openKey struct{ store store.Store }

func inside(ctx context.Context, db *DB) bool { return ctx.Value(db.marker) != nil }

// marked is a context that is inside a transaction: context.WithValue, but a part of the Tx.
type marked struct {
	context.Context
	marker any
}

func (m *marked) Value(key any) any {
	if key == m.marker {
		return true
	}
	return m.Context.Value(key)
}

func mark(ctx context.Context, db *DB) context.Context {
	return &marked{ctx, db.marker}
}
