package clienteletest_test

import (
	"context"
	"fmt"
	"log"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store/memstore"
)

// A test of a program that embeds the library. When it ends, the database is checked and the store closed.
func TestRenewal(t *testing.T) {
	org := clienteletest.Org(t)
	_, err := account.Create(t.Context(), org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	require.NoError(t, err)
	require.NoError(t, renew(t.Context(), org, "ann@acme.com"))

	acme, err := account.ByDomain(t.Context(), org, "acme.com")
	require.NoError(t, err)
	require.Equal(t, "ACTIVE", acme.Status.Value)
	require.Equal(t, clienteletest.Start, acme.UpdatedAt)
}

// renew is the code under test.
func renew(ctx context.Context, org *clientele.Org, sender string) error {
	return org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		a, err := account.ByDomainOrEmail(ctx, tx, sender)
		if err != nil {
			return err
		}
		_, err = account.Update(ctx, tx, a.ID, account.Patch{Status: new("ACTIVE")})
		return err
	})
}

// Time passes when the test says so.
func ExampleClock() {
	ctx := context.Background()
	clock := new(clienteletest.Clock)
	db, err := clientele.Open(ctx, memstore.New(), &clientele.Options{Clock: clock.Now, IDs: clienteletest.IDs()})
	if err != nil {
		log.Fatal(err)
	}
	org, err := db.EnsureOrg(ctx, "org_1", nil)
	if err != nil {
		log.Fatal(err)
	}
	a, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	if err != nil {
		log.Fatal(err)
	}
	clock.Advance(48 * time.Hour)
	a, err = account.Update(ctx, org, a.ID, account.Patch{Health: new("YELLOW")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("created", a.CreatedAt.Format(time.DateTime))
	fmt.Println("updated", a.UpdatedAt.Format(time.DateTime))
	// Output:
	// created 2026-01-05 09:00:00
	// updated 2026-01-07 09:00:00
}

// An Example has no test that ends; nothing has to be closed.
func ExampleOpen() {
	ctx := context.Background()
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	a, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(org.ID(), a.Number, a.CreatedAt.Equal(clienteletest.Start))
	// Output: org_test 1 true
}

// A test runs over any engine, with options of its own.
func TestOverAnEngine(t *testing.T) {
	options := clienteletest.Options()
	options.Rules = []clientele.Rule{account.Rule(func(_, after *account.Account) (faults []fault.Fault) {
		if after.Territory == "" {
			faults = append(faults, fault.Fault{Path: "territory", Code: fault.Required, Message: "is required"})
		}
		return faults
	})}
	org := clienteletest.OrgOn(t, memstore.New(), options)
	_, err := account.Create(t.Context(), org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com"})
	require.True(t, fault.Has(err, fault.Required))
	clienteletest.Check(t, org.DB())
}
