package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/timeline"
)

// evening reads the time line of the group, as Cid sees it, page by page, and adds the group up.
func (d *desk) evening(ctx context.Context) error {
	paging := clientele.Paging{Order: timeline.OrderAt, Limit: 5}
	for more := true; more; more = paging.After != "" {
		page, err := timeline.List(ctx, d.org.As(cid), timeline.Filter{AccountID: d.meridian, Subtree: true}, paging)
		if err != nil {
			return err
		}
		for _, i := range page.Items {
			fmt.Fprintf(d.out, "   %s  %-8s  %-8s  %-10s  %s\n", i.At.Format("15:04"), i.Kind, i.Account, cmp.Or(i.Actor, i.ActorID), i.Title())
		}
		paging.After = page.Next
	}
	sum, err := relationship.RollUp(ctx, d.org, d.meridian)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "   %d accounts, %d contacts, %d open tasks, last activity at %s\n",
		sum.Accounts, sum.Contacts, sum.OpenTasks, sum.LastActivity.Format("15:04"))
	return nil
}

// check reads everything that is stored, and compares it.
func (d *desk) check(ctx context.Context) error {
	report, err := clientele.Check(ctx, d.org.DB())
	if err != nil {
		return err
	}
	for _, p := range report.Problems {
		fmt.Fprintf(d.out, "   %s\n", p)
	}
	fmt.Fprintf(d.out, "   %d records, %d changes, %d problems\n", report.Records, report.Changes, len(report.Problems))
	return nil
}
