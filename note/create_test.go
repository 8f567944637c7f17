package note_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
)

// fieldCases are what a body may give for a field beside the account and the content "Hello", and what becomes of it: the
// faults, or the JSON of some keys of the note.
var fieldCases = map[string]struct {
	in     string
	faults []string
	want   map[string]string
}{
	"content is trimmed and NFC": {in: `"content":" Cafe\u0301\n"`, want: map[string]string{"content": `"Café"`}},
	"content of several lines":   {in: `"content":"a\r\n\tb\u2028c"`, want: map[string]string{"content": `"a\r\n\tb\u2028c"`}},
	"content of the longest":     {in: `"content":"` + strings.Repeat("é", 32_768) + `"`, want: map[string]string{"content": `"` + strings.Repeat("é", 32_768) + `"`}},
	"content too long":           {in: `"content":"` + strings.Repeat("é", 32_769) + `"`, faults: []string{"content too_long"}},
	"content blank":              {in: `"content":" \n\t"`, faults: []string{"content required"}},
	"content null":               {in: `"content":null`, faults: []string{"content required"}},
	"content with a control":     {in: `"content":"a\u0000b"`, faults: []string{"content invalid_text"}},
	"content of half a pair":     {in: `"content":"\ud800"`, faults: []string{"content invalid_text"}},
	"content of another type":    {in: `"content":5`, faults: []string{"content wrong_type"}},

	"type by value":         {in: `"type":"meeting"`, want: map[string]string{"type": `"MEETING"`, "typeConfiguration": `{"isClosed":false}`}},
	"type by another form":  {in: `"type":" Tech nical"`, want: map[string]string{"type": `"TECHNICAL"`}},
	"type absent":           {in: `"type":""`, want: map[string]string{"type": `"GENERAL"`}},
	"type null":             {in: `"type":null`, want: map[string]string{"type": `"GENERAL"`}},
	"type unknown":          {in: `"type":"SONG"`, faults: []string{"type not_in_picklist"}},
	"type of another list":  {in: `"type":"CALL"`, faults: []string{"type not_in_picklist"}},
	"type of another type":  {in: `"type":["MEETING"]`, faults: []string{"type wrong_type"}},
	"visibility private":    {in: `"visibility":"private"`, want: map[string]string{"visibility": `"private"`}},
	"visibility loud":       {in: `"visibility":"PRIVATE"`, want: map[string]string{"visibility": `"private"`}},
	"visibility mixed":      {in: `"visibility":" tEAM\n"`, want: map[string]string{"visibility": `"team"`}},
	"visibility absent":     {in: `"visibility":""`, want: map[string]string{"visibility": `"public"`}},
	"visibility blank":      {in: `"visibility":" "`, want: map[string]string{"visibility": `"public"`}},
	"visibility null":       {in: `"visibility":null`, want: map[string]string{"visibility": `"public"`}},
	"visibility unknown":    {in: `"visibility":"secret"`, faults: []string{"visibility not_allowed"}},
	"visibility of a list":  {in: `"visibility":["team"]`, faults: []string{"visibility wrong_type"}},
	"metadata":              {in: `"metadata":{"b": 1.50, "a":[1e400]}`, want: map[string]string{"metadata": `{"b":1.50,"a":[1e400]}`}},
	"metadata null":         {in: `"metadata":null`, want: map[string]string{"metadata": `null`}},
	"metadata of a list":    {in: `"metadata":[1]`, faults: []string{"metadata wrong_type"}},
	"metadata twice a key":  {in: `"metadata":{"a":1,"a":1}`, faults: []string{"metadata repeated"}},
	"metadata of the most":  {in: `"metadata":{"a":"` + strings.Repeat("x", 65_536-8) + `"}`, want: map[string]string{}},
	"metadata too large":    {in: `"metadata":{"a":"` + strings.Repeat("x", 65_536-7) + `"}`, faults: []string{"metadata too_large"}},
	"an account of no form": {in: `"accountId":"acme"`, faults: []string{"accountId not_an_id"}},
	"an account of a type":  {in: `"accountId":5`, faults: []string{"accountId wrong_type"}},
	"no account":            {in: `"accountId":null`, faults: []string{"accountId required"}},
	"an empty account":      {in: `"accountId":""`, faults: []string{"accountId required"}},
	"an unknown account":    {in: `"accountId":"` + uuid.NewString() + `"`, faults: []string{"accountId unknown_reference"}},
	"keys that are not":     {in: `"author":"eve","authorId":"eve","createdBy":"eve","version":9,"id":"x","account":"x","x":[]`, want: map[string]string{"authorId": `"ann"`, "createdBy": `"ann"`, "version": `1`, "account": `"acme"`}},
}

// body gives the JSON of a note on an account: later keys win.
func body(on account.ID, in string) []byte {
	return []byte(`{"accountId":"` + on.String() + `","content":"Hello",` + in + `}`)
}

func TestFieldsOfANewNote(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		org = org.As(ann)
		for name, c := range fieldCases {
			t.Run(name, func(t *testing.T) {
				var d note.Draft
				require.NoError(t, json.Unmarshal(body(acme.ID, c.in), &d))
				before := enginetest.Changes(t, org)
				n, err := note.Create(ctx, org, d)
				if c.faults != nil {
					enginetest.Refused(t, err, c.faults...)
					require.Equal(t, before, enginetest.Changes(t, org))
					return
				}
				require.NoError(t, err)
				have := enginetest.Members(t, n)
				for key, want := range c.want {
					require.Equal(t, want, string(have[key]), key)
				}
				require.Equal(t, n, get(t, org, n.ID))
			})
		}
	})
}

// TestEverythingWrongIsSaidAtOnce has all kinds of faults in one body, of decoding, of rules and of the store.
func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		var d note.Draft
		require.NoError(t, json.Unmarshal([]byte(`{"accountId":"`+uuid.NewString()+`","content":1,"type":"SONG","visibility":"loud","metadata":"x",
			"attachmentUrls":["https://a.test/1",7,"nothing",null],"customFieldValues":[{"fieldId":"none","value":1},{"fieldId":7}]}`), &d))
		_, err := note.Create(ctx, org, d)
		enginetest.Refused(t, err, "content wrong_type", "attachmentUrls[1] wrong_type", "attachmentUrls[3] wrong_type", "customFieldValues[1].fieldId wrong_type",
			"type not_in_picklist", "visibility not_allowed", "attachmentUrls[2] not_a_url", "metadata wrong_type", "customFieldValues[0].fieldId unknown_reference", "accountId unknown_reference")
		require.Equal(t, note.Visibilities(), fault.All(err)[5].Params["allowed"])
		_, err = note.Create(ctx, org, note.Draft{})
		enginetest.Refused(t, err, "accountId required", "content required")
		var listed note.Draft
		require.NoError(t, json.Unmarshal([]byte(`[]`), &listed))
		_, err = note.Create(ctx, org, listed)
		require.Equal(t, " wrong_type", enginetest.Reasons(fault.All(err))[0])
	})
}

func TestAnAccountInTheTrashHasNoNewNotes(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		_, err := account.Delete(ctx, org, acme.ID, 0)
		require.NoError(t, err)
		_, err = note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x"})
		enginetest.Refused(t, err, "accountId unknown_reference")
	})
}

func TestTheVisibilityOfTheOrganisation(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		org = org.As(ann)
		for _, preset := range []string{"", "public", "team", "private"} {
			configure(t, org, clientele.Settings{NoteVisibility: preset})
			want := note.Visibility(preset)
			if preset == "" {
				want = note.Public
			}
			for _, none := range []note.Visibility{"", " "} {
				n := say(t, org, acme.ID, "x", none)
				require.Equal(t, want, n.Visibility)
				_, err := note.Update(ctx, org, n.ID, note.Patch{Visibility: &none})
				enginetest.Refused(t, err, "visibility required")
			}
			require.Equal(t, note.Team, say(t, org, acme.ID, "x", "TEAM").Visibility)
		}
		require.Error(t, org.SetSettings(ctx, clientele.Settings{NoteVisibility: "PUBLIC"}))
	})
}

func TestTheTypeOfANote(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		song, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.NoteType, Value: "Song", Icon: "music", Color: "#fff", Default: true})
		require.NoError(t, err)
		byDefault := write(t, org, note.Draft{AccountID: acme.ID, Content: "x"})
		require.Equal(t, "Song", byDefault.Type.Value)
		byID := write(t, org, note.Draft{AccountID: acme.ID, Content: "x", Type: song.ID.String()})
		require.Equal(t, byDefault.Type, byID.Type)
		require.JSONEq(t, `{"icon":"music","color":"#fff","isClosed":false}`, string(enginetest.Members(t, byID)["typeConfiguration"]))

		renamed, err := picklist.Update(ctx, org, song.ID, picklist.Patch{Value: new("Lied"), Archived: new(true), Default: new(false)})
		require.NoError(t, err)
		require.Equal(t, renamed.Value, get(t, org, byID.ID).Type.Value)
		for _, in := range []string{"lied", song.ID.String()} {
			_, err = note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x", Type: in})
			enginetest.Refused(t, err, "type archived")
			require.Equal(t, "Lied", update(t, org, byID.ID, note.Patch{Type: new(in), Content: new("y")}).Type.Value)
		}
		none := write(t, org, note.Draft{AccountID: acme.ID, Content: "x"})
		require.True(t, none.Type.ID.IsZero(), "there is no default any more")
		require.Equal(t, "null", string(enginetest.Members(t, none)["typeId"]))
		_, err = note.Update(ctx, org, none.ID, note.Patch{Type: new("lied")})
		enginetest.Refused(t, err, "type archived")
	})
}

func TestWhatANewNoteIsGiven(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := say(t, org.As(bob), acme.ID, "x", note.Public)
		require.EqualValues(t, 1, n.Version)
		require.Equal(t, []string{"bob", "bob", "acme"}, []string{n.CreatedBy, n.UpdatedBy, n.Account})
		require.True(t, n.CreatedAt.Equal(n.UpdatedAt) && n.DeletedAt.IsZero() && !n.CreatedAt.IsZero())
		require.Equal(t, "system", say(t, org.As(nobody), acme.ID, "x", note.Public).CreatedBy)
		parsed, err := note.ParseID(n.ID.String())
		require.NoError(t, err)
		require.Equal(t, n.ID, parsed)
		_, err = note.ParseID("x")
		enginetest.Refused(t, err, " not_an_id")
	})
}
