package clientele_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/store/memstore"
)

// What README.md shows.
func Example() {
	if err := tour(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output:
	// Acme Corporation acme.com ACTIVE
	// ann@mail.acme.com writes from Acme Corporation: GREEN
	// name: is required (required)
	// primaryDomain: must be a domain below the public suffix co.uk (not_a_domain)
	// employees: must not be negative (too_small)
	// the domain is taken
}

func tour(ctx context.Context) error {
	st := memstore.New() // or boltstore.Open("crm.db", nil): one file, durable on every commit
	defer st.Close()
	db, err := clientele.Open(ctx, st, nil)
	if err != nil {
		return err
	}
	org, err := db.EnsureOrg(ctx, "org_1", nil)
	if err != nil {
		return err
	}
	org = org.As(clientele.Actor{ID: "USER123"})

	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme Corporation", PrimaryDomain: "https://www.Acme.com/", Status: "active"})
	if err != nil {
		return err
	}
	fmt.Println(acme.Name, acme.PrimaryDomain, acme.Status.Value) // Acme Corporation acme.com ACTIVE

	// Verbs that are given a transaction join it: both of these happen, or neither.
	err = org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		_, err := account.Create(ctx, tx, account.Draft{Name: "Acme Labs", PrimaryDomain: "labs.acme.com"})
		if err != nil {
			return err
		}
		_, err = account.Update(ctx, tx, acme.ID, account.Patch{IfVersion: acme.Version, Health: new("GREEN")})
		return err
	})
	if err != nil {
		return err
	}

	sender, err := account.ByDomainOrEmail(ctx, org, "ann@mail.acme.com")
	if err != nil {
		return err
	}
	fmt.Println("ann@mail.acme.com writes from", sender.Name+":", sender.Health.Value)

	// A refused input says everything that is wrong with it.
	_, err = account.Create(ctx, org, account.Draft{PrimaryDomain: "co.uk", Employees: new(int64(-3))})
	if refused, ok := errors.AsType[*clientele.Faults](err); ok {
		for _, f := range refused.Faults {
			fmt.Println(f) // primaryDomain: must be a domain below the public suffix co.uk (not_a_domain)
		}
	}
	// A domain belongs to one account.
	_, err = account.Create(ctx, org, account.Draft{Name: "Acme Again", PrimaryDomain: "acme.com"})
	if errors.Is(err, clientele.ErrExists) {
		fmt.Println("the domain is taken")
	}
	return nil
}

func ExampleOpen() {
	ctx := context.Background()
	st := memstore.New()
	defer st.Close()
	db, err := clientele.Open(ctx, st, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, id := range []string{"north", "south"} {
		org, err := db.EnsureOrg(ctx, id, &clientele.Settings{Currency: "EUR"})
		if err != nil {
			log.Fatal(err)
		}
		a, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: account %d is %s\n", org.ID(), a.Number, a.Name)
	}
	// Output:
	// north: account 1 is Acme
	// south: account 1 is Acme
}

// Several operations in one transaction: if one of them fails, none has happened.
func ExampleOrg_Update() {
	ctx := context.Background()
	org, closeStore := openExample(ctx)
	defer closeStore()
	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	if err != nil {
		log.Fatal(err)
	}

	err = org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		_, err := account.Update(ctx, tx, acme.ID, account.Patch{Status: new("ACQUIRED")})
		if err != nil {
			return err
		}
		_, err = account.Create(ctx, tx, account.Draft{Name: "Globex", PrimaryDomain: "acme.com"})
		return err
	})
	fmt.Println("taken:", errors.Is(err, clientele.ErrExists))

	acme, err = account.Get(ctx, org, acme.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(acme.Status.Value, "version", acme.Version)
	// Output:
	// taken: true
	// PROSPECT version 1
}

// Check reads everything that is stored and compares it.
func ExampleCheck() {
	ctx := context.Background()
	org, closeStore := openExample(ctx)
	defer closeStore()
	if _, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"}); err != nil {
		log.Fatal(err)
	}
	report, err := clientele.Check(ctx, org.DB())
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range report.Problems {
		fmt.Println(p)
	}
	fmt.Println(report.Orgs, "organisation,", len(report.Problems), "problems")
	// Output: 1 organisation, 0 problems
}

// openExample gives an organisation in memory and what closes its store.
func openExample(ctx context.Context) (*clientele.Org, func()) {
	st := memstore.New()
	db, err := clientele.Open(ctx, st, nil)
	if err != nil {
		log.Fatal(err)
	}
	org, err := db.EnsureOrg(ctx, "org_1", nil)
	if err != nil {
		log.Fatal(err)
	}
	return org, func() { st.Close() }
}
