package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
)

// showFilters adds some accounts and finds them by their custom fields.
func showFilters(ctx context.Context, org *clientele.Org, out io.Writer) error {
	for _, c := range []struct{ name, seats, renewal, tier, regions string }{
		{"Birch", "40", "2026-03-31", "Basic", `["Europe"]`},
		{"Cedar", "400", "2026-06-30", "Premium", `["Europe","Americas"]`},
		{"Dogwood", "4000", "2027-01-31", "Premium", `["Asia"]`},
		{"Elder", "", "", "Basic", ""},
	} {
		draft := account.Draft{Name: c.name, PrimaryDomain: strings.ToLower(c.name) + ".example"}
		draft.CustomFieldValues = []customfield.Input{{FieldID: "tier", Value: json.RawMessage(`"` + c.tier + `"`)}}
		if c.seats != "" {
			draft.CustomFieldValues = append(draft.CustomFieldValues, customfield.Input{FieldID: "seats", Value: json.RawMessage(c.seats)},
				customfield.Input{FieldID: "renewal", Value: json.RawMessage(`"` + c.renewal + `"`)}, customfield.Input{FieldID: "regions", Value: json.RawMessage(c.regions)})
		}
		if _, err := account.Create(ctx, org, draft); err != nil {
			return err
		}
	}
	for _, text := range []string{
		`[{"fieldId":"tier","equal":"premium"}]`,
		`[{"fieldId":"regions","in":["Europe","Americas"]}]`,
		`[{"fieldId":"seats","from":100,"to":1000}]`,
		`[{"fieldId":"renewal","to":"2026-07-01"},{"fieldId":"regions","equal":"Europe"}]`,
		`[{"fieldId":"contract_number","prefix":"C-2026"}]`,
		`[{"fieldId":"seats","empty":true}]`,
	} {
		if err := showFilter(ctx, org, text, out); err != nil {
			return err
		}
	}
	var bad account.Filter
	if err := json.Unmarshal([]byte(`{"customFields":[{"fieldId":"discount","equal":0.1},{"fieldId":"seats","equal":"many"}]}`), &bad); err != nil {
		return err
	}
	_, err := account.Count(ctx, org, bad)
	return printFaults(out, err)
}

// showFilter lists the accounts that a filter wants, and tells how it is answered.
func showFilter(ctx context.Context, org *clientele.Org, text string, out io.Writer) error {
	var f account.Filter
	if err := json.Unmarshal([]byte(`{"customFields":`+text+`}`), &f); err != nil {
		return err
	}
	page, err := account.List(ctx, org, f, clientele.Paging{Order: account.OrderCreated})
	if err != nil {
		return err
	}
	plan, err := account.Explain(ctx, org, f, account.OrderCreated)
	if err != nil {
		return err
	}
	var names []string
	for _, a := range page.Items {
		names = append(names, a.Name)
	}
	how := "walks the index " + plan.Index
	if plan.IDs {
		how = "looks into the index " + strings.Join(plan.Found, ", ")
	}
	if plan.Decoded {
		how += ", and at the accounts"
	}
	fmt.Fprintf(out, "   %s\n      %s: %s\n", text, how, strings.Join(names, ", "))
	return nil
}
