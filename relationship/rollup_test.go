package relationship_test

import (
	"context"
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/value"
)

func money(amount, currency string) *value.Money {
	return &value.Money{Amount: decimal.RequireFromString(amount), Currency: currency}
}

// theFigures gives the group some.
func theFigures(f *family) {
	theGroup(f)
	f.set("a", account.Patch{Employees: new(int64(10)), AnnualRevenue: money("0.1", "EUR"), Health: new("GREEN"), Status: new("ACTIVE")})
	f.set("b", account.Patch{Employees: new(int64(5)), AnnualRevenue: money("0.20", "EUR"), Health: new("YELLOW"), Status: new("ACTIVE")})
	f.set("b1", account.Patch{AnnualRevenue: money("99999999999999999999999999.000001", "USD"), Status: new("CHURNED")})
	f.set("b2", account.Patch{AnnualRevenue: money("0.1", "EUR"), Employees: new(int64(0))})
	f.set("b11", account.Patch{AnnualRevenue: money("7", "")})
	f.set("x", account.Patch{Health: new("RED"), Employees: new(int64(1000))})
}

func TestRollUp(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		theFigures(f)
		sum, err := relationship.RollUp(ctx, f.org, f.id("a"))
		require.NoError(t, err)
		require.Equal(t, 7, sum.Accounts)
		require.Equal(t, 3, sum.Depth)
		require.Equal(t, int64(15), sum.Employees)
		require.Equal(t, "YELLOW", sum.Health.Value, "the red one stands in another tree")
		var revenue, statuses []string
		for _, m := range sum.Revenue {
			revenue = append(revenue, m.Amount.String()+" "+m.Currency)
		}
		require.Equal(t, []string{"0.4 EUR", "100000000000000000000000006.000001 USD"}, revenue)
		for _, c := range sum.Statuses {
			statuses = append(statuses, c.Value.Value)
		}
		require.Equal(t, []string{"PROSPECT", "ACTIVE", "CHURNED"}, statuses)
		require.Equal(t, 4, sum.Statuses[0].Count)

		leaf, err := relationship.RollUp(ctx, f.org, f.id("c1"))
		require.NoError(t, err)
		require.Equal(t, 1, leaf.Accounts)
		require.Nil(t, leaf.Health)
		require.Empty(t, leaf.Revenue)
		_, err = relationship.RollUp(ctx, f.org, account.ID{1})
		require.ErrorIs(t, err, store.ErrNotFound)
	})
}

func TestATreeAddsUpToTheSame(t *testing.T) {
	f := inMemory(t)
	theFigures(f)
	for name := range f.ids {
		want, err := relationship.RollUp(ctx, f.org, f.id(name))
		require.NoError(t, err)
		tree, err := relationship.Tree(ctx, f.org, f.id(name), 0)
		require.NoError(t, err)
		have := tree.RollUp()
		for i, m := range want.Revenue {
			require.True(t, m.Equal(have.Revenue[i]))
		}
		want.Revenue, have.Revenue = nil, nil
		require.Equal(t, want, have)
	}
}

func TestCountersSeeTheWholeSubtreeOnTheSameSnapshot(t *testing.T) {
	f := inMemory(t)
	theGroup(f)
	var seen []string
	_, err := relationship.RollUp(ctx, f.org, f.id("b"), func(ctx context.Context, tx *record.Tx, ids []account.ID) error {
		_, err := account.Create(ctx, f.org, account.Draft{})
		require.ErrorIs(t, err, clientele.ErrNested)
		as, err := account.GetMany(ctx, tx, ids)
		for _, a := range as {
			seen = append(seen, a.Name)
		}
		return err
	})
	require.NoError(t, err)
	require.Equal(t, []string{"b", "b1", "b2", "b11"}, seen)
	enough := errors.New("relationship_test: enough")
	_, err = relationship.RollUp(ctx, f.org, f.id("b"), func(context.Context, *record.Tx, []account.ID) error { return enough })
	require.ErrorIs(t, err, enough)
}

var errHidden = errors.New("relationship_test: hidden")

func TestWhatThePolicyHidesIsNotFollowed(t *testing.T) {
	hidden := map[any]bool{}
	o := clienteletest.Options()
	o.Policy = func(_ context.Context, a clientele.Action) error {
		if a.Actor.ID != "GUEST" {
			return nil
		}
		switch r := a.Record.(type) {
		case *account.Account:
			if hidden[r.ID] && a.Op == record.OpRead {
				return errHidden
			}
		case *relationship.Relationship:
			if hidden[r.ID] && a.Op == record.OpRead {
				return errHidden
			}
		case *relationship.Type:
			if a.Op != record.OpRead {
				return errHidden
			}
		}
		return nil
	}
	f := &family{TB: t, org: clienteletest.OrgOn(t, memstore.New(), o), ids: map[string]account.ID{}}
	theFigures(f)
	f.set("a", account.Patch{Industry: new("FINANCE")})
	rel := f.relate("b12", "Parent", "b1")
	hidden[rel.ID], hidden[f.ids["a"]] = true, true
	all := f.org
	f.org = all.As(clientele.Actor{ID: "GUEST"})
	require.Equal(t, []string{"b11"}, f.all(relationship.Children(ctx, f.org, f.id("b1"))))
	require.Equal(t, "", f.parent("b12"))
	sum, err := relationship.RollUp(ctx, f.org, f.id("b"))
	require.NoError(t, err)
	require.Equal(t, 4, sum.Accounts)
	require.Equal(t, relationship.None, f.from("b", account.FieldIndustry).Source)
	_, err = relationship.Tree(ctx, f.org, f.id("a"), 0)
	require.ErrorIs(t, err, store.ErrNotFound)
	refused(t, relationship.SetParent(ctx, f.org, f.id("b1"), f.id("b12")), "relatedAccountId cycle")
	_, err = account.Delete(ctx, f.org, f.id("b1"), 0)
	refused(t, err, " referenced")
	require.ErrorIs(t, relationship.ClearParent(ctx, f.org, f.id("b12")), store.ErrNotFound)
	_, err = relationship.CreateType(ctx, f.org, relationship.TypeDraft{Name: "x"})
	require.ErrorIs(t, err, clientele.ErrForbidden)
	f.org = all
	require.Equal(t, "b1", f.parent("b12"))
}
