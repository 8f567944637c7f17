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
	printFound(out, "https://www.Apple-Inc.example/store", found)

	found, err = account.ByDomainOrEmail(ctx, org, "clara@mail.microsoft.example")
	if err != nil {
		return err
	}
	printFound(out, "clara@mail.microsoft.example", found)

	found, err = account.ByDomain(ctx, org, "Estée-Lauder-Companies-The.example")
	if err != nil {
		return err
	}
	printFound(out, "Estée-Lauder-Companies-The.example", found)

	found, err = account.ByExternalID(ctx, org, "ticker", "NVDA")
	if err != nil {
		return err
	}
	printFound(out, "ticker NVDA", found)

	_, err = account.ByDomain(ctx, org, "initech.example")
	if err := refused(err, clientele.ErrNotFound); err != nil {
		return err
	}
	fmt.Fprintf(out, "   %-36s  not found\n", "initech.example")
	return nil
}

func printFound(out io.Writer, by string, a *account.Account) {
	fmt.Fprintf(out, "   %-36s  %s, %s, %s\n", by, a.Name, a.Industry.Value, a.BillingAddress.City)
}
