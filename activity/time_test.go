package activity_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

// taking gives a draft of an activity at a time, which is its title, too.
func taking(d activity.Draft, t time.Time) activity.Draft {
	d.At, d.Title = t, t.UTC().Format("2006-01-02T15:04:05.999999")
	return d
}

func day(year int) time.Time { return time.Date(year, time.March, 1, 0, 0, 0, 0, time.UTC) }

func TestTimesAreKeptInUTCToTheMicrosecond(t *testing.T) {
	kolkata := time.FixedZone("", 5*3600+1800)
	for _, c := range []struct{ in, want time.Time }{
		{noon.In(kolkata), noon},
		{noon.Add(1999 * time.Nanosecond), noon.Add(time.Microsecond)},
		{time.Date(1969, 12, 31, 23, 59, 59, 999_999_999, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC)},
		{time.Date(0, 1, 1, 0, 0, 0, 1, time.UTC), time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)},
		{time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)},
	} {
		enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
			acme := company(t, org, "Acme")
			a := create(t, org, activity.Draft{AccountID: acme, At: c.in})
			require.Equal(t, c.want, a.At)
			require.Equal(t, a, get(t, org, a.ID))
			require.Equal(t, a, update(t, org, a.ID, activity.Patch{At: &c.in}), "the same time changes nothing")
			var again activity.Draft
			b, err := json.Marshal(a)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(b, &again))
			require.Equal(t, c.want, again.At)
			require.Equal(t, 1, count(t, org, activity.Filter{From: c.in}), "from the time as it was given")
			require.Zero(t, count(t, org, activity.Filter{To: c.in}))
		})
	}
}

func TestATimeHasToBeGiven(t *testing.T) {
	for _, at := range []time.Time{{}, time.Time{}.Add(999 * time.Nanosecond), time.Time{}.In(time.FixedZone("", 3600))} {
		d := full(someAccount)
		d.At = at
		_, err := activity.Validate(d, rules())
		refused(t, err, "activityTimestamp required")
		_, err = activity.Patch{At: &at}.Apply(&activity.Activity{AccountID: someAccount, At: noon}, rules())
		refused(t, err, "activityTimestamp required")
	}
	for _, year := range []int{-1, 10_000, 300_000, -300_000} {
		_, err := activity.Validate(taking(full(someAccount), day(year)), rules())
		refused(t, err, "activityTimestamp not_a_date")
	}
}

// rangeCases are ranges over the times of theTimes, with the years that they hold, the latest first.
var rangeCases = []struct {
	from, to time.Time
	want     []int
}{
	{time.Time{}, time.Time{}, []int{9999, 2400, 2026, 1970, 1969, 1, 0}},
	{day(2026), time.Time{}, []int{9999, 2400, 2026}},
	{day(2026).Add(time.Microsecond), time.Time{}, []int{9999, 2400}},
	{time.Time{}, day(2026), []int{1970, 1969, 1, 0}},
	{time.Time{}, day(2026).Add(time.Microsecond), []int{2026, 1970, 1969, 1, 0}},
	{day(1969), day(2026), []int{1970, 1969}},
	{day(0), day(1969), []int{1, 0}},
	{day(2400), day(9999), []int{2400}},
	{day(2026), day(2026), []int{}},
	{day(2400), day(1969), []int{}},
	{day(9999).Add(time.Hour), time.Time{}, []int{}},
	{time.Time{}, day(0), []int{}},
	{day(2026).In(time.FixedZone("", -3600)), day(2400).Add(500 * time.Nanosecond), []int{2026}},
}

func TestRangesOfTime(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		family := newFamily(t, org, 2)
		for i, year := range []int{1970, 0, 2400, 9999, 1, 2026, 1969} {
			d := activity.Draft{AccountID: family[i%2], At: day(year), Title: fmt.Sprint(year)}
			create(t, org, d)
		}
		for _, c := range rangeCases {
			want := []string{}
			for _, year := range c.want {
				want = append(want, fmt.Sprint(year))
			}
			for _, f := range []activity.Filter{{}, of(family...), {AccountID: family[:1], Subtree: true}} {
				f.From, f.To = c.from, c.to
				require.Equal(t, want, list(t, org, f, ""), "%v", f)
				require.Equal(t, len(want), count(t, org, f))
				require.ElementsMatch(t, want, list(t, org, f, activity.OrderCreated))
				require.ElementsMatch(t, want, list(t, org, f, activity.OrderUpdated))
			}
		}
	})
}

// At the same time, the one that was created later is the later one.
func TestTiesInTime(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		family := newFamily(t, org, 3)
		var want []string
		for i := range 12 {
			title := fmt.Sprint(i)
			create(t, org, activity.Draft{AccountID: family[i%3], At: noon.Add(time.Duration(i/6) * time.Minute), Title: title})
			want = append(want, title)
		}
		for _, f := range []activity.Filter{{}, of(family...), {AccountID: family[:1], Subtree: true}, {From: noon, To: noon.Add(time.Hour)}} {
			require.Equal(t, want, list(t, org, f, activity.OrderAt))
			require.Equal(t, reversed(want), list(t, org, f, ""))
			require.Equal(t, want, paged(t, org, f, activity.OrderAt, 5))
			require.Equal(t, reversed(want), paged(t, org, f, "", 1))
		}
	})
}

func TestTimesOfAFilterThatAreRefused(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		far := day(10_000)
		f := activity.Filter{From: far, To: far, CreatedFrom: far, CreatedTo: day(-1), UpdatedFrom: far, UpdatedTo: far}
		_, err := activity.List(ctx, org, f, record.Paging{Limit: -1, Order: "size"})
		refused(t, err, "limit too_large", "from not_a_date", "to not_a_date", "createdFrom not_a_date", "createdTo not_a_date", "updatedFrom not_a_date", "updatedTo not_a_date", "order not_allowed")
		_, err = activity.Count(ctx, org, activity.Filter{To: far})
		refused(t, err, "to not_a_date")
	})
}
