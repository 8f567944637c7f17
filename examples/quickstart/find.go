package main

import (
	"context"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
)

// showFinding finds accounts by what a program knows of them, each time by an index.
func showFinding(ctx context.Context, org *clientele.Org, out io.Writer) error {
	found, err := account.ByDomain(ctx, org, "https://www.Apple-Inc.example/store")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   %-40s  %s\n", "https://www.Apple-Inc.example/store", describe(found))

	found, err = account.ByDomainOrEmail(ctx, org, "clara@mail.microsoft.example")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   %-40s  %s\n", "clara@mail.microsoft.example", describe(found))

	found, err = account.ByDomain(ctx, org, "Estée-Lauder-Companies-The.example")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   %-40s  %s\n", "Estée-Lauder-Companies-The.example", describe(found))

	found, err = account.ByExternalID(ctx, org, "ticker", "NVDA")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   %-40s  %s\n", "ticker NVDA", describe(found))

	_, err = account.ByDomain(ctx, org, "initech.example")
	if err := refused(err, clientele.ErrNotFound); err != nil {
		return err
	}
	fmt.Fprintf(out, "   %-40s  not found\n", "initech.example")
	return nil
}

func describe(a *account.Account) string {
	return fmt.Sprintf("%s, %s, %s", a.Name, a.Industry.Value, a.BillingAddress.City)
}
