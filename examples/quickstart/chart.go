package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/picklist"
)

// showChart counts the accounts of each industry, all in one walk that decodes none of them.
func showChart(ctx context.Context, org *clientele.Org, out io.Writer) error {
	industries, err := picklist.Usage(ctx, org, picklist.AccountIndustry)
	if err != nil {
		return err
	}
	slices.SortStableFunc(industries, func(a, b picklist.Uses) int { return b.Count - a.Count })
	for _, industry := range industries {
		if industry.Count > 0 {
			fmt.Fprintf(out, "   %-24s %s %d\n", industry.Value, bar(industry.Count), industry.Count)
		}
	}
	return nil
}

// bar gives a bar of one block for every two accounts.
func bar(count int) string {
	return strings.Repeat("█", count/2) + strings.Repeat("▌", count%2)
}
