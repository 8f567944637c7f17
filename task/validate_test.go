package task_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// plain are the rules of an organisation that has decided nothing.
func plain() task.Rules {
	return task.Rules{Picklists: picklist.Builtin(), Now: clienteletest.Start}
}

// full gives a draft with everything but custom fields.
func full(on account.ID) task.Draft {
	return task.Draft{
		AccountID: on, Title: "Send the offer", Description: "in two\nlines", AssigneeID: "USER1", Type: "REVIEW", Status: "in progress", Priority: "high",
		IsActive: new(false), DueAt: clienteletest.Start.Add(time.Hour), AttachmentURLs: []string{"https://files.test/offer.pdf", "https://files.test/terms.pdf"},
		Metadata: json.RawMessage(`{"n":1.10}`),
	}
}

// long gives n characters of two bytes.
func long(n int) string { return strings.Repeat("é", n) }

func TestWhatADraftMayHold(t *testing.T) {
	far := time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)
	for name, c := range map[string]struct {
		set  func(d *task.Draft)
		want []string
	}{
		"all":                        {func(*task.Draft) {}, nil},
		"no account":                 {func(d *task.Draft) { d.AccountID = account.ID{} }, []string{"accountId required"}},
		"no title":                   {func(d *task.Draft) { d.Title = "" }, []string{"title required"}},
		"a blank title":              {func(d *task.Draft) { d.Title = " \t " }, []string{"title required"}},
		"a title as long as can be":  {func(d *task.Draft) { d.Title = " " + long(255) + " " }, nil},
		"a title too long":           {func(d *task.Draft) { d.Title = long(256) }, []string{"title too_long"}},
		"a title of two lines":       {func(d *task.Draft) { d.Title = "a\nb" }, []string{"title invalid_text"}},
		"a title that is no text":    {func(d *task.Draft) { d.Title = "\xff" }, []string{"title invalid_text"}},
		"no assignee":                {func(d *task.Draft) { d.AssigneeID = "" }, []string{"assigneeId required"}},
		"an assignee of 255":         {func(d *task.Draft) { d.AssigneeID = long(255) }, nil},
		"an assignee of 256":         {func(d *task.Draft) { d.AssigneeID = long(256) }, []string{"assigneeId too_long"}},
		"an assignee with a bell":    {func(d *task.Draft) { d.AssigneeID = "a\ab" }, []string{"assigneeId invalid_text"}},
		"no description":             {func(d *task.Draft) { d.Description = "" }, nil},
		"a long description":         {func(d *task.Draft) { d.Description = long(32_768) }, nil},
		"a description too long":     {func(d *task.Draft) { d.Description = long(32_769) }, []string{"description too_long"}},
		"a description with a bell":  {func(d *task.Draft) { d.Description = "\a" }, []string{"description invalid_text"}},
		"a type that is none":        {func(d *task.Draft) { d.Type = "X" }, []string{"type not_in_picklist"}},
		"a status that is none":      {func(d *task.Draft) { d.Status = "X" }, []string{"status not_in_picklist"}},
		"a priority that is none":    {func(d *task.Draft) { d.Priority = "X" }, []string{"priority not_in_picklist"}},
		"a status of another list":   {func(d *task.Draft) { d.Status = "HIGH" }, []string{"status not_in_picklist"}},
		"due in the last year":       {func(d *task.Draft) { d.DueAt = far }, nil},
		"due after the last year":    {func(d *task.Draft) { d.DueAt = far.Add(time.Nanosecond) }, []string{"dueAt not_a_date"}},
		"due before the first year":  {func(d *task.Draft) { d.DueAt = time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC) }, []string{"dueAt not_a_date"}},
		"attachments that are none":  {func(d *task.Draft) { d.AttachmentURLs = []string{"https://a.test", "ftp://x", "y"} }, []string{"attachmentUrls[1] not_a_url", "attachmentUrls[2] not_a_url"}},
		"metadata that is a list":    {func(d *task.Draft) { d.Metadata = json.RawMessage(`[]`) }, []string{"metadata wrong_type"}},
		"metadata too large":         {func(d *task.Draft) { d.Metadata = json.RawMessage(`{"a":"` + strings.Repeat("x", 64<<10) + `"}`) }, []string{"metadata too_large"}},
		"no custom field":            {func(d *task.Draft) { d.CustomFieldValues = give("x", `1`) }, []string{"customFieldValues[0].fieldId unknown_reference"}},
		"a closed status":            {func(d *task.Draft) { d.Status = "COMPLETED" }, nil},
		"an activity, known to none": {func(d *task.Draft) { d.ActivityID = activity.ID{1} }, nil},
		"everything": {func(d *task.Draft) {
			*d = task.Draft{Title: "\x00", Description: "\x00", Type: "X", Status: "X", Priority: "X", AttachmentURLs: []string{"x"}, Metadata: json.RawMessage(`1`), CustomFieldValues: give("x", `1`)}
		}, []string{"title invalid_text", "description invalid_text", "type not_in_picklist", "status not_in_picklist", "priority not_in_picklist",
			"attachmentUrls[0] not_a_url", "metadata wrong_type", "customFieldValues[0].fieldId unknown_reference", "accountId required", "assigneeId required"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := full(account.ID{1})
			c.set(&d)
			made, err := task.Validate(d, plain())
			refused(t, err, c.want...)
			require.Equal(t, err == nil, made != nil)
		})
	}
}

func TestWhatIsGivenIsNormalised(t *testing.T) {
	d := task.Draft{
		AccountID: account.ID{1}, Title: " Cafe\u0301 ", Description: "\n a\r\nb \n", AssigneeID: " USER1 ",
		Type: " follow-up ", Priority: valueOf(t, inMemory(t), picklist.TaskPriority, "LOW").Value,
		DueAt: time.Date(2026, 1, 5, 10, 0, 0, 1999, time.FixedZone("x", 3600)), Metadata: json.RawMessage(" { \"a\" : 1.0 } "),
		AttachmentURLs: []string{" HTTPS://Files.Test/a%20b.pdf ", "https://files.test/a%20b.pdf", "https://files.test"},
	}
	before := fmt.Sprintf("%+v", d)
	made, err := task.Validate(d, plain())
	require.NoError(t, err)
	require.Equal(t, before, fmt.Sprintf("%+v", d), "the draft is as it was")
	require.Equal(t, []string{"Café", "a\r\nb", "USER1", "FOLLOW_UP", "PENDING", "LOW"},
		[]string{made.Title, made.Description, made.AssigneeID, made.Type.Value, made.Status.Value, made.Priority.Value})
	require.Equal(t, time.Date(2026, 1, 5, 9, 0, 0, 1000, time.UTC), made.DueAt)
	require.True(t, made.Active)
	require.True(t, made.Open())
	require.JSONEq(t, `{"a":1.0}`, string(made.Metadata))
	require.Len(t, made.Attachments, 2)
	require.Equal(t, []string{"https://files.test/a%20b.pdf", "a b.pdf", "files.test"}, []string{made.Attachments[0].URL, made.Attachments[0].Name, made.Attachments[1].Name})
}

func TestAClosedTaskIsCompletedNow(t *testing.T) {
	rules := plain()
	rules.Now = time.Date(2026, 2, 1, 12, 0, 0, 1999, time.FixedZone("x", 3600))
	d := titled("x", account.ID{1})
	d.Status = "CANCELLED"
	made, err := task.Validate(d, rules)
	require.NoError(t, err)
	require.Equal(t, time.Date(2026, 2, 1, 11, 0, 0, 1000, time.UTC), made.CompletedAt)
	require.False(t, made.Open())
}

func TestAKnownUserIsWanted(t *testing.T) {
	rules := plain()
	rules.KnownUser = func(id string) bool { return id == "USER1" }
	require.NoError(t, reasonOf(task.Validate(titled("x", account.ID{1}), rules)))
	d := titled("x", account.ID{1})
	d.AssigneeID = "USER2"
	refused(t, reasonOf(task.Validate(d, rules)), "assigneeId unknown_reference")
	d.AssigneeID = ""
	refused(t, reasonOf(task.Validate(d, rules)), "assigneeId required")
}

func TestWithoutRulesNothingPanics(t *testing.T) {
	made, err := task.Validate(titled("x", account.ID{1}), task.Rules{})
	require.NoError(t, err)
	require.Zero(t, made.Status)
	d := titled("x", account.ID{1})
	d.Status = "PENDING"
	refused(t, reasonOf(task.Validate(d, task.Rules{})), "status not_in_picklist")
	require.NoError(t, reasonOf(task.Patch{Title: new("y")}.Apply(made, task.Rules{})))
	require.NoError(t, reasonOf(task.Patch{}.Apply(&task.Task{}, task.Rules{Settings: record.Settings{}})))
}
