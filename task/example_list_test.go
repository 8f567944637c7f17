package task_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/task"
)

// busy is opened, with a task that is closed, one that is overdue, one that is due tomorrow and one at no time.
func busy(ctx context.Context) (*clientele.Org, account.ID) {
	org, acme := opened(ctx)
	for _, d := range []task.Draft{
		{Title: "greet", Status: "COMPLETED", DueAt: clienteletest.Start.Add(-2 * time.Hour)},
		{Title: "some day"},
		{Title: "offer", DueAt: clienteletest.Start.Add(24 * time.Hour)},
		{Title: "call", DueAt: clienteletest.Start.Add(-time.Hour)},
	} {
		d.AccountID, d.AssigneeID = acme, "USER123"
		must(task.Create(ctx, org, d))
	}
	return org, acme
}

func ExampleList() {
	ctx := context.Background()
	org, acme := busy(ctx)
	page := must(task.List(ctx, org, task.Filter{AccountID: []account.ID{acme}, Open: new(true)}, clientele.Paging{Limit: 2, Total: true}))
	for _, t := range page.Items {
		fmt.Println(t.Title)
	}
	fmt.Println("of", *page.Total)
	page = must(task.List(ctx, org, task.Filter{AccountID: []account.ID{acme}, Open: new(true)}, clientele.Paging{Limit: 2, After: page.Next}))
	fmt.Println(page.Items[0].Title, page.Next == "")
	// Output:
	// call
	// offer
	// of 3
	// some day true
}

func ExampleAll() {
	ctx := context.Background()
	org, _ := busy(ctx)
	for t, err := range task.All(ctx, org, task.Filter{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(t.Title, t.Open())
	}
	// Output:
	// greet false
	// call true
	// offer true
	// some day true
}

func ExampleCount() {
	ctx := context.Background()
	org, _ := busy(ctx)
	fmt.Println(must(task.Count(ctx, org, task.Filter{AssigneeID: []string{"USER123"}, Overdue: true})))
	// Output: 1
}

func ExampleExplain() {
	ctx := context.Background()
	org, acme := busy(ctx)
	plan := must(task.Explain(ctx, org, task.Filter{AccountID: []account.ID{acme}, Open: new(true), Priority: []string{"HIGH"}}, ""))
	fmt.Println(plan.Index, plan.Ranges, plan.Raw)
	// Output: accountDue 1 [priorityId]
}

func ExampleTask_Overdue() {
	due := clienteletest.Start
	t := &task.Task{DueAt: due}
	fmt.Println(t.Overdue(due), t.Overdue(due.Add(time.Second)))
	t.CompletedAt = due
	fmt.Println(t.Open(), t.Overdue(due.Add(time.Second)))
	// Output:
	// false true
	// false false
}

func ExampleAudit() {
	ctx := context.Background()
	org, _ := busy(ctx)
	if err := org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"task": {"dueAt"}}}); err != nil {
		log.Fatal(err)
	}
	for found, err := range task.Audit(ctx, org, task.Filter{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(found.Task.Title, found.Faults[0].Path, found.Faults[0].Code)
	}
	// Output: some day dueAt required
}

// Between is for packages that put several kinds into one stream.
func ExampleBetween() {
	ctx := context.Background()
	org, acme := busy(ctx)
	err := org.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
		ts, err := task.Between(tx, []account.ID{acme}, record.Interval{Newest: true}, 2)
		for _, t := range ts {
			fmt.Println(t.Title)
		}
		return err
	})
	fmt.Println(err)
	// Output:
	// call
	// offer
	// <nil>
}

// A rule of the host program: what is urgent has a time.
func ExampleRule() {
	ctx := context.Background()
	urgent := task.Rule(func(_, after *task.Task) (faults []fault.Fault) {
		if after.Priority.Value == "HIGH" && after.DueAt.IsZero() {
			faults = append(faults, fault.Fault{Path: "dueAt", Code: fault.Required, Message: "is required of what is urgent"})
		}
		return faults
	})
	db := must(clientele.Open(ctx, memstore.New(), &clientele.Options{Rules: []clientele.Rule{urgent}}))
	org := must(db.EnsureOrg(ctx, "org_1", nil))
	acme := must(account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"}))
	_, err := task.Create(ctx, org, task.Draft{AccountID: acme.ID, Title: "Call back", AssigneeID: "USER123", Priority: "HIGH"})
	fmt.Println(err)
	// Output: record: task.create: fault: dueAt: is required of what is urgent (required)
}

func ExampleParseID() {
	id, err := task.ParseID("018f3c1e-5b7a-7cc0-8000-000000000001")
	fmt.Println(id, err)
	_, err = task.ParseID("18")
	fmt.Println(fault.Has(err, fault.NotAnID))
	// Output:
	// 018f3c1e-5b7a-7cc0-8000-000000000001 <nil>
	// true
}
