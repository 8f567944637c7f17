package account_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// TestRoundTrips counts the calls of the store, once what transactions share is there. A verb that gives one account
// counts its contacts, by a scan.
func TestRoundTrips(t *testing.T) {
	st := storetest.Count(memstore.New())
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	var ids []account.ID
	for i := range 30 {
		d := named(fmt.Sprint(i), fmt.Sprintf("d%d.test", i))
		d.SecondaryDomain, d.OwnerID, d.ExternalIDs = fmt.Sprintf("also%d.test", i), "USER1", map[string]string{"sap": fmt.Sprint(i)}
		ids = append(ids, create(t, org, d).ID)
	}
	list := func(f account.Filter, p clientele.Paging) func() error {
		return func() error {
			p.Limit = 20
			page, err := account.List(ctx, org, f, p)
			require.Len(t, page.Items, 20)
			return err
		}
	}
	next := 0
	many := func(n int, mode account.Mode) func() error {
		return func() error {
			var drafts []account.Draft
			for range n {
				next++
				drafts = append(drafts, named("x", fmt.Sprintf("x%d.test", next)))
			}
			_, err := account.CreateMany(ctx, org, drafts, mode)
			return err
		}
	}
	calls := func(getMany, scan, commit int) map[string]int {
		want := map[string]int{"Begin": 1, "GetMany": getMany, "Scan": scan, "Commit": commit, "Rollback": 1}
		for name, n := range want {
			if n == 0 {
				delete(want, name)
			}
		}
		return want
	}
	for _, c := range []struct {
		name string
		want map[string]int
		verb func() error
	}{
		{"get", calls(1, 1, 0), func() error { return verbError(account.Get(ctx, org, ids[0])) }},
		{"get many", calls(1, 0, 0), func() error { return verbError(account.GetMany(ctx, org, ids)) }},
		{"by domain", calls(2, 1, 0), func() error { return verbError(account.ByDomain(ctx, org, "also7.test")) }},
		{"by primary domains", calls(2, 0, 0), func() error { return verbError(account.ByPrimaryDomains(ctx, org, []string{"d1.test", "d2.test"})) }},
		{"by external id", calls(2, 1, 0), func() error { return verbError(account.ByExternalID(ctx, org, "sap", "7")) }},
		{"by an address", calls(3, 1, 0), func() error { return verbError(account.ByDomainOrEmail(ctx, org, "ann@a.b.c.d1.test")) }},
		{"by number", calls(2, 2, 0), func() error { return verbError(account.ByNumber(ctx, org, 7)) }},
		{"a page", calls(1, 1, 0), list(account.Filter{}, clientele.Paging{})},
		{"a page by name", calls(2, 1, 0), list(account.Filter{}, clientele.Paging{Order: "name"})},
		{"a page of a status", calls(2, 1, 0), list(account.Filter{Status: []string{"PROSPECT"}}, clientele.Paging{})},
		{"a page of two statuses", calls(2, 2, 0), list(account.Filter{Status: []string{"PROSPECT", "TRIAL"}}, clientele.Paging{})},
		{"a page of an owner", calls(2, 1, 0), list(account.Filter{OwnerID: []string{"USER1"}}, clientele.Paging{})},
		{"a page of a text", calls(2, 2, 0), list(account.Filter{Text: "also"}, clientele.Paging{})},
		{"a count", calls(1, 1, 0), func() error { return verbError(account.Count(ctx, org, account.Filter{Status: []string{"PROSPECT"}})) }},
		{"create", calls(1, 0, 1), func() error { return verbError(account.Create(ctx, org, full())) }},
		{"create 100", calls(2, 0, 1), many(100, account.KeepGoing)},
		{"create 900", calls(2, 0, 1), many(900, account.AllOrNothing)},
		{"update", calls(1, 0, 1), func() error {
			return verbError(account.Update(ctx, org, ids[0], account.Patch{Source: new("x"), Status: new("ACTIVE")}))
		}},
		{"update of domains", calls(2, 0, 1), func() error {
			return verbError(account.Update(ctx, org, ids[1], account.Patch{PrimaryDomain: new("y.test")}))
		}},
		{"upsert", calls(3, 0, 1), func() error { _, _, err := account.Upsert(ctx, org, named("x", "d3.test")); return err }},
	} {
		t.Run(c.name, func(t *testing.T) {
			st.Reset()
			require.NoError(t, c.verb())
			require.Equal(t, c.want, st.Calls())
		})
	}
}
