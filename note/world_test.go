package note_test

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
)

var ctx = context.Background()

// The people. Ann is in two teams; Bob is in one of them, Cid in the other and one more, Dan in that one alone.
var (
	ann     = clientele.Actor{ID: "ann", Teams: []string{"red", "blue"}}
	bob     = clientele.Actor{ID: "bob", Teams: []string{"red", "red"}}
	cid     = clientele.Actor{ID: "cid", Teams: []string{"green", "blue"}}
	dan     = clientele.Actor{ID: "dan", Teams: []string{"green"}}
	eve     = clientele.Actor{ID: "eve"}
	root    = clientele.Actor{ID: "root", Admin: true, Teams: []string{"red"}}
	nobody  = clientele.Actor{}
	shouter = clientele.Actor{ID: "ANN", Teams: []string{"RED"}} // not Ann: ids have a case
	people  = []clientele.Actor{ann, bob, cid, dan, eve, root, nobody, shouter}
)

// staff is a directory. It fails where it is told to.
type staff struct {
	failMembers, failUsers atomic.Bool
	members, users         atomic.Int64 // calls
}

var errStaff = errors.New("the directory is down")

func (s *staff) Users(_ context.Context, ids []string) (map[string]clientele.User, error) {
	s.users.Add(1)
	if s.failUsers.Load() {
		return nil, errStaff
	}
	found := map[string]clientele.User{}
	for _, id := range ids {
		if id == "ann" || id == "bob" {
			found[id] = clientele.User{ID: id, Name: "Name of " + id, Email: id + "@acme.com", AvatarURL: "https://acme.com/" + id, Active: true}
		}
	}
	return found, nil
}

func (s *staff) UsersByHost(context.Context, []string) ([]clientele.User, error) { return nil, nil }

func (s *staff) Members(_ context.Context, team string) ([]string, error) {
	s.members.Add(1)
	if s.failMembers.Load() {
		return nil, errStaff
	}
	var in []string
	for _, a := range people {
		for _, t := range a.Teams {
			if t == team {
				in = append(in, a.ID)
			}
		}
	}
	return in, nil
}

// withStaff gives options with a directory.
func withStaff() *clientele.Options {
	o := clienteletest.Options()
	o.Directory = &staff{}
	return o
}

// staffOf gives the directory of an organisation that has one.
func staffOf(s record.Scope) *staff { return s.DB().Options().Directory.(*staff) }

// ticking gives options with a directory and a clock that goes on by a second each time it is looked at.
func ticking() *clientele.Options {
	o := withStaff()
	clock := &clienteletest.Clock{}
	o.Clock = func() time.Time { clock.Advance(time.Second); return clock.Now() }
	return o
}

// open creates an account of this name.
func open(t testing.TB, s record.Scope, name string) *account.Account {
	t.Helper()
	a, err := account.Create(ctx, s, account.Draft{Name: name, PrimaryDomain: name + ".test"})
	require.NoError(t, err)
	return a
}

// write creates a note.
func write(t testing.TB, s record.Scope, d note.Draft) *note.Note {
	t.Helper()
	n, err := note.Create(ctx, s, d)
	require.NoError(t, err)
	return n
}

// say creates a note with this content and visibility.
func say(t testing.TB, s record.Scope, on account.ID, content string, v note.Visibility) *note.Note {
	t.Helper()
	return write(t, s, note.Draft{AccountID: on, Content: content, Visibility: v})
}

// get gives a note as it is now.
func get(t testing.TB, s record.Scope, id note.ID) *note.Note {
	t.Helper()
	n, err := note.Get(ctx, s, id)
	require.NoError(t, err)
	return n
}

// update changes a note.
func update(t testing.TB, s record.Scope, id note.ID, p note.Patch) *note.Note {
	t.Helper()
	n, err := note.Update(ctx, s, id, p)
	require.NoError(t, err)
	return n
}

// remove deletes a note.
func remove(t testing.TB, s record.Scope, id note.ID) record.SetID {
	t.Helper()
	set, err := note.Delete(ctx, s, id, 0)
	require.NoError(t, err)
	return set
}

// list gives all notes that a filter wants, on one page.
func list(t testing.TB, s record.Scope, f note.Filter, order string) []*note.Note {
	t.Helper()
	page, err := note.List(ctx, s, f, clientele.Paging{Order: order, Limit: record.MaxLimit, Total: true})
	require.NoError(t, err)
	require.Len(t, page.Items, *page.Total)
	require.Empty(t, page.Next)
	return page.Items
}

// contents gives what notes say, in their order.
func contents(ns []*note.Note) []string {
	out := []string{}
	for _, n := range ns {
		out = append(out, n.Content)
	}
	return out
}

// define defines custom fields of notes.
func define(t testing.TB, s record.Scope, drafts ...customfield.Draft) []*customfield.Field {
	t.Helper()
	for i := range drafts {
		drafts[i].Source = customfield.Note
	}
	fields, err := customfield.CreateMany(ctx, s, drafts)
	require.NoError(t, err)
	return fields
}

// give gives inputs: a field and its JSON, by turns.
func give(pairs ...string) []customfield.Input {
	var in []customfield.Input
	for i := 0; i < len(pairs); i += 2 {
		in = append(in, customfield.Input{FieldID: pairs[i], Value: json.RawMessage(pairs[i+1])})
	}
	return in
}

// held gives the values of a note, "slug=value" each.
func held(n *note.Note) []string {
	out := []string{}
	for _, h := range n.CustomFieldValues {
		out = append(out, h.Slug()+"="+h.Value.String())
	}
	return out
}

// configure sets the settings of the organisation.
func configure(t testing.TB, org *clientele.Org, s clientele.Settings) {
	t.Helper()
	require.NoError(t, org.SetSettings(ctx, s))
}

// failed gives the error of a verb.
func failed[V any](_ V, err error) error { return err }

// ids gives the ids of accounts.
func ids(as ...*account.Account) []account.ID {
	var out []account.ID
	for _, a := range as {
		out = append(out, a.ID)
	}
	return out
}

// passwordField is a custom field that nobody reads.
var passwordField = customfield.Draft{Name: "Vault", Type: customfield.Password}

// first gives the error that a walk begins with.
func first[V any](walk iter.Seq2[V, error]) error {
	for _, err := range walk {
		return err
	}
	return nil
}
