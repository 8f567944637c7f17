package timeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
	"github.com/clientele-go/clientele/timeline"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func TestWhatIsWrongWithTheQuestion(t *testing.T) {
	org := clienteletest.Org(t)
	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	require.NoError(t, err)
	other, err := account.Create(ctx, org, account.Draft{Name: "Other", PrimaryDomain: "other.com"})
	require.NoError(t, err)
	_, err = account.Update(ctx, org, acme.ID, account.Patch{Name: new("Acme Corporation")})
	require.NoError(t, err)
	page, err := timeline.List(ctx, org, timeline.Filter{AccountID: acme.ID}, record.Paging{Limit: 1})
	require.NoError(t, err)
	require.NotEmpty(t, page.Next)
	for _, c := range []struct {
		name   string
		filter string
		paging record.Paging
		want   []string
	}{
		{"no account", `{}`, record.Paging{}, []string{"accountId required"}},
		{"no id", `{"accountId":"acme"}`, record.Paging{}, []string{"accountId not_an_id"}},
		{"everything at once", `{"kinds":["note","ticket"],"from":"yesterday"}`, record.Paging{Order: "name", Limit: -1},
			[]string{"from not_a_date", "accountId required", "kinds[1] not_allowed", "order not_allowed", "limit too_large"}},
		{"times that JSON cannot say", "far", record.Paging{}, []string{"from not_a_date", "to not_a_date"}},
		{"a cursor of another account", `{"accountId":"` + other.ID.String() + `"}`, record.Paging{After: page.Next}, []string{"after invalid_cursor"}},
		{"a cursor of another order", `{"accountId":"` + acme.ID.String() + `"}`, record.Paging{After: page.Next, Order: "at"}, []string{"after invalid_cursor"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var f timeline.Filter
			if c.filter == "far" {
				f = timeline.Filter{AccountID: acme.ID, From: time.Date(20_000, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Unix(1<<62, 0)}
			} else {
				require.NoError(t, json.Unmarshal([]byte(c.filter), &f))
			}
			_, err := timeline.List(ctx, org, f, c.paging)
			enginetest.Refused(t, err, c.want...)
		})
	}
	_, err = timeline.List(ctx, org, timeline.Filter{AccountID: acme.ID}, record.Paging{After: page.Next, Order: "at"})
	require.ErrorIs(t, err, clientele.ErrCursor)
}

func TestAnAccountThatIsNotThere(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
		require.NoError(t, err)
		set, err := account.Delete(ctx, org, acme.ID, 0)
		require.NoError(t, err)
		for _, id := range []account.ID{acme.ID, {1}} {
			_, err := timeline.List(ctx, org, timeline.Filter{AccountID: id}, record.Paging{})
			require.ErrorIs(t, err, clientele.ErrNotFound)
			for _, err := range timeline.All(ctx, org, timeline.Filter{AccountID: id}) {
				require.ErrorIs(t, err, clientele.ErrNotFound)
			}
		}
		_, err = account.Restore(ctx, org, set)
		require.NoError(t, err)
		page, err := timeline.List(ctx, org, timeline.Filter{AccountID: acme.ID}, record.Paging{})
		require.NoError(t, err)
		require.Equal(t, []string{"restore", "delete", "create"}, titles(page.Items))
	})
}

func titles(items []*timeline.Item) []string {
	out := []string{}
	for _, i := range items {
		out = append(out, i.Title())
	}
	return out
}

func TestAPolicyHidesAccountsWithAllThatHangsOnThem(t *testing.T) {
	hidden := func(_ context.Context, a clientele.Action) error {
		if r, ok := a.Record.(*account.Account); ok && a.Op == record.OpRead && r.Name == "Secret" && a.Actor.ID == "u1" {
			return errors.New("not for you")
		}
		return nil
	}
	opt := clienteletest.Options()
	opt.Policy = hidden
	org := clienteletest.OrgOn(t, memstore.New(), opt)
	top, err := account.Create(ctx, org, account.Draft{Name: "Top", PrimaryDomain: "top.com"})
	require.NoError(t, err)
	secret, err := account.Create(ctx, org, account.Draft{Name: "Secret", PrimaryDomain: "secret.com"})
	require.NoError(t, err)
	require.NoError(t, relationship.SetParent(ctx, org, secret.ID, top.ID))
	_, err = note.Create(ctx, org, note.Draft{AccountID: secret.ID, Content: "Hush"})
	require.NoError(t, err)
	f := timeline.Filter{AccountID: top.ID, Subtree: true}
	page, err := timeline.List(ctx, org, f, record.Paging{})
	require.NoError(t, err)
	require.Len(t, page.Items, 3)
	page, err = timeline.List(ctx, org.As(record.Actor{ID: "u1"}), f, record.Paging{})
	require.NoError(t, err)
	require.Equal(t, []string{"create"}, titles(page.Items))
}

// TestADirectoryThatFails: names stay empty, but who sees a note must be known.
func TestADirectoryThatFails(t *testing.T) {
	opt := clienteletest.Options()
	opt.Directory = teams{fails: errors.New("down")}
	org := clienteletest.OrgOn(t, memstore.New(), opt)
	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	require.NoError(t, err)
	f := timeline.Filter{AccountID: acme.ID}
	page, err := timeline.List(ctx, org, f, record.Paging{})
	require.NoError(t, err)
	require.Empty(t, page.Items[0].Actor)
	_, err = timeline.List(ctx, org.As(actors[0]), f, record.Paging{})
	require.ErrorContains(t, err, "down")
	for _, err := range timeline.All(ctx, org.As(actors[0]), f) {
		require.ErrorContains(t, err, "down")
	}
	f.Kinds = []timeline.Kind{timeline.Task, timeline.Change}
	_, err = timeline.List(ctx, org.As(actors[0]), f, record.Paging{})
	require.NoError(t, err, "without notes nobody has to know who sees them")
}

func TestTitles(t *testing.T) {
	for want, i := range map[string]timeline.Item{
		"one":         {Kind: timeline.Note, Note: &note.Note{Content: "one\r\ntwo"}},
		"update a, b": {Kind: timeline.Change, Change: &record.Change{Op: record.OpUpdate, Fields: []string{"a", "b"}}},
		"create":      {Kind: timeline.Change, Change: &record.Change{Op: record.OpCreate}},
		"":            {},
	} {
		require.Equal(t, want, i.Title())
	}
}

// TestRoundTrips: a page reads each kind's index in each account, the records of each kind once, and no record alone.
func TestRoundTrips(t *testing.T) {
	clock := new(clienteletest.Clock)
	st := storetest.Count(memstore.New())
	org := clienteletest.OrgOn(t, st, options(clock)())
	w := grow(t, seeded(3), org, clock, 1, 200)
	org = org.As(record.Actor{ID: "boss", Admin: true}) // who sees every note, so that none is read in vain
	reads := func(f timeline.Filter, limit int) map[string]int {
		_, err := timeline.List(ctx, org, f, record.Paging{Limit: limit})
		require.NoError(t, err)
		st.Reset()
		page, err := timeline.List(ctx, org, f, record.Paging{Limit: limit})
		require.NoError(t, err)
		require.Len(t, page.Items, limit)
		return st.Calls()
	}
	few, many := reads(timeline.Filter{AccountID: w.accounts[0]}, 5), reads(timeline.Filter{AccountID: w.accounts[0]}, 100)
	require.Equal(t, few, many)
	require.Equal(t, map[string]int{"Begin": 1, "Get": 1, "GetMany": 9, "Scan": 4, "Rollback": 1}, many)
}

func FuzzFilter(f *testing.F) {
	f.Add([]byte(`{"accountId":"019b8d62-7a80-7000-8000-00000000002f","subtree":"true","kinds":"note,task","from":"2026-01-05T09:00:00Z"}`))
	f.Add([]byte(`{"kinds":[1,null,{}],"accountId":7,"subtree":[]}`))
	org, err := clienteletest.Open(ctx)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		var in timeline.Filter
		if json.Unmarshal(data, &in) != nil {
			return
		}
		if _, err := timeline.List(ctx, org, in, record.Paging{}); err == nil {
			t.Fatal("there is no account")
		}
	})
}
