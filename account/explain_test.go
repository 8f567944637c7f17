package account_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/record"
)

func TestExplain(t *testing.T) {
	org := clienteletest.Org(t)
	for name, c := range map[string]struct {
		f     account.Filter
		order string
		want  record.Plan
	}{
		"everything":                     {account.Filter{}, "", record.Plan{}},
		"everything, newest first":       {account.Filter{}, "-createdAt", record.Plan{}},
		"by name":                        {account.Filter{}, "name", record.Plan{Index: "name"}},
		"by update":                      {account.Filter{}, "-updatedAt", record.Plan{Sorted: true}},
		"a status":                       {account.Filter{Status: []string{"ACTIVE"}}, "", record.Plan{Index: "status", Ranges: 1}},
		"the same status twice":          {account.Filter{Status: []string{"ACTIVE", "active"}}, "", record.Plan{Index: "status", Ranges: 1}},
		"statuses":                       {account.Filter{Status: []string{"ACTIVE", "TRIAL"}}, "-createdAt", record.Plan{Index: "status", Ranges: 2}},
		"a status by name":               {account.Filter{Status: []string{"ACTIVE"}}, "name", record.Plan{Index: "name", Raw: []string{"statusId"}}},
		"an owner":                       {account.Filter{OwnerID: []string{"USER1"}}, "", record.Plan{Index: "owner", Ranges: 1}},
		"no owner":                       {account.Filter{OwnerID: []string{""}}, "", record.Plan{Raw: []string{"accountOwnerId"}}},
		"an owner and a status":          {account.Filter{OwnerID: []string{"USER1"}, Status: []string{"ACTIVE"}}, "", record.Plan{Index: "owner", Ranges: 1, Raw: []string{"statusId"}}},
		"the other picklists":            {account.Filter{Classification: []string{"SMB"}, Health: []string{"RED"}, Industry: []string{"RETAIL"}}, "", record.Plan{Raw: []string{"classificationId", "healthId", "industryId"}}},
		"a status and a health":          {account.Filter{Status: []string{"ACTIVE"}, Health: []string{"RED"}}, "", record.Plan{Index: "status", Ranges: 1, Raw: []string{"healthId"}}},
		"times":                          {account.Filter{CreatedFrom: time.Unix(1, 0), UpdatedTo: time.Unix(2, 0)}, "", record.Plan{Raw: []string{"createdAt", "updatedAt"}}},
		"source and territory":           {account.Filter{Source: []string{"x"}, Territory: []string{"y"}}, "", record.Plan{Raw: []string{"source", "territory"}}},
		"a team":                         {account.Filter{TeamID: []string{"t1"}}, "", record.Plan{Decoded: true}},
		"a domain":                       {account.Filter{Domain: []string{"acme.com"}}, "", record.Plan{IDs: true, Found: []string{"domain"}}},
		"a text":                         {account.Filter{Text: "acme"}, "", record.Plan{IDs: true, Found: []string{"name", "domain"}}},
		"a text and a status":            {account.Filter{Text: "acme", Status: []string{"ACTIVE"}}, "", record.Plan{IDs: true, Found: []string{"name", "domain"}, Raw: []string{"statusId"}}},
		"a text by name, of an owner":    {account.Filter{Text: "acme", OwnerID: []string{"USER1"}}, "-name", record.Plan{Index: "name", IDs: true, Found: []string{"name", "domain"}, Raw: []string{"accountOwnerId"}}},
		"a status of a team, by updates": {account.Filter{Status: []string{"ACTIVE"}, TeamID: []string{"t"}}, "updatedAt", record.Plan{Sorted: true, Raw: []string{"statusId"}, Decoded: true}},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := account.Explain(ctx, org, c.f, c.order)
			require.NoError(t, err)
			if c.want.Raw == nil {
				c.want.Raw = []string{}
			}
			require.Equal(t, c.want, plan)
		})
	}
	_, err := account.Explain(ctx, org, account.Filter{}, "size")
	refused(t, err, "order not_allowed")
}
