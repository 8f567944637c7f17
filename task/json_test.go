package task_test

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
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/task"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file in testdata.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	have, err := json.MarshalIndent(v, "", "\t")
	require.NoError(t, err)
	path := filepath.Join("testdata", name)
	if *updateGolden {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, append(have, '\n'), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(have)+"\n")
}

func decoded[T any](t testing.TB, text string) T {
	t.Helper()
	var v T
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	return v
}

// The clock stands still and ids ascend from one, so that the bytes are the same on every engine.
func TestTheJSONOfATask(t *testing.T) {
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) {
			org := clienteletest.OrgOn(t, open(t), clienteletest.Options()).As(clientele.Actor{ID: "USER7"})
			acme := newAccount(t, org, "acme")
			define(t, org, customfield.Draft{Name: "Effort", Type: customfield.Integer})
			d := full(acme)
			d.Status, d.ActivityID, d.CustomFieldValues = "COMPLETED", newActivity(t, org, acme), give("effort", "3")
			made := create(t, org, d)
			made.Creator, made.CreatorEmail, made.CreatorAvatarURL = "Ann", "ann@host.test", "https://host.test/ann.png"
			golden(t, "full.json", made)
			golden(t, "bare.json", *create(t, org, titled("bare", acme)))
		})
	}
}

// reference is a body as the reference's documentation has it, whole objects sent back included.
const reference = `{
	"accountId": "018f3c1e-5b7a-7cc0-8000-000000000001", "activityId": "018f3c1e-5b7a-7cc0-8000-000000000002", "assigneeId": "USER123",
	"title": "Follow up on proposal", "description": "Call the customer", "type": "FOLLOW_UP", "status": "PENDING", "priority": "HIGH", "isActive": true,
	"dueAt": "2026-01-06T10:00:00+01:00", "attachmentUrls": ["https://files.test/a.pdf"], "metadata": {"a": 1.0},
	"customFieldValues": [{"fieldId": "effort", "value": 3}], "creator": "Ann", "unknown": [1]
}`

func TestTheReferencesBody(t *testing.T) {
	want := task.Draft{
		Title: "Follow up on proposal", Description: "Call the customer", AssigneeID: "USER123", Type: "FOLLOW_UP", Status: "PENDING", Priority: "HIGH",
		IsActive: new(true), AttachmentURLs: []string{"https://files.test/a.pdf"}, Metadata: json.RawMessage(`{"a": 1.0}`), CustomFieldValues: give("effort", "3"),
	}
	want.AccountID, _ = account.ParseID("018f3c1e-5b7a-7cc0-8000-000000000001")
	want.ActivityID, _ = activity.ParseID("018f3c1e-5b7a-7cc0-8000-000000000002")
	d := decoded[task.Draft](t, reference)
	require.True(t, d.DueAt.Equal(time.Date(2026, 1, 6, 9, 0, 0, 0, time.UTC)))
	d.DueAt = time.Time{}
	require.Equal(t, want, d)
	require.Empty(t, d.LenientFaults())

	p := decoded[task.Patch](t, reference[:len(reference)-2]+`, "version": 3, "status": null, "dueAt": null, "metadata": null, "activityId": null, "description": null}`)
	require.Equal(t, task.Patch{
		IfVersion: 3, AccountID: &want.AccountID, Title: new("Follow up on proposal"), AssigneeID: new("USER123"), Type: new("FOLLOW_UP"), Priority: new("HIGH"),
		IsActive: new(true), AttachmentURLs: []string{"https://files.test/a.pdf"}, CustomFieldValues: give("effort", "3"),
		Clear: []task.Field{task.FieldActivityID, task.FieldDescription, task.FieldStatus, task.FieldDueAt, task.FieldMetadata},
	}, p)
	require.Equal(t, task.Patch{}, decoded[task.Patch](t, `{}`), "absent is unchanged")
}

func TestWhatIsEncodedIsAnInputThatChangesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := full(w.acme)
		d.ActivityID = newActivity(t, w, w.acme)
		for _, d := range []task.Draft{d, titled("bare", w.acme)} {
			made := create(t, w, d)
			b, err := json.Marshal(made)
			require.NoError(t, err)
			before := enginetest.Changes(t, w)
			require.Equal(t, made, update(t, w, made.ID, decoded[task.Patch](t, string(b))))
			require.Equal(t, before, enginetest.Changes(t, w))

			again := create(t, w, decoded[task.Draft](t, string(b)))
			again.System, again.Attachments = made.System, made.Attachments
			require.Equal(t, made, again)
		}
	})
}

// wrong is a body in which nothing is of the right type.
const wrong = `{"accountId": 1, "activityId": "x", "assigneeId": {}, "title": 5, "description": [], "type": 1, "status": true, "priority": [], "isActive": "yes",
	"dueAt": "tomorrow", "attachmentUrls": ["https://a.test", 2], "metadata": "x", "customFieldValues": [{"fieldId": 3}], "version": "x"}`

func TestWrongTypesAreFaultsOfTheVerb(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		of := []string{"accountId wrong_type", "activityId not_an_id", "title wrong_type", "description wrong_type", "assigneeId wrong_type", "type wrong_type",
			"status wrong_type", "priority wrong_type", "isActive wrong_type", "dueAt not_a_date", "attachmentUrls[1] wrong_type", "customFieldValues[0].fieldId wrong_type"}
		d := decoded[task.Draft](t, wrong)
		refused(t, reasonOf(task.Create(ctx, w, d)), append(of, "metadata wrong_type")...)
		require.Len(t, d.LenientFaults(), len(of))
		p := decoded[task.Patch](t, wrong)
		made := create(t, w, titled("x", w.acme))
		refused(t, reasonOf(task.Update(ctx, w, made.ID, p)), append(append([]string{"version wrong_type"}, of...), "metadata wrong_type")...)
		require.Len(t, p.LenientFaults(), len(of)+1)
		require.Equal(t, made, get(t, w, made.ID))

		for _, text := range []string{`[]`, `3`, `"x"`} {
			refused(t, reasonOf(task.Create(ctx, w, decoded[task.Draft](t, text))), " wrong_type", "accountId required", "title required", "assigneeId required")
			refused(t, reasonOf(task.Update(ctx, w, made.ID, decoded[task.Patch](t, text))), " wrong_type")
			refused(t, reasonOf(task.Count(ctx, w, decoded[task.Filter](t, text))), " wrong_type")
		}
	})
}

func TestNullOfWhatIsRequired(t *testing.T) {
	p := decoded[task.Patch](t, `{"accountId": null, "title": null, "assigneeId": null, "isActive": null, "version": null, "attachmentUrls": null, "customFieldValues": null}`)
	refused(t, reasonOf(p.Apply(validated(t), plain())), "isActive required", "accountId required", "title required", "assigneeId required")
	d := decoded[task.Draft](t, `{"accountId": null, "title": null, "assigneeId": null, "isActive": null, "dueAt": null, "metadata": null, "status": null, "attachmentUrls": null}`)
	require.Equal(t, task.Draft{Metadata: d.Metadata}, d)
}

func TestOnlyMalformedJSONIsAnErrorOfDecoding(t *testing.T) {
	for _, text := range []string{`{"title":`, `{`, ``, `{"title":"a"}}`, "{\"title\":\"\x01\"}"} {
		require.Error(t, json.Unmarshal([]byte(text), new(task.Draft)), text)
		require.Error(t, json.Unmarshal([]byte(text), new(task.Patch)), text)
		require.Error(t, json.Unmarshal([]byte(text), new(task.Filter)), text)
	}
}

func TestDecodingLeavesNothingOfBefore(t *testing.T) {
	d := full(account.ID{1})
	require.NoError(t, json.Unmarshal([]byte(`{"title":"x"}`), &d))
	require.Equal(t, task.Draft{Title: "x"}, d)
	p := task.Patch{Title: new("x"), Clear: []task.Field{task.FieldDueAt}}
	require.NoError(t, json.Unmarshal([]byte(`{"type":"x"}`), &p))
	require.Equal(t, task.Patch{Type: new("x")}, p)
}

func TestAFilterFromAQuery(t *testing.T) {
	f := decoded[task.Filter](t, `{"accountId": "018f3c1e-5b7a-7cc0-8000-000000000001,018f3c1e-5b7a-7cc0-8000-000000000002", "subtree": "true", "activityId": "", "assigneeId": "a,b",
		"type": ["x", "y"], "status": "PENDING", "priority": "", "creatorId": "me", "isActive": "false", "open": "true", "overdue": "true", "dueFrom": "2026-01-05T09:00:00Z",
		"customFields": "[{\"fieldId\":\"effort\",\"equal\":3}]"}`)
	one, _ := account.ParseID("018f3c1e-5b7a-7cc0-8000-000000000001")
	two, _ := account.ParseID("018f3c1e-5b7a-7cc0-8000-000000000002")
	require.Empty(t, f.LenientFaults())
	require.Equal(t, task.Filter{
		AccountID: []account.ID{one, two}, Subtree: true, ActivityID: []activity.ID{{}}, AssigneeID: []string{"a", "b"}, Type: []string{"x", "y"}, Status: []string{"PENDING"},
		Priority: []string{""}, CreatorID: []string{"me"}, IsActive: new(false), Open: new(true), Overdue: true, DueFrom: after(0),
		CustomFields: []customfield.Condition{{FieldID: "effort", Equal: json.RawMessage("3")}},
	}, f)
	f = decoded[task.Filter](t, `{"accountId": "x", "subtree": "maybe", "assigneeId": 5, "open": 1, "dueTo": "soon", "isActive": [], "status": ["NO"], "createdFrom": 7}`)
	w := inMemory(t)
	refused(t, reasonOf(task.List(ctx, w, f, clientele.Paging{})), "accountId[0] not_an_id", "subtree wrong_type", "assigneeId wrong_type", "isActive wrong_type",
		"open wrong_type", "dueTo not_a_date", "createdFrom wrong_type", "status[0] not_in_picklist")
}
