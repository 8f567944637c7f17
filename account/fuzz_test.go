package account_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
)

func FuzzDraft(f *testing.F) {
	f.Add([]byte(sample))
	for _, c := range fieldCases {
		f.Add([]byte(`{"name":"Acme","primaryDomain":"acme.com",` + c.in + `}`))
	}
	org := clienteletest.Org(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var d account.Draft
		if json.Unmarshal(data, &d) != nil {
			return
		}
		want, err := account.Validate(d, rules())
		if err != nil {
			return
		}
		a := create(t, org, d)
		defer remove(t, org, a.ID)
		require.Equal(t, want.Name, a.Name)
		encoded, err := json.Marshal(a)
		require.NoError(t, err)

		var again account.Draft
		require.NoError(t, json.Unmarshal(encoded, &again))
		b, err := account.Validate(again, rules())
		require.NoError(t, err, "%s", encoded)
		b.System, b.Number, b.OrganizationID = a.System, a.Number, a.OrganizationID
		if b.AnnualRevenue != nil {
			*b.AnnualRevenue = b.AnnualRevenue.In("USD")
		}
		b.Status, b.Classification, b.Health, b.Industry = a.Status, a.Classification, a.Health, a.Industry // ids of another set
		require.Equal(t, members(t, a), members(t, b))
		require.Equal(t, a, get(t, org, a.ID))

		var p account.Patch
		require.NoError(t, json.Unmarshal(encoded, &p))
		require.Equal(t, a, update(t, org, a.ID, p))
	})
}

func FuzzPatch(f *testing.F) {
	f.Add([]byte(`{"name":null,"secondaryDomain":"x.test","secondaryDomains":null,"metadata":null}`))
	f.Add([]byte(`{"version":1,"billingAddress":{"zip":null},"teams":[null],"externalIds":{"":""}}`))
	for _, c := range fieldCases {
		f.Add([]byte(`{` + c.in + `}`))
	}
	before, err := account.Validate(full(), rules())
	require.NoError(f, err)
	untouched, err := account.Validate(full(), rules())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		var p account.Patch
		if json.Unmarshal(data, &p) != nil {
			return
		}
		after, err := p.Apply(before, rules())
		require.Equal(t, untouched, before)
		if err != nil {
			return
		}
		again, err := p.Apply(after, rules())
		if p.SecondaryDomain == nil && p.PrimaryDomain == nil && len(p.Clear) == 0 { // those take something away each time
			require.NoError(t, err)
			require.Equal(t, after, again)
		}
	})
}

func FuzzFilter(f *testing.F) {
	f.Add([]byte(`{"status":["ACTIVE"],"text":"a","createdFrom":"2026-01-01T00:00:00Z","domain":["a.test"]}`))
	f.Add([]byte(`{"accountOwnerId":[""],"teamId":["t1"],"source":["\u0000"],"text":"\ud800"}`))
	org := clienteletest.Org(f)
	create(f, org, full())
	create(f, org, named("B", "b.test"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var filter account.Filter
		if json.Unmarshal(data, &filter) != nil {
			return
		}
		page, err := account.List(ctx, org, filter, clientele.Paging{})
		n, countErr := account.Count(ctx, org, filter)
		require.Equal(t, err == nil, countErr == nil)
		if err == nil {
			require.Len(t, page.Items, n)
		}
	})
}
