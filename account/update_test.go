package account_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/record"
)

func TestUpdate(t *testing.T) {
	clock := new(clienteletest.Clock)
	options := func() *clientele.Options { return &clientele.Options{Clock: clock.Now, IDs: clienteletest.IDs()} }
	onEnginesWith(t, options, func(t *testing.T, org *clientele.Org) {
		a := create(t, org.As(clientele.Actor{ID: "USER1"}), full())
		clock.Advance(time.Hour)
		b := update(t, org.As(clientele.Actor{ID: "USER2"}), a.ID, account.Patch{Name: new("Other"), Clear: []account.Field{account.FieldTeams}})
		want := *a
		want.Name, want.Teams = "Other", nil
		want.Version, want.UpdatedAt, want.UpdatedBy = 2, a.UpdatedAt.Add(time.Hour), "USER2"
		require.Equal(t, &want, b)
		require.Equal(t, b, get(t, org, a.ID))

		var history []record.Change
		for c, err := range account.History(ctx, org, a.ID) {
			require.NoError(t, err)
			history = append(history, c)
		}
		require.Len(t, history, 2)
		require.Equal(t, []record.Op{record.OpCreate, record.OpUpdate}, []record.Op{history[0].Op, history[1].Op})
		require.Equal(t, []string{"name", "teams"}, history[1].Fields)
		require.Equal(t, "USER2", history[1].Actor)
	})
}

func TestAnUpdateThatChangesNothingWritesNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full())
		n := changes(t, org)
		f := full()
		for name, p := range map[string]account.Patch{
			"nothing": {},
			"the same": {
				Name: new(" Acme "), PrimaryDomain: new("WWW.acme.com"), SecondaryDomains: &f.SecondaryDomains, Description: &f.Description,
				Source: &f.Source, Territory: &f.Territory, OwnerID: &f.OwnerID, Logo: &f.Logo, Website: &f.Website,
				Status: new("active"), Classification: &f.Classification, Health: &f.Health, Industry: &f.Industry,
				AnnualRevenue: f.AnnualRevenue, Employees: f.Employees, BillingAddress: &f.BillingAddress,
				ShippingAddress: &f.ShippingAddress, ExternalIDs: &f.ExternalIDs, Teams: &f.Teams, Metadata: json.RawMessage(` {"a": 1.10 }`),
			},
		} {
			t.Run(name, func(t *testing.T) {
				require.Equal(t, a, update(t, org, a.ID, p))
				require.Equal(t, n, changes(t, org))
			})
		}
	})
}

func TestAnUpdateOfAnotherVersionIsStale(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, named("Acme", "acme.com"))
		update(t, org, a.ID, account.Patch{IfVersion: 1, Name: new("B")})
		n := changes(t, org)
		for _, version := range []int64{1, 3, -1} {
			_, err := account.Update(ctx, org, a.ID, account.Patch{IfVersion: version, Name: new("C")})
			require.ErrorIs(t, err, clientele.ErrStale)
			_, err = account.Update(ctx, org, a.ID, account.Patch{IfVersion: version})
			require.ErrorIs(t, err, clientele.ErrStale)
			_, err = account.Delete(ctx, org, a.ID, version)
			require.ErrorIs(t, err, clientele.ErrStale)
		}
		require.Equal(t, n, changes(t, org))
		update(t, org, a.ID, account.Patch{IfVersion: 2, Name: new("C")})
		_, err := account.Delete(ctx, org, a.ID, 3)
		require.NoError(t, err)
	})
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		gone := create(t, org, named("Acme", "acme.com"))
		remove(t, org, gone.ID)
		for _, id := range []account.ID{{}, {1}, gone.ID} {
			for verb, err := range map[string]error{
				"account.get":    verbError(account.Get(ctx, org, id)),
				"account.update": verbError(account.Update(ctx, org, id, account.Patch{Name: new("x")})),
				"account.delete": verbError(account.Delete(ctx, org, id, 0)),
			} {
				require.ErrorIs(t, err, clientele.ErrNotFound)
				e, ok := errors.AsType[*clientele.Error](err)
				require.True(t, ok)
				require.Equal(t, verb, e.Op)
				require.Equal(t, "account", e.Kind)
				require.Equal(t, uuid.UUID(id), e.ID)
			}
		}
	})
}

func TestWhatAVerbGivesIsTheCallers(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full())
		want := get(t, org, a.ID)
		require.NoError(t, org.View(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			spoil(get(t, tx, a.ID))
			require.Equal(t, want, get(t, tx, a.ID))
			return nil
		}))
		spoil(a)
		spoil(update(t, org, want.ID, account.Patch{Source: new("hubspot")}))
		require.Equal(t, want, get(t, org, want.ID))
	})
}

// spoil changes everything that an account holds.
func spoil(a *account.Account) {
	for i := range a.SecondaryDomains {
		a.SecondaryDomains[i] = "spoiled"
	}
	for i := range a.Teams {
		a.Teams[i].Role = "spoiled"
	}
	for i := range a.Metadata {
		a.Metadata[i] = 'x'
	}
	clear(a.ExternalIDs)
	*a.Employees, a.AnnualRevenue.Currency = 0, "spoiled"
	*a = account.Account{}
}

func TestAnInputStaysAsItWas(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		d := full()
		d.OwnerID, d.ExternalIDs[" vat "] = " USER123 ", " 1 "
		a := create(t, org, d)
		want := full()
		want.OwnerID, want.ExternalIDs[" vat "] = " USER123 ", " 1 "
		require.Equal(t, want, d)
		p := account.Patch{Teams: &d.Teams, ExternalIDs: &d.ExternalIDs, SecondaryDomains: &d.SecondaryDomains, Employees: d.Employees}
		spoil(update(t, org, a.ID, p))
		require.Equal(t, want, d)
	})
}

func TestUpsert(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a, isNew, err := account.Upsert(ctx, org, full())
		require.NoError(t, err)
		require.True(t, isNew)
		require.Equal(t, a, get(t, org, a.ID))
		n := changes(t, org)
		again, isNew, err := account.Upsert(ctx, org, full())
		require.NoError(t, err)
		require.False(t, isNew)
		require.Equal(t, a, again)
		require.Equal(t, n, changes(t, org))

		b, isNew, err := account.Upsert(ctx, org, account.Draft{
			PrimaryDomain: "@Acme.com", Source: "slack", SecondaryDomains: []string{}, Teams: []account.Team{},
			ExternalIDs: map[string]string{}, Metadata: json.RawMessage(`null`),
		})
		require.NoError(t, err)
		require.False(t, isNew)
		want := *a
		want.Source, want.Version = "slack", 2
		require.Equal(t, &want, b)

		_, _, err = account.Upsert(ctx, org, named("Other", "acme.io"))
		taken(t, err, "primaryDomain", a.ID)
		_, _, err = account.Upsert(ctx, org, named(text(256), "acme.com"))
		refused(t, err, "name too_long")
		_, _, err = account.Upsert(ctx, org, account.Draft{})
		refused(t, err, "name required", "primaryDomain required")
		remove(t, org, a.ID)
		c, isNew, err := account.Upsert(ctx, org, full())
		require.NoError(t, err)
		require.True(t, isNew)
		require.NotEqual(t, a.ID, c.ID)
	})
}

func TestAVerbInATransactionLeavesNothingWhenItFails(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, named("Acme", "acme.com"))
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			_, err := account.Create(ctx, tx, named("Other", "acme.com"))
			taken(t, err, "primaryDomain", a.ID)
			_, err = account.CreateMany(ctx, tx, []account.Draft{named("B", "b.test"), named("", "c.test")}, account.AllOrNothing)
			refused(t, err, "accounts[1].name required")
			_, err = account.Create(ctx, tx, named("C", "c.test"))
			return err
		}))
		require.Equal(t, 2, count(t, org, account.Filter{}))
		_, err := account.ByDomain(ctx, org, "b.test")
		require.ErrorIs(t, err, clientele.ErrNotFound)
		boom := errors.New("account_test: boom")
		require.ErrorIs(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			create(t, tx, named("D", "d.test"))
			return boom
		}), boom)
		require.Equal(t, 2, count(t, org, account.Filter{}))
	})
}

func TestAWriteInAViewIsRefused(t *testing.T) {
	org := clienteletest.Org(t)
	a := create(t, org, named("Acme", "acme.com"))
	require.NoError(t, org.View(ctx, func(inner context.Context, tx *clientele.Tx) error {
		for _, err := range []error{
			verbError(account.Create(inner, tx, named("B", "b.test"))),
			verbError(account.Update(inner, tx, a.ID, account.Patch{Name: new("x")})),
			verbError(account.Delete(inner, tx, a.ID, 0)),
			verbError(account.CreateMany(inner, tx, []account.Draft{named("B", "b.test")}, account.KeepGoing)),
		} {
			require.ErrorIs(t, err, clientele.ErrReadOnly)
		}
		_, err := account.Get(inner, org, a.ID)
		require.ErrorIs(t, err, clientele.ErrNested)
		return nil
	}))
}
