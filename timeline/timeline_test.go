package timeline_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
	"github.com/clientele-go/clientele/timeline"
)

var ctx = context.Background()

// teams is a directory in which u1 and u2 are in one team, and u3 in another.
type teams struct{ fails error }

func (d teams) Users(_ context.Context, ids []string) (map[string]record.User, error) {
	users := map[string]record.User{}
	for _, id := range ids {
		users[id] = record.User{ID: id, Name: "Name of " + id, Active: true}
	}
	return users, d.fails
}

func (d teams) UsersByHost(context.Context, []string) ([]record.User, error) { return nil, d.fails }

func (d teams) Members(_ context.Context, team string) ([]string, error) {
	return map[string][]string{"t": {"u1", "u2"}, "v": {"u3"}}[team], d.fails
}

var actors = []record.Actor{{ID: "u1", Teams: []string{"t"}}, {ID: "u2", Teams: []string{"t"}}, {ID: "u3", Teams: []string{"v"}}, {ID: "boss", Admin: true}}

// world is accounts in a tree, with what hangs on them, and all of it as a naive program would know it.
type world struct {
	org      *clientele.Org
	clock    *clienteletest.Clock
	accounts []account.ID
	parent   map[account.ID]account.ID
	items    []item
}

// item is a thing in the stream, with who sees it.
type item struct {
	at      time.Time
	kind    timeline.Kind
	account account.ID
	id      uuid.UUID
	sees    func(a record.Actor) bool
}

func options(clock *clienteletest.Clock) func() *clientele.Options {
	return func() *clientele.Options {
		return &clientele.Options{Clock: clock.Now, IDs: clienteletest.IDs(), Directory: teams{}}
	}
}

func everybody(record.Actor) bool { return true }

// grow makes n accounts, each below one before it or none, and things on them.
func grow(t testing.TB, r interface{ IntN(n int) int }, org *clientele.Org, clock *clienteletest.Clock, n, things int) *world {
	w := &world{org: org, clock: clock, parent: map[account.ID]account.ID{}}
	for i := range n {
		a, err := account.Create(ctx, org, account.Draft{Name: fmt.Sprint("A", i), PrimaryDomain: fmt.Sprintf("a%d.test", i)})
		require.NoError(t, err)
		if i > 0 && r.IntN(4) > 0 {
			w.parent[a.ID] = w.accounts[r.IntN(i)]
			require.NoError(t, relationship.SetParent(ctx, org, a.ID, w.parent[a.ID]))
		}
		w.accounts = append(w.accounts, a.ID)
	}
	for i := range things {
		if r.IntN(3) == 0 {
			clock.Advance(time.Duration(r.IntN(3)) * time.Second)
		}
		w.thing(t, r, i)
	}
	for c, err := range record.Changes(ctx, org, 0) {
		require.NoError(t, err)
		if c.Kind == account.Target.Name() {
			id := uuid.UUID{}
			id[14], id[15] = byte(c.Seq>>8), byte(c.Seq)
			w.items = append(w.items, item{c.At, timeline.Change, account.ID(c.ID), id, everybody})
		}
	}
	slices.SortFunc(w.items, func(a, b item) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		if a.kind != b.kind {
			return slices.Index(timeline.Kinds(), a.kind) - slices.Index(timeline.Kinds(), b.kind)
		}
		return slices.Compare(a.id[:], b.id[:])
	})
	return w
}

// thing makes something on an account at random.
func (w *world) thing(t testing.TB, r interface{ IntN(n int) int }, i int) {
	on := w.accounts[r.IntN(len(w.accounts))]
	actor := actors[r.IntN(len(actors))]
	org := w.org.As(actor)
	switch r.IntN(5) {
	case 0, 1:
		at := w.clock.Now().Add(time.Duration(r.IntN(9)-6) * time.Second)
		a, err := activity.Create(ctx, org, activity.Draft{AccountID: on, At: at, Title: fmt.Sprint("call ", i)})
		require.NoError(t, err)
		w.items = append(w.items, item{at, timeline.Activity, on, uuid.UUID(a.ID), everybody})
	case 2:
		v := note.Visibilities()[r.IntN(3)]
		n, err := note.Create(ctx, org, note.Draft{AccountID: on, Content: fmt.Sprint("note ", i), Visibility: v})
		require.NoError(t, err)
		w.items = append(w.items, item{n.CreatedAt, timeline.Note, on, uuid.UUID(n.ID), func(a record.Actor) bool {
			team := len(a.Teams) > 0 && slices.Equal(a.Teams, actor.Teams)
			return a.Admin || a.ID == actor.ID || v == note.Public || v == note.Team && team
		}})
	case 3:
		k, err := task.Create(ctx, org, task.Draft{AccountID: on, Title: fmt.Sprint("task ", i), AssigneeID: "u1"})
		require.NoError(t, err)
		w.items = append(w.items, item{k.CreatedAt, timeline.Task, on, uuid.UUID(k.ID), everybody})
	case 4:
		_, err := account.Update(ctx, org, on, account.Patch{Description: new(fmt.Sprint("changed ", i))})
		require.NoError(t, err)
	}
}

// want gives what a filter should, for an actor, the newest first.
func (w *world) want(f timeline.Filter, a record.Actor) []string {
	out := []string{}
	for _, i := range slices.Backward(w.items) {
		if w.under(i.account, f) && (len(f.Kinds) == 0 || slices.Contains(f.Kinds, i.kind)) && i.sees(a) &&
			!i.at.Before(f.From) && (f.To.IsZero() || i.at.Before(f.To)) {
			out = append(out, fmt.Sprintf("%s %s %x", i.at.Format("15:04:05"), i.kind, i.id[8:]))
		}
	}
	return out
}

func (w *world) under(id account.ID, f timeline.Filter) bool {
	for ok := true; ok; id, ok = w.parent[id], f.Subtree && !w.parent[id].IsZero() {
		if id == f.AccountID {
			return true
		}
	}
	return false
}

// said gives an item as want has it.
func said(t testing.TB, i *timeline.Item) string {
	var id uuid.UUID
	switch i.Kind {
	case timeline.Activity:
		id = uuid.UUID(i.Activity.ID)
	case timeline.Note:
		id = uuid.UUID(i.Note.ID)
	case timeline.Task:
		id = uuid.UUID(i.Task.ID)
	case timeline.Change:
		id[14], id[15] = byte(i.Change.Seq>>8), byte(i.Change.Seq)
	}
	require.NotEmpty(t, i.Account)
	require.NotEmpty(t, i.ActorID)
	return fmt.Sprintf("%s %s %x", i.At.Format("15:04:05"), i.Kind, id[8:])
}

// maker gives who made what an item holds.
func maker(i *timeline.Item) string {
	switch i.Kind {
	case timeline.Activity:
		return i.Activity.Creator
	case timeline.Note:
		return i.Note.Author
	case timeline.Task:
		return i.Task.Creator
	}
	return i.Actor
}

// pages reads a time line page by page.
func pages(t testing.TB, s record.Scope, f timeline.Filter, p record.Paging) []string {
	out := []string{}
	total := -1
	for {
		page, err := timeline.List(ctx, s, f, p)
		require.NoError(t, err)
		require.LessOrEqual(t, len(page.Items), p.Limit)
		if page.Total != nil {
			total = *page.Total
		}
		for _, i := range page.Items {
			require.Equal(t, "Name of "+i.ActorID, i.Actor)
			require.Equal(t, i.Actor, maker(i))
			out = append(out, said(t, i))
		}
		if page.Next == "" {
			if p.Total {
				require.Equal(t, len(out), total)
			}
			return out
		}
		p.After = page.Next
		require.Less(t, len(out), 2_000, "the pages have no end")
	}
}

// TestATimeLineIsWhatANaiveProgramWouldMerge holds pages of all sizes, both orders and All against a loop over
// everything, for few accounts and for more than are read one by one.
func TestATimeLineIsWhatANaiveProgramWouldMerge(t *testing.T) {
	for name, open := range enginetest.Plain {
		for _, n := range []int{7, record.FewRanges + 20} {
			t.Run(fmt.Sprintf("%s %d accounts", name, n), func(t *testing.T) {
				clock := new(clienteletest.Clock)
				org := clienteletest.OrgOn(t, open(t), options(clock)())
				w := grow(t, seeded(uint64(n)), org, clock, n, 150)
				rapid.Check(t, func(rt *rapid.T) { w.check(t, rt) })
			})
		}
	}
}

func (w *world) check(t *testing.T, rt *rapid.T) {
	actor := rapid.SampledFrom(actors).Draw(rt, "actor")
	f := timeline.Filter{AccountID: w.accounts[0], Subtree: rapid.IntRange(0, 3).Draw(rt, "subtree") > 0}
	if rapid.Bool().Draw(rt, "another") {
		f.AccountID = rapid.SampledFrom(w.accounts).Draw(rt, "account")
	}
	if rapid.Bool().Draw(rt, "some kinds") {
		f.Kinds = rapid.SliceOfDistinct(rapid.SampledFrom(timeline.Kinds()), func(k timeline.Kind) timeline.Kind { return k }).Draw(rt, "kinds")
	}
	if rapid.Bool().Draw(rt, "from") {
		f.From = rapid.SampledFrom(w.items).Draw(rt, "first").at
	}
	if rapid.Bool().Draw(rt, "to") {
		f.To = rapid.SampledFrom(w.items).Draw(rt, "last").at
	}
	want := w.want(f, actor)
	limit := rapid.SampledFrom([]int{1, 2, 7, 50, 1000}).Draw(rt, "limit")
	require.Equal(rt, want, pages(t, w.org.As(actor), f, record.Paging{Limit: limit, Total: true}))
	all := []string{}
	for i, err := range timeline.All(ctx, w.org.As(actor), f) {
		require.NoError(rt, err)
		all = append(all, said(t, i))
	}
	require.Equal(rt, want, all)
	number := rapid.IntRange(1, 4).Draw(rt, "page")
	page, err := timeline.List(ctx, w.org.As(actor), f, record.Paging{Page: number, Limit: limit})
	require.NoError(rt, err)
	some := []string{}
	for _, i := range page.Items {
		some = append(some, said(t, i))
	}
	require.Equal(rt, append([]string{}, want[min(len(want), (number-1)*limit):min(len(want), number*limit)]...), some)
	slices.Reverse(want)
	require.Equal(rt, want, pages(t, w.org.As(actor), f, record.Paging{Limit: limit, Order: timeline.OrderAt}))
}
