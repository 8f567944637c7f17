package note_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
)

// full gives a draft with everything.
func full(on account.ID) note.Draft {
	return note.Draft{
		AccountID: on, Content: "Renews in May.\nAsk for Ann.", Type: "DECISION", Visibility: note.Team,
		AttachmentURLs: []string{"https://files.acme.com/a.pdf", "https://files.acme.com/b%20c.png"}, Metadata: json.RawMessage(`{"score":1.50}`),
	}
}

// TestPatches holds what JSON patches make of a full note: the faults, or the keys of the note that are other than before.
func TestPatches(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme, other := open(t, org, "acme"), open(t, org, "other")
		org = org.As(ann)
		for in, c := range map[string]struct {
			faults []string
			want   map[string]string
		}{
			`{}`: {},
			`{"content":" Renews in May.\nAsk for Ann. "}`:      {},
			`{"content":"Done"}`:                                {want: map[string]string{"content": `"Done"`}},
			`{"content":null}`:                                  {faults: []string{"content required"}},
			`{"content":" "}`:                                   {faults: []string{"content required"}},
			`{"content":7,"type":"x"}`:                          {faults: []string{"content wrong_type", "type not_in_picklist"}},
			`{"content":"` + strings.Repeat("é", 32_769) + `"}`: {faults: []string{"content too_long"}},
			`{"type":"decision"}`:                               {},
			`{"type":"general"}`:                                {want: map[string]string{"type": `"GENERAL"`}},
			`{"type":null}`:                                     {want: map[string]string{"type": `null`, "typeId": `null`, "typeConfiguration": `null`}},
			`{"type":""}`:                                       {faults: []string{"type not_in_picklist"}},
			`{"visibility":"TEAM"}`:                             {},
			`{"visibility":"Private"}`:                          {want: map[string]string{"visibility": `"private"`}},
			`{"visibility":null}`:                               {faults: []string{"visibility required"}},
			`{"visibility":""}`:                                 {faults: []string{"visibility required"}},
			`{"visibility":" "}`:                                {faults: []string{"visibility required"}},
			`{"visibility":"x"}`:                                {faults: []string{"visibility not_allowed"}},
			`{"metadata":{"score": 1.50}}`:                      {},
			`{"metadata":{"score":1.5}}`:                        {want: map[string]string{"metadata": `{"score":1.5}`}},
			`{"metadata":null}`:                                 {want: map[string]string{"metadata": `null`}},
			`{"metadata":[]}`:                                   {faults: []string{"metadata wrong_type"}},
			`{"attachmentUrls":null,"attachments":[]}`:          {},
			`{"attachmentUrls":[]}`:                             {},
			`{"attachmentUrls":["x"]}`:                          {faults: []string{"attachmentUrls[0] not_a_url"}},
			`{"accountId":"` + acme.ID.String() + `"}`:          {},
			`{"accountId":"` + other.ID.String() + `"}`:         {faults: []string{"accountId immutable"}},
			`{"accountId":"` + uuid.NewString() + `"}`:          {faults: []string{"accountId immutable"}},
			`{"accountId":null}`:                                {faults: []string{"accountId required"}},
			`{"accountId":7}`:                                   {faults: []string{"accountId wrong_type"}},
			`{"author":null,"authorId":"x","createdBy":null,"id":null,"isActive":false,"deletedAt":"x","customFieldValues":null}`: {},
			`{"version":1,"visibility":"public","metadata":null}`:                                                                 {want: map[string]string{"visibility": `"public"`, "metadata": `null`}},
			`{"version":"1"}`: {faults: []string{"version wrong_type"}},
		} {
			t.Run(in[:min(60, len(in))], func(t *testing.T) {
				before := write(t, org, full(acme.ID))
				changes := enginetest.Changes(t, org)
				var p note.Patch
				require.NoError(t, json.Unmarshal([]byte(in), &p))
				after, err := note.Update(ctx, org, before.ID, p)
				if c.faults != nil {
					enginetest.Refused(t, err, c.faults...)
				} else {
					require.NoError(t, err)
				}
				if c.want == nil {
					require.Equal(t, changes, enginetest.Changes(t, org))
					require.Equal(t, before, get(t, org, before.ID))
					return
				}
				require.Equal(t, changes+1, enginetest.Changes(t, org))
				require.Equal(t, after, get(t, org, before.ID))
				was, is := enginetest.Members(t, before), enginetest.Members(t, after)
				c.want["version"], c.want["updatedAt"] = `2`, string(is["updatedAt"])
				if string(is["type"]) != string(was["type"]) {
					c.want["typeId"] = string(is["typeId"])
				}
				changed := map[string]string{}
				for key := range is {
					if string(is[key]) != string(was[key]) {
						changed[key] = string(is[key])
					}
				}
				if string(is["typeConfiguration"]) == string(was["typeConfiguration"]) {
					delete(c.want, "typeConfiguration")
				}
				require.Equal(t, c.want, changed)
			})
		}
	})
}

func TestSetAndClearedAtOnce(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := write(t, org, full(acme.ID))
		_, err := note.Update(ctx, org, n.ID, note.Patch{
			AccountID: &acme.ID, Content: new("x"), Type: new("general"), Visibility: new(note.Team), Metadata: json.RawMessage(`{}`),
			Clear: []note.Field{note.FieldContent, note.FieldType, note.FieldVisibility, note.FieldMetadata, "account", "attachments", "", "CONTENT"},
		})
		enginetest.Refused(t, err, "account unknown_field", "attachments unknown_field", " unknown_field", "CONTENT unknown_field",
			"content contradiction", "type contradiction", "visibility contradiction", "metadata contradiction")
		require.Equal(t, n, get(t, org, n.ID))
	})
}

func TestVersions(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		org = org.As(ann)
		n := write(t, org, full(acme.ID))
		second := update(t, org.As(root), n.ID, note.Patch{IfVersion: 1, Content: new("two")})
		require.EqualValues(t, 2, second.Version)
		require.Equal(t, []string{"ann", "root"}, []string{second.CreatedBy, second.UpdatedBy})
		require.True(t, second.CreatedAt.Equal(n.CreatedAt) && second.UpdatedAt.After(n.UpdatedAt))
		for _, verb := range []func() error{
			func() error {
				return failed(note.Update(ctx, org, n.ID, note.Patch{IfVersion: 1, Content: new("three")}))
			},
			func() error { return failed(note.Update(ctx, org, n.ID, note.Patch{IfVersion: 3})) },
			func() error { return failed(note.Delete(ctx, org, n.ID, 1)) },
		} {
			require.ErrorIs(t, verb(), clientele.ErrStale)
		}
		require.Equal(t, second, get(t, org, n.ID))
		require.NoError(t, failed(note.Delete(ctx, org, n.ID, 2)))
		require.ErrorIs(t, failed(note.Update(ctx, org, n.ID, note.Patch{})), clientele.ErrNotFound)
	})
}

// TestAnUpdateJudgesWhatItChanges leaves alone what a rule that got stricter would not take any more.
func TestAnUpdateJudgesWhatItChanges(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := write(t, org, note.Draft{AccountID: acme.ID, Content: "x"})
		configure(t, org, clientele.Settings{Mandatory: map[string][]string{"note": {"metadata", "type"}}})
		_, err := note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x"})
		enginetest.Refused(t, err, "metadata required")
		require.Equal(t, "y", update(t, org, n.ID, note.Patch{Content: new("y")}).Content)
		_, err = note.Update(ctx, org, n.ID, note.Patch{Clear: []note.Field{note.FieldType, note.FieldMetadata}})
		enginetest.Refused(t, err, "metadata required", "type required")
		update(t, org, n.ID, note.Patch{Metadata: json.RawMessage(`{}`)})
		for _, field := range []string{"content", "visibility", "accountId", "attachments", "customFieldValues", "author", "version"} {
			err := org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"note": {"type", field}}})
			enginetest.Refused(t, err, "mandatory.note[1] unknown_field")
		}
	})
}
