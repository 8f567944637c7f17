package account_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/value"
)

// rules are those of an organisation that has a directory of two users.
func rules() account.Rules {
	return account.Rules{
		Picklists: picklist.Builtin(), Currency: "USD",
		KnownUser: func(id string) bool { return id == "USER123" || id == "USER456" },
	}
}

func text(n int) string { return strings.Repeat("é", n) }

// manyOf makes a JSON list or object of n elements.
func manyOf(n int, element, open, end string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(element, i)
	}
	return open + strings.Join(all, ",") + end
}

// fieldCase is a value of a field as JSON: what it becomes, or why it is refused.
type fieldCase struct {
	in   string
	out  string   // the members of the account afterwards
	want []string // "path code"
}

// fieldCases hold in a draft and in a patch alike.
var fieldCases = map[string]fieldCase{
	"name trimmed and composed":    {in: `"name":"  Cafe\u0301 "`, out: `"name":"Café"`},
	"name of 255":                  {in: `"name":"` + text(255) + `"`, out: `"name":"` + text(255) + `"`},
	"name of 256":                  {in: `"name":"` + text(256) + `"`, want: []string{"name too_long"}},
	"name blank":                   {in: `"name":" "`, want: []string{"name required"}},
	"name empty":                   {in: `"name":""`, want: []string{"name required"}},
	"name of two lines":            {in: `"name":"a\nb"`, want: []string{"name invalid_text"}},
	"name with a control":          {in: `"name":"a\u0007b"`, want: []string{"name invalid_text"}},
	"name with half a pair":        {in: `"name":"a\ud800"`, want: []string{"name invalid_text"}},
	"name a number":                {in: `"name":1`, want: []string{"name wrong_type"}},
	"primary domain":               {in: `"primaryDomain":" @WWW.Bücher.example. "`, out: `"primaryDomain":"xn--bcher-kva.example"`},
	"primary domain of a page":     {in: `"primaryDomain":"https://www.umbrella.test:8080/about?x#y"`, out: `"primaryDomain":"umbrella.test"`},
	"primary domain empty":         {in: `"primaryDomain":""`, want: []string{"primaryDomain required"}},
	"primary domain blank":         {in: `"primaryDomain":"  "`, want: []string{"primaryDomain required"}},
	"primary domain one label":     {in: `"primaryDomain":"acme"`, want: []string{"primaryDomain not_a_domain"}},
	"primary domain an address":    {in: `"primaryDomain":"192.168.0.1"`, want: []string{"primaryDomain not_a_domain"}},
	"primary domain a suffix":      {in: `"primaryDomain":"co.uk"`, want: []string{"primaryDomain not_a_domain"}},
	"primary domain owned suffix":  {in: `"primaryDomain":"github.io"`, out: `"primaryDomain":"github.io"`},
	"primary domain with a space":  {in: `"primaryDomain":"ac me.com"`, want: []string{"primaryDomain not_a_domain"}},
	"primary domain an e-mail":     {in: `"primaryDomain":"ann@acme.com"`, want: []string{"primaryDomain not_a_domain"}},
	"primary domain too long":      {in: `"primaryDomain":"` + strings.Repeat("abcdefg.", 32) + `com"`, want: []string{"primaryDomain too_long"}},
	"primary domain a list":        {in: `"primaryDomain":["acme.com"]`, want: []string{"primaryDomain wrong_type"}},
	"free mail":                    {in: `"primaryDomain":"gmail.com"`, out: `"primaryDomain":"gmail.com"`},
	"secondary domain":             {in: `"secondaryDomain":"WWW.Acme.IO"`, out: `"secondaryDomain":"acme.io","secondaryDomains":["acme.io"]`},
	"secondary domain blank":       {in: `"secondaryDomain":" "`, out: `"secondaryDomain":null,"secondaryDomains":[]`},
	"secondary domain wrong":       {in: `"secondaryDomain":"acme"`, want: []string{"secondaryDomain not_a_domain"}},
	"secondary domain a number":    {in: `"secondaryDomain":7`, want: []string{"secondaryDomain wrong_type"}},
	"secondary is the primary":     {in: `"secondaryDomain":"www.acme.com"`, out: `"secondaryDomain":null,"secondaryDomains":[]`},
	"secondaries":                  {in: `"secondaryDomains":["b.test","acme.com","A.test","b.test"]`, out: `"secondaryDomain":"b.test","secondaryDomains":["b.test","a.test"]`},
	"secondaries each at its path": {in: `"secondaryDomains":["b.test","b","","co.uk"]`, want: []string{"secondaryDomains[1] not_a_domain", "secondaryDomains[2] required", "secondaryDomains[3] not_a_domain"}},
	"secondaries of wrong type":    {in: `"secondaryDomains":["b.test",1,null]`, want: []string{"secondaryDomains[1] wrong_type", "secondaryDomains[2] wrong_type"}},
	"secondaries no list":          {in: `"secondaryDomains":"b.test"`, want: []string{"secondaryDomains wrong_type"}},
	"100 secondaries":              {in: `"secondaryDomains":` + manyOf(100, `"d%d.test"`, "[", "]"), out: `"secondaryDomain":"d0.test"`},
	"101 secondaries":              {in: `"secondaryDomains":` + manyOf(101, `"d%d.test"`, "[", "]"), want: []string{"secondaryDomains too_large"}},
	"single and list agree":        {in: `"secondaryDomain":"B.test","secondaryDomains":["b.test","c.test"]`, out: `"secondaryDomains":["b.test","c.test"]`},
	"single and list disagree":     {in: `"secondaryDomain":"c.test","secondaryDomains":["b.test","c.test"]`, want: []string{"secondaryDomain contradiction"}},
	"single and a list at fault":   {in: `"secondaryDomain":"b.test","secondaryDomains":["b","c.test"]`, want: []string{"secondaryDomains[0] not_a_domain"}},
	"description of lines":         {in: `"description":" a\r\nb\tc\n"`, out: `"description":"a\r\nb\tc"`},
	"description of 32768":         {in: `"description":"` + text(32768) + `"`, out: `"description":"` + text(32768) + `"`},
	"description of 32769":         {in: `"description":"` + text(32769) + `"`, want: []string{"description too_long"}},
	"description with a control":   {in: `"description":"\u0000"`, want: []string{"description invalid_text"}},
	"source":                       {in: `"source":" hubspot "`, out: `"source":"hubspot"`},
	"source of 256":                {in: `"source":"` + text(256) + `"`, want: []string{"source too_long"}},
	"source a bool":                {in: `"source":true`, want: []string{"source wrong_type"}},
	"territory":                    {in: `"territory":"EMEA"`, out: `"territory":"EMEA"`},
	"territory of 256":             {in: `"territory":"` + text(256) + `"`, want: []string{"territory too_long"}},
	"territory of two lines":       {in: `"territory":"a\u2028b"`, want: []string{"territory invalid_text"}},
	"owner":                        {in: `"accountOwnerId":" USER123 "`, out: `"accountOwnerId":"USER123"`},
	"owner unknown":                {in: `"accountOwnerId":"USER1"`, want: []string{"accountOwnerId unknown_reference"}},
	"owner of 256":                 {in: `"accountOwnerId":"` + text(256) + `"`, want: []string{"accountOwnerId too_long"}},
	"owner a number":               {in: `"accountOwnerId":1`, want: []string{"accountOwnerId wrong_type"}},
	"logo":                         {in: `"logo":" HTTPS://CDN.Acme.com/A?b=C "`, out: `"logo":"https://cdn.acme.com/A?b=C"`},
	"logo blank":                   {in: `"logo":" "`, out: `"logo":null`},
	"logo without scheme":          {in: `"logo":"acme.com/logo.png"`, want: []string{"logo not_a_url"}},
	"logo ftp":                     {in: `"logo":"ftp://acme.com/logo.png"`, want: []string{"logo not_a_url"}},
	"logo too long":                {in: `"logo":"https://acme.com/` + strings.Repeat("a", 2048) + `"`, want: []string{"logo too_long"}},
	"website":                      {in: `"website":"https://acme.com"`, out: `"website":"https://acme.com"`},
	"website relative":             {in: `"website":"/about"`, want: []string{"website not_a_url"}},
	"website an object":            {in: `"website":{}`, want: []string{"website wrong_type"}},
	"status folded":                {in: `"status":"active"`, out: `"status":"ACTIVE","statusConfiguration":{"isClosed":false}`},
	"status unknown":               {in: `"status":"GONE"`, want: []string{"status not_in_picklist"}},
	"status of another attribute":  {in: `"status":"GREEN"`, want: []string{"status not_in_picklist"}},
	"status a number":              {in: `"status":3`, want: []string{"status wrong_type"}},
	"classification folded":        {in: `"classification":"mid market"`, out: `"classification":"MID_MARKET"`},
	"classification unknown":       {in: `"classification":"TINY"`, want: []string{"classification not_in_picklist"}},
	"health":                       {in: `"health":"Red"`, out: `"health":"RED"`},
	"health unknown":               {in: `"health":"BLUE"`, want: []string{"health not_in_picklist"}},
	"industry":                     {in: `"industry":"Finance"`, out: `"industry":"FINANCE"`},
	"industry unknown":             {in: `"industry":"SPACE"`, want: []string{"industry not_in_picklist"}},
	"revenue a number":             {in: `"annualRevenue":50000000.50`, out: `"annualRevenue":{"amount":50000000.50,"currency":"USD"}`},
	"revenue an object":            {in: `"annualRevenue":{"amount":"1.10","currency":"eur"}`, out: `"annualRevenue":{"amount":1.10,"currency":"EUR"}`},
	"revenue zero":                 {in: `"annualRevenue":0`, out: `"annualRevenue":{"amount":0,"currency":"USD"}`},
	"revenue negative":             {in: `"annualRevenue":-0.01`, want: []string{"annualRevenue too_small"}},
	"revenue of 39 digits":         {in: `"annualRevenue":100000000000000000000000000000000000000`, want: []string{"annualRevenue too_large"}},
	"revenue a text":               {in: `"annualRevenue":"lots"`, want: []string{"annualRevenue wrong_type"}},
	"revenue in no currency":       {in: `"annualRevenue":{"amount":1,"currency":"XYZ"}`, want: []string{"annualRevenue.currency not_a_currency"}},
	"revenue without amount":       {in: `"annualRevenue":{"currency":"EUR"}`, want: []string{"annualRevenue.amount required"}},
	"employees":                    {in: `"employees":500`, out: `"employees":500`},
	"employees as 5e2":             {in: `"employees":5e2`, out: `"employees":500`},
	"employees zero":               {in: `"employees":0`, out: `"employees":0`},
	"employees negative":           {in: `"employees":-1`, want: []string{"employees too_small"}},
	"employees a half":             {in: `"employees":1.5`, want: []string{"employees wrong_type"}},
	"employees too many":           {in: `"employees":9223372036854775808`, want: []string{"employees too_large"}},
	"employees a text":             {in: `"employees":"500"`, want: []string{"employees wrong_type"}},
	"address a text":               {in: `"billingAddress":" 1 Main St, Springfield "`, out: `"billingAddress":"1 Main St, Springfield"`},
	"address of parts":             {in: `"billingAddress":{"street":"1 Main St","zip":" 12345 ","country":"USA"}`, out: `"billingAddress":{"street":"1 Main St","postalCode":"12345","country":"USA"}`},
	"address empty":                {in: `"shippingAddress":{}`, out: `"shippingAddress":null`},
	"address a number":             {in: `"shippingAddress":5`, want: []string{"shippingAddress wrong_type"}},
	"address parts wrong":          {in: `"shippingAddress":{"city":1,"zip":"` + text(256) + `"}`, want: []string{"shippingAddress.city wrong_type", "shippingAddress.zip too_long"}},
	"address two codes":            {in: `"billingAddress":{"zip":"1","postalCode":"2"}`, want: []string{"billingAddress.zip contradiction"}},
	"address too long":             {in: `"billingAddress":"` + text(1025) + `"`, want: []string{"billingAddress too_long"}},
	"external ids":                 {in: `"externalIds":{" crm ":" 17 ","duns":"x"}`, out: `"externalIds":{"crm":"17","duns":"x"}`},
	"external ids none":            {in: `"externalIds":{}`, out: `"externalIds":null`},
	"external ids of wrong type":   {in: `"externalIds":{"crm":17,"duns":null}`, want: []string{"externalIds.crm wrong_type", "externalIds.duns wrong_type"}},
	"external ids a list":          {in: `"externalIds":["crm"]`, want: []string{"externalIds wrong_type"}},
	"external id empty":            {in: `"externalIds":{"crm":" "}`, want: []string{"externalIds.crm required"}},
	"external id of no system":     {in: `"externalIds":{" ":"1"}`, want: []string{"externalIds.  required"}},
	"external id of 256":           {in: `"externalIds":{"crm":"` + text(256) + `"}`, want: []string{"externalIds.crm too_long"}},
	"external system of 65":        {in: `"externalIds":{"` + text(65) + `":"1"}`, want: []string{"externalIds." + text(65) + " too_long"}},
	"external system twice":        {in: `"externalIds":{"crm":"1"," crm":"2"}`, want: []string{"externalIds.crm repeated"}},
	"101 external ids":             {in: `"externalIds":` + manyOf(101, `"s%d":"1"`, "{", "}"), want: []string{"externalIds too_large"}},
	"teams":                        {in: `"teams":[{"teamId":" t1 ","role":"lead"},{"teamId":"t2"}]`, out: `"teams":[{"teamId":"t1","role":"lead"},{"teamId":"t2"}]`},
	"teams at their paths":         {in: `"teams":[{"teamId":"t1"},{"role":"x"},{"teamId":"t1"},{"teamId":"` + text(256) + `","role":"a\nb"}]`, want: []string{"teams[1].teamId required", "teams[2].teamId repeated", "teams[3].teamId too_long", "teams[3].role invalid_text"}},
	"teams of wrong type":          {in: `"teams":[{"teamId":"t1"},{"teamId":2}]`, want: []string{"teams[1].teamId wrong_type"}},
	"teams no list":                {in: `"teams":{}`, want: []string{"teams wrong_type"}},
	"101 teams":                    {in: `"teams":` + manyOf(101, `{"teamId":"t%d"}`, "[", "]"), want: []string{"teams too_large"}},
	"metadata keeps digits":        {in: `"metadata":{"a": 1.10, "b":[1e3]}`, out: `"metadata":{"a":1.10,"b":[1e3]}`},
	"metadata a list":              {in: `"metadata":[]`, want: []string{"metadata wrong_type"}},
	"metadata too large":           {in: `"metadata":{"a":"` + strings.Repeat("a", 64<<10) + `"}`, want: []string{"metadata too_large"}},
	"metadata with a key twice":    {in: `"metadata":{"a":1,"a":2}`, want: []string{"metadata repeated"}},
	"custom fields":                {in: `"customFieldValues":[{"fieldId":"tier","value":1},{"value":2}]`, want: []string{"customFieldValues[0].fieldId unknown_reference", "customFieldValues[1].fieldId required"}},
	"no custom fields":             {in: `"customFieldValues":[]`, out: `"customFieldValues":[]`},
	"add existing users":           {in: `"addExistingUsersToAccountContacts":true`, out: `"name":"Acme"`},
	"existing users, no bool":      {in: `"addExistingUsersToAccountContacts":"yes"`, want: []string{"addExistingUsersToAccountContacts wrong_type"}},
	"add no users":                 {in: `"addExistingUsersToAccountContacts":false`, out: `"name":"Acme"`},
	"unknown keys":                 {in: `"uid":1,"number":7,"memberCount":"x","isActive":3`, out: `"number":0`},
}

func TestFieldsOfADraft(t *testing.T) {
	for name, c := range fieldCases {
		t.Run(name, func(t *testing.T) {
			var d account.Draft
			require.NoError(t, json.Unmarshal([]byte(`{"name":"Acme","primaryDomain":"acme.com",`+c.in+`}`), &d))
			a, err := account.Validate(d, rules())
			c.holds(t, a, err)
		})
	}
}

func TestFieldsOfAPatch(t *testing.T) {
	before, err := account.Validate(named("Acme", "acme.com"), rules())
	require.NoError(t, err)
	untouched := *before
	for name, c := range fieldCases {
		t.Run(name, func(t *testing.T) {
			var p account.Patch
			require.NoError(t, json.Unmarshal([]byte(`{`+c.in+`}`), &p))
			a, err := p.Apply(before, rules())
			c.holds(t, a, err)
			require.Equal(t, untouched, *before)
		})
	}
}

// holds asserts the result of a case.
func (c fieldCase) holds(t *testing.T, a *account.Account, err error) {
	t.Helper()
	refused(t, err, c.want...)
	require.Equal(t, c.want == nil, a != nil)
	if a == nil {
		return
	}
	have := members(t, a)
	for key, want := range members(t, json.RawMessage("{"+c.out+"}")) {
		require.Equal(t, string(want), string(have[key]), key)
	}
}

func TestEveryFaultAtOnce(t *testing.T) {
	employees := int64(-1)
	d := account.Draft{
		PrimaryDomain: "co.uk", SecondaryDomains: []string{"x"}, Description: "\x00", Source: "\xff", Territory: "a\nb",
		OwnerID: "nobody", Logo: "x", Website: "y", Status: "a", Classification: "b", Health: "c", Industry: "d",
		AnnualRevenue: &value.Money{Amount: decimal.New(-1, 0)}, Employees: &employees,
		BillingAddress:    value.Address{Line: "a", City: "b"},
		ShippingAddress:   value.Address{City: text(256)},
		ExternalIDs:       map[string]string{"crm": ""},
		Teams:             []account.Team{{}},
		Metadata:          json.RawMessage(`[]`),
		CustomFieldValues: []customfield.Input{{FieldID: "tier"}},
	}
	_, err := account.Validate(d, rules())
	refused(t, err,
		"name required", "primaryDomain not_a_domain", "secondaryDomains[0] not_a_domain", "description invalid_text",
		"source invalid_text", "territory invalid_text", "accountOwnerId unknown_reference", "logo not_a_url", "website not_a_url",
		"status not_in_picklist", "classification not_in_picklist", "health not_in_picklist", "industry not_in_picklist",
		"annualRevenue too_small", "employees too_small", "billingAddress contradiction", "shippingAddress.city too_long",
		"externalIds.crm required", "teams[0].teamId required", "metadata wrong_type",
		"customFieldValues[0].fieldId unknown_reference",
	)
}

func TestParametersOfFaults(t *testing.T) {
	_, err := account.Validate(account.Draft{Name: text(256), PrimaryDomain: "acme.com", Health: "BLUE", OwnerID: "USER1"}, rules())
	faults := fault.All(err)
	require.Equal(t, fault.Params{"limit": 255}, faults[0].Params)
	require.Equal(t, fault.Params{"value": "USER1"}, faults[1].Params)
	require.Equal(t, fault.Params{"value": "BLUE", "allowed": []string{"RED", "YELLOW", "GREEN"}}, faults[2].Params)
}

func TestValidateGivesDefaultsAndNoSystemFields(t *testing.T) {
	d := named("Acme", "acme.com")
	a, err := account.Validate(d, rules())
	require.NoError(t, err)
	require.Equal(t, "PROSPECT", a.Status.Value)
	require.Zero(t, a.Classification)
	require.Zero(t, a.Health)
	require.Zero(t, a.Industry)
	require.Zero(t, a.System)
	require.Zero(t, a.Number)
	require.Equal(t, named("Acme", "acme.com"), d)
}

func TestWhatIsMandatory(t *testing.T) {
	for _, field := range []account.Field{
		account.FieldSecondaryDomains, account.FieldDescription, account.FieldSource, account.FieldTerritory,
		account.FieldOwnerID, account.FieldLogo, account.FieldWebsite, account.FieldClassification, account.FieldHealth,
		account.FieldIndustry, account.FieldAnnualRevenue, account.FieldEmployees, account.FieldBillingAddress,
		account.FieldShippingAddress, account.FieldExternalIDs, account.FieldTeams, account.FieldMetadata,
	} {
		t.Run(string(field), func(t *testing.T) {
			r := rules()
			r.Mandatory = []account.Field{field}
			_, err := account.Validate(named("Acme", "acme.com"), r)
			refused(t, err, string(field)+" required")
			full, err := account.Validate(full(), r)
			require.NoError(t, err)
			_, err = account.Patch{Clear: []account.Field{field}}.Apply(full, r)
			refused(t, err, string(field)+" required")
			_, err = account.Patch{Name: new("Other")}.Apply(&account.Account{Name: "Old", PrimaryDomain: "old.test"}, r)
			require.NoError(t, err)
		})
	}
}

// full gives a draft in which every field is given.
func full() account.Draft {
	employees := int64(500)
	return account.Draft{
		Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomains: []string{"acme.io", "acme.test"}, Description: "a\nb",
		Source: "hubspot", Territory: "EMEA", OwnerID: "USER123", Logo: "https://acme.com/l.png", Website: "https://acme.com",
		Status: "ACTIVE", Classification: "SMB", Health: "RED", Industry: "RETAIL",
		AnnualRevenue: &value.Money{Amount: decimal.New(150, -2), Currency: "EUR"}, Employees: &employees,
		BillingAddress:  value.Address{Line: "1 Main St"},
		ShippingAddress: value.Address{City: "Springfield", PostalCode: "12345"},
		ExternalIDs:     map[string]string{"crm": "17", "duns": "1"},
		Teams:           []account.Team{{TeamID: "t1", Role: "lead"}, {TeamID: "t2"}},
		Metadata:        json.RawMessage(`{"a":1.10}`),
	}
}

func TestAFaultInsideAMandatoryFieldIsOneFault(t *testing.T) {
	r := rules()
	r.Mandatory = []account.Field{account.FieldBillingAddress, account.FieldSecondaryDomains}
	var d account.Draft
	require.NoError(t, json.Unmarshal([]byte(`{"name":"Acme","primaryDomain":"acme.com","billingAddress":{"zip":1},"secondaryDomains":["x"]}`), &d))
	_, err := account.Validate(d, r)
	refused(t, err, "billingAddress.zip wrong_type", "secondaryDomains[0] not_a_domain")
}

func TestMandatorySecondaryDomainsCannotVanish(t *testing.T) {
	r := rules()
	r.Mandatory = []account.Field{account.FieldSecondaryDomains}
	before := &account.Account{Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomains: []string{"acme.io"}}
	for name, p := range map[string]account.Patch{
		"cleared":        {Clear: []account.Field{account.FieldSecondaryDomain}},
		"emptied":        {SecondaryDomain: new("")},
		"by the primary": {PrimaryDomain: new("acme.io")},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.Apply(before, r)
			refused(t, err, "secondaryDomains required")
		})
	}
}
