package account_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

func ExampleList() {
	ctx := context.Background()
	org := open(ctx, acme, labs, zeta)
	p := clientele.Paging{Limit: 2, Order: account.OrderName, Total: true}
	for {
		page, err := account.List(ctx, org, account.Filter{}, p)
		if err != nil {
			log.Fatal(err)
		}
		for _, a := range page.Items {
			fmt.Print(a.Name, " ")
		}
		fmt.Println("of", *page.Total)
		if p.After = page.Next; p.After == "" {
			break
		}
	}
	// Output:
	// Acme Labs of 3
	// Zeta of 3
}

func ExampleAll() {
	ctx := context.Background()
	org := open(ctx, acme, labs, zeta)
	for a, err := range account.All(ctx, org, account.Filter{Status: []string{"ACTIVE", "TRIAL"}}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(a.Name, a.Status.Value)
	}
	// Output:
	// Acme ACTIVE
	// Zeta TRIAL
}

func ExampleCount() {
	ctx := context.Background()
	n, err := account.Count(ctx, open(ctx, acme, labs, zeta), account.Filter{Text: ".TEST"})
	fmt.Println(n, err)
	// Output: 2 <nil>
}

func ExampleExplain() {
	ctx := context.Background()
	plan, err := account.Explain(ctx, open(ctx), account.Filter{Status: []string{"ACTIVE"}, Health: []string{"RED"}}, "")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Index, plan.Ranges, plan.Raw)
	// Output: status 1 [healthId]
}

func ExampleCreateMany() {
	ctx := context.Background()
	bulk, err := account.CreateMany(ctx, open(ctx, acme), []account.Draft{labs, {Name: "Acme again", PrimaryDomain: "acme.io"}, {Name: "Nobody"}}, account.KeepGoing)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(bulk.Created, bulk.Skipped, bulk.Failed)
	for _, o := range bulk.Items {
		fmt.Println(o.Index, o.Result, o.Faults)
	}
	// Output:
	// 1 1 1
	// 0 created []
	// 1 skipped []
	// 2 failed [primaryDomain: is required (required)]
}

func ExampleImport() {
	ctx := context.Background()
	org := open(ctx)
	rows := func(yield func(account.Draft, error) bool) {
		for line := range strings.Lines("Acme,acme.com\nLabs,labs.test\nAcme,acme.com\n") {
			name, domain, _ := strings.Cut(strings.TrimSpace(line), ",")
			if !yield(account.Draft{Name: name, PrimaryDomain: domain}, nil) {
				return
			}
		}
	}
	var totals account.Totals
	for o, err := range account.Import(ctx, org, rows) {
		if err != nil {
			log.Fatal(err)
		}
		totals.Add(o.Result)
	}
	fmt.Printf("%+v\n", totals)
	// Output: {Total:3 Created:2 Skipped:1 Failed:0}
}

func ExampleDelete() {
	ctx := context.Background()
	org := open(ctx)
	a, err := account.Create(ctx, org, acme)
	if err != nil {
		log.Fatal(err)
	}
	set, err := account.Delete(ctx, org, a.ID, a.Version)
	if err != nil {
		log.Fatal(err)
	}
	n, err := account.Purge(ctx, org, set)
	fmt.Println(n, err)
	// Output: 1 <nil>
}

func ExampleRestore() {
	ctx := context.Background()
	org := open(ctx)
	a, err := account.Create(ctx, org, acme)
	if err != nil {
		log.Fatal(err)
	}
	set, err := account.Delete(ctx, org, a.ID, 0)
	if err != nil {
		log.Fatal(err)
	}
	newer, err := account.Create(ctx, org, account.Draft{Name: "New Acme", PrimaryDomain: "acme.io"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = account.Restore(ctx, org, set)
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code, f.Params["id"] == newer.ID.String())
	}
	if _, err := account.Update(ctx, org, newer.ID, account.Patch{PrimaryDomain: new("new.test")}); err != nil {
		log.Fatal(err)
	}
	restored, err := account.Restore(ctx, org, set)
	fmt.Println(restored.Records, err)
	// Output:
	// secondaryDomain duplicate true
	// 1 <nil>
}

func ExampleTrash() {
	ctx := context.Background()
	org := open(ctx, acme)
	a, err := account.ByDomain(ctx, org, "acme.com")
	if err != nil {
		log.Fatal(err)
	}
	if _, err := account.Delete(ctx, org.As(clientele.Actor{ID: "USER1"}), a.ID, 0); err != nil {
		log.Fatal(err)
	}
	page, err := account.Trash(ctx, org, clientele.Paging{})
	if err != nil {
		log.Fatal(err)
	}
	for _, set := range page.Items {
		fmt.Println(set.Kind, set.By, set.Records)
	}
	// Output: account USER1 1
}

func ExamplePurge() {
	ctx := context.Background()
	org := open(ctx, acme)
	a, err := account.ByDomain(ctx, org, "acme.com")
	if err != nil {
		log.Fatal(err)
	}
	set, err := account.Delete(ctx, org, a.ID, 0)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := account.Purge(ctx, org, set); err != nil {
		log.Fatal(err)
	}
	for c, err := range account.History(ctx, org, a.ID) {
		fmt.Println(c.Op, c.Purged, err)
	}
	// Output:
	// create true <nil>
	// delete true <nil>
	// purge true <nil>
}

func ExampleHistory() {
	ctx := context.Background()
	org := open(ctx, acme)
	a, err := account.ByDomain(ctx, org, "acme.com")
	if err != nil {
		log.Fatal(err)
	}
	if _, err := account.Update(ctx, org.As(clientele.Actor{ID: "USER1"}), a.ID, account.Patch{Health: new("RED")}); err != nil {
		log.Fatal(err)
	}
	for c, err := range account.History(ctx, org, a.ID) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Op, c.Actor, c.Version)
	}
	// Output:
	// create system 1
	// update USER1 2
}

func ExampleAudit() {
	ctx := context.Background()
	org := open(ctx, acme)
	err := org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"account": {"website"}}})
	if err != nil {
		log.Fatal(err)
	}
	for f, err := range account.Audit(ctx, org, account.Filter{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(f.Account.Name, f.Faults)
	}
	// Output: Acme [website: is required (required)]
}

func ExampleRule() {
	ctx := context.Background()
	calm := account.Rule(func(before, after *account.Account) []fault.Fault {
		var faults fault.List
		if strings.Contains(after.Name, "!") {
			faults.Add("name", "too_loud", "must not shout")
		}
		return faults
	})
	db, err := clientele.Open(ctx, memstore.New(), &clientele.Options{Rules: []record.Rule{calm}})
	if err != nil {
		log.Fatal(err)
	}
	org, err := db.EnsureOrg(ctx, "org_1", nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = account.Create(ctx, org, account.Draft{Name: "Yahoo!", PrimaryDomain: "yahoo.test"})
	fmt.Println(fault.All(err))
	// Output: [name: must not shout (too_loud)]
}
