package activity_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
)

// A filter that names one activity finds it in every order, if the rest of the filter holds, and walks no index.
func TestOneByItsOwnID(t *testing.T) {
	org := clienteletest.Org(t)
	acme, labs := company(t, org, "Acme"), company(t, org, "Labs")
	create(t, org, at(acme, 1, "other"))
	id := create(t, org, at(acme, 0, "this")).ID
	for _, order := range []string{"", activity.OrderAt, "-" + activity.OrderCreated, activity.OrderUpdated} {
		for name, c := range map[string]struct {
			f    activity.Filter
			want int
		}{
			"alone":            {activity.Filter{ID: id}, 1},
			"of its account":   {activity.Filter{ID: id, AccountID: []account.ID{labs, acme}}, 1},
			"of another":       {activity.Filter{ID: id, AccountID: []account.ID{labs}}, 0},
			"in its time":      {activity.Filter{ID: id, From: noon, To: noon.Add(time.Second)}, 1},
			"before its time":  {activity.Filter{ID: id, To: noon}, 0},
			"made before that": {activity.Filter{ID: id, CreatedTo: clienteletest.Start}, 0},
			"of another type":  {activity.Filter{ID: id, Type: []string{"EMAIL"}}, 0},
			"unknown":          {activity.Filter{ID: activity.ID{1}}, 0},
		} {
			page, err := activity.List(ctx, org, c.f, clientele.Paging{Order: order})
			require.NoError(t, err)
			require.Len(t, page.Items, c.want, "%s, by %q", name, order)
			require.Equal(t, c.want, count(t, org, c.f), name)
		}
	}
	plan, err := activity.Explain(ctx, org, activity.Filter{ID: id, AccountID: []account.ID{acme}}, "")
	require.NoError(t, err)
	require.Equal(t, clientele.Plan{IDs: true, Raw: []string{"accountId"}}, plan)
	var f activity.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"activityId":"`+id.String()+`"}`), &f))
	require.Equal(t, []string{"this"}, all(t, org, f))
}
