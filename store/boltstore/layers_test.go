package boltstore

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/store"
)

// keyGen draws from few keys, so that layers meet, some of them prefixes of others.
var keyGen = rapid.StringMatching(`[ab]{1,3}`)

// batchGen draws a sorted batch; about a third of it deletes.
var batchGen = rapid.Custom(func(t *rapid.T) store.Batch {
	var b store.Batch
	for _, key := range slices.Sorted(maps.Keys(rapid.MapOfN(keyGen, rapid.Bool(), 1, 12).Draw(t, "keys"))) {
		w := store.Write{Key: []byte(key)}
		if n := rapid.IntRange(0, 2).Draw(t, "what"); n > 0 {
			w.Value = slices.Repeat([]byte{byte('0' + n)}, rapid.IntRange(0, 2).Draw(t, "length"))
		}
		b = append(b, w)
	}
	return b
})

// rangeGen draws a range, which may be empty or the wrong way round.
var rangeGen = rapid.Custom(func(t *rapid.T) store.Range {
	r := store.Range{Reverse: rapid.Bool().Draw(t, "reverse")}
	if rapid.Bool().Draw(t, "has lo") {
		r.Lo = []byte(keyGen.Draw(t, "lo"))
	}
	if rapid.Bool().Draw(t, "has hi") {
		r.Hi = []byte(keyGen.Draw(t, "hi"))
	}
	return r
})

// TestLayersReadAsIfWritten compares layers over a snapshot with a map that the batches are written to.
func TestLayersReadAsIfWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		batches := rapid.SliceOfN(batchGen, 1, 8).Draw(t, "batches")
		model, snapshot := map[string][]byte{}, map[string][]byte{}
		var l layers
		for i, b := range batches {
			write(model, b)
			if i == 0 {
				write(snapshot, b)
				continue
			}
			l = append(l, b)
			taken := slices.Clone(l)
			before := write(maps.Clone(snapshot), taken.in(store.Range{})...)
			l = l.settle()
			require.Equal(t, model, before)
			require.Equal(t, before, write(maps.Clone(snapshot), taken...), "what was taken before stays as it is")
		}
		for i := 1; i < len(l); i++ {
			require.GreaterOrEqual(t, len(l[i-1]), 2*len(l[i]))
		}
		r := rangeGen.Draw(t, "range")
		require.Equal(t, list(t, rows(model, r)), list(t, l.in(r).over(rows(snapshot, r), r.Reverse)))
		for _, key := range []string{"a", "ab", "bb", "bab", "c"} {
			value, found := l.look([]byte(key))
			if !found {
				value = snapshot[key]
			}
			require.Equal(t, model[key], value)
		}
		if len(l) > 0 {
			all := l.merged()
			require.NoError(t, all.Check())
			require.Equal(t, model, write(snapshot, all))
		}
	})
}

// write does the writes of the batches to a map, and gives it.
func write(m map[string][]byte, batches ...store.Batch) map[string][]byte {
	for _, b := range batches {
		for _, w := range b {
			if w.Value == nil {
				delete(m, string(w.Key))
				continue
			}
			m[string(w.Key)] = w.Value
		}
	}
	return m
}

// rows scans a map.
func rows(m map[string][]byte, r store.Range) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		keys := slices.Sorted(maps.Keys(m))
		if r.Reverse {
			slices.Reverse(keys)
		}
		for _, key := range keys {
			inside := key >= string(r.Lo) && (r.Hi == nil || key < string(r.Hi))
			if inside && !yield(store.Entry{Key: []byte(key), Value: m[key]}, nil) {
				return
			}
		}
	}
}

func list(t require.TestingT, scan iter.Seq2[store.Entry, error]) (all []string) {
	for e, err := range scan {
		require.NoError(t, err)
		all = append(all, string(e.Key)+"="+string(e.Value))
	}
	return all
}

// TestLayersScanStops breaks off a scan after each step, and has the one below fail.
func TestLayersScanStops(t *testing.T) {
	below := map[string][]byte{"b": {}, "d": {}, "f": {}}
	l := layers{{{Key: []byte("a"), Value: []byte{}}, {Key: []byte("b")}, {Key: []byte("c"), Value: []byte{}}, {Key: []byte("g"), Value: []byte{}}}}
	for n := 1; n <= 5; n++ {
		steps := ""
		for e := range l.over(rows(below, store.Range{}), false) {
			if steps += string(e.Key); len(steps) == n {
				break
			}
		}
		require.Equal(t, "acdfg"[:n], steps)
	}
	failing := func(yield func(store.Entry, error) bool) {
		_ = yield(store.Entry{Key: []byte("b")}, nil) && yield(store.Entry{}, store.ErrCorrupt)
	}
	var steps []error
	for _, err := range l.over(failing, false) {
		steps = append(steps, err)
	}
	require.Equal(t, []error{nil, store.ErrCorrupt}, steps, "a comes first, b is deleted, then it is over")
}

func TestLayersLeaveNoRoomBehind(t *testing.T) {
	roomy := append(make([]byte, 0, 9), "v"...)
	l := layers{{{Key: []byte("a"), Value: roomy}, {Key: []byte("b"), Value: []byte{}}}}
	value, _ := l.look([]byte("a"))
	require.Equal(t, 1, cap(value))
	empty, found := l.look([]byte("b"))
	require.True(t, found && empty != nil, "an empty value is one")
	for e := range l.over(rows(nil, store.Range{}), false) {
		require.Equal(t, len(e.Value), cap(e.Value))
		require.False(t, bytes.Equal(e.Key, []byte("c")))
	}
}
