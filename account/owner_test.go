package account_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/record"
)

// directory knows some users, notes what it is asked, and may fail.
type directory struct {
	mu    sync.Mutex
	users map[string]record.User
	asked [][]string
	err   error
	hook  func(ctx context.Context) // on each call
}

func newDirectory() *directory {
	return &directory{users: map[string]record.User{
		"USER1": {ID: "USER1", Name: "Ann", Email: "ann@host.test", AvatarURL: "https://host.test/ann.png", Active: true},
		"USER2": {ID: "USER2", Name: "Bob", Active: true},
		"USER3": {ID: "USER3", Name: "Cid"},
	}}
}

func (d *directory) Users(ctx context.Context, ids []string) (map[string]record.User, error) {
	if d.hook != nil {
		d.hook(ctx)
	}
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
	onEnginesWith(t, func() *clientele.Options {
		d = newDirectory()
		o := clienteletest.Options()
		o.Directory = d
		return o
	}, func(t *testing.T, org *clientele.Org) { test(t, org, d) })
}

func owned(name, owner string) account.Draft {
	return account.Draft{Name: name, PrimaryDomain: name + ".test", OwnerID: owner}
}

func TestAnOwnerIsAnActiveUser(t *testing.T) {
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, _ *directory) {
		for _, id := range []string{"USER3", "USER9"} {
			_, err := account.Create(ctx, org, owned("a", id))
			refused(t, err, "accountOwnerId unknown_reference")
			_, _, err = account.Upsert(ctx, org, owned("a", id))
			refused(t, err, "accountOwnerId unknown_reference")
		}
		a := create(t, org, owned("a", " USER1 "))
		require.Equal(t, []string{"USER1", "Ann", "ann@host.test", "https://host.test/ann.png"}, []string{a.OwnerID, a.Owner, a.OwnerEmail, a.OwnerAvatarURL})
		require.Equal(t, a, get(t, org, a.ID))
		_, err := account.Update(ctx, org, a.ID, account.Patch{OwnerID: new("USER3")})
		refused(t, err, "accountOwnerId unknown_reference")
		a = update(t, org, a.ID, account.Patch{OwnerID: new(" USER2")})
		require.Equal(t, []string{"USER2", "Bob", "", ""}, []string{a.OwnerID, a.Owner, a.OwnerEmail, a.OwnerAvatarURL})
		a = update(t, org, a.ID, account.Patch{Clear: []account.Field{account.FieldOwnerID}})
		require.Equal(t, []string{"", ""}, []string{a.OwnerID, a.Owner})
		bulk, err := account.CreateMany(ctx, org, []account.Draft{owned("b", "USER1"), owned("c", "USER3")}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, "Ann", bulk.Items[0].Account.Owner)
		require.Equal(t, []string{"accountOwnerId unknown_reference"}, reasons(bulk.Items[1].Faults))
	})
}

func TestAnOwnerWhoHasLeftStays(t *testing.T) {
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, d *directory) {
		a := create(t, org, owned("a", "USER1"))
		create(t, org, owned("b", "USER2"))
		create(t, org, named("c", "c.test"))
		left := d.users["USER1"]
		left.Active = false
		d.users["USER1"] = left
		update(t, org, a.ID, account.Patch{Name: new("still")})
		a = update(t, org, a.ID, account.Patch{Source: new("x"), OwnerID: new("USER1")})
		require.Equal(t, "Ann", a.Owner)
		d.calls()
		found := 0
		for f, err := range account.Audit(ctx, org, account.Filter{}) {
			require.NoError(t, err)
			require.Equal(t, a, f.Account)
			require.Equal(t, []string{"accountOwnerId unknown_reference"}, reasons(f.Faults))
			found++
		}
		require.Equal(t, 1, found)
		require.Equal(t, [][]string{{"USER1", "USER2"}}, d.calls())
	})
}

var errDirectory = errors.New("account_test: the directory is down")

func TestADirectoryThatFails(t *testing.T) {
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, d *directory) {
		a := create(t, org, owned("a", "USER1"))
		d.err = errDirectory
		for verb, err := range map[string]error{
			"account.create":      verbError(account.Create(ctx, org, owned("b", "USER1"))),
			"account.update":      verbError(account.Update(ctx, org, a.ID, account.Patch{OwnerID: new("USER2")})),
			"account.create_many": verbError(account.CreateMany(ctx, org, []account.Draft{owned("b", "USER1")}, account.KeepGoing)),
		} {
			require.ErrorIs(t, err, errDirectory)
			e, ok := errors.AsType[*clientele.Error](err)
			require.True(t, ok)
			require.Equal(t, verb, e.Op)
		}
		_, _, err := account.Upsert(ctx, org, owned("a", "USER1"))
		require.ErrorIs(t, err, errDirectory)
		create(t, org, named("c", "c.test"))
		read := get(t, org, a.ID)
		require.Equal(t, "USER1", read.OwnerID)
		require.Empty(t, read.Owner)
		page, err := account.List(ctx, org, account.Filter{}, clientele.Paging{})
		require.NoError(t, err)
		require.Len(t, page.Items, 2)
		for _, err := range account.Audit(ctx, org, account.Filter{}) {
			require.ErrorIs(t, err, errDirectory)
		}
	})
}

func verbError[V any](_ V, err error) error { return err }

func TestOneCallOfTheDirectory(t *testing.T) {
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, d *directory) {
		a := create(t, org, owned("a", "USER1"))
		require.Equal(t, [][]string{{"USER1"}}, d.calls())
		create(t, org, owned("b", "USER2"))
		create(t, org, owned("c", "USER1"))
		create(t, org, owned("d", "USER2"))
		d.calls()
		page, err := account.List(ctx, org, account.Filter{}, clientele.Paging{})
		require.NoError(t, err)
		require.Equal(t, [][]string{{"USER1", "USER2"}}, d.calls())
		require.Equal(t, []string{"Ann", "Bob", "Ann", "Bob"}, []string{page.Items[0].Owner, page.Items[1].Owner, page.Items[2].Owner, page.Items[3].Owner})
		get(t, org, a.ID)
		require.Equal(t, [][]string{{"USER1"}}, d.calls())
		_, err = account.GetMany(ctx, org, []account.ID{a.ID, page.Items[1].ID})
		require.NoError(t, err)
		require.Equal(t, [][]string{{"USER1", "USER2"}}, d.calls())

		none := create(t, org, named("none", "none.test"))
		get(t, org, none.ID)
		update(t, org, none.ID, account.Patch{Source: new("x")})
		_, err = account.CreateMany(ctx, org, []account.Draft{named("x", "x.test")}, account.KeepGoing)
		require.NoError(t, err)
		_, err = account.List(ctx, org, account.Filter{Domain: []string{"none.test", "x.test"}}, clientele.Paging{})
		require.NoError(t, err)
		for _, err := range account.All(ctx, org, account.Filter{}) {
			require.NoError(t, err)
		}
		require.Empty(t, d.calls())
	})
}

// A directory that writes to the same store gets its turn, because no verb on an Org holds the writer while it
// asks.
func TestADirectoryIsAskedOutsideTheWriter(t *testing.T) {
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, d *directory) {
		notes := 0
		d.hook = func(ctx context.Context) {
			hook := d.hook
			d.hook = nil // it creates accounts itself
			defer func() { d.hook = hook }()
			notes++
			name := "note" + string(rune('a'+notes))
			_, err := account.Create(ctx, org, named(name, name+".test"))
			require.NoError(t, err)
		}
		a := create(t, org, owned("a", "USER1"))
		update(t, org, a.ID, account.Patch{OwnerID: new("USER2")})
		get(t, org, a.ID)
		_, _, err := account.Upsert(ctx, org, owned("a", "USER1"))
		require.NoError(t, err)
		_, err = account.CreateMany(ctx, org, []account.Draft{owned("b", "USER1")}, account.AllOrNothing)
		require.NoError(t, err)
		_, err = account.List(ctx, org, account.Filter{}, clientele.Paging{})
		require.NoError(t, err)
		require.GreaterOrEqual(t, notes, 6)
	})
}
