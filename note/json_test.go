package note_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

// golden compares the JSON of a value with a file in testdata.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	have, err := json.MarshalIndent(v, "", "\t")
	require.NoError(t, err)
	have = append(have, '\n')
	path := filepath.Join("testdata", name)
	if *updateGolden {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, have, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(have))
}

// sample is the body of the reference's documentation, but for the account.
const sample = `"content":"Discussed the renewal with the customer","type":"MEETING","visibility":"TEAM","attachmentUrls":["https://files.acme.com/minutes.pdf"],"metadata":{"source":"call","score":1.50},"customFieldValues":[{"fieldId":"mood","value":"good"}]`

// TestTheJSONOfANote has a clock that stands still and ids that ascend from one, so that the bytes are the same each time.
func TestTheJSONOfANote(t *testing.T) {
	for _, engine := range []string{"memstore", "boltstore"} {
		t.Run(engine, func(t *testing.T) {
			org := clienteletest.OrgOn(t, enginetest.Plain[engine](t), withStaff())
			acme := open(t, org, "acme")
			define(t, org, customfield.Draft{Name: "Mood", Type: customfield.SingleLine})
			var d note.Draft
			require.NoError(t, json.Unmarshal(body(acme.ID, sample), &d))
			full := write(t, org.As(ann), d)
			golden(t, "full.json", full)
			golden(t, "full.json", *full)
			golden(t, "bare.json", write(t, org, note.Draft{AccountID: acme.ID, Content: "Bare"}))
		})
	}
}

// TestWhatIsEncodedIsADraftAndAPatch sends a whole note back, as programs that speak the reference do.
func TestWhatIsEncodedIsADraftAndAPatch(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		define(t, org, customfield.Draft{Name: "Mood", Type: customfield.SingleLine})
		org = org.As(ann)
		whole := full(acme.ID)
		whole.CustomFieldValues = give("mood", `"good"`)
		for _, d := range []note.Draft{whole, {AccountID: acme.ID, Content: "Bare"}} {
			n := write(t, org, d)
			encoded, err := json.Marshal(n)
			require.NoError(t, err)
			var p note.Patch
			require.NoError(t, json.Unmarshal(encoded, &p))
			before := enginetest.Changes(t, org)
			if len(n.Metadata) == 0 {
				require.Contains(t, p.Clear, note.FieldMetadata)
			}
			require.Equal(t, n, update(t, org, n.ID, p))
			require.Equal(t, before, enginetest.Changes(t, org))

			var again note.Draft
			require.NoError(t, json.Unmarshal(encoded, &again))
			m := write(t, org, again)
			m.System, m.Attachments = n.System, n.Attachments // which come in as URLs
			require.Equal(t, n, m)
		}
	})
}

func TestDecodingStartsAnew(t *testing.T) {
	d := note.Draft{Content: "old", Type: "old"}
	require.NoError(t, json.Unmarshal([]byte(`{"content":"new"}`), &d))
	require.Equal(t, note.Draft{Content: "new"}, d)
	p := note.Patch{Content: new("old"), Clear: []note.Field{note.FieldType}}
	require.NoError(t, json.Unmarshal([]byte(`{"visibility":null,"content":null,"metadata":null,"attachmentUrls":null,"x":null}`), &p))
	require.Equal(t, note.Patch{Clear: p.Clear}, p)
	require.ElementsMatch(t, []note.Field{note.FieldVisibility, note.FieldContent, note.FieldMetadata}, p.Clear)
	for _, v := range []any{&d, &p, new(note.Filter)} {
		require.Error(t, json.Unmarshal([]byte(`{"content":`), v))
	}
}

// TestFaultsOfDecodingAreShown lets a program that embeds an input in one of its own find them.
func TestFaultsOfDecodingAreShown(t *testing.T) {
	var d note.Draft
	var p note.Patch
	var f note.Filter
	for _, in := range []interface {
		json.Unmarshaler
		LenientFaults() fault.List
	}{&d, &p, &f} {
		require.NoError(t, json.Unmarshal([]byte(`{"visibility":{}}`), in))
		require.Equal(t, []string{"visibility wrong_type"}, enginetest.Reasons(in.LenientFaults()))
	}
}

// TestAFilterFromTheQueryOfAURL has texts where numbers, booleans and lists are meant.
func TestAFilterFromTheQueryOfAURL(t *testing.T) {
	one, two := account.ID{15: 1}, account.ID{15: 2}
	var f note.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"accountId":"`+one.String()+`,`+two.String()+`","subtree":"true","type":"MEETING,DECISION","visibility":["team"],"authorId":"ann",
		"customFields":"[{\"fieldId\":\"mood\",\"empty\":true}]","createdFrom":"2026-01-05T09:00:00Z","updatedTo":"2026-02-05T09:00:00+01:00"}`), &f))
	require.Empty(t, f.LenientFaults())
	require.Equal(t, []any{[]account.ID{one, two}, true, []string{"MEETING", "DECISION"}, []note.Visibility{note.Team}, []string{"ann"}},
		[]any{f.AccountID, f.Subtree, f.Type, f.Visibility, f.AuthorID})
	require.Equal(t, []customfield.Condition{{FieldID: "mood", Empty: new(true)}}, f.CustomFields)
	require.True(t, f.CreatedFrom.Equal(clienteletest.Start) && f.UpdatedTo.Equal(time.Date(2026, 2, 5, 8, 0, 0, 0, time.UTC)))

	org := clienteletest.Org(t)
	var wrong note.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"accountId":["x",7],"subtree":"perhaps","createdFrom":"soon","visibility":"team,loud"}`), &wrong))
	for name, err := range map[string]error{
		"list": failed(note.List(ctx, org, wrong, clientele.Paging{})), "count": failed(note.Count(ctx, org, wrong)), "explain": failed(note.Explain(ctx, org, wrong, "")),
		"all": first(note.All(ctx, org, wrong)), "audit": first(note.Audit(ctx, org, wrong)),
	} {
		t.Log(name)
		enginetest.Refused(t, err, "accountId[0] not_an_id", "accountId[1] wrong_type", "subtree wrong_type", "createdFrom not_a_date", "visibility[1] not_allowed")
	}
}
