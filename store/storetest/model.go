package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele/store"
)

// Model runs n random transactions on an empty store, beside a sorted map, and tells where the two differ, or
// nil. The transactions go through store.Update, with savepoints in savepoints that are kept or dropped; some
// end in an error; readers stay open over several of them. The same seed does the same, so a difference can be
// looked at again. Nobody else may write to the store meanwhile.
func Model(s store.Store, seed uint64, n int) error {
	m := &model{
		store: s,
		rand:  rand.New(rand.NewPCG(seed, 0)),
		state: map[string]string{},
	}
	defer m.endReaders()
	for step := range n {
		if err := m.step(); err != nil {
			return fmt.Errorf("storetest: seed %d, transaction %d: %w", seed, step, err)
		}
	}
	return nil
}

// model is a store and what must be in it.
type model struct {
	store   store.Store
	rand    *rand.Rand
	state   map[string]string
	readers []oldReader
}

// oldReader is a snapshot and what was in the store when it was taken.
type oldReader struct {
	txn   store.Txn
	state map[string]string
}

// errDropped is how a transaction of the model ends that is to write nothing.
var errDropped = errors.New("storetest: dropped")

func (m *model) step() error {
	if err := m.update(); err != nil {
		return err
	}
	if m.rand.IntN(8) == 0 {
		if err := m.swapReader(); err != nil {
			return err
		}
	}
	for _, old := range m.readers {
		if err := m.compare(old.txn, old.state); err != nil {
			return fmt.Errorf("an older snapshot: %w", err)
		}
	}
	return nil
}

func (m *model) update() error {
	var after map[string]string
	drop := m.rand.IntN(6) == 0
	err := store.Update(context.Background(), m.store, func(o *store.Overlay) error {
		after = maps.Clone(m.state)
		if err := m.change(o, after, 0); err != nil {
			return err
		}
		if drop {
			return errDropped
		}
		return nil
	})
	switch {
	case drop && errors.Is(err, errDropped):
		return nil
	case err != nil:
		return err
	}
	m.state = after
	return nil
}

// change does random work on an overlay and on the state beside it.
func (m *model) change(o *store.Overlay, state map[string]string, depth int) error {
	for range m.rand.IntN(12) {
		switch op := m.rand.IntN(10); {
		case op < 5:
			key, value := m.key(), m.value()
			o.Put([]byte(key), []byte(value))
			state[key] = value
		case op < 7:
			key := m.key()
			o.Delete([]byte(key))
			delete(state, key)
		case op < 8 && depth < 3:
			if err := m.savepoint(o, state, depth); err != nil {
				return err
			}
		default:
			if err := m.compare(o, state); err != nil {
				return err
			}
		}
	}
	return nil
}

// savepoint works on an overlay over o and keeps or drops it.
func (m *model) savepoint(o *store.Overlay, state map[string]string, depth int) error {
	above, inner := store.NewOverlay(o), maps.Clone(state)
	if err := m.change(above, inner, depth+1); err != nil {
		return err
	}
	if m.rand.IntN(2) == 0 {
		return nil
	}
	o.Apply(above.Batch())
	clear(state)
	maps.Copy(state, inner)
	return nil
}

// swapReader opens a reader, and ends one if there are many.
func (m *model) swapReader() error {
	txn, err := m.store.Begin(context.Background(), false)
	if err != nil {
		return err
	}
	m.readers = append(m.readers, oldReader{txn, maps.Clone(m.state)})
	if len(m.readers) <= 3 {
		return nil
	}
	i := m.rand.IntN(len(m.readers))
	err = m.readers[i].txn.Rollback()
	m.readers = slices.Delete(m.readers, i, i+1)
	return err
}

func (m *model) endReaders() {
	for _, old := range m.readers {
		old.txn.Rollback()
	}
}

// compare reads at random.
func (m *model) compare(r store.Reader, state map[string]string) error {
	if err := m.compareScan(r, state); err != nil {
		return err
	}
	keys := make([][]byte, m.rand.IntN(5))
	for i := range keys {
		keys[i] = []byte(m.key())
	}
	values, err := r.GetMany(keys)
	if err != nil {
		return err
	}
	for i, key := range keys {
		value, err := r.Get(key)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		want, there := state[string(key)]
		if string(value) != want || (value != nil) != there || !bytes.Equal(values[i], value) || (values[i] != nil) != there {
			return fmt.Errorf("key %q: Get gives %q, GetMany %q, want %q (there: %t)", key, value, values[i], want, there)
		}
	}
	return nil
}

func (m *model) compareScan(r store.Reader, state map[string]string) error {
	rng := store.Range{Lo: []byte(m.key()), Hi: []byte(m.key()), Reverse: m.rand.IntN(2) == 0, Limit: m.rand.IntN(6)}
	if m.rand.IntN(4) == 0 {
		rng.Lo, rng.Hi = nil, nil
	}
	var got []string
	for e, err := range r.Scan(rng) {
		if err != nil {
			return err
		}
		got = append(got, string(e.Key)+"="+string(e.Value))
	}
	if want := expect(state, rng); !slices.Equal(got, want) {
		return fmt.Errorf("scan from %q to %q, reverse %t, limit %d, gives %q, want %q", rng.Lo, rng.Hi, rng.Reverse, rng.Limit, got, want)
	}
	return nil
}

// expect is what a scan of the state must give.
func expect(state map[string]string, r store.Range) []string {
	var keys []string
	for key := range state {
		if key >= string(r.Lo) && (r.Hi == nil || key < string(r.Hi)) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	if r.Reverse {
		slices.Reverse(keys)
	}
	if r.Limit > 0 && len(keys) > r.Limit {
		keys = keys[:r.Limit]
	}
	for i, key := range keys {
		keys[i] = key + "=" + state[key]
	}
	return keys
}

// key gives one of a few hundred keys in four classes.
func (m *model) key() string {
	return fmt.Sprintf("%c%c%d", "crl\xff"[m.rand.IntN(4)], "\x00a\xff"[m.rand.IntN(3)], m.rand.IntN(30))
}

// value gives a short value, at times an empty or a long one.
func (m *model) value() string {
	switch m.rand.IntN(20) {
	case 0:
		return ""
	case 1:
		return string(bytes.Repeat([]byte{byte(m.rand.IntN(256))}, m.rand.IntN(20_000)))
	}
	return fmt.Sprint(m.rand.IntN(1000))
}
