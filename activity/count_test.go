package activity_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// TestRoundTrips counts the calls of the store, once what transactions share is there. The names of accounts are one of
// those that read.
func TestRoundTrips(t *testing.T) {
	st := storetest.Count(memstore.New())
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	acme, other, ann := company(t, org, "Acme"), company(t, org, "Other"), person(t, org, "Ann")
	define(t, org, customfield.Draft{Name: "Outcome", Type: customfield.SingleLine, Indexed: true}, customfield.Draft{Name: "Score", Type: customfield.Integer, Indexed: true})
	equal := conditions(t, `[{"fieldId":"score","from":1},{"fieldId":"outcome","in":["won","lost"]}]`)
	var ids []activity.ID
	for i := range 30 {
		ids = append(ids, create(t, org, at([]account.ID{acme, other}[i%2], i, fmt.Sprint(i))).ID)
	}
	page := func(f activity.Filter, order string) func() error {
		return func() error {
			page, err := activity.List(ctx, org, f, record.Paging{Limit: 10, Order: order})
			require.Len(t, page.Items, 10)
			return err
		}
	}
	star := newStar(t, org, record.FewRanges)
	slices.SortFunc(star, account.ID.Compare)
	stretch := func(accounts []account.ID) func() error {
		return func() error {
			require.Empty(t, between(t, org, accounts, record.During(noon, noon.Add(-1)), 9))
			return nil
		}
	}
	timed := of(acme, other)
	timed.From = noon
	calls := func(getMany, scan, commit int) map[string]int {
		want := map[string]int{"Begin": 1, "GetMany": getMany, "Scan": scan, "Commit": commit, "Rollback": 1}
		for name, n := range want {
			if n == 0 {
				delete(want, name)
			}
		}
		return want
	}
	meeting := activity.Draft{AccountID: acme, At: noon, Participants: []string{ann.String(), "USER1"}}
	for _, c := range []struct {
		name string
		want map[string]int
		verb func() error
	}{
		{"get", calls(2, 0, 0), func() error { return verbError(activity.Get(ctx, org, ids[0])) }},
		{"get many", calls(2, 0, 0), func() error { return verbError(activity.GetMany(ctx, org, ids)) }},
		{"a page", calls(3, 1, 0), page(activity.Filter{}, "")},
		{"a page of an account", calls(3, 1, 0), page(of(acme), "")},
		{"a page of two accounts and a time", calls(3, 2, 0), page(timed, "")},
		{"a page of a type", calls(3, 1, 0), page(activity.Filter{Type: []string{"CALL"}}, "")},
		{"a page by creation", calls(2, 1, 0), page(activity.Filter{}, "createdAt")},
		{"a page of an account by creation", calls(3, 1, 0), page(of(acme), "createdAt")},
		{"a count of an account and a time", calls(1, 2, 0), func() error { return verbError(activity.Count(ctx, org, timed)) }},
		{"a count by custom fields", calls(1, 3, 0), func() error { return verbError(activity.Count(ctx, org, equal)) }},
		{"between two times, of few accounts", calls(1, 2, 0), stretch(star[:2])},
		{"between two times, of many accounts", calls(1, 1, 0), stretch(star)},
		{"create", calls(1, 0, 1), func() error { return verbError(activity.Create(ctx, org, full(acme))) }},
		{"create with a contact", calls(2, 0, 1), func() error { return verbError(activity.Create(ctx, org, meeting)) }},
		{"update", calls(2, 0, 1), func() error {
			return verbError(activity.Update(ctx, org, ids[0], activity.Patch{Title: new("x"), At: &noon, Type: new("EMAIL")}))
		}},
		{"update that changes nothing", calls(2, 0, 1), func() error {
			return verbError(activity.Update(ctx, org, ids[0], activity.Patch{Title: new("x")}))
		}},
		{"delete", calls(1, 1, 1), func() error { return verbError(activity.Delete(ctx, org, ids[5], 0)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			st.Reset()
			require.NoError(t, c.verb())
			require.Equal(t, c.want, st.Calls())
		})
	}
	require.NoError(t, verbError(contact.Get(ctx, org, ann)))
}
