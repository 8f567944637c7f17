package customfield_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/customfield"
)

// draftOf decodes a draft; a name and a source are put before what is given.
func draftOf(t testing.TB, members string) customfield.Draft {
	t.Helper()
	var d customfield.Draft
	require.NoError(t, json.Unmarshal([]byte(`{"name":"Field","source":"account"`+members+`}`), &d))
	return d
}

func TestSettings(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"nothing":                           {``, []string{"fieldType required"}},
		"a type that there is not":          {`,"fieldType":"colour"`, []string{"fieldType not_allowed"}},
		"no source":                         {`,"source":null,"fieldType":"toggle"`, nil},
		"a source that there is not":        {`,"source":"ticket","fieldType":"toggle"`, []string{"source not_allowed"}},
		"no name":                           {`,"name":" ","fieldType":"toggle"`, []string{"name required"}},
		"a name without letters":            {`,"name":"--","fieldType":"toggle"`, []string{"name required"}},
		"a long name":                       {`,"name":` + long(256) + `,"fieldType":"toggle"`, []string{"name too_long"}},
		"wrong types":                       {`,"fieldType":5,"name":[],"unique":"yes","options":{},"min":"1","scale":1.5`, []string{"name wrong_type", "fieldType wrong_type", "options wrong_type", "unique wrong_type", "min wrong_type", "scale wrong_type"}},
		"no options":                        {`,"fieldType":"single_choice"`, []string{"options required"}},
		"an empty list of options":          {`,"fieldType":"radio_button","options":[]`, []string{"options required"}},
		"options":                           {`,"fieldType":"multi_choice","options":["EU",{"value":"US","archived":true}]`, nil},
		"options on a text":                 {`,"fieldType":"single_line","options":["a"]`, []string{"options not_allowed"}},
		"an option twice":                   {`,"fieldType":"single_choice","options":["Mid market","MID_MARKET"]`, []string{"options[1].value repeated"}},
		"an option without letters":         {`,"fieldType":"single_choice","options":["a","-"]`, []string{"options[1].value required"}},
		"a long option":                     {`,"fieldType":"single_choice","options":["a",` + long(256) + `]`, []string{"options[1].value too_long"}},
		"an option of a wrong type":         {`,"fieldType":"single_choice","options":["a",5,{"value":5}]`, []string{"options[1] wrong_type", "options[2].value wrong_type"}},
		"an option that is another's":       {`,"fieldType":"single_choice","options":["a",{"id":"018f3c1e-5b7a-7cc0-8000-000000000001","value":"b"}]`, []string{"options[1].id unknown_reference"}},
		"many options":                      {`,"fieldType":"single_choice","options":["a"` + strings.Repeat(`,"b"`, 500) + `]`, []string{"options too_large"}},
		"a checkbox without options":        {`,"fieldType":"checkbox","defaultValue":true`, nil},
		"a regex without a pattern":         {`,"fieldType":"regex"`, []string{"regexForValidation required"}},
		"a bad pattern":                     {`,"fieldType":"regex","regexForValidation":"(a"`, []string{"regexForValidation not_a_pattern"}},
		"a pattern that RE2 has not":        {`,"fieldType":"single_line","regexForValidation":"(?=a)"`, []string{"regexForValidation not_a_pattern"}},
		"a long pattern":                    {`,"fieldType":"regex","regexForValidation":"` + strings.Repeat("a", 1001) + `"`, []string{"regexForValidation too_long"}},
		"a pattern on a number":             {`,"fieldType":"integer","regexForValidation":"^1"`, []string{"regexForValidation not_allowed"}},
		"min and max":                       {`,"fieldType":"decimal","min":-0.5,"max":1e3,"scale":2`, nil},
		"min above max":                     {`,"fieldType":"decimal","min":2,"max":1`, []string{"max contradiction"}},
		"min on a text":                     {`,"fieldType":"single_line","min":1,"max":2`, []string{"min not_allowed", "max not_allowed"}},
		"a fraction on integers":            {`,"fieldType":"integer","min":0.5,"max":1.5`, []string{"min not_allowed", "max not_allowed"}},
		"scale on integers":                 {`,"fieldType":"integer","scale":2`, []string{"scale not_allowed"}},
		"a scale that is too large":         {`,"fieldType":"currency","scale":39`, []string{"scale too_large"}},
		"a negative scale":                  {`,"fieldType":"decimal","scale":-1`, []string{"scale too_small"}},
		"ratings of ten":                    {`,"fieldType":"rating","max":10`, nil},
		"ratings of none":                   {`,"fieldType":"rating","max":0`, []string{"max too_small"}},
		"ratings of many":                   {`,"fieldType":"rating","max":101,"min":1`, []string{"min not_allowed", "max too_large"}},
		"length":                            {`,"fieldType":"multi_line","maxLength":32768`, nil},
		"a length beyond the type":          {`,"fieldType":"single_line","maxLength":256`, []string{"maxLength too_large"}},
		"no length":                         {`,"fieldType":"single_line","maxLength":0`, []string{"maxLength too_small"}},
		"length of a number":                {`,"fieldType":"integer","maxLength":5`, []string{"maxLength not_allowed"}},
		"unique long texts":                 {`,"fieldType":"multi_line","unique":true`, []string{"unique not_allowed"}},
		"indexed rich texts":                {`,"fieldType":"rich_text","indexed":true`, []string{"indexed not_allowed"}},
		"indexed files":                     {`,"fieldType":"file_upload","indexed":true,"unique":true`, []string{"unique not_allowed", "indexed not_allowed"}},
		"an indexed password":               {`,"fieldType":"password","indexed":true`, []string{"indexed not_allowed"}},
		"a calculated index":                {`,"fieldType":"calculated","indexed":true,"mandatoryOnCreation":true`, []string{"indexed not_allowed", "mandatoryOnCreation not_allowed"}},
		"a look-up without a target":        {`,"fieldType":"lookup"`, []string{"lookup required"}},
		"a look-up to what there is not":    {`,"fieldType":"lookup","lookup":"ticket"`, []string{"lookup not_allowed"}},
		"a target of a text":                {`,"fieldType":"single_line","lookup":"account"`, []string{"lookup not_allowed"}},
		"inherit":                           {`,"fieldType":"single_line","inherit":true`, nil},
		"inherit of a task":                 {`,"source":"task","fieldType":"single_line","inherit":true`, []string{"inherit not_allowed"}},
		"inherit a password":                {`,"fieldType":"password","inherit":true`, []string{"inherit not_allowed"}},
		"edited and seen":                   {`,"fieldType":"toggle","editableByCustomer":true`, nil},
		"edited and not seen":               {`,"fieldType":"toggle","editableByCustomer":true,"visibleToCustomer":false`, []string{"visibleToCustomer contradiction"}},
		"a default":                         {`,"fieldType":"integer","min":1,"defaultValue":5`, nil},
		"a default beyond the limits":       {`,"fieldType":"integer","min":1,"defaultValue":0`, []string{"defaultValue too_small"}},
		"a default of a wrong type":         {`,"fieldType":"integer","defaultValue":"x"`, []string{"defaultValue wrong_type"}},
		"a default that is no option":       {`,"fieldType":"single_choice","options":["a"],"defaultValue":"b"`, []string{"defaultValue not_in_picklist"}},
		"a default that is archived":        {`,"fieldType":"single_choice","options":["a",{"value":"b","archived":true}],"defaultValue":"b"`, []string{"defaultValue archived"}},
		"a default that does not match":     {`,"fieldType":"regex","regexForValidation":"^a$","defaultValue":"b"`, []string{"defaultValue not_matching"}},
		"a default of what is wrong itself": {`,"fieldType":"regex","regexForValidation":"(","defaultValue":"b"`, []string{"regexForValidation not_a_pattern"}},
		"a default of a password":           {`,"fieldType":"password","defaultValue":"x"`, []string{"defaultValue not_allowed"}},
		"a default of a look-up":            {`,"fieldType":"lookup","lookup":"user","defaultValue":"x"`, []string{"defaultValue not_allowed"}},
		"a default of what is unique":       {`,"fieldType":"single_line","unique":true,"defaultValue":"x"`, []string{"defaultValue contradiction"}},
		"a default of null":                 {`,"fieldType":"single_line","defaultValue":null`, nil},
		"long texts":                        {`,"fieldType":"toggle","placeholderText":` + long(256) + `,"hintText":` + long(256) + `,"teamId":` + long(256) + `,"description":` + long(32769), []string{"description too_long", "placeholderText too_long", "hintText too_long", "teamId too_long"}},
		"metadata":                          {`,"fieldType":"toggle","metadata":[1]`, []string{"metadata wrong_type"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := draftOf(t, c.in)
			if name == "no source" {
				d.Source = ""
				c.want = []string{"source required"}
			}
			_, err := customfield.Validate(d, rules)
			refused(t, err, c.want...)
		})
	}
}

func TestSlugs(t *testing.T) {
	for name, slug := range map[string]string{
		"Customer Success Tier": "customer_success_tier", "  Ärger-Stufe (neu)  ": "ärger_stufe_neu", "a__b": "a_b", "CRM ID #2": "crm_id_2", "日本": "日本",
	} {
		f, err := customfield.Validate(customfield.Draft{Name: name, Source: customfield.Note, Type: customfield.Toggle}, rules)
		require.NoError(t, err)
		require.Equal(t, slug, f.Slug)
	}
}

func TestADraftMakesAField(t *testing.T) {
	d := draftOf(t, `,"fieldType":"single_choice","options":["a",{"value":"b","archived":true}],"defaultValue":"A","editableByCustomer":true,"metadata":{"x":1.50},
		"description":" d ","placeholderText":"p","hintText":"h","teamId":"t","mandatoryOnCreation":true,"mandatoryOnClose":true,"autoAddToAllForms":true,"indexed":true,"inherit":true`)
	f, err := customfield.Validate(d, rules)
	require.NoError(t, err)
	require.True(t, f.VisibleToCustomer)
	b, err := json.Marshal(f)
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"","uid":"","name":"Field","slug":"field","source":"account","fieldType":"single_choice","description":"d","placeholderText":"p","hintText":"h",
		"options":[{"id":"00000000-0000-0000-0000-000000000001","value":"a","archived":false},{"id":"00000000-0000-0000-0000-000000000002","value":"b","archived":true}],
		"defaultValue":"a","mandatoryOnCreation":true,"mandatoryOnClose":true,"visibleToCustomer":true,"editableByCustomer":true,"autoAddToAllForms":true,
		"teamId":"t","regexForValidation":null,"lookup":null,"unique":false,"indexed":true,"inherit":true,"min":null,"max":null,"scale":null,"maxLength":null,
		"indexState":null,"uniqueState":null,"metadata":{"x":1.50},"isActive":true,"version":0,"createdAt":null,"updatedAt":null,"createdBy":null,"updatedBy":null,"deletedAt":null}`, string(b))
}

func TestPatches(t *testing.T) {
	number, err := customfield.Validate(draftOf(t, `,"fieldType":"integer","min":1,"max":9,"defaultValue":5`), rules)
	require.NoError(t, err)
	choice, err := customfield.Validate(draftOf(t, `,"fieldType":"single_choice","options":["a","b"],"defaultValue":"a"`), rules)
	require.NoError(t, err)
	regex, err := customfield.Validate(draftOf(t, `,"fieldType":"regex","regexForValidation":"^a","editableByCustomer":true`), rules)
	require.NoError(t, err)
	check, err := customfield.Validate(draftOf(t, `,"fieldType":"checkbox"`), rules)
	require.NoError(t, err)
	look, err := customfield.Validate(draftOf(t, `,"fieldType":"lookup","lookup":"account"`), rules)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		field *customfield.Field
		in    string
		want  []string
	}{
		"nothing":                         {number, `{}`, nil},
		"what it is":                      {number, `{"source":"account","fieldType":"integer","slug":"field","name":"Field"}`, nil},
		"what never changes":              {number, `{"source":"note","fieldType":"decimal","slug":"x","lookup":"user"}`, []string{"source immutable", "fieldType immutable", "slug immutable", "lookup immutable"}},
		"a name":                          {number, `{"name":"Other"}`, nil},
		"no name":                         {number, `{"name":null}`, []string{"name required"}},
		"an unknown part":                 {number, `{"colour":null}`, nil},
		"a limit beyond the other":        {number, `{"min":10}`, []string{"min contradiction"}},
		"a limit that the default breaks": {number, `{"max":4}`, []string{"defaultValue too_large"}},
		"a limit with a new default":      {number, `{"max":4,"defaultValue":4}`, nil},
		"no limit":                        {number, `{"min":null,"max":null}`, nil},
		"unique with a default":           {number, `{"unique":true}`, []string{"unique contradiction"}},
		"unique without the default":      {number, `{"unique":true,"defaultValue":null}`, nil},
		"set and cleared":                 {number, `{"min":3}`, []string{"min contradiction"}},
		"no options":                      {choice, `{"options":[]}`, []string{"options contradiction"}},
		"no options nor default":          {choice, `{"options":[],"defaultValue":null}`, []string{"options required"}},
		"options cleared":                 {choice, `{"options":null}`, []string{"options required"}},
		"the default left out":            {choice, `{"options":["b"]}`, []string{"options contradiction"}},
		"the default archived":            {choice, `{"options":[{"value":"a","archived":true},"b"]}`, []string{"options contradiction"}},
		"the default left out and gone":   {choice, `{"options":["b"],"defaultValue":null}`, nil},
		"no pattern":                      {regex, `{"regexForValidation":null}`, []string{"regexForValidation required"}},
		"not seen":                        {regex, `{"visibleToCustomer":false}`, []string{"visibleToCustomer contradiction"}},
		"neither seen nor edited":         {regex, `{"visibleToCustomer":false,"editableByCustomer":false}`, nil},
		"a checkbox of options":           {check, `{"options":["a"]}`, []string{"options immutable"}},
		"a look-up without an index":      {look, `{"indexed":false}`, []string{"indexed not_allowed"}},
	} {
		t.Run(name, func(t *testing.T) {
			var p customfield.Patch
			require.NoError(t, json.Unmarshal([]byte(c.in), &p))
			if name == "set and cleared" {
				p.Clear = append(p.Clear, customfield.PartMin)
			}
			if name == "an unknown part" {
				p.Clear = append(p.Clear, "colour")
				c.want = []string{"colour unknown_field"}
			}
			before, err := json.Marshal(c.field)
			require.NoError(t, err)
			_, err = p.Apply(c.field, rules)
			refused(t, err, c.want...)
			after, err := json.Marshal(c.field)
			require.NoError(t, err)
			require.Equal(t, string(before), string(after), "the field that was given is as it was")
		})
	}
}

func TestNewSchemaRefusesDoubles(t *testing.T) {
	toggle := customfield.Draft{Name: "Tier", Type: customfield.Toggle}
	_, err := customfield.NewSchema(customfield.Account, toggle, customfield.Draft{Name: "TIER", Type: customfield.Toggle})
	refused(t, err, "fields[1].name duplicate")
	_, err = customfield.NewSchema(customfield.Account, toggle, customfield.Draft{Name: "ti-er", Source: customfield.Note, Type: "x"})
	refused(t, err, "fields[1].fieldType not_allowed", "fields[1].source not_allowed")
}

func TestAFieldIsNamedByIDThenSlugThenName(t *testing.T) {
	s, err := customfield.NewSchema(customfield.Account, customfield.Draft{Name: "b", Type: customfield.Toggle}, customfield.Draft{Name: "Tier two", Type: customfield.Toggle})
	require.NoError(t, err)
	for input, slug := range map[string]string{"b": "b", "tier_two": "tier_two", "Tier two": "tier_two", " tier TWO ": "tier_two", "00000000-0000-0000-0000-000000000002": "tier_two"} {
		f, ok := s.Resolve(input)
		require.True(t, ok, input)
		require.Equal(t, slug, f.Slug, input)
	}
	_, ok := s.Resolve("tier two three")
	require.False(t, ok)
}
