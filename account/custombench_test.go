package account_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/picklist"
)

// twenty gives twenty fields of the usual types, and a value for each.
func twenty(t testing.TB) (*customfield.Schema, []customfield.Input) {
	t.Helper()
	var drafts []customfield.Draft
	var in []customfield.Input
	for _, f := range []struct {
		draft customfield.Draft
		value string
	}{
		{customfield.Draft{Name: "Customer Success Tier", Type: customfield.SingleChoice, Options: choices("basic", "standard", "premium")}, `"premium"`},
		{customfield.Draft{Name: "Contract number", Type: customfield.SingleLine, Unique: true}, `"C-2026-000123"`},
		{customfield.Draft{Name: "Renewal date", Type: customfield.Date, Indexed: true}, `"2026-12-31"`},
		{customfield.Draft{Name: "Last review", Type: customfield.DateTime}, `"2026-01-05T09:30:00Z"`},
		{customfield.Draft{Name: "Opening time", Type: customfield.Time}, `"09:30"`},
		{customfield.Draft{Name: "Seats", Type: customfield.Integer, Min: "1", Max: "100000"}, `2500`},
		{customfield.Draft{Name: "Discount", Type: customfield.Decimal, Min: "0", Max: "1", Scale: new(int64(4))}, `0.125`},
		{customfield.Draft{Name: "Contract value", Type: customfield.Currency, Min: "0"}, `125000.50`},
		{customfield.Draft{Name: "Notes", Type: customfield.MultiLine}, `"Prefers mail over calls and wants a quarterly report"`},
		{customfield.Draft{Name: "Support level", Type: customfield.RadioButton, Options: choices("bronze", "silver", "gold")}, `"gold"`},
		{customfield.Draft{Name: "Billing contact", Type: customfield.Email}, `"billing@example.com"`},
		{customfield.Draft{Name: "Hotline", Type: customfield.PhoneNumber}, `"+4989123456"`},
		{customfield.Draft{Name: "Portal", Type: customfield.URL}, `"https://portal.example.com/acme"`},
		{customfield.Draft{Name: "Gateway", Type: customfield.IPAddress}, `"192.0.2.1"`},
		{customfield.Draft{Name: "Headquarters", Type: customfield.Coordinates}, `"48.137,11.575"`},
		{customfield.Draft{Name: "Satisfaction", Type: customfield.Rating}, `4`},
		{customfield.Draft{Name: "Cost centre", Type: customfield.Regex, Pattern: `^[A-Z]{2}-\d+$`}, `"DE-4711"`},
		{customfield.Draft{Name: "Success manager", Type: customfield.LookUp, LookUp: customfield.LookUpUser}, `"USER123"`},
		{customfield.Draft{Name: "Reference customer", Type: customfield.Toggle}, `true`},
		{customfield.Draft{Name: "Newsletter", Type: customfield.Checkbox}, `false`},
	} {
		drafts = append(drafts, f.draft)
		in = append(in, customfield.Input{FieldID: f.draft.Name, Value: json.RawMessage(f.value)})
	}
	schema, err := customfield.NewSchema(customfield.Account, drafts...)
	require.NoError(t, err)
	for i := range in {
		f, ok := schema.Resolve(in[i].FieldID)
		require.True(t, ok)
		in[i].FieldID = f.Slug
	}
	return schema, in
}

// BenchmarkValidate validates an account with twenty custom fields: the budget is 5 µs and 15 allocations.
func BenchmarkValidate(b *testing.B) {
	schema, in := twenty(b)
	r := account.Rules{Picklists: picklist.Builtin(), Currency: "USD", CustomFields: schema}
	plain := account.Draft{Name: "Acme Corporation", PrimaryDomain: "acme.com", Status: "ACTIVE", Health: "GREEN"}
	full := plain
	full.CustomFieldValues = in
	for name, d := range map[string]account.Draft{"plain": plain, "custom": full} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := account.Validate(d, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
