package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// Schema is what the packages of the library contribute to a database: the root package collects it.
type Schema struct {
	Kinds      []Definition
	Extensions []Extended
	Seeds      []Seed // run in this order when an organisation is created
}

// Seed puts first records into a new organisation.
type Seed func(ctx context.Context, tx *Tx) error

// DB is a store with the schema of its records. It is safe for concurrent use, holds no data of its own but
// caches, and starts nothing: closing the store is all the closing there is.
type DB struct {
	store  waiting
	opt    Options
	kinds  [256]*kindState
	codes  []byte
	seeds  []Seed
	shared sharedCache
	marker any // the openKey of the store, as a context takes it
}

// kindState is a kind with all that was declared about it elsewhere.
type kindState struct {
	definition
	name     string
	incoming []incoming
	observe  [OpPurge + 1][]any // by Op: func(*Tx, Written[T]) error
	offers   []any
	enrich   []any
	filters  map[string]any
	rules    []any // func(before, after *T) []fault.Fault
}

// incoming is a reference to a kind, declared by another.
type incoming struct {
	reference
	from byte // the kind that refers
	ref  int  // which of its references
}

// Open makes a database of a store. The schema in the store is checked against the program's: kinds or
// indexes that the program does not know, or knows otherwise, are fault.ErrSchema, and nothing was written;
// new kinds are added, and new indexes at the end of a kind's list are built, in several transactions; nobody
// else may write to the store meanwhile. Two records with the same value in a new unique index are
// fault.ErrExists, and the store stays as it was. The root package's Open passes the library's own schema.
func Open(ctx context.Context, st store.Store, schema Schema, options *Options) (*DB, error) {
	if st == nil || !reflect.TypeOf(st).Comparable() {
		return nil, &Error{Op: "open", Err: errors.New("record: a store is a pointer, so that it can be compared")}
	}
	db := &DB{opt: options.withDefaults(), seeds: schema.Seeds}
	db.marker = openKey{st}
	db.store = waiting{Store: st, wait: db.opt.WriterWait}
	if err := db.compose(append(slices.Clone(schema.Kinds), db.opt.Kinds...), schema.Extensions); err != nil {
		return nil, &Error{Op: "open", Err: fmt.Errorf("%w: %w", fault.ErrSchema, err)}
	}
	if err := db.agree(ctx); err != nil {
		return nil, named("open", err)
	}
	return db, nil
}

// Options gives what the database was opened with, defaults filled in.
func (db *DB) Options() Options { return db.opt }

// compose puts kinds, their references, extensions and rules together.
func (db *DB) compose(kinds []Definition, extensions []Extended) error {
	if err := errors.Join(errLogTable, errSetTable); err != nil {
		return err
	}
	named := map[string]bool{}
	for _, k := range kinds {
		d := k.definition()
		if err := d.kindError(); err != nil {
			return fmt.Errorf("kind %s: %w", k.Name(), err)
		}
		if have := db.kinds[d.kindCode()]; have != nil {
			return fmt.Errorf("kinds %s and %s have the same code %q", have.name, k.Name(), d.kindCode())
		}
		if named[k.Name()] {
			return fmt.Errorf("two kinds have the name %s", k.Name())
		}
		named[k.Name()] = true
		db.kinds[d.kindCode()] = &kindState{definition: d, name: k.Name(), filters: map[string]any{}}
		db.codes = append(db.codes, d.kindCode())
	}
	slices.Sort(db.codes)
	for _, code := range db.codes {
		for i, ref := range db.kinds[code].references() {
			target := db.kinds[ref.target]
			if target == nil || target.name != ref.to {
				return fmt.Errorf("%s.%s refers to kind %s, which is not there", db.kinds[code].name, ref.name, ref.to)
			}
			target.incoming = append(target.incoming, incoming{reference: ref, from: code, ref: i})
		}
	}
	db.arrange()
	for _, e := range extensions {
		if err := e.extend(db); err != nil {
			return err
		}
	}
	for _, r := range db.opt.Rules {
		k := db.kinds[r.kind]
		if k == nil || k.name != r.name {
			return fmt.Errorf("a rule is for kind %s, which is not there", r.name)
		}
		k.rules = append(k.rules, r.check)
	}
	return nil
}

// agree compares the schema with the one in the store, and writes what is new.
func (db *DB) agree(ctx context.Context) error {
	want := map[string]shape{}
	for _, code := range db.codes {
		want[string(rune(code))] = db.kinds[code].shape()
	}
	text, err := json.Marshal(want)
	if err != nil {
		return err
	}
	var have []byte
	err = store.View(ctx, db.store, func(r store.Reader) error {
		have, err = r.Get(kindsKey())
		have = slices.Clone(have)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	if err != nil || string(have) == string(text) {
		return err
	}
	added, err := compatible(have, want)
	if err != nil {
		return err
	}
	if len(added) > 0 {
		if err := db.reindex(ctx, added); err != nil {
			return err
		}
	}
	err = store.Update(ctx, db.store, func(w *store.Overlay) error {
		w.Put(kindsKey(), text)
		return nil
	})
	if errors.Is(err, store.ErrReadOnly) && len(added) == 0 {
		return nil
	}
	return err
}

// compatible tells whether a program with the wanted kinds can work on a store with the present ones, and which
// kinds have new indexes, from which one on.
func compatible(text []byte, want map[string]shape) (added map[byte]int, err error) {
	if text == nil {
		return nil, nil
	}
	added = map[byte]int{}
	var have map[string]shape
	if err := json.Unmarshal(text, &have); err != nil {
		return nil, fmt.Errorf("%w: the list of kinds: %w", store.ErrCorrupt, err)
	}
	for code, h := range have {
		w, ok := want[code]
		switch {
		case !ok || w.Name != h.Name:
			return nil, fmt.Errorf("%w: the store has records of kind %s (code %q), which this program does not define", fault.ErrSchema, h.Name, code)
		case len(h.Indexes) < len(w.Indexes) && slices.Equal(h.Indexes, w.Indexes[:len(h.Indexes)]):
			added[byte([]rune(code)[0])] = len(h.Indexes)
		case !slices.Equal(h.Indexes, w.Indexes):
			return nil, fmt.Errorf("%w: kind %s has the indexes %q in the store and %q in this program", fault.ErrSchema, h.Name, h.Indexes, w.Indexes)
		}
	}
	return added, nil
}

// waiting limits how long Begin waits for other writers.
type waiting struct {
	store.Store
	wait time.Duration
}

// Begin starts a transaction; a writable one that does not get its turn in time is ErrBusy.
func (w waiting) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if !writable || w.wait <= 0 {
		return w.Store.Begin(ctx, writable)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, w.wait, store.ErrBusy)
	defer cancel()
	return w.Store.Begin(ctx, writable)
}
