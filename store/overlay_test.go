package store_test

import (
	"bytes"
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

// begin gives a writable transaction on a memory store that holds the pairs.
func begin(t testing.TB, pairs ...string) store.Txn {
	t.Helper()
	s := memstore.New()
	require.NoError(t, store.Update(context.Background(), s, func(o *store.Overlay) error {
		for i := 0; i < len(pairs); i += 2 {
			o.Put([]byte(pairs[i]), []byte(pairs[i+1]))
		}
		return nil
	}))
	txn, err := s.Begin(context.Background(), true)
	require.NoError(t, err)
	t.Cleanup(func() { txn.Rollback() })
	return txn
}

// list gives "key=value" for each entry of the scan.
func list(t testing.TB, r store.Reader, rng store.Range) []string {
	t.Helper()
	var got []string
	for e, err := range r.Scan(rng) {
		require.NoError(t, err)
		got = append(got, string(e.Key)+"="+string(e.Value))
	}
	return got
}

func TestOverlayReadsItsWrites(t *testing.T) {
	o := store.NewOverlay(begin(t, "a", "1", "b", "2", "c", "3"))
	o.Put([]byte("b"), []byte("two"))
	o.Put([]byte("bb"), nil)
	o.Delete([]byte("c"))
	o.Delete([]byte("nothing"))

	for key, want := range map[string]string{"a": "1", "b": "two", "bb": ""} {
		got, err := o.Get([]byte(key))
		require.NoError(t, err)
		require.NotNil(t, got, "an empty value is not nil")
		require.Equal(t, want, string(got))
	}
	_, err := o.Get([]byte("c"))
	require.ErrorIs(t, err, store.ErrNotFound)
	_, err = o.Get([]byte("x"))
	require.ErrorIs(t, err, store.ErrNotFound)

	got, err := o.GetMany([][]byte{[]byte("c"), []byte("bb"), []byte("a"), []byte("x"), []byte("b")})
	require.NoError(t, err)
	require.Equal(t, [][]byte{nil, {}, []byte("1"), nil, []byte("two")}, got)
	require.Equal(t, []string{"a=1", "b=two", "bb="}, list(t, o, store.Range{}))
}

func TestOverlayBatchIsSortedAndTheLastWriteCounts(t *testing.T) {
	o := store.NewOverlay(begin(t))
	o.Put([]byte("b"), []byte("1"))
	o.Put([]byte("c"), []byte("1"))
	o.Put([]byte("b"), []byte("22"))
	o.Delete([]byte("c"))
	o.Put([]byte("a"), nil)
	want := store.Batch{
		{Key: []byte("a"), Value: []byte{}},
		{Key: []byte("b"), Value: []byte("22")},
		{Key: []byte("c")},
	}
	require.Equal(t, want, o.Batch())
	require.Equal(t, 3, o.Len())
	require.Equal(t, 5, o.Size())

	kept := o.Batch()
	o.Put([]byte("b"), []byte("333"))
	require.Equal(t, want, kept, "a batch does not change with the overlay")
}

func TestOverlayCopiesWhatItKeeps(t *testing.T) {
	o := store.NewOverlay(begin(t, "gone", "1"))
	key, value := []byte("k"), []byte("v")
	o.Put(key, value)
	key[0], value[0] = 'X', 'X'
	gone := []byte("gone")
	o.Delete(gone)
	copy(gone, "XXXX")
	require.Equal(t, []string{"k=v"}, list(t, o, store.Range{}))

	got, err := o.Get([]byte("k"))
	require.NoError(t, err)
	_ = append(got, "over"...)
	o.Put([]byte("l"), []byte("w"))
	require.Equal(t, []string{"k=v", "l=w"}, list(t, o, store.Range{}))
}

func TestOverlaySavepointIsKeptOrDropped(t *testing.T) {
	tx := store.NewOverlay(begin(t, "a", "1", "b", "2"))
	tx.Put([]byte("c"), []byte("3"))

	dropped := store.NewOverlay(tx)
	dropped.Delete([]byte("a"))
	dropped.Put([]byte("d"), []byte("4"))
	require.Equal(t, []string{"b=2", "c=3", "d=4"}, list(t, dropped, store.Range{}))
	require.Equal(t, []string{"a=1", "b=2", "c=3"}, list(t, tx, store.Range{}))

	kept := store.NewOverlay(tx)
	kept.Delete([]byte("c"))
	kept.Put([]byte("b"), []byte("two"))
	tx.Apply(kept.Batch())
	require.Equal(t, []string{"a=1", "b=two"}, list(t, tx, store.Range{}))
	require.Equal(t, len("c")+len("btwo"), tx.Size())
}

func TestOverlayOverAnotherSnapshot(t *testing.T) {
	o := store.NewOverlay(begin(t, "a", "1"))
	require.NoError(t, o.Prefetch([][]byte{[]byte("b")}))
	o.Put([]byte("c"), []byte("3"))
	other := o.Over(begin(t, "a", "one", "b", "two"))
	require.Equal(t, o.Size(), other.Size())
	require.Equal(t, []string{"a=one", "b=two", "c=3"}, list(t, other, store.Range{}))
	got, err := other.Get([]byte("b"))
	require.NoError(t, err, "what was prefetched belongs to the first snapshot")
	require.Equal(t, "two", string(got))

	other.Put([]byte("d"), nil)
	o.Delete([]byte("c"))
	require.Equal(t, []string{"a=one", "b=two", "c=3", "d="}, list(t, other, store.Range{}))
	require.Equal(t, []string{"a=1"}, list(t, o, store.Range{}))
}

func TestOverlayScanSeesTheStateAtItsStart(t *testing.T) {
	for _, reverse := range []bool{false, true} {
		o := store.NewOverlay(begin(t, "a", "1", "c", "3", "e", "5"))
		o.Put([]byte("b"), []byte("2"))
		o.Put([]byte("d"), []byte("4"))
		all := store.Range{Reverse: reverse}
		want := list(t, o, all)
		var got []string
		for e, err := range o.Scan(all) {
			require.NoError(t, err)
			got = append(got, string(e.Key)+"="+string(e.Value))
			for _, key := range []string{"a", "b", "c", "d", "e"} {
				o.Delete([]byte(key))
				o.Put([]byte(key+"+"), nil)
			}
			for range o.Scan(store.Range{}) { // another walk inside it has the newer state
				o.Put([]byte("f"), nil)
			}
		}
		require.Equal(t, want, got)
		require.Equal(t, []string{"a+=", "b+=", "c+=", "d+=", "e+=", "f="}, list(t, o, store.Range{}))
	}
}

func TestOverlayScanLimit(t *testing.T) {
	o := store.NewOverlay(begin(t, "a", "1", "b", "2", "c", "3", "d", "4", "e", "5"))
	o.Delete([]byte("a"))
	o.Delete([]byte("b"))
	o.Put([]byte("cc"), []byte("33"))
	o.Delete([]byte("e"))
	walk := o.Scan(store.Range{Limit: 2})
	for range 2 { // the second walk is as the first
		var got []string
		for e, err := range walk {
			require.NoError(t, err)
			got = append(got, string(e.Key))
		}
		require.Equal(t, []string{"c", "cc"}, got)
	}
	require.Equal(t, []string{"d=4", "cc=33"}, list(t, o, store.Range{Limit: 2, Reverse: true}))
	require.Equal(t, []string{"c=3", "cc=33", "d=4"}, list(t, o, store.Range{Limit: 9}))
}

func TestOverlayAsksBelowOnlyForWhatItDoesNotKnow(t *testing.T) {
	calls := &recorder{Reader: begin(t, "a", "1", "b", "2", "c", "3")}
	o := store.NewOverlay(calls)
	key := func(keys ...string) (all [][]byte) {
		for _, k := range keys {
			all = append(all, []byte(k))
		}
		return all
	}

	require.NoError(t, o.Prefetch(key("a", "x")))
	require.Equal(t, []string{"a x"}, calls.take())
	require.NoError(t, o.Prefetch(key("x", "a")))
	require.Empty(t, calls.take(), "known")

	o.Put([]byte("w"), []byte("9"))
	got, err := o.GetMany(key("x", "b", "w", "a", "c"))
	require.NoError(t, err)
	require.Equal(t, [][]byte{nil, []byte("2"), []byte("9"), []byte("1"), []byte("3")}, got)
	require.Equal(t, []string{"b c"}, calls.take(), "one call, of what is not known")

	_, err = o.GetMany(key("a", "w", "x"))
	require.NoError(t, err)
	_, err = o.Get([]byte("x"))
	require.ErrorIs(t, err, store.ErrNotFound)
	_, err = store.NewOverlay(o).GetMany(nil)
	require.NoError(t, err)
	require.Empty(t, calls.take())

	savepoint := store.NewOverlay(o)
	require.NoError(t, savepoint.Prefetch(key("b", "w")))
	require.Equal(t, []string{"b"}, calls.take())
	_, err = o.Get([]byte("b"))
	require.NoError(t, err)
	require.Empty(t, calls.take(), "a dropped savepoint leaves what it prefetched")
}

func TestOverlayGivesTheErrorsFromBelow(t *testing.T) {
	txn := begin(t, "a", "1")
	o := store.NewOverlay(txn)
	o.Put([]byte("b"), nil)
	require.NoError(t, txn.Rollback())
	_, err := o.Get([]byte("a"))
	require.ErrorIs(t, err, store.ErrClosed)
	_, err = o.GetMany([][]byte{[]byte("b"), []byte("a")})
	require.ErrorIs(t, err, store.ErrClosed)
	require.ErrorIs(t, o.Prefetch([][]byte{[]byte("a")}), store.ErrClosed)
	steps := 0
	for e, err := range o.Scan(store.Range{}) {
		require.ErrorIs(t, err, store.ErrClosed)
		require.Zero(t, e)
		steps++
	}
	require.Equal(t, 1, steps)
}

// recorder notes the keys that are asked for.
type recorder struct {
	store.Reader
	calls []string
}

func (r *recorder) take() []string {
	calls := r.calls
	r.calls = nil
	return calls
}

func (r *recorder) Get(key []byte) ([]byte, error) {
	r.calls = append(r.calls, string(key))
	return r.Reader.Get(key)
}

func (r *recorder) GetMany(keys [][]byte) ([][]byte, error) {
	r.calls = append(r.calls, string(bytes.Join(keys, []byte(" "))))
	return r.Reader.GetMany(keys)
}

func (r *recorder) Scan(rng store.Range) iter.Seq2[store.Entry, error] {
	r.calls = append(r.calls, "scan")
	return r.Reader.Scan(rng)
}

// FuzzOverlay runs a program of writes, savepoints and scans on overlays over overlays, beside plain maps.
func FuzzOverlay(f *testing.F) {
	f.Add([]byte("abcdefghijklmnopqrstuvwxyz0123456789"))
	f.Add(bytes.Repeat([]byte{0, 1, 2, 9, 3, 1, 2, 8, 4, 5, 6, 7}, 20))
	f.Fuzz(func(t *testing.T, program []byte) {
		m := newMachine(begin(t, "b", "B", "d", "D", "f", "F", "h", "H"), "b", "d", "f", "h")
		for len(program) >= 3 {
			m.step(t, program[0], program[1], program[2])
			program = program[3:]
		}
		for i := range m.layers {
			m.compare(t, i, store.Range{})
		}
	})
}

// machine is a stack of overlays, each beside the map of what it must read as.
type machine struct {
	layers []*store.Overlay
	models []map[string]string
}

func newMachine(base store.Reader, keys ...string) *machine {
	model := map[string]string{}
	for _, k := range keys {
		model[k] = string(bytes.ToUpper([]byte(k)))
	}
	return &machine{layers: []*store.Overlay{store.NewOverlay(base)}, models: []map[string]string{model}}
}

func (m *machine) step(t *testing.T, op, a, b byte) {
	top := len(m.layers) - 1
	o, model := m.layers[top], m.models[top]
	key := string(rune('a' + a%10))
	switch op % 8 {
	case 0, 1:
		o.Put([]byte(key), []byte{b})
		model[key] = string([]byte{b})
	case 2:
		o.Delete([]byte(key))
		delete(model, key)
	case 3:
		if top < 3 {
			m.layers = append(m.layers, store.NewOverlay(o))
			m.models = append(m.models, clone(model))
		}
	case 4, 5:
		if top > 0 {
			m.end(op%8 == 4)
		}
	case 6:
		require.NoError(t, o.Prefetch([][]byte{[]byte(key), {'a' + b%10}}))
	default:
		m.compare(t, top, store.Range{Lo: []byte(key), Hi: []byte{'a' + b%12}, Reverse: b%2 == 1, Limit: int(b/12) % 5})
	}
}

// end drops the top layer, or keeps it first.
func (m *machine) end(keep bool) {
	top := len(m.layers) - 1
	if keep {
		m.layers[top-1].Apply(m.layers[top].Batch())
		m.models[top-1] = m.models[top]
	}
	m.layers, m.models = m.layers[:top], m.models[:top]
}

func (m *machine) compare(t *testing.T, layer int, r store.Range) {
	model := m.models[layer]
	var want []string
	for k, v := range model {
		if k >= string(r.Lo) && (r.Hi == nil || k < string(r.Hi)) {
			want = append(want, k+"="+v)
		}
	}
	slices.Sort(want)
	if r.Reverse {
		slices.Reverse(want)
	}
	if r.Limit > 0 && len(want) > r.Limit {
		want = want[:r.Limit]
	}
	require.Equal(t, want, list(t, m.layers[layer], r))
	for k := byte('a'); k < 'k'; k++ {
		got, err := m.layers[layer].Get([]byte{k})
		if v, ok := model[string(k)]; ok {
			require.NoError(t, err)
			require.Equal(t, v, string(got))
			continue
		}
		require.ErrorIs(t, err, store.ErrNotFound)
	}
}

func clone(m map[string]string) map[string]string {
	c := make(map[string]string, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}

func BenchmarkOverlayPutBatch(b *testing.B) {
	for _, n := range []int{9, 9000} {
		keys := make([][]byte, n)
		for i := range keys {
			keys[i] = []byte{"crilu"[i%5], 'o', 'r', 'g', 'a', 'n', 'i', 's', 'a', 't', 'i', 'o', 'n', '-', '-', '1',
				byte(i * 7919 >> 16), byte(i * 7919 >> 8), byte(i * 7919), byte(i >> 8), byte(i)}
		}
		value := bytes.Repeat([]byte("v"), 80)
		b.Run(map[int]string{9: "keys=9", 9000: "keys=9000"}[n], func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i += n {
				o := store.NewOverlay(nil)
				for _, key := range keys {
					o.Put(key, value)
				}
				if len(o.Batch()) != n {
					b.Fatal("keys are missing")
				}
			}
		})
	}
}
