package tuple_test

import (
	"bytes"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record/internal/tuple"
)

func TestIntsInOrder(t *testing.T) {
	inOrder(t, tuple.AppendInt, []int64{math.MinInt64, -256, -255, -1, 0, 1, 255, 256, math.MaxInt64})
}

func TestTimesInOrder(t *testing.T) {
	zone := time.FixedZone("east", 3600)
	inOrder(t, tuple.AppendTime, []time.Time{
		{}, time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC), time.Unix(0, 0), time.Unix(0, 1000),
		time.Date(2026, 1, 1, 0, 30, 0, 0, zone), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	at := time.Date(2026, 1, 1, 12, 0, 0, 123_456_789, zone)
	got, _, err := tuple.Time(tuple.AppendTime(nil, at))
	require.NoError(t, err)
	require.Equal(t, at.Truncate(time.Microsecond).UTC(), got)
}

func TestDatesInOrder(t *testing.T) {
	inOrder(t, appendDay, []time.Time{
		date(0, 1, 1), date(999, 12, 31), date(1000, 1, 1), date(2023, 12, 31), date(2024, 2, 29), date(2024, 3, 1), date(2024, 10, 2), date(9999, 12, 31),
	})
}

func TestNoRealDay(t *testing.T) {
	for _, c := range [][3]int{{2023, 2, 29}, {2024, 4, 31}, {2024, 0, 1}, {2024, 13, 1}, {2024, 1, 0}, {10000, 1, 1}, {-1, 1, 1}} {
		_, _, _, _, err := tuple.Date(tuple.AppendDate(nil, c[0], time.Month(c[1]), c[2]))
		require.ErrorIs(t, err, tuple.ErrMalformed, "%v", c)
	}
}

func TestNullIsFirst(t *testing.T) {
	require.Negative(t, bytes.Compare(tuple.AppendNull(nil), tuple.AppendBool(nil, false)))
	rest, ok := tuple.Null(tuple.AppendInt(tuple.AppendNull(nil), 1))
	require.True(t, ok)
	require.Equal(t, tuple.AppendInt(nil, 1), rest)
	_, ok = tuple.Null(tuple.AppendInt(nil, 1))
	require.False(t, ok)
	_, ok = tuple.Null(nil)
	require.False(t, ok)
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func appendDay(dst []byte, t time.Time) []byte {
	return tuple.AppendDate(dst, t.Year(), t.Month(), t.Day())
}
