package main

import (
	"context"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
)

// showTrash deletes an account, brings it back, and reads in the change log who did what.
func showTrash(ctx context.Context, org *clientele.Org, out io.Writer) error {
	bob := org.As(clientele.Actor{ID: "bob"})
	found, err := account.ByDomain(ctx, org, "3m.example")
	if err != nil {
		return err
	}
	set, err := account.Delete(ctx, bob, found.ID, found.Version)
	if err != nil {
		return err
	}
	_, err = account.ByDomain(ctx, org, "3m.example")
	if err := refused(err, clientele.ErrNotFound); err != nil {
		return err
	}
	trash, err := account.Trash(ctx, org, clientele.Paging{})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   Bob deletes %s. It is not found any more; %d deletion in the trash.\n", found.Name, len(trash.Items))

	if _, err := account.Restore(ctx, bob, set); err != nil {
		return err
	}
	back, err := account.ByDomain(ctx, org, "3m.example")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "   Restored: %s is back as number %d. Its history:\n\n", back.Name, back.Number)
	for change, err := range account.History(ctx, org, back.ID) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "     version %d  %-8s by %s\n", change.Version, change.Op, change.Actor)
	}
	return nil
}
