package activity_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
)

// crowd is an organisation with many accounts, and the activities in it as a naive loop sees them.
type crowd struct {
	org    *clientele.Org
	ids    []account.ID // the first is above 70 others, the second above the first
	parent map[account.ID]account.ID
	as     []*activity.Activity
}

func newCrowd(t *testing.T, engine string) *crowd {
	clock := new(clienteletest.Clock)
	org := clienteletest.OrgOn(t, enginetest.Plain[engine](t), with(func(o *clientele.Options) { o.Clock = clock.Now })())
	c := &crowd{org: org, ids: newStar(t, org, record.FewRanges+10), parent: map[account.ID]account.ID{}}
	for _, id := range c.ids[1:] {
		c.parent[id] = c.ids[0]
	}
	top := company(t, org, "Top")
	require.NoError(t, relationship.SetParent(ctx, org, c.ids[0], top))
	c.parent[c.ids[0]] = top
	c.ids = slices.Insert(c.ids, 1, top)
	kinds, states := []string{"CALL", "EMAIL", "MEETING"}, []string{"PENDING", "COMPLETED"}
	for i := range 200 {
		if i%7 == 0 {
			clock.Advance(time.Minute)
		}
		d := at(c.ids[i*i%len(c.ids)], (i*31)%17, fmt.Sprint(i))
		d.Type, d.Status, d.Participants = kinds[i%3], states[i%2], []string{fmt.Sprintf("USER%d", i%5)}
		a := create(t, org.As(record.Actor{ID: fmt.Sprintf("USER%d", i%4)}), d)
		c.as = append(c.as, a)
	}
	for i := 0; i < len(c.as); i += 5 {
		if i%3 == 0 {
			clock.Advance(time.Minute)
		}
		a := &c.as[(i*7)%len(c.as)]
		*a = update(t, org, (*a).ID, activity.Patch{Location: new(fmt.Sprint("moved ", i))})
	}
	return c
}

// below tells whether an account is one of some, or stands below one.
func (c *crowd) below(id account.ID, of []account.ID) bool {
	for ; !id.IsZero(); id = c.parent[id] {
		if slices.Contains(of, id) {
			return true
		}
	}
	return false
}

func oneOf[V comparable](list []V, v V) bool { return len(list) == 0 || slices.Contains(list, v) }

func during(t, from, to time.Time) bool {
	return (from.IsZero() || !t.Before(from)) && (to.IsZero() || t.Before(to))
}

// wants is the filter, as a loop has it.
func (c *crowd) wants(f activity.Filter, a *activity.Activity) bool {
	return (f.ID.IsZero() || f.ID == a.ID) && (oneOf(f.AccountID, a.AccountID) || f.Subtree && c.below(a.AccountID, f.AccountID)) &&
		oneOf(f.Type, a.Type.Value) && oneOf(f.Status, a.Status.Value) && oneOf(f.CreatorID, a.CreatedBy) && oneOf(f.ParticipantID, a.Participants[0]) &&
		during(a.At, f.From, f.To) && during(a.CreatedAt, f.CreatedFrom, f.CreatedTo) && during(a.UpdatedAt, f.UpdatedFrom, f.UpdatedTo)
}

// naive gives the titles that a filter wants in an order.
func (c *crowd) naive(f activity.Filter, order string) []string {
	var found []*activity.Activity
	for _, a := range c.as {
		if c.wants(f, a) {
			found = append(found, a)
		}
	}
	slices.SortFunc(found, func(a, b *activity.Activity) int {
		at := map[string]int{"activityTimestamp": a.At.Compare(b.At), "createdAt": 0, "updatedAt": a.UpdatedAt.Compare(b.UpdatedAt)}
		return cmp.Or(at[order], a.ID.Compare(b.ID))
	})
	return titles(found)
}

// drawFilter draws a filter: each part of it is there with some chance.
func (c *crowd) drawFilter(t *rapid.T) (f activity.Filter) {
	given := func(name string) bool { return rapid.IntRange(0, 3).Draw(t, name+" given") == 0 }
	f.Subtree = rapid.Bool().Draw(t, "subtree")
	switch {
	case given("accounts"):
		f.AccountID = rapid.SliceOfN(rapid.SampledFrom(c.ids), 1, 3).Draw(t, "accounts")
	case given("many accounts"):
		f.AccountID = c.ids[:record.FewRanges+5]
	}
	if rapid.IntRange(0, 9).Draw(t, "id given") == 0 {
		f.ID = rapid.SampledFrom(c.as).Draw(t, "id").ID
	}
	words := func(name string, from ...string) []string {
		if !given(name) {
			return nil
		}
		return rapid.SliceOfN(rapid.SampledFrom(from), 1, 2).Draw(t, name)
	}
	f.Type, f.Status = words("type", "CALL", "EMAIL", "MEETING", "SITE_VISIT"), words("status", "PENDING", "COMPLETED", "CANCELLED")
	f.CreatorID, f.ParticipantID = words("creator", "USER0", "USER1", "USER9"), words("participant", "USER2", "USER3", "USER9")
	when := func(name string, base time.Time) (t0 time.Time) {
		if given(name) {
			t0 = base.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, name)) * time.Minute)
		}
		return t0
	}
	f.From, f.To = when("from", noon), when("to", noon)
	start := clienteletest.Start
	f.CreatedFrom, f.CreatedTo = when("createdFrom", start), when("createdTo", start.Add(10*time.Minute))
	f.UpdatedFrom, f.UpdatedTo = when("updatedFrom", start.Add(20*time.Minute)), when("updatedTo", start.Add(25*time.Minute))
	return f
}

func TestRandomFiltersAgainstALoop(t *testing.T) {
	for _, engine := range []string{"memstore", "boltstore"} {
		t.Run(engine, func(t *testing.T) {
			c := newCrowd(t, engine)
			found := 0
			rapid.Check(t, func(rt *rapid.T) {
				f := c.drawFilter(rt)
				order := rapid.SampledFrom([]string{"activityTimestamp", "createdAt", "updatedAt"}).Draw(rt, "order")
				want := c.naive(f, order)
				found += len(want)
				require.Equal(rt, want, list(rt, c.org, f, order))
				require.Equal(rt, reversed(want), list(rt, c.org, f, "-"+order))
				require.Equal(rt, reversed(c.naive(f, "activityTimestamp")), all(rt, c.org, f))
				require.Equal(rt, want, paged(rt, c.org, f, order, rapid.IntRange(1, 40).Draw(rt, "limit")))
			})
			require.Greater(t, found, 1000)
		})
	}
}

// Filters of few parts find more.
func TestASubtreeOfMoreAccountsThanAreReadOneByOne(t *testing.T) {
	for _, engine := range []string{"memstore", "boltstore"} {
		t.Run(engine, func(t *testing.T) {
			c := newCrowd(t, engine)
			for _, f := range []activity.Filter{
				{AccountID: c.ids[:1], Subtree: true}, {AccountID: c.ids[1:2], Subtree: true}, {AccountID: c.ids}, {AccountID: c.ids[1 : record.FewRanges+1]},
				{AccountID: c.ids[1 : record.FewRanges+2]}, {AccountID: c.ids[:1], Subtree: true, From: noon.Add(3 * time.Minute), To: noon.Add(9 * time.Minute)},
			} {
				for _, order := range []string{"activityTimestamp", "createdAt", "updatedAt"} {
					want := c.naive(f, order)
					require.Greater(t, len(want), 50)
					require.Equal(t, want, list(t, c.org, f, order))
					require.Equal(t, want, paged(t, c.org, f, order, 17))
				}
			}
			gone := c.ids[2]
			require.NoError(t, c.org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
				return verbError(accountDelete(tx, gone))
			}))
			c.as = slices.DeleteFunc(c.as, func(a *activity.Activity) bool { return a.AccountID == gone })
			f := activity.Filter{AccountID: c.ids[:1], Subtree: true}
			require.Equal(t, c.naive(f, "createdAt"), list(t, c.org, f, "createdAt"))
		})
	}
}
