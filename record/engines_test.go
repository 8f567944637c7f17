package record_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

func memory(testing.TB) store.Store { return memstore.New() }

func bolt(t testing.TB) store.Store {
	s, err := boltstore.Open(filepath.Join(t.TempDir(), "test.db"), &boltstore.Options{NoSync: true})
	require.NoError(t, err)
	return s
}

// engines runs a test on each engine, on each with every transaction run twice, and with bytes that turn bad
// when they are no longer valid. What a test leaves behind has to be consistent.
func engines(t *testing.T, test func(t *testing.T, w *world)) {
	for name, open := range map[string]func(testing.TB) store.Store{
		"memory":       memory,
		"bolt":         bolt,
		"memory rerun": func(t testing.TB) store.Store { return storetest.Rerun(memory(t)) },
		"bolt rerun":   func(t testing.TB) store.Store { return storetest.Rerun(bolt(t)) },
		"scribble":     func(t testing.TB) store.Store { return &scribbled{storetest.Scribble(memory(t))} },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, open(t))
			test(t, w)
			w.clean(t)
		})
	}
}

// scribbled gives the wrapper an address.
type scribbled struct{ store.Store }

// world is a database with one organisation.
type world struct {
	store store.Store
	db    *record.DB
	org   *record.Org
	clock *clock
}

// tester is a test, or a property while it is tried.
type tester interface {
	require.TestingT
	Helper()
	Cleanup(func())
}

var ctx = context.Background()

func newWorld(t tester, st store.Store) *world {
	t.Cleanup(func() { st.Close() })
	w := &world{store: st, clock: &clock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), step: time.Second}}
	w.open(t, schema(), record.Options{})
	return w
}

// open opens the database again, with the world's clock.
func (w *world) open(t tester, s record.Schema, o record.Options) {
	t.Helper()
	o.Clock = w.clock.Now
	var err error
	w.db, err = record.Open(ctx, w.store, s, &o)
	require.NoError(t, err)
	w.org, err = w.db.EnsureOrg(ctx, "org_1", nil)
	require.NoError(t, err)
	w.org = w.org.As(record.Actor{ID: "USER1"})
}

// clock goes a step with each look.
type clock struct {
	mu   sync.Mutex
	now  time.Time
	step time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(c.step)
	return c.now
}

// clean shows that everything in the database agrees.
func (w *world) clean(t tester) {
	t.Helper()
	report, err := record.Check(ctx, w.db)
	require.NoError(t, err)
	require.Empty(t, report.Problems)
}

// update runs fn in a transaction that has to succeed.
func (w *world) update(t tester, fn func(tx *record.Tx) error) {
	t.Helper()
	require.NoError(t, w.try(fn))
}

func (w *world) try(fn func(tx *record.Tx) error) error {
	return w.org.Update(ctx, func(_ context.Context, tx *record.Tx) error { return fn(tx) })
}

func (w *world) view(t tester, fn func(tx *record.Tx) error) {
	t.Helper()
	require.NoError(t, w.org.View(ctx, func(_ context.Context, tx *record.Tx) error { return fn(tx) }))
}

// dump gives every key and value of the store.
func (w *world) dump(t tester) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, store.View(ctx, w.store, func(r store.Reader) error {
		clear(all)
		for e, err := range r.Scan(store.Range{}) {
			if err != nil {
				return err
			}
			all[string(e.Key)] = string(e.Value)
		}
		return nil
	}))
	return all
}

// same shows that the store is as it was.
func (w *world) same(t tester, before map[string]string, why ...any) {
	t.Helper()
	after := w.dump(t)
	if maps.Equal(before, after) {
		return
	}
	changed := map[string][2]string{}
	for _, side := range []map[string]string{before, after} {
		for key := range side {
			if before[key] != after[key] {
				changed[key] = [2]string{before[key], after[key]}
			}
		}
	}
	require.Fail(t, fmt.Sprintf("the store changed: %q", changed), why...)
}

// holds tells whether the text stands anywhere in the store.
func (w *world) holds(t tester, text string) bool {
	t.Helper()
	for key, value := range w.dump(t) {
		if bytes.Contains([]byte(key), []byte(text)) || bytes.Contains([]byte(value), []byte(text)) {
			return true
		}
	}
	return false
}

// create, get, edit and remove are the verbs of a kind in transactions of their own.

func create[T any](t tester, w *world, k *record.Kind[T], r *T) *T {
	t.Helper()
	w.update(t, func(tx *record.Tx) error { return k.Create(tx, r) })
	return r
}

func get[T any](w *world, k *record.Kind[T], id record.ID[T]) (*T, error) {
	return record.Read(ctx, w.org, "get", func(_ context.Context, tx *record.Tx) (*T, error) { return k.Get(tx, id) })
}

func edit[T any](w *world, k *record.Kind[T], id record.ID[T], version int64, apply func(r *T)) (*T, error) {
	return record.Write(ctx, w.org, "update", func(_ context.Context, tx *record.Tx) (*T, error) {
		return k.Update(tx, record.Edit[T]{ID: id, IfVersion: version, Apply: func(r *T) error { apply(r); return nil }})
	})
}

func remove[T any](w *world, k *record.Kind[T], id record.ID[T], version int64) (record.SetID, error) {
	return record.Write(ctx, w.org, "delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) { return k.Delete(tx, id, version) })
}

func discard[T any](t tester, w *world, k *record.Kind[T], id record.ID[T]) record.SetID {
	t.Helper()
	set, err := remove(w, k, id, 0)
	require.NoError(t, err)
	return set
}

// gone shows that there is no live record of this id.
func gone[T any](t tester, w *world, k *record.Kind[T], id record.ID[T]) {
	t.Helper()
	_, err := get(w, k, id)
	require.ErrorIs(t, err, store.ErrNotFound)
}

// lives gives a live record.
func lives[T any](t tester, w *world, k *record.Kind[T], id record.ID[T]) *T {
	t.Helper()
	r, err := get(w, k, id)
	require.NoError(t, err)
	return r
}

// refused shows that err is exactly these faults, each as "path: code", in their order.
func refused(t tester, err error, want ...string) {
	t.Helper()
	var got []string
	for _, f := range fault.All(err) {
		got = append(got, f.Path+": "+string(f.Code))
	}
	require.Equal(t, want, got, "%v", err)
}

// history gives the changes of a record.
func history[T any](t tester, w *world, k *record.Kind[T], id record.ID[T]) []record.Change {
	t.Helper()
	var all []record.Change
	for c, err := range record.History(ctx, w.org, k.Target(), id) {
		require.NoError(t, err)
		all = append(all, c)
	}
	return all
}

// changes gives the change log.
func changes(t tester, s record.Scope) []record.Change {
	t.Helper()
	var all []record.Change
	for c, err := range record.Changes(ctx, s, 0) {
		require.NoError(t, err)
		all = append(all, c)
	}
	return all
}

// untouched shows that fn fails with an error and changes nothing in the store.
func (w *world) untouched(t tester, want error, fn func(tx *record.Tx) error) {
	t.Helper()
	before := w.dump(t)
	require.ErrorIs(t, w.try(fn), want)
	w.same(t, before)
}
