package note_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
)

// writes are the verbs that change a note, which has an attachment.
var writes = map[string]func(s record.Scope, n *note.Note) error{
	"update": func(s record.Scope, n *note.Note) error {
		return failed(note.Update(ctx, s, n.ID, note.Patch{Content: new("changed")}))
	},
	"update that is refused": func(s record.Scope, n *note.Note) error {
		err := failed(note.Update(ctx, s, n.ID, note.Patch{Content: new("")}))
		if _, ok := errors.AsType[*clientele.Faults](err); ok {
			return nil
		}
		return err
	},
	"update of another version": func(s record.Scope, n *note.Note) error {
		err := failed(note.Update(ctx, s, n.ID, note.Patch{IfVersion: 99}))
		if errors.Is(err, clientele.ErrStale) {
			return nil
		}
		return err
	},
	"update of nothing": func(s record.Scope, n *note.Note) error {
		return failed(note.Update(ctx, s, n.ID, note.Patch{}))
	},
	"remove attachment": func(s record.Scope, n *note.Note) error {
		return failed(note.RemoveAttachment(ctx, s, n.ID, n.Attachments[0].ID))
	},
	"delete of another version": func(s record.Scope, n *note.Note) error {
		err := failed(note.Delete(ctx, s, n.ID, 99))
		if errors.Is(err, clientele.ErrStale) {
			return nil
		}
		return err
	},
	"delete": func(s record.Scope, n *note.Note) error { return failed(note.Delete(ctx, s, n.ID, 0)) },
}

// TestWhoChangesWhat holds every verb that writes: what is not seen is not found, what is somebody else's is forbidden.
func TestWhoChangesWhat(t *testing.T) {
	none, hidden, foreign := error(nil), clientele.ErrNotFound, clientele.ErrForbidden
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		for _, c := range []struct {
			actor clientele.Actor
			want  map[note.Visibility]error
		}{
			{ann, map[note.Visibility]error{note.Public: none, note.Team: none, note.Private: none}},
			{root, map[note.Visibility]error{note.Public: none, note.Team: none, note.Private: none}},
			{bob, map[note.Visibility]error{note.Public: foreign, note.Team: foreign, note.Private: hidden}},
			{cid, map[note.Visibility]error{note.Public: foreign, note.Team: foreign, note.Private: hidden}},
			{dan, map[note.Visibility]error{note.Public: foreign, note.Team: hidden, note.Private: hidden}},
			{eve, map[note.Visibility]error{note.Public: foreign, note.Team: hidden, note.Private: hidden}},
			{nobody, map[note.Visibility]error{note.Public: foreign, note.Team: hidden, note.Private: hidden}},
		} {
			for v, want := range c.want {
				for name, verb := range writes {
					t.Run(c.actor.ID+" "+string(v)+" "+name, func(t *testing.T) {
						n := write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "x", Visibility: v, AttachmentURLs: []string{"https://a.test/1"}})
						before := enginetest.Changes(t, org)
						err := verb(org.As(c.actor), n)
						if want == nil {
							require.NoError(t, err)
							return
						}
						require.ErrorIs(t, err, want)
						var where *record.Error
						require.ErrorAs(t, err, &where)
						require.Equal(t, []string{"note", n.ID.String()}, []string{where.Kind, where.ID.String()})
						require.Equal(t, n, get(t, org.As(ann), n.ID))
						require.Equal(t, before, enginetest.Changes(t, org))
					})
				}
			}
		}
	})
}

// TestAnErrorAboutAnUnseenNoteIsThatOfNone leaves no way to tell a note that is not seen from one that is not there.
func TestAnErrorAboutAnUnseenNoteIsThatOfNone(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "x", Visibility: note.Private, AttachmentURLs: []string{"https://a.test/1"}})
		verbs := map[string]func(s record.Scope, n *note.Note) error{
			"get": func(s record.Scope, n *note.Note) error { return failed(note.Get(ctx, s, n.ID)) },
			"history": func(s record.Scope, n *note.Note) error {
				for _, err := range note.History(ctx, s, n.ID) {
					return err
				}
				return nil
			},
			"verify password": func(s record.Scope, n *note.Note) error {
				return failed(note.VerifyPassword(ctx, s, n.ID, "x", "y"))
			},
		}
		for name, verb := range writes {
			verbs[name] = verb
		}
		said := map[string]string{}
		for name, verb := range verbs {
			said[name] = verb(org.As(eve), n).Error()
		}
		set := remove(t, org.As(ann), n.ID)
		_, err := note.Purge(ctx, org.As(ann), set)
		require.NoError(t, err)
		for name, verb := range verbs {
			require.Equal(t, verb(org.As(eve), n).Error(), said[name], name)
		}
	})
}
