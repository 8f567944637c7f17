package main

import (
	"context"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
)

// showPages pages through a list with a cursor, which stays right whatever is written meanwhile.
func showPages(ctx context.Context, org *clientele.Org, out io.Writer) error {
	filter := account.Filter{Industry: []string{"energy", "utilities"}, Text: "energy"}
	paging := clientele.Paging{Order: account.OrderName, Limit: 6, Total: true}
	for number := 1; ; number++ {
		page, err := account.List(ctx, org, filter, paging)
		if err != nil {
			return err
		}
		if number == 1 {
			fmt.Fprintf(out, "   Energy or Utilities, \"energy\" in the name or a domain, by name: %d accounts\n", *page.Total)
		}
		fmt.Fprintf(out, "\n   page %d\n", number)
		for _, a := range page.Items {
			fmt.Fprintf(out, "     %-24s %-10s %s\n", a.Name, a.Industry.Value, a.PrimaryDomain)
		}
		if page.Next == "" {
			return nil
		}
		paging.After = page.Next
	}
}
