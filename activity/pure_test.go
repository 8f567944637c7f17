package activity_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

func TestValidateNeedsNoStore(t *testing.T) {
	d := full(someAccount)
	before := enginetest.Members(t, d)
	a, err := activity.Validate(d, rules())
	require.NoError(t, err)
	require.Equal(t, before, enginetest.Members(t, d), "the draft is as it was")
	require.Equal(t, []string{"MEETING", "COMPLETED"}, []string{a.Type.Value, a.Status.Value})
	require.Equal(t, uuid.Nil, a.Attachments[0].ID)
	require.Equal(t, rules().Now, a.Attachments[0].CreatedAt)
	a.Participants[0], d.Participants[1] = "X", "Y"
	require.Equal(t, []string{"USER1", "Y"}, d.Participants, "they share nothing that is written")

	_, err = activity.Validate(activity.Draft{AccountID: someAccount, At: noon, Type: "CALL"}, activity.Rules{})
	refused(t, err, "type not_in_picklist")
	bare, err := activity.Validate(activity.Draft{AccountID: someAccount, At: noon}, activity.Rules{})
	require.NoError(t, err)
	require.Zero(t, bare.Type)
}

func TestRulesWithoutAStore(t *testing.T) {
	schema, err := customfield.NewSchema(customfield.Activity, customfield.Draft{Name: "Outcome", Type: customfield.SingleLine, MandatoryOnCreation: true})
	require.NoError(t, err)
	r := rules()
	r.CustomFields, r.Settings = schema, record.Settings{Mandatory: map[string][]string{"activity": {"location"}}}
	r.KnownUser = func(id string) bool { return id == "USER1" }
	r.NewID = func() uuid.UUID { return uuid.Max }
	d := full(someAccount)
	d.Location = ""
	_, err = activity.Validate(d, r)
	refused(t, err, "participants[1] unknown_reference", "customFieldValues required", "location required")
	d.Location, d.Participants, d.CustomFieldValues = "here", []string{"USER1", stranger}, give("outcome", `"won"`)
	a, err := activity.Validate(d, r)
	require.NoError(t, err, "whether a contact is there is for Create")
	require.Equal(t, uuid.Max, a.Attachments[1].ID)
	require.Equal(t, []string{"outcome=won"}, held(a))
}

func TestApplyChangesACopy(t *testing.T) {
	r := rules()
	before, err := activity.Validate(full(someAccount), r)
	require.NoError(t, err)
	untouched, err := activity.Validate(full(someAccount), r)
	require.NoError(t, err)
	p := activity.Patch{
		Title: new("x"), Participants: &[]string{"USER2", "USER3"}, AttachmentURLs: []string{"https://a.test/new"}, Metadata: json.RawMessage(`{"b":1}`),
		Clear: []activity.Field{activity.FieldType, activity.FieldDuration},
	}
	given := slices.Clone(*p.Participants)
	after, err := p.Apply(before, r)
	require.NoError(t, err)
	require.Equal(t, untouched, before)
	require.Equal(t, given, *p.Participants)
	require.Equal(t, []string{"USER2", "USER3"}, after.Participants)
	require.Len(t, after.Attachments, 3)
	require.Zero(t, after.Type)
	require.Equal(t, before.Status, after.Status)
	again, err := activity.Patch{}.Apply(after, r)
	require.NoError(t, err)
	require.Equal(t, after, again)

	roomy := *before
	roomy.Attachments = append(make([]value.Attachment, 0, 9), before.Attachments...)
	one, err := activity.Patch{AttachmentURLs: []string{"https://a.test/1"}}.Apply(&roomy, r)
	require.NoError(t, err)
	_, err = activity.Patch{AttachmentURLs: []string{"https://a.test/2"}}.Apply(&roomy, r)
	require.NoError(t, err)
	require.Equal(t, "https://a.test/1", one.Attachments[2].URL, "two changes of one activity share nothing that is written")

	old := *before
	old.Location, old.Duration, old.Participants = "a\nb", -5, []string{""}
	_, err = activity.Patch{Title: new("x")}.Apply(&old, r)
	require.NoError(t, err, "what a patch leaves alone is never refused")
}
