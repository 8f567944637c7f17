package picklist_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

// newOrg makes an organisation in memory. A program opens its database by the root package, which knows the
// kinds and seeds of the library.
func newOrg(ctx context.Context) *record.Org {
	db, err := record.Open(ctx, memstore.New(), record.Schema{
		Kinds: []record.Definition{picklist.Definition, tickets},
		Seeds: []record.Seed{picklist.Seed},
	}, &record.Options{Clock: func() time.Time { return time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC) }})
	if err != nil {
		log.Fatal(err)
	}
	org, err := db.CreateOrg(ctx, "org_1", nil)
	if err != nil {
		log.Fatal(err)
	}
	return org
}

// valueOf gives the value that an input means.
func valueOf(ctx context.Context, s record.Scope, a picklist.Attribute, input string) picklist.Value {
	var v picklist.Value
	err := s.View(ctx, func(_ context.Context, tx *record.Tx) error {
		sets, err := picklist.Load(tx)
		if err == nil {
			v, err = sets.Of(a).Resolve(input)
		}
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// newTicket writes a record that refers to a value.
func newTicket(ctx context.Context, s record.Scope, priority string) {
	err := s.Update(ctx, func(_ context.Context, tx *record.Tx) error {
		sets, err := picklist.Load(tx)
		if err != nil {
			return err
		}
		t := &ticket{Subject: "printer"}
		if err := sets.Of(picklist.TaskPriority).Assign(&t.Priority, priority); err != nil {
			return err
		}
		return tickets.Create(tx, t)
	})
	if err != nil {
		log.Fatal(err)
	}
}

func show(values []*picklist.Value) {
	for _, v := range values {
		fmt.Print(v.Value, " ")
	}
	fmt.Println()
}

func ExampleCreate() {
	ctx := context.Background()
	org := newOrg(ctx)
	v, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.AccountIndustry, Value: "Public sector", Color: "#06C"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.Value, v.Color, v.Position, v.Version)

	_, err = picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.AccountIndustry, Value: "PUBLIC_SECTOR", Closed: true})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// Public sector #06c 5 1
	// isClosed not_allowed
	// value duplicate
}

func ExampleGet() {
	ctx := context.Background()
	org := newOrg(ctx)
	id := valueOf(ctx, org, picklist.TaskStatus, "completed").ID
	v, err := picklist.Get(ctx, org, id)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.Attribute, v.Value, v.Closed)
	// Output: task_status COMPLETED true
}

func ExampleList() {
	ctx := context.Background()
	org := newOrg(ctx)
	values, err := picklist.List(ctx, org, picklist.Filter{Attribute: picklist.AccountHealth})
	if err != nil {
		log.Fatal(err)
	}
	show(values)
	// Output: RED YELLOW GREEN
}

func ExampleUpdate() {
	ctx := context.Background()
	org := newOrg(ctx)
	trial := valueOf(ctx, org, picklist.AccountStatus, "TRIAL")
	v, err := picklist.Update(ctx, org, trial.ID, picklist.Patch{IfVersion: trial.Version, Value: new("EVALUATION"), Default: new(true)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.Value, v.Default, v.Version)
	fmt.Println(valueOf(ctx, org, picklist.AccountStatus, "PROSPECT").Default)

	_, err = picklist.Update(ctx, org, trial.ID, picklist.Patch{IfVersion: trial.Version, Archived: new(true)})
	fmt.Println(errors.Is(err, fault.ErrStale))
	// Output:
	// EVALUATION true 2
	// false
	// true
}

func ExampleReorder() {
	ctx := context.Background()
	org := newOrg(ctx)
	retail := valueOf(ctx, org, picklist.AccountIndustry, "RETAIL")
	values, err := picklist.Reorder(ctx, org, picklist.AccountIndustry, []picklist.ID{retail.ID})
	if err != nil {
		log.Fatal(err)
	}
	show(values)
	// Output: RETAIL TECHNOLOGY HEALTHCARE FINANCE
}

func ExampleUsage() {
	ctx := context.Background()
	org := newOrg(ctx)
	newTicket(ctx, org, "high")
	newTicket(ctx, org, "high")
	uses, err := picklist.Usage(ctx, org, picklist.TaskPriority)
	if err != nil {
		log.Fatal(err)
	}
	for _, u := range uses {
		fmt.Println(u.Value, u.Count)
	}
	// Output:
	// LOW 0
	// MEDIUM 0
	// HIGH 2
}

func ExampleDelete() {
	ctx := context.Background()
	org := newOrg(ctx)
	newTicket(ctx, org, "low")
	low := valueOf(ctx, org, picklist.TaskPriority, "low")

	_, err := picklist.Delete(ctx, org, low.ID, picklist.DeleteOptions{})
	for _, f := range fault.All(err) {
		fmt.Println(f.Code, f.Params["count"], errors.Is(err, fault.ErrReferenced))
	}
	_, err = picklist.Delete(ctx, org, low.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "medium", NewDefault: "medium"})
	fmt.Println(err)
	values, err := picklist.List(ctx, org, picklist.Filter{Attribute: picklist.TaskPriority})
	if err != nil {
		log.Fatal(err)
	}
	show(values)
	// Output:
	// referenced 1 true
	// <nil>
	// MEDIUM HIGH
}

func ExampleLoad() {
	ctx := context.Background()
	org := newOrg(ctx)
	err := org.View(ctx, func(_ context.Context, tx *record.Tx) error {
		sets, err := picklist.Load(tx)
		if err != nil {
			return err
		}
		v, ok := sets.Of(picklist.TaskType).Default()
		fmt.Println(v.Value, ok)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output: FOLLOW_UP true
}

func ExampleValidate() {
	_, err := picklist.Validate(picklist.Draft{Attribute: "mood", Color: "red"})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// attribute not_allowed
	// value required
	// color not_a_color
}

func ExamplePatch_Apply() {
	var p picklist.Patch
	if err := json.Unmarshal([]byte(`{"value":"Done","configuration":{"icon":null}}`), &p); err != nil {
		log.Fatal(err)
	}
	before := picklist.Value{Attribute: picklist.TaskStatus, Value: "COMPLETED", Configuration: picklist.Configuration{Icon: "tick", Closed: true}}
	after, err := p.Apply(&before)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q %q %t\n", after.Value, after.Icon, after.Closed)
	// Output: "Done" "" true
}

func ExampleSet_Resolve() {
	set := picklist.Builtin().Of(picklist.AccountClassification)
	v, err := set.Resolve("Mid market")
	fmt.Println(v.Value, err)
	_, err = set.Resolve("tiny")
	for _, f := range fault.All(err) {
		fmt.Println(f.Code, f.Params["allowed"])
	}
	// Output:
	// MID_MARKET <nil>
	// not_in_picklist [ENTERPRISE MID_MARKET SMB STRATEGIC]
}

func ExampleSet_Match() {
	set := picklist.Builtin().Of(picklist.AccountHealth)
	ids, err := set.Match([]string{"green", "GREEN", "red"})
	fmt.Println(len(ids), err)
	_, err = set.Match([]string{"green", "blue"})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// 2 <nil>
	// [1] not_in_picklist
}

func ExampleSet_Assign() {
	set := picklist.Builtin().Of(picklist.TaskStatus)
	var status picklist.Ref
	err := set.Assign(&status, "completed")
	fmt.Println(status.Value, status.Configuration.Closed, err)
	// Output: COMPLETED true <nil>
}

func ExampleEnsure() {
	ctx := context.Background()
	org := newOrg(ctx)

	values, err := picklist.Ensure(ctx, org, picklist.AccountIndustry, "Health Care", "Energy")
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range values {
		fmt.Println(v.Value)
	}
	// Output:
	// HEALTHCARE
	// Energy
}

// Rules that need no store work with the values that every organisation starts with.
func ExampleBuiltin() {
	for _, a := range picklist.Attributes()[:2] {
		var texts []string
		for v := range picklist.Builtin().Of(a).All() {
			texts = append(texts, v.Value)
		}
		fmt.Println(a, texts)
	}
	// Output:
	// account_status [PROSPECT TRIAL ACTIVE CHURNED ACQUIRED]
	// account_classification [ENTERPRISE MID_MARKET SMB STRATEGIC]
}
