package customfield_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
)

// opened gives an organisation in memory with a field of accounts and an account.
func opened(ctx context.Context, d customfield.Draft, value string) (*clientele.Org, *customfield.Field, *account.Account) {
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	d.Source = customfield.Account
	f, err := customfield.Create(ctx, org, d)
	if err != nil {
		log.Fatal(err)
	}
	acme, err := account.Create(ctx, org, account.Draft{
		Name: "Acme", PrimaryDomain: "acme.com", CustomFieldValues: []customfield.Input{{FieldID: f.Slug, Value: json.RawMessage(value)}},
	})
	if err != nil {
		log.Fatal(err)
	}
	return org, f, acme
}

func Example() {
	ctx := context.Background()
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	_, err = customfield.Create(ctx, org, customfield.Draft{
		Name: "Customer Success Tier", Source: customfield.Account, Type: customfield.SingleChoice,
		Options: []customfield.OptionDraft{{Value: "basic"}, {Value: "premium"}}, Indexed: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	acme, err := account.Create(ctx, org, account.Draft{
		Name: "Acme", PrimaryDomain: "acme.com",
		CustomFieldValues: []customfield.Input{{FieldID: "customer_success_tier", Value: json.RawMessage(`"premium"`)}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(acme.CustomFieldValues)
	n, err := account.Count(ctx, org, account.Filter{
		CustomFields: []customfield.Condition{{FieldID: "customer_success_tier", Equal: json.RawMessage(`"premium"`)}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(n, "premium")
	// Output:
	// customer_success_tier: premium
	// 1 premium
}

func ExampleCreate() {
	ctx := context.Background()
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	f, err := customfield.Create(ctx, org, customfield.Draft{Name: "Seats", Source: customfield.Account, Type: customfield.Integer, Min: "1", Default: json.RawMessage("5")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Slug, f.Default)
	_, err = customfield.Create(ctx, org, customfield.Draft{Name: "SEATS", Source: customfield.Account, Type: customfield.SingleLine, Min: "1"})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// seats 5
	// min not_allowed
	// name duplicate
}

func ExampleCreateMany() {
	ctx := context.Background()
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	_, err = customfield.CreateMany(ctx, org, []customfield.Draft{
		{Name: "Renewal", Source: customfield.Account, Type: customfield.Date},
		{Name: "Code", Source: customfield.Account, Type: customfield.Regex},
	})
	for _, f := range fault.All(err) {
		fmt.Println(f) // and neither field is there
	}
	// Output: fields[1].regexForValidation: a field of this type needs a pattern (required)
}

func ExampleGet() {
	ctx := context.Background()
	org, f, _ := opened(ctx, customfield.Draft{Name: "Renewal", Type: customfield.Date}, `"2026-12-31"`)
	f, err := customfield.Get(ctx, org, f.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Name, f.Type, f.Version)
	// Output: Renewal date 1
}

func ExampleGetMany() {
	ctx := context.Background()
	org, f, _ := opened(ctx, customfield.Draft{Name: "Renewal", Type: customfield.Date}, `"2026-12-31"`)
	fields, err := customfield.GetMany(ctx, org, []customfield.ID{f.ID, {}, f.ID})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(fields), fields[0].Slug)
	// Output: 1 renewal
}

func ExampleList() {
	ctx := context.Background()
	org, _, _ := opened(ctx, customfield.Draft{Name: "Renewal", Type: customfield.Date}, `"2026-12-31"`)
	fields, err := customfield.List(ctx, org, customfield.Filter{Source: customfield.Account, Text: "new"})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range fields {
		fmt.Println(f.Slug, f.Type)
	}
	// Output: renewal date
}

func ExampleUpdate() {
	ctx := context.Background()
	org, f, acme := opened(ctx, customfield.Draft{Name: "Tier", Type: customfield.SingleChoice, Options: options("Gold", "Silver")}, `"gold"`)
	_, err := customfield.Update(ctx, org, f.ID, customfield.Patch{IfVersion: f.Version, Options: &[]customfield.OptionDraft{
		{ID: f.Options[0].ID, Value: "Premium"}, {Value: "Silver", Archived: true},
	}})
	if err != nil {
		log.Fatal(err)
	}
	acme, err = account.Get(ctx, org, acme.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(acme.CustomFieldValues, acme.Version)
	// Output: tier: Premium 1
}

func ExampleUpdateMany() {
	ctx := context.Background()
	org, f, _ := opened(ctx, customfield.Draft{Name: "Seats", Type: customfield.Integer}, `5`)
	fields, err := customfield.UpdateMany(ctx, org, []customfield.Edit{{ID: f.ID, Patch: customfield.Patch{IfVersion: f.Version, Indexed: new(true)}}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(fields[0].IndexState)
	_, err = customfield.UpdateMany(ctx, org, []customfield.Edit{{ID: f.ID, Patch: customfield.Patch{Name: new("Licences")}}})
	fmt.Println(fault.All(err)[0].Path, fault.All(err)[0].Code)
	// Output:
	// ready
	// fields[0].version required
}

func ExampleUsage() {
	ctx := context.Background()
	org, f, _ := opened(ctx, customfield.Draft{Name: "Tier", Type: customfield.SingleChoice, Options: options("Gold", "Silver")}, `"gold"`)
	uses, err := customfield.Usage(ctx, org, f.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(uses.Count, uses.Options[0].Value, uses.Options[0].Count)
	// Output: 1 Gold 1
}

func ExampleDeleteOption() {
	ctx := context.Background()
	org, f, acme := opened(ctx, customfield.Draft{Name: "Tier", Type: customfield.SingleChoice, Options: options("Gold", "Silver")}, `"gold"`)
	_, err := customfield.DeleteOption(ctx, org, f.ID, f.Options[0].ID, customfield.DeleteOptionOptions{})
	fmt.Println(fault.All(err)[0].Code)
	_, err = customfield.DeleteOption(ctx, org, f.ID, f.Options[0].ID, customfield.DeleteOptionOptions{InUse: customfield.Replace, Replacement: "silver"})
	if err != nil {
		log.Fatal(err)
	}
	acme, err = account.Get(ctx, org, acme.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(acme.CustomFieldValues)
	// Output:
	// referenced
	// tier: Silver
}

func ExampleDelete() {
	ctx := context.Background()
	org, f, acme := opened(ctx, customfield.Draft{Name: "Seats", Type: customfield.Integer}, `5`)
	_, err := customfield.Delete(ctx, org, f.ID, customfield.DeleteOptions{})
	fmt.Println(fault.All(err)[0].Code, fault.All(err)[0].Params["count"])
	if _, err := customfield.Delete(ctx, org, f.ID, customfield.DeleteOptions{InUse: customfield.Purge}); err != nil {
		log.Fatal(err)
	}
	acme, err = account.Get(ctx, org, acme.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(acme.CustomFieldValues))
	// Output:
	// referenced 1
	// 0
}

func ExampleBuild() {
	ctx := context.Background()
	org, f, _ := opened(ctx, customfield.Draft{Name: "Seats", Type: customfield.Integer, Indexed: true}, `5`)
	f, err := customfield.Build(ctx, org, f.ID) // nothing was left to be done
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.IndexState)
	// Output: ready
}

func ExampleConvert() {
	ctx := context.Background()
	org, f, _ := opened(ctx, customfield.Draft{Name: "Discount", Type: customfield.SingleLine}, `"12.5"`)
	report, err := customfield.Convert(ctx, org, f.ID, customfield.Integer, customfield.ConvertOptions{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Values[0].From, report.Values[0].Outcome)
	report, err = customfield.Convert(ctx, org, f.ID, customfield.Decimal, customfield.ConvertOptions{Commit: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Converts, report.Committed, report.Field.Type)
	// Output:
	// 12.5 fails
	// 1 true decimal
}

func ExampleValidate() {
	_, err := customfield.Validate(customfield.Draft{
		Name: "Discount", Source: customfield.Account, Type: customfield.Decimal, Min: "0", Max: "1", Default: json.RawMessage("1.5"),
	}, customfield.Rules{})
	fmt.Println(err)
	// Output: fault: defaultValue: at most 1 (too_large)
}

func ExamplePatch_Apply() {
	f, err := customfield.Validate(customfield.Draft{Name: "Discount", Source: customfield.Account, Type: customfield.Decimal}, customfield.Rules{})
	if err != nil {
		log.Fatal(err)
	}
	max := customfield.Number("0.50")
	f, err = customfield.Patch{Max: &max}.Apply(f, customfield.Rules{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Max)
	// Output: 0.5
}

func ExampleField_Parse() {
	f, err := customfield.Validate(customfield.Draft{Name: "Price", Source: customfield.Account, Type: customfield.Currency}, customfield.Rules{})
	if err != nil {
		log.Fatal(err)
	}
	v, err := f.Parse(json.RawMessage("12.50"), customfield.Rules{Currency: "EUR"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v)
	_, err = f.Parse(json.RawMessage(`"12.50"`), customfield.Rules{Currency: "EUR"})
	fmt.Println(err)
	// Output:
	// 12.5 EUR
	// fault: must be a JSON number or object (wrong_type)
}

func ExampleSchema_Validate() {
	schema, err := customfield.NewSchema(customfield.Account,
		customfield.Draft{Name: "Seats", Type: customfield.Integer, Min: "1"},
		customfield.Draft{Name: "Tier", Type: customfield.SingleLine, MandatoryOnCreation: true})
	if err != nil {
		log.Fatal(err)
	}
	_, err = schema.Validate([]customfield.Input{{FieldID: "seats", Value: json.RawMessage("0")}, {FieldID: "mood", Value: json.RawMessage("1")}}, customfield.Rules{})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// customFieldValues[0].value too_small
	// customFieldValues[1].fieldId unknown_reference
	// customFieldValues required
}

func ExampleSchema_Apply() {
	schema, err := customfield.NewSchema(customfield.Account, customfield.Draft{Name: "Seats", Type: customfield.Integer}, customfield.Draft{Name: "Tier", Type: customfield.SingleLine})
	if err != nil {
		log.Fatal(err)
	}
	values, err := schema.Validate([]customfield.Input{customfield.Set("seats", customfield.IntegerValue(5)), customfield.Set("tier", customfield.TextValue("gold"))}, customfield.Rules{})
	if err != nil {
		log.Fatal(err)
	}
	values, err = schema.Apply(values, []customfield.Input{customfield.Set("seats", customfield.IntegerValue(7)), customfield.Unset("tier")}, customfield.Rules{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(values)
	// Output: seats: 7
}

func ExampleLoad() {
	ctx := context.Background()
	org, _, _ := opened(ctx, customfield.Draft{Name: "Seats", Type: customfield.Integer}, `5`)
	err := org.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
		schemas, err := customfield.Load(tx)
		if err != nil {
			return err
		}
		for f := range schemas.Of(customfield.Account).All() {
			fmt.Println(f.Slug)
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output: seats
}
