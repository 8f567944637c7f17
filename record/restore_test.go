package record_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

func TestRestoreBringsBackWhatWasDeletedTogether(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme := create(t, w, companies, &company{Name: "Acme", Tags: []string{"x"}})
		early, late := create(t, w, tickets, &ticket{Company: acme.ID}), create(t, w, tickets, &ticket{Company: acme.ID})
		earlier := discard(t, w, tickets, early.ID)
		set := discard(t, w, companies, acme.ID)
		w.org = w.org.As(record.Actor{ID: "USER2"})

		back, err := record.Restore(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, &record.Restored{Records: 2}, back)
		got := lives(t, w, companies, acme.ID)
		require.Equal(t, int64(2), got.Version)
		require.Equal(t, "USER2", got.UpdatedBy)
		require.Equal(t, []string{"x"}, got.Tags)
		lives(t, w, tickets, late.ID)
		gone(t, w, tickets, early.ID)
		last := history(t, w, companies, acme.ID)[2]
		require.Equal(t, record.OpRestore, last.Op)
		require.Equal(t, set.String(), last.Set.String())

		_, err = record.Restore(ctx, w.org, set)
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = record.Restore(ctx, w.org, earlier)
		require.NoError(t, err)
		lives(t, w, tickets, early.ID)
	})
}

func TestRestoreListsEveryClashAndRestoresNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme := create(t, w, companies, &company{Name: "Acme"})
		pass := create(t, w, badges, &badge{Company: acme.ID})
		first := discard(t, w, badges, pass.ID)
		taken := create(t, w, badges, &badge{Company: acme.ID})
		_, err := record.Restore(ctx, w.org, first)
		refused(t, err, "company: duplicate")
		require.Equal(t, taken.ID.String(), fault.All(err)[0].Params["id"])
		set := discard(t, w, companies, acme.ID)
		create(t, w, companies, &company{Name: "Acme"})

		w.untouched(t, fault.ErrExists, func(tx *record.Tx) error {
			_, err := record.Restore(ctx, tx, set)
			refused(t, err, "name: duplicate")
			return err
		})
		w.untouched(t, errOfTheTest, func(tx *record.Tx) error {
			_, err := record.Restore(ctx, tx, first) // what it hangs on is gone
			refused(t, err, "companyId: unknown_reference")
			return errOfTheTest
		})
	})
}

var errOfTheTest = errors.New("of the test itself")

func TestWhatHangsOnSomethingGoneStaysInTheTrash(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme, somebody := create(t, w, companies, &company{Name: "Acme"}), create(t, w, people, &person{Email: "a@acme.com"})
		held := create(t, w, links, &link{Company: acme.ID, Person: somebody.ID})
		set := discard(t, w, companies, acme.ID)
		other := discard(t, w, people, somebody.ID)

		back, err := record.Restore(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, 1, back.Records)
		require.Len(t, back.Left, 1)
		require.Equal(t, "link", back.Left[0].Kind)
		require.Equal(t, held.ID.String(), back.Left[0].ID.String())
		require.Equal(t, "personId", back.Left[0].Field)
		gone(t, w, links, held.ID)
		w.clean(t)
		in, err := record.InTrash(ctx, w.org, links.Target(), held.ID)
		require.NoError(t, err)
		require.Equal(t, set, in)

		back, err = record.Restore(ctx, w.org, set) // still nothing to hang on
		require.NoError(t, err)
		require.Zero(t, back.Records)
		require.Len(t, back.Left, 1)

		_, err = record.Restore(ctx, w.org, other)
		require.NoError(t, err)
		back, err = record.Restore(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, &record.Restored{Records: 1}, back)
		lives(t, w, links, held.ID)
		_, err = record.InTrash(ctx, w.org, links.Target(), held.ID)
		require.ErrorIs(t, err, store.ErrNotFound)
	})
}

func TestRestoreEmptiesReferencesToWhatIsGone(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		gold := create(t, w, labels, &label{Name: "gold"})
		acme := create(t, w, companies, &company{Name: "Acme", Label: gold.ID})
		set := discard(t, w, companies, acme.ID)
		discard(t, w, labels, gold.ID)

		back, err := record.Restore(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, 1, back.Records)
		require.Len(t, back.Cleared, 1)
		require.Equal(t, "labelId", back.Cleared[0].Field)
		require.Equal(t, acme.ID.String(), back.Cleared[0].ID.String())
		require.True(t, lives(t, w, companies, acme.ID).Label.IsZero())
		require.Contains(t, history(t, w, companies, acme.ID)[2].Fields, "labelId")
	})
}

// TestARecordThatIsEmptiedOnRestoreMayClash: its unique value is another one then.
func TestARecordThatIsEmptiedOnRestoreMayClash(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		gold := create(t, w, labels, &label{Name: "gold"})
		lost := create(t, w, seats, &seat{Label: gold.ID})
		set := discard(t, w, seats, lost.ID)
		discard(t, w, labels, gold.ID)
		none := create(t, w, seats, &seat{})
		w.untouched(t, fault.ErrExists, func(tx *record.Tx) error {
			_, err := record.Restore(ctx, tx, set)
			refused(t, err, "label: duplicate")
			require.Equal(t, none.ID.String(), fault.All(err)[0].Params["id"])
			return err
		})
		discard(t, w, seats, none.ID)
		_, err := record.Restore(ctx, w.org, set)
		require.NoError(t, err)
	})
}

func TestReviveGivesADefault(t *testing.T) {
	var fallback record.ID[label]
	kind := record.Define("seat", 's', record.Spec[seat]{
		Fields: seats.Fields(),
		Refs: []record.Ref[seat]{
			record.RefTo("labelId", labels.Target(), record.Clear, func(s *seat) *record.ID[label] { return &s.Label }),
		},
		Revive: func(_ *record.Tx, s *seat, cleared []string) error {
			s.Label, s.Version = fallback, 77
			return nil
		},
	})
	w := newWorld(t, memory(t))
	w.store = memory(t)
	w.open(t, record.Schema{Kinds: []record.Definition{labels, kind}}, record.Options{})
	gold := create(t, w, labels, &label{Name: "gold"})
	fallback = create(t, w, labels, &label{Name: "default"}).ID
	s := create(t, w, kind, &seat{Label: gold.ID})
	set := discard(t, w, kind, s.ID)
	discard(t, w, labels, gold.ID)
	back, err := record.Restore(ctx, w.org, set)
	require.NoError(t, err)
	require.Len(t, back.Cleared, 1)
	got := lives(t, w, kind, s.ID)
	require.Equal(t, fallback, got.Label)
	require.Equal(t, int64(2), got.Version)
	w.clean(t)
}

func TestARefusalInATransactionLeavesTheRest(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme := create(t, w, companies, &company{Name: "Acme"})
		set := discard(t, w, companies, acme.ID)
		require.NoError(t, w.org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
			if err := companies.Create(tx, &company{Name: "Acme"}); err != nil {
				return err
			}
			_, err := record.Restore(ctx, tx, set)
			refused(t, err, "name: duplicate")
			return nil
		}))
	})
}
