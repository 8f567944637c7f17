package account_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

const sample = `{"name":"Acme Corporation","primaryDomain":"acme.com","description":"Global technology company specializing in cloud infrastructure and AI solutions","source":"hubspot","accountOwnerId":"USER123","logo":"https://acme.com/brand/logo.png","status":"ACTIVE","classification":"ENTERPRISE","health":"GREEN","industry":"TECHNOLOGY","secondaryDomain":"acme.io","annualRevenue":50000000,"employees":500,"website":"https://acme.com","billingAddress":"100 Technology Park, Suite 200, San Francisco, CA 94105, USA","shippingAddress":"100 Technology Park, Suite 200, San Francisco, CA 94105, USA","customFieldValues":[{"fieldId":"customer_success_tier","value":"premium"}],"addExistingUsersToAccountContacts":true,"metadata":{"preferredContactMethod":"email","timezone":"America/Los_Angeles","customerSince":"2023-01-01"}}`

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	db, err := record.Open(ctx, memstore.New(), record.Schema{Kinds: []record.Definition{picklist.Definition, account.Definition}, Seeds: []record.Seed{picklist.Seed}}, nil)
	require.NoError(t, err)
	org, err := db.EnsureOrg(ctx, "o", nil)
	require.NoError(t, err)
	var d account.Draft
	require.NoError(t, json.Unmarshal([]byte(sample), &d))
	_, err = account.Create(ctx, org, d)
	require.Len(t, fault.All(err), 2)
	t.Log(err)
	d.CustomFieldValues, d.AddExistingUsers = nil, false
	a, err := account.Create(ctx, org, d)
	require.NoError(t, err)
	b, err := json.Marshal(a)
	require.NoError(t, err)
	t.Log(string(b))
	a, err = account.ByDomain(ctx, org, "acme.io")
	require.NoError(t, err)
	a, err = account.Update(ctx, org, a.ID, account.Patch{IfVersion: 1, Health: new("red"), Clear: []account.Field{account.FieldWebsite}})
	require.NoError(t, err)
	require.Equal(t, "RED", a.Health.Value)
	p, err := account.List(ctx, org, account.Filter{Status: []string{"ACTIVE", "TRIAL"}, Text: "CME"}, record.Paging{})
	require.NoError(t, err)
	require.Len(t, p.Items, 1)
	for f, err := range account.Audit(ctx, org, account.Filter{}) {
		require.NoError(t, err)
		t.Log(f)
		t.Fail()
	}
}
