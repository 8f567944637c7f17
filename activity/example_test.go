package activity_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store/memstore"
)

// must ends an example that goes wrong.
func must[V any](v V, err error) V {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// office gives an organisation with the account Acme.
func office() (*clientele.Org, *account.Account) {
	org := must(clienteletest.Open(context.Background()))
	return org, must(account.Create(context.Background(), org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"}))
}

// tuesday is the sixth of January 2026, at an hour.
func tuesday(hour int) time.Time { return time.Date(2026, time.January, 6, hour, 0, 0, 0, time.UTC) }

// call writes down what was done at an hour of that day.
func call(org *clientele.Org, on *account.Account, hour int, title string) *activity.Activity {
	return must(activity.Create(context.Background(), org, activity.Draft{AccountID: on.ID, At: tuesday(hour), Title: title}))
}

func ExampleCreate() {
	org, acme := office()
	ann := must(contact.Create(context.Background(), org, contact.Draft{FirstName: "Ann", Email: "ann@acme.com"}))
	a, err := activity.Create(context.Background(), org, activity.Draft{
		AccountID: acme.ID, At: tuesday(15), Duration: 30, Title: "Renewal", Type: "meeting",
		Participants: []string{ann.ID.String(), "USER123"}, AttachmentURLs: []string{"https://files.acme.com/offer.pdf"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(a.Account, a.Type.Value, a.Status.Value, a.At.Format(time.DateTime), len(a.Participants), a.Attachments[0].Name)
	// Output: Acme MEETING PENDING 2026-01-06 15:00:00 2 offer.pdf
}

// Everything that is wrong comes at once.
func ExampleCreate_refused() {
	org, acme := office()
	_, err := activity.Create(context.Background(), org, activity.Draft{AccountID: acme.ID, Duration: -5, Type: "DANCE", Participants: []string{""}})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// duration too_small
	// type not_in_picklist
	// participants[0] required
	// activityTimestamp required
}

func ExampleGet() {
	org, acme := office()
	a := call(org, acme, 9, "Hello")
	fmt.Println(must(activity.Get(context.Background(), org, a.ID)).Title)
	_, err := activity.Get(context.Background(), org, activity.ID{})
	fmt.Println(errors.Is(err, clientele.ErrNotFound))
	// Output:
	// Hello
	// true
}

func ExampleGetMany() {
	org, acme := office()
	a, b := call(org, acme, 9, "a"), call(org, acme, 10, "b")
	many, err := activity.GetMany(context.Background(), org, []activity.ID{b.ID, {}, a.ID, b.ID})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(many[0].Title, many[1].Title, len(many))
	// Output: b a 2
}

func ExampleList() {
	ctx := context.Background()
	org, acme := office()
	labs := must(account.Create(ctx, org, account.Draft{Name: "Labs", PrimaryDomain: "labs.acme.com"}))
	if err := relationship.SetParent(ctx, org, labs.ID, acme.ID); err != nil {
		log.Fatal(err)
	}
	call(org, acme, 9, "first")
	call(org, labs, 11, "third")
	call(org, acme, 10, "second")
	page, err := activity.List(ctx, org, activity.Filter{AccountID: []account.ID{acme.ID}, Subtree: true, From: tuesday(10)}, clientele.Paging{})
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range page.Items {
		fmt.Println(a.At.Format(time.TimeOnly), a.Account, a.Title)
	}
	// Output:
	// 11:00:00 Labs third
	// 10:00:00 Acme second
}

func ExampleAll() {
	org, acme := office()
	call(org, acme, 9, "first")
	call(org, acme, 10, "second")
	for a, err := range activity.All(context.Background(), org, activity.Filter{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(a.Title)
	}
	// Output:
	// second
	// first
}

func ExampleCount() {
	org, acme := office()
	call(org, acme, 9, "first")
	call(org, acme, 10, "second")
	fmt.Println(must(activity.Count(context.Background(), org, activity.Filter{To: tuesday(10)})))
	// Output: 1
}

func ExampleExplain() {
	org, acme := office()
	plan, err := activity.Explain(context.Background(), org, activity.Filter{AccountID: []account.ID{acme.ID}, Type: []string{"CALL"}}, "")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Index, plan.Ranges, plan.Raw)
	// Output: account 1 [typeId]
}

func ExampleUpdate() {
	org, acme := office()
	a := call(org, acme, 9, "Renewal")
	a, err := activity.Update(context.Background(), org, a.ID, activity.Patch{
		IfVersion: a.Version, Status: new("COMPLETED"), Duration: new(int64(20)), Clear: []activity.Field{activity.FieldTitle},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(a.Version, a.Status.Value, a.Duration, a.Title == "")
	// Output: 2 COMPLETED 20 true
}

func ExampleRemoveAttachment() {
	ctx := context.Background()
	org, acme := office()
	a := must(activity.Create(ctx, org, activity.Draft{AccountID: acme.ID, At: tuesday(9), AttachmentURLs: []string{"https://a.test/x", "https://a.test/y"}}))
	a, err := activity.RemoveAttachment(ctx, org, a.ID, a.Attachments[0].ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(a.Attachments), a.Attachments[0].URL)
	// Output: 1 https://a.test/y
}

func ExampleDelete() {
	ctx := context.Background()
	org, acme := office()
	a := call(org, acme, 9, "Renewal")
	set := must(activity.Delete(ctx, org, a.ID, a.Version))
	fmt.Println(must(activity.Count(ctx, org, activity.Filter{})))
	restored := must(activity.Restore(ctx, org, set))
	fmt.Println(restored.Records, must(activity.Count(ctx, org, activity.Filter{})))
	// Output:
	// 0
	// 1 1
}

func ExampleRestore() {
	ctx := context.Background()
	org, acme := office()
	set := must(activity.Delete(ctx, org, call(org, acme, 9, "Renewal").ID, 0))
	must(account.Delete(ctx, org, acme.ID, 0))
	_, err := activity.Restore(ctx, org, set)
	fmt.Println(fault.All(err)[0].Path, fault.All(err)[0].Code)
	// Output: accountId unknown_reference
}

func ExamplePurge() {
	ctx := context.Background()
	org, acme := office()
	set := must(activity.Delete(ctx, org, call(org, acme, 9, "Renewal").ID, 0))
	fmt.Println(must(activity.Purge(ctx, org, set)))
	// Output: 1
}

func ExampleHistory() {
	ctx := context.Background()
	org, acme := office()
	a := call(org, acme, 9, "Renewal")
	must(activity.Update(ctx, org, a.ID, activity.Patch{Location: new("Room 7")}))
	for c, err := range activity.History(ctx, org, a.ID) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Version, c.Op, c.Fields)
	}
	// Output:
	// 1 create []
	// 2 update [location]
}

func ExampleVerifyPassword() {
	ctx := context.Background()
	org, acme := office()
	must(customfield.Create(ctx, org, customfield.Draft{Name: "Room code", Source: customfield.Activity, Type: customfield.Password}))
	a := must(activity.Create(ctx, org, activity.Draft{
		AccountID: acme.ID, At: tuesday(9), CustomFieldValues: []customfield.Input{{FieldID: "room_code", Value: json.RawMessage(`"4711"`)}},
	}))
	fmt.Println(must(activity.VerifyPassword(ctx, org, a.ID, "room_code", "4711")), must(activity.VerifyPassword(ctx, org, a.ID, "room_code", "0815")))
	// Output: true false
}

func ExampleAudit() {
	ctx := context.Background()
	org, acme := office()
	call(org, acme, 9, "Renewal")
	if err := org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"activity": {"location"}}}); err != nil {
		log.Fatal(err)
	}
	for found, err := range activity.Audit(ctx, org, activity.Filter{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(found.Activity.Title, found.Faults[0].Path, found.Faults[0].Code)
	}
	// Output: Renewal location required
}

func ExampleRule() {
	ctx := context.Background()
	options := clienteletest.Options()
	options.Rules = []clientele.Rule{activity.Rule(func(_, after *activity.Activity) (faults []fault.Fault) {
		if after.At.Weekday() == time.Sunday {
			faults = append(faults, fault.Fault{Path: "activityTimestamp", Code: fault.NotAllowed, Message: "is a Sunday"})
		}
		return faults
	})}
	db := must(clientele.Open(ctx, memstore.New(), options))
	org := must(db.EnsureOrg(ctx, "org_1", nil))
	acme := must(account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"}))
	_, err := activity.Create(ctx, org, activity.Draft{AccountID: acme.ID, At: tuesday(9).AddDate(0, 0, -2)})
	fmt.Println(fault.All(err)[0].Message)
	// Output: is a Sunday
}
