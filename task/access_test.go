package task_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// strict is a policy: a guest sees no secret and writes nothing but what is called allowed.
func strict(_ context.Context, a clientele.Action) error {
	made, ok := a.Record.(*task.Task)
	switch {
	case a.Actor.ID != "GUEST" || !ok:
		return nil
	case made.Title == "secret", a.Op != record.OpRead && made.Title != "allowed":
		return errors.New("task_test: no")
	}
	return nil
}

func TestThePolicy(t *testing.T) {
	onEachWith(t, func(o *clientele.Options) { o.Policy = strict }, func(t *testing.T, w *world) {
		guest := w.As(clientele.Actor{ID: "GUEST"})
		secret, seen, own := create(t, w, full(w.acme)), create(t, w, titled("seen", w.acme)), create(t, guest, titled("allowed", w.acme))
		secret = update(t, w, secret.ID, task.Patch{Title: new("secret")})
		gone := remove(t, w, create(t, w, titled("seen", w.acme)).ID)

		for _, err := range []error{
			reasonOf(task.Get(ctx, guest, secret.ID)), reasonOf(task.Update(ctx, guest, secret.ID, task.Patch{Title: new("x")})), reasonOf(task.Delete(ctx, guest, secret.ID, 0)),
			reasonOf(task.RemoveAttachment(ctx, guest, secret.ID, secret.Attachments[0].ID)),
		} {
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		found, err := task.GetMany(ctx, guest, []task.ID{secret.ID, seen.ID})
		require.NoError(t, err)
		require.Equal(t, []*task.Task{seen}, found)
		for _, order := range orders {
			require.ElementsMatch(t, []string{"seen", "allowed"}, listed(t, guest, task.Filter{AccountID: []account.ID{w.acme}}, order))
		}
		require.Equal(t, 2, count(t, guest, task.Filter{}))
		require.Equal(t, 3, count(t, w, task.Filter{}))

		before := enginetest.Changes(t, w)
		for _, err := range []error{
			reasonOf(task.Create(ctx, guest, titled("x", w.acme))), reasonOf(task.Update(ctx, guest, seen.ID, task.Patch{Title: new("allowed")})),
			reasonOf(task.Delete(ctx, guest, seen.ID, 0)), reasonOf(task.Restore(ctx, guest, gone)), reasonOf(task.Purge(ctx, guest, gone)),
		} {
			require.ErrorIs(t, err, clientele.ErrForbidden)
		}
		require.Equal(t, before, enginetest.Changes(t, w))
		update(t, guest, own.ID, task.Patch{Description: new("x")})
		require.NoError(t, reasonOf(task.Restore(ctx, guest, remove(t, guest, own.ID))))
	})
}
