package account_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
)

// open gives an organisation in memory that has some accounts. A program gets its own of clientele.Open.
func open(ctx context.Context, drafts ...account.Draft) *clientele.Org {
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range drafts {
		if _, err := account.Create(ctx, org, d); err != nil {
			log.Fatal(err)
		}
	}
	return org
}

var (
	acme = account.Draft{Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomain: "acme.io", Status: "ACTIVE"}
	labs = account.Draft{Name: "Labs", PrimaryDomain: "labs.test"}
	zeta = account.Draft{Name: "Zeta", PrimaryDomain: "zeta.test", Status: "TRIAL"}
)

func ExampleCreate() {
	ctx := context.Background()
	org := open(ctx)
	a, err := account.Create(ctx, org, account.Draft{Name: "Acme Corporation", PrimaryDomain: "@WWW.Acme.com", Industry: "technology"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(a.Number, a.PrimaryDomain, a.Status.Value, a.Industry.Value)

	_, err = account.Create(ctx, org, account.Draft{PrimaryDomain: "acme.com", Website: "acme.com"})
	if e, ok := errors.AsType[*clientele.Faults](err); ok {
		for _, f := range e.Faults {
			fmt.Println(f.Path, f.Code)
		}
	}
	fmt.Println(errors.Is(err, clientele.ErrExists))
	// Output:
	// 1 acme.com PROSPECT TECHNOLOGY
	// name required
	// website not_a_url
	// primaryDomain duplicate
	// true
}

func ExampleGet() {
	ctx := context.Background()
	org := open(ctx)
	made, err := account.Create(ctx, org, acme)
	if err != nil {
		log.Fatal(err)
	}
	a, err := account.Get(ctx, org, made.ID)
	fmt.Println(a.Name, err)
	_, err = account.Get(ctx, org, account.ID{})
	fmt.Println(errors.Is(err, clientele.ErrNotFound))
	// Output:
	// Acme <nil>
	// true
}

func ExampleGetMany() {
	ctx := context.Background()
	org := open(ctx)
	var ids []account.ID
	for _, d := range []account.Draft{acme, labs} {
		a, err := account.Create(ctx, org, d)
		if err != nil {
			log.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	as, err := account.GetMany(ctx, org, []account.ID{ids[1], {}, ids[0], ids[1]})
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range as {
		fmt.Println(a.Name)
	}
	// Output:
	// Labs
	// Acme
}

func ExampleByNumber() {
	ctx := context.Background()
	a, err := account.ByNumber(ctx, open(ctx, acme, labs), 2)
	fmt.Println(a.Name, err)
	// Output: Labs <nil>
}

func ExampleByDomain() {
	ctx := context.Background()
	a, err := account.ByDomain(ctx, open(ctx, acme, labs), "https://www.acme.io/about")
	fmt.Println(a.Name, err)
	// Output: Acme <nil>
}

func ExampleByPrimaryDomains() {
	ctx := context.Background()
	as, err := account.ByPrimaryDomains(ctx, open(ctx, acme, labs), []string{"labs.test", "acme.io", "acme.com"})
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range as {
		fmt.Println(a.Name)
	}
	// Output:
	// Labs
	// Acme
}

func ExampleByDomainOrEmail() {
	ctx := context.Background()
	org := open(ctx, acme, labs)
	for _, text := range []string{"acme.io", "ann@mail.acme.com", "ann@gmail.com"} {
		a, err := account.ByDomainOrEmail(ctx, org, text)
		if errors.Is(err, clientele.ErrNotFound) {
			fmt.Println(text, "is of nobody")
			continue
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(text, "is of", a.Name)
	}
	// Output:
	// acme.io is of Acme
	// ann@mail.acme.com is of Acme
	// ann@gmail.com is of nobody
}

func ExampleByExternalID() {
	ctx := context.Background()
	org := open(ctx, account.Draft{Name: "Acme", PrimaryDomain: "acme.com", ExternalIDs: map[string]string{"crm": "0017"}})
	a, err := account.ByExternalID(ctx, org, "crm", "0017")
	fmt.Println(a.Name, err)
	// Output: Acme <nil>
}

func ExampleUpdate() {
	ctx := context.Background()
	org := open(ctx)
	a, err := account.Create(ctx, org, acme)
	if err != nil {
		log.Fatal(err)
	}
	changed, err := account.Update(ctx, org, a.ID, account.Patch{
		IfVersion: a.Version,
		Health:    new("GREEN"),
		Clear:     []account.Field{account.FieldSecondaryDomains},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(changed.Version, changed.Health.Value, changed.SecondaryDomains)

	_, err = account.Update(ctx, org, a.ID, account.Patch{IfVersion: a.Version, Health: new("RED")})
	fmt.Println(errors.Is(err, clientele.ErrStale))
	// Output:
	// 2 GREEN []
	// true
}

// In JSON an absent key leaves a field, null clears it, and a value sets it.
func ExamplePatch() {
	var p account.Patch
	if err := json.Unmarshal([]byte(`{"name":"Acme Ltd","website":null}`), &p); err != nil {
		log.Fatal(err)
	}
	fmt.Println(*p.Name, p.Clear)
	// Output: Acme Ltd [website]
}

func ExampleUpsert() {
	ctx := context.Background()
	org := open(ctx, acme)
	for _, d := range []account.Draft{{PrimaryDomain: "acme.com", Source: "hubspot"}, labs} {
		a, isNew, err := account.Upsert(ctx, org, d)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(a.Name, a.Version, isNew)
	}
	// Output:
	// Acme 2 false
	// Labs 1 true
}

func ExampleValidate() {
	rules := account.Rules{Picklists: picklist.Builtin(), Currency: "USD"}
	a, err := account.Validate(account.Draft{Name: " Acme ", PrimaryDomain: "Acme.com", Status: "active"}, rules)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(a.Name, a.PrimaryDomain, a.Status.Value)

	_, err = account.Validate(account.Draft{Name: "Acme", PrimaryDomain: "co.uk", Health: "BLUE"}, rules)
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code, f.Params["allowed"])
	}
	// Output:
	// Acme acme.com ACTIVE
	// primaryDomain not_a_domain <nil>
	// health not_in_picklist [RED YELLOW GREEN]
}

func ExamplePatch_Apply() {
	rules := account.Rules{Picklists: picklist.Builtin(), Currency: "USD"}
	before := &account.Account{Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomains: []string{"acme.io"}}
	after, err := account.Patch{PrimaryDomain: new("acme.io")}.Apply(before, rules)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(before.Domains(), after.Domains())
	// Output: [acme.com acme.io] [acme.io]
}

func ExampleParseID() {
	id, err := account.ParseID("018f3c1e-5b7a-7cc0-8000-000000000001")
	fmt.Println(id, err)
	_, err = account.ParseID("17")
	fmt.Println(fault.Has(err, fault.NotAnID))
	// Output:
	// 018f3c1e-5b7a-7cc0-8000-000000000001 <nil>
	// true
}
