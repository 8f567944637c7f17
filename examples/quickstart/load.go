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
			totals.Add(o)
			outcomes = append(outcomes, o)
		}
		p.show(totals.Total, len(companies))
	}
	p.clear()
	fmt.Fprintf(out, "   %d rows: %d created, %d skipped, %d refused\n", totals.Total, totals.Created, totals.Skipped, totals.Failed)
	return report(ctx, org, companies, outcomes, out)
}

// mentioned is how many accounts of a kind are named.
const mentioned = 3

// report names the first accounts that were created and skipped, and all that were refused.
func report(ctx context.Context, org *clientele.Org, companies []company, outcomes []account.Outcome, out io.Writer) error {
	count := map[account.Result]int{}
	for i, o := range outcomes {
		count[o.Result]++
		if o.Result != account.Failed && count[o.Result] > mentioned {
			continue
		}
		fmt.Fprintf(out, "\n   %s: %s %s\n", verbs[o.Result], companies[i].Symbol, companies[i].Name)
		switch o.Result {
		case account.Created:
			fmt.Fprintf(out, "     as account number %d, %s\n", o.Account.Number, o.Account.PrimaryDomain)
		case account.Skipped:
			holder, err := account.Get(ctx, org, o.Existing)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "     %s is the domain of %s (%s) already\n", holder.PrimaryDomain, holder.Name, holder.ExternalIDs["ticker"])
		case account.Failed:
			for _, f := range o.Faults {
				fmt.Fprintf(out, "     %s\n", f)
			}
		}
	}
	for _, r := range []account.Result{account.Created, account.Skipped} {
		if more := count[r] - mentioned; more > 0 {
			fmt.Fprintf(out, "\n   … and %d more %s\n", more, r)
		}
	}
	return nil
}

// verbs are how the report calls a result.
var verbs = map[account.Result]string{account.Created: "created", account.Skipped: "skipped", account.Failed: "refused"}
