package task_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// loud is a rule of a host program: no shouting, and who has a task keeps it once it is closed.
func loud(before, after *task.Task) []fault.Fault {
	var faults fault.List
	if strings.HasSuffix(after.Title, "!") {
		faults.Add("title", "loud", "must not shout")
	}
	if before != nil && !before.Open() && before.AssigneeID != after.AssigneeID {
		faults.Add("assigneeId", fault.Immutable, "stays")
	}
	return faults
}

func TestRulesOfTheHost(t *testing.T) {
	onEachWith(t, func(o *clientele.Options) { o.Rules = []record.Rule{task.Rule(loud)} }, func(t *testing.T, w *world) {
		d := titled("now!", w.acme)
		d.Type = "X"
		refused(t, reasonOf(task.Create(ctx, w, d)), "type not_in_picklist", "title loud")
		made := create(t, w, titled("x", w.acme))
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Title: new("y!"), Description: new("\x00")})), "description invalid_text", "title loud")
		update(t, w, made.ID, task.Patch{AssigneeID: new("USER2"), Status: new("COMPLETED")})
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{AssigneeID: new("USER3")})), "assigneeId immutable")
		require.Equal(t, "USER2", get(t, w, made.ID).AssigneeID)
	})
}

// audited gives the titles of what an audit finds, each with its reasons.
func audited(t testing.TB, s record.Scope, f task.Filter) (out []string) {
	t.Helper()
	for found, err := range task.Audit(ctx, s, f) {
		require.NoError(t, err)
		out = append(out, found.Task.Title+": "+strings.Join(enginetest.Reasons(found.Faults), ", "))
	}
	return out
}

func TestAuditFindsWhatIsForbiddenNow(t *testing.T) {
	st := enginetest.Plain["memstore"](t)
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	acme := newAccount(t, org, "acme")
	for i, title := range []string{"a!", "b", "c!"} {
		d := titled(title, acme)
		d.DueAt = after(9 - i)
		create(t, org, d)
	}
	db, err := clientele.Open(ctx, st, &clientele.Options{Rules: []record.Rule{task.Rule(loud)}})
	require.NoError(t, err)
	org, err = db.Org(ctx, "org_test")
	require.NoError(t, err)
	require.Equal(t, []string{"c!: title loud", "a!: title loud"}, audited(t, org, task.Filter{}), "in the order of their due times")
	require.Equal(t, []string{"a!: title loud"}, audited(t, org, task.Filter{DueFrom: after(9)}))
	for range task.Audit(ctx, org, task.Filter{}) {
		break
	}
}

func TestAuditKnowsTodaysRules(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := full(w.acme)
		d.Title, d.ActivityID = "full", newActivity(t, w, w.acme)
		create(t, w, d)
		done := titled("closed", w.acme)
		done.Status = "COMPLETED"
		closed := create(t, w, done)
		require.Empty(t, audited(t, w, task.Filter{}), "the verbs wrote nothing that is wrong")

		high := valueOf(t, w, picklist.TaskPriority, "HIGH")
		_, err := picklist.Update(ctx, w, high.ID, picklist.Patch{IfVersion: high.Version, Archived: new(true)})
		require.NoError(t, err)
		require.Empty(t, audited(t, w, task.Filter{}), "an archived value may stay")

		before := enginetest.Changes(t, w)
		require.NoError(t, w.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"task": {"dueAt", "activityId"}}}))
		define(t, w, customfield.Draft{Name: "Result", Type: customfield.SingleLine, MandatoryOnClose: true}, customfield.Draft{Name: "Code", Type: customfield.SingleLine, MandatoryOnCreation: true})
		require.Equal(t, []string{"full: customFieldValues required", "closed: customFieldValues required, dueAt required, activityId required, customFieldValues required"}, audited(t, w, task.Filter{}))
		require.Equal(t, before+2, enginetest.Changes(t, w), "an audit writes nothing")
		update(t, w, closed.ID, task.Patch{DueAt: hours(1), ActivityID: &d.ActivityID, CustomFieldValues: give("result", `"won"`, "code", `"c"`)})
		require.Equal(t, []string{"full: customFieldValues required"}, audited(t, w, task.Filter{}), "a closed one has all")
	})
}
