package main

import (
	"context"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
)

// showTransaction changes one account and creates another, together or not at all.
func showTransaction(ctx context.Context, org *clientele.Org, out io.Writer) error {
	before, err := account.ByDomain(ctx, org, "netflix.example")
	if err != nil {
		return err
	}
	err = org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		_, err := account.Update(ctx, tx, before.ID, account.Patch{Status: new("ACQUIRED")})
		if err != nil {
			return err
		}
		_, err = account.Create(ctx, tx, account.Draft{Name: "Studio of Everything", PrimaryDomain: "walt-disney-company-the.example"})
		return err
	})
	if err := refused(err, clientele.ErrExists); err != nil {
		return err
	}
	after, err := account.Get(ctx, org, before.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   %s becomes ACQUIRED, and its new owner an account: the domain of that one is taken.\n", before.Name)
	fmt.Fprintf(out, "   %s is %s as before, still version %d.\n", after.Name, after.Status.Value, after.Version)
	return nil
}
