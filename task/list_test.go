package task_test

import (
	"bytes"
	"cmp"
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
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

// The words that random tasks are made of, and that random filters ask for.
var (
	users      = []string{"USER1", "USER2", "USER3"}
	types      = []string{"FOLLOW_UP", "REVIEW", "CUSTOM"}
	statuses   = []string{"PENDING", "IN_PROGRESS", "COMPLETED", "CANCELLED"}
	priorities = []string{"LOW", "MEDIUM", "HIGH"}
	orders     = []string{"", "dueAt", "-dueAt", "createdAt", "-createdAt", "updatedAt", "-updatedAt"}
)

// population is an organisation with accounts in a tree, activities on them, and tasks as they are.
type population struct {
	*clientele.Org
	clock      *clienteletest.Clock
	accounts   []account.ID
	parent     map[account.ID]account.ID
	activities []activity.ID
	tasks      []*task.Task
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// populate fills an organisation with random accounts and n random tasks, some of them changed and deleted since.
func populate(t testing.TB, org *clientele.Org, clock *clienteletest.Clock, n int) *population {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	p := &population{Org: org, clock: clock, parent: map[account.ID]account.ID{}}
	for i := range 8 {
		id := newAccount(t, org, fmt.Sprintf("a%d", i))
		if i%4 > 0 {
			p.parent[id] = pick(r, p.accounts[i/4*4:])
			require.NoError(t, relationship.SetParent(ctx, org, id, p.parent[id]))
		}
		p.accounts = append(p.accounts, id)
	}
	byAccount := map[account.ID][]activity.ID{}
	for range 10 {
		on := pick(r, p.accounts)
		id := newActivity(t, org, on)
		byAccount[on], p.activities = append(byAccount[on], id), append(p.activities, id)
	}
	for i := range n {
		clock.Advance(time.Duration(r.IntN(3)) * time.Minute)
		d := task.Draft{
			AccountID: pick(r, p.accounts), Title: fmt.Sprint(i), AssigneeID: pick(r, users), Type: pick(r, types), Status: pick(r, statuses), Priority: pick(r, priorities),
			IsActive: new(r.IntN(3) > 0),
		}
		if own := byAccount[d.AccountID]; len(own) > 0 && r.IntN(2) == 0 {
			d.ActivityID = pick(r, own)
		}
		if r.IntN(3) > 0 {
			d.DueAt = after(r.IntN(12)) // many at the same time
		}
		p.tasks = append(p.tasks, create(t, org.As(clientele.Actor{ID: pick(r, users)}), d))
	}
	for range n / 2 {
		i := r.IntN(len(p.tasks))
		clock.Advance(time.Duration(r.IntN(2)) * time.Minute)
		switch r.IntN(4) {
		case 0:
			remove(t, org, p.tasks[i].ID)
			p.tasks = slices.Delete(p.tasks, i, i+1)
		case 1:
			p.tasks[i] = update(t, org, p.tasks[i].ID, task.Patch{Clear: []task.Field{task.FieldDueAt, task.FieldActivityID, task.FieldPriority}})
		default:
			p.tasks[i] = update(t, org, p.tasks[i].ID, task.Patch{Status: new(pick(r, statuses)), AssigneeID: new(pick(r, users)), DueAt: hours(r.IntN(12))})
		}
	}
	return p
}

// under tells whether an account is one of some, or below one.
func (p *population) under(id account.ID, of []account.ID, subtree bool) bool {
	for {
		if slices.Contains(of, id) {
			return true
		}
		parent, ok := p.parent[id]
		if !ok || !subtree {
			return false
		}
		id = parent
	}
}

// wants is the filter as its documentation has it.
func (p *population) wants(f task.Filter, made *task.Task) bool {
	within := func(t, from, to time.Time) bool {
		return (from.IsZero() || !t.Before(from)) && (to.IsZero() || t.Before(to))
	}
	due := f.DueFrom.IsZero() && f.DueTo.IsZero() || !made.DueAt.IsZero() && within(made.DueAt, f.DueFrom, f.DueTo)
	return (f.ID.IsZero() || f.ID == made.ID) && (f.AccountID == nil || p.under(made.AccountID, f.AccountID, f.Subtree)) && among(f.ActivityID, made.ActivityID) && among(f.AssigneeID, made.AssigneeID) &&
		among(f.Type, made.Type.Value) && among(f.Status, made.Status.Value) && among(f.Priority, made.Priority.Value) && among(f.CreatorID, made.CreatedBy) &&
		(f.IsActive == nil || *f.IsActive == made.Active) && (f.Open == nil || *f.Open == made.CompletedAt.IsZero()) && due &&
		(!f.Overdue || made.CompletedAt.IsZero() && !made.DueAt.IsZero() && made.DueAt.Before(p.clock.Now())) &&
		within(made.CreatedAt, f.CreatedFrom, f.CreatedTo) && within(made.UpdatedAt, f.UpdatedFrom, f.UpdatedTo)
}

func among[T comparable](list []T, v T) bool { return list == nil || slices.Contains(list, v) }

// sorted gives tasks in an order of lists.
func sorted(ts []*task.Task, order string) []*task.Task {
	by, reverse := strings.CutPrefix(cmp.Or(order, "dueAt"), "-")
	ts = slices.Clone(ts)
	slices.SortFunc(ts, func(a, b *task.Task) int {
		c := 0
		switch by {
		case task.OrderDue:
			if c = a.DueAt.Compare(b.DueAt); a.DueAt.IsZero() != b.DueAt.IsZero() {
				c = -c
			}
		case task.OrderUpdated:
			c = a.UpdatedAt.Compare(b.UpdatedAt)
		}
		return cmp.Or(c, bytes.Compare(a.ID[:], b.ID[:]))
	})
	if reverse {
		slices.Reverse(ts)
	}
	return ts
}

// some draws none to three of a list, in any order, perhaps twice.
func some[T any](rt *rapid.T, label string, list ...T) []T {
	if rapid.IntRange(0, 2).Draw(rt, label+" given") > 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(list), 1, 3).Draw(rt, label)
}

func (p *population) draw(rt *rapid.T) task.Filter {
	f := task.Filter{
		AccountID: some(rt, "account", append(p.accounts, account.ID{9})...), Subtree: rapid.Bool().Draw(rt, "subtree"),
		ActivityID: some(rt, "activity", append(p.activities, activity.ID{})...), AssigneeID: some(rt, "assignee", append(users, "nobody")...),
		Type: some(rt, "type", types...), Status: some(rt, "status", statuses...), Priority: some(rt, "priority", priorities...), CreatorID: some(rt, "creator", users...),
		Overdue: rapid.IntRange(0, 3).Draw(rt, "overdue") == 0,
	}
	if rapid.IntRange(0, 5).Draw(rt, "id given") == 0 {
		f.ID = rapid.SampledFrom(append([]*task.Task{{System: record.System[task.Task]{ID: task.ID{9}}}}, p.tasks...)).Draw(rt, "id").ID
	}
	flags := []*bool{nil, nil, new(true), new(false)}
	f.Open, f.IsActive = rapid.SampledFrom(flags).Draw(rt, "open"), rapid.SampledFrom(flags).Draw(rt, "active")
	times := func(label string, of func(made *task.Task) time.Time) time.Time {
		if rapid.IntRange(0, 3).Draw(rt, label+" given") > 0 {
			return time.Time{}
		}
		return of(rapid.SampledFrom(p.tasks).Draw(rt, label))
	}
	due := func(made *task.Task) time.Time { return made.DueAt }
	created := func(made *task.Task) time.Time { return made.CreatedAt }
	f.DueFrom, f.DueTo = times("due from", due), times("due to", due)
	f.CreatedFrom, f.CreatedTo, f.UpdatedFrom, f.UpdatedTo = times("from", created), times("to", created), times("updated from", created), times("updated to", created)
	return f
}

func TestListsGiveWhatTheFilterWants(t *testing.T) {
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) {
			clock := new(clienteletest.Clock)
			org := clienteletest.OrgOn(t, open(t), &clientele.Options{Clock: clock.Now, IDs: clienteletest.IDs()})
			p := populate(t, org, clock, 250)
			rapid.Check(t, func(rt *rapid.T) { p.listAgainstModel(rt) })
		})
	}
}

func (p *population) listAgainstModel(rt *rapid.T) {
	f := p.draw(rt)
	want := []*task.Task{}
	for _, made := range p.tasks {
		if p.wants(f, made) {
			want = append(want, made)
		}
	}
	n, err := task.Count(ctx, p, f)
	require.NoError(rt, err)
	require.Equal(rt, len(want), n)
	walked := []*task.Task{}
	for made, err := range task.All(ctx, p, f) {
		require.NoError(rt, err)
		walked = append(walked, made)
	}
	require.Equal(rt, sorted(want, ""), walked)

	order := rapid.SampledFrom(orders).Draw(rt, "order")
	want = sorted(want, order)
	limit := rapid.IntRange(1, 40).Draw(rt, "limit")
	listed := []*task.Task{}
	for page := (clientele.Paging{Limit: limit, Order: order, Total: true}); ; {
		found, err := task.List(ctx, p, f, page)
		require.NoError(rt, err)
		require.Equal(rt, n, *found.Total)
		listed = append(listed, found.Items...)
		if page.After = found.Next; page.After == "" {
			break
		}
		require.Len(rt, found.Items, limit)
	}
	require.Equal(rt, titles(want), titles(listed))
	require.Equal(rt, want, listed)

	number := rapid.IntRange(1, 5).Draw(rt, "page")
	found, err := task.List(ctx, p, f, clientele.Paging{Page: number, Limit: limit, Order: order})
	require.NoError(rt, err)
	from := min((number-1)*limit, len(want))
	require.Equal(rt, want[from:min(from+limit, len(want))], found.Items)
	require.Nil(rt, found.Total)
}
