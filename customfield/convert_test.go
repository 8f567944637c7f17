package customfield_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
)

// TestConversions converts one value after the other and compares what becomes of it: "= value" converts, "~ value"
// loses something, "!" fails.
func TestConversions(t *testing.T) {
	drafts := map[string]customfield.Draft{}
	for _, d := range []customfield.Draft{
		{Type: customfield.SingleLine}, {Type: customfield.MultiLine}, {Type: customfield.RichText}, {Type: customfield.Integer}, {Type: customfield.Decimal}, {Type: customfield.Currency},
		{Type: customfield.Date}, {Type: customfield.DateTime}, {Type: customfield.Time}, {Type: customfield.Email}, {Type: customfield.PhoneNumber}, {Type: customfield.URL}, {Type: customfield.IPAddress},
		{Type: customfield.Address}, {Type: customfield.Coordinates}, {Type: customfield.Rating}, {Type: customfield.FileUpload}, {Type: customfield.Toggle},
		{Type: customfield.SingleChoice, Options: options("a", "true")}, {Type: customfield.MultiChoice, Options: options("a", "b")}, {Type: customfield.LookUp, LookUp: customfield.LookUpUser},
	} {
		drafts[string(d.Type)] = d
	}
	scale := customfield.Patch{Scale: new(int64(1))}
	short := customfield.Patch{MaxLength: new(int64(3))}
	ab := customfield.Patch{Options: &[]customfield.OptionDraft{{Value: "A"}, {Value: "b"}}}
	for _, c := range []struct {
		from, value string
		to          customfield.Type
		settings    customfield.Patch
		want        string
	}{
		{"integer", `5`, customfield.Decimal, customfield.Patch{}, "= 5"},
		{"integer", `5`, customfield.Currency, customfield.Patch{}, "= 5 USD"},
		{"integer", `5`, customfield.SingleLine, customfield.Patch{}, "= 5"},
		{"integer", `5`, customfield.Rating, customfield.Patch{}, "= 5"},
		{"integer", `6`, customfield.Rating, customfield.Patch{}, "! too_large"},
		{"integer", `1`, customfield.Toggle, customfield.Patch{}, "= true"},
		{"integer", `2`, customfield.Toggle, customfield.Patch{}, "!"},
		{"integer", `2`, customfield.Date, customfield.Patch{}, "!"},
		{"decimal", `2.5`, customfield.Integer, customfield.Patch{}, "~ 2"},
		{"decimal", `3.5`, customfield.Integer, customfield.Patch{}, "~ 4"},
		{"decimal", `4.0`, customfield.Integer, customfield.Patch{}, "= 4"},
		{"decimal", `99999999999999999999`, customfield.Integer, customfield.Patch{}, "!"},
		{"decimal", `1.25`, customfield.Currency, scale, "~ 1.2 USD"},
		{"currency", `1.25`, customfield.Decimal, customfield.Patch{}, "= 1.25"},
		{"currency", `{"amount":1.25,"currency":"EUR"}`, customfield.Decimal, customfield.Patch{}, "~ 1.25"},
		{"currency", `{"amount":1.25,"currency":"EUR"}`, customfield.SingleLine, customfield.Patch{}, "= 1.25 EUR"},
		{"single_line", `"1.25 EUR"`, customfield.Currency, customfield.Patch{}, "= 1.25 EUR"},
		{"single_line", `"1.25"`, customfield.Currency, customfield.Patch{}, "= 1.25 USD"},
		{"single_line", `"12"`, customfield.Integer, customfield.Patch{}, "= 12"},
		{"single_line", `"1.50"`, customfield.Decimal, customfield.Patch{}, "= 1.5"},
		{"single_line", `"a dozen"`, customfield.Integer, customfield.Patch{}, "!"},
		{"single_line", `"2026-01-31"`, customfield.Date, customfield.Patch{}, "= 2026-01-31"},
		{"single_line", `"31.1."`, customfield.Date, customfield.Patch{}, "!"},
		{"single_line", `"Ann@Example.com"`, customfield.Email, customfield.Patch{}, "= ann@example.com"},
		{"single_line", `"x"`, customfield.Email, customfield.Patch{}, "!"},
		{"single_line", `"abcd"`, customfield.MultiLine, short, "~ abc"},
		{"single_line", `"a"`, customfield.SingleChoice, ab, "= A"},
		{"single_line", `"c"`, customfield.SingleChoice, ab, "!"},
		{"single_line", `"B"`, customfield.MultiChoice, ab, "= b"},
		{"single_line", `"true"`, customfield.Toggle, customfield.Patch{}, "= true"},
		{"single_line", `"yes"`, customfield.Toggle, customfield.Patch{}, "!"},
		{"single_line", `"AB-1"`, customfield.Regex, customfield.Patch{Pattern: new("^AB")}, "= AB-1"},
		{"single_line", `"XY-1"`, customfield.Regex, customfield.Patch{Pattern: new("^AB")}, "! not_matching"},
		{"single_line", `"https://example.com"`, customfield.FileUpload, customfield.Patch{}, "= https://example.com"},
		{"single_line", `"1 Main St"`, customfield.Address, customfield.Patch{}, "= 1 Main St"},
		{"single_line", `"48.1,11.5"`, customfield.Coordinates, customfield.Patch{}, "= 48.1,11.5"},
		{"single_line", `"USER1"`, customfield.LookUp, customfield.Patch{}, "= USER1"},
		{"single_line", `"10.0.0.1"`, customfield.IPAddress, customfield.Patch{}, "= 10.0.0.1"},
		{"multi_line", `"a\nb"`, customfield.SingleLine, customfield.Patch{}, "~ a b"},
		{"multi_line", `"ab"`, customfield.SingleLine, customfield.Patch{}, "= ab"},
		{"rich_text", `" ab "`, customfield.MultiLine, customfield.Patch{}, "~ ab"},
		{"date", `"2026-01-31"`, customfield.DateTime, customfield.Patch{}, "= 2026-01-31T00:00:00Z"},
		{"date", `"2026-01-31"`, customfield.Time, customfield.Patch{}, "!"},
		{"date", `"2026-01-31"`, customfield.SingleLine, customfield.Patch{}, "= 2026-01-31"},
		{"date_time", `"2026-01-31T00:00:00Z"`, customfield.Date, customfield.Patch{}, "= 2026-01-31"},
		{"date_time", `"2026-01-31T09:30:00Z"`, customfield.Date, customfield.Patch{}, "~ 2026-01-31"},
		{"date_time", `"2026-01-31T09:30:00Z"`, customfield.Time, customfield.Patch{}, "~ 09:30:00"},
		{"time", `"09:30"`, customfield.SingleLine, customfield.Patch{}, "= 09:30:00"},
		{"time", `"09:30"`, customfield.DateTime, customfield.Patch{}, "!"},
		{"email", `"ann@example.com"`, customfield.SingleLine, customfield.Patch{}, "= ann@example.com"},
		{"url", `"https://example.com/a"`, customfield.FileUpload, customfield.Patch{}, "= https://example.com/a"},
		{"file_upload", `["https://example.com/a"]`, customfield.URL, customfield.Patch{}, "= https://example.com/a"},
		{"file_upload", `["https://example.com/a","https://example.com/b"]`, customfield.URL, customfield.Patch{}, "~ https://example.com/a"},
		{"file_upload", `["https://example.com/a","https://example.com/b"]`, customfield.MultiLine, customfield.Patch{}, "= https://example.com/a https://example.com/b"},
		{"address", `{"street":"1 Main St","city":"X"}`, customfield.SingleLine, customfield.Patch{}, "~ 1 Main St, X"},
		{"address", `"1 Main St"`, customfield.SingleLine, customfield.Patch{}, "= 1 Main St"},
		{"toggle", `true`, customfield.Integer, customfield.Patch{}, "= 1"},
		{"toggle", `false`, customfield.Checkbox, customfield.Patch{}, "= false"},
		{"toggle", `true`, customfield.SingleChoice, ab, "!"},
		{"single_choice", `"a"`, customfield.RadioButton, customfield.Patch{}, "= a"},
		{"single_choice", `"a"`, customfield.MultiChoice, customfield.Patch{}, "= a"},
		{"single_choice", `"a"`, customfield.SingleLine, customfield.Patch{}, "= a"},
		{"single_choice", `"true"`, customfield.Toggle, customfield.Patch{}, "!"},
		{"multi_choice", `["a","b"]`, customfield.SingleChoice, customfield.Patch{}, "~ a"},
		{"multi_choice", `["b"]`, customfield.SingleChoice, customfield.Patch{}, "= b"},
		{"multi_choice", `["a","b"]`, customfield.Checkbox, customfield.Patch{}, "= a, b"},
		{"multi_choice", `["a","b"]`, customfield.SingleLine, customfield.Patch{}, "= a, b"},
		{"rating", `3`, customfield.Integer, customfield.Patch{}, "= 3"},
		{"lookup", `"USER1"`, customfield.SingleLine, customfield.Patch{}, "= USER1"},
		{"coordinates", `"48.1,11.5"`, customfield.SingleLine, customfield.Patch{}, "= 48.1,11.5"},
		{"ip_address", `"10.0.0.1"`, customfield.SingleLine, customfield.Patch{}, "= 10.0.0.1"},
		{"phone_number", `"+4989123456"`, customfield.Integer, customfield.Patch{}, "!"},
	} {
		name := fmt.Sprintf("%s %.20s to %s", c.from, c.value, c.to)
		org := clienteletest.Org(t)
		d := drafts[c.from]
		d.Name = "Code"
		f := create(t, org, d)
		id := accounts(t, org, 1, "code", func(int) string { return c.value })[0]
		o := customfield.ConvertOptions{Settings: c.settings}
		if c.to == customfield.LookUp {
			o.LookUp = customfield.LookUpUser
		}
		report, err := customfield.Convert(ctx, org, f.ID, c.to, o)
		require.NoError(t, err, name)
		require.Len(t, report.Values, 1, name)
		one := report.Values[0]
		have := map[customfield.Outcome]string{customfield.Converts: "= ", customfield.LosesPrecision: "~ ", customfield.Fails: "!"}[one.Outcome] + one.To.String()
		for _, f := range one.Faults {
			have += " " + string(f.Code)
		}
		require.Equal(t, c.want, have, name)
		require.Equal(t, []int{1}, []int{report.Converts + report.Loses + report.Fails})
		require.Equal(t, f, must(customfield.Get(ctx, org, f.ID)), "a report changes nothing")

		o.Commit = true
		_, err = customfield.Convert(ctx, org, f.ID, c.to, o)
		require.Equal(t, have[0] == '=', err == nil, "%s: %v", name, err)
		o.AcceptLoss = true
		if have[0] == '~' {
			_, err = customfield.Convert(ctx, org, f.ID, c.to, o)
			require.NoError(t, err)
		}
		if have[0] != '!' {
			require.Equal(t, have[2:], valueOf(t, org, id, "code").String(), name)
			require.Equal(t, c.to, must(customfield.Get(ctx, org, f.ID)).Type)
		}
	}
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

func TestAConversionIsAllOrNothing(t *testing.T) {
	onEach(t, func(t *testing.T, org *clientele.Org) {
		f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.SingleLine, Indexed: true, MaxLength: new(int64(9)), Default: json.RawMessage(`"7"`), MandatoryOnCreation: true})
		ids := accounts(t, org, 4, "code", func(i int) string { return []string{`"1"`, `"2.5"`, `"x"`, `"1.0"`}[i] })
		report, err := customfield.Convert(ctx, org, f.ID, customfield.Integer, customfield.ConvertOptions{})
		require.NoError(t, err)
		require.Equal(t, []int{1, 0, 3}, []int{report.Converts, report.Loses, report.Fails})
		require.False(t, report.Committed)
		_, err = customfield.Convert(ctx, org, f.ID, customfield.Integer, customfield.ConvertOptions{Commit: true, AcceptLoss: true})
		refused(t, err, "values[1] not_allowed", "values[2] not_allowed", "values[3] not_allowed")
		require.Equal(t, "x", valueOf(t, org, ids[2], "code").Text())

		_, err = account.Update(ctx, org, ids[2], account.Patch{CustomFieldValues: []customfield.Input{customfield.Set("code", customfield.TextValue("-10"))}})
		require.NoError(t, err)
		report, err = customfield.Convert(ctx, org, f.ID, customfield.Decimal, customfield.ConvertOptions{IfVersion: f.Version, Commit: true})
		require.NoError(t, err)
		require.True(t, report.Committed)
		require.Equal(t, "7", report.Field.Default.String())
		require.Nil(t, report.Field.MaxLength)
		require.Equal(t, 1, count(t, org, customfield.Condition{FieldID: "code", To: json.RawMessage("0")}))
		require.Equal(t, 2, count(t, org, customfield.Condition{FieldID: "code", Equal: json.RawMessage("1")}))
		_, err = customfield.Convert(ctx, org, f.ID, customfield.SingleLine, customfield.ConvertOptions{IfVersion: f.Version})
		require.ErrorIs(t, err, clientele.ErrStale)
		clienteletest.Check(t, org.DB())
	})
}

func TestAConversionKeepsUniqueValuesUnique(t *testing.T) {
	org := clienteletest.Org(t)
	f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.Decimal, Unique: true})
	accounts(t, org, 3, "code", func(i int) string { return []string{"1.5", "2", "2.5"}[i] })
	report, err := customfield.Convert(ctx, org, f.ID, customfield.Integer, customfield.ConvertOptions{})
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 2}, []int{report.Converts, report.Loses, report.Fails})
	_, err = customfield.Convert(ctx, org, f.ID, customfield.Integer, customfield.ConvertOptions{Commit: true, AcceptLoss: true})
	refused(t, err, "values[1] duplicate", "values[2] duplicate")
}

func TestConversionsThatAreRefused(t *testing.T) {
	org := clienteletest.Org(t)
	text := create(t, org, customfield.Draft{Name: "Text", Type: customfield.SingleLine, Indexed: true})
	password := create(t, org, customfield.Draft{Name: "Password", Type: customfield.Password})
	for name, c := range map[string]struct {
		field *customfield.Field
		to    customfield.Type
		o     customfield.ConvertOptions
		want  []string
	}{
		"no type":            {text, "colour", customfield.ConvertOptions{}, []string{"fieldType not_allowed"}},
		"the same type":      {text, customfield.SingleLine, customfield.ConvertOptions{}, []string{"fieldType not_allowed"}},
		"to a password":      {text, customfield.Password, customfield.ConvertOptions{}, []string{"fieldType not_allowed"}},
		"from a password":    {password, customfield.SingleLine, customfield.ConvertOptions{}, []string{"fieldType not_allowed"}},
		"to calculated":      {text, customfield.Calculated, customfield.ConvertOptions{}, []string{"fieldType not_allowed"}},
		"without options":    {text, customfield.SingleChoice, customfield.ConvertOptions{}, []string{"settings.options required"}},
		"without a pattern":  {text, customfield.Regex, customfield.ConvertOptions{}, []string{"settings.regexForValidation required"}},
		"without a target":   {text, customfield.LookUp, customfield.ConvertOptions{}, []string{"settings.lookup required"}},
		"an index of a long": {text, customfield.MultiLine, customfield.ConvertOptions{}, []string{"settings.indexed not_allowed"}},
	} {
		_, err := customfield.Convert(ctx, org, c.field.ID, c.to, c.o)
		require.Equal(t, c.want, reasons(err), name)
	}
	_, err := customfield.Convert(ctx, org, customfield.ID{1}, customfield.Integer, customfield.ConvertOptions{})
	require.ErrorIs(t, err, clientele.ErrNotFound)
}

func TestAValueInTheTrashIsConvertedWhenItComesBack(t *testing.T) {
	org := clienteletest.Org(t)
	f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.SingleLine})
	ids := accounts(t, org, 3, "code", func(i int) string { return []string{`"1"`, `"x"`, `"3"`}[i] })
	var sets []record.SetID
	for _, id := range ids[:2] {
		set, err := account.Delete(ctx, org, id, 0)
		require.NoError(t, err)
		sets = append(sets, set)
	}
	_, err := customfield.Convert(ctx, org, f.ID, customfield.Integer, customfield.ConvertOptions{Commit: true})
	require.NoError(t, err)
	for _, set := range sets {
		_, err := account.Restore(ctx, org, set)
		require.NoError(t, err)
	}
	require.EqualValues(t, 1, valueOf(t, org, ids[0], "code").Integer())
	require.True(t, valueOf(t, org, ids[1], "code").IsZero())
}
