package account_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// taken asserts that an input was refused for one value alone, and that the fault names who holds it.
func taken(t testing.TB, err error, path string, holder account.ID) {
	t.Helper()
	refused(t, err, path+" duplicate")
	require.ErrorIs(t, err, clientele.ErrExists)
	require.Equal(t, holder.String(), fault.All(err)[0].Params["id"])
	held, ok := errors.AsType[*record.Error](fault.All(err)[0].Cause)
	require.True(t, ok)
	require.Equal(t, uuid.UUID(holder), held.ID)
	require.Equal(t, "account", held.Kind)
}

func TestADomainBelongsToOneAccount(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		acme := create(t, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomains: []string{"acme.io", "acme.test"}})
		for _, domain := range []string{"acme.com", "acme.io", "@WWW.ACME.test"} {
			_, err := account.Create(ctx, org, named("Other", domain))
			taken(t, err, "primaryDomain", acme.ID)
			_, err = account.Create(ctx, org, account.Draft{Name: "Other", PrimaryDomain: "other.com", SecondaryDomain: domain})
			taken(t, err, "secondaryDomain", acme.ID)
			_, err = account.Create(ctx, org, account.Draft{Name: "Other", PrimaryDomain: "other.com", SecondaryDomains: []string{"other.io", domain}})
			taken(t, err, "secondaryDomains[1]", acme.ID)
		}
		other := create(t, org, named("Other", "other.com"))
		for _, domain := range acme.Domains() {
			_, err := account.Update(ctx, org, other.ID, account.Patch{PrimaryDomain: &domain})
			taken(t, err, "primaryDomain", acme.ID)
			_, err = account.Update(ctx, org, other.ID, account.Patch{SecondaryDomain: &domain})
			taken(t, err, "secondaryDomain", acme.ID)
		}
		require.Equal(t, other, get(t, org, other.ID))
		_, err := account.Create(ctx, org, account.Draft{Name: "Other", PrimaryDomain: "acme.com", SecondaryDomains: []string{"acme.io", "other.com"}})
		refused(t, err, "primaryDomain duplicate", "secondaryDomains[0] duplicate", "secondaryDomains[1] duplicate")
	})
}

func TestADomainIsFreeAgain(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		acme := create(t, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomains: []string{"acme.io", "acme.test"}})
		update(t, org, acme.ID, account.Patch{SecondaryDomains: &[]string{"acme.io"}})
		create(t, org, named("Test", "acme.test"))
		update(t, org, acme.ID, account.Patch{PrimaryDomain: new("acme.io")})
		require.Empty(t, get(t, org, acme.ID).SecondaryDomains)
		create(t, org, named("Com", "acme.com"))
		remove(t, org, acme.ID)
		create(t, org, named("IO", "acme.io"))
	})
}

func TestDomainsMoveInOneTransaction(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, named("A", "a.test"))
		b := create(t, org, named("B", "b.test"))
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			for _, step := range []struct {
				id     account.ID
				domain string
			}{{a.ID, "x.test"}, {b.ID, "a.test"}, {a.ID, "b.test"}} {
				if _, err := account.Update(ctx, tx, step.id, account.Patch{PrimaryDomain: &step.domain}); err != nil {
					return err
				}
			}
			return nil
		}))
		require.Equal(t, "b.test", get(t, org, a.ID).PrimaryDomain)
		require.Equal(t, "a.test", get(t, org, b.ID).PrimaryDomain)
	})
}

func TestExternalIDsAreUniqueBySystem(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		d := named("Acme", "acme.com")
		d.ExternalIDs = map[string]string{"crm": "17", "duns": "9"}
		acme := create(t, org, d)
		d = named("Other", "other.com")
		d.ExternalIDs = map[string]string{"crm": "9", "duns": "17", "vat": "17"}
		other := create(t, org, d)
		d = named("Third", "third.com")
		d.ExternalIDs = map[string]string{"crm": " 17 ", "duns": "1"}
		_, err := account.Create(ctx, org, d)
		taken(t, err, "externalIds.crm", acme.ID)
		_, err = account.Update(ctx, org, other.ID, account.Patch{ExternalIDs: &map[string]string{"duns": "9"}})
		taken(t, err, "externalIds.duns", acme.ID)
		update(t, org, acme.ID, account.Patch{Clear: []account.Field{account.FieldExternalIDs}})
		create(t, org, d)
	})
}

func TestLongExternalIDsAreTold(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		for _, end := range []string{"a", "b"} {
			d := named(end, end+".test")
			d.ExternalIDs = map[string]string{text(64): text(254) + end}
			a := create(t, org, d)
			found, err := account.ByExternalID(ctx, org, text(64), text(254)+end)
			require.NoError(t, err)
			require.Equal(t, a, uncounted(t, found))
		}
	})
}

func TestNumbersAscendAndAreNeverUsedTwice(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		last, used := int64(0), map[int64]bool{}
		next := func(domain string) *account.Account {
			a := create(t, org, named(domain, domain))
			require.Greater(t, a.Number, last)
			require.False(t, used[a.Number])
			last, used[a.Number] = a.Number, true
			return a
		}
		require.EqualValues(t, 1, next("a.test").Number)
		set := remove(t, org, next("b.test").ID)
		next("c.test")
		_, err := account.Purge(ctx, org, set)
		require.NoError(t, err)
		next("b.test")
		_, err = account.Create(ctx, org, named("", "a.test"))
		require.Error(t, err)
		bulk, err := account.CreateMany(ctx, org, []account.Draft{named("d", "d.test"), named("a", "a.test"), named("e", "e.test")}, account.KeepGoing)
		require.NoError(t, err)
		for _, i := range []int{0, 2} {
			require.Greater(t, bulk.Items[i].Account.Number, last)
			last = bulk.Items[i].Account.Number
		}
		d := next("f.test")
		set = remove(t, org, d.ID)
		_, err = account.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, d.Number, get(t, org, d.ID).Number)
		next("g.test")
	})
}

func TestAHundredDomainsOfOneAccount(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		d := named("Acme", "acme.com")
		for i := range 100 {
			d.SecondaryDomains = append(d.SecondaryDomains, fmt.Sprintf("d%d.test", i))
		}
		a := create(t, org, d)
		found, err := account.ByDomain(ctx, org, "d99.test")
		require.NoError(t, err)
		require.Equal(t, a, uncounted(t, found))
	})
}
