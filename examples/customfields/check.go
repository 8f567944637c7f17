package main

import (
	"context"
	"fmt"
	"io"

	"github.com/clientele-go/clientele"
)

// showCheck reads everything that is stored, and compares it: records, indexes, references, values, change log.
func showCheck(ctx context.Context, org *clientele.Org, out io.Writer) error {
	report, err := clientele.Check(ctx, org.DB())
	if err != nil {
		return err
	}
	for _, p := range report.Problems {
		fmt.Fprintf(out, "   %s\n", p)
	}
	fmt.Fprintf(out, "   %d problems\n", len(report.Problems))
	return nil
}
