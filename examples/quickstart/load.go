package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
)

// portion is how many accounts are created in one call, so that progress can be seen.
const portion = 50

// load creates an account for each company and tells what became of each.
func load(ctx context.Context, org *clientele.Org, companies []company, out io.Writer, p progress) error {
	var totals account.Totals
	var outcomes []account.Outcome
	defer p.clear()
	for some := range slices.Chunk(companies, portion) {
		drafts := make([]account.Draft, len(some))
		for i, c := range some {
			draft, err := c.draft()
			if err != nil {
				return err
			}
			drafts[i] = draft
		}
		bulk, err := account.CreateMany(ctx, org, drafts, account.KeepGoing)
		if err != nil {
			return err
		}
		for _, o := range bulk.Items {
			totals.Add(o.Result)
			outcomes = append(outcomes, o)
		}
		p.show(totals.Total, len(companies))
	}
	p.clear()
	fmt.Fprintf(out, "   %d rows: %d created, %d skipped, %d refused\n\n", totals.Total, totals.Created, totals.Skipped, totals.Failed)
	return report(ctx, org, companies, outcomes, out)
}

// mentioned is how many accounts of one result are named.
const mentioned = 3

// report names the first companies that were created, skipped and refused, the refused ones with their faults.
func report(ctx context.Context, org *clientele.Org, companies []company, outcomes []account.Outcome, out io.Writer) error {
	for _, result := range []account.Result{account.Created, account.Skipped, account.Failed} {
		count := 0
		for i, o := range outcomes {
			if o.Result != result {
				continue
			}
			if count++; count > mentioned {
				continue
			}
			if err := reportOne(ctx, org, companies[i], o, out); err != nil {
				return err
			}
		}
		if count > mentioned {
			fmt.Fprintf(out, "   … and %d more\n", count-mentioned)
		}
	}
	return nil
}

func reportOne(ctx context.Context, org *clientele.Org, c company, o account.Outcome, out io.Writer) error {
	switch o.Result {
	case account.Created:
		fmt.Fprintf(out, "   created  %-5s %s: number %d, %s\n", c.Symbol, c.Name, o.Account.Number, o.Account.PrimaryDomain)
	case account.Skipped:
		holder, err := account.Get(ctx, org, o.Existing)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "   skipped  %-5s %s: there as %s (%s)\n", c.Symbol, c.Name, holder.Name, holder.ExternalIDs["ticker"])
	case account.Failed:
		fmt.Fprintf(out, "   refused  %s\n", c.Symbol)
		for _, f := range o.Faults {
			fmt.Fprintf(out, "                  %s\n", f)
		}
	}
	return nil
}
