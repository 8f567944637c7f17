package account_test

import (
	"context"
	"fmt"
	"log"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

func TestWhatOtherPackagesReadInsideATransaction(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		full := named("Acme", "acme.com")
		full.Employees, full.AnnualRevenue, full.Health = new(int64(0)), &value.Money{Amount: decimal.RequireFromString("12.50"), Currency: "EUR"}, "RED"
		acme, globex := create(t, org, full), create(t, org, named("Globex", "globex.com"))
		require.NoError(t, org.View(ctx, func(_ context.Context, tx *record.Tx) error {
			ids := []account.ID{globex.ID, {1}, acme.ID}
			as, err := account.Load(tx, ids)
			require.NoError(t, err)
			require.Nil(t, as[1])
			require.Equal(t, acme, as[2])
			names, err := account.Names(tx, ids)
			require.NoError(t, err)
			require.Equal(t, map[account.ID]string{acme.ID: "Acme", globex.ID: "Globex"}, names)

			var have []string
			err = account.EachFigures(tx, []account.ID{{1}, acme.ID, globex.ID}, func(f *account.Figures) bool {
				have = append(have, fmt.Sprintf("%v %t %d %s %s %t", f.ID == acme.ID, f.HasEmployees, f.Employees, f.Amount, f.Currency, f.Health == acme.Health.ID))
				require.Equal(t, acme.Status.ID, f.Status)
				return true
			})
			require.Equal(t, []string{"true true 0 12.50 EUR true", "false false 0   false"}, have)
			return err
		}))
	})
}

func TestDeleteWith(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		acme, globex := create(t, org, named("Acme", "acme.com")), create(t, org, named("Globex", "globex.com"))
		_, err := account.DeleteWith(ctx, org, acme.ID, 0, []account.ID{{1}})
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = account.DeleteWith(ctx, org, acme.ID, 9, []account.ID{globex.ID})
		require.ErrorIs(t, err, clientele.ErrStale)
		get(t, org, globex.ID)
		set, err := account.DeleteWith(ctx, org, acme.ID, 1, []account.ID{globex.ID})
		require.NoError(t, err)
		back, err := account.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 2, back.Records)
	})
}

func ExampleDeleteWith() {
	ctx := context.Background()
	org, err := clienteletest.Open(ctx)
	if err != nil {
		log.Fatal(err)
	}
	var ids []account.ID
	for _, domain := range []string{"acme.com", "acme.eu"} {
		a, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: domain})
		if err != nil {
			log.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	set, err := account.DeleteWith(ctx, org, ids[0], 0, ids[1:])
	if err != nil {
		log.Fatal(err)
	}
	trash, err := record.GetSet(ctx, org, set)
	fmt.Println(trash.Records, err)
	// Output: 2 <nil>
}
