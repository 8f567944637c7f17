package wire_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/record/internal/wire"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares bytes with those that a released version wrote: they are for ever.
func golden(t *testing.T, name string, got []byte) []byte {
	t.Helper()
	file := filepath.Join("testdata", name+".hex")
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(hex.EncodeToString(got)+"\n"), 0o644))
	}
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	want, err := hex.DecodeString(strings.TrimSpace(string(text)))
	require.NoError(t, err)
	require.Equal(t, want, got)
	return want
}

func TestFormat1(t *testing.T) {
	table := table(t, fields())
	full, empty := sample(), every{}
	for name, r := range map[string]*every{"full": &full, "empty": &empty} {
		stored := golden(t, "format1-"+name, table.Append(nil, r))
		var got every
		require.NoError(t, table.Decode(stored, &got))
		require.Equal(t, *r, got)
	}
	changed := table.Changed(nil, &full, &empty)
	require.Len(t, changed, table.Len())
	for name, r := range map[string]*every{"full": &full, "empty": &empty} {
		image := golden(t, "image1-"+name, table.AppendImage(nil, r, changed))
		got := every{Name: "before", Tags: []string{"before"}}
		require.NoError(t, table.Restore(image, &got))
		require.Equal(t, *r, got)
	}
}

func TestDecodeUndoesAppend(t *testing.T) {
	table := table(t, fields())
	rapid.Check(t, func(t *rapid.T) {
		r := records().Draw(t, "record")
		stored := table.Append([]byte("before"), &r)[len("before"):]
		var got every
		require.NoError(t, table.Decode(stored, &got))
		require.Equal(t, r, got)
		require.Empty(t, table.Changed(nil, &r, &got))
		clear(stored)
		require.Equal(t, r, got, "a decoded record does not share the stored bytes")
	})
}

func TestRawIsTheDecodedValue(t *testing.T) {
	table := table(t, fields())
	rapid.Check(t, func(t *rapid.T) {
		r := records().Draw(t, "record")
		stored := table.Append(nil, &r)
		for number, want := range payloads(&r) {
			i, ok := table.ByNumber(number)
			require.True(t, ok)
			got, err := table.Raw(stored, i)
			require.NoError(t, err)
			require.Equal(t, want, got, "field %d", number)
		}
	})
}

// payloads gives what Raw gives for each field.
func payloads(r *every) map[uint32][]byte {
	figure := func(v int64, there bool) []byte {
		if !there {
			return nil
		}
		return binary.LittleEndian.AppendUint64(nil, uint64(v))
	}
	pointer := func(v *int64) []byte {
		if v == nil {
			return nil
		}
		return figure(*v, true)
	}
	flag := func(v bool) []byte { return figure(1, v) }
	moment := func(v time.Time) []byte { return figure(v.UnixMicro(), !v.IsZero()) }
	id := func(v [16]byte) []byte {
		if v == ([16]byte{}) {
			return nil
		}
		return v[:]
	}
	text := func(b []byte) []byte {
		if len(b) == 0 {
			return nil
		}
		return b
	}
	return map[uint32][]byte{
		1: moment(r.Created), 2: figure(r.Version, r.Version != 0), 3: id(r.Owner), 8: flag(r.Done), 9: moment(r.Due), 10: id(r.Parent),
		11: text(r.Raw), 12: text(appendTags(nil, &r.Tags)), 13: text([]byte(r.Address.City)), 30: pointer(r.Size), 31: flag(r.Open),
		40: figure(r.Count, r.Count != 0), 41: pointer(r.Limit), 200: text([]byte(r.Name)),
	}
}

func TestImageBringsBackWhatChanged(t *testing.T) {
	table := table(t, fields())
	rapid.Check(t, func(t *rapid.T) {
		before, after := records().Draw(t, "before"), records().Draw(t, "after")
		changed := table.Changed(nil, &before, &after)
		image := table.AppendImage(nil, &before, changed)
		var want []uint32
		for _, i := range changed {
			want = append(want, table.Field(i).Number)
		}
		numbers, err := wire.ImageFields(image)
		require.NoError(t, err)
		require.ElementsMatch(t, want, numbers)
		require.NoError(t, table.Restore(image, &after))
		require.Equal(t, before, after)
	})
}

func TestTimesOfOneStoredMicrosecondAreNoChange(t *testing.T) {
	table := table(t, fields())
	a := sample()
	b := a
	b.Created = a.Created.Add(500 * time.Nanosecond).In(time.FixedZone("east", 3600))
	require.Equal(t, table.Append(nil, &a), table.Append(nil, &b))
	require.Empty(t, table.Changed(nil, &a, &b))
	b.Created = a.Created.Add(time.Microsecond)
	require.Len(t, table.Changed(nil, &a, &b), 1)
}

func TestAnAbsentHotFieldIsPadding(t *testing.T) {
	table := table(t, fields())
	full, empty := sample(), every{}
	for i := range table.Len() {
		if !table.Field(i).Hot {
			continue
		}
		a, err := table.Raw(table.Append(nil, &full), i)
		require.NoError(t, err)
		require.NotNil(t, a)
		b, err := table.Raw(table.Append(nil, &empty), i)
		require.NoError(t, err)
		require.Nil(t, b)
	}
	head := 2 + 17 + 9 + 9 + 9 + 9
	require.Len(t, table.Append(nil, &empty), head, "all hot fields are there, and nothing else")
}

// TestHotFieldsAreAppendOnly reads, with today's table, records that were written when there were fewer hot
// fields, and the others cold or not there at all.
func TestHotFieldsAreAppendOnly(t *testing.T) {
	now := table(t, fields())
	for hot := range 5 {
		for _, keep := range []bool{true, false} {
			var old []wire.Field[every]
			seen := 0
			for _, f := range fields() {
				if f.Hot {
					if seen++; seen > hot {
						f.Hot = false
						if !keep {
							continue
						}
					}
				}
				old = append(old, f)
			}
			was := table(t, old)
			r := sample()
			stored := was.Append(nil, &r)
			require.Equal(t, byte(hot), stored[1])
			var want, got every
			require.NoError(t, was.Decode(stored, &want))
			require.NoError(t, now.Decode(stored, &got))
			require.Equal(t, want, got)
			for number, payload := range payloads(&got) {
				i, _ := now.ByNumber(number)
				b, err := now.Raw(stored, i)
				require.NoError(t, err)
				require.Equal(t, payload, b, "field %d of a record with %d hot ones", number, hot)
			}
		}
	}
}

func TestRetiredNumbersArePassedOver(t *testing.T) {
	var left []wire.Field[every]
	for _, f := range fields() {
		if f.Number != 12 && f.Number != 200 {
			left = append(left, f)
		}
	}
	r := sample()
	was, now := table(t, fields()), table(t, left, 12, 200)
	stored := was.Append(nil, &r)
	image := was.AppendImage(nil, &r, was.Changed(nil, &r, &every{}))
	want := r
	want.Tags, want.Name = nil, ""
	var got every
	require.NoError(t, now.Decode(stored, &got))
	require.Equal(t, want, got)
	got = every{}
	require.NoError(t, now.Restore(image, &got))
	require.Equal(t, want, got)
	require.NoError(t, now.Restore(was.AppendImage(nil, &every{}, was.Changed(nil, &r, &every{})), &got))
	require.Equal(t, every{}, got)

	_, err := wire.NewTable(fields(), 12)
	require.Error(t, err, "a retired number is not given again")
}

func TestWhatALaterProgramWroteIsUnknown(t *testing.T) {
	now := table(t, fields())
	r := sample()
	stored := now.Append(nil, &r)
	tag := func(number uint32) []byte { return binary.AppendUvarint(nil, uint64(number<<2)) }
	for name, b := range map[string][]byte{
		"format":     append([]byte{2}, stored[1:]...),
		"field":      append(append(bytes.Clone(stored), tag(900)...), 2),
		"hot fields": append([]byte{1, 6}, stored[2:]...),
	} {
		require.ErrorIs(t, now.Decode(b, new(every)), wire.ErrUnknown, name)
	}
	require.ErrorIs(t, now.Restore([]byte{1, 1, 77}, new(every)), wire.ErrUnknown)
	require.ErrorIs(t, now.Restore([]byte{2, 0}, new(every)), wire.ErrUnknown)
	_, err := wire.ImageFields([]byte{2, 0})
	require.ErrorIs(t, err, wire.ErrUnknown)
	_, err = now.Raw([]byte{2, 0}, 0)
	require.ErrorIs(t, err, wire.ErrUnknown)
}

func TestMalformedRecords(t *testing.T) {
	table := table(t, fields())
	empty := table.Append(nil, &every{})
	with := func(tail ...byte) []byte { return append(bytes.Clone(empty), tail...) }
	for name, b := range map[string][]byte{
		"nothing":                   {},
		"format alone":              {1},
		"hot fields cut short":      empty[:len(empty)-1],
		"another hot field":         append([]byte{1, 5, 99}, empty[3:]...),
		"a cold one cut short":      with(8<<2, 0x80),
		"length beyond the end":     with(11<<2|2, 9, 'x'),
		"a length of 2^63":          with(11<<2|2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
		"descending numbers":        with(9<<2, 2, 8<<2, 2),
		"a number twice":            with(8<<2, 2, 8<<2, 2),
		"number 0":                  with(0, 2),
		"a boolean that is 2":       with(8<<2, 4),
		"a text as a number":        with(13<<2, 2),
		"a number as a text":        with(9<<2|2, 1, 'x'),
		"a list with a wrong count": with(12<<2|2, 2, 9, 'x'),
		"a number beyond the last":  with(0xff, 0xff, 0xff, 0x7f),
	} {
		require.ErrorIs(t, table.Decode(b, new(every)), wire.ErrMalformed, name)
	}
}

func TestTablesThatAreRefused(t *testing.T) {
	type inner struct{ Name string }
	type holder struct {
		A, B string
		P    *inner
		L    []string
		ID   [16]byte
	}
	a := func(h *holder) *string { return &h.A }
	hot := func(f wire.Field[holder]) wire.Field[holder] { f.Hot = true; return f }
	outside := ""
	for name, fields := range map[string][]wire.Field[holder]{
		"through a pointer":     {wire.At(1, wire.Text, func(h *holder) *string { return &h.P.Name })},
		"into a slice":          {wire.At(1, wire.Text, func(h *holder) *string { return &h.L[0] })},
		"outside":               {wire.At(1, wire.Text, func(*holder) *string { return &outside })},
		"onto the heap":         {wire.At(1, wire.Text, func(*holder) *string { return new(string) })},
		"nil":                   {wire.At(1, wire.Text, func(*holder) *string { return nil })},
		"custom, outside":       {wire.AtCustom(1, func(*holder) *string { return &outside }, nil, nil)},
		"number 0":              {wire.At(0, wire.Text, a)},
		"number too high":       {wire.At(wire.MaxNumber+1, wire.Text, a)},
		"a number twice":        {wire.At(1, wire.Text, a), wire.At(1, wire.Text, func(h *holder) *string { return &h.B })},
		"a hot text":            {hot(wire.At(1, wire.Text, a))},
		"a hot number too high": {hot(wire.At(wire.MaxHot+1, wire.UUID, func(h *holder) *[16]byte { return &h.ID }))},
	} {
		_, err := wire.NewTable(fields)
		require.Error(t, err, name)
	}
	_, err := wire.NewTable([]wire.Field[holder]{wire.At(1, wire.Text, a), hot(wire.At(31, wire.UUID, func(h *holder) *[16]byte { return &h.ID }))})
	require.NoError(t, err)
}

// FuzzDecode: whatever the bytes, nothing panics, and what decodes is what it encodes to.
func FuzzDecode(f *testing.F) {
	table := table(f, fields(), 77)
	full := sample()
	all := table.Changed(nil, &full, &every{})
	f.Add(table.Append(nil, &full))
	f.Add(table.Append(nil, &every{}))
	f.Add(table.AppendImage(nil, &full, all))
	f.Add(table.AppendImage(nil, &every{}, all))
	f.Add([]byte{1, 0, 12<<2 | 2, 1, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		stored := bytes.Clone(b)
		var r every
		if table.Decode(b, &r) == nil {
			again := table.Append(nil, &r)
			var same every
			require.NoError(t, table.Decode(again, &same))
			require.Empty(t, table.Changed(nil, &r, &same))
			require.Equal(t, again, table.Append(nil, &same))
			for i := range table.Len() {
				_, err := table.Raw(b, i)
				require.NoError(t, err)
			}
		}
		for i := range table.Len() {
			table.Raw(b, i)
		}
		if table.Restore(b, &r) == nil {
			_, err := wire.ImageFields(b)
			require.NoError(t, err)
		}
		wire.ImageFields(b)
		require.Equal(t, stored, b, "the bytes are left as they are")
	})
}

func TestHostileLengthsAllocateLittle(t *testing.T) {
	table := table(t, fields())
	hostile := append(table.Append(nil, &every{}), 11<<2|2, 0xff, 0xff, 0xff, 0xff, 0x7f)
	image := []byte{1, 0xff, 7, 1, 2, 3}
	const runs = 100
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		require.Error(t, table.Decode(hostile, new(every)))
		require.Error(t, table.Restore(image, new(every)))
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(runs*16<<10))
}
