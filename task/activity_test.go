package task_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// of gives a draft of a task that came of an activity.
func of(id activity.ID, on account.ID) task.Draft {
	d := titled("x", on)
	d.ActivityID = id
	return d
}

func TestATaskAndItsActivityAreOfOneAccount(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		other := newAccount(t, w, "other")
		call, theirs := newActivity(t, w, w.acme), newActivity(t, w, other)
		made := create(t, w, of(call, w.acme))
		require.Equal(t, call, made.ActivityID)
		refused(t, reasonOf(task.Create(ctx, w, of(theirs, w.acme))), "activityId contradiction")
		refused(t, reasonOf(task.Create(ctx, w, of(activity.ID{1}, w.acme))), "activityId unknown_reference")
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{ActivityID: &theirs, Title: new("")})), "title required", "activityId contradiction")
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{ActivityID: &activity.ID{1}})), "activityId unknown_reference")

		second := newActivity(t, w, w.acme)
		require.Equal(t, second, update(t, w, made.ID, task.Patch{ActivityID: &second}).ActivityID)
		require.Zero(t, update(t, w, made.ID, task.Patch{Clear: []task.Field{task.FieldActivityID}}).ActivityID)
		_, err := activity.Delete(ctx, w, call, 0)
		require.NoError(t, err)
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{ActivityID: &call})), "activityId unknown_reference")
	})
}

// Who may not see an activity cannot tie a task of another account to it all the same.
func TestAnActivityThatThePolicyHides(t *testing.T) {
	hide := func(o *clientele.Options) {
		o.Policy = func(_ context.Context, a clientele.Action) error {
			if a.Kind == "activity" && a.Actor.ID == "GUEST" {
				return errors.New("task_test: hidden")
			}
			return nil
		}
	}
	onEachWith(t, hide, func(t *testing.T, w *world) {
		theirs := newActivity(t, w, newAccount(t, w, "other"))
		refused(t, reasonOf(task.Create(ctx, w.As(clientele.Actor{ID: "GUEST"}), of(theirs, w.acme))), "activityId contradiction")
	})
}

func TestADeletedActivityLeavesItsTasks(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		call := newActivity(t, w, w.acme)
		d := of(call, w.acme)
		d.Status = "COMPLETED"
		one, closed := create(t, w, of(call, w.acme)), create(t, w, d)
		free := create(t, w, titled("y", w.acme))
		w.clock.Advance(time.Hour)
		set, err := activity.Delete(ctx, w.As(clientele.Actor{ID: "USER7"}), call, 0)
		require.NoError(t, err)
		for _, made := range []*task.Task{one, closed} {
			want := *made
			want.ActivityID, want.Version, want.UpdatedAt, want.UpdatedBy = activity.ID{}, 2, after(1), "USER7"
			require.Equal(t, &want, get(t, w, made.ID))
			require.Equal(t, [][]string{{"create"}, {"update", "activityId"}}, history(t, w, made.ID))
		}
		require.Equal(t, free, get(t, w, free.ID))

		back, err := activity.Restore(ctx, w, set)
		require.NoError(t, err)
		require.Equal(t, 1, back.Records)
		require.Zero(t, get(t, w, one.ID).ActivityID, "it is not tied again")
		require.Zero(t, count(t, w, task.Filter{ActivityID: []activity.ID{call}}))
	})
}

func TestATaskComesBackWithoutItsActivity(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		call := newActivity(t, w, w.acme)
		made := create(t, w, of(call, w.acme))
		taskSet := remove(t, w, made.ID)
		callSet, err := activity.Delete(ctx, w, call, 0)
		require.NoError(t, err)
		back, err := task.Restore(ctx, w, taskSet)
		require.NoError(t, err)
		require.Equal(t, []record.Cleared{{Kind: "task", ID: [16]byte(made.ID), Field: "activityId"}}, back.Cleared)
		require.Zero(t, get(t, w, made.ID).ActivityID)

		taskSet = remove(t, w, update(t, w, made.ID, task.Patch{Title: new("y")}).ID)
		_, err = activity.Restore(ctx, w, callSet)
		require.NoError(t, err)
		_, err = task.Restore(ctx, w, taskSet)
		require.NoError(t, err)
		require.Zero(t, get(t, w, made.ID).ActivityID)
	})
}

func TestAnAccountTakesActivityAndTaskAlong(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		call := newActivity(t, w, w.acme)
		made := create(t, w, of(call, w.acme))
		other := create(t, w, titled("other", newAccount(t, w, "other")))
		set, err := account.Delete(ctx, w, w.acme, 0)
		require.NoError(t, err)
		trash, err := record.GetSet(ctx, w, set)
		require.NoError(t, err)
		require.EqualValues(t, 3, trash.Records)
		_, err = task.Get(ctx, w, made.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		require.ErrorIs(t, reasonOf(task.Restore(ctx, w, set)), clientele.ErrNotFound, "the set of an account")
		require.Equal(t, []string{"other"}, listed(t, w, task.Filter{}, ""))
		require.Equal(t, [][]string{{"create"}, {"delete"}}, history(t, w, made.ID), "the reference is not cleared")

		back, err := account.Restore(ctx, w, set)
		require.NoError(t, err)
		require.Equal(t, 3, back.Records)
		require.Empty(t, back.Cleared)
		require.Equal(t, call, get(t, w, made.ID).ActivityID, "still tied")
		require.Equal(t, 1, count(t, w, task.Filter{ActivityID: []activity.ID{call}}))
		require.Equal(t, other, get(t, w, other.ID))
	})
}
