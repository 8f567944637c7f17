package main

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/relationship"
)

// inherit gives some companies an industry, a classification and an owner, and shows what those below make of it.
func (c *chart) inherit(ctx context.Context) error {
	for name, patch := range map[string]account.Patch{
		root:        {Industry: new("RETAIL"), Classification: new("STRATEGIC"), OwnerID: new("ann")},
		"Traton SE": {Industry: new("TECHNOLOGY"), OwnerID: new("bob")},
	} {
		if _, err := account.Update(ctx, c.org, c.ids[name], patch); err != nil {
			return err
		}
	}
	for _, name := range []string{"IC Bus, LLC", "Bentley Motors Limited"} {
		e, err := relationship.Effective(ctx, c.org, c.ids[name])
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "   %s, %d levels below the top:\n", name, len(e.Path)-1)
		for _, field := range []account.Field{account.FieldIndustry, account.FieldClassification, account.FieldOwnerID, account.FieldBillingAddress, account.FieldHealth} {
			p, _ := e.Get(field)
			from, err := c.from(ctx, p)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "     %-15s %-14s %s\n", p.Field, p.Text, from)
		}
	}
	return nil
}

// from says where the value of a property comes from.
func (c *chart) from(ctx context.Context, p relationship.Property) (string, error) {
	if p.Source != relationship.Inherited {
		return string(p.Source), nil
	}
	a, err := account.Get(ctx, c.org, p.From)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("inherited from %s, %d above", a.Name, p.Distance), nil
}
