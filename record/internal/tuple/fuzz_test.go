package tuple_test

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record/internal/tuple"
)

// encode gives the bytes of a value of the type with this place.
func encode(rank int, v any) []byte {
	switch v := v.(type) {
	case nil:
		return tuple.AppendNull(nil)
	case bool:
		return tuple.AppendBool(nil, v)
	case int64:
		return tuple.AppendInt(nil, v)
	case decimal.Decimal:
		return tuple.AppendDecimal(nil, v)
	case [16]byte:
		return tuple.AppendUUID(nil, v)
	case time.Time:
		if rank == rankDate {
			return appendDay(nil, v)
		}
		return tuple.AppendTime(nil, v)
	case string:
		if rank == rankBytes {
			return tuple.AppendBytes(nil, []byte(v))
		}
		return tuple.AppendText(nil, v)
	}
	panic("no such value")
}

// A decoder takes any bytes, and accepts only what its encoder would have written.
func FuzzDecode(f *testing.F) {
	for _, seed := range [][]byte{
		nil, {0}, {0xff}, tuple.AppendNull(nil), tuple.AppendBool(nil, true), {2, 2}, tuple.AppendInt(nil, -1),
		tuple.AppendDecimal(nil, decimal.RequireFromString("-12.345")), tuple.AppendDecimal(nil, decimal.New(10, math.MaxInt32)),
		tuple.AppendDecimal(nil, decimal.New(1, math.MinInt32)), tuple.AppendDate(nil, 2024, 2, 29), tuple.AppendDate(nil, 2023, 2, 29),
		tuple.AppendTime(nil, time.Unix(1, 0)), tuple.AppendUUID(nil, [16]byte{1}), tuple.AppendBytes(nil, []byte{0, 1}),
		tuple.AppendText(nil, "a\x00b"), tuple.AppendText(nil, long), tuple.AppendText(nil, long+"a"), tuple.AppendTextPrefix(nil, long+"a"),
		tuple.AppendText(nil, strings.Repeat("\x00", 300)), tuple.AppendInt(tuple.AppendText(nil, "a"), 1),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		original, accepted := bytes.Clone(b), 0
		for rank := range ranks {
			v, rest, err := decode(rank, b)
			require.Equal(t, original, b, "the input is not written to")
			if err != nil {
				require.ErrorIs(t, err, tuple.ErrMalformed)
				continue
			}
			accepted++
			taken := b[:len(b)-len(rest)]
			require.Equal(t, string(b), string(taken)+string(rest))
			if again := encode(rank, v); !isCut(b, rank) {
				require.Equal(t, taken, again)
			}
		}
		require.LessOrEqual(t, accepted, 1, "types do not overlap")
	})
}

// isCut tells whether b starts with a cut element, whose hash cannot be made again from what was kept.
func isCut(b []byte, rank int) (cut bool) {
	switch rank {
	case rankBytes:
		_, cut, _, _ = tuple.Bytes(b)
	case rankText:
		_, cut, _, _ = tuple.Text(b)
	}
	return cut
}

func FuzzText(f *testing.F) {
	f.Add("a", "b")
	f.Add("a\x00", "a")
	f.Add(long, long+"a")
	f.Add(long+"a", long+"b")
	f.Fuzz(func(t *testing.T, a, b string) {
		ka, kb := tuple.AppendText(nil, a), tuple.AppendText(nil, b)
		keptA, keptB := a[:min(len(a), tuple.MaxText)], b[:min(len(b), tuple.MaxText)]
		if a == b || !tuple.Cut(a) || !tuple.Cut(b) || keptA != keptB {
			require.Equal(t, strings.Compare(a, b), bytes.Compare(ka, kb))
		} else {
			require.NotEqual(t, ka, kb)
		}
		s, cut, rest, err := tuple.Text(append(ka, kb...))
		require.NoError(t, err)
		require.Equal(t, keptA, s)
		require.Equal(t, tuple.Cut(a), cut)
		require.True(t, bytes.Equal(kb, rest))
	})
}

func FuzzDecimal(f *testing.F) {
	f.Add(int64(-10), int32(0), int64(-95), int32(-1))
	f.Add(int64(150), int32(-2), int64(15), int32(-1))
	f.Add(int64(math.MinInt64), int32(40), int64(1), int32(-40))
	f.Fuzz(func(t *testing.T, ca int64, ea int32, cb int64, eb int32) {
		a, b := decimal.New(ca, ea%200), decimal.New(cb, eb%200) // Cmp of far larger exponents takes for ever
		ka, kb := tuple.AppendDecimal(nil, a), tuple.AppendDecimal(nil, b)
		require.Equal(t, a.Cmp(b), bytes.Compare(ka, kb))
		d, rest, err := tuple.Decimal(append(ka, kb...))
		require.NoError(t, err)
		require.True(t, d.Equal(a), "%s: %s", a, d)
		require.True(t, bytes.Equal(kb, rest))
	})
}
