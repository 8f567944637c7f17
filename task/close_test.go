package task_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// after gives the time some hours after the start.
func after(hours int) time.Time { return clienteletest.Start.Add(time.Duration(hours) * time.Hour) }

// hours gives a pointer to a time some hours after the start.
func hours(n int) *time.Time { return new(after(n)) }

// setClosed makes a status a closed one, or an open one.
func setClosed(t tester, w *world, status string, closed bool) {
	t.Helper()
	v := valueOf(t, w, picklist.TaskStatus, status)
	_, err := picklist.Update(ctx, w, v.ID, picklist.Patch{IfVersion: v.Version, Closed: new(closed)})
	require.NoError(t, err)
}

func TestMovingIntoAndOutOfAClosedStatus(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("x", w.acme))
		for _, step := range []struct {
			what string
			p    task.Patch
			want int // hours after the start, 0: open
		}{
			{"another open status", task.Patch{Status: new("IN_PROGRESS")}, 0},
			{"closed", task.Patch{Status: new("COMPLETED")}, 2},
			{"something else", task.Patch{Title: new("y"), DueAt: hours(9)}, 2},
			{"the same status", task.Patch{Status: new("completed")}, 2},
			{"another closed status", task.Patch{Status: new("CANCELLED")}, 2},
			{"opened", task.Patch{Status: new("PENDING")}, 0},
			{"closed again", task.Patch{Status: new("CANCELLED")}, 7},
			{"no status", task.Patch{Clear: []task.Field{task.FieldStatus}}, 0},
			{"closed from none", task.Patch{Status: new("COMPLETED")}, 9},
		} {
			w.clock.Advance(time.Hour)
			changed := update(t, w, made.ID, step.p)
			require.Equal(t, step.want == 0, changed.Open(), step.what)
			if step.want > 0 {
				require.Equal(t, after(step.want), changed.CompletedAt, step.what)
			} else {
				require.Zero(t, changed.CompletedAt, step.what)
			}
			require.Equal(t, changed, get(t, w, made.ID))
		}
	})
}

func TestATaskIsCreatedClosed(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		w.clock.Advance(time.Hour)
		d := titled("x", w.acme)
		d.Status = "CANCELLED"
		require.Equal(t, after(1), create(t, w, d).CompletedAt)

		closed := valueOf(t, w, picklist.TaskStatus, "COMPLETED")
		_, err := picklist.Update(ctx, w, closed.ID, picklist.Patch{IfVersion: closed.Version, Default: new(true)})
		require.NoError(t, err)
		made := create(t, w, titled("by default", w.acme))
		require.Equal(t, "COMPLETED", made.Status.Value)
		require.Equal(t, after(1), made.CompletedAt)
	})
}

func TestAPicklistThatHasAnotherMindClosesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := titled("closed", w.acme)
		d.Status = "COMPLETED"
		closed, open := create(t, w, d), create(t, w, titled("open", w.acme))
		before := enginetest.Changes(t, w)
		setClosed(t, w, "COMPLETED", false)
		setClosed(t, w, "PENDING", true)
		require.Equal(t, before+2, enginetest.Changes(t, w), "no task is written")
		w.clock.Advance(time.Hour)
		require.Equal(t, after(0), update(t, w, closed.ID, task.Patch{Title: new("still closed"), Status: new("COMPLETED")}).CompletedAt)
		require.True(t, update(t, w, open.ID, task.Patch{Title: new("still open"), Status: new("PENDING")}).Open())
		require.Equal(t, []string{"still open"}, listed(t, w, task.Filter{Open: new(true)}, ""))

		require.True(t, update(t, w, closed.ID, task.Patch{Status: new("IN_PROGRESS")}).Open())
		_, err := picklist.Delete(ctx, w, open.Type.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "REVIEW"})
		require.NoError(t, err)
		require.True(t, get(t, w, open.ID).Open(), "only the type was deleted")
		require.Equal(t, after(1), update(t, w, open.ID, task.Patch{Status: new("CANCELLED")}).CompletedAt)
		w.clock.Advance(time.Hour)
		require.Equal(t, after(1), update(t, w, open.ID, task.Patch{Status: new("PENDING")}).CompletedAt, "from one closed status to another")
	})
}

func TestAStatusThatIsDeletedMovesItsTasks(t *testing.T) {
	for name, c := range map[string]struct {
		status string
		o      picklist.DeleteOptions
		want   bool // open
	}{
		"open becomes closed":   {"IN_PROGRESS", picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "CANCELLED"}, false},
		"open becomes none":     {"IN_PROGRESS", picklist.DeleteOptions{InUse: picklist.Clear}, true},
		"closed becomes open":   {"COMPLETED", picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "PENDING"}, true},
		"closed becomes none":   {"COMPLETED", picklist.DeleteOptions{InUse: picklist.Clear}, true},
		"closed becomes closed": {"COMPLETED", picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "CANCELLED"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, w *world) {
				d := titled("x", w.acme)
				d.Status, d.Priority = c.status, "HIGH"
				made := create(t, w, d)
				w.clock.Advance(time.Hour)
				_, err := picklist.Delete(ctx, w, valueOf(t, w, picklist.TaskStatus, c.status).ID, c.o)
				require.NoError(t, err)
				moved := get(t, w, made.ID)
				require.EqualValues(t, 2, moved.Version)
				require.Equal(t, c.want, moved.Open())
				require.Equal(t, c.o.Replacement, moved.Status.Value)
				if !c.want {
					require.Equal(t, map[bool]time.Time{true: after(1), false: after(0)}[made.Open()], moved.CompletedAt)
				}
				require.Equal(t, c.want, count(t, w, task.Filter{Open: new(true)}) == 1)

				_, err = picklist.Delete(ctx, w, valueOf(t, w, picklist.TaskPriority, "HIGH").ID, picklist.DeleteOptions{InUse: picklist.Clear})
				require.NoError(t, err)
				require.Equal(t, moved.CompletedAt, get(t, w, made.ID).CompletedAt, "another picklist")
			})
		})
	}
}

// Nobody is asked for what is mandatory on close when a status is deleted; an audit finds it.
func TestAStatusThatIsDeletedAsksNothing(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("x", w.acme))
		forClosing(t, w)
		_, err := picklist.Delete(ctx, w, made.Status.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "COMPLETED", NewDefault: "IN_PROGRESS"})
		require.NoError(t, err)
		require.Equal(t, after(0), get(t, w, made.ID).CompletedAt)
		require.Equal(t, []string{"x: customFieldValues required, customFieldValues required"}, audited(t, w, task.Filter{}))
	})
}

func TestATaskComesBackWithoutItsStatus(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := titled("x", w.acme)
		d.Status = "COMPLETED"
		made := create(t, w, d)
		set := remove(t, w, made.ID)
		_, err := picklist.Delete(ctx, w, made.Status.ID, picklist.DeleteOptions{})
		require.NoError(t, err)
		back, err := task.Restore(ctx, w, set)
		require.NoError(t, err)
		require.Equal(t, []record.Cleared{{Kind: "task", ID: [16]byte(made.ID), Field: "status"}}, back.Cleared)
		again := get(t, w, made.ID)
		require.Equal(t, "PENDING", again.Status.Value)
		require.True(t, again.Open())
		require.Equal(t, []string{"restore", "completedAt", "statusId"}, history(t, w, made.ID)[2])

		set = remove(t, w, made.ID)
		_, err = picklist.Delete(ctx, w, again.Status.ID, picklist.DeleteOptions{NewDefault: "CANCELLED"})
		require.NoError(t, err)
		w.clock.Advance(time.Hour)
		_, err = task.Restore(ctx, w, set)
		require.NoError(t, err)
		require.Equal(t, after(1), get(t, w, made.ID).CompletedAt, "the default is a closed one now")
		require.Equal(t, "CANCELLED", get(t, w, made.ID).Status.Value)
	})
}

func TestAClosedTaskComesBackClosed(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := titled("x", w.acme)
		d.Status = "COMPLETED"
		made := create(t, w, d)
		set := remove(t, w, made.ID)
		setClosed(t, w, "COMPLETED", false)
		w.clock.Advance(time.Hour)
		_, err := task.Restore(ctx, w, set)
		require.NoError(t, err)
		require.Equal(t, after(0), get(t, w, made.ID).CompletedAt)
		require.Equal(t, [][]string{{"create"}, {"delete"}, {"restore"}}, history(t, w, made.ID))
		require.ErrorIs(t, reasonOf(task.Restore(ctx, w, set)), clientele.ErrNotFound)
	})
}
