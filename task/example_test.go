package task_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// opened gives an organisation with an account, for the examples.
func opened(ctx context.Context) (*clientele.Org, account.ID) {
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	if err != nil {
		log.Fatal(err)
	}
	return org, acme.ID
}

// must gives what a verb gave.
func must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

func ExampleCreate() {
	ctx := context.Background()
	org, acme := opened(ctx)
	t, err := task.Create(ctx, org, task.Draft{AccountID: acme, Title: "Send the offer", AssigneeID: "USER123", Priority: "high"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(t.Title, "for", t.Account, t.Status.Value, t.Priority.Value, t.Open())

	_, err = task.Create(ctx, org, task.Draft{Title: strings.Repeat("x", 256), Status: "DONE"})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// Send the offer for Acme PENDING HIGH true
	// title too_long
	// status not_in_picklist
	// accountId required
	// assigneeId required
}

// A task closes by moving into a closed status, and opens again by moving out of it.
func ExampleUpdate() {
	ctx := context.Background()
	org, acme := opened(ctx)
	t := must(task.Create(ctx, org, task.Draft{AccountID: acme, Title: "Call back", AssigneeID: "USER123"}))
	t = must(task.Update(ctx, org, t.ID, task.Patch{IfVersion: t.Version, Status: new("COMPLETED")}))
	fmt.Println(t.Open(), t.CompletedAt.Format("2006-01-02"))
	t = must(task.Update(ctx, org, t.ID, task.Patch{Status: new("IN_PROGRESS")}))
	fmt.Println(t.Open(), t.CompletedAt.IsZero())
	// Output:
	// false 2026-01-05
	// true true
}

// A custom field that is mandatory on close keeps a task open until it has a value.
func ExampleUpdate_mandatoryOnClose() {
	ctx := context.Background()
	org, acme := opened(ctx)
	must(customfield.Create(ctx, org, customfield.Draft{Name: "Result", Source: customfield.Task, Type: customfield.SingleLine, MandatoryOnClose: true}))
	t := must(task.Create(ctx, org, task.Draft{AccountID: acme, Title: "Call back", AssigneeID: "USER123"}))
	_, err := task.Update(ctx, org, t.ID, task.Patch{Status: new("COMPLETED")})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code, f.Params["field"])
	}
	t = must(task.Update(ctx, org, t.ID, task.Patch{
		Status: new("COMPLETED"), CustomFieldValues: []customfield.Input{{FieldID: "result", Value: json.RawMessage(`"reached"`)}},
	}))
	fmt.Println(t.Status.Value)
	// Output:
	// customFieldValues required result
	// COMPLETED
}

func ExampleGet() {
	ctx := context.Background()
	org, acme := opened(ctx)
	t := must(task.Create(ctx, org, task.Draft{AccountID: acme, Title: "Call back", AssigneeID: "USER123"}))
	t = must(task.Get(ctx, org, t.ID))
	fmt.Println(t.Title, t.AssigneeID)
	_, err := task.Get(ctx, org, task.ID{})
	fmt.Println(err != nil)
	// Output:
	// Call back USER123
	// true
}

func ExampleGetMany() {
	ctx := context.Background()
	org, acme := opened(ctx)
	a := must(task.Create(ctx, org, task.Draft{AccountID: acme, Title: "a", AssigneeID: "USER123"}))
	b := must(task.Create(ctx, org, task.Draft{AccountID: acme, Title: "b", AssigneeID: "USER123"}))
	for _, t := range must(task.GetMany(ctx, org, []task.ID{b.ID, {}, a.ID, b.ID})) {
		fmt.Println(t.Title)
	}
	// Output:
	// b
	// a
}

func ExampleRemoveAttachment() {
	ctx := context.Background()
	org, acme := opened(ctx)
	t := must(task.Create(ctx, org, task.Draft{
		AccountID: acme, Title: "Sign", AssigneeID: "USER123", AttachmentURLs: []string{"https://files.test/offer.pdf", "https://files.test/terms.pdf"},
	}))
	t = must(task.RemoveAttachment(ctx, org, t.ID, t.Attachments[0].ID))
	for _, a := range t.Attachments {
		fmt.Println(a.Name)
	}
	// Output: terms.pdf
}

func ExampleDelete() {
	ctx := context.Background()
	org, acme := opened(ctx)
	t := must(task.Create(ctx, org, task.Draft{AccountID: acme, Title: "Call back", AssigneeID: "USER123"}))
	set := must(task.Delete(ctx, org, t.ID, t.Version))
	fmt.Println(must(task.Count(ctx, org, task.Filter{})), must(record.GetSet(ctx, org, set)).Records)
	// Output: 0 1
}

func ExampleRestore() {
	ctx := context.Background()
	org, acme := opened(ctx)
	t := must(task.Create(ctx, org, task.Draft{AccountID: acme, Title: "Call back", AssigneeID: "USER123"}))
	set := must(task.Delete(ctx, org, t.ID, 0))
	back := must(task.Restore(ctx, org, set))
	fmt.Println(back.Records, must(task.Get(ctx, org, t.ID)).Title)
	// Output: 1 Call back
}

func ExamplePurge() {
	ctx := context.Background()
	org, acme := opened(ctx)
	t := must(task.Create(ctx, org, task.Draft{AccountID: acme, Title: "Call back", AssigneeID: "USER123"}))
	set := must(task.Delete(ctx, org, t.ID, 0))
	fmt.Println(must(task.Purge(ctx, org, set)))
	for c, err := range task.History(ctx, org, t.ID) {
		fmt.Println(c.Op, c.Purged, err)
	}
	// Output:
	// 1
	// create true <nil>
	// delete true <nil>
	// purge true <nil>
}

func ExampleHistory() {
	ctx := context.Background()
	org, acme := opened(ctx)
	t := must(task.Create(ctx, org.As(clientele.Actor{ID: "USER1"}), task.Draft{AccountID: acme, Title: "Call back", AssigneeID: "USER123"}))
	must(task.Update(ctx, org.As(clientele.Actor{ID: "USER2"}), t.ID, task.Patch{AssigneeID: new("USER2")}))
	for c, err := range task.History(ctx, org, t.ID) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Actor, c.Op, c.Fields)
	}
	// Output:
	// USER1 create []
	// USER2 update [assigneeId]
}

func ExampleVerifyPassword() {
	ctx := context.Background()
	org, acme := opened(ctx)
	must(customfield.Create(ctx, org, customfield.Draft{Name: "Door code", Source: customfield.Task, Type: customfield.Password}))
	t := must(task.Create(ctx, org, task.Draft{
		AccountID: acme, Title: "Visit", AssigneeID: "USER123", CustomFieldValues: []customfield.Input{{FieldID: "door_code", Value: json.RawMessage(`"4711"`)}},
	}))
	fmt.Println(must(task.VerifyPassword(ctx, org, t.ID, "door_code", "4711")), must(task.VerifyPassword(ctx, org, t.ID, "door_code", "0815")))
	// Output: true false
}

// Without a store.
func ExampleValidate() {
	acme := must(account.ParseID("018f3c1e-5b7a-7cc0-8000-000000000001"))
	rules := task.Rules{Picklists: picklist.Builtin(), Now: clienteletest.Start}
	t := must(task.Validate(task.Draft{AccountID: acme, Title: " Call  back ", AssigneeID: "USER123", Status: "completed"}, rules))
	fmt.Printf("%q %s %t\n", t.Title, t.Status.Value, t.Open())
	_, err := task.Validate(task.Draft{AccountID: acme}, rules)
	fmt.Println(fault.Has(err, fault.Required))
	// Output:
	// "Call  back" COMPLETED false
	// true
}

// Without a store.
func ExamplePatch_Apply() {
	rules := task.Rules{Picklists: picklist.Builtin(), Now: clienteletest.Start}
	t := must(task.Validate(task.Draft{AccountID: account.ID{1}, Title: "Call back", AssigneeID: "USER123"}, rules))
	var p task.Patch
	if err := json.Unmarshal([]byte(`{"status": "CANCELLED", "priority": null}`), &p); err != nil {
		log.Fatal(err)
	}
	after := must(p.Apply(t, rules))
	fmt.Println(after.Open(), after.Priority.ID.IsZero(), t.Open())
	// Output: false true true
}
