package task_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/task"
)

// forClosing defines what a task needs to be closed.
func forClosing(t testing.TB, w *world) {
	t.Helper()
	define(t, w,
		customfield.Draft{Name: "Result", Type: customfield.SingleLine, MandatoryOnClose: true},
		customfield.Draft{Name: "Paid", Type: customfield.Toggle, MandatoryOnClose: true},
		customfield.Draft{Name: "Old", Type: customfield.SingleLine, MandatoryOnClose: true, Active: new(false)},
		customfield.Draft{Name: "Remark", Type: customfield.SingleLine})
}

// missing asserts that a task was refused for want of exactly these fields, each once, and gives the paths.
func missing(t tester, err error, slugs ...string) {
	t.Helper()
	var have []string
	for _, f := range fault.All(err) {
		require.Equal(t, fault.Required, f.Code, "%v", f)
		require.Equal(t, "customFieldValues", f.Path)
		have = append(have, f.Params["field"].(string))
	}
	require.Equal(t, slugs, have, "%v", err)
}

func TestWhatIsMandatoryOnClose(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		forClosing(t, w)
		closed := titled("x", w.acme)
		closed.Status = "COMPLETED"
		missing(t, reasonOf(task.Create(ctx, w, closed)), "result", "paid")
		closed.CustomFieldValues = give("result", `"won"`, "paid", `false`)
		create(t, w, closed)

		made := create(t, w, titled("open", w.acme))
		for _, status := range []string{"COMPLETED", "CANCELLED"} {
			missing(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Status: &status})), "result", "paid")
		}
		missing(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Status: new("COMPLETED"), CustomFieldValues: give("paid", `true`)})), "result")
		require.True(t, get(t, w, made.ID).Open())
		update(t, w, made.ID, task.Patch{Status: new("IN_PROGRESS"), CustomFieldValues: give("result", `"lost"`)})
		missing(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Status: new("COMPLETED")})), "paid")
		missing(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Status: new("COMPLETED"), CustomFieldValues: give("paid", `true`, "result", `null`)})), "result")
		require.False(t, update(t, w, made.ID, task.Patch{Status: new("COMPLETED"), CustomFieldValues: give("paid", `true`)}).Open())

		update(t, w, made.ID, task.Patch{Title: new("y"), CustomFieldValues: give("paid", `null`)})
		missing(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Status: new("CANCELLED")})), "paid")
		require.True(t, update(t, w, made.ID, task.Patch{Status: new("PENDING")}).Open(), "out of it nothing is asked")
	})
}

func TestMandatoryOnCloseInATransactionOfTheHost(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("x", w.acme))
		require.NoError(t, w.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			_, err := customfield.Create(ctx, tx, customfield.Draft{Name: "Result", Source: customfield.Task, Type: customfield.SingleLine, MandatoryOnClose: true})
			require.NoError(t, err)
			missing(t, reasonOf(task.Update(ctx, tx, made.ID, task.Patch{Status: new("COMPLETED")})), "result")
			d := titled("y", w.acme)
			d.Status = "CANCELLED"
			missing(t, reasonOf(task.Create(ctx, tx, d)), "result")
			return nil
		}))
		require.Equal(t, 1, count(t, w, task.Filter{Open: new(true)}))
	})
}

func TestMandatoryOnCloseWhereTheDefaultIsClosed(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		forClosing(t, w)
		v := valueOf(t, w, picklist.TaskStatus, "COMPLETED")
		_, err := picklist.Update(ctx, w, v.ID, picklist.Patch{IfVersion: v.Version, Default: new(true)})
		require.NoError(t, err)
		missing(t, reasonOf(task.Create(ctx, w, titled("x", w.acme))), "result", "paid")
		d := titled("x", w.acme)
		d.Status = "PENDING"
		create(t, w, d)
	})
}

func TestAFieldIsMissingOnce(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		define(t, w,
			customfield.Draft{Name: "Both", Type: customfield.SingleLine, MandatoryOnClose: true, MandatoryOnCreation: true},
			customfield.Draft{Name: "Count", Type: customfield.Integer, MandatoryOnClose: true})
		d := titled("x", w.acme)
		d.Status = "COMPLETED"
		missing(t, reasonOf(task.Create(ctx, w, d)), "both", "count")
		d.CustomFieldValues = give("count", `"many"`, "both", `null`)
		refused(t, reasonOf(task.Create(ctx, w, d)), "customFieldValues[0].value wrong_type", "customFieldValues[1].value required")
		d.CustomFieldValues = give("count", `null`, "both", `"x"`)
		missing(t, reasonOf(task.Create(ctx, w, d)), "count")

		d.Status, d.CustomFieldValues = "", give("both", `"x"`)
		made := create(t, w, d)
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Status: new("COMPLETED"), Title: new(""), CustomFieldValues: give("count", `1.5`, "both", `null`)})),
			"customFieldValues[0].value wrong_type", "customFieldValues[1].value required", "title required")
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Status: new("COMPLETED"), CustomFieldValues: give("nothing", `1`)})),
			"customFieldValues[0].fieldId unknown_reference", "customFieldValues required")
	})
}

func TestADefaultCountsOnClose(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		define(t, w, customfield.Draft{Name: "Result", Type: customfield.SingleLine, MandatoryOnClose: true, Default: []byte(`"none"`)})
		d := titled("x", w.acme)
		d.Status = "COMPLETED"
		require.Equal(t, []string{"result=none"}, held(create(t, w, d)))
		refused(t, reasonOf(task.Validate(d, plain())), []string{}...)
	})
}

// What an organisation insists on among the standard fields.
func TestMandatoryStandardFields(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("old", w.acme))
		require.NoError(t, w.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"task": {"dueAt", "description", "activityId", "metadata", "priority"}}}))
		refused(t, reasonOf(task.Create(ctx, w, titled("x", w.acme))), "dueAt required", "description required", "activityId required", "metadata required")
		update(t, w, made.ID, task.Patch{Title: new("still old")})
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Description: new(" "), Clear: []task.Field{task.FieldDueAt}})), "dueAt required", "description required")
		d := full(w.acme)
		d.ActivityID = newActivity(t, w, w.acme)
		create(t, w, d)
		for _, field := range []string{"title", "assigneeId", "accountId", "completedAt", "isActive", "statusId", "account"} {
			err := w.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"task": {"status", field}}})
			refused(t, err, "mandatory.task[1] unknown_field")
		}
	})
}
