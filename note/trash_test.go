package note_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// history gives the changes of a note, "operation by actor: fields" each.
func history(t testing.TB, s record.Scope, id note.ID) []string {
	t.Helper()
	out := []string{}
	for c, err := range note.History(ctx, s, id) {
		require.NoError(t, err)
		line := c.Op.String() + " by " + c.Actor
		for _, f := range c.Fields {
			line += " " + f
		}
		if c.Purged {
			line += " (purged)"
		}
		out = append(out, line)
	}
	return out
}

func TestHistory(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := say(t, org.As(ann), acme.ID, "x", note.Private)
		update(t, org.As(ann), n.ID, note.Patch{Content: new("y"), AttachmentURLs: []string{"https://a.test/1"}})
		update(t, org.As(root), n.ID, note.Patch{Visibility: new(note.Team)})
		set := remove(t, org.As(ann), n.ID)
		require.ErrorIs(t, first(note.History(ctx, org.As(ann), n.ID)), clientele.ErrNotFound, "of the trash only administrators know")
		want := []string{"create by ann", "update by ann attachments content", "update by root visibility", "delete by ann"}
		require.Equal(t, want, history(t, org.As(root), n.ID))
		require.NoError(t, failed(note.Restore(ctx, org.As(ann), set)))
		want = append(want, "restore by ann")
		require.Equal(t, want, history(t, org.As(bob), n.ID))
		for range note.History(ctx, org.As(bob), n.ID) {
			break // a reader may stop
		}

		set = remove(t, org.As(ann), n.ID)
		gone, err := note.Purge(ctx, org.As(ann), set)
		require.NoError(t, err)
		require.Equal(t, 1, gone)
		require.Equal(t, []string{"create by ann (purged)", "update by ann (purged)", "update by root (purged)", "delete by ann (purged)", "restore by ann (purged)", "delete by ann (purged)", "purge by ann (purged)"},
			history(t, org.As(root), n.ID))
		require.Empty(t, history(t, org.As(root), note.ID{1}), "of what never was, an administrator finds nothing")
		require.ErrorIs(t, first(note.History(ctx, org.As(bob), n.ID)), clientele.ErrNotFound)
		for _, verb := range []error{failed(note.Restore(ctx, org.As(root), set)), failed(note.Purge(ctx, org.As(root), set)), failed(note.Delete(ctx, org.As(root), n.ID, 0))} {
			require.ErrorIs(t, verb, clientele.ErrNotFound)
		}
	})
}

func TestANoteComesBackAsItWas(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		org = org.As(ann)
		n := write(t, org, full(acme.ID))
		set := remove(t, org, n.ID)
		require.ErrorIs(t, failed(note.Get(ctx, org, n.ID)), clientele.ErrNotFound)
		found, err := record.GetSet(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, []any{"note", "ann", int64(1)}, []any{found.Kind, found.By, found.Records})
		back, err := note.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, &record.Restored{Records: 1}, back)
		now := get(t, org, n.ID)
		require.EqualValues(t, 2, now.Version)
		now.Version, now.UpdatedAt = n.Version, n.UpdatedAt
		require.Equal(t, n, now)
	})
}

func TestANoteWhoseAccountIsGoneDoesNotComeBack(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := say(t, org.As(ann), acme.ID, "x", note.Private)
		set := remove(t, org.As(ann), n.ID)
		gone, err := account.Delete(ctx, org, acme.ID, 0)
		require.NoError(t, err)
		for _, restore := range []func(context.Context, record.Scope, record.SetID) (*record.Restored, error){note.Restore, record.Restore} {
			_, err = restore(ctx, org.As(ann), set)
			enginetest.Refused(t, err, "accountId unknown_reference")
		}
		require.NoError(t, failed(account.Restore(ctx, org, gone)))
		require.NoError(t, failed(note.Restore(ctx, org.As(ann), set)))
		require.Equal(t, "x", get(t, org.As(ann), n.ID).Content)
	})
}

// TestAnAccountWithAPrivateNoteThatClashes says which value is taken and by whom, and nothing of what the note has.
func TestAnAccountWithAPrivateNoteThatClashes(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme, zeta := open(t, org, "acme"), open(t, org, "zeta")
		define(t, org, customfield.Draft{Name: "Contract", Type: customfield.SingleLine, Unique: true})
		write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "secret", Visibility: note.Private, CustomFieldValues: give("contract", `"C-777"`)})
		set, err := account.Delete(ctx, org.As(eve), acme.ID, 0)
		require.NoError(t, err)
		n := write(t, org.As(ann), note.Draft{AccountID: zeta.ID, Content: "secret", Visibility: note.Private, CustomFieldValues: give("contract", `"C-777"`)})
		_, err = account.Restore(ctx, org.As(eve), set)
		enginetest.Refused(t, err, "customFieldValues duplicate")
		faults, encoding := json.Marshal(fault.All(err))
		require.NoError(t, encoding)
		for _, secret := range []string{"secret", "C-777", "ann"} {
			require.NotContains(t, err.Error(), secret)
			require.NotContains(t, string(faults), secret)
		}
		remove(t, org.As(ann), n.ID)
		require.NoError(t, failed(account.Restore(ctx, org.As(eve), set)))
	})
}

func TestAPicklistValueInUseStays(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "x", Type: "DECISION", Visibility: note.Private})
		_, err := picklist.Delete(ctx, org, n.Type.ID, picklist.DeleteOptions{})
		enginetest.Refused(t, err, " referenced")
		require.ErrorIs(t, err, clientele.ErrReferenced)
		uses := func() (used []record.Use) {
			require.NoError(t, org.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
				found, err := record.Uses(tx, picklist.Target, n.Type.ID)
				used = found[n.Type.ID]
				return err
			}))
			return used
		}
		require.Equal(t, []record.Use{{Kind: "note", Field: "type", Count: 1}}, uses())

		set := remove(t, org.As(ann), n.ID)
		require.Empty(t, uses())
		_, err = picklist.Delete(ctx, org, n.Type.ID, picklist.DeleteOptions{})
		require.NoError(t, err)
		back, err := note.Restore(ctx, org.As(ann), set)
		require.NoError(t, err)
		require.Equal(t, []record.Cleared{{Kind: "note", ID: [16]byte(n.ID), Field: "type"}}, back.Cleared)
		require.Equal(t, "GENERAL", get(t, org.As(ann), n.ID).Type.Value, "the default, for its own is gone")

		_, err = picklist.Delete(ctx, org, get(t, org.As(ann), n.ID).Type.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "MEETING"})
		require.NoError(t, err)
		now := get(t, org.As(ann), n.ID)
		require.Equal(t, []string{"MEETING", "ann", "system"}, []string{now.Type.Value, now.CreatedBy, now.UpdatedBy})
	})
}
