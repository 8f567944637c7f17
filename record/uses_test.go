package record_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

func TestUsesCountsOverAllReferences(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		a, b := create(t, w, companies, &company{Name: "A"}), create(t, w, companies, &company{Name: "B"})
		for range 3 {
			create(t, w, tickets, &ticket{Company: a.ID})
		}
		create(t, w, tickets, &ticket{Company: b.ID})
		create(t, w, contracts, &contract{Company: a.ID})
		create(t, w, badges, &badge{Company: b.ID})
		discard(t, w, tickets, create(t, w, tickets, &ticket{Company: b.ID}).ID)

		wantA := []record.Use{{Kind: "contract", Field: "companyId", Count: 1}, {Kind: "ticket", Field: "companyId", Count: 3}}
		wantB := []record.Use{{Kind: "badge", Field: "companyId", Count: 1}, {Kind: "ticket", Field: "companyId", Count: 1}}
		w.view(t, func(tx *record.Tx) error {
			both, err := record.Uses(tx, companies.Target(), a.ID, b.ID)
			require.NoError(t, err)
			require.Equal(t, map[record.ID[company]][]record.Use{a.ID: wantA, b.ID: wantB}, both)
			one, err := record.Uses(tx, companies.Target(), a.ID)
			require.Equal(t, map[record.ID[company]][]record.Use{a.ID: wantA}, one)
			return err
		})
	})
}

func TestRedirectPointsReferencesElsewhere(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		a, b := create(t, w, companies, &company{Name: "A"}), create(t, w, companies, &company{Name: "B"})
		moved, stays := create(t, w, tickets, &ticket{Company: a.ID}), create(t, w, tickets, &ticket{Company: b.ID})
		paper, pass := create(t, w, contracts, &contract{Company: a.ID}), create(t, w, badges, &badge{Company: a.ID})
		w.update(t, func(tx *record.Tx) error {
			n, err := record.Redirect(tx, companies.Target(), a.ID, b.ID)
			require.Equal(t, 3, n)
			return err
		})
		require.Equal(t, b.ID, lives(t, w, tickets, moved.ID).Company)
		require.Equal(t, int64(2), lives(t, w, tickets, moved.ID).Version)
		require.Equal(t, int64(1), lives(t, w, tickets, stays.ID).Version)
		require.Equal(t, b.ID, lives(t, w, contracts, paper.ID).Company)
		require.Equal(t, b.ID, lives(t, w, badges, pass.ID).Company)
		require.Equal(t, record.OpUpdate, history(t, w, tickets, moved.ID)[1].Op)
		discard(t, w, companies, a.ID)

		w.update(t, func(tx *record.Tx) error {
			n, err := record.Redirect(tx, companies.Target(), b.ID, record.ID[company]{})
			require.Equal(t, 4, n)
			return err
		})
		require.True(t, lives(t, w, tickets, stays.ID).Company.IsZero())
	})
}

func TestRedirectIsAllOrNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		a, b := create(t, w, companies, &company{Name: "A"}), create(t, w, companies, &company{Name: "B"})
		create(t, w, tickets, &ticket{Company: a.ID})
		create(t, w, links, &link{Company: a.ID})
		create(t, w, badges, &badge{Company: a.ID})
		create(t, w, links, &link{Company: b.ID}) // the pair would be there twice
		before := w.dump(t)
		w.update(t, func(tx *record.Tx) error {
			n, err := record.Redirect(tx, companies.Target(), a.ID, b.ID)
			refused(t, err, "pair: duplicate")
			require.Zero(t, n)
			_, err = record.Redirect(tx, companies.Target(), a.ID, record.ID[company]{1})
			refused(t, err, ": unknown_reference")
			return nil
		})
		w.same(t, before)
	})
}

func TestAKindFinishesWhatIsRedirected(t *testing.T) {
	var fallback record.ID[label]
	errEnough := errors.New("record_test: enough")
	kind := record.Define("seat", 's', record.Spec[seat]{
		Fields: seats.Fields(),
		Refs: []record.Ref[seat]{
			record.RefTo("label", labels.Target(), record.Clear, func(s *seat) *record.ID[label] { return &s.Label }),
		},
		Redirected: func(_ *record.Tx, s *seat, ref string) error {
			require.Equal(t, "label", ref)
			if s.Label == fallback {
				return errEnough
			}
			if s.Label.IsZero() {
				s.Label, s.Version = fallback, 77
			}
			return nil
		},
	})
	w := newWorld(t, memory(t))
	w.store = memory(t)
	w.open(t, record.Schema{Kinds: []record.Definition{labels, kind}}, record.Options{})
	gold, red := create(t, w, labels, &label{Name: "gold"}), create(t, w, labels, &label{Name: "red"})
	fallback = create(t, w, labels, &label{Name: "default"}).ID
	s := create(t, w, kind, &seat{Label: gold.ID})
	w.update(t, func(tx *record.Tx) error {
		_, err := record.Redirect(tx, labels.Target(), gold.ID, red.ID)
		return err
	})
	require.Equal(t, red.ID, lives(t, w, kind, s.ID).Label)
	w.untouched(t, errEnough, func(tx *record.Tx) error {
		_, err := record.Redirect(tx, labels.Target(), red.ID, fallback)
		return err
	})
	discard(t, w, labels, red.ID)
	require.Equal(t, fallback, lives(t, w, kind, s.ID).Label)
	require.Equal(t, int64(3), lives(t, w, kind, s.ID).Version)
	require.Equal(t, []string{"labelId"}, history(t, w, kind, s.ID)[2].Fields)
	w.clean(t)
}

func TestAKindThatTheDatabaseDoesNotHave(t *testing.T) {
	type stranger struct{ record.System[stranger] }
	strangers := record.Define("stranger", 'x', record.Spec[stranger]{Fields: record.Fields(
		record.SystemFields(func(s *stranger) *record.System[stranger] { return &s.System }),
	)})
	w := newWorld(t, memory(t))
	w.update(t, func(tx *record.Tx) error {
		_, err := record.Uses(tx, strangers.Target(), record.ID[stranger]{1})
		require.ErrorIs(t, err, fault.ErrSchema)
		_, err = record.Redirect(tx, strangers.Target(), record.ID[stranger]{1}, record.ID[stranger]{})
		require.ErrorIs(t, err, fault.ErrSchema)
		require.ErrorIs(t, strangers.Create(tx, &stranger{}), fault.ErrSchema)
		_, err = strangers.Update(tx, record.Edit[stranger]{})
		require.ErrorIs(t, err, fault.ErrSchema)
		_, err = strangers.Delete(tx, record.ID[stranger]{1}, 0)
		require.ErrorIs(t, err, fault.ErrSchema)
		return nil
	})
}
