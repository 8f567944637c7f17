package task_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

func TestDeleteAndRestore(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := full(w.acme)
		d.ActivityID = newActivity(t, w, w.acme)
		made := create(t, w, d)
		require.ErrorIs(t, reasonOf(task.Delete(ctx, w, made.ID, 2)), clientele.ErrStale)
		set, err := task.Delete(ctx, w.As(clientele.Actor{ID: "USER7"}), made.ID, 1)
		require.NoError(t, err)
		trash, err := record.GetSet(ctx, w, set)
		require.NoError(t, err)
		require.Equal(t, []any{"task", uuid.UUID(made.ID), "USER7", int64(1)}, []any{trash.Kind, trash.RootID, trash.By, trash.Records})
		for _, err := range []error{
			reasonOf(task.Get(ctx, w, made.ID)), reasonOf(task.Update(ctx, w, made.ID, task.Patch{})), reasonOf(task.Delete(ctx, w, made.ID, 0)),
			reasonOf(task.RemoveAttachment(ctx, w, made.ID, made.Attachments[0].ID)), reasonOf(task.VerifyPassword(ctx, w, made.ID, "x", "y")),
		} {
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		for _, order := range orders {
			require.Empty(t, listed(t, w, task.Filter{}, order))
		}

		w.clock.Advance(time.Hour)
		back, err := task.Restore(ctx, w.As(clientele.Actor{ID: "USER8"}), set)
		require.NoError(t, err)
		require.Equal(t, &record.Restored{Records: 1}, back)
		want := *made
		want.Version, want.UpdatedAt, want.UpdatedBy = 2, after(1), "USER8"
		require.Equal(t, &want, get(t, w, made.ID))
		require.Equal(t, [][]string{{"create"}, {"delete"}, {"restore"}}, history(t, w, made.ID))
		require.ErrorIs(t, reasonOf(task.Restore(ctx, w, set)), clientele.ErrNotFound)
	})
}

func TestRestoreWithoutTheAccount(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("x", w.acme))
		set := remove(t, w, made.ID)
		gone, err := account.Delete(ctx, w, w.acme, 0)
		require.NoError(t, err)
		before := enginetest.Changes(t, w)
		refused(t, reasonOf(task.Restore(ctx, w, set)), "accountId unknown_reference")
		require.Equal(t, before, enginetest.Changes(t, w))
		_, err = account.Restore(ctx, w, gone)
		require.NoError(t, err)
		require.ErrorIs(t, reasonOf(task.Get(ctx, w, made.ID)), clientele.ErrNotFound, "it went before the account did")
		require.NoError(t, reasonOf(task.Restore(ctx, w, set)))
	})
}

func TestPurge(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("x", w.acme))
		update(t, w, made.ID, task.Patch{Title: new("y")})
		set := remove(t, w, made.ID)
		n, err := task.Purge(ctx, w, set)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.ErrorIs(t, reasonOf(task.Purge(ctx, w, set)), clientele.ErrNotFound)
		require.ErrorIs(t, reasonOf(task.Restore(ctx, w, set)), clientele.ErrNotFound)
		ops := 0
		for c, err := range task.History(ctx, w, made.ID) {
			require.NoError(t, err)
			require.True(t, c.Purged)
			require.Empty(t, c.Fields)
			ops++
		}
		require.Equal(t, 4, ops)
	})
}

func TestASetOfAnotherKindIsNotFound(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		set, err := account.Delete(ctx, w, w.acme, 0)
		require.NoError(t, err)
		for _, set := range []record.SetID{set, {}, {1}} {
			require.ErrorIs(t, reasonOf(task.Restore(ctx, w, set)), clientele.ErrNotFound)
			require.ErrorIs(t, reasonOf(task.Purge(ctx, w, set)), clientele.ErrNotFound)
		}
		require.NoError(t, reasonOf(account.Restore(ctx, w, set)))
	})
}

func TestAnAccountTakesItsTasksAlong(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		var all []*task.Task
		for _, title := range []string{"a", "b", "c"} {
			all = append(all, create(t, w, titled(title, w.acme)))
		}
		alone := remove(t, w, all[2].ID)
		set, err := account.Delete(ctx, w, w.acme, 0)
		require.NoError(t, err)
		require.Zero(t, count(t, w, task.Filter{}))
		back, err := account.Restore(ctx, w, set)
		require.NoError(t, err)
		require.Equal(t, 3, back.Records)
		require.Equal(t, []string{"a", "b"}, listed(t, w, task.Filter{AccountID: []account.ID{w.acme}}, ""))
		require.NoError(t, reasonOf(task.Restore(ctx, w, alone)))

		set, err = account.Delete(ctx, w, w.acme, 0)
		require.NoError(t, err)
		n, err := account.Purge(ctx, w, set)
		require.NoError(t, err)
		require.Equal(t, 4, n)
	})
}

func TestAPicklistValueInUse(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := titled("x", w.acme)
		d.Type, d.Status, d.Priority = "REVIEW", "IN_PROGRESS", "HIGH"
		made := create(t, w, d)
		create(t, w, d)
		for attribute, field := range map[picklist.Attribute]string{picklist.TaskType: "type", picklist.TaskStatus: "status", picklist.TaskPriority: "priority"} {
			v := valueOf(t, w, attribute, map[string]string{"type": "REVIEW", "status": "IN_PROGRESS", "priority": "HIGH"}[field])
			refused(t, reasonOf(picklist.Delete(ctx, w, v.ID, picklist.DeleteOptions{})), " referenced")
			var uses map[picklist.ID][]record.Use
			require.NoError(t, w.View(ctx, func(_ context.Context, tx *clientele.Tx) (err error) {
				uses, err = record.Uses(tx, picklist.Target, v.ID)
				return err
			}))
			require.Equal(t, []record.Use{{Kind: "task", Field: field, Count: 2}}, uses[v.ID])
		}
		name := valueOf(t, w, picklist.TaskType, "REVIEW")
		_, err := picklist.Update(ctx, w, name.ID, picklist.Patch{IfVersion: name.Version, Value: new("PEER_REVIEW")})
		require.NoError(t, err)
		require.Equal(t, "PEER_REVIEW", get(t, w, made.ID).Type.Value)
		require.EqualValues(t, 1, get(t, w, made.ID).Version, "renaming touches no record")

		set := remove(t, w, made.ID)
		_, err = picklist.Delete(ctx, w, name.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "CUSTOM"})
		require.NoError(t, err)
		require.Equal(t, 1, count(t, w, task.Filter{Type: []string{"CUSTOM"}}))
		require.NoError(t, reasonOf(task.Restore(ctx, w, set)))
		require.Equal(t, "FOLLOW_UP", get(t, w, made.ID).Type.Value, "what came back without its value has the default")
	})
}

func TestOrganisationsSeeNothingOfEachOther(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, full(w.acme))
		set := remove(t, w, create(t, w, titled("gone", w.acme)).ID)
		other, err := w.DB().CreateOrg(ctx, "org_other", nil)
		require.NoError(t, err)
		theirs := create(t, other, titled("theirs", newAccount(t, other, "acme")))
		for _, err := range []error{
			reasonOf(task.Get(ctx, other, made.ID)), reasonOf(task.Update(ctx, other, made.ID, task.Patch{Title: new("x")})), reasonOf(task.Delete(ctx, other, made.ID, 0)),
			reasonOf(task.Restore(ctx, other, set)), reasonOf(task.Purge(ctx, other, set)), reasonOf(task.RemoveAttachment(ctx, other, made.ID, made.Attachments[0].ID)),
		} {
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		refused(t, reasonOf(task.Create(ctx, other, titled("x", w.acme))), "accountId unknown_reference")
		require.Empty(t, history(t, other, made.ID))
		found, err := task.GetMany(ctx, other, []task.ID{made.ID, theirs.ID})
		require.NoError(t, err)
		require.Equal(t, []*task.Task{theirs}, found)
		require.Equal(t, []string{"theirs"}, listed(t, other, task.Filter{AccountID: []account.ID{w.acme, theirs.AccountID}}, ""))
		require.Zero(t, count(t, other, task.Filter{AccountID: []account.ID{w.acme}, Subtree: true}))
		require.Equal(t, 1, count(t, w, task.Filter{}))
	})
}
