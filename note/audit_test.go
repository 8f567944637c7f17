package note_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// polite is a rule of a host program: no shouting, and a note that is public stays so.
func polite(before, after *note.Note) []fault.Fault {
	var faults fault.List
	if strings.HasSuffix(after.Content, "!") {
		faults.Add("content", "loud", "must not shout")
	}
	if before != nil && before.Visibility == note.Public && after.Visibility != note.Public {
		faults.Add("visibility", fault.Immutable, "stays public")
	}
	return faults
}

func withRule() *clientele.Options {
	o := withStaff()
	o.Rules = []record.Rule{note.Rule(polite)}
	return o
}

func TestRulesOfTheHost(t *testing.T) {
	enginetest.RunWith(t, withRule, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		_, err := note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "Hey!", Type: "x"})
		enginetest.Refused(t, err, "type not_in_picklist", "content loud")
		n := say(t, org, acme.ID, "x", note.Public)
		_, err = note.Update(ctx, org, n.ID, note.Patch{Content: new("x!"), Visibility: new(note.Team), Type: new("y")})
		enginetest.Refused(t, err, "type not_in_picklist", "content loud", "visibility immutable")
		require.Equal(t, n, get(t, org, n.ID))
		update(t, org, n.ID, note.Patch{Content: new("y")})
	})
}

// TestAuditFindsWhatRulesThatCameLaterRefuse looks at stored notes with the eyes of today.
func TestAuditFindsWhatRulesThatCameLaterRefuse(t *testing.T) {
	st := enginetest.Plain["memstore"](t)
	opt := ticking()
	org := clienteletest.OrgOn(t, st, opt)
	acme := open(t, org, "acme")
	fields := define(t, org, customfield.Draft{Name: "Seats", Type: customfield.Integer}, customfield.Draft{Name: "Tier", Type: customfield.SingleLine})
	fine := write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "fine", Type: "DECISION", Metadata: json.RawMessage(`{}`), CustomFieldValues: give("seats", `500`, "tier", `"x"`), AttachmentURLs: []string{"https://a.test/1"}})
	write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "loud!", Visibility: note.Team, CustomFieldValues: give("seats", `5`)})
	write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "unseen!", Visibility: note.Private})

	_, err := picklist.Update(ctx, org, fine.Type.ID, picklist.Patch{Archived: new(true)})
	require.NoError(t, err)
	least := customfield.Number("100")
	_, err = customfield.UpdateMany(ctx, org, []customfield.Edit{
		{ID: fields[0].ID, Patch: customfield.Patch{IfVersion: 1, Min: &least}},
		{ID: fields[1].ID, Patch: customfield.Patch{IfVersion: 1, MandatoryOnCreation: new(true)}},
	})
	require.NoError(t, err)
	configure(t, org, clientele.Settings{Mandatory: map[string][]string{"note": {"metadata"}}})
	opt.Rules = []record.Rule{note.Rule(polite)}
	db, err := clientele.Open(ctx, st, opt)
	require.NoError(t, err)
	org, err = db.Org(ctx, "org_test")
	require.NoError(t, err)

	found := map[string][]string{}
	for f, err := range note.Audit(ctx, org.As(bob), note.Filter{}) {
		require.NoError(t, err)
		require.Equal(t, get(t, org.As(bob), f.Note.ID).CustomFieldValues, f.Note.CustomFieldValues)
		found[f.Note.Content] = enginetest.Reasons(f.Faults)
	}
	require.Equal(t, map[string][]string{"loud!": {"customFieldValues[0].value too_small", "customFieldValues required", "metadata required", "content loud"}}, found)
	n := 0
	for f, err := range note.Audit(ctx, org.As(root), note.Filter{Visibility: []note.Visibility{"private", "team"}}) {
		require.NoError(t, err)
		require.Equal(t, "unseen!", f.Note.Content, "the newest first")
		n++
		break
	}
	require.Equal(t, 1, n)
}

// TestThePolicyOfTheHost hides some notes and refuses some writes, beside what the notes' own rule says.
func TestThePolicyOfTheHost(t *testing.T) {
	refuse := map[record.Op]bool{}
	options := func() *clientele.Options {
		o := withStaff()
		o.Policy = func(_ context.Context, a record.Action) error {
			n, ok := a.Record.(*note.Note)
			if !ok || a.Actor.ID == "boss" {
				return nil
			}
			if a.Op == record.OpRead && strings.HasPrefix(n.Content, "hidden") || refuse[a.Op] {
				return errors.New("no")
			}
			return nil
		}
		return o
	}
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		clear(refuse)
		acme := open(t, org, "acme")
		seen, hidden := say(t, org.As(ann), acme.ID, "seen", note.Public), say(t, org.As(ann), acme.ID, "hidden", note.Public)
		w := stock{notes: []*note.Note{seen, hidden}, accounts: ids(acme)}
		audited(t, org)
		for _, a := range []clientele.Actor{ann, root} {
			for name, read := range reads {
				found, err := read(org.As(a), w)
				require.NoError(t, err, name)
				if name == "history" && a.Admin { // the log is all theirs
					continue
				}
				require.Equal(t, []note.ID{seen.ID}, found, "%s by %s", name, a.ID)
			}
			for name, verb := range map[string]error{
				"update": failed(note.Update(ctx, org.As(a), hidden.ID, note.Patch{Type: new("meeting")})), "delete": failed(note.Delete(ctx, org.As(a), hidden.ID, 0)),
				"remove attachment": failed(note.RemoveAttachment(ctx, org.As(a), hidden.ID, uuid.New())), "verify": failed(note.VerifyPassword(ctx, org.As(a), hidden.ID, "x", "y")),
			} {
				require.ErrorIs(t, verb, clientele.ErrNotFound, name)
			}
		}
		configure(t, org, clientele.Settings{})
		set := remove(t, org.As(ann), say(t, org.As(ann), acme.ID, "x", note.Public).ID)
		for op, verb := range map[record.Op]func() error{
			record.OpCreate: func() error {
				return failed(note.Create(ctx, org.As(ann), note.Draft{AccountID: acme.ID, Content: "x"}))
			},
			record.OpUpdate:  func() error { return failed(note.Update(ctx, org.As(ann), seen.ID, note.Patch{Content: new("y")})) },
			record.OpDelete:  func() error { return failed(note.Delete(ctx, org.As(ann), seen.ID, 0)) },
			record.OpRestore: func() error { return failed(note.Restore(ctx, org.As(ann), set)) },
			record.OpPurge:   func() error { return failed(note.Purge(ctx, org.As(ann), set)) },
		} {
			clear(refuse)
			refuse[op] = true
			before := enginetest.Changes(t, org)
			require.ErrorIs(t, verb(), clientele.ErrForbidden, op.String())
			require.Equal(t, before, enginetest.Changes(t, org))
		}
	})
}
