package tuple_test

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/record/internal/tuple"
)

// The types by their place in the order.
const (
	rankNull = iota
	rankBool
	rankInt
	rankDecimal
	rankDate
	rankTime
	rankUUID
	rankBytes
	rankText
	ranks // how many
)

// element is a value of one type with its bytes. rank is the place of the type, value what orders within it.
type element struct {
	rank  int
	value any
	key   []byte
}

// compare is the order that keys must have, written without looking at bytes.
func compare(a, b element) int {
	if a.rank != b.rank {
		return cmp.Compare(a.rank, b.rank)
	}
	switch v := a.value.(type) {
	case nil:
		return 0
	case bool:
		return cmp.Compare(btoi(v), btoi(b.value.(bool)))
	case int64:
		return cmp.Compare(v, b.value.(int64))
	case decimal.Decimal:
		return v.Cmp(b.value.(decimal.Decimal))
	case time.Time:
		return v.Compare(b.value.(time.Time))
	case [16]byte:
		w := b.value.([16]byte)
		return bytes.Compare(v[:], w[:])
	case string:
		return cmp.Compare(v, b.value.(string))
	}
	panic("no such element")
}

func btoi(v bool) int {
	if v {
		return 1
	}
	return 0
}

// text draws texts that are often prefixes of each other, hold zero bytes and end around the cut.
func text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOfN(rapid.SampledFrom([]rune("\x00\x01\x02aé€")), 0, 4, -1),
		rapid.Custom(func(t *rapid.T) string {
			return strings.Repeat("x", rapid.IntRange(tuple.MaxText-3, tuple.MaxText).Draw(t, "length"))
		}),
	).Filter(func(s string) bool { return !tuple.Cut(s) })
}

// number draws decimals of up to 40 digits, near each other often, some written with trailing zeros.
func number() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		d := decimal.New(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-120, 120)).Draw(t, "coefficient"), rapid.Int32Range(-30, 30).Draw(t, "exponent"))
		if rapid.Bool().Draw(t, "long") {
			d = d.Mul(decimal.New(rapid.Int64().Draw(t, "factor"), 0))
		}
		return d
	})
}

func instant() *rapid.Generator[time.Time] {
	return rapid.Map(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-3, 3)), func(us int64) time.Time { return time.UnixMicro(us).UTC() })
}

func day() *rapid.Generator[time.Time] {
	first := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	return rapid.Map(rapid.IntRange(0, 3652424), func(n int) time.Time { return first.AddDate(0, 0, n) })
}

func uuid() *rapid.Generator[[16]byte] {
	return rapid.Map(rapid.SliceOfN(rapid.Byte(), 16, 16), func(b []byte) [16]byte { return [16]byte(b) })
}

// drawElement draws an element of the type with this place.
func drawElement(t *rapid.T, rank int) element {
	switch rank {
	case rankNull:
		return element{rank, nil, tuple.AppendNull(nil)}
	case rankBool:
		v := rapid.Bool().Draw(t, "bool")
		return element{rank, v, tuple.AppendBool(nil, v)}
	case rankInt:
		v := rapid.Int64().Draw(t, "int")
		return element{rank, v, tuple.AppendInt(nil, v)}
	case rankDecimal:
		v := number().Draw(t, "decimal")
		return element{rank, v, tuple.AppendDecimal(nil, v)}
	case rankDate:
		v := day().Draw(t, "date")
		return element{rank, v, appendDay(nil, v)}
	case rankTime:
		v := instant().Draw(t, "time")
		return element{rank, v, tuple.AppendTime(nil, v)}
	case rankUUID:
		v := uuid().Draw(t, "uuid")
		return element{rank, v, tuple.AppendUUID(nil, v)}
	case rankBytes:
		v := text().Draw(t, "bytes")
		return element{rank, v, tuple.AppendBytes(nil, []byte(v))}
	default:
		v := text().Draw(t, "text")
		return element{rank, v, tuple.AppendText(nil, v)}
	}
}

// drawAny draws an element of any type.
func drawAny(t *rapid.T) element {
	return drawElement(t, rapid.IntRange(0, ranks-1).Draw(t, "type"))
}

func TestOrderWithinAType(t *testing.T) {
	for rank := range ranks {
		rapid.Check(t, func(t *rapid.T) {
			a, b := drawElement(t, rank), drawElement(t, rank)
			require.Equal(t, compare(a, b), bytes.Compare(a.key, b.key))
			if compare(a, b) != 0 {
				require.False(t, bytes.HasPrefix(a.key, b.key), "no element may start with another one")
			}
		})
	}
}

func TestTypesSortAsListed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAny(t), drawAny(t)
		require.Equal(t, compare(a, b), bytes.Compare(a.key, b.key))
	})
}

// Tuples of up to three elements, equal at the start more often than chance would have it.
func TestOrderOfTuples(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var as, bs []element
		for range rapid.IntRange(0, 3).Draw(t, "length of a") {
			as = append(as, drawAny(t))
		}
		bs = append(bs, as[:rapid.IntRange(0, len(as)).Draw(t, "common")]...)
		for range rapid.IntRange(0, 2).Draw(t, "more in b") {
			bs = append(bs, drawAny(t))
		}
		require.Equal(t, slices.CompareFunc(as, bs, compare), bytes.Compare(join(as), join(bs)))
	})
}

// What was appended comes back, each element with the one after it untouched.
func TestTuplesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		elements := []element{drawAny(t), drawAny(t), drawAny(t)}
		rest := join(elements)
		for _, e := range elements {
			got, after, err := decode(e.rank, rest)
			require.NoError(t, err)
			require.Zero(t, compare(e, element{rank: e.rank, value: got}), "%v: %v", e.value, got)
			rest = after
		}
		require.Empty(t, rest)
	})
}

// decode takes the element of the type with this place from the start of b.
func decode(rank int, b []byte) (v any, rest []byte, err error) {
	switch rank {
	case rankNull:
		rest, ok := tuple.Null(b)
		if !ok {
			return nil, nil, tuple.ErrMalformed
		}
		return nil, rest, nil
	case rankBool:
		return anyOf(tuple.Bool(b))
	case rankInt:
		return anyOf(tuple.Int(b))
	case rankDecimal:
		return anyOf(tuple.Decimal(b))
	case rankDate:
		y, m, d, rest, err := tuple.Date(b)
		return date(y, m, d), rest, err
	case rankTime:
		return anyOf(tuple.Time(b))
	case rankUUID:
		return anyOf(tuple.UUID(b))
	case rankBytes:
		p, _, rest, err := tuple.Bytes(b)
		return string(p), rest, err
	default:
		s, _, rest, err := tuple.Text(b)
		return s, rest, err
	}
}

func anyOf[T any](v T, rest []byte, err error) (any, []byte, error) { return v, rest, err }

func join(elements []element) []byte {
	var key []byte
	for _, e := range elements {
		key = append(key, e.key...)
	}
	return key
}
