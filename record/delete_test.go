package record_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

func TestDeleteTakesWhatHangsOnIt(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme, other := create(t, w, companies, &company{Name: "Acme"}), create(t, w, companies, &company{Name: "Other"})
		mine, others := create(t, w, tickets, &ticket{Company: acme.ID}), create(t, w, tickets, &ticket{Company: other.ID})
		somebody := create(t, w, people, &person{Email: "a@acme.com"})
		held, kept := create(t, w, links, &link{Company: acme.ID, Person: somebody.ID}), create(t, w, links, &link{Company: other.ID, Person: somebody.ID})
		pass := create(t, w, badges, &badge{Company: acme.ID})

		set := discard(t, w, companies, acme.ID)
		gone(t, w, companies, acme.ID)
		gone(t, w, tickets, mine.ID)
		gone(t, w, links, held.ID)
		gone(t, w, badges, pass.ID)
		lives(t, w, companies, other.ID)
		lives(t, w, tickets, others.ID)
		lives(t, w, links, kept.ID)
		lives(t, w, people, somebody.ID)

		page, err := record.Trash(ctx, w.org, record.Paging{})
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		got := page.Items[0]
		require.Equal(t, set, got.ID)
		require.Equal(t, "company", got.Kind)
		require.Equal(t, acme.ID.String(), got.RootID.String())
		require.Equal(t, "USER1", got.By)
		require.Equal(t, int64(4), got.Records)

		all := history(t, w, tickets, mine.ID)
		require.Equal(t, record.OpDelete, all[1].Op)
		require.Equal(t, set.String(), all[1].Set.String())
		require.Equal(t, int64(1), all[1].Version)
	})
}

func TestDeleteIsRefusedWhileRecordsKeepIt(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme := create(t, w, companies, &company{Name: "Acme"})
		create(t, w, tickets, &ticket{Company: acme.ID})
		for range 3 {
			create(t, w, contracts, &contract{Company: acme.ID})
		}
		create(t, w, contracts, &contract{Company: create(t, w, companies, &company{Name: "Other"}).ID})
		w.untouched(t, fault.ErrReferenced, func(tx *record.Tx) error {
			_, err := companies.Delete(tx, acme.ID, 0)
			refused(t, err, ": referenced")
			require.Equal(t, fault.Params{"count": 3, "kind": "contract", "field": "companyId"}, fault.All(err)[0].Params)
			return err
		})
	})
}

func TestDeleteClearsReferences(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		gold, silver := create(t, w, labels, &label{Name: "gold"}), create(t, w, labels, &label{Name: "silver"})
		a, b := create(t, w, companies, &company{Name: "A", Label: gold.ID}), create(t, w, companies, &company{Name: "B", Label: silver.ID})
		discard(t, w, labels, gold.ID)
		a = lives(t, w, companies, a.ID)
		require.True(t, a.Label.IsZero())
		require.Equal(t, int64(2), a.Version)
		require.Equal(t, b, lives(t, w, companies, b.ID))
		require.Contains(t, history(t, w, companies, a.ID)[1].Fields, "labelId")
	})
}

func TestADeleteWhoseClearingIsRefusedLeavesNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.open(t, schema(), record.Options{Rules: []record.Rule{companies.Rule(func(before, after *company) []fault.Fault {
			if before != nil && after.Name == "B" {
				return []fault.Fault{{Path: "labelId", Code: fault.Required}}
			}
			return nil
		})}})
		gold := create(t, w, labels, &label{Name: "gold"})
		create(t, w, companies, &company{Name: "A", Label: gold.ID})
		create(t, w, companies, &company{Name: "B", Label: gold.ID})
		before := w.dump(t)
		w.update(t, func(tx *record.Tx) error {
			_, err := labels.Delete(tx, gold.ID, 0) // the transaction goes on
			refused(t, err, "labelId: required")
			return nil
		})
		w.same(t, before)
	})
}

// crowd makes a company with n tickets.
func crowd(t tester, w *world, name string, n int) *company {
	c := create(t, w, companies, &company{Name: name})
	w.update(t, func(tx *record.Tx) error {
		news := make([]record.New[ticket], n)
		for i := range news {
			news[i].Record = &ticket{Subject: fmt.Sprint("secret ", i), Company: c.ID}
		}
		_, err := tickets.CreateAll(tx, news)
		return err
	})
	return c
}

func TestADeletionSetHasALimit(t *testing.T) {
	w := newWorld(t, memory(t))
	large, fits := crowd(t, w, "large", record.MaxDelete), crowd(t, w, "fits", record.MaxDelete-1)
	w.untouched(t, store.ErrTooLarge, func(tx *record.Tx) error {
		_, err := companies.Delete(tx, large.ID, 0)
		return err
	})
	set := discard(t, w, companies, fits.ID)
	w.clean(t)
	back, err := record.Restore(ctx, w.org, set)
	require.NoError(t, err)
	require.Equal(t, record.MaxDelete, back.Records)
	w.clean(t)
}

func TestDeletedAndCreatedAgainInOneTransaction(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme"})
		w.update(t, func(tx *record.Tx) error {
			if _, err := companies.Delete(tx, c.ID, 0); err != nil {
				return err
			}
			if err := companies.Create(tx, &company{Name: "Acme"}); err != nil {
				return err
			}
			_, err := companies.Get(tx, c.ID)
			require.ErrorIs(t, err, store.ErrNotFound)
			return nil
		})
	})
}
