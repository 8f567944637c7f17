package account_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file in testdata.
func golden(t *testing.T, name string, have []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *updateGolden {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, have, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(have))
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "\t")
	require.NoError(t, err)
	return append(b, '\n')
}

// sample is the account of the reference's documentation.
const sample = `{"name":"Acme Corporation","primaryDomain":"acme.com","description":"Global technology company specializing in cloud infrastructure and AI solutions","source":"hubspot","accountOwnerId":"USER123","logo":"https://acme.com/brand/logo.png","status":"ACTIVE","classification":"ENTERPRISE","health":"GREEN","industry":"TECHNOLOGY","secondaryDomain":"acme.io","annualRevenue":50000000,"employees":500,"website":"https://acme.com","billingAddress":"100 Technology Park, Suite 200, San Francisco, CA 94105, USA","shippingAddress":"100 Technology Park, Suite 200, San Francisco, CA 94105, USA","customFieldValues":[{"fieldId":"customer_success_tier","value":"premium"}],"addExistingUsersToAccountContacts":true,"metadata":{"preferredContactMethod":"email","timezone":"America/Los_Angeles","customerSince":"2023-01-01"}}`

func sampleDraft(t *testing.T) account.Draft {
	t.Helper()
	var d account.Draft
	require.NoError(t, json.Unmarshal([]byte(sample), &d))
	return d
}

// defineTier defines the custom field that the reference's account has.
func defineTier(t testing.TB, s record.Scope) *customfield.Field {
	t.Helper()
	f, err := customfield.Create(ctx, s, customfield.Draft{
		Name: "Customer Success Tier", Source: customfield.Account, Type: customfield.SingleChoice,
		Options: []customfield.OptionDraft{{Value: "basic"}, {Value: "premium"}},
	})
	require.NoError(t, err)
	return f
}

func TestTheReferencesAccount(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		org = org.As(clientele.Actor{ID: "USER7"})
		d := sampleDraft(t)
		_, err := account.Create(ctx, org, d)
		refused(t, err, "customFieldValues[0].fieldId unknown_reference")
		tier := defineTier(t, org)
		a := create(t, org, d)
		require.Equal(t, a, get(t, org, a.ID))
		require.Equal(t, `[{"fieldId":"`+tier.ID.String()+`","slug":"customer_success_tier","type":"single_choice","value":"premium"}]`, string(members(t, a)["customFieldValues"]))
	})
}

// The clock stands still and ids ascend from one, so that the bytes are the same each time.
func TestTheJSONOfAnAccount(t *testing.T) {
	d := sampleDraft(t)
	d.AddExistingUsers = false
	for name, d := range map[string]account.Draft{"sample.json": d, "full.json": full(), "bare.json": named("Bare", "bare.test")} {
		for _, engine := range []string{"memstore", "boltstore"} {
			t.Run(name+" "+engine, func(t *testing.T) {
				org := clienteletest.OrgOn(t, engines[engine](t), clienteletest.Options())
				defineTier(t, org)
				golden(t, name, indented(t, create(t, org.As(clientele.Actor{ID: "USER7"}), d)))
			})
		}
	}
}

func TestAnAccountEncodesAlikeByValueAndByPointer(t *testing.T) {
	a := create(t, clienteletest.Org(t), full())
	require.Equal(t, string(indented(t, a)), string(indented(t, *a)))
	require.Equal(t, string(indented(t, []*account.Account{a})), string(indented(t, []account.Account{*a})))
}

func TestWhatIsEncodedDecodesAsADraft(t *testing.T) {
	org := clienteletest.Org(t)
	for _, d := range []account.Draft{full(), named("Bare", "bare.test")} {
		a := create(t, org, d)
		var again account.Draft
		require.NoError(t, json.Unmarshal(indented(t, a), &again))
		remove(t, org, a.ID)
		b := create(t, org, again)
		b.System, b.Number = a.System, a.Number
		require.Equal(t, a, b)
	}
}

func TestWhatIsEncodedIsAPatchThatChangesNothing(t *testing.T) {
	org := clienteletest.Org(t)
	for _, d := range []account.Draft{full(), named("Bare", "bare.test")} {
		a := create(t, org, d)
		var p account.Patch
		require.NoError(t, json.Unmarshal(indented(t, a), &p))
		require.Equal(t, a, update(t, org, a.ID, p))
	}
}

func TestAbsentNullAndValue(t *testing.T) {
	before, err := account.Validate(full(), rules())
	require.NoError(t, err)
	for field, key := range map[account.Field]string{
		account.FieldDescription: "description", account.FieldSource: "source", account.FieldTerritory: "territory",
		account.FieldOwnerID: "accountOwnerId", account.FieldLogo: "logo", account.FieldWebsite: "website",
		account.FieldStatus: "statusId", account.FieldClassification: "classification", account.FieldHealth: "health",
		account.FieldIndustry: "industry", account.FieldAnnualRevenue: "annualRevenue", account.FieldEmployees: "employees",
		account.FieldBillingAddress: "billingAddress", account.FieldShippingAddress: "shippingAddress",
		account.FieldExternalIDs: "externalIds", account.FieldTeams: "teams", account.FieldMetadata: "metadata",
	} {
		t.Run(string(field), func(t *testing.T) {
			require.NotEqual(t, "null", string(members(t, before)[key]))
			var p account.Patch
			require.NoError(t, json.Unmarshal([]byte(`{"`+string(field)+`":null}`), &p))
			require.Equal(t, account.Patch{Clear: []account.Field{field}}, p)
			after, err := p.Apply(before, rules())
			require.NoError(t, err)
			require.Equal(t, "null", string(members(t, after)[key]))
			again, err := account.Patch{}.Apply(after, rules())
			require.NoError(t, err)
			require.Equal(t, after, again)
		})
	}
}

func TestNullOfWhatIsRequired(t *testing.T) {
	var p account.Patch
	require.NoError(t, json.Unmarshal([]byte(`{"name":null,"primaryDomain":null,"version":null,"customFieldValues":null,"number":null,"uid":null}`), &p))
	_, err := p.Apply(&account.Account{Name: "Acme", PrimaryDomain: "acme.com"}, rules())
	refused(t, err, "name required", "primaryDomain required")
}

func TestNullInADraftIsAbsence(t *testing.T) {
	var d account.Draft
	require.NoError(t, json.Unmarshal([]byte(`{"name":"Acme","primaryDomain":"acme.com","secondaryDomain":null,"secondaryDomains":null,"description":null,"source":null,
		"territory":null,"accountOwnerId":null,"logo":null,"website":null,"status":null,"classification":null,"health":null,"industry":null,"annualRevenue":null,
		"employees":null,"billingAddress":null,"shippingAddress":null,"externalIds":null,"teams":null,"metadata":null,"customFieldValues":null,
		"addExistingUsersToAccountContacts":null}`), &d))
	have, err := account.Validate(d, rules())
	require.NoError(t, err)
	want, err := account.Validate(named("Acme", "acme.com"), rules())
	require.NoError(t, err)
	require.Equal(t, want, have)
}

func TestOnlyMalformedJSONIsAnErrorOfDecoding(t *testing.T) {
	for _, text := range []string{`{"name":`, `{`, ``, `{"name":"a"}}`, "{\"name\":\"\x01\"}"} {
		require.Error(t, json.Unmarshal([]byte(text), new(account.Draft)), text)
		require.Error(t, json.Unmarshal([]byte(text), new(account.Patch)), text)
		require.Error(t, json.Unmarshal([]byte(text), new(account.Filter)), text)
	}
	for _, text := range []string{`[]`, `3`, `"x"`, `true`} {
		var d account.Draft
		require.NoError(t, json.Unmarshal([]byte(text), &d))
		_, err := account.Validate(d, rules())
		require.Equal(t, " wrong_type", reasons(d.LenientFaults())[0])
		require.Error(t, err)
		var p account.Patch
		require.NoError(t, json.Unmarshal([]byte(text), &p))
		_, err = p.Apply(&account.Account{Name: "Acme", PrimaryDomain: "acme.com"}, rules())
		refused(t, err, " wrong_type")
	}
}

func TestDecodingLeavesNothingOfWhatWasThere(t *testing.T) {
	d := full()
	require.NoError(t, json.Unmarshal([]byte(`{"name":"Other"}`), &d))
	require.Equal(t, account.Draft{Name: "Other"}, d)
	p := account.Patch{Name: new("x"), Clear: []account.Field{account.FieldLogo}}
	require.NoError(t, json.Unmarshal([]byte(`{"website":null}`), &p))
	require.Equal(t, account.Patch{Clear: []account.Field{account.FieldWebsite}}, p)
}

func TestAnInputOfWrongTypesNamesEachPath(t *testing.T) {
	var p account.Patch
	require.NoError(t, json.Unmarshal([]byte(`{"version":"1","name":1,"secondaryDomains":["a.test",2],"annualRevenue":{"amount":true,"currency":7},
		"billingAddress":{"zip":5},"teams":[{"teamId":"t1"},{"teamId":7}],"externalIds":{"crm":1},"customFieldValues":[{"fieldId":1}],
		"addExistingUsersToAccountContacts":"yes","metadata":7}`), &p))
	_, err := p.Apply(&account.Account{Name: "Acme", PrimaryDomain: "acme.com"}, rules())
	refused(t, err, "version wrong_type", "name wrong_type", "secondaryDomains[1] wrong_type",
		"annualRevenue.currency wrong_type", "annualRevenue.amount wrong_type", "billingAddress.zip wrong_type",
		"externalIds.crm wrong_type", "teams[1].teamId wrong_type", "customFieldValues[0].fieldId wrong_type",
		"addExistingUsersToAccountContacts wrong_type", "metadata wrong_type")
}

func TestAFilterDecodesFromTheTextsOfAQuery(t *testing.T) {
	var f account.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"status":"ACTIVE,TRIAL","health":["RED"],"accountOwnerId":"","text":"a,b","createdFrom":"2026-01-05T09:00:00Z","customFields":"[{\"fieldId\":\"tier\",\"empty\":true}]"}`), &f))
	require.Empty(t, f.LenientFaults())
	require.Equal(t, account.Filter{
		Status: []string{"ACTIVE", "TRIAL"}, Health: []string{"RED"}, OwnerID: []string{""}, Text: "a,b", CreatedFrom: clienteletest.Start,
		CustomFields: []customfield.Condition{{FieldID: "tier", Empty: new(true)}},
	}, f)
}

func TestAFilterDecodesLeniently(t *testing.T) {
	org := clienteletest.Org(t)
	var f account.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"status":["ACTIVE",3],"health":3,"domain":["x"],"createdFrom":"yesterday","parentId":"p","text":7,"uid":1}`), &f))
	verbs := []func() error{
		func() error { _, err := account.List(ctx, org, f, clientele.Paging{}); return err },
		func() error { _, err := account.Count(ctx, org, f); return err },
		func() error { _, err := account.Explain(ctx, org, f, ""); return err },
		func() error {
			for _, err := range account.All(ctx, org, f) {
				return err
			}
			return nil
		},
		func() error {
			for _, err := range account.Audit(ctx, org, f) {
				return err
			}
			return nil
		},
	}
	for _, verb := range verbs {
		refused(t, verb(), "status[1] wrong_type", "health wrong_type", "text wrong_type", "createdFrom not_a_date",
			"status[1] not_in_picklist", "domain[0] not_a_domain", "parentId not_an_id")
	}
}
