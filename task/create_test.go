package task_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

func TestCreate(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		org := w.As(clientele.Actor{ID: "USER7"})
		d := full(w.acme)
		d.ActivityID = newActivity(t, w, w.acme)
		made := create(t, org, d)
		require.Equal(t, made, get(t, w, made.ID))
		require.Equal(t, "acme", made.Account)
		require.Equal(t, "IN_PROGRESS", made.Status.Value)
		require.Equal(t, []string{"USER7", "USER7"}, []string{made.CreatedBy, made.UpdatedBy})
		require.EqualValues(t, 1, made.Version)
		require.Equal(t, clienteletest.Start, made.CreatedAt)
		require.False(t, made.Active)
		for _, a := range made.Attachments {
			require.NotZero(t, a.ID)
			require.Equal(t, clienteletest.Start, a.CreatedAt)
		}
		require.NotEqual(t, made.Attachments[0].ID, made.Attachments[1].ID)

		bare := create(t, w, titled("bare", w.acme))
		require.Equal(t, []string{"FOLLOW_UP", "PENDING", "LOW"}, []string{bare.Type.Value, bare.Status.Value, bare.Priority.Value})
		require.True(t, bare.Active)
		require.True(t, bare.Open())
		require.Zero(t, bare.DueAt)
		require.Equal(t, bare, get(t, w, bare.ID))
	})
}

func TestACreateReportsWhatOnlyTheStoreKnows(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		before := enginetest.Changes(t, w)
		d := titled("\x00", account.ID{1})
		d.ActivityID = [16]byte{2}
		refused(t, reasonOf(task.Create(ctx, w, d)), "title invalid_text", "accountId unknown_reference", "activityId unknown_reference")

		gone := newAccount(t, w, "gone")
		_, err := account.Delete(ctx, w, gone, 0)
		require.NoError(t, err)
		refused(t, reasonOf(task.Create(ctx, w, titled("x", gone))), "accountId unknown_reference")
		require.Equal(t, before+2, enginetest.Changes(t, w))
		require.Zero(t, count(t, w, task.Filter{}))
	})
}

func TestPicklistsOfATask(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		high := valueOf(t, w, picklist.TaskPriority, "HIGH")
		d := titled("by id", w.acme)
		d.Priority = high.ID.String()
		made := create(t, w, d)
		require.Equal(t, high.ID, made.Priority.ID)
		require.Equal(t, "HIGH", made.Priority.Value)

		_, err := picklist.Update(ctx, w, high.ID, picklist.Patch{IfVersion: high.Version, Archived: new(true)})
		require.NoError(t, err)
		refused(t, reasonOf(task.Create(ctx, w, d)), "priority archived")
		low := create(t, w, titled("low", w.acme))
		refused(t, reasonOf(task.Update(ctx, w, low.ID, task.Patch{Priority: new("HIGH")})), "priority archived")
		require.Equal(t, "HIGH", get(t, w, made.ID).Priority.Value)
		require.EqualValues(t, 1, update(t, w, made.ID, task.Patch{Priority: new("HIGH")}).Version, "it has it already")

		first := valueOf(t, w, picklist.TaskType, "FOLLOW_UP")
		_, err = picklist.Update(ctx, w, first.ID, picklist.Patch{IfVersion: first.Version, Default: new(false)})
		require.NoError(t, err)
		require.Zero(t, create(t, w, titled("no default", w.acme)).Type)
	})
}

func TestATransactionOfTheHost(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		var made *task.Task
		require.NoError(t, w.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			a, err := account.Create(ctx, tx, account.Draft{Name: "New", PrimaryDomain: "new.test"})
			if err != nil {
				return err
			}
			if made, err = task.Create(ctx, tx, titled("first", a.ID)); err != nil {
				return err
			}
			refused(t, reasonOf(task.Create(ctx, tx, task.Draft{})), "accountId required", "title required", "assigneeId required")
			require.Equal(t, made, get(t, tx, made.ID))
			made, err = task.Update(ctx, tx, made.ID, task.Patch{Status: new("COMPLETED")})
			return err
		}))
		require.Equal(t, made, get(t, w, made.ID))
		require.EqualValues(t, 2, made.Version)

		require.ErrorIs(t, w.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			create(t, tx, titled("undone", w.acme))
			return context.Canceled
		}), context.Canceled)
		require.Equal(t, 1, count(t, w, task.Filter{}))
	})
}

func TestGetMany(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		a, b, c := create(t, w, titled("a", w.acme)), create(t, w, titled("b", w.acme)), create(t, w, titled("c", w.acme))
		remove(t, w, b.ID)
		found, err := task.GetMany(ctx, w, []task.ID{c.ID, {9}, a.ID, b.ID, c.ID, {}})
		require.NoError(t, err)
		require.Equal(t, []*task.Task{c, a}, found)
		found, err = task.GetMany(ctx, w, nil)
		require.NoError(t, err)
		require.NotNil(t, found)
		require.Empty(t, found)
		for _, id := range []task.ID{b.ID, {}, {9}} {
			_, err := task.Get(ctx, w, id)
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
	})
}

func TestParseID(t *testing.T) {
	id, err := task.ParseID("018f3c1e-5b7a-7cc0-8000-000000000001")
	require.NoError(t, err)
	require.Equal(t, "018f3c1e-5b7a-7cc0-8000-000000000001", id.String())
	for _, text := range []string{"", "x", "018f3c1e5b7a7cc08000000000000001"} {
		refused(t, reasonOf(task.ParseID(text)), " not_an_id")
	}
}

func TestTimesAreKeptToTheMicrosecond(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		for _, at := range []time.Time{time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)} {
			d := titled("x", w.acme)
			d.DueAt = at
			made := create(t, w, d)
			require.Equal(t, at.Truncate(time.Microsecond), get(t, w, made.ID).DueAt)
			_, err := made.MarshalJSON()
			require.NoError(t, err)
			found, err := task.List(ctx, w, task.Filter{DueFrom: at.Truncate(time.Microsecond)}, record.Paging{Order: "-dueAt"})
			require.NoError(t, err)
			require.Equal(t, made, found.Items[0])
		}
	})
}
