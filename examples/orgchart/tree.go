package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/clientele-go/clientele/relationship"
)

// tree prints the whole group. Each company shows what it adds up to with everything below it.
func (c *chart) tree(ctx context.Context) error {
	tree, err := relationship.Tree(ctx, c.org, c.ids[root], 0)
	if err != nil {
		return err
	}
	text := tree.Text(func(n *relationship.Node) relationship.Label {
		sum := n.RollUp()
		label := fmt.Sprintf("%s: %d employees", n.Account.Name, sum.Employees)
		if sum.Accounts > 1 {
			label += fmt.Sprintf(" in %d companies", sum.Accounts)
		}
		if sum.Health != nil && sum.Health.Value != "GREEN" {
			label += ", " + sum.Health.Value
		}
		return relationship.Label{Text: label}
	})
	fmt.Fprint(c.out, indented(text))

	// The same sums, made by the store on one snapshot.
	sum, err := relationship.RollUp(ctx, c.org, c.ids[root])
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "\n   %d companies on %d levels, %d employees\n", sum.Accounts, sum.Depth+1, sum.Employees)
	for _, m := range sum.Revenue {
		fmt.Fprintf(c.out, "   revenue of %s million %s\n", m.Amount, m.Currency)
	}
	return nil
}

func indented(text string) string {
	return "   " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n   ") + "\n"
}
