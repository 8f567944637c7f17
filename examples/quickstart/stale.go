package main

import (
	"context"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
)

// showStale lets two people change what both have read: the second one is told.
func showStale(ctx context.Context, org *clientele.Org, out io.Writer) error {
	ann := org.As(clientele.Actor{ID: "ann"})
	bob := org.As(clientele.Actor{ID: "bob"})

	found, err := account.ByDomain(ctx, org, "boeing.example")
	if err != nil {
		return err
	}
	// Nobody has assessed it yet; what an earlier run left is cleared. A patch that changes nothing writes nothing.
	read, err := account.Update(ctx, org, found.ID, account.Patch{Clear: []account.Field{account.FieldHealth}})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   Ann and Bob read version %d of %s.\n", read.Version, read.Name)

	now, err := account.Update(ctx, ann, read.ID, account.Patch{IfVersion: read.Version, Health: new("YELLOW")})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   Ann sets its health to %s: that is version %d.\n", now.Health.Value, now.Version)

	_, err = account.Update(ctx, bob, read.ID, account.Patch{IfVersion: read.Version, Health: new("RED")})
	if err := refused(err, clientele.ErrStale); err != nil {
		return err
	}
	fmt.Fprintf(out, "   Bob sets it to RED, for version %d: refused, he has to read it again.\n", read.Version)

	now, err = account.Get(ctx, bob, read.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   It is %s, by %s.\n", now.Health.Value, now.UpdatedBy)
	return nil
}
