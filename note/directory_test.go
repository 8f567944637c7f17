package note_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
)

// TestADirectoryThatFailsFailsTheReads answers nothing where it cannot be known who sees what.
func TestADirectoryThatFailsFailsTheReads(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		w := stock{accounts: []account.ID{acme.ID}}
		for _, v := range note.Visibilities() {
			w.notes = append(w.notes, write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: string(v), Visibility: v, AttachmentURLs: []string{"https://a.test/1"}}))
		}
		audited(t, org)
		staffOf(org).failMembers.Store(true)
		for _, a := range []clientele.Actor{ann, bob, dan} {
			for name, read := range reads {
				ids, err := read(org.As(a), w)
				require.ErrorIs(t, err, errStaff, name)
				require.Empty(t, ids, name)
			}
			for name, verb := range writes {
				for _, n := range w.notes {
					require.ErrorIs(t, verb(org.As(a), n), errStaff, name)
				}
			}
			for name, err := range map[string]error{
				"count":           failed(note.Count(ctx, org.As(a), note.Filter{})),
				"explain":         failed(note.Explain(ctx, org.As(a), note.Filter{}, "")),
				"verify password": failed(note.VerifyPassword(ctx, org.As(a), w.notes[0].ID, "x", "y")),
			} {
				require.ErrorIs(t, err, errStaff, name)
			}
		}
		write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "writing something new asks nobody", Visibility: note.Team, Metadata: []byte(`{"a":1}`)})
		for _, a := range []clientele.Actor{eve, root} { // of whom nothing has to be known
			for name, read := range reads {
				ids, err := read(org.As(a), w)
				require.NoError(t, err, name)
				require.NotEmpty(t, ids, name)
			}
		}
		staffOf(org).failMembers.Store(false)
		require.Len(t, list(t, org.As(bob), note.Filter{}, ""), 3)
	})
}

func TestWithoutADirectoryNobodyIsInATeam(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		w := stock{accounts: []account.ID{acme.ID}}
		for _, v := range note.Visibilities() {
			w.notes = append(w.notes, say(t, org.As(ann), acme.ID, string(v), v))
		}
		audited(t, org)
		for _, c := range []struct {
			actor clientele.Actor
			want  int
		}{{ann, 3}, {bob, 1}, {eve, 1}, {nobody, 1}, {root, 3}} {
			for name, read := range reads {
				ids, err := read(org.As(c.actor), w)
				require.NoError(t, err)
				require.Len(t, ids, c.want, "%s %s", c.actor.ID, name)
			}
		}
	})
}

func TestTheDirectoryIsAskedOnceForEachTeam(t *testing.T) {
	org := clienteletest.OrgOn(t, enginetest.Plain["memstore"](t), withStaff())
	acme := open(t, org, "acme")
	for range 30 {
		say(t, org.As(ann), acme.ID, "x", note.Team)
	}
	for _, c := range []struct {
		actor          clientele.Actor
		members, users int64
	}{{ann, 2, 1}, {bob, 1, 1}, {eve, 0, 0}, {root, 0, 1}} {
		staffOf(org).members.Store(0)
		staffOf(org).users.Store(0)
		list(t, org.As(c.actor), note.Filter{}, "")
		require.Equal(t, []int64{c.members, c.users}, []int64{staffOf(org).members.Load(), staffOf(org).users.Load()}, c.actor.ID)
	}
}

func TestAuthorsAreNamed(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		named := func(n *note.Note, err error) []string {
			require.NoError(t, err)
			return []string{n.CreatedBy, n.Author, n.AuthorEmail, n.AuthorAvatarURL}
		}
		known := []string{"ann", "Name of ann", "ann@acme.com", "https://acme.com/ann"}
		n, err := note.Create(ctx, org.As(ann), note.Draft{AccountID: acme.ID, Content: "x", AttachmentURLs: []string{"https://a.test/1"}})
		require.Equal(t, known, named(n, err))
		require.Equal(t, known, named(note.Get(ctx, org.As(eve), n.ID)))
		require.Equal(t, known, named(note.Update(ctx, org.As(root), n.ID, note.Patch{Content: new("y")})))
		require.Equal(t, known, named(note.RemoveAttachment(ctx, org.As(root), n.ID, n.Attachments[0].ID)))
		many, err := note.GetMany(ctx, org, []note.ID{n.ID})
		require.Equal(t, known, named(many[0], err))
		require.Equal(t, known, named(list(t, org, note.Filter{}, "")[0], nil))
		for n, err := range note.All(ctx, org, note.Filter{}) {
			require.Equal(t, []string{"ann", "", "", ""}, named(n, err))
		}
		unknown := say(t, org.As(dan), acme.ID, "z", note.Public)
		require.Equal(t, []string{"dan", "", "", ""}, named(note.Get(ctx, org, unknown.ID)))

		staffOf(org).failUsers.Store(true)
		require.Equal(t, []string{"ann", "", "", ""}, named(note.Get(ctx, org, n.ID)))
		require.Len(t, list(t, org, note.Filter{}, ""), 2)
		require.Equal(t, []string{"ann", "", "", ""}, named(note.Update(ctx, org.As(ann), n.ID, note.Patch{Content: new("z")})))
		say(t, org.As(ann), acme.ID, "z", note.Public)
	})
}

// TestAViewerInsideATransaction sees what that has written, with the teams of the actor of the handle.
func TestAViewerInsideATransaction(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := say(t, org.As(ann), acme.ID, "x", note.Private)
		require.NoError(t, org.As(ann).Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			update(t, tx, n.ID, note.Patch{Visibility: new(note.Team)})
			say(t, tx, acme.ID, "y", note.Private)
			require.Len(t, list(t, tx, note.Filter{}, ""), 2)
			return nil
		}))
		require.NoError(t, org.As(bob).View(ctx, func(_ context.Context, tx *clientele.Tx) error {
			require.Equal(t, []string{"x"}, contents(list(t, tx, note.Filter{}, "")))
			return nil
		}))
	})
}

func TestTheRuleItself(t *testing.T) {
	n := func(v note.Visibility) *note.Note {
		return &note.Note{System: record.System[note.Note]{CreatedBy: "ann"}, Visibility: v}
	}
	mates := note.Viewer{Actor: clientele.Actor{ID: "bob"}, Teammates: map[string]bool{"ann": true}}
	for _, v := range note.Visibilities() {
		require.True(t, n(v).VisibleTo(note.Viewer{Actor: ann}))
		require.True(t, n(v).VisibleTo(note.Viewer{Actor: root}))
		require.Equal(t, v == note.Public, n(v).VisibleTo(note.Viewer{Actor: bob}))
		require.Equal(t, v != note.Private, n(v).VisibleTo(mates))
		require.True(t, n(v).ChangeableBy(ann))
		require.True(t, n(v).ChangeableBy(root))
		require.False(t, n(v).ChangeableBy(mates.Actor))
	}
	require.False(t, n("").VisibleTo(mates)) // what a later version may have
	require.False(t, n("secret").VisibleTo(mates))
}
