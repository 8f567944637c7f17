package customfield_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
)

// refused asserts that an input was refused for exactly these reasons, each "path code".
func refused(t testing.TB, err error, want ...string) {
	t.Helper()
	require.Equal(t, append([]string{}, want...), reasons(err), "%v", err)
}

func reasons(err error) []string {
	out := []string{}
	for _, f := range fault.All(err) {
		out = append(out, f.Path+" "+string(f.Code))
	}
	return out
}

// fieldOf gives a field of a draft, in a schema of its own.
func fieldOf(t testing.TB, d customfield.Draft) *customfield.Field {
	t.Helper()
	d.Name, d.Source = "Field", customfield.Account
	s, err := customfield.NewSchema(customfield.Account, d)
	require.NoError(t, err)
	f, ok := s.Resolve("field")
	require.True(t, ok)
	return f
}

var rules = customfield.Rules{Currency: "USD"}

func options(values ...string) []customfield.OptionDraft {
	var out []customfield.OptionDraft
	for _, v := range values {
		out = append(out, customfield.OptionDraft{Value: v})
	}
	return out
}

// first is the id of the first option of a field that has no store.
const first = "00000000-0000-0000-0000-000000000001"

// parsed is an input with what becomes of it: the JSON of the value, "" for no value; or the fault.
type parsed struct{ in, out, fault string }

func ok(in, out string) parsed          { return parsed{in: in, out: out} }
func same(in string) parsed             { return parsed{in: in, out: in} }
func bad(in, fault string) parsed       { return parsed{in: in, fault: " " + fault} }
func badAt(in, at, fault string) parsed { return parsed{in: in, fault: at + " " + fault} }
func quoted(s string) string            { b, _ := json.Marshal(s); return string(b) }
func long(n int) string                 { return quoted(strings.Repeat("ä", n)) }

// inputs are the values that fields of each type take and refuse.
var inputs = []struct {
	name   string
	field  customfield.Draft
	values []parsed
}{
	{"single_line", customfield.Draft{Type: customfield.SingleLine}, []parsed{
		same(`"premium"`), ok(`"  two  words "`, `"two  words"`), ok(`"é"`, `"é"`), same(`"42"`), same(long(255)), ok(`""`, ""), ok(`"  "`, ""), ok(`"\u0041"`, `"A"`),
		bad(long(256), "too_long"), bad(`"a\nb"`, "invalid_text"), bad(`5`, "wrong_type"), bad(`true`, "wrong_type"), bad(`["a"]`, "wrong_type"), bad(`{"a":1}`, "wrong_type"), bad(`"\ud800"`, "invalid_text"), bad(`"a`, "wrong_type"),
	}},
	{"multi_line", customfield.Draft{Type: customfield.MultiLine}, []parsed{
		same(`"a\nb"`), same(`"a\tb"`), ok(`" a "`, `"a"`), same(long(32768)), same(`"x"`), ok(`"\n"`, ""),
		bad(long(32769), "too_long"), bad(`"a\u0000b"`, "invalid_text"), bad(`1`, "wrong_type"), bad(`false`, "wrong_type"), bad(`[]`, "wrong_type"), bad(`{}`, "wrong_type"),
	}},
	{"rich_text", customfield.Draft{Type: customfield.RichText}, []parsed{
		ok(`"<b>bold</b>"`, `"\u003cb\u003ebold\u003c/b\u003e"`), same(`"  kept  "`), same(`"a\n\n b"`), same(`"x "`), same(long(65536)), ok(`""`, ""),
		bad(long(65537), "too_long"), bad(`7`, "wrong_type"), bad(`true`, "wrong_type"), bad(`["x"]`, "wrong_type"), bad(`{"html":"x"}`, "wrong_type"), bad(`"\udc00"`, "invalid_text"),
	}},
	{"integer", customfield.Draft{Type: customfield.Integer, Min: "-10", Max: "1000"}, []parsed{
		same(`0`), same(`-10`), same(`1000`), ok(`1e2`, `100`), ok(`5.00`, `5`), ok(`"42"`, `42`), ok(`"-7"`, `-7`), ok(`-0`, `0`), ok(`""`, ""),
		bad(`1001`, "too_large"), bad(`-11`, "too_small"), bad(`1.5`, "wrong_type"), bad(`"1.0"`, "wrong_type"), bad(`"007"`, "wrong_type"), bad(`"+5"`, "wrong_type"), bad(`"1e2"`, "wrong_type"), bad(`"abc"`, "wrong_type"), bad(`true`, "wrong_type"), bad(`[1]`, "wrong_type"), bad(`99999999999999999999`, "too_large"), bad(`1e400`, "too_large"), bad(`" 5"`, "wrong_type"),
	}},
	{"decimal", customfield.Draft{Type: customfield.Decimal, Min: "-0.5", Max: "99.99", Scale: new(int64(2))}, []parsed{
		same(`0`), same(`-0.5`), ok(`1.50`, `1.5`), ok(`10.00`, `10`), same(`99.99`), ok(`1e1`, `10`), ok(`5e-1`, `0.5`), ok(`-0.0`, `0`),
		bad(`0.125`, "too_long"), bad(`-0.51`, "too_small"), bad(`100`, "too_large"), bad(`"1.5"`, "wrong_type"), bad(`true`, "wrong_type"), bad(`NaN`, "wrong_type"), bad(`01`, "wrong_type"), bad(`1.`, "wrong_type"), bad(`.5`, "wrong_type"), bad(`[1]`, "wrong_type"), bad(`1`+strings.Repeat("0", 38), "too_large"),
	}},
	{"currency", customfield.Draft{Type: customfield.Currency, Min: "0", Scale: new(int64(2))}, []parsed{
		ok(`12.50`, `{"amount":12.5,"currency":"USD"}`), ok(`{"amount":3,"currency":"eur"}`, `{"amount":3,"currency":"EUR"}`), ok(`{"amount":"7.10","currency":"GBP"}`, `{"amount":7.1,"currency":"GBP"}`), ok(`{"amount":1}`, `{"amount":1,"currency":"USD"}`), ok(`0`, `{"amount":0,"currency":"USD"}`), ok(`1e3`, `{"amount":1000,"currency":"USD"}`),
		bad(`-1`, "too_small"), bad(`1.001`, "too_long"), bad(`"5"`, "wrong_type"), bad(`true`, "wrong_type"), badAt(`{"amount":1,"currency":"XYZ9"}`, "currency", "not_a_currency"), badAt(`{"currency":"EUR"}`, "amount", "required"), bad(`[5]`, "wrong_type"), bad(`{"amount":`, "wrong_type"),
	}},
	{"date", customfield.Draft{Type: customfield.Date}, []parsed{
		same(`"2026-01-31"`), same(`"2024-02-29"`), same(`"0001-01-01"`), same(`"9999-12-31"`), ok(`" 2026-01-31 "`, `"2026-01-31"`), ok(`""`, ""),
		bad(`"2026-02-29"`, "not_a_date"), bad(`"2026-13-01"`, "not_a_date"), bad(`"2026-1-1"`, "not_a_date"), bad(`"31.01.2026"`, "not_a_date"), bad(`"2026-01-31T00:00:00Z"`, "not_a_date"), bad(`20260131`, "wrong_type"), bad(`true`, "wrong_type"),
	}},
	{"date_time", customfield.Draft{Type: customfield.DateTime}, []parsed{
		same(`"2026-01-31T09:30:00Z"`), ok(`"2026-01-31T09:30:00+01:00"`, `"2026-01-31T08:30:00Z"`), same(`"2026-01-31T09:30:00.123456Z"`), ok(`"2026-01-31T09:30:00.1234567Z"`, `"2026-01-31T09:30:00.123456Z"`), ok(`"2026-01-31T23:30:00-05:30"`, `"2026-02-01T05:00:00Z"`), same(`"0001-01-01T00:00:00Z"`), ok(`""`, ""),
		bad(`"2026-01-31T09:30:00"`, "not_a_date"), bad(`"2026-01-31"`, "not_a_date"), bad(`"2026-02-30T00:00:00Z"`, "not_a_date"), bad(`"2026-01-31T25:00:00Z"`, "not_a_date"), bad(`1767225600`, "wrong_type"), bad(`true`, "wrong_type"), bad(`"now"`, "not_a_date"), bad(`"9999-12-31T23:59:59-01:00"`, "not_a_date"),
	}},
	{"time", customfield.Draft{Type: customfield.Time}, []parsed{
		ok(`"09:30"`, `"09:30:00"`), same(`"09:30:15"`), same(`"00:00:00"`), same(`"23:59:59"`), ok(`" 12:00 "`, `"12:00:00"`), ok(`""`, ""),
		bad(`"24:00"`, "not_a_time"), bad(`"12:60"`, "not_a_time"), bad(`"9:30"`, "not_a_time"), bad(`"09:30:60"`, "not_a_time"), bad(`"09.30"`, "not_a_time"), bad(`"-1:30"`, "not_a_time"), bad(`930`, "wrong_type"), bad(`null1`, "wrong_type"),
	}},
	{"single_choice", customfield.Draft{Type: customfield.SingleChoice, Options: append(options("Basic", "Mid market"), customfield.OptionDraft{Value: "Old", Archived: true})}, []parsed{
		same(`"Basic"`), ok(`"basic"`, `"Basic"`), ok(`"MID_MARKET"`, `"Mid market"`), ok(`"`+first+`"`, `"Basic"`), ok(`"mid-market"`, `"Mid market"`), ok(`""`, ""),
		bad(`"Premium"`, "not_in_picklist"), bad(`"Old"`, "archived"), bad(`1`, "wrong_type"), bad(`true`, "wrong_type"), bad(`["Basic"]`, "wrong_type"), bad(`"00000000-0000-0000-0000-0000000000ff"`, "not_in_picklist"),
	}},
	{"radio_button", customfield.Draft{Type: customfield.RadioButton, Options: options("Yes", "No", "Not yet")}, []parsed{
		same(`"Yes"`), ok(`"no"`, `"No"`), ok(`"NOT_YET"`, `"Not yet"`), ok(`"`+first+`"`, `"Yes"`), ok(`"not yet"`, `"Not yet"`), ok(`" "`, ""),
		bad(`"Maybe"`, "not_in_picklist"), bad(`true`, "wrong_type"), bad(`0`, "wrong_type"), bad(`["Yes"]`, "wrong_type"), bad(`{"value":"Yes"}`, "wrong_type"), bad(`"Y"`, "not_in_picklist"),
	}},
	{"multi_choice", customfield.Draft{Type: customfield.MultiChoice, Options: append(options("EU", "US", "APAC"), customfield.OptionDraft{Value: "USSR", Archived: true})}, []parsed{
		same(`["EU"]`), same(`["EU","US"]`), ok(`["US","EU"]`, `["EU","US"]`), ok(`["apac"]`, `["APAC"]`), ok(`["`+first+`"]`, `["EU"]`), ok(`[]`, ""),
		badAt(`["EU","eu"]`, "[1]", "repeated"), badAt(`["EU","Mars"]`, "[1]", "not_in_picklist"), bad(`["USSR"]`, "archived"), bad(`"EU"`, "wrong_type"), badAt(`[1]`, "[0]", "wrong_type"), bad(`true`, "wrong_type"), badAt(`[null]`, "[0]", "wrong_type"), bad(`{"EU":true}`, "wrong_type"),
	}},
	{"checkbox with options", customfield.Draft{Type: customfield.Checkbox, Options: options("SSO", "API")}, []parsed{
		same(`["SSO"]`), same(`["SSO","API"]`), ok(`["API","sso"]`, `["SSO","API"]`), ok(`[]`, ""), ok(`["api"]`, `["API"]`), ok(`["`+first+`"]`, `["SSO"]`),
		bad(`true`, "wrong_type"), bad(`"SSO"`, "wrong_type"), badAt(`["SSO","SSO"]`, "[1]", "repeated"), badAt(`["X"]`, "[0]", "not_in_picklist"), bad(`1`, "wrong_type"), badAt(`[true]`, "[0]", "wrong_type"),
	}},
	{"checkbox", customfield.Draft{Type: customfield.Checkbox}, []parsed{
		same(`true`), same(`false`), ok(` true`, `true`), ok("false\n", `false`), ok("\ttrue ", `true`), ok(" false ", `false`),
		bad(`"true"`, "wrong_type"), bad(`1`, "wrong_type"), bad(`0`, "wrong_type"), bad(`["SSO"]`, "wrong_type"), bad(`"on"`, "wrong_type"), bad(`True`, "wrong_type"),
	}},
	{"email", customfield.Draft{Type: customfield.Email}, []parsed{
		same(`"ann@example.com"`), ok(`" Ann@Example.COM "`, `"ann@example.com"`), same(`"ann+news@example.com"`), ok(`"ann@bücher.example"`, `"ann@xn--bcher-kva.example"`), same(`"a.b@mail.example.co.uk"`), ok(`""`, ""),
		bad(`"ann"`, "not_an_email"), bad(`"ann@"`, "not_an_email"), bad(`"@example.com"`, "not_an_email"), bad(`"a b@example.com"`, "not_an_email"), bad(`5`, "wrong_type"), bad(`["ann@example.com"]`, "wrong_type"), bad(quoted(strings.Repeat("a", 250)+"@example.com"), "too_long"),
	}},
	{"phone_number", customfield.Draft{Type: customfield.PhoneNumber}, []parsed{
		same(`"+4989123456"`), ok(`"+49 89 123-456"`, `"+4989123456"`), ok(`"+1 (212) 555.0100"`, `"+12125550100"`), ok(`" +33123456789 "`, `"+33123456789"`), same(`"+12345678"`), ok(`""`, ""),
		bad(`"089 123456"`, "not_a_phone"), bad(`"+49"`, "not_a_phone"), bad(`"+0123456789"`, "not_a_phone"), bad(`"+49 (0) 89 123456"`, "not_a_phone"), bad(`4989123456`, "wrong_type"), bad(`"phone"`, "not_a_phone"), bad(`true`, "wrong_type"),
	}},
	{"url", customfield.Draft{Type: customfield.URL}, []parsed{
		same(`"https://example.com/a"`), ok(`"HTTPS://Example.com/A"`, `"https://example.com/A"`), same(`"http://192.0.2.1:8080/"`), ok(`" https://example.com "`, `"https://example.com"`), same(`"https://example.com/?q=1#f"`), ok(`""`, ""),
		bad(`"example.com"`, "not_a_url"), bad(`"ftp://example.com"`, "not_a_url"), bad(`"https://"`, "not_a_url"), bad(`"https://a b"`, "not_a_url"), bad(`1`, "wrong_type"), bad(`["https://example.com"]`, "wrong_type"), bad(quoted("https://example.com/"+strings.Repeat("x", 2048)), "too_long"),
	}},
	{"ip_address", customfield.Draft{Type: customfield.IPAddress}, []parsed{
		same(`"192.0.2.1"`), same(`"2001:db8::1"`), ok(`"2001:DB8:0:0::1"`, `"2001:db8::1"`), ok(`" 10.0.0.1 "`, `"10.0.0.1"`), same(`"::1"`), ok(`""`, ""),
		bad(`"192.0.2.256"`, "not_an_ip"), bad(`"192.0.2"`, "not_an_ip"), bad(`"10.0.0.0/8"`, "not_an_ip"), bad(`"fe80::1%eth0"`, "not_an_ip"), bad(`"010.0.0.1"`, "not_an_ip"), bad(`3232235777`, "wrong_type"), bad(`"localhost"`, "not_an_ip"),
	}},
	{"address", customfield.Draft{Type: customfield.Address}, []parsed{
		same(`"1 Main St, Springfield"`), same(`{"street":"1 Main St","city":"Springfield"}`), ok(`{"zip":"94105"}`, `{"postalCode":"94105"}`), ok(`{"city":" Berlin ","country":"DE"}`, `{"city":"Berlin","country":"DE"}`), ok(`""`, ""), ok(`{}`, ""),
		bad(`5`, "wrong_type"), bad(`["Main St"]`, "wrong_type"), badAt(`{"city":5}`, "city", "wrong_type"), badAt(`{"street":`+long(256)+`}`, "street", "too_long"), bad(long(1025), "too_long"), badAt(`{"zip":"1","postalCode":"2"}`, "zip", "contradiction"), bad(`{"city"`, "wrong_type"),
	}},
	{"coordinates", customfield.Draft{Type: customfield.Coordinates}, []parsed{
		same(`"48.137,11.575"`), ok(`"48.1370, 11.5750"`, `"48.137,11.575"`), same(`"-90,180"`), same(`"90,-180"`), ok(`"0,0.0"`, `"0,0"`), ok(`""`, ""),
		bad(`"90.01,0"`, "too_large"), bad(`"0,-180.5"`, "too_small"), bad(`"48.137"`, "not_coordinates"), bad(`"a,b"`, "not_coordinates"), bad(`[48.1,11.5]`, "wrong_type"), bad(`48.137`, "wrong_type"), bad(`"1,2,3"`, "not_coordinates"), bad(`"-91,0"`, "too_small"),
	}},
	{"rating", customfield.Draft{Type: customfield.Rating}, []parsed{
		same(`1`), same(`5`), ok(`"3"`, `3`), ok(`4.0`, `4`), ok(`2e0`, `2`), ok(`""`, ""),
		bad(`0`, "too_small"), bad(`6`, "too_large"), bad(`2.5`, "wrong_type"), bad(`"two"`, "wrong_type"), bad(`"2.0"`, "wrong_type"), bad(`true`, "wrong_type"), bad(`-1`, "too_small"),
	}},
	{"rating of ten", customfield.Draft{Type: customfield.Rating, Max: "10"}, []parsed{same(`10`), bad(`11`, "too_large")}},
	{"file_upload", customfield.Draft{Type: customfield.FileUpload}, []parsed{
		same(`["https://example.com/a.pdf"]`), ok(`["HTTPS://Example.com/a.pdf"]`, `["https://example.com/a.pdf"]`), same(`["https://example.com/b","https://example.com/a"]`), ok(`[]`, ""), same(`["http://files.test/x?y=1"]`), ok(`[ "https://example.com/a" ]`, `["https://example.com/a"]`),
		bad(`"https://example.com/a.pdf"`, "wrong_type"), badAt(`["a.pdf"]`, "[0]", "not_a_url"), badAt(`["https://example.com/a","https://EXAMPLE.com/a"]`, "[1]", "repeated"), badAt(`[""]`, "[0]", "required"), badAt(`[5]`, "[0]", "wrong_type"), bad(`{"url":"https://example.com"}`, "wrong_type"), bad(`[`+strings.Repeat(`"https://example.com/x",`, 100)+`"https://example.com/y"]`, "too_large"),
	}},
	{"regex", customfield.Draft{Type: customfield.Regex, Pattern: `^[A-Z]{2}-\d+$`}, []parsed{
		same(`"AB-1"`), same(`"XY-12345"`), ok(`" AB-1 "`, `"AB-1"`), ok(`""`, ""), same(`"ZZ-0"`), ok(`"AB\u002d7"`, `"AB-7"`),
		bad(`"ab-1"`, "not_matching"), bad(`"AB1"`, "not_matching"), bad(`"AB-1x"`, "not_matching"), bad(`1`, "wrong_type"), bad(`"AB-\n1"`, "invalid_text"), bad(`["AB-1"]`, "wrong_type"),
	}},
	{"password", customfield.Draft{Type: customfield.Password, MaxLength: new(int64(20)), Pattern: `\d`}, []parsed{
		ok(`"secret1"`, `{"isSet":true}`), ok(`" spaces 1 "`, `{"isSet":true}`), ok(`"1"`, `{"isSet":true}`), ok(`"ä1"`, `{"isSet":true}`), ok(`"\u00001"`, `{"isSet":true}`), ok(`"`+strings.Repeat("1", 20)+`"`, `{"isSet":true}`),
		bad(`""`, "required"), bad(`"no digit"`, "not_matching"), bad(`"`+strings.Repeat("1", 21)+`"`, "too_long"), bad(`5`, "wrong_type"), bad(`{"isSet":true}`, "not_allowed"), bad(`{"isSet":false}`, "wrong_type"), bad(`["secret1"]`, "wrong_type"),
	}},
	{"lookup of an account", customfield.Draft{Type: customfield.LookUp, LookUp: customfield.LookUpAccount}, []parsed{
		same(`"018f3c1e-5b7a-7cc0-8000-000000000001"`), ok(`"018F3C1E-5B7A-7CC0-8000-000000000001"`, `"018f3c1e-5b7a-7cc0-8000-000000000001"`), ok(`""`, ""), ok(`" "`, ""), same(`"` + first + `"`), same(`"ffffffff-ffff-7fff-bfff-ffffffffffff"`),
		bad(`"acme"`, "not_an_id"), bad(`"{018f3c1e-5b7a-7cc0-8000-000000000001}"`, "not_an_id"), bad(`1`, "wrong_type"), bad(`["`+first+`"]`, "wrong_type"), bad(`{"id":"`+first+`"}`, "wrong_type"), bad(`"018f3c1e5b7a7cc08000000000000001"`, "not_an_id"),
	}},
	{"lookup of a user", customfield.Draft{Type: customfield.LookUp, LookUp: customfield.LookUpUser}, []parsed{
		same(`"USER123"`), ok(`" USER123 "`, `"USER123"`), ok(`""`, ""), same(`"018f3c1e-5b7a-7cc0-8000-000000000001"`), same(`"ann@example.com"`), same(long(255)),
		bad(`7`, "wrong_type"), bad(`["USER123"]`, "wrong_type"), bad(long(256), "too_long"), bad(`"a\nb"`, "invalid_text"), bad(`true`, "wrong_type"), bad(`{"id":"USER123"}`, "wrong_type"),
	}},
	{"toggle", customfield.Draft{Type: customfield.Toggle}, []parsed{
		same(`true`), same(`false`), ok(` true`, `true`), ok("true ", `true`), ok("\nfalse", `false`), ok(" false ", `false`),
		bad(`"true"`, "wrong_type"), bad(`1`, "wrong_type"), bad(`0`, "wrong_type"), bad(`"yes"`, "wrong_type"), bad(`[]`, "wrong_type"), bad(`{}`, "wrong_type"), bad(`TRUE`, "wrong_type"),
	}},
	{"calculated", customfield.Draft{Type: customfield.Calculated}, []parsed{
		bad(`1`, "read_only"), bad(`"x"`, "read_only"), bad(`true`, "read_only"), bad(`[]`, "read_only"), bad(`{}`, "read_only"), bad(`""`, "read_only"),
	}},
}

func TestValuesOfEachType(t *testing.T) {
	tested := map[customfield.Type]bool{}
	for _, c := range inputs {
		tested[c.field.Type] = true
		t.Run(c.name, func(t *testing.T) {
			f := fieldOf(t, c.field)
			for _, p := range c.values {
				v, err := f.Parse(json.RawMessage(p.in), rules)
				switch {
				case p.fault != "":
					require.Equal(t, []string{p.fault}, reasons(err), "%.60s: %v", p.in, err)
					require.Zero(t, v)
				case p.out == "":
					require.NoError(t, err, "%.60s", p.in)
					require.True(t, v.IsZero(), "%.60s", p.in)
				default:
					require.NoError(t, err, "%.60s", p.in)
					out, err := json.Marshal(v)
					require.NoError(t, err)
					require.Equal(t, p.out, string(out), "%.60s", p.in)
				}
			}
		})
	}
	for _, name := range customfield.Types() {
		require.True(t, tested[name], "%s has no table", name)
	}
	require.Len(t, customfield.Types(), 26)
}

func TestAPasswordIsInNoMessage(t *testing.T) {
	f := fieldOf(t, customfield.Draft{Type: customfield.Password, Pattern: "^x", MaxLength: new(int64(5))})
	_, err := f.Parse(json.RawMessage(`"hunter2-hunter2"`), rules)
	refused(t, err, " too_long", " not_matching")
	text, failed := json.Marshal(fault.All(err))
	require.NoError(t, failed)
	require.NotContains(t, string(text)+err.Error(), "hunter2")
}
