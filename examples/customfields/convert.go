package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
)

// showConversion asks what becomes of texts if they were numbers, mends the one that would fail, and converts.
func showConversion(ctx context.Context, org *clientele.Org, out io.Writer) error {
	f, err := customfield.Create(ctx, org, customfield.Draft{Name: "Volume", Source: customfield.Account, Type: customfield.SingleLine})
	if err != nil {
		return err
	}
	var last *account.Account
	for _, c := range []struct{ name, volume string }{{"acme", "1200"}, {"birch", "75.50"}, {"cedar", "0.125"}, {"dogwood", "a lot"}} {
		a, err := account.ByDomain(ctx, org, c.name+".example")
		if err != nil {
			return err
		}
		a, err = account.Update(ctx, org, a.ID, account.Patch{CustomFieldValues: []customfield.Input{customfield.Set("volume", customfield.TextValue(c.volume))}})
		if err != nil {
			return err
		}
		last = a
	}
	options := customfield.ConvertOptions{Settings: customfield.Patch{Scale: new(int64(2))}}
	if err := report(ctx, org, f, options, out); err != nil {
		return err
	}
	options.Commit, options.AcceptLoss = true, true
	_, err = customfield.Convert(ctx, org, f.ID, customfield.Decimal, options)
	if err := printFaults(out, err); err != nil {
		return err
	}
	_, err = account.Update(ctx, org, last.ID, account.Patch{CustomFieldValues: []customfield.Input{customfield.Unset("volume")}})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   without the last:\n")
	return report(ctx, org, f, options, out)
}

func report(ctx context.Context, org *clientele.Org, f *customfield.Field, o customfield.ConvertOptions, out io.Writer) error {
	c, err := customfield.Convert(ctx, org, f.ID, customfield.Decimal, o)
	if err != nil {
		return err
	}
	for _, v := range c.Values {
		fmt.Fprintf(out, "   %-8s → %-8s %s\n", v.From, v.To, strings.ReplaceAll(string(v.Outcome), "_", " "))
	}
	fmt.Fprintf(out, "   %d convert, %d lose precision, %d fail; committed: %t\n", c.Converts, c.Loses, c.Fails, c.Committed)
	return nil
}
