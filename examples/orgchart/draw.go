package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/relationship"
)

// colors are those of the healths.
var colors = map[string]string{"RED": "#f8b4b4", "YELLOW": "#fce96a", "GREEN": "#bcf0da"}

// draw writes the group as a chart for Mermaid and for Graphviz.
func (c *chart) draw(ctx context.Context) error {
	tree, err := relationship.Tree(ctx, c.org, c.ids[root], 0)
	if err != nil {
		return err
	}
	label := func(n *relationship.Node) relationship.Label {
		return relationship.Label{Text: n.Account.Name + "\n" + n.Account.BillingAddress.Country, Color: colors[n.Account.Health.Value]}
	}
	for name, picture := range map[string]string{"group.mmd": tree.Mermaid(label), "group.dot": tree.DOT(label)} {
		if err := os.WriteFile(filepath.Join(c.dir, name), []byte(picture), 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintln(c.out, "   group.mmd is for mermaid.live, group.dot for Graphviz: dot -Tsvg group.dot")
	return nil
}

// check reads everything that is stored, and compares it.
func (c *chart) check(ctx context.Context) error {
	report, err := clientele.Check(ctx, c.org.DB())
	if err != nil {
		return err
	}
	for _, p := range report.Problems {
		fmt.Fprintf(c.out, "   %s\n", p)
	}
	fmt.Fprintf(c.out, "   %d records, %d changes, %d problems\n", report.Records, report.Changes, len(report.Problems))
	return nil
}
