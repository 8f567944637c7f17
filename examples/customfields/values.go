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

// showValues creates an account with all the values that are good, and then tries each of the others.
func showValues(ctx context.Context, org *clientele.Org, out io.Writer) error {
	reseller, err := account.Create(ctx, org, account.Draft{Name: "Reseller", PrimaryDomain: "reseller.example"})
	if err != nil {
		return err
	}
	draft := account.Draft{Name: "Acme", PrimaryDomain: "acme.example"}
	for _, e := range examples {
		if e.draft.Type == customfield.LookUp {
			e.good = `"` + reseller.ID.String() + `"`
		}
		if e.good != "" {
			draft.CustomFieldValues = append(draft.CustomFieldValues, customfield.Input{FieldID: e.draft.Name, Value: json.RawMessage(e.good)})
		}
	}
	acme, err := account.Create(ctx, org, draft)
	if err != nil {
		return err
	}
	for _, e := range examples {
		if err := showValue(ctx, org, acme, e, out); err != nil {
			return err
		}
	}
	return nil
}

// showValue shows the value that an account has in a field, and tries the one that the field refuses.
func showValue(ctx context.Context, org *clientele.Org, a *account.Account, e example, out io.Writer) error {
	for _, held := range a.CustomFieldValues {
		if held.Type() != e.draft.Type || held.Type() == customfield.LookUp {
			continue
		}
		value, err := json.Marshal(held.Value)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "   %-16s %s → %s\n", held.Slug(), e.good, value)
	}
	if e.good == "" {
		fmt.Fprintf(out, "   %s\n", strings.ToLower(e.draft.Name))
	}
	_, err := account.Update(ctx, org, a.ID, account.Patch{CustomFieldValues: []customfield.Input{{FieldID: e.draft.Name, Value: json.RawMessage(e.refused)}}})
	fmt.Fprintf(out, "   %-16s %s:\n   ", "", e.refused)
	return printFaults(out, err)
}
