package activity_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
)

// newFamily makes accounts, each below the one before.
func newFamily(t testing.TB, s record.Scope, n int) []account.ID {
	t.Helper()
	var ids []account.ID
	for i := range n {
		ids = append(ids, company(t, s, fmt.Sprintf("F%d", i)))
		if i > 0 {
			require.NoError(t, relationship.SetParent(ctx, s, ids[i], ids[i-1]))
		}
	}
	return ids
}

func reversed(list []string) []string {
	out := slices.Clone(list)
	slices.Reverse(out)
	return out
}

// paged reads a list page by page, by cursor and by number, which have to agree.
func paged(t tester, s record.Scope, f activity.Filter, order string, limit int) []string {
	t.Helper()
	out, numbered := []string{}, []string{}
	for p := (record.Paging{Order: order, Limit: limit, Total: true}); ; {
		page, err := activity.List(ctx, s, f, p)
		require.NoError(t, err)
		require.Equal(t, count(t, s, f), *page.Total)
		out = append(out, titles(page.Items)...)
		if p.After = page.Next; p.After == "" {
			break
		}
		require.Len(t, page.Items, limit)
	}
	for n := 1; ; n++ {
		page, err := activity.List(ctx, s, f, record.Paging{Order: order, Limit: limit, Page: n})
		require.NoError(t, err)
		numbered = append(numbered, titles(page.Items)...)
		if page.Next == "" {
			break
		}
	}
	require.Equal(t, out, numbered)
	return out
}

// all gives the titles of a walk.
func all(t tester, s record.Scope, f activity.Filter) []string {
	t.Helper()
	out := []string{}
	for a, err := range activity.All(ctx, s, f) {
		require.NoError(t, err)
		out = append(out, a.Title)
	}
	return out
}

// theSix makes a few activities of two accounts, one below the other, by two actors, an hour between any two.
func theSix(t *testing.T, org *clientele.Org, clock *clienteletest.Clock) (acme, labs account.ID) {
	t.Helper()
	family := newFamily(t, org, 2)
	acme, labs = family[0], family[1]
	for i, d := range []activity.Draft{
		{AccountID: acme, Type: "CALL", Status: "PENDING"},
		{AccountID: labs, Type: "EMAIL", Status: "COMPLETED"},
		{AccountID: acme, Type: "EMAIL", Status: "PENDING"},
		{AccountID: labs, Type: "CALL", Status: "CANCELLED"},
		{AccountID: acme, Type: "MEETING", Status: "COMPLETED"},
		{AccountID: labs, Type: "CALL", Status: "COMPLETED"},
	} {
		clock.Advance(time.Hour)
		d.Title, d.At = string(rune('a'+i)), noon.Add(-time.Duration(i)*time.Hour)
		create(t, org.As(record.Actor{ID: fmt.Sprintf("USER%d", i%2)}), d)
	}
	return acme, labs
}

// onEnginesWithClock gives each test a clock of its own.
func onEnginesWithClock(t *testing.T, test func(t *testing.T, org *clientele.Org, clock *clienteletest.Clock)) {
	var clock *clienteletest.Clock
	enginetest.RunWith(t, with(func(o *clientele.Options) {
		clock = new(clienteletest.Clock)
		o.Clock = clock.Now
	}), func(t *testing.T, org *clientele.Org) { test(t, org, clock) })
}

func TestFilters(t *testing.T) {
	onEnginesWithClock(t, func(t *testing.T, org *clientele.Org, clock *clienteletest.Clock) {
		acme, labs := theSix(t, org, clock)
		start := clienteletest.Start
		call := valueOf(t, org, "activity_type", "CALL").ID.String()
		for _, c := range []struct {
			name string
			f    activity.Filter
			want string // by time ascending
		}{
			{"everything", activity.Filter{}, "fedcba"},
			{"an account", of(acme), "eca"},
			{"an account below", of(labs), "fdb"},
			{"an account twice", of(acme, acme), "eca"},
			{"two accounts", of(labs, acme), "fedcba"},
			{"a subtree", activity.Filter{AccountID: []account.ID{acme}, Subtree: true}, "fedcba"},
			{"a subtree of one", activity.Filter{AccountID: []account.ID{labs}, Subtree: true}, "fdb"},
			{"a subtree and what is in it", activity.Filter{AccountID: []account.ID{labs, acme}, Subtree: true}, "fedcba"},
			{"a subtree of nothing", activity.Filter{Subtree: true}, "fedcba"},
			{"an account that is not", of(someAccount), ""},
			{"a subtree that is not", activity.Filter{AccountID: []account.ID{someAccount, {}}, Subtree: true}, ""},
			{"one that is and one that is not", of(someAccount, labs), "fdb"},
			{"a type", activity.Filter{Type: []string{"call"}}, "fda"},
			{"a type by id", activity.Filter{Type: []string{call}}, "fda"},
			{"types", activity.Filter{Type: []string{"CALL", "MEETING", call}}, "feda"},
			{"a status", activity.Filter{Status: []string{"COMPLETED"}}, "feb"},
			{"a type and a status", activity.Filter{Type: []string{"CALL"}, Status: []string{"COMPLETED", "CANCELLED"}}, "fd"},
			{"a creator", activity.Filter{CreatorID: []string{" USER1"}}, "fdb"},
			{"creators", activity.Filter{CreatorID: []string{"USER1", "USER0"}}, "fedcba"},
			{"a creator that is not", activity.Filter{CreatorID: []string{"user1", ""}}, ""},
			{"a time", activity.Filter{From: noon.Add(-3 * time.Hour), To: noon.Add(-time.Hour)}, "dc"},
			{"created since", activity.Filter{CreatedFrom: start.Add(3 * time.Hour)}, "fedc"},
			{"created before", activity.Filter{CreatedTo: start.Add(3 * time.Hour)}, "ba"},
			{"created between", activity.Filter{CreatedFrom: start.Add(2 * time.Hour), CreatedTo: start.Add(4 * time.Hour)}, "cb"},
			{"updated since", activity.Filter{UpdatedFrom: start.Add(6 * time.Hour)}, "f"},
			{"updated before", activity.Filter{UpdatedTo: start.Add(2 * time.Hour)}, "a"},
			{"all of it", activity.Filter{AccountID: []account.ID{acme}, Subtree: true, Type: []string{"CALL"}, Status: []string{"COMPLETED", "PENDING"}, CreatorID: []string{"USER1"},
				From: noon.Add(-6 * time.Hour), CreatedFrom: start, UpdatedFrom: start}, "f"},
		} {
			t.Run(c.name, func(t *testing.T) {
				want := []string{}
				for _, r := range c.want {
					want = append(want, string(r))
				}
				require.Equal(t, want, list(t, org, c.f, activity.OrderAt))
				require.Equal(t, reversed(want), list(t, org, c.f, ""))
				require.Equal(t, reversed(want), list(t, org, c.f, activity.OrderCreated), "the clock went the other way")
				require.Equal(t, want, list(t, org, c.f, "-"+activity.OrderUpdated))
				require.Equal(t, reversed(want), all(t, org, c.f))
				for _, order := range []string{"", "createdAt", "-updatedAt"} {
					require.ElementsMatch(t, want, paged(t, org, c.f, order, 2))
				}
			})
		}
	})
}

func TestAFilterByItsOwnID(t *testing.T) {
	onEnginesWithClock(t, func(t *testing.T, org *clientele.Org, clock *clienteletest.Clock) {
		acme, labs := theSix(t, org, clock)
		page, err := activity.List(ctx, org, of(labs), record.Paging{Limit: 1})
		require.NoError(t, err)
		b := page.Items[0]
		gone := create(t, org, at(acme, 0, "gone"))
		remove(t, org, gone.ID)
		for _, order := range []string{"", "activityTimestamp", "createdAt", "-updatedAt"} {
			require.Equal(t, []string{"b"}, list(t, org, activity.Filter{ID: b.ID}, order))
			require.Equal(t, []string{"b"}, list(t, org, activity.Filter{ID: b.ID, AccountID: []account.ID{acme}, Subtree: true, From: b.At, To: b.At.Add(1000)}, order))
			for _, f := range []activity.Filter{{ID: gone.ID}, {ID: activity.ID(acme)}, {ID: b.ID, AccountID: []account.ID{acme}}, {ID: b.ID, To: b.At}, {ID: b.ID, CreatedTo: b.CreatedAt}, {ID: b.ID, Type: []string{"CALL"}}} {
				require.Empty(t, list(t, org, f, order))
				require.Zero(t, count(t, org, f))
			}
		}
		require.Equal(t, 1, count(t, org, activity.Filter{ID: b.ID}))
		require.Equal(t, []string{"b"}, all(t, org, activity.Filter{ID: b.ID}))
	})
}

func TestPagesThatAreRefused(t *testing.T) {
	onEnginesWithClock(t, func(t *testing.T, org *clientele.Org, clock *clienteletest.Clock) {
		acme, labs := theSix(t, org, clock)
		first, err := activity.List(ctx, org, of(acme), record.Paging{Limit: 1})
		require.NoError(t, err)
		for name, c := range map[string]struct {
			f    activity.Filter
			p    record.Paging
			want []string
		}{
			"another account":      {of(labs), record.Paging{After: first.Next}, []string{"after invalid_cursor"}},
			"the subtree":          {activity.Filter{AccountID: []account.ID{acme}, Subtree: true}, record.Paging{After: first.Next}, []string{"after invalid_cursor"}},
			"another order":        {of(acme), record.Paging{After: first.Next, Order: "createdAt"}, []string{"after invalid_cursor"}},
			"the other direction":  {of(acme), record.Paging{After: first.Next, Order: activity.OrderAt}, []string{"after invalid_cursor"}},
			"another time":         {activity.Filter{AccountID: []account.ID{acme}, From: noon}, record.Paging{After: first.Next}, []string{"after invalid_cursor"}},
			"no cursor":            {of(acme), record.Paging{After: "x"}, []string{"after invalid_cursor"}},
			"a page and a cursor":  {of(acme), record.Paging{After: first.Next, Page: 1}, []string{"after contradiction"}},
			"too many":             {of(acme), record.Paging{Limit: 1001}, []string{"limit too_large"}},
			"an order that is not": {of(acme), record.Paging{Order: "-title"}, []string{"order not_allowed"}},
			"everything": {activity.Filter{Type: []string{"X"}, Status: []string{"PENDING", "Y"}, CreatorID: []string{"a\nb"}}, record.Paging{Page: -1, Order: "size"},
				[]string{"page not_allowed", "type[0] not_in_picklist", "status[1] not_in_picklist", "creatorId[0] invalid_text", "order not_allowed"}},
		} {
			_, err := activity.List(ctx, org, c.f, c.p)
			refused(t, err, c.want...)
			require.Equal(t, fault.Has(err, fault.InvalidCursor), errors.Is(err, clientele.ErrCursor), name)
			require.ErrorContains(t, err, "activity.list: ")
		}
		page, err := activity.List(ctx, org, of(acme), record.Paging{After: first.Next})
		require.NoError(t, err)
		require.Equal(t, []string{"c", "e"}, titles(page.Items))
	})
}

func TestAWalkEndsEarlyAndSeesItsStart(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		for i := range 300 { // more than are read at once
			create(t, org, at(acme, i, "old"))
		}
		for a, err := range activity.All(ctx, org, activity.Filter{}) {
			require.NoError(t, err)
			require.Equal(t, noon.Add(299*time.Minute), a.At)
			break
		}
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			n := 0
			for a, err := range activity.All(ctx, tx, activity.Filter{}) {
				require.NoError(t, err)
				require.Equal(t, "Acme", a.Account)
				update(t, tx, a.ID, activity.Patch{Title: new("seen"), At: new(a.At.Add(-time.Hour))})
				create(t, tx, at(acme, -n, "new"))
				n++
			}
			require.Equal(t, 300, n)
			return nil
		}))
		require.Equal(t, 600, count(t, org, activity.Filter{}))
	})
}
