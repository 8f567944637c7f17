package task_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

func TestExplain(t *testing.T) {
	w := inMemory(t)
	sub := newAccount(t, w, "sub")
	require.NoError(t, relationship.SetParent(ctx, w, sub, w.acme))
	define(t, w, customfield.Draft{Name: "Effort", Type: customfield.Integer, Indexed: true})
	of, call, many := []account.ID{w.acme}, []activity.ID{{1}}, make([]string, record.FewRanges+1)
	for i := range many {
		many[i] = fmt.Sprint("USER", i)
	}
	open, closed := new(true), new(false)
	for name, c := range map[string]struct {
		f     task.Filter
		order string
		want  record.Plan
	}{
		"everything":                 {task.Filter{}, "", record.Plan{Index: "due", Ranges: 2}},
		"everything, last due":       {task.Filter{}, "-dueAt", record.Plan{Index: "due", Ranges: 2}},
		"what is open":               {task.Filter{Open: open}, "", record.Plan{Index: "due", Ranges: 1}},
		"what is closed":             {task.Filter{Open: closed}, "", record.Plan{Index: "due", Ranges: 1}},
		"what is overdue":            {task.Filter{Overdue: true}, "", record.Plan{Index: "due", Ranges: 1}},
		"overdue and closed":         {task.Filter{Overdue: true, Open: closed}, "", record.Plan{Index: "due"}},
		"a time":                     {task.Filter{DueFrom: time.Unix(1, 0), Open: open}, "", record.Plan{Index: "due", Ranges: 1}},
		"an account":                 {task.Filter{AccountID: of}, "", record.Plan{Index: "accountDue", Ranges: 2}},
		"an account twice":           {task.Filter{AccountID: append(of, of...)}, "", record.Plan{Index: "accountDue", Ranges: 2}},
		"an account's open ones":     {task.Filter{AccountID: of, Open: open}, "", record.Plan{Index: "accountDue", Ranges: 1}},
		"a subtree's overdue ones":   {task.Filter{AccountID: of, Subtree: true, Overdue: true}, "", record.Plan{Index: "accountDue", Ranges: 2}},
		"an assignee":                {task.Filter{AssigneeID: []string{"a"}}, "", record.Plan{Index: "assignee", Ranges: 2}},
		"an assignee's open ones":    {task.Filter{AssigneeID: []string{"a"}, Open: open}, "", record.Plan{Index: "assignee", Ranges: 1}},
		"an assignee twice":          {task.Filter{AssigneeID: []string{"a", " a "}, Open: open}, "", record.Plan{Index: "assignee", Ranges: 1}},
		"many assignees":             {task.Filter{AssigneeID: many, Open: open}, "", record.Plan{Index: "due", Ranges: 1, Raw: []string{"assigneeId"}}},
		"an account and assignee":    {task.Filter{AccountID: of, AssigneeID: []string{"a"}}, "", record.Plan{Index: "accountDue", Ranges: 2, Raw: []string{"assigneeId"}}},
		"an activity":                {task.Filter{ActivityID: call}, "", record.Plan{Index: "activity", Ranges: 2}},
		"an activity twice":          {task.Filter{ActivityID: append(call, call...)}, "", record.Plan{Index: "activity", Ranges: 2}},
		"an activity and assignee":   {task.Filter{ActivityID: call, AssigneeID: []string{"a"}}, "", record.Plan{Index: "activity", Ranges: 2, Raw: []string{"assigneeId"}}},
		"an assignee, by creation":   {task.Filter{AssigneeID: []string{"a"}, Overdue: true}, "createdAt", record.Plan{Raw: []string{"assigneeId", "dueAt", "completedAt"}}},
		"no activity":                {task.Filter{ActivityID: append(call, activity.ID{})}, "", record.Plan{Index: "due", Ranges: 2, Raw: []string{"activityId"}}},
		"picklists":                  {task.Filter{Status: []string{"PENDING"}, Type: []string{"CUSTOM"}, Priority: []string{"LOW"}}, "", record.Plan{Index: "due", Ranges: 2, Raw: []string{"typeId", "statusId", "priorityId"}}},
		"a creator":                  {task.Filter{CreatorID: []string{"a"}}, "", record.Plan{Index: "due", Ranges: 2, Raw: []string{"createdBy"}}},
		"the times of a record":      {task.Filter{CreatedFrom: time.Unix(1, 0), UpdatedTo: time.Unix(2, 0)}, "", record.Plan{Index: "due", Ranges: 2, Raw: []string{"createdAt", "updatedAt"}}},
		"isActive":                   {task.Filter{IsActive: open}, "", record.Plan{Index: "due", Ranges: 2, Decoded: true}},
		"by creation":                {task.Filter{}, "-createdAt", record.Plan{}},
		"by creation, of an account": {task.Filter{AccountID: of, Overdue: true}, "createdAt", record.Plan{IDs: true, Found: []string{"account"}, Raw: []string{"dueAt", "completedAt"}}},
		"by update":                  {task.Filter{Open: closed}, "updatedAt", record.Plan{Sorted: true, Raw: []string{"completedAt"}}},
		"by update, of an account":   {task.Filter{AccountID: of}, "-updatedAt", record.Plan{Sorted: true, IDs: true, Found: []string{"account"}}},
		"a custom field":             {task.Filter{CustomFields: []customfield.Condition{{FieldID: "effort", Equal: []byte("1")}}, AccountID: of}, "", record.Plan{Index: "accountDue", Ranges: 2, IDs: true, Found: []string{"custom"}}},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := task.Explain(ctx, w, c.f, c.order)
			require.NoError(t, err)
			if c.want.Raw == nil {
				c.want.Raw = []string{}
			}
			require.Equal(t, c.want, plan)
		})
	}
}
