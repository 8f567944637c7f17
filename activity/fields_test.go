package activity_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/internal/enginetest"
)

// quoted gives the JSON of a text that is repeated.
func quoted(s string, n int) string {
	b, _ := json.Marshal(strings.Repeat(s, n))
	return string(b)
}

// listed gives the JSON of a list of n different texts.
func listed(pattern string, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf(pattern, i)
	}
	b, _ := json.Marshal(out)
	return string(b)
}

// fieldCases are values of one field each. want is "" for one that is taken: reads is then how it is read back, if it
// is not read back as it is.
var fieldCases = map[string]struct{ field, in, want, reads string }{
	"a title":                       {"title", `"Renewal"`, "", ""},
	"a title of two-byte letters":   {"title", quoted("é", 255), "", ""},
	"a title that is too long":      {"title", quoted("é", 256), "title too_long", ""},
	"a title with blanks":           {"title", `"  a  b "`, "", `"a  b"`},
	"a title of composed letters":   {"title", `"e\u0301"`, "", `"é"`},
	"a title of two lines":          {"title", `"a\nb"`, "title invalid_text", ""},
	"a title with a control":        {"title", `"a\u0007"`, "title invalid_text", ""},
	"a title of half a surrogate":   {"title", `"\ud800"`, "title invalid_text", ""},
	"a title that is a number":      {"title", `7`, "title wrong_type", ""},
	"a description":                 {"description", `"a\nb\tc"`, "", ""},
	"a long description":            {"description", quoted("é", 32_768), "", ""},
	"a description too long":        {"description", quoted("é", 32_769), "description too_long", ""},
	"a description with a control":  {"description", `"a\u0000"`, "description invalid_text", ""},
	"a description that is a list":  {"description", `["a"]`, "description wrong_type", ""},
	"a location":                    {"location", quoted("é", 255), "", ""},
	"a location that is too long":   {"location", quoted("x", 256), "location too_long", ""},
	"a location that is an object":  {"location", `{}`, "location wrong_type", ""},
	"no minutes":                    {"duration", `0`, "", ""},
	"minutes as a decimal":          {"duration", `30.0`, "", `30`},
	"the most minutes":              {"duration", `1000000`, "", ""},
	"too many minutes":              {"duration", `1000001`, "duration too_large", ""},
	"less than no minutes":          {"duration", `-1`, "duration too_small", ""},
	"half a minute":                 {"duration", `0.5`, "duration wrong_type", ""},
	"more than an integer":          {"duration", `9223372036854775808`, "duration too_large", ""},
	"minutes as a text":             {"duration", `"30"`, "duration wrong_type", ""},
	"a type by its value":           {"type", `"site visit"`, "", `"SITE_VISIT"`},
	"a type that is not":            {"type", `"DANCE"`, "type not_in_picklist", ""},
	"a type that is a list":         {"type", `["CALL"]`, "type wrong_type", ""},
	"a status by its value":         {"status", `"completed"`, "", `"COMPLETED"`},
	"a status that is not":          {"status", `"CALL"`, "status not_in_picklist", ""},
	"a status that is a boolean":    {"status", `true`, "status wrong_type", ""},
	"a time":                        {"activityTimestamp", `"2026-01-07T12:00:00Z"`, "", ""},
	"a time of a zone":              {"activityTimestamp", `"2026-01-07T12:00:00.0000019+05:30"`, "", `"2026-01-07T06:30:00.000001Z"`},
	"the first time":                {"activityTimestamp", `"0000-01-01T00:00:00Z"`, "", ""},
	"the last time":                 {"activityTimestamp", `"9999-12-31T23:59:59.999999Z"`, "", ""},
	"a time that is later in UTC":   {"activityTimestamp", `"9999-12-31T23:59:59-01:00"`, "activityTimestamp not_a_date", ""},
	"a time that was before in UTC": {"activityTimestamp", `"0000-01-01T00:00:00+01:00"`, "activityTimestamp not_a_date", ""},
	"a day":                         {"activityTimestamp", `"2026-01-07"`, "activityTimestamp not_a_date", ""},
	"a time as a number":            {"activityTimestamp", `1767787200`, "activityTimestamp wrong_type", ""},
	"metadata":                      {"metadata", `{"a":[1.50,null]}`, "", `{"a":[1.50,null]}`},
	"metadata that is a list":       {"metadata", `[]`, "metadata wrong_type", ""},
	"metadata that is too large":    {"metadata", `{"a":` + quoted("x", 65_536) + `}`, "metadata too_large", ""},
	"participants":                  {"participants", `["USER1","USER2"]`, "", ""},
	"no participants":               {"participants", `[]`, "", ""},
	"most participants":             {"participants", listed("USER%d", 1000), "", ""},
	"too many participants":         {"participants", listed("USER%d", 1001), "participants too_large", ""},
	"a participant too long":        {"participants", `["a",` + quoted("x", 256) + `]`, "participants[1] too_long", ""},
	"a participant of 255":          {"participants", `[` + quoted("é", 255) + `]`, "", ""},
	"a blank participant":           {"participants", `["a"," "]`, "participants[1] required", ""},
	"a participant of two lines":    {"participants", `["a\nb"]`, "participants[0] invalid_text", ""},
	"a participant of a number":     {"participants", `["a",7]`, "participants[1] wrong_type", ""},
	"participants as a text":        {"participants", `"USER1"`, "participants wrong_type", ""},
	"attachments that are no URLs":  {"attachmentUrls", `["ftp://a.test","x"]`, "attachmentUrls[0] not_a_url,attachmentUrls[1] not_a_url", ""},
	"an attachment of a number":     {"attachmentUrls", `["https://a.test/x",7]`, "attachmentUrls[1] wrong_type", ""},
	"attachments as a text":         {"attachmentUrls", `"https://a.test"`, "attachmentUrls wrong_type", ""},
	"most attachments":              {"attachmentUrls", listed("https://a.test/%d", 100), "", "any"},
	"too many attachments":          {"attachmentUrls", listed("https://a.test/%d", 101), "attachmentUrls too_large", ""},
	"custom fields as an object":    {"customFieldValues", `{}`, "customFieldValues wrong_type", ""},
	"a custom field that is not":    {"customFieldValues", `[{"fieldId":"x","value":1}]`, "customFieldValues[0].fieldId unknown_reference", ""},
}

func reasons(want string) []string {
	if want == "" {
		return []string{}
	}
	return strings.Split(want, ",")
}

// Every field has the same rule in a draft and in a patch.
func TestFieldsOneByOne(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		for name, c := range fieldCases {
			var d activity.Draft
			require.NoError(t, json.Unmarshal([]byte(`{"accountId":"`+acme.String()+`","activityTimestamp":"2026-01-07T12:00:00Z","`+c.field+`":`+c.in+`}`), &d), name)
			a, err := activity.Create(ctx, org, d)
			refused(t, err, reasons(c.want)...)
			other := create(t, org, at(acme, 0, "other"))
			var p activity.Patch
			require.NoError(t, json.Unmarshal([]byte(`{"`+c.field+`":`+c.in+`}`), &p), name)
			b, err := activity.Update(ctx, org, other.ID, p)
			refused(t, err, reasons(c.want)...)
			if c.want != "" {
				require.Equal(t, other, get(t, org, other.ID), name)
				continue
			}
			if c.reads == "" {
				c.reads = c.in
			}
			for _, have := range []*activity.Activity{a, b, get(t, org, a.ID), get(t, org, b.ID)} {
				if c.reads != "any" {
					require.JSONEq(t, c.reads, string(enginetest.Members(t, have)[c.field]), name)
				}
			}
		}
	})
}

func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		n := enginetest.Changes(t, org)
		_, err := activity.Create(ctx, org, activity.Draft{})
		refused(t, err, "accountId required", "activityTimestamp required")
		var d activity.Draft
		require.NoError(t, json.Unmarshal([]byte(`{"accountId":"x","activityTimestamp":"now","duration":-1,"title":"a\nb","type":"X","participants":["",7],
			"attachmentUrls":["x"],"metadata":3,"customFieldValues":[{"fieldId":"x","value":1}]}`), &d))
		_, err = activity.Create(ctx, org, d)
		refused(t, err, "accountId not_an_id", "activityTimestamp not_a_date", "participants[1] wrong_type", "duration too_small", "title invalid_text", "type not_in_picklist",
			"participants[0] required", "attachmentUrls[0] not_a_url", "metadata wrong_type", "customFieldValues[0].fieldId unknown_reference")
		gone := full(someAccount)
		gone.Title = strings.Repeat("x", 256)
		_, err = activity.Create(ctx, org, gone)
		refused(t, err, "title too_long", "accountId unknown_reference")
		require.Equal(t, n, enginetest.Changes(t, org))
	})
}

func TestAnActivityIsReadAsItWasWritten(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		org = org.As(clientele.Actor{ID: "USER7"})
		acme := company(t, org, "Acme")
		a := create(t, org, full(acme))
		require.Equal(t, a, get(t, org, a.ID))
		require.Equal(t, []string{"Acme", "MEETING", "COMPLETED", "USER7"}, []string{a.Account, a.Type.Value, a.Status.Value, a.CreatedBy})
		bare := create(t, org, activity.Draft{AccountID: acme, At: noon})
		require.Equal(t, bare, get(t, org, bare.ID))
		require.Equal(t, []string{"CALL", "PENDING"}, []string{bare.Type.Value, bare.Status.Value})
		require.Empty(t, bare.Participants)
		require.Zero(t, bare.Duration)
	})
}

func TestAnAccountHasToBeThere(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, gone := company(t, org, "Acme"), company(t, org, "Gone")
		_, err := accountDelete(org, gone)
		require.NoError(t, err)
		_, err = activity.Create(ctx, org, at(gone, 0, ""))
		refused(t, err, "accountId unknown_reference")
		require.ErrorContains(t, err, "activity.create: ")
		a := create(t, org, full(acme))

		_, err = activity.Update(ctx, org, a.ID, activity.Patch{AccountID: &gone, Title: new("x\ny")})
		refused(t, err, "accountId immutable", "title invalid_text")
		other := company(t, org, "Other")
		_, err = activity.Update(ctx, org, a.ID, activity.Patch{AccountID: &other})
		refused(t, err, "accountId immutable")
		for _, in := range []string{`{"accountId":null}`, `{"accountId":""}`} {
			var p activity.Patch
			require.NoError(t, json.Unmarshal([]byte(in), &p))
			_, err = activity.Update(ctx, org, a.ID, p)
			refused(t, err, "accountId required")
		}
		require.Equal(t, a, update(t, org, a.ID, activity.Patch{AccountID: &acme}))
	})
}
