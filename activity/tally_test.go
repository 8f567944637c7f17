package activity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
)

// lastOf gives the last activity of a subtree, and its age.
func lastOf(t testing.TB, s record.Scope, id account.ID) (*time.Time, *time.Duration) {
	t.Helper()
	sum, err := relationship.RollUp(ctx, s, id)
	require.NoError(t, err)
	require.Equal(t, sum.LastActivity == nil, sum.LastActivityAge == nil)
	return sum.LastActivity, sum.LastActivityAge
}

func TestTheLastActivityOfASubtree(t *testing.T) {
	onEnginesWithClock(t, func(t *testing.T, org *clientele.Org, clock *clienteletest.Clock) {
		family := newFamily(t, org, 4)
		start := clienteletest.Start
		last := func(id account.ID, want time.Time) {
			t.Helper()
			at, age := lastOf(t, org, id)
			require.Equal(t, want, *at)
			require.Equal(t, start.Sub(want), *age)
		}
		for _, id := range family {
			at, _ := lastOf(t, org, id)
			require.Nil(t, at, "there is none yet")
		}
		create(t, org, activity.Draft{AccountID: family[2], At: day(1900)})
		last(family[0], day(1900))
		deep := create(t, org, activity.Draft{AccountID: family[3], At: start.Add(-time.Hour)})
		create(t, org, activity.Draft{AccountID: family[1], At: start.Add(-2 * time.Hour)})
		create(t, org, activity.Draft{AccountID: family[3], At: start.Add(-3 * time.Hour)})
		create(t, org, activity.Draft{AccountID: company(t, org, "Stranger"), At: start})
		last(family[0], start.Add(-time.Hour))
		last(family[2], start.Add(-time.Hour))

		planned := create(t, org, activity.Draft{AccountID: family[0], At: start.Add(48 * time.Hour)})
		last(family[0], start.Add(48*time.Hour)) // its age is negative
		last(family[1], start.Add(-time.Hour))
		update(t, org, planned.ID, activity.Patch{At: new(start.Add(-90 * time.Minute))})
		remove(t, org, deep.ID)
		last(family[0], start.Add(-90*time.Minute))
		last(family[1], start.Add(-2*time.Hour))

		require.NoError(t, relationship.ClearParent(ctx, org, family[1]))
		last(family[0], start.Add(-90*time.Minute))
		remove(t, org, planned.ID)
		at, _ := lastOf(t, org, family[0])
		require.Nil(t, at)
		clock.Advance(time.Minute)
		_, age := lastOf(t, org, family[1])
		require.Equal(t, 2*time.Hour+time.Minute, *age)
	})
}

func TestTheLastActivityOfAnAccountThatIsHidden(t *testing.T) {
	enginetest.RunWith(t, with(func(o *clientele.Options) { o.Policy = hiding }), func(t *testing.T, org *clientele.Org) {
		acme, hidden := company(t, org, "Acme"), company(t, org, "Hidden")
		require.NoError(t, relationship.SetParent(ctx, org, hidden, acme))
		create(t, org, at(acme, 0, "x"))
		create(t, org, at(hidden, 5, "y"))
		at, _ := lastOf(t, org, acme)
		require.Equal(t, noon.Add(5*time.Minute), *at)
		at, _ = lastOf(t, org.As(record.Actor{ID: "guest"}), acme)
		require.Equal(t, noon, *at)
	})
}

func TestTheLastActivityAmongMany(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		star := newStar(t, org, 30)
		for i := 3; i < len(star); i += 3 {
			create(t, org, at(star[i], i*i%25, "x"))
		}
		at, _ := lastOf(t, org, star[0])
		require.Equal(t, noon.Add(24*time.Minute), *at) // of the eighteenth
		for _, i := range []int{1, 3, 27} {
			at, _ := lastOf(t, org, star[i])
			require.Equal(t, i%3 == 0, at != nil)
		}
	})
}
