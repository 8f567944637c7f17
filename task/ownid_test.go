package task_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/task"
)

// A filter that names one task finds it in every order, if the rest of the filter holds, and walks no index.
func TestOneByItsOwnID(t *testing.T) {
	w := inMemory(t)
	create(t, w, titled("other", w.acme))
	d := titled("this", w.acme)
	d.DueAt, d.ActivityID = clienteletest.Start.Add(time.Hour), newActivity(t, w, w.acme)
	id := create(t, w, d).ID
	for _, order := range []string{"", "-" + task.OrderDue, task.OrderCreated, task.OrderUpdated} {
		for name, c := range map[string]struct {
			f    task.Filter
			want int
		}{
			"alone":               {task.Filter{ID: id}, 1},
			"of its account":      {task.Filter{ID: id, AccountID: []account.ID{w.acme}}, 1},
			"of another":          {task.Filter{ID: id, AccountID: []account.ID{{1}}}, 0},
			"open":                {task.Filter{ID: id, Open: new(true)}, 1},
			"closed":              {task.Filter{ID: id, Open: new(false)}, 0},
			"overdue":             {task.Filter{ID: id, Overdue: true}, 0},
			"due":                 {task.Filter{ID: id, DueFrom: d.DueAt}, 1},
			"due before":          {task.Filter{ID: id, DueTo: d.DueAt}, 0},
			"of an activity":      {task.Filter{ID: id, ActivityID: []activity.ID{d.ActivityID}}, 1},
			"of another activity": {task.Filter{ID: id, ActivityID: []activity.ID{{}}}, 0},
			"of another user":     {task.Filter{ID: id, AssigneeID: []string{"USER2"}}, 0},
			"unknown":             {task.Filter{ID: task.ID{1}}, 0},
		} {
			page, err := task.List(ctx, w, c.f, clientele.Paging{Order: order})
			require.NoError(t, err)
			require.Len(t, page.Items, c.want, "%s, by %q", name, order)
			n, err := task.Count(ctx, w, c.f)
			require.NoError(t, err)
			require.Equal(t, c.want, n, name)
		}
	}
	plan, err := task.Explain(ctx, w, task.Filter{ID: id}, "")
	require.NoError(t, err)
	require.Equal(t, clientele.Plan{IDs: true, Raw: []string{}}, plan)
	var f task.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"taskId":"`+id.String()+`"}`), &f))
	require.Equal(t, id, f.ID)
}
