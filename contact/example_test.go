package contact_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/fault"
)

// open gives an organisation in memory with the account Acme and the contacts Ann Lee, its primary one, and Ben.
func open() (ctx context.Context, org *clientele.Org, acme *account.Account, ann, ben *contact.Contact) {
	ctx = context.Background()
	org, err := clienteletest.Open(ctx)
	if err == nil {
		acme, err = account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	}
	if err == nil {
		ann, err = contact.Create(ctx, org, contact.Draft{
			FirstName: "Ann", LastName: "Lee", Email: "ann@acme.com", CustomerUserID: "USER9",
			Links: []contact.LinkDraft{{AccountID: acme.ID, Role: "EXECUTIVE", Title: "CEO", Primary: true}},
		})
	}
	if err == nil {
		ben, err = contact.Create(ctx, org, contact.Draft{FirstName: "Ben", Email: "ben@acme.com"})
	}
	if err != nil {
		log.Fatal(err)
	}
	return ctx, org, acme, ann, ben
}

func ExampleCreate() {
	ctx, org, acme, _, _ := open()
	c, err := contact.Create(ctx, org, contact.Draft{FirstName: "Cem", Email: "Cem@ACME.com", PhoneNumber: "+44 20 7946-0958", AccountIDs: []account.ID{acme.ID}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Email, c.PhoneNumber, c.Type.Value, c.Accounts[0].Name)

	_, err = contact.Create(ctx, org, contact.Draft{Email: "ann@acme.com", PhoneNumber: "911"})
	for _, f := range fault.All(err) {
		fmt.Println(f.Path, f.Code)
	}
	fmt.Println(errors.Is(err, clientele.ErrExists))
	// Output:
	// cem@acme.com +442079460958 PRIMARY Acme
	// firstName required
	// phoneNumber not_a_phone
	// email duplicate
	// true
}

func ExampleCreateMany() {
	ctx, org, acme, ann, _ := open()
	bulk, err := contact.CreateMany(ctx, org, contact.Many{
		Contacts:   []contact.Draft{{Email: "dora.may@acme.com"}, {Email: "ann@acme.com"}, {Email: "nobody"}},
		AccountIDs: []account.ID{acme.ID}, Type: "BILLING", Source: "import",
	}, account.KeepGoing)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%+v\n", bulk.Totals)
	for _, o := range bulk.Items {
		switch o.Result {
		case account.Created:
			fmt.Println(o.Contact.FirstName, o.Contact.Type.Value)
		case account.Skipped:
			fmt.Println("there already:", o.Existing == ann.ID)
		case account.Failed:
			fmt.Println(o.Faults[0].Path, o.Faults[0].Code)
		}
	}
	// Output:
	// {Total:3 Created:1 Skipped:1 Failed:1}
	// Dora BILLING
	// there already: true
	// firstName required
}

func ExampleFirstNameOf() {
	fmt.Println(contact.FirstNameOf("ann.lee+news@acme.com"))
	// Output: Ann
}

func ExampleGet() {
	ctx, org, _, ann, _ := open()
	c, err := contact.Get(ctx, org, ann.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Name(), c.Accounts[0].Name, c.Accounts[0].Role.Value, c.Accounts[0].Title, c.Accounts[0].Primary)
	_, err = contact.Get(ctx, org, contact.ID{})
	fmt.Println(errors.Is(err, clientele.ErrNotFound))
	// Output:
	// Ann Lee Acme EXECUTIVE CEO true
	// true
}

func ExampleGetMany() {
	ctx, org, _, ann, ben := open()
	cs, err := contact.GetMany(ctx, org, []contact.ID{ben.ID, {}, ann.ID, ben.ID})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range cs {
		fmt.Println(c.FirstName)
	}
	// Output:
	// Ben
	// Ann
}

func ExampleByEmail() {
	ctx, org, _, _, _ := open()
	c, err := contact.ByEmail(ctx, org, "ANN@acme.com")
	fmt.Println(c.Name(), err)
	// Output: Ann Lee <nil>
}

func ExampleByCustomerUserID() {
	ctx, org, _, _, _ := open()
	c, err := contact.ByCustomerUserID(ctx, org, "USER9")
	fmt.Println(c.Name(), err)
	// Output: Ann Lee <nil>
}

func ExampleSearch() {
	ctx, org, _, _, _ := open()
	for _, q := range []contact.Query{{Email: "ben@acme.com"}, {Text: "le"}, {Text: "b"}, {Text: "nobody"}} {
		cs, err := contact.Search(ctx, org, q)
		if err != nil {
			log.Fatal(err)
		}
		for _, c := range cs {
			fmt.Println(c.Email)
		}
	}
	// Output:
	// ben@acme.com
	// ann@acme.com
	// ben@acme.com
}

func ExampleList() {
	ctx, org, acme, _, _ := open()
	page, err := contact.List(ctx, org, contact.Filter{AccountIDs: []account.ID{acme.ID}}, clientele.Paging{Order: contact.OrderName, Total: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*page.Total, page.Items[0].Name(), page.Next == "")
	// Output: 1 Ann Lee true
}

func ExampleAll() {
	ctx, org, _, _, _ := open()
	for c, err := range contact.All(ctx, org, contact.Filter{Text: "acme"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Name())
	}
	// Output:
	// Ann Lee
	// Ben
}

func ExampleCount() {
	ctx, org, _, _, _ := open()
	n, err := contact.Count(ctx, org, contact.Filter{Type: []string{"PRIMARY"}})
	fmt.Println(n, err)
	// Output: 2 <nil>
}

func ExampleExplain() {
	ctx, org, acme, _, _ := open()
	plan, err := contact.Explain(ctx, org, contact.Filter{AccountIDs: []account.ID{acme.ID}, Type: []string{"LEGAL"}}, "")
	fmt.Println(plan.IDs, plan.Found, plan.Raw, err)
	// Output: true [pair] [contactTypeId] <nil>
}
