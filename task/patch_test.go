package task_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// everyField are the fields that a change can empty, with what sets them.
var everyField = map[task.Field]task.Patch{
	task.FieldActivityID:  {ActivityID: &activity.ID{3}},
	task.FieldTitle:       {Title: new("other")},
	task.FieldDescription: {Description: new("other")},
	task.FieldAssigneeID:  {AssigneeID: new("USER9")},
	task.FieldType:        {Type: new("CUSTOM")},
	task.FieldStatus:      {Status: new("CANCELLED")},
	task.FieldPriority:    {Priority: new("MEDIUM")},
	task.FieldDueAt:       {DueAt: new(time.Unix(1, 0))},
	task.FieldMetadata:    {Metadata: json.RawMessage(`{"b":2}`)},
}

func validated(t *testing.T) *task.Task {
	t.Helper()
	d := full(account.ID{1})
	d.ActivityID = activity.ID{2}
	made, err := task.Validate(d, plain())
	require.NoError(t, err)
	return made
}

func TestEachFieldIsSetAndCleared(t *testing.T) {
	before := validated(t)
	untouched := fmt.Sprintf("%+v", before)
	for field, p := range everyField {
		t.Run(string(field), func(t *testing.T) {
			key := string(field)
			after, err := p.Apply(before, plain())
			require.NoError(t, err)
			require.NotEqual(t, enginetest.Members(t, before)[key], enginetest.Members(t, after)[key])

			p.Clear = []task.Field{field}
			refused(t, reasonOf(p.Apply(before, plain())), key+" contradiction")

			after, err = task.Patch{Clear: []task.Field{field}}.Apply(before, plain())
			if field == task.FieldTitle || field == task.FieldAssigneeID {
				refused(t, err, key+" required")
				return
			}
			require.NoError(t, err)
			require.Equal(t, "null", string(enginetest.Members(t, after)[key]))
			require.Equal(t, untouched, fmt.Sprintf("%+v", before), "the task is as it was")
		})
	}
}

func TestWhatAPatchMayHold(t *testing.T) {
	for name, c := range map[string]struct {
		p    task.Patch
		want []string
	}{
		"nothing":                {task.Patch{}, nil},
		"its own account":        {task.Patch{AccountID: &account.ID{1}}, nil},
		"another account":        {task.Patch{AccountID: &account.ID{2}}, []string{"accountId immutable"}},
		"no account":             {task.Patch{AccountID: &account.ID{}}, []string{"accountId required"}},
		"the account cleared":    {task.Patch{Clear: []task.Field{"accountId"}}, []string{"accountId required"}},
		"isActive cleared":       {task.Patch{Clear: []task.Field{"isActive"}}, []string{"isActive unknown_field"}},
		"a field of no task":     {task.Patch{Clear: []task.Field{"completedAt", "x"}}, []string{"completedAt unknown_field", "x unknown_field"}},
		"cleared twice":          {task.Patch{Clear: []task.Field{"dueAt", "dueAt"}}, nil},
		"no title":               {task.Patch{Title: new(" ")}, []string{"title required"}},
		"no assignee":            {task.Patch{AssigneeID: new("")}, []string{"assigneeId required"}},
		"a title too long":       {task.Patch{Title: new(long(256))}, []string{"title too_long"}},
		"a description too long": {task.Patch{Description: new(long(32_769))}, []string{"description too_long"}},
		"a status of no name":    {task.Patch{Status: new("")}, []string{"status not_in_picklist"}},
		"a year too far":         {task.Patch{DueAt: new(time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC))}, []string{"dueAt not_a_date"}},
		"no due time":            {task.Patch{DueAt: new(time.Time{})}, nil},
		"no activity":            {task.Patch{ActivityID: &activity.ID{}}, nil},
		"several": {task.Patch{Title: new("\x00"), AttachmentURLs: []string{"x"}, Metadata: json.RawMessage(`[]`), Clear: []task.Field{"x", "status"}, Status: new("PENDING")},
			[]string{"x unknown_field", "title invalid_text", "status contradiction", "attachmentUrls[0] not_a_url", "metadata wrong_type"}},
	} {
		t.Run(name, func(t *testing.T) {
			after, err := c.p.Apply(validated(t), plain())
			refused(t, err, c.want...)
			require.Equal(t, err == nil, after != nil)
		})
	}
}

func TestAnUpdateJudgesWhatItTouches(t *testing.T) {
	old := &task.Task{Title: long(300), AssigneeID: "", Description: "\x00"}
	after, err := task.Patch{Priority: new("HIGH")}.Apply(old, plain())
	require.NoError(t, err)
	require.Equal(t, old.Title, after.Title)
	rules := plain()
	rules.KnownUser = func(string) bool { return false }
	old.AssigneeID = "USER1"
	require.NoError(t, reasonOf(task.Patch{AssigneeID: new(" USER1 ")}.Apply(old, rules)), "who has it may keep it")
	refused(t, reasonOf(task.Patch{AssigneeID: new("USER2")}.Apply(old, rules)), "assigneeId unknown_reference")
}

func TestUpdate(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, full(w.acme))
		w.clock.Advance(time.Hour)
		changed := update(t, w.As(clientele.Actor{ID: "USER7"}), made.ID, task.Patch{IfVersion: 1, Title: new(" New "), IsActive: new(true), Clear: []task.Field{task.FieldDueAt}})
		require.Equal(t, changed, get(t, w, made.ID))
		want := *made
		want.Version, want.UpdatedAt, want.UpdatedBy = 2, made.CreatedAt.Add(time.Hour), "USER7"
		want.Title, want.Active, want.DueAt = "New", true, time.Time{}
		require.Equal(t, &want, changed)
		require.Equal(t, [][]string{{"create"}, {"update", "dueAt", "isActive", "title"}}, history(t, w, made.ID))

		before := enginetest.Changes(t, w)
		again := task.Patch{Title: new("New"), IsActive: new(true), Type: new("review"), Metadata: json.RawMessage(` {"n": 1.10}`), AccountID: &w.acme,
			AttachmentURLs: []string{"https://files.test/terms.pdf"}, Clear: []task.Field{task.FieldDueAt, task.FieldActivityID}}
		require.Equal(t, changed, update(t, w, made.ID, again))
		require.Equal(t, before, enginetest.Changes(t, w), "nothing is written")

		require.ErrorIs(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{IfVersion: 1, Title: new("x")})), clientele.ErrStale)
		require.ErrorIs(t, reasonOf(task.Update(ctx, w, task.ID{9}, task.Patch{})), clientele.ErrNotFound)
		other := newAccount(t, w, "other")
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{AccountID: &other, Title: new("")})), "accountId immutable", "title required")
		require.Equal(t, changed, get(t, w, made.ID))
	})
}

func TestAnUpdateRefusedWritesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("x", w.acme))
		before := enginetest.Changes(t, w)
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{Title: new("y"), ActivityID: &activity.ID{1}})), "activityId unknown_reference")
		require.Equal(t, before, enginetest.Changes(t, w))
		require.Equal(t, made, get(t, w, made.ID))
	})
}

func TestTheStateBeforeAChange(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("one", w.acme))
		update(t, w, made.ID, task.Patch{Title: new("two"), Status: new("COMPLETED")})
		remove(t, w, made.ID)
		require.Equal(t, [][]string{{"create"}, {"update", "completedAt", "statusId", "title"}, {"delete"}}, history(t, w, made.ID))
		for range task.History(ctx, w, made.ID) {
			break
		}
		require.Empty(t, history(t, w, task.ID{9}))
		var seqs []int64
		for c, err := range task.History(ctx, w, made.ID) {
			require.NoError(t, err)
			require.Equal(t, record.Op(len(seqs)+1), c.Op)
			seqs = append(seqs, c.Version)
		}
		require.Equal(t, []int64{1, 2, 2}, seqs)
	})
}
