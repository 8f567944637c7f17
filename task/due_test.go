package task_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

// schedule creates tasks that are due some hours after the start; a negative number is at no time.
func schedule(t testing.TB, w *world, on account.ID, user string, due map[string]int) {
	t.Helper()
	for title, n := range due {
		d := titled(title, on)
		d.AssigneeID = user
		if n >= 0 {
			d.DueAt = after(n)
		}
		create(t, w, d)
	}
}

func TestTasksWithoutADueTimeAreLast(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		schedule(t, w, w.acme, "USER1", map[string]int{"b": 2, "a": 1, "none": -1, "c": 3})
		d := titled("closed", w.acme)
		d.Status, d.DueAt = "COMPLETED", after(2).Add(time.Minute)
		create(t, w, d)
		for _, f := range []task.Filter{{}, {AccountID: []account.ID{w.acme}}, {AssigneeID: []string{"USER1"}}, {Type: []string{"FOLLOW_UP"}}} {
			require.Equal(t, []string{"a", "b", "closed", "c", "none"}, listed(t, w, f, ""))
			require.Equal(t, []string{"none", "c", "closed", "b", "a"}, listed(t, w, f, "-dueAt"))
			f.Open = new(true)
			require.Equal(t, []string{"a", "b", "c", "none"}, listed(t, w, f, "dueAt"))
			f.DueFrom = after(2)
			require.Equal(t, []string{"b", "c"}, listed(t, w, f, ""), "a time leaves out those without one")
			f.DueFrom, f.DueTo = time.Time{}, after(2)
			require.Equal(t, []string{"a"}, listed(t, w, f, "-dueAt"))
			f.DueFrom, f.DueTo = after(3), after(2)
			require.Empty(t, listed(t, w, f, ""))
			require.Empty(t, listed(t, w, f, "-dueAt"))
		}
	})
}

func TestOverdue(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		sub := newAccount(t, w, "sub")
		require.NoError(t, relationship.SetParent(ctx, w, sub, w.acme))
		schedule(t, w, w.acme, "USER1", map[string]int{"early": 1, "now": 2, "late": 3, "none": -1})
		schedule(t, w, sub, "USER2", map[string]int{"below": 0})
		d := titled("done", w.acme)
		d.Status, d.DueAt = "COMPLETED", after(1)
		done := create(t, w, d)
		overdue := task.Filter{Overdue: true}
		require.Empty(t, listed(t, w, overdue, ""), "due at this very moment is not overdue")
		w.clock.Advance(2 * time.Hour)
		require.Equal(t, []string{"below", "early"}, listed(t, w, overdue, ""))
		require.Equal(t, []string{"early", "below"}, listed(t, w, overdue, "-dueAt"))
		require.Equal(t, 2, count(t, w, overdue))
		for _, made := range []*task.Task{done, get(t, w, done.ID)} {
			require.False(t, made.Overdue(after(9)))
		}
		for made, err := range task.All(ctx, w, task.Filter{Open: new(true)}) {
			require.NoError(t, err)
			require.Equal(t, made.Title == "below" || made.Title == "early", made.Overdue(after(2)), made.Title)
		}

		with := func(set func(f *task.Filter)) []string {
			f := overdue
			set(&f)
			for _, order := range orders {
				require.ElementsMatch(t, listed(t, w, f, ""), listed(t, w, f, order), order)
			}
			return listed(t, w, f, "")
		}
		require.Equal(t, []string{"early"}, with(func(f *task.Filter) { f.AccountID = []account.ID{w.acme} }))
		require.Equal(t, []string{"below", "early"}, with(func(f *task.Filter) { f.AccountID, f.Subtree = []account.ID{w.acme}, true }))
		require.Equal(t, []string{"below"}, with(func(f *task.Filter) { f.AssigneeID = []string{"USER2"} }))
		require.Equal(t, []string{"below", "early"}, with(func(f *task.Filter) { f.Open = new(true) }))
		require.Empty(t, with(func(f *task.Filter) { f.Open = new(false) }))
		require.Empty(t, with(func(f *task.Filter) { f.Open, f.AccountID = new(false), []account.ID{w.acme} }))
		require.Equal(t, []string{"early"}, with(func(f *task.Filter) { f.DueFrom = after(1) }))
		require.Equal(t, []string{"below"}, with(func(f *task.Filter) { f.DueTo = after(1) }))
		require.Equal(t, []string{"below", "early"}, with(func(f *task.Filter) { f.DueTo = after(9) }))
		require.Empty(t, with(func(f *task.Filter) { f.DueFrom = after(2) }))
	})
}

// What is overdue is asked at the time of the transaction: a page after the first goes on where that one ended.
func TestOverdueByPages(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		schedule(t, w, w.acme, "USER1", map[string]int{"a": 0, "b": 1, "c": 2, "d": 3})
		w.clock.Advance(2 * time.Hour)
		p := clientele.Paging{Limit: 1}
		first, err := task.List(ctx, w, task.Filter{Overdue: true}, p)
		require.NoError(t, err)
		w.clock.Advance(time.Hour)
		p = clientele.Paging{Limit: 9, After: first.Next}
		rest, err := task.List(ctx, w, task.Filter{Overdue: true}, p)
		require.NoError(t, err)
		require.Equal(t, []string{"b", "c"}, titles(rest.Items))
	})
}

// The time of an update is never before that of the change before it, even if the clock goes back.
func TestOverdueInAnUpdate(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		schedule(t, w, w.acme, "USER1", map[string]int{"a": 1})
		w.clock.Advance(2 * time.Hour)
		create(t, w, titled("b", w.acme))
		w.clock.Advance(-2 * time.Hour)
		require.Empty(t, listed(t, w, task.Filter{Overdue: true}, ""))
		require.NoError(t, w.Update(ctx, func(_ context.Context, tx *clientele.Tx) error {
			require.Equal(t, []string{"a"}, listed(t, tx, task.Filter{Overdue: true}, ""))
			return nil
		}))
	})
}
