package account_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

// The words that random accounts are made of, and that random filters ask for; an empty one is none.
var (
	words           = []string{"Acme", "acme", "ÉCLAIR", "éclair", "Straße", "Zeta", "labs", "X"}
	owners          = []string{"", "USER1", "USER2", "USER3"}
	sources         = []string{"", "hubspot", "slack"}
	territories     = []string{"", "EMEA", "APAC"}
	statuses        = []string{"", "PROSPECT", "TRIAL", "ACTIVE", "CHURNED"}
	classifications = []string{"", "SMB", "STRATEGIC"}
	healths         = []string{"", "RED", "GREEN"}
	industries      = []string{"", "RETAIL", "FINANCE"}
	teams           = []string{"", "t1", "t2", "t3"}
)

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

func randomDraft(r *rand.Rand, i int) account.Draft {
	d := account.Draft{
		Name: pick(r, words) + " " + pick(r, words), PrimaryDomain: fmt.Sprintf("%c%d.test", 'a'+r.IntN(3), i),
		OwnerID: pick(r, owners), Source: pick(r, sources), Territory: pick(r, territories),
		Status: pick(r, statuses), Classification: pick(r, classifications), Health: pick(r, healths), Industry: pick(r, industries),
	}
	if r.IntN(3) == 0 {
		d.SecondaryDomain = fmt.Sprintf("also%d.example", i)
	}
	for _, team := range []string{pick(r, teams), pick(r, teams)} {
		if team != "" && !slices.Contains(d.Teams, account.Team{TeamID: team}) {
			d.Teams = append(d.Teams, account.Team{TeamID: team})
		}
	}
	return d
}

// population fills an organisation with random accounts, some of them changed and deleted since, and gives them
// in the order of their creation.
func population(t testing.TB, org *clientele.Org, clock *clienteletest.Clock, n int) []*account.Account {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var all []*account.Account
	for i := range n {
		clock.Advance(time.Duration(r.IntN(3)) * time.Minute)
		all = append(all, create(t, org, randomDraft(r, i)))
	}
	for range n / 2 {
		i := r.IntN(len(all))
		clock.Advance(time.Duration(r.IntN(2)) * time.Minute)
		switch r.IntN(4) {
		case 0:
			remove(t, org, all[i].ID)
			all = slices.Delete(all, i, i+1)
		case 1:
			all[i] = update(t, org, all[i].ID, account.Patch{Clear: []account.Field{account.FieldStatus, account.FieldOwnerID}})
		default:
			all[i] = update(t, org, all[i].ID, account.Patch{Name: new(pick(r, words)), Status: new("ACQUIRED")})
		}
	}
	return all
}

// some draws none to three of a list's words, in their order or not, perhaps twice.
func some(rt *rapid.T, label string, list ...string) []string {
	if rapid.IntRange(0, 2).Draw(rt, label+" given") > 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(list), 1, 3).Draw(rt, label)
}

func drawFilter(rt *rapid.T, all []*account.Account) account.Filter {
	f := account.Filter{
		Status: some(rt, "status", statuses[1:]...), Classification: some(rt, "classification", classifications[1:]...),
		Health: some(rt, "health", healths[1:]...), Industry: some(rt, "industry", industries[1:]...),
		OwnerID: some(rt, "owner", owners...), Source: some(rt, "source", sources...), Territory: some(rt, "territory", territories...),
		TeamID: some(rt, "team", teams[1:]...),
	}
	if rapid.IntRange(0, 3).Draw(rt, "text given") == 0 {
		f.Text = rapid.SampledFrom([]string{"acme", "ACME X", " éClair", "strasse", "b1", "also", ".example", "nothing"}).Draw(rt, "text")
	}
	if rapid.IntRange(0, 4).Draw(rt, "domain given") == 0 {
		for range 5 {
			f.Domain = append(f.Domain, rapid.SampledFrom(all).Draw(rt, "of").PrimaryDomain)
		}
		f.Domain = append(f.Domain, "none.test", "also"+strings.Trim(f.Domain[0], "abc.tes")+".example")
	}
	times := func(label string) time.Time {
		if rapid.IntRange(0, 3).Draw(rt, label+" given") > 0 {
			return time.Time{}
		}
		return rapid.SampledFrom(all).Draw(rt, label).CreatedAt
	}
	f.CreatedFrom, f.CreatedTo, f.UpdatedFrom, f.UpdatedTo = times("from"), times("to"), times("updated from"), times("updated to")
	return f
}

// wants is the filter as its documentation has it.
func wants(f account.Filter, a *account.Account) bool {
	in := func(list []string, v ...string) bool {
		return list == nil || slices.ContainsFunc(v, func(s string) bool { return slices.Contains(list, s) })
	}
	within := func(t, from, to time.Time) bool {
		return (from.IsZero() || !t.Before(from)) && (to.IsZero() || t.Before(to))
	}
	var ids []string
	for _, team := range a.Teams {
		ids = append(ids, team.TeamID)
	}
	text := value.Fold(strings.TrimSpace(f.Text))
	return in(f.Status, a.Status.Value) && in(f.Classification, a.Classification.Value) && in(f.Health, a.Health.Value) &&
		in(f.Industry, a.Industry.Value) && in(f.OwnerID, a.OwnerID) && in(f.Source, a.Source) && in(f.Territory, a.Territory) &&
		in(f.TeamID, ids...) && in(f.Domain, a.Domains()...) &&
		(strings.Contains(value.Fold(a.Name), text) || slices.ContainsFunc(a.Domains(), func(d string) bool { return strings.Contains(d, text) })) &&
		within(a.CreatedAt, f.CreatedFrom, f.CreatedTo) && within(a.UpdatedAt, f.UpdatedFrom, f.UpdatedTo)
}

// sorted gives accounts in an order of lists.
func sorted(as []*account.Account, order string) []*account.Account {
	by, reverse := strings.CutPrefix(order, "-")
	as = slices.Clone(as)
	slices.SortFunc(as, func(a, b *account.Account) int {
		c := 0
		switch by {
		case account.OrderName:
			c = strings.Compare(value.Fold(a.Name), value.Fold(b.Name))
		case account.OrderUpdated:
			c = a.UpdatedAt.Compare(b.UpdatedAt)
		}
		return cmp.Or(c, bytes.Compare(a.ID[:], b.ID[:]))
	})
	if reverse {
		slices.Reverse(as)
	}
	return as
}

var orders = []string{"", account.OrderCreated, "-" + account.OrderCreated, account.OrderUpdated, "-" + account.OrderUpdated, account.OrderName, "-" + account.OrderName}

func TestListsGiveWhatTheFilterWants(t *testing.T) {
	for _, engine := range []string{"memstore", "boltstore"} {
		t.Run(engine, func(t *testing.T) {
			clock := new(clienteletest.Clock)
			org := clienteletest.OrgOn(t, engines[engine](t), &clientele.Options{Clock: clock.Now, IDs: clienteletest.IDs()})
			all := population(t, org, clock, 300)
			rapid.Check(t, func(rt *rapid.T) { listAgainstModel(rt, org, all) })
		})
	}
}

func listAgainstModel(rt *rapid.T, org *clientele.Org, all []*account.Account) {
	f := drawFilter(rt, all)
	want := []*account.Account{}
	for _, a := range all {
		if wants(f, a) {
			want = append(want, a)
		}
	}
	n, err := account.Count(ctx, org, f)
	require.NoError(rt, err)
	require.Equal(rt, len(want), n)
	walked := []*account.Account{}
	for a, err := range account.All(ctx, org, f) {
		require.NoError(rt, err)
		walked = append(walked, a)
	}
	require.Equal(rt, want, walked)

	order := rapid.SampledFrom(orders).Draw(rt, "order")
	want = sorted(want, order)
	limit := rapid.IntRange(1, 40).Draw(rt, "limit")
	listed := []*account.Account{}
	p := clientele.Paging{Limit: limit, Order: order, Total: true}
	for {
		page, err := account.List(ctx, org, f, p)
		require.NoError(rt, err)
		require.Equal(rt, n, *page.Total)
		listed = append(listed, page.Items...)
		if p.After = page.Next; p.After == "" {
			break
		}
		require.Len(rt, page.Items, limit)
	}
	require.Equal(rt, namesOf(want), namesOf(listed))
	require.Equal(rt, want, listed)

	number := rapid.IntRange(1, 5).Draw(rt, "page")
	page, err := account.List(ctx, org, f, clientele.Paging{Page: number, Limit: limit, Order: order})
	require.NoError(rt, err)
	from := min((number-1)*limit, len(want))
	require.Equal(rt, want[from:min(from+limit, len(want))], page.Items)
	require.Nil(rt, page.Total)
}

func TestPages(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		for i := range 60 {
			create(t, org, named(fmt.Sprintf("%02d", i), fmt.Sprintf("d%d.test", i)))
		}
		list := func(p clientele.Paging) *clientele.Page[account.Account] {
			page, err := account.List(ctx, org, account.Filter{}, p)
			require.NoError(t, err)
			return page
		}
		require.Len(t, list(clientele.Paging{}).Items, 50)
		require.Len(t, list(clientele.Paging{Page: 1}).Items, 10)
		require.Equal(t, "10", list(clientele.Paging{Page: 2}).Items[0].Name)
		require.Empty(t, list(clientele.Paging{Page: 7}).Items)
		require.Empty(t, list(clientele.Paging{Limit: 60}).Next)
		first := list(clientele.Paging{Limit: 20})
		require.Equal(t, "20", list(clientele.Paging{After: first.Next, Limit: 5}).Items[0].Name)

		for name, c := range map[string]struct {
			f    account.Filter
			p    clientele.Paging
			want []string
		}{
			"limit above":          {p: clientele.Paging{Limit: 1001}, want: []string{"limit too_large"}},
			"an order that is not": {p: clientele.Paging{Order: "size"}, want: []string{"order not_allowed"}},
			"a page below":         {p: clientele.Paging{Page: -1}, want: []string{"page not_allowed"}},
			"a page and a cursor":  {p: clientele.Paging{Page: 1, After: first.Next}, want: []string{"after contradiction"}},
			"no cursor":            {p: clientele.Paging{After: "x"}, want: []string{"after invalid_cursor"}},
			"another order":        {p: clientele.Paging{After: first.Next, Order: "-createdAt"}, want: []string{"after invalid_cursor"}},
			"another filter":       {f: account.Filter{Status: []string{"ACTIVE"}}, p: clientele.Paging{After: first.Next}, want: []string{"after invalid_cursor"}},
			"filter and order":     {f: account.Filter{Status: []string{"X"}, ParentID: "p"}, p: clientele.Paging{Order: "size"}, want: []string{"status[0] not_in_picklist", "parentId not_an_id", "order not_allowed"}},
		} {
			_, err := account.List(ctx, org, c.f, c.p)
			refused(t, err, c.want...)
			require.Equal(t, fault.Has(err, fault.InvalidCursor), errors.Is(err, clientele.ErrCursor), name)
		}
	})
}

func TestTextSearch(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		long := strings.Repeat("ab", 60) // a domain may have 253 characters in labels of 63
		host := long[:60] + "." + long[:60] + "." + long[:60] + ".needle." + long[:20] + ".test"
		create(t, org, named("Straße GmbH", "a.test"))
		create(t, org, named(text(240)+" needle", "b.test"))
		create(t, org, account.Draft{Name: "Long", PrimaryDomain: "c.test", SecondaryDomain: host})
		create(t, org, named(text(196)+"needle", "d.test")) // around the cut of a key
		for text, want := range map[string][]string{
			"STRASSE": {"Straße GmbH"}, "straße g": {"Straße GmbH"}, " gmbh ": {"Straße GmbH"},
			"NEEDLE": {text(240) + " needle", "Long", text(196) + "needle"},
			".TEST":  {"Straße GmbH", text(240) + " needle", "Long", text(196) + "needle"},
			"éneed":  {text(196) + "needle"},
			"x":      {},
		} {
			page, err := account.List(ctx, org, account.Filter{Text: text}, clientele.Paging{})
			require.NoError(t, err)
			require.Equal(t, want, namesOf(page.Items), text)
			require.Equal(t, len(want), count(t, org, account.Filter{Text: text}))
		}
	})
}

func TestTheEmptyTextStandsForAccountsWithoutOne(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		create(t, org, account.Draft{Name: "A", PrimaryDomain: "a.test", OwnerID: "USER1", Source: "x"})
		create(t, org, named("B", "b.test"))
		for _, order := range orders {
			for _, f := range []account.Filter{{OwnerID: []string{""}}, {Source: []string{" "}}, {Territory: []string{""}, OwnerID: []string{"", "USER2"}}} {
				page, err := account.List(ctx, org, f, clientele.Paging{Order: order})
				require.NoError(t, err)
				require.Equal(t, []string{"B"}, namesOf(page.Items), order)
			}
		}
	})
}

func TestAWalkSeesTheStateAtItsStart(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		for i := range 20 {
			create(t, org, named(fmt.Sprint(i), fmt.Sprintf("d%d.test", i)))
		}
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			n := 0
			for a, err := range account.All(ctx, tx, account.Filter{}) {
				require.NoError(t, err)
				create(t, tx, named("new", fmt.Sprintf("new%d.test", n)))
				update(t, tx, a.ID, account.Patch{Name: new("seen")})
				n++
			}
			require.Equal(t, 20, n)
			return nil
		}))
		require.Equal(t, 40, count(t, org, account.Filter{}))
	})
}

func TestAWalkEndsEarly(t *testing.T) {
	org := clienteletest.Org(t)
	create(t, org, named("A", "a.test"))
	create(t, org, named("B", "b.test"))
	for range account.All(ctx, org, account.Filter{}) {
		break
	}
	create(t, org, named("C", "c.test"))
}
