package activity_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// The rules need no store.
func ExampleValidate() {
	a, err := activity.Validate(activity.Draft{
		AccountID: account.ID{1}, At: time.Date(2026, 1, 6, 16, 0, 0, 0, time.FixedZone("", 3600)), Title: "  Renewal ",
	}, activity.Rules{Picklists: picklist.Builtin()})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q %s %s\n", a.Title, a.Type.Value, a.At.Format(time.RFC3339))
	// Output: "Renewal" CALL 2026-01-06T15:00:00Z
}

func ExamplePatch_Apply() {
	before := &activity.Activity{AccountID: account.ID{1}, At: tuesday(9), Title: "Renewal", Participants: []string{"USER123"}}
	after, err := activity.Patch{Title: new("Renewal, again"), Participants: &[]string{"USER123", "USER456"}}.Apply(before, activity.Rules{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(before.Title, before.Participants)
	fmt.Println(after.Title, after.Participants)
	// Output:
	// Renewal [USER123]
	// Renewal, again [USER123 USER456]
}

// A draft decodes from the reference's JSON. What has the wrong type is reported with everything else.
func ExampleDraft_UnmarshalJSON() {
	var d activity.Draft
	if err := json.Unmarshal([]byte(`{"activityTimestamp":"2026-01-06T15:00:00Z","duration":"long","title":"Renewal"}`), &d); err != nil {
		log.Fatal(err)
	}
	_, err := activity.Validate(d, activity.Rules{})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// duration wrong_type
	// accountId required
}

// Null clears, an absent key leaves a field as it is.
func ExamplePatch_UnmarshalJSON() {
	var p activity.Patch
	if err := json.Unmarshal([]byte(`{"title":null,"location":"Room 7"}`), &p); err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Clear, *p.Location, p.Duration == nil)
	// Output: [title] Room 7 true
}

// A filter may come from the query of a URL.
func ExampleFilter_UnmarshalJSON() {
	var f activity.Filter
	if err := json.Unmarshal([]byte(`{"type":"CALL,EMAIL","subtree":"true","from":"2026-01-06T00:00:00Z"}`), &f); err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Type, f.Subtree, f.From.Format(time.DateOnly))
	// Output: [CALL EMAIL] true 2026-01-06
}

func ExampleParseID() {
	id, err := activity.ParseID("019b8d62-7a80-7000-8000-000000000001")
	fmt.Println(id, err)
	_, err = activity.ParseID("ACT-1")
	fmt.Println(fault.Has(err, fault.NotAnID))
	// Output:
	// 019b8d62-7a80-7000-8000-000000000001 <nil>
	// true
}

// A package that builds upon activities reads them inside its own transaction.
func ExampleLoad() {
	org, acme := office()
	a := call(org, acme, 9, "Renewal")
	err := org.View(context.Background(), func(_ context.Context, tx *clientele.Tx) error {
		found, err := activity.Load(tx, []activity.ID{{}, a.ID})
		if err != nil {
			return err
		}
		fmt.Println(found[0] == nil, found[1].Title)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output: true Renewal
}

func ExampleBetween() {
	org, acme := office()
	for hour, title := range slices.All([]string{"a", "b", "c", "d"}) {
		call(org, acme, hour, title)
	}
	err := org.View(context.Background(), func(_ context.Context, tx *clientele.Tx) error {
		found, err := activity.Between(tx, []account.ID{acme.ID}, record.During(tuesday(1), tuesday(9)), 2)
		for _, a := range found {
			fmt.Println(a.At.Format(time.TimeOnly), a.Title)
		}
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// 01:00:00 b
	// 02:00:00 c
}
