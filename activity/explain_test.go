package activity_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
)

func TestExplain(t *testing.T) {
	org := clienteletest.Org(t)
	family := newFamily(t, org, 2)
	create(t, org, at(family[0], 0, "x"))
	many := newStar(t, org, record.FewRanges)
	define(t, org, customfield.Draft{Name: "Outcome", Type: customfield.SingleLine, Indexed: true}, customfield.Draft{Name: "Score", Type: customfield.Integer, Indexed: true})
	subtree := func(root account.ID) activity.Filter {
		return activity.Filter{AccountID: []account.ID{root}, Subtree: true}
	}
	timed := of(family...)
	timed.From = noon
	for name, c := range map[string]struct {
		f     activity.Filter
		order string
		want  record.Plan
	}{
		"everything":                 {activity.Filter{}, "", record.Plan{Index: "time"}},
		"a time":                     {activity.Filter{From: noon, To: noon}, activity.OrderAt, record.Plan{Index: "time"}},
		"an account":                 {of(family[0]), "", record.Plan{Index: "account", Ranges: 1}},
		"accounts and a time":        {timed, "", record.Plan{Index: "account", Ranges: 2}},
		"a subtree":                  {subtree(family[0]), "", record.Plan{Index: "account", Ranges: 2}},
		"a subtree of many":          {subtree(many[0]), "", record.Plan{Index: "time", Raw: []string{"accountId"}}},
		"one that is not":            {of(someAccount), "", record.Plan{Index: "account", Ranges: 1}},
		"picklists":                  {activity.Filter{Type: []string{"CALL"}, Status: []string{"PENDING"}}, "", record.Plan{Index: "time", Raw: []string{"typeId", "statusId"}}},
		"creators":                   {activity.Filter{CreatorID: []string{"USER1"}}, "", record.Plan{Index: "time", Raw: []string{"createdBy"}}},
		"participants":               {activity.Filter{ParticipantID: []string{"USER1"}}, "", record.Plan{Index: "time", Decoded: true}},
		"times of the system":        {activity.Filter{CreatedFrom: noon, UpdatedTo: noon}, "", record.Plan{Index: "time", Raw: []string{"createdAt", "updatedAt"}}},
		"one by its id":              {activity.Filter{ID: activity.ID{1}, AccountID: family, From: noon}, "-createdAt", record.Plan{IDs: true, Raw: []string{"activityTimestamp", "accountId"}}},
		"by creation":                {activity.Filter{}, "createdAt", record.Plan{}},
		"accounts by creation":       {timed, "-createdAt", record.Plan{IDs: true, Found: []string{"account"}, Raw: []string{"activityTimestamp"}}},
		"many accounts by creation":  {subtree(many[0]), "createdAt", record.Plan{Raw: []string{"accountId"}}},
		"by update":                  {activity.Filter{}, "-updatedAt", record.Plan{Sorted: true}},
		"accounts by update":         {of(family...), "updatedAt", record.Plan{Sorted: true, IDs: true, Found: []string{"account"}}},
		"a custom field":             {conditions(t, `[{"fieldId":"outcome","equal":"won"}]`), "", record.Plan{Index: "time", IDs: true, Found: []string{"custom"}}},
		"a custom field by creation": {conditions(t, `[{"fieldId":"outcome","prefix":"w"}]`), "createdAt", record.Plan{IDs: true, Found: []string{"custom"}}},
		"equality before a range":    {conditions(t, `[{"fieldId":"score","from":1},{"fieldId":"outcome","equal":"won"}]`), "", record.Plan{Index: "time", IDs: true, Found: []string{"custom"}, Decoded: true}},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := activity.Explain(ctx, org, c.f, c.order)
			require.NoError(t, err)
			if c.want.Raw == nil {
				c.want.Raw = []string{}
			}
			require.Equal(t, c.want, plan)
		})
	}
	_, err := activity.Explain(ctx, org, activity.Filter{}, "size")
	refused(t, err, "order not_allowed")
}

// newStar makes an account with n accounts below it, and gives all of them, the account first.
func newStar(t testing.TB, org *clientele.Org, n int) (ids []account.ID) {
	t.Helper()
	require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		ids = []account.ID{company(t, tx, "Hub")}
		for i := range n {
			ids = append(ids, company(t, tx, fmt.Sprintf("Spoke%d", i)))
			if err := relationship.SetParent(ctx, tx, ids[i+1], ids[0]); err != nil {
				return err
			}
		}
		return nil
	}))
	return ids
}
