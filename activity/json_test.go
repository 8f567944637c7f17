package activity_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file in testdata.
func golden(t *testing.T, name string, have []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *updateGolden {
		require.NoError(t, os.WriteFile(path, have, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(have))
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "\t")
	require.NoError(t, err)
	return append(b, '\n')
}

// The clock stands still and ids ascend from one, so that the bytes are the same each time.
func TestTheJSONOfAnActivity(t *testing.T) {
	for _, engine := range []string{"memstore", "boltstore"} {
		t.Run(engine, func(t *testing.T) {
			options := clienteletest.Options()
			options.Directory = newDirectory()
			org := clienteletest.OrgOn(t, enginetest.Plain[engine](t), options).As(record.Actor{ID: "USER1"})
			acme := company(t, org, "Acme")
			define(t, org, customfield.Draft{Name: "Outcome", Type: customfield.SingleLine})
			d := full(acme)
			d.CustomFieldValues = give("outcome", `"won"`)
			golden(t, "full.json", indented(t, create(t, org, d)))
			golden(t, "bare.json", indented(t, update(t, org, create(t, org, activity.Draft{AccountID: acme, At: noon}).ID,
				activity.Patch{Clear: []activity.Field{activity.FieldType, activity.FieldStatus}})))
		})
	}
}

func TestAnActivityEncodesAlikeByValueAndByPointer(t *testing.T) {
	org := clienteletest.Org(t)
	a := create(t, org, full(company(t, org, "Acme")))
	require.Equal(t, string(indented(t, a)), string(indented(t, *a)))
	page, err := activity.List(ctx, org, activity.Filter{}, record.Paging{})
	require.NoError(t, err)
	require.Contains(t, string(indented(t, page)), `"Renewal"`)
}

// sample is a body as the reference has it.
const sample = `{"accountId":"%ACCOUNT%","activityTimestamp":"2024-03-15T14:30:00+01:00","duration":60,"location":"Conference Room A","title":"Quarterly review",
	"description":"Discussed the roadmap","type":"MEETING","status":"COMPLETED","participants":["USER123","USER456"],
	"attachmentUrls":["https://storage.example.com/deck.pdf"],"customFieldValues":[{"fieldId":"outcome","value":"won"}],"metadata":{"source":"calendar"},"unknown":[1]}`

func TestTheReferencesActivity(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		define(t, org, customfield.Draft{Name: "Outcome", Type: customfield.SingleLine})
		var d activity.Draft
		require.NoError(t, json.Unmarshal(sampleOf(acme), &d))
		a := create(t, org, d)
		require.Equal(t, a, get(t, org, a.ID))
		require.JSONEq(t, `"2024-03-15T13:30:00Z"`, string(enginetest.Members(t, a)["activityTimestamp"]))
		require.Equal(t, []string{"outcome=won"}, held(a))
		var p activity.Patch
		require.NoError(t, json.Unmarshal(sampleOf(acme), &p))
		require.Equal(t, a, update(t, org, a.ID, p), "the same body as a patch changes nothing")
	})
}

func sampleOf(id account.ID) []byte {
	return replaceAll(sample, "%ACCOUNT%", id.String())
}

func TestWhatIsEncodedDecodesAsAnInput(t *testing.T) {
	org := clienteletest.Org(t)
	acme := company(t, org, "Acme")
	define(t, org, customfield.Draft{Name: "Outcome", Type: customfield.SingleLine})
	d := full(acme)
	d.CustomFieldValues, d.AttachmentURLs = give("outcome", `"won"`), nil
	for _, d := range []activity.Draft{d, at(acme, 0, "bare")} {
		a := create(t, org, d)
		var again activity.Draft
		require.NoError(t, json.Unmarshal(indented(t, a), &again))
		b := create(t, org, again)
		b.System = a.System
		require.Equal(t, a, b)
		var p activity.Patch
		require.NoError(t, json.Unmarshal(indented(t, a), &p))
		require.Equal(t, a, update(t, org, a.ID, p))
	}
}

func TestNullInADraftIsAbsence(t *testing.T) {
	var d activity.Draft
	require.NoError(t, json.Unmarshal([]byte(`{"accountId":"`+someAccount.String()+`","activityTimestamp":"2026-01-07T12:00:00Z","duration":null,"location":null,"title":null,
		"description":null,"type":null,"status":null,"participants":null,"attachmentUrls":null,"customFieldValues":null,"metadata":null}`), &d))
	have, err := activity.Validate(d, rules())
	require.NoError(t, err)
	want, err := activity.Validate(activity.Draft{AccountID: someAccount, At: noon}, rules())
	require.NoError(t, err)
	want.Type, want.Status = have.Type, have.Status // ids of another set
	require.Equal(t, want, have)
}

func TestOnlyMalformedJSONIsAnErrorOfDecoding(t *testing.T) {
	for _, text := range []string{`{"title":`, `{`, ``, `{"title":"a"}}`, "{\"title\":\"\x01\"}"} {
		require.Error(t, json.Unmarshal([]byte(text), new(activity.Draft)), text)
		require.Error(t, json.Unmarshal([]byte(text), new(activity.Patch)), text)
		require.Error(t, json.Unmarshal([]byte(text), new(activity.Filter)), text)
	}
	var d activity.Draft
	require.NoError(t, json.Unmarshal([]byte(`[]`), &d))
	require.Equal(t, []string{" wrong_type"}, enginetest.Reasons(d.LenientFaults()))
	_, err := activity.Validate(d, rules())
	refused(t, err, " wrong_type", "accountId required", "activityTimestamp required")
	var p activity.Patch
	require.NoError(t, json.Unmarshal([]byte(`{"title":7}`), &p))
	require.Equal(t, []string{"title wrong_type"}, enginetest.Reasons(p.LenientFaults()))
}

func TestDecodingLeavesNothingOfWhatWasThere(t *testing.T) {
	d := full(someAccount)
	require.NoError(t, json.Unmarshal([]byte(`{"title":"Other"}`), &d))
	require.Equal(t, activity.Draft{Title: "Other"}, d)
	p := activity.Patch{Title: new("x"), Clear: []activity.Field{activity.FieldType}}
	require.NoError(t, json.Unmarshal([]byte(`{"metadata":null,"version":null,"uid":null,"attachmentUrls":null}`), &p))
	require.Equal(t, activity.Patch{Clear: []activity.Field{activity.FieldMetadata}}, p)
}

func TestAFilterDecodesFromTheTextsOfAQuery(t *testing.T) {
	var f activity.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"activityId":"`+stranger+`","accountId":"`+someAccount.String()+`,`+stranger+`","subtree":"true","type":"CALL,EMAIL","status":["PENDING"],"creatorId":"USER1","participantId":"a,b",
		"from":"2026-01-07T12:00:00Z","customFields":"[{\"fieldId\":\"outcome\",\"empty\":true}]"}`), &f))
	require.Empty(t, f.LenientFaults())
	other, err := account.ParseID(stranger)
	require.NoError(t, err)
	require.Equal(t, activity.Filter{
		ID: activity.ID(other), AccountID: []account.ID{someAccount, other}, Subtree: true, Type: []string{"CALL", "EMAIL"}, Status: []string{"PENDING"}, CreatorID: []string{"USER1"},
		ParticipantID: []string{"a", "b"}, From: noon, CustomFields: []customfield.Condition{{FieldID: "outcome", Empty: new(true)}},
	}, f)
}

func TestAFilterDecodesLeniently(t *testing.T) {
	org := clienteletest.Org(t)
	var f activity.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"accountId":["x"],"subtree":"maybe","type":["CALL",3],"from":"yesterday","participantId":{},"x":1}`), &f))
	for name, err := range map[string]error{
		"list": verbError(activity.List(ctx, org, f, record.Paging{})), "count": verbError(activity.Count(ctx, org, f)), "explain": verbError(activity.Explain(ctx, org, f, "")),
		"all": firstError(activity.All(ctx, org, f)), "audit": firstError(activity.Audit(ctx, org, f)),
	} {
		refused(t, err, "accountId[0] not_an_id", "subtree wrong_type", "type[1] wrong_type", "participantId wrong_type", "from not_a_date", "type[1] not_in_picklist")
		require.ErrorContains(t, err, "activity."+name+": ")
	}
}
