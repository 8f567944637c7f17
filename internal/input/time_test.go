package input_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
)

var at0 = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

func TestTimesAreOfTheYearsThatJSONCanSay(t *testing.T) {
	for _, c := range []struct {
		in, want time.Time
		refused  bool
	}{
		{time.Time{}, time.Time{}, false},
		{time.Time{}.Add(999), time.Time{}, false},
		{at0.Add(1500).In(time.FixedZone("", -3600)), at0.Add(time.Microsecond), false},
		{time.Date(1969, 12, 31, 23, 59, 59, 1, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC), false},
		{time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), false},
		{time.Date(0, 1, 1, 0, 0, 0, 0, time.FixedZone("", 60)), time.Time{}, true},
		{time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC), false},
		{time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{}, true},
		{time.Unix(1<<62, 0), time.Time{}, true},
	} {
		var faults fault.List
		at := input.Time("from", c.in, &faults)
		require.Equal(t, c.refused, len(faults) == 1, c.in)
		if c.refused {
			require.Equal(t, []string{"from not_a_date"}, said(faults))
			require.True(t, at.IsZero())
			continue
		}
		require.Equal(t, c.want, at)
	}
}

func TestARangeOfTime(t *testing.T) {
	var faults fault.List
	from, to := at0.Add(1500), at0.AddDate(9999, 0, 0)
	input.Span(&from, &to, "from", "to", &faults)
	require.Equal(t, at0.Add(time.Microsecond), from)
	require.True(t, to.IsZero())
	require.Equal(t, []string{"to not_a_date"}, said(faults))
}
