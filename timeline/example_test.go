package timeline_test

import (
	"context"
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
	"github.com/clientele-go/clientele/timeline"
)

// busy makes an account with a subsidiary, and some history.
func busy(ctx context.Context) (*clientele.Org, account.ID, error) {
	org, err := clienteletest.Open(ctx)
	if err != nil {
		return nil, account.ID{}, err
	}
	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	if err != nil {
		return nil, account.ID{}, err
	}
	return org, acme.ID, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		labs, err := account.Create(ctx, tx, account.Draft{Name: "Acme Labs", PrimaryDomain: "labs.acme.com"})
		if err != nil {
			return err
		}
		if err := relationship.SetParent(ctx, tx, labs.ID, acme.ID); err != nil {
			return err
		}
		if _, err := activity.Create(ctx, tx, activity.Draft{AccountID: labs.ID, At: clienteletest.Start.Add(-time.Hour), Title: "Call about the renewal"}); err != nil {
			return err
		}
		if _, err := note.Create(ctx, tx, note.Draft{AccountID: acme.ID, Content: "Renews in May."}); err != nil {
			return err
		}
		_, err = task.Create(ctx, tx, task.Draft{AccountID: labs.ID, Title: "Send the offer", AssigneeID: "USER123"})
		return err
	})
}

func ExampleList() {
	ctx := context.Background()
	org, acme, err := busy(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	paging := clientele.Paging{Limit: 3}
	for {
		page, err := timeline.List(ctx, org, timeline.Filter{AccountID: acme, Subtree: true}, paging)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, i := range page.Items {
			fmt.Printf("%s %-8s %-9s %s\n", i.At.Format(time.TimeOnly), i.Kind, i.Account, i.Title())
		}
		if page.Next == "" {
			break
		}
		paging.After = page.Next
	}
	// Output:
	// 09:00:00 change   Acme Labs create
	// 09:00:00 change   Acme      create
	// 09:00:00 task     Acme Labs Send the offer
	// 09:00:00 note     Acme      Renews in May.
	// 08:00:00 activity Acme Labs Call about the renewal
}

func ExampleAll() {
	ctx := context.Background()
	org, acme, err := busy(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	f := timeline.Filter{AccountID: acme, Subtree: true, Kinds: []timeline.Kind{timeline.Activity, timeline.Note}}
	for i, err := range timeline.All(ctx, org, f) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(i.Kind, i.Title())
	}
	// Output:
	// note Renews in May.
	// activity Call about the renewal
}
