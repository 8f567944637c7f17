package note_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
)

var someAccount = account.ID{15: 1}

// builtin are rules without a store. Ids of attachments ascend from one.
func builtin() note.Rules {
	n := byte(0)
	return note.Rules{Picklists: picklist.Builtin(), Now: clienteletest.Start, NewID: func() uuid.UUID { n++; return uuid.UUID{15: n} }}
}

// TestValidateIsWhatCreateDoes takes the cases of fields without a store.
func TestValidateIsWhatCreateDoes(t *testing.T) {
	for name, c := range fieldCases {
		var d note.Draft
		require.NoError(t, json.Unmarshal(body(someAccount, c.in), &d))
		n, err := note.Validate(d, builtin())
		switch {
		case name == "an unknown account": // only the store knows
			require.NoError(t, err)
		case c.faults != nil:
			enginetest.Refused(t, err, c.faults...)
			require.Nil(t, n)
		default:
			require.NoError(t, err, name)
			for _, key := range []string{"content", "type", "visibility", "metadata"} {
				if want, ok := c.want[key]; ok {
					require.Equal(t, want, string(enginetest.Members(t, n)[key]), name)
				}
			}
		}
	}
}

func TestWithoutPicklistsThereIsNoType(t *testing.T) {
	n, err := note.Validate(note.Draft{AccountID: someAccount, Content: "x"}, note.Rules{})
	require.NoError(t, err)
	require.True(t, n.Type.ID.IsZero())
	require.Equal(t, note.Public, n.Visibility)
	_, err = note.Validate(note.Draft{AccountID: someAccount, Content: "x", Type: "MEETING", CustomFieldValues: give("x", "1")}, note.Rules{})
	enginetest.Refused(t, err, "type not_in_picklist", "customFieldValues[0].fieldId unknown_reference")
	_, err = note.Validate(note.Draft{AccountID: someAccount, Content: "x"}, note.Rules{Settings: clientele.Settings{NoteVisibility: "loud"}})
	enginetest.Refused(t, err, "visibility not_allowed")
}

// TestPureRulesChangeNothingTheyAreGiven compares inputs and notes with copies.
func TestPureRulesChangeNothingTheyAreGiven(t *testing.T) {
	schema, err := customfield.NewSchema(customfield.Note, customfield.Draft{Name: "Tier", Source: customfield.Note, Type: customfield.SingleLine})
	require.NoError(t, err)
	rules := builtin()
	rules.CustomFields = schema
	draft := func() note.Draft {
		d := full(someAccount)
		d.CustomFieldValues = give("tier", `"gold"`)
		return d
	}
	d := draft()
	n, err := note.Validate(d, rules)
	require.NoError(t, err)
	require.Equal(t, draft(), d)
	copied := *n
	copied.Attachments = append(copied.Attachments[:0:0], n.Attachments...)
	copied.CustomFieldValues = append(copied.CustomFieldValues[:0:0], n.CustomFieldValues...)
	copied.Metadata = append(json.RawMessage(nil), n.Metadata...)

	patch := func() note.Patch {
		return note.Patch{
			Content: new("y"), Visibility: new(note.Visibility("PUBLIC")), Type: new("meeting"), AttachmentURLs: []string{"https://c.test"}, Metadata: json.RawMessage(` {"a":1}`),
			CustomFieldValues: give("tier", `"silver"`),
		}
	}
	p := patch()
	after, err := p.Apply(n, rules)
	require.NoError(t, err)
	require.Equal(t, patch(), p)
	require.Equal(t, &copied, n)
	require.Equal(t, []string{"y", "public", "MEETING", `{"a":1}`, "tier=silver"}, []string{after.Content, string(after.Visibility), after.Type.Value, string(after.Metadata), held(after)[0]})
	require.Len(t, after.Attachments, 3)

	p.Clear = []note.Field{note.FieldContent, "nothing"}
	p.AccountID = &account.ID{15: 2}
	again, err := p.Apply(n, rules)
	enginetest.Refused(t, err, "nothing unknown_field", "accountId immutable", "content contradiction")
	require.Nil(t, again)
	require.Equal(t, &copied, n)
}

func TestParseVisibility(t *testing.T) {
	for in, want := range map[string]note.Visibility{"public": note.Public, " TEAM\t": note.Team, "pRiVaTe": note.Private} {
		have, err := note.ParseVisibility(in)
		require.NoError(t, err)
		require.Equal(t, want, have)
	}
	for _, in := range []string{"", " ", "teams", "publıc", "private\x00", "0"} {
		_, err := note.ParseVisibility(in)
		enginetest.Refused(t, err, " not_allowed")
	}
}
