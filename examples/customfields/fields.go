package main

import (
	"encoding/json"

	"github.com/clientele-go/clientele/customfield"
)

// example is a field, with values in JSON that it takes and one that it refuses.
type example struct {
	draft   customfield.Draft
	good    string
	refused string
}

// examples are fields of all types.
var examples = []example{
	{customfield.Draft{Name: "Contract number", Type: customfield.SingleLine, Unique: true, Indexed: true}, `"C-2026-17"`, `17`},
	{customfield.Draft{Name: "Background", Type: customfield.MultiLine}, `"Founded in a garage.\nMoved twice."`, `["Founded"]`},
	{customfield.Draft{Name: "Letter", Type: customfield.RichText}, `"<p>Dear Ann</p>"`, `false`},
	{customfield.Draft{Name: "Seats", Type: customfield.Integer, Min: "1", Indexed: true}, `"250"`, `2.5`},
	{customfield.Draft{Name: "Discount", Type: customfield.Decimal, Min: "0", Max: "0.5", Scale: new(int64(3))}, `0.125`, `0.75`},
	{customfield.Draft{Name: "Deal", Type: customfield.Currency, Min: "0"}, `{"amount":125000.50,"currency":"EUR"}`, `-1`},
	{customfield.Draft{Name: "Renewal", Type: customfield.Date, Indexed: true}, `"2026-12-31"`, `"2026-02-30"`},
	{customfield.Draft{Name: "Last review", Type: customfield.DateTime}, `"2026-01-05T09:30:00+01:00"`, `"2026-01-05"`},
	{customfield.Draft{Name: "Opens at", Type: customfield.Time}, `"09:30"`, `"24:00"`},
	{customfield.Draft{Name: "Tier", Type: customfield.SingleChoice, Options: choices("Basic", "Premium"), Default: json.RawMessage(`"Basic"`), Indexed: true}, `"premium"`, `"Deluxe"`},
	{customfield.Draft{Name: "Support", Type: customfield.RadioButton, Options: choices("Mail", "Phone")}, `"Phone"`, `["Phone"]`},
	{customfield.Draft{Name: "Regions", Type: customfield.MultiChoice, Options: choices("Europe", "Americas", "Asia"), Indexed: true}, `["Asia","Europe"]`, `["Asia","asia"]`},
	{customfield.Draft{Name: "Newsletter", Type: customfield.Checkbox}, `true`, `"yes"`},
	{customfield.Draft{Name: "Billing", Type: customfield.Email}, `"Billing@Example.com"`, `"billing"`},
	{customfield.Draft{Name: "Hotline", Type: customfield.PhoneNumber}, `"+49 89 123-456"`, `"089 123456"`},
	{customfield.Draft{Name: "Portal", Type: customfield.URL}, `"https://portal.example.com"`, `"portal.example.com"`},
	{customfield.Draft{Name: "Gateway", Type: customfield.IPAddress}, `"2001:DB8::1"`, `"10.0.0.0/8"`},
	{customfield.Draft{Name: "Warehouse", Type: customfield.Address}, `{"street":"1 Harbour Rd","city":"Hamburg"}`, `7`},
	{customfield.Draft{Name: "Headquarters", Type: customfield.Coordinates}, `"48.137,11.575"`, `"91,0"`},
	{customfield.Draft{Name: "Satisfaction", Type: customfield.Rating}, `4`, `6`},
	{customfield.Draft{Name: "Contracts", Type: customfield.FileUpload}, `["https://files.example.com/contract.pdf"]`, `["contract.pdf"]`},
	{customfield.Draft{Name: "Cost centre", Type: customfield.Regex, Pattern: `^[A-Z]{2}-\d+$`}, `"DE-4711"`, `"4711"`},
	{customfield.Draft{Name: "Portal password", Type: customfield.Password}, `"correct horse"`, `42`},
	{customfield.Draft{Name: "Reseller", Type: customfield.LookUp, LookUp: customfield.LookUpAccount}, ``, `"018f3c1e-5b7a-7cc0-8000-000000000001"`},
	{customfield.Draft{Name: "Reference", Type: customfield.Toggle}, `false`, `0`},
	{customfield.Draft{Name: "Score", Type: customfield.Calculated}, ``, `5`},
}

func choices(values ...string) []customfield.OptionDraft {
	options := make([]customfield.OptionDraft, len(values))
	for i, v := range values {
		options[i].Value = v
	}
	return options
}
