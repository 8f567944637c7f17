package task_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// directory knows some users, notes what it is asked, and may fail.
type directory struct {
	mu    sync.Mutex
	users map[string]record.User
	asked [][]string
	err   error
}

func newDirectory() *directory {
	return &directory{users: map[string]record.User{
		"USER1": {ID: "USER1", Name: "Ann", Email: "ann@host.test", AvatarURL: "https://host.test/ann.png", Active: true},
		"USER2": {ID: "USER2", Name: "Bob", Active: true},
		"USER3": {ID: "USER3", Name: "Cid"},
	}}
}

func (d *directory) Users(_ context.Context, ids []string) (map[string]record.User, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, slices.Sorted(slices.Values(ids)))
	return d.users, d.err
}

func (d *directory) UsersByHost(context.Context, []string) ([]record.User, error) { return nil, d.err }
func (d *directory) Members(context.Context, string) ([]string, error)            { return nil, d.err }

// calls gives what was asked since it was called last.
func (d *directory) calls() [][]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	asked := d.asked
	d.asked = nil
	return asked
}

// withDirectory gives each test a directory of its own.
func withDirectory(t *testing.T, test func(t *testing.T, w *world, d *directory)) {
	t.Helper()
	var d *directory
	onEachWith(t, func(o *clientele.Options) {
		d = newDirectory()
		o.Directory = d
	}, func(t *testing.T, w *world) { test(t, w, d) })
}

// assigned gives a draft of a task for a user.
func assigned(w *world, user string) task.Draft {
	d := titled(user, w.acme)
	d.AssigneeID = user
	return d
}

func TestAnAssigneeIsAnActiveUser(t *testing.T) {
	withDirectory(t, func(t *testing.T, w *world, d *directory) {
		for _, user := range []string{"USER3", "USER9"} {
			refused(t, reasonOf(task.Create(ctx, w, assigned(w, user))), "assigneeId unknown_reference")
		}
		made := create(t, w, assigned(w, " USER1 "))
		require.Equal(t, "USER1", made.AssigneeID)
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{AssigneeID: new("USER3")})), "assigneeId unknown_reference")
		update(t, w, made.ID, task.Patch{AssigneeID: new("USER2")})

		left := d.users["USER2"]
		left.Active = false
		d.users["USER2"] = left
		update(t, w, made.ID, task.Patch{Title: new("y"), AssigneeID: new("USER2")})
		require.Equal(t, []string{"y: assigneeId unknown_reference"}, audited(t, w, task.Filter{}))
	})
}

func TestTheCreatorHasAName(t *testing.T) {
	withDirectory(t, func(t *testing.T, w *world, d *directory) {
		ann, cid := w.As(clientele.Actor{ID: "USER1"}), w.As(clientele.Actor{ID: "USER3"})
		made := create(t, ann, assigned(w, "USER2"))
		require.Equal(t, []string{"Ann", "ann@host.test", "https://host.test/ann.png"}, []string{made.Creator, made.CreatorEmail, made.CreatorAvatarURL})
		require.Equal(t, "Cid", create(t, cid, assigned(w, "USER1")).Creator)
		create(t, w, assigned(w, "USER1"))
		require.Equal(t, made, get(t, w, made.ID))
		require.Equal(t, "Ann", update(t, cid, made.ID, task.Patch{Title: new("x")}).Creator)

		d.calls()
		page, err := task.List(ctx, w, task.Filter{}, clientele.Paging{Order: "createdAt"})
		require.NoError(t, err)
		require.Equal(t, []string{"Ann", "Cid", ""}, []string{page.Items[0].Creator, page.Items[1].Creator, page.Items[2].Creator})
		require.Equal(t, [][]string{{"USER1", "USER3", "system"}}, d.calls(), "once a page")
		found, err := task.GetMany(ctx, w, []task.ID{made.ID, page.Items[1].ID})
		require.NoError(t, err)
		require.Equal(t, page.Items[:2], found)
		require.Len(t, d.calls(), 1)
		for made, err := range task.All(ctx, w, task.Filter{}) {
			require.NoError(t, err)
			require.Empty(t, made.Creator)
		}
		require.Empty(t, d.calls())
	})
}

func TestADirectoryThatFails(t *testing.T) {
	withDirectory(t, func(t *testing.T, w *world, d *directory) {
		made := create(t, w.As(clientele.Actor{ID: "USER1"}), assigned(w, "USER1"))
		d.err = errors.New("task_test: down")
		made.Creator, made.CreatorEmail, made.CreatorAvatarURL = "", "", ""
		require.Equal(t, made, get(t, w, made.ID), "a read goes without names")
		require.Equal(t, []string{"USER1"}, listed(t, w, task.Filter{}, ""))
		require.ErrorIs(t, reasonOf(task.Create(ctx, w, assigned(w, "USER1"))), d.err)
		require.ErrorIs(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{AssigneeID: new("USER2")})), d.err)
		require.EqualValues(t, 2, update(t, w, made.ID, task.Patch{Title: new("names nobody")}).Version)
		require.Equal(t, 1, count(t, w, task.Filter{}))
	})
}
