package account_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/value"
)

func TestPatchesOfDomains(t *testing.T) {
	before := account.Account{Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomains: []string{"a.test", "b.test", "c.test"}}
	type domains []string
	for name, c := range map[string]struct {
		json string
		out  domains // the primary one first
		want []string
	}{
		"nothing":                           {json: `{}`, out: domains{"acme.com", "a.test", "b.test", "c.test"}},
		"the single one replaces the first": {json: `{"secondaryDomain":"X.test"}`, out: domains{"acme.com", "x.test", "b.test", "c.test"}},
		"the single one again":              {json: `{"secondaryDomain":"a.test"}`, out: domains{"acme.com", "a.test", "b.test", "c.test"}},
		"the single one from behind":        {json: `{"secondaryDomain":"c.test"}`, out: domains{"acme.com", "c.test", "b.test"}},
		"the single one is the primary":     {json: `{"secondaryDomain":"acme.com"}`, out: domains{"acme.com", "b.test", "c.test"}},
		"the single one null":               {json: `{"secondaryDomain":null}`, out: domains{"acme.com", "b.test", "c.test"}},
		"the single one empty":              {json: `{"secondaryDomain":""}`, out: domains{"acme.com", "b.test", "c.test"}},
		"the list replaces all":             {json: `{"secondaryDomains":["x.test"]}`, out: domains{"acme.com", "x.test"}},
		"the list empty":                    {json: `{"secondaryDomains":[]}`, out: domains{"acme.com"}},
		"the list null":                     {json: `{"secondaryDomains":null}`, out: domains{"acme.com"}},
		"both null":                         {json: `{"secondaryDomains":null,"secondaryDomain":null}`, out: domains{"acme.com"}},
		"both agree":                        {json: `{"secondaryDomains":["x.test","a.test"],"secondaryDomain":"X.test"}`, out: domains{"acme.com", "x.test", "a.test"}},
		"none and an empty list":            {json: `{"secondaryDomains":[],"secondaryDomain":null}`, out: domains{"acme.com"}},
		"both disagree":                     {json: `{"secondaryDomains":["x.test"],"secondaryDomain":"a.test"}`, want: []string{"secondaryDomain contradiction"}},
		"one and an empty list":             {json: `{"secondaryDomains":[],"secondaryDomain":"a.test"}`, want: []string{"secondaryDomain contradiction"}},
		"one and no list":                   {json: `{"secondaryDomains":null,"secondaryDomain":"a.test"}`, want: []string{"secondaryDomain contradiction"}},
		"none and a list":                   {json: `{"secondaryDomains":["x.test"],"secondaryDomain":null}`, want: []string{"secondaryDomain contradiction"}},
		"empty and a list":                  {json: `{"secondaryDomains":["x.test"],"secondaryDomain":""}`, want: []string{"secondaryDomain contradiction"}},
		"another primary":                   {json: `{"primaryDomain":"x.test"}`, out: domains{"x.test", "a.test", "b.test", "c.test"}},
		"a secondary becomes the primary":   {json: `{"primaryDomain":"b.test"}`, out: domains{"b.test", "a.test", "c.test"}},
		"they change places":                {json: `{"primaryDomain":"a.test","secondaryDomain":"acme.com"}`, out: domains{"a.test", "acme.com", "b.test", "c.test"}},
	} {
		t.Run(name, func(t *testing.T) {
			var p account.Patch
			require.NoError(t, json.Unmarshal([]byte(c.json), &p))
			after, err := p.Apply(&before, rules())
			refused(t, err, c.want...)
			if c.want == nil {
				require.Equal(t, c.out, domains(after.Domains()))
			}
			require.Equal(t, []string{"a.test", "b.test", "c.test"}, before.SecondaryDomains)
		})
	}
}

func TestWhatIsSetAndClearedIsAContradiction(t *testing.T) {
	d, err := account.Validate(full(), rules())
	require.NoError(t, err)
	full := full()
	p := account.Patch{
		Name: &full.Name, PrimaryDomain: &full.PrimaryDomain, SecondaryDomains: &full.SecondaryDomains, Description: &full.Description,
		Source: &full.Source, Territory: &full.Territory, OwnerID: &full.OwnerID, Logo: &full.Logo, Website: &full.Website,
		Status: &full.Status, Classification: &full.Classification, Health: &full.Health, Industry: &full.Industry,
		AnnualRevenue: full.AnnualRevenue, Employees: full.Employees, BillingAddress: &full.BillingAddress,
		ShippingAddress: &full.ShippingAddress, ExternalIDs: &full.ExternalIDs, Teams: &full.Teams, Metadata: full.Metadata,
	}
	var want []string
	for _, field := range []account.Field{
		account.FieldName, account.FieldDescription, account.FieldSource, account.FieldTerritory, account.FieldOwnerID,
		account.FieldLogo, account.FieldWebsite, account.FieldPrimaryDomain, account.FieldSecondaryDomains,
		account.FieldStatus, account.FieldClassification, account.FieldHealth, account.FieldIndustry,
		account.FieldAnnualRevenue, account.FieldEmployees, account.FieldBillingAddress, account.FieldShippingAddress,
		account.FieldExternalIDs, account.FieldTeams, account.FieldMetadata,
	} {
		p.Clear = append(p.Clear, field)
		want = append(want, string(field)+" contradiction")
	}
	_, err = p.Apply(d, rules())
	refused(t, err, want...)
}

func TestClearingTwiceIsClearingOnce(t *testing.T) {
	before := &account.Account{Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomains: []string{"a.test", "b.test"}}
	after, err := account.Patch{Clear: []account.Field{account.FieldSecondaryDomain, account.FieldSecondaryDomain}}.Apply(before, rules())
	require.NoError(t, err)
	require.Equal(t, []string{"b.test"}, after.SecondaryDomains)
}

func TestClearingWhatIsNoField(t *testing.T) {
	_, err := account.Patch{Clear: []account.Field{"number", "version", "x", ""}}.Apply(&account.Account{Name: "Acme", PrimaryDomain: "acme.com"}, rules())
	refused(t, err, "number unknown_field", "version unknown_field", "x unknown_field", " unknown_field")
}

func TestObjectsAreReplacedWhole(t *testing.T) {
	before, err := account.Validate(full(), rules())
	require.NoError(t, err)
	var p account.Patch
	require.NoError(t, json.Unmarshal([]byte(`{"shippingAddress":{"country":"USA"},"metadata":{"b":2},"externalIds":{"vat":"9"},"teams":[],"annualRevenue":7}`), &p))
	after, err := p.Apply(before, rules())
	require.NoError(t, err)
	require.Equal(t, value.Address{Country: "USA"}, after.ShippingAddress)
	require.JSONEq(t, `{"b":2}`, string(after.Metadata))
	require.Equal(t, map[string]string{"vat": "9"}, after.ExternalIDs)
	require.Empty(t, after.Teams)
	require.Equal(t, "USD", after.AnnualRevenue.Currency)
	require.Equal(t, map[string]string{"crm": "17", "duns": "1"}, before.ExternalIDs)
}

func TestAPatchJudgesOnlyWhatItTouches(t *testing.T) {
	illegal := account.Account{
		Name: text(300), PrimaryDomain: "nobody", SecondaryDomains: []string{"x"}, Logo: "x", OwnerID: "gone",
		Teams: []account.Team{{}}, Metadata: json.RawMessage(`[]`),
	}
	r := rules()
	r.Mandatory = []account.Field{account.FieldWebsite}
	after, err := account.Patch{Source: new("x")}.Apply(&illegal, r)
	require.NoError(t, err)
	want := illegal
	want.Source = "x"
	require.Equal(t, &want, after)
}

func TestTheOwnerOfAnAccountMayBeGivenAgain(t *testing.T) {
	before := account.Account{Name: "Acme", PrimaryDomain: "acme.com", OwnerID: "gone", Owner: "Ann"}
	after, err := account.Patch{OwnerID: new("gone")}.Apply(&before, rules())
	require.NoError(t, err)
	require.Equal(t, "Ann", after.Owner)
	after, err = account.Patch{OwnerID: new("USER456")}.Apply(&before, rules())
	require.NoError(t, err)
	require.Equal(t, "USER456", after.OwnerID)
	require.Empty(t, after.Owner)
	_, err = account.Patch{OwnerID: new("other")}.Apply(&before, rules())
	refused(t, err, "accountOwnerId unknown_reference")
}
