package main

import (
	"context"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
)

// find gives the field with a slug.
func find(ctx context.Context, org *clientele.Org, slug string) (*customfield.Field, error) {
	fields, err := customfield.List(ctx, org, customfield.Filter{Source: customfield.Account})
	if err != nil {
		return nil, err
	}
	for _, f := range fields {
		if f.Slug == slug {
			return f, nil
		}
	}
	return nil, fmt.Errorf("there is no field %s", slug)
}

// showOptions renames an option, which touches no account, and deletes one that accounts have.
func showOptions(ctx context.Context, org *clientele.Org, out io.Writer) error {
	tier, err := find(ctx, org, "tier")
	if err != nil {
		return err
	}
	tier, err = customfield.Update(ctx, org, tier.ID, customfield.Patch{IfVersion: tier.Version, Options: &[]customfield.OptionDraft{
		{ID: tier.Options[0].ID, Value: "Starter"}, {ID: tier.Options[1].ID, Value: "Premium"}, {Value: "Enterprise"},
	}})
	if err != nil {
		return err
	}
	if err := showUses(ctx, org, tier, out); err != nil {
		return err
	}
	_, err = customfield.DeleteOption(ctx, org, tier.ID, tier.Options[1].ID, customfield.DeleteOptionOptions{})
	if err := printFaults(out, err); err != nil {
		return err
	}
	tier, err = customfield.DeleteOption(ctx, org, tier.ID, tier.Options[1].ID, customfield.DeleteOptionOptions{InUse: customfield.Replace, Replacement: "Enterprise"})
	if err != nil {
		return err
	}
	return showUses(ctx, org, tier, out)
}

func showUses(ctx context.Context, org *clientele.Org, f *customfield.Field, out io.Writer) error {
	uses, err := customfield.Usage(ctx, org, f.ID)
	if err != nil {
		return err
	}
	for _, o := range uses.Options {
		fmt.Fprintf(out, "   %-12s %d\n", o.Value, o.Count)
	}
	return nil
}

// showPassword compares a password with the one that an account has.
func showPassword(ctx context.Context, org *clientele.Org, out io.Writer) error {
	acme, err := account.ByDomain(ctx, org, "acme.example")
	if err != nil {
		return err
	}
	password, _ := acme.CustomFieldValues.Get("portal_password")
	fmt.Fprintf(out, "   %-16s %s\n", "read", password)
	for _, try := range []string{"correct horse", "battery staple"} {
		ok, err := account.VerifyPassword(ctx, org, acme.ID, "portal_password", try)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "   %-16s %t\n", try, ok)
	}
	return nil
}
