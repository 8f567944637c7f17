package note_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
)

// memo is a kind of a host program.
type memo struct {
	record.System[memo]
	Text string
}

var memos = record.Define("memo", 'm', record.Spec[memo]{Fields: record.Fields(
	record.SystemFields(func(m *memo) *record.System[memo] { return &m.System }),
	record.Text(8, "text", func(m *memo) *string { return &m.Text }),
)})

func withMemos() *clientele.Options {
	o := withStaff()
	o.Kinds = []record.Definition{memos}
	return o
}

// TestNobodyDeletesTheNoteOfAnother goes past the verbs of notes, by what package record offers for every kind.
func TestNobodyDeletesTheNoteOfAnother(t *testing.T) {
	chunked := func(org *clientele.Org, id note.ID) error {
		return failed(record.DeleteChunked(ctx, org, note.Target, id, 0))
	}
	along := func(org *clientele.Org, id note.ID) error {
		return org.Update(ctx, func(_ context.Context, tx *clientele.Tx) error {
			m := &memo{Text: "x"}
			if err := memos.Create(tx, m); err != nil {
				return err
			}
			return failed(memos.DeleteWith(tx, m.ID, 0, note.Target.Along(id)...))
		})
	}
	enginetest.RunWith(t, withMemos, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		for name, way := range map[string]func(org *clientele.Org, id note.ID) error{"chunked": chunked, "along": along} {
			for _, c := range []struct {
				actor clientele.Actor
				v     note.Visibility
				want  error
			}{
				{eve, note.Public, clientele.ErrForbidden},
				{bob, note.Team, clientele.ErrNotFound}, // inside a transaction nobody knows who is in a team
				{dan, note.Team, clientele.ErrNotFound},
				{bob, note.Private, clientele.ErrNotFound},
				{nobody, note.Private, clientele.ErrNotFound},
				{ann, note.Private, nil},
				{root, note.Private, nil},
			} {
				n := say(t, org.As(ann), acme.ID, "x", c.v)
				before := enginetest.Changes(t, org)
				err := way(org.As(c.actor), n.ID)
				if c.want == nil {
					require.NoError(t, err, name)
					require.ErrorIs(t, failed(note.Get(ctx, org.As(ann), n.ID)), clientele.ErrNotFound)
					continue
				}
				require.ErrorIs(t, err, c.want, "%s %s", name, c.actor.ID)
				require.Equal(t, n, get(t, org.As(ann), n.ID))
				require.Equal(t, before, enginetest.Changes(t, org))
			}
		}
	})
}

// TestNobodyRestoresTheNoteOfAnother lets whoever wrote and deleted a note bring it back, and administrators.
func TestNobodyRestoresTheNoteOfAnother(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := say(t, org.As(ann), acme.ID, "x", note.Public)
		set := remove(t, org.As(ann), n.ID)
		for _, a := range []clientele.Actor{bob, eve, nobody} {
			require.ErrorIs(t, failed(note.Restore(ctx, org.As(a), set)), clientele.ErrForbidden)
			require.ErrorIs(t, failed(record.Restore(ctx, org.As(a), set)), clientele.ErrForbidden)
			require.ErrorIs(t, failed(record.RestoreChunked(ctx, org.As(a), set)), clientele.ErrForbidden)
			require.ErrorIs(t, failed(note.Purge(ctx, org.As(a), set)), clientele.ErrForbidden)
		}
		require.NoError(t, failed(record.Restore(ctx, org.As(ann), set)))
		require.Equal(t, "ann", get(t, org.As(ann), n.ID).CreatedBy)

		set = remove(t, org.As(root), n.ID)
		require.ErrorIs(t, failed(note.Purge(ctx, org.As(ann), set)), clientele.ErrForbidden, "an administrator deleted it")
		require.NoError(t, failed(note.Restore(ctx, org.As(ann), set)))
		require.NoError(t, failed(note.Purge(ctx, org.As(root), remove(t, org.As(ann), n.ID))))
	})
}

// TestTheDefinitionGivesNobodyTheNotes keeps the kind to the package, whatever a program makes of what is exported.
func TestTheDefinitionGivesNobodyTheNotes(t *testing.T) {
	require.Equal(t, "note", note.Definition.Name())
	_, open := note.Definition.(*record.Kind[note.Note])
	require.False(t, open)
}

// TestAnAccountTakesItsNotesWhoeverWroteThem deletes and restores accounts by somebody who sees none of their notes.
func TestAnAccountTakesItsNotesWhoeverWroteThem(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme, other := open(t, org, "acme"), open(t, org, "other")
		var notes []*note.Note
		for _, author := range []clientele.Actor{ann, bob, eve, nobody} {
			for _, v := range note.Visibilities() {
				n := write(t, org.As(author), note.Draft{AccountID: acme.ID, Content: "by " + author.ID, Visibility: v, AttachmentURLs: []string{"https://a.test/1"}})
				notes = append(notes, get(t, org.As(root), n.ID))
			}
		}
		stays := say(t, org.As(ann), other.ID, "stays", note.Private)
		gone := say(t, org.As(ann), acme.ID, "deleted before", note.Public)
		before := remove(t, org.As(ann), gone.ID)

		set, err := account.Delete(ctx, org.As(dan), acme.ID, 0)
		require.NoError(t, err)
		require.Equal(t, []string{"stays"}, contents(list(t, org.As(root), note.Filter{}, "")))
		_, err = note.Restore(ctx, org.As(root), set)
		require.ErrorIs(t, err, clientele.ErrNotFound, "it is not that of a note")
		_, err = note.Restore(ctx, org.As(ann), before)
		enginetest.Refused(t, err, "accountId unknown_reference")

		back, err := account.Restore(ctx, org.As(dan), set)
		require.NoError(t, err)
		require.Equal(t, &record.Restored{Records: 13}, back)
		for _, n := range notes {
			now := get(t, org.As(root), n.ID)
			require.Equal(t, []any{n.Version + 1, "dan", n.CreatedBy, n.CreatedAt}, []any{now.Version, now.UpdatedBy, now.CreatedBy, now.CreatedAt})
			now.Version, now.UpdatedBy = n.Version, n.UpdatedBy
			require.Equal(t, n, now)
		}
		require.Len(t, list(t, org.As(eve), note.Filter{}, ""), 6) // four public ones and two of her own: as before
		require.NoError(t, failed(note.Restore(ctx, org.As(ann), before)))
		require.Equal(t, stays, get(t, org.As(ann), stays.ID))
	})
}

// TestAnAccountInChunksTakesItsNotes deletes and restores more notes than one transaction of that takes.
func TestAnAccountInChunksTakesItsNotes(t *testing.T) {
	for _, engine := range []string{"memstore", "boltstore"} {
		t.Run(engine, func(t *testing.T) {
			org := clienteletest.OrgOn(t, enginetest.Plain[engine](t), withStaff())
			acme := open(t, org, "acme")
			require.NoError(t, org.As(ann).Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
				for i := range 2_100 {
					if _, err := note.Create(ctx, tx, note.Draft{AccountID: acme.ID, Content: fmt.Sprint(i), Visibility: note.Private}); err != nil {
						return err
					}
				}
				return nil
			}))
			set, err := record.DeleteChunked(ctx, org.As(dan), account.Target, acme.ID, 0)
			require.NoError(t, err)
			n, err := note.Count(ctx, org.As(root), note.Filter{})
			require.NoError(t, err)
			require.Zero(t, n)
			back, err := record.RestoreChunked(ctx, org.As(eve), set)
			require.NoError(t, err)
			require.Equal(t, 2_101, back.Records)
			n, err = note.Count(ctx, org.As(ann), note.Filter{})
			require.NoError(t, err)
			require.Equal(t, 2_100, n)
		})
	}
}
