package task_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

var ctx = context.Background()

// tester is what a test and a check of rapid have alike.
type tester interface {
	require.TestingT
	Helper()
}

// world is an organisation with an account, and the time that it lives in.
type world struct {
	*clientele.Org
	clock *clienteletest.Clock
	acme  account.ID
}

// onEach runs a test over every engine.
func onEach(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	onEachWith(t, func(*clientele.Options) {}, test)
}

// onEachWith is onEach with options of the test, set anew for each engine.
func onEachWith(t *testing.T, set func(o *clientele.Options), test func(t *testing.T, w *world)) {
	t.Helper()
	var clock *clienteletest.Clock
	options := func() *clientele.Options {
		clock = new(clienteletest.Clock)
		o := &clientele.Options{Clock: clock.Now, IDs: clienteletest.IDs()}
		set(o)
		return o
	}
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		test(t, &world{Org: org, clock: clock, acme: newAccount(t, org, "acme")})
	})
}

// inMemory gives a world in memory.
func inMemory(t testing.TB) *world {
	t.Helper()
	clock := new(clienteletest.Clock)
	org := clienteletest.OrgOn(t, enginetest.Plain["memstore"](t), &clientele.Options{Clock: clock.Now, IDs: clienteletest.IDs()})
	return &world{Org: org, clock: clock, acme: newAccount(t, org, "acme")}
}

func newAccount(t tester, s record.Scope, name string) account.ID {
	t.Helper()
	a, err := account.Create(ctx, s, account.Draft{Name: name, PrimaryDomain: name + ".test"})
	require.NoError(t, err)
	return a.ID
}

func newActivity(t tester, s record.Scope, on account.ID) activity.ID {
	t.Helper()
	a, err := activity.Create(ctx, s, activity.Draft{AccountID: on, At: clienteletest.Start})
	require.NoError(t, err)
	return a.ID
}

// titled gives a draft.
func titled(title string, on account.ID) task.Draft {
	return task.Draft{AccountID: on, Title: title, AssigneeID: "USER1"}
}

func create(t tester, s record.Scope, d task.Draft) *task.Task {
	t.Helper()
	made, err := task.Create(ctx, s, d)
	require.NoError(t, err)
	return made
}

func get(t tester, s record.Scope, id task.ID) *task.Task {
	t.Helper()
	found, err := task.Get(ctx, s, id)
	require.NoError(t, err)
	return found
}

func update(t tester, s record.Scope, id task.ID, p task.Patch) *task.Task {
	t.Helper()
	changed, err := task.Update(ctx, s, id, p)
	require.NoError(t, err)
	return changed
}

func remove(t tester, s record.Scope, id task.ID) record.SetID {
	t.Helper()
	set, err := task.Delete(ctx, s, id, 0)
	require.NoError(t, err)
	return set
}

func count(t tester, s record.Scope, f task.Filter) int {
	t.Helper()
	n, err := task.Count(ctx, s, f)
	require.NoError(t, err)
	return n
}

// listed gives the titles of the tasks that a filter wants, in an order.
func listed(t tester, s record.Scope, f task.Filter, order string) []string {
	t.Helper()
	page, err := task.List(ctx, s, f, clientele.Paging{Order: order, Limit: record.MaxLimit})
	require.NoError(t, err)
	return titles(page.Items)
}

func titles(ts []*task.Task) []string {
	out := []string{}
	for _, t := range ts {
		out = append(out, t.Title)
	}
	return out
}

// history gives what changed a task: the operation, and the fields in alphabetical order.
func history(t tester, s record.Scope, id task.ID) (out [][]string) {
	t.Helper()
	for c, err := range task.History(ctx, s, id) {
		require.NoError(t, err)
		out = append(out, append([]string{c.Op.String()}, slices.Sorted(slices.Values(c.Fields))...))
	}
	return out
}

// valueOf gives the value of a picklist that an input means.
func valueOf(t tester, s record.Scope, of picklist.Attribute, input string) picklist.Value {
	t.Helper()
	var v picklist.Value
	require.NoError(t, s.View(ctx, func(_ context.Context, tx *record.Tx) error {
		sets, err := picklist.Load(tx)
		if err != nil {
			return err
		}
		v, err = sets.Of(of).Resolve(input)
		return err
	}))
	return v
}

// refused asserts that an input was refused for exactly these reasons, each "path code", in their order.
func refused(t tester, err error, want ...string) {
	t.Helper()
	require.Equal(t, append([]string{}, want...), enginetest.Reasons(fault.All(err)), "%v", err)
}

func reasonOf(_ any, err error) error { return err }
