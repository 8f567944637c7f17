package record_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/storetest"
)

// orgs gives the ids of all organisations.
func orgs(t tester, w *world) []string {
	t.Helper()
	var ids []string
	for id, err := range w.db.Orgs(ctx) {
		require.NoError(t, err)
		ids = append(ids, id)
	}
	return ids
}

func TestOrganisationsAreMadeOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		_, err := w.db.Org(ctx, "second")
		require.ErrorIs(t, err, store.ErrNotFound)
		org, err := w.db.CreateOrg(ctx, "second", &record.Settings{Currency: "eur"})
		require.NoError(t, err)
		require.Equal(t, "second", org.ID())
		require.Equal(t, record.SystemActor, org.Actor().ID)
		_, err = w.db.CreateOrg(ctx, "second", nil)
		require.ErrorIs(t, err, fault.ErrExists)
		org, err = w.db.EnsureOrg(ctx, "second", &record.Settings{Currency: "GBP"})
		require.NoError(t, err)
		settings, err := org.Settings(ctx)
		require.NoError(t, err)
		require.Equal(t, "EUR", settings.Currency, "the settings of one that is there stay")
		require.Equal(t, []string{"org_1", "second"}, orgs(t, w))
	})
}

func TestOrganisationIDs(t *testing.T) {
	w := newWorld(t, memory(t))
	for _, id := range []string{"", "a b", "a/b", "a\x00b", "ä", "a\xff", strings.Repeat("x", 65), strings.Repeat("x", 5000)} {
		_, err := w.db.CreateOrg(ctx, id, nil)
		refused(t, err, "id: not_an_id")
		_, err = w.db.EnsureOrg(ctx, id, nil)
		require.Error(t, err)
		_, err = w.db.Org(ctx, id)
		require.ErrorIs(t, err, store.ErrNotFound, "%q", id)
		require.ErrorIs(t, w.db.DropOrg(ctx, id), store.ErrNotFound, "%q", id)
	}
	for _, id := range []string{"a", "A-Z_0.9", strings.Repeat("x", 64)} {
		_, err := w.db.CreateOrg(ctx, id, nil)
		require.NoError(t, err)
	}
	w.clean(t)
}

func TestSeedsAreTheFirstRecords(t *testing.T) {
	s := schema()
	s.Seeds = []record.Seed{
		func(_ context.Context, tx *record.Tx) error { return labels.Create(tx, &label{Name: "gold"}) },
		func(_ context.Context, tx *record.Tx) error {
			if tx.Org() == "fails" {
				return errOfTheTest
			}
			return nil
		},
	}
	engines(t, func(t *testing.T, w *world) {
		w.open(t, s, record.Options{})
		_, err := w.db.CreateOrg(ctx, "fails", nil)
		require.ErrorIs(t, err, errOfTheTest)
		_, err = w.db.Org(ctx, "fails")
		require.ErrorIs(t, err, store.ErrNotFound)
		org, err := w.db.EnsureOrg(ctx, "seeded", nil)
		require.NoError(t, err)
		all := changes(t, org)
		require.Len(t, all, 1)
		require.Equal(t, record.SystemActor, all[0].Actor)
	})
}

func TestADroppedOrganisationIsGone(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		before := w.dump(t)
		org, err := w.db.CreateOrg(ctx, "second", nil)
		require.NoError(t, err)
		first := w.org
		w.org = org
		c := create(t, w, companies, &company{Name: "second-secret"})
		set := discard(t, w, companies, create(t, w, companies, &company{Name: "second-secret too"}).ID)
		w.org = first
		create(t, w, companies, &company{Name: "kept"})

		require.NoError(t, w.db.DropOrg(ctx, "second"))
		require.False(t, w.holds(t, "second"))
		require.Equal(t, []string{"org_1"}, orgs(t, w))
		require.ErrorIs(t, w.db.DropOrg(ctx, "second"), store.ErrNotFound)
		w.org = org
		absent(t, w, c.ID, set)
		w.org = first
		require.Greater(t, len(w.dump(t)), len(before))
	})
}

// absent shows that no verb finds the organisation of the world.
func absent(t *testing.T, w *world, id record.ID[company], set record.SetID) {
	t.Helper()
	gone(t, w, companies, id)
	_, restore := record.Restore(ctx, w.org, set)
	_, purge := record.Purge(ctx, w.org, set)
	_, trash := record.Trash(ctx, w.org, record.Paging{})
	_, in := record.InTrash(ctx, w.org, companies.Target(), id)
	_, settings := w.org.Settings(ctx)
	_, remove := remove(w, companies, id, 0)
	_, expired := record.PurgeExpired(ctx, w.org)
	for i, err := range []error{
		restore, purge, trash, in, settings, remove, expired,
		w.try(func(tx *record.Tx) error { return companies.Create(tx, &company{}) }),
		w.try(func(tx *record.Tx) error { _, err := tx.Count("n", 1); return err }),
		w.try(func(tx *record.Tx) error { _, err := companies.Number(tx, record.Query[company]{}); return err }),
		w.try(func(tx *record.Tx) error { _, err := companies.Find(tx, "name", record.Tuple{}); return err }),
		w.try(func(tx *record.Tx) error { _, err := record.Uses(tx, companies.Target(), id); return err }),
		w.org.SetSettings(ctx, record.Settings{}),
	} {
		require.ErrorIs(t, err, store.ErrNotFound, "%d", i)
	}
	for _, err := range record.Changes(ctx, w.org, 0) {
		require.ErrorIs(t, err, store.ErrNotFound)
	}
	for _, err := range record.History(ctx, w.org, companies.Target(), id) {
		require.ErrorIs(t, err, store.ErrNotFound)
	}
}

// TestADropThatIsInterruptedGoesOn drops an organisation that takes several transactions, and fails at each of
// its calls in turn.
func TestADropThatIsInterruptedGoesOn(t *testing.T) {
	for n := 1; ; n += 1 + n/8 {
		w := newWorld(t, memory(t))
		org, err := w.db.CreateOrg(ctx, "large", nil)
		require.NoError(t, err)
		first := w.org
		w.org = org
		c := create(t, w, companies, &company{Name: "Acme"})
		set := discard(t, w, companies, create(t, w, companies, &company{Name: "Gone"}).ID)
		if n == 1 {
			crowd(t, w, "crowd", 9000) // over 20,000 keys
		}
		failing := storetest.Fail(w.store, n)
		db, err := record.Open(ctx, failing, schema(), nil)
		if err == nil {
			err = db.DropOrg(ctx, "large")
		}
		_, hit := failing.Hit()
		if hit {
			require.ErrorIs(t, err, storetest.ErrInjected)
		} else {
			require.NoError(t, err)
		}
		if !slices.Contains(orgs(t, w), "large") {
			absent(t, w, c.ID, set)
			again, err := w.db.EnsureOrg(ctx, "large", nil) // finishes the drop
			require.NoError(t, err)
			require.Empty(t, changes(t, again))
			w.org = again
			gone(t, w, companies, c.ID)
			create(t, w, companies, &company{Name: "Acme"})
		}
		require.NoError(t, w.db.DropOrg(ctx, "large"))
		require.False(t, w.holds(t, "large"))
		w.org = first
		w.clean(t)
		if !hit {
			return
		}
	}
}

func TestALargeOrganisationIsDroppedInSeveralTransactions(t *testing.T) {
	w := newWorld(t, memory(t))
	crowd(t, w, "crowd", 9900) // with index, log and its index over 39,600 keys
	counting := storetest.Count(w.store)
	db, err := record.Open(ctx, counting, schema(), nil)
	require.NoError(t, err)
	counting.Reset()
	require.NoError(t, db.DropOrg(ctx, "org_1"))
	require.GreaterOrEqual(t, counting.Calls()["Commit"], 3)
	require.False(t, w.holds(t, "org_1"))
}

func TestARecreatedOrganisationSharesNothingWithTheOld(t *testing.T) {
	loads := record.NewShared(func(tx *record.Tx) (string, error) {
		for l, err := range labels.Select(tx, record.Query[label]{}) {
			return fmt.Sprint(l.Name), err
		}
		return "", nil
	})
	engines(t, func(t *testing.T, w *world) {
		look := func() (got string) {
			w.view(t, func(tx *record.Tx) (err error) { got, err = loads.Get(tx); return err })
			return got
		}
		require.NoError(t, w.org.SetSettings(ctx, record.Settings{Currency: "EUR"}))
		create(t, w, labels, &label{Name: "old"})
		require.Equal(t, "old", look())
		require.Equal(t, "old", look())
		other, err := record.Open(ctx, w.store, schema(), nil) // with caches of its own
		require.NoError(t, err)
		elsewhere, err := other.Org(ctx, "org_1")
		require.NoError(t, err)
		settings, err := elsewhere.Settings(ctx)
		require.NoError(t, err)
		require.Equal(t, "EUR", settings.Currency)
		require.NoError(t, w.db.DropOrg(ctx, "org_1"))
		w.org, err = w.db.CreateOrg(ctx, "org_1", nil)
		require.NoError(t, err)
		require.Equal(t, "", look())
		create(t, w, labels, &label{Name: "new"})
		require.Equal(t, "new", look())
		create(t, w, labels, &label{Name: "newer"}) // as often as the old one changed
		for _, org := range []*record.Org{w.org, elsewhere} {
			settings, err = org.Settings(ctx)
			require.NoError(t, err)
			require.Equal(t, "USD", settings.Currency)
		}
	})
}
