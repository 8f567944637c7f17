package task_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

// openTasks gives what a roll-up counts.
func openTasks(t testing.TB, s record.Scope, id account.ID) int {
	t.Helper()
	sum, err := relationship.RollUp(ctx, s, id)
	require.NoError(t, err)
	return sum.OpenTasks
}

func TestARollUpCountsOpenTasks(t *testing.T) {
	var hidden account.ID
	hide := func(o *clientele.Options) {
		o.Policy = func(_ context.Context, a clientele.Action) error {
			if r, ok := a.Record.(*account.Account); ok && r.ID == hidden && a.Actor.ID == "GUEST" {
				return errors.New("task_test: hidden")
			}
			return nil
		}
	}
	onEachWith(t, hide, func(t *testing.T, w *world) {
		sub, deep, other := newAccount(t, w, "sub"), newAccount(t, w, "deep"), newAccount(t, w, "other")
		require.NoError(t, relationship.SetParent(ctx, w, sub, w.acme))
		require.NoError(t, relationship.SetParent(ctx, w, deep, sub))
		require.Zero(t, openTasks(t, w, w.acme))
		for _, on := range []account.ID{w.acme, sub, sub, deep, deep, deep, other} {
			d := titled("x", on)
			create(t, w, d)
			d.Status, d.DueAt = "COMPLETED", after(1)
			create(t, w, d)
		}
		require.Equal(t, []int{6, 5, 3, 1}, []int{openTasks(t, w, w.acme), openTasks(t, w, sub), openTasks(t, w, deep), openTasks(t, w, other)})
		hidden = sub
		require.Equal(t, 6, openTasks(t, w, w.acme))
		require.Equal(t, 4, openTasks(t, w.As(clientele.Actor{ID: "GUEST"}), w.acme), "what hangs on a hidden account is not counted")

		for made, err := range task.All(ctx, w, task.Filter{AccountID: []account.ID{deep}}) {
			require.NoError(t, err)
			if made.Open() {
				update(t, w, made.ID, task.Patch{Status: new("CANCELLED")})
				break
			}
		}
		require.Equal(t, 5, openTasks(t, w, w.acme))
		_, err := picklist.Delete(ctx, w, valueOf(t, w, picklist.TaskStatus, "COMPLETED").ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "PENDING"})
		require.NoError(t, err)
		require.Equal(t, 11, openTasks(t, w, w.acme))
		_, err = account.Delete(ctx, w, other, 0)
		require.NoError(t, err)
		require.Equal(t, 11, openTasks(t, w, w.acme))
	})
}
