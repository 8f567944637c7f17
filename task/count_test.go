package task_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
	"github.com/clientele-go/clientele/task"
)

// TestRoundTrips counts the calls of the store, once what transactions share is there.
func TestRoundTrips(t *testing.T) {
	st := storetest.Count(memstore.New())
	w := &world{Org: clienteletest.OrgOn(t, st, clienteletest.Options())}
	w.acme = newAccount(t, w, "acme")
	other := newAccount(t, w, "other")
	call := newActivity(t, w, w.acme)
	var ids []task.ID
	for i := range 60 {
		d := of(call, w.acme)
		if i%2 == 0 {
			d = titled("x", other)
		}
		d.DueAt = after(i)
		ids = append(ids, create(t, w, d).ID)
	}
	list := func(f task.Filter, order string) func() error {
		return func() error {
			page, err := task.List(ctx, w, f, clientele.Paging{Limit: 20, Order: order})
			require.Len(t, page.Items, 20)
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
	both := []account.ID{w.acme, other}
	for _, c := range []struct {
		name string
		want map[string]int
		verb func() error
	}{
		{"get", calls(2, 0, 0), func() error { return reasonOf(task.Get(ctx, w, ids[0])) }},
		{"get many", calls(2, 0, 0), func() error { return reasonOf(task.GetMany(ctx, w, ids)) }},
		{"a page", calls(3, 2, 0), list(task.Filter{}, "")},
		{"a page of what is open", calls(3, 1, 0), list(task.Filter{Open: new(true)}, "")},
		{"a page by creation", calls(2, 1, 0), list(task.Filter{}, "createdAt")},
		{"a page of an account", calls(3, 1, 0), list(task.Filter{AccountID: both[:1], Open: new(true)}, "")},
		{"a page of two accounts", calls(3, 4, 0), list(task.Filter{AccountID: both}, "-dueAt")},
		{"a page of an assignee", calls(3, 1, 0), list(task.Filter{AssigneeID: []string{"USER1"}, Open: new(true)}, "")},
		{"a page of an activity", calls(3, 2, 0), list(task.Filter{ActivityID: []activity.ID{call}}, "")},
		{"a count of what is open", calls(1, 1, 0), func() error {
			return reasonOf(task.Count(ctx, w, task.Filter{Open: new(true), AssigneeID: []string{"USER1"}}))
		}},
		{"a count of an account", calls(1, 2, 0), func() error { return reasonOf(task.Count(ctx, w, task.Filter{AccountID: both[:1]})) }},
		{"create", calls(1, 0, 1), func() error { return reasonOf(task.Create(ctx, w, titled("x", w.acme))) }},
		{"create of an activity", calls(3, 0, 1), func() error { return reasonOf(task.Create(ctx, w, of(call, w.acme))) }},
		{"update", calls(2, 0, 1), func() error {
			return reasonOf(task.Update(ctx, w, ids[0], task.Patch{Status: new("COMPLETED"), AssigneeID: new("USER2")}))
		}},
		{"update that changes nothing", calls(2, 0, 1), func() error { return reasonOf(task.Update(ctx, w, ids[0], task.Patch{Status: new("COMPLETED")})) }},
		{"delete", calls(1, 0, 1), func() error { return reasonOf(task.Delete(ctx, w, ids[1], 0)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			st.Reset()
			require.NoError(t, c.verb())
			require.Equal(t, c.want, st.Calls())
		})
	}
}
