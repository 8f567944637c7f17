package wire_test

import (
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/record/internal/wire"
)

// every has a field of each type, hot where that is possible and cold.
type every struct {
	Owner   [16]byte // hot
	Created time.Time
	Version int64
	Size    *int64
	Open    bool

	Name    string
	Count   int64
	Limit   *int64
	Done    bool
	Due     time.Time
	Parent  [16]byte
	Raw     []byte
	Tags    []string
	Address struct{ City string } // flattened
}

// fields are those of every, hot and cold mixed and not in the order of their numbers.
func fields() []wire.Field[every] {
	hot := func(f wire.Field[every]) wire.Field[every] {
		f.Hot = true
		return f
	}
	return []wire.Field[every]{
		hot(wire.At(3, wire.UUID, func(r *every) *[16]byte { return &r.Owner })),
		wire.At(200, wire.Text, func(r *every) *string { return &r.Name }),
		hot(wire.At(1, wire.Time, func(r *every) *time.Time { return &r.Created })),
		hot(wire.At(2, wire.Int, func(r *every) *int64 { return &r.Version })),
		wire.At(40, wire.Int, func(r *every) *int64 { return &r.Count }),
		wire.At(41, wire.OptInt, func(r *every) **int64 { return &r.Limit }),
		wire.At(8, wire.Bool, func(r *every) *bool { return &r.Done }),
		wire.At(9, wire.Time, func(r *every) *time.Time { return &r.Due }),
		wire.At(10, wire.UUID, func(r *every) *[16]byte { return &r.Parent }),
		wire.At(11, wire.Bytes, func(r *every) *[]byte { return &r.Raw }),
		wire.AtCustom(12, func(r *every) *[]string { return &r.Tags }, appendTags, decodeTags),
		wire.At(13, wire.Text, func(r *every) *string { return &r.Address.City }),
		hot(wire.At(30, wire.OptInt, func(r *every) **int64 { return &r.Size })),
		hot(wire.At(31, wire.Bool, func(r *every) *bool { return &r.Open })),
	}
}

func appendTags(dst []byte, tags *[]string) []byte {
	for _, tag := range *tags {
		dst = append(binary.AppendUvarint(dst, uint64(len(tag))), tag...)
	}
	return dst
}

// decodeTags appends to what is there, as many a codec does.
func decodeTags(s string, tags *[]string) error {
	for b := []byte(s); len(b) > 0; {
		n, w := binary.Uvarint(b)
		if w <= 0 || n > uint64(len(b)-w) {
			return errors.New("cut short")
		}
		*tags = append(*tags, string(b[w:w+int(n)]))
		b = b[w+int(n):]
	}
	return nil
}

func table[T any](t testing.TB, fields []wire.Field[T], retired ...uint32) *wire.Table[T] {
	made, err := wire.NewTable(fields, retired...)
	require.NoError(t, err)
	return made
}

// records draws records in the form that Decode gives: UTC, microseconds, nil for what is empty.
func records() *rapid.Generator[every] {
	return rapid.Custom(func(t *rapid.T) every {
		r := every{
			Owner: ids.Draw(t, "owner"), Created: times.Draw(t, "created"), Version: rapid.Int64().Draw(t, "version"),
			Size: optional.Draw(t, "size"), Open: rapid.Bool().Draw(t, "open"),
			Name: rapid.String().Draw(t, "name"), Count: rapid.Int64().Draw(t, "count"), Limit: optional.Draw(t, "limit"),
			Done: rapid.Bool().Draw(t, "done"), Due: times.Draw(t, "due"), Parent: ids.Draw(t, "parent"),
		}
		if raw := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "raw"); len(raw) > 0 {
			r.Raw = raw
		}
		if tags := rapid.SliceOfN(rapid.StringN(0, 20, -1), 0, 20).Draw(t, "tags"); len(tags) > 0 {
			r.Tags = tags
		}
		r.Address.City = rapid.String().Draw(t, "city")
		return r
	})
}

var (
	ids = rapid.OneOf(rapid.Just([16]byte{}), rapid.Custom(func(t *rapid.T) (id [16]byte) {
		copy(id[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		return id
	}))
	times = rapid.OneOf(rapid.Just(time.Time{}), rapid.Map(rapid.Int64Range(-1e15, 4e15), func(micros int64) time.Time {
		return time.UnixMicro(micros).UTC()
	}))
	optional = rapid.OneOf(rapid.Just((*int64)(nil)), rapid.Map(rapid.Int64Range(-3, 1<<62), func(v int64) *int64 { return &v }))
)

// sample is one record with every field set.
func sample() every {
	limit, size := int64(0), int64(-5)
	r := every{
		Owner: [16]byte{1, 2, 3, 15: 16}, Created: time.UnixMicro(1_700_000_000_123_456).UTC(), Version: 7, Size: &size, Open: true,
		Name: "Acme Corporation", Count: -300, Limit: &limit, Done: true, Due: time.UnixMicro(0).UTC(), Parent: [16]byte{9},
		Raw: []byte(`{"a":1}`), Tags: []string{"", "x", "Zürich"},
	}
	r.Address.City = "Berlin"
	return r
}
