package contact_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
)

func text(n int) string { return strings.Repeat("ä", n) }

// acmeID is the one account that rules know.
var acmeID = account.ID{7}

func rules() contact.Rules {
	return contact.Rules{Picklists: picklist.Builtin(), KnownAccount: func(id account.ID) bool { return id == acmeID }}
}

// fieldCase is an input as a part of a JSON object, and what comes of it: faults, or a part of the output.
type fieldCase struct {
	in   string
	want []string
	out  string
}

var acmeText = acmeID.String()

var fieldCases = map[string]fieldCase{
	"first name trimmed":      {in: `"firstName":"  Zoë "`, out: `"firstName":"Zoë"`},
	"first name of 255":       {in: `"firstName":"` + text(255) + `"`, out: `"firstName":"` + text(255) + `"`},
	"first name of 256":       {in: `"firstName":"` + text(256) + `"`, want: []string{"firstName too_long"}},
	"first name blank":        {in: `"firstName":" "`, want: []string{"firstName required"}},
	"first name of two lines": {in: `"firstName":"a\nb"`, want: []string{"firstName invalid_text"}},
	"first name a number":     {in: `"firstName":1`, want: []string{"firstName wrong_type"}},
	"last name":               {in: `"lastName":" Lee "`, out: `"lastName":"Lee"`},
	"last name of 256":        {in: `"lastName":"` + text(256) + `"`, want: []string{"lastName too_long"}},
	"email normalised":        {in: `"email":" Ann+News@BÜCHER.test "`, out: `"email":"ann+news@xn--bcher-kva.test"`},
	"email blank":             {in: `"email":" "`, want: []string{"email required"}},
	"email of two":            {in: `"email":"a@b@c.test"`, want: []string{"email not_an_email"}},
	"email too long":          {in: `"email":"a@` + strings.Repeat("b", 260) + `.test"`, want: []string{"email too_long"}},
	"phone":                   {in: `"phoneNumber":"+44 (20) 7946-0958"`, out: `"phoneNumber":"+442079460958"`},
	"phone blank":             {in: `"phoneNumber":" "`, out: `"phoneNumber":null`},
	"phone of seven digits":   {in: `"phoneNumber":"+1234567"`, want: []string{"phoneNumber not_a_phone"}},
	"phone without a plus":    {in: `"phoneNumber":"2079460958"`, want: []string{"phoneNumber not_a_phone"}},
	"type by value":           {in: `"contactType":"executive"`, out: `"contactType":"EXECUTIVE"`},
	"type unknown":            {in: `"contactType":"BOSS"`, want: []string{"contactType not_in_picklist"}},
	"avatar":                  {in: `"avatarUrl":" HTTPS://Acme.test/A.png"`, out: `"avatarUrl":"https://acme.test/A.png"`},
	"avatar relative":         {in: `"avatarUrl":"/a.png"`, want: []string{"avatarUrl not_a_url"}},
	"marketing":               {in: `"isMarketingContact":true`, out: `"isMarketingContact":true`},
	"marketing a text":        {in: `"isMarketingContact":"yes"`, want: []string{"isMarketingContact wrong_type"}},
	"user":                    {in: `"customerUserId":" USER1 "`, out: `"customerUserId":"USER1"`},
	"user of 256":             {in: `"customerUserId":"` + text(256) + `"`, want: []string{"customerUserId too_long"}},
	"source":                  {in: `"source":"hubspot"`, out: `"source":"hubspot"`},
	"source of 256":           {in: `"source":"` + text(256) + `"`, want: []string{"source too_long"}},
	"accounts by id":          {in: `"accountIds":["` + acmeText + `","` + acmeText + `"]`, out: `"accounts":[{"id":"` + acmeText + `","name":null,"role":null,"roleId":null,"title":null,"primary":false}]`},
	"accounts that are none":  {in: `"accountIds":["x","","` + account.ID{1}.String() + `",7]`, want: []string{"accountIds[0] not_an_id", "accountIds[3] wrong_type", "accountIds[1] required", "accountIds[2] unknown_reference"}},
	"accountIds no list":      {in: `"accountIds":"` + acmeText + `"`, want: []string{"accountIds wrong_type"}},
	"accounts twice":          {in: `"accounts":[{"id":"` + acmeText + `"},{"id":"` + acmeText + `"}]`, want: []string{"accounts[1].id repeated"}},
	"accounts at their paths": {in: `"accounts":[{},{"id":"x","role":"BOSS","title":"` + text(256) + `"},{"id":"` + account.ID{1}.String() + `","primary":"yes"},7]`, want: []string{
		"accounts[1].id not_an_id", "accounts[2].primary wrong_type", "accounts[3] wrong_type",
		"accounts[0].id required", "accounts[1].role not_in_picklist", "accounts[1].title too_long", "accounts[2].id unknown_reference",
	}},
	"accounts in two ways": {in: `"accountIds":["` + acmeText + `"],"accounts":[{"id":"` + acmeText + `"}]`, want: []string{"accounts contradiction"}},
	"1,001 accounts":       {in: `"accountIds":["` + strings.Repeat(acmeText+`","`, 1000) + acmeText + `"]`, want: []string{"accountIds too_large"}},
	"metadata":             {in: `"metadata":{"a":1.10}`, out: `"metadata":{"a":1.10}`},
	"metadata a list":      {in: `"metadata":[]`, want: []string{"metadata wrong_type"}},
	"custom fields":        {in: `"customFieldValues":[{"fieldId":"tier","value":1},{"value":2}]`, want: []string{"customFieldValues[0].fieldId unknown_reference", "customFieldValues[1].fieldId required"}},
	"unknown keys":         {in: `"uid":1,"fullName":"x","contactTypeId":7}`[:len(`"uid":1,"fullName":"x","contactTypeId":7`)], out: `"firstName":"Ann"`},
}

// holds asserts the result of a case.
func (c fieldCase) holds(t *testing.T, made *contact.Contact, err error) {
	t.Helper()
	enginetest.Refused(t, err, c.want...)
	require.Equal(t, c.want == nil, made != nil)
	if made == nil {
		return
	}
	have := enginetest.Members(t, made)
	for key, want := range enginetest.Members(t, json.RawMessage("{"+c.out+"}")) {
		require.Equal(t, string(want), string(have[key]), key)
	}
}

func TestFieldsOfADraft(t *testing.T) {
	for name, c := range fieldCases {
		t.Run(name, func(t *testing.T) {
			var d contact.Draft
			require.NoError(t, json.Unmarshal([]byte(`{"firstName":"Ann","email":"ann@acme.test",`+c.in+`}`), &d))
			made, err := contact.Validate(d, rules())
			c.holds(t, made, err)
		})
	}
}

func TestFieldsOfAPatch(t *testing.T) {
	before, err := contact.Validate(called("Ann", "ann@acme.test"), rules())
	require.NoError(t, err)
	untouched := *before
	for name, c := range fieldCases {
		t.Run(name, func(t *testing.T) {
			var p contact.Patch
			require.NoError(t, json.Unmarshal([]byte(`{`+c.in+`}`), &p))
			after, err := p.Apply(before, rules())
			c.holds(t, after, err)
			require.Equal(t, untouched, *before)
		})
	}
}

func TestEveryFaultAtOnce(t *testing.T) {
	_, err := contact.Validate(contact.Draft{
		LastName: "\x00", Email: "x", PhoneNumber: "1", Type: "BOSS", AvatarURL: "x", CustomerUserID: "\xff", Source: "a\nb",
		AccountIDs: []account.ID{{}}, Metadata: json.RawMessage(`[]`), CustomFieldValues: []customfield.Input{{FieldID: "tier"}},
	}, rules())
	enginetest.Refused(t, err, "firstName required", "lastName invalid_text", "email not_an_email", "phoneNumber not_a_phone",
		"contactType not_in_picklist", "avatarUrl not_a_url", "customerUserId invalid_text", "source invalid_text",
		"accountIds[0] required", "metadata wrong_type", "customFieldValues[0].fieldId unknown_reference")
}

func TestParametersOfFaults(t *testing.T) {
	_, err := contact.Validate(contact.Draft{FirstName: text(256), Email: "a@b.test", Type: "BOSS", AccountIDs: []account.ID{{1}}}, rules())
	faults := fault.All(err)
	require.Equal(t, fault.Params{"limit": 255}, faults[0].Params)
	require.Equal(t, "BOSS", faults[1].Params["value"])
	require.Equal(t, fault.Params{"id": account.ID{1}.String()}, faults[2].Params)
}

func TestNullClears(t *testing.T) {
	d := full()
	d.AccountIDs = []account.ID{acmeID}
	before, err := contact.Validate(d, rules())
	require.NoError(t, err)
	for field, want := range map[contact.Field]string{
		contact.FieldLastName: "null", contact.FieldPhoneNumber: "null", contact.FieldType: "null", contact.FieldAvatarURL: "null",
		contact.FieldIsMarketing: "false", contact.FieldCustomerUserID: "null", contact.FieldSource: "null",
		contact.FieldAccounts: "[]", contact.FieldMetadata: "null",
	} {
		t.Run(string(field), func(t *testing.T) {
			require.NotEqual(t, want, string(enginetest.Members(t, before)[string(field)]))
			var p contact.Patch
			require.NoError(t, json.Unmarshal([]byte(`{"`+string(field)+`":null}`), &p))
			require.Equal(t, contact.Patch{Clear: []contact.Field{field}}, p)
			after, err := p.Apply(before, rules())
			require.NoError(t, err)
			require.Equal(t, want, string(enginetest.Members(t, after)[string(field)]))
		})
	}
	after, err := contact.Patch{Clear: []contact.Field{contact.FieldAccountIDs, contact.FieldAccounts}}.Apply(before, rules())
	require.NoError(t, err)
	require.Empty(t, after.Accounts)
}

func TestContradictionsOfAPatch(t *testing.T) {
	before, err := contact.Validate(full(), rules())
	require.NoError(t, err)
	for name, c := range map[string]struct {
		p    contact.Patch
		want []string
	}{
		"required":        {contact.Patch{Clear: []contact.Field{contact.FieldFirstName, contact.FieldEmail}}, []string{"firstName required", "email required"}},
		"set and cleared": {contact.Patch{LastName: new("x"), Clear: []contact.Field{contact.FieldLastName}}, []string{"lastName contradiction"}},
		"no such field":   {contact.Patch{Clear: []contact.Field{"version"}}, []string{"version unknown_field"}},
		"ids and links":   {contact.Patch{AccountIDs: new([]account.ID), Links: new([]contact.LinkDraft)}, []string{"accounts contradiction"}},
		"ids, and links cleared": {contact.Patch{AccountIDs: new([]account.ID), Clear: []contact.Field{contact.FieldAccounts}},
			[]string{"accounts contradiction"}},
		"links, and ids cleared": {contact.Patch{Links: new([]contact.LinkDraft), Clear: []contact.Field{contact.FieldAccountIDs}},
			[]string{"accounts contradiction"}},
		"ids set and cleared": {contact.Patch{AccountIDs: new([]account.ID), Clear: []contact.Field{contact.FieldAccountIDs}},
			[]string{"accountIds contradiction"}},
	} {
		_, err := c.p.Apply(before, rules())
		enginetest.Refused(t, err, c.want...)
		require.Error(t, err, name)
	}
}

func TestWhatIsMandatory(t *testing.T) {
	for _, field := range []contact.Field{
		contact.FieldLastName, contact.FieldPhoneNumber, contact.FieldAvatarURL, contact.FieldCustomerUserID, contact.FieldSource, contact.FieldMetadata,
	} {
		r := rules()
		r.Mandatory = []contact.Field{field}
		_, err := contact.Validate(called("Ann", "ann@acme.test"), r)
		enginetest.Refused(t, err, string(field)+" required")
		whole, err := contact.Validate(full(), r)
		require.NoError(t, err)
		_, err = contact.Patch{Clear: []contact.Field{field}}.Apply(whole, r)
		enginetest.Refused(t, err, string(field)+" required")
	}
}

func TestALinkThatStaysKeepsItsDetailsAndMayHaveAnArchivedRole(t *testing.T) {
	sets := picklist.Builtin()
	billing, err := sets.Of(picklist.ContactType).Resolve("BILLING")
	require.NoError(t, err)
	had := contact.Linked{ID: account.ID{9}, Name: "Gone", Role: picklist.Ref{ID: billing.ID, Value: "BILLING"}, Title: "CFO", Primary: true}
	before := &contact.Contact{FirstName: "Ann", Email: "ann@acme.test", Accounts: []contact.Linked{had}}
	after, err := contact.Patch{AccountIDs: &[]account.ID{acmeID, {9}}}.Apply(before, rules())
	require.NoError(t, err)
	require.Equal(t, []contact.Linked{had, {ID: acmeID}}, after.Accounts)
	after, err = contact.Patch{Links: &[]contact.LinkDraft{{AccountID: account.ID{9}, Title: "CEO"}}}.Apply(before, rules())
	require.NoError(t, err)
	require.Equal(t, []contact.Linked{{ID: account.ID{9}, Name: "Gone", Title: "CEO"}}, after.Accounts)
}
