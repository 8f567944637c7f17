package activity_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

var errDirectory = errors.New("activity_test: the directory is down")

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
	d.asked = append(d.asked, slices.Clone(ids))
	found := map[string]record.User{}
	for _, id := range ids {
		if u, ok := d.users[id]; ok {
			found[id] = u
		}
	}
	return found, d.err
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

// onEnginesWithDirectory gives each test a directory of its own.
func onEnginesWithDirectory(t *testing.T, test func(t *testing.T, org *clientele.Org, d *directory)) {
	var d *directory
	enginetest.RunWith(t, with(func(o *clientele.Options) {
		d = newDirectory()
		o.Directory = d
	}), func(t *testing.T, org *clientele.Org) { test(t, org, d) })
}

func TestCreatorsHaveTheNamesOfTheDirectory(t *testing.T) {
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, d *directory) {
		acme := company(t, org, "Acme")
		ann, bob, nobody := org.As(record.Actor{ID: "USER1"}), org.As(record.Actor{ID: "USER2"}), org.As(record.Actor{ID: "USER9"})
		a := create(t, ann, at(acme, 0, "ann's"))
		require.Equal(t, []string{"Ann", "ann@host.test", "https://host.test/ann.png"}, []string{a.Creator, a.CreatorEmail, a.CreatorAvatarURL})
		require.Equal(t, a, get(t, org, a.ID))
		changed := update(t, bob, a.ID, activity.Patch{Location: new("here")})
		require.Equal(t, []string{"Ann", "USER1", "USER2"}, []string{changed.Creator, changed.CreatedBy, changed.UpdatedBy})
		require.Empty(t, create(t, nobody, at(acme, 1, "nobody's")).Creator)
		create(t, bob, at(acme, 2, "bob's"))
		create(t, bob, at(acme, 3, "bob's too"))

		d.calls()
		page, err := activity.List(ctx, org, activity.Filter{}, record.Paging{})
		require.NoError(t, err)
		require.Equal(t, [][]string{{"USER1", "USER2", "USER9"}}, d.calls(), "once a page")
		require.Equal(t, []string{"Bob", "Bob", "", "Ann"}, []string{page.Items[0].Creator, page.Items[1].Creator, page.Items[2].Creator, page.Items[3].Creator})
		many, err := activity.GetMany(ctx, org, []activity.ID{a.ID, page.Items[0].ID})
		require.NoError(t, err)
		require.Equal(t, [][]string{{"USER1", "USER2"}}, d.calls())
		require.Equal(t, "Bob", many[1].Creator)
		for a, err := range activity.All(ctx, org, activity.Filter{}) {
			require.NoError(t, err)
			require.Empty(t, a.Creator)
		}
		require.Empty(t, d.calls())
	})
}

func TestADirectoryThatFails(t *testing.T) {
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, d *directory) {
		org = org.As(record.Actor{ID: "USER1"})
		acme := company(t, org, "Acme")
		draft := at(acme, 0, "x")
		draft.Participants = []string{"USER1"}
		a := create(t, org, draft)
		d.err = errDirectory
		for verb, err := range map[string]error{
			"activity.create": verbError(activity.Create(ctx, org, draft)),
			"activity.update": verbError(activity.Update(ctx, org, a.ID, activity.Patch{Participants: &draft.Participants})),
		} {
			require.ErrorIs(t, err, errDirectory)
			e, ok := errors.AsType[*record.Error](err)
			require.True(t, ok)
			require.Equal(t, verb, e.Op)
		}
		require.Empty(t, create(t, org, at(acme, 1, "y")).Creator, "nobody is named, and names are no reason to fail")
		require.Equal(t, "here", update(t, org, a.ID, activity.Patch{Location: new("here")}).Location)
		require.Empty(t, get(t, org, a.ID).Creator)
		require.Equal(t, []string{"y", "x"}, list(t, org, activity.Filter{}, ""))
		for _, err := range activity.Audit(ctx, org, activity.Filter{}) {
			require.ErrorIs(t, err, errDirectory)
		}
	})
}
