package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
)

// TestAnObserverIsToldWhatWasAskedFor tells the record that a delete or restore names from those that follow it.
func TestAnObserverIsToldWhatWasAskedFor(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		seen := map[string]bool{} // "operation of subject": named; who is told twice is told the same
		note := func(what string, named bool) {
			before, again := seen[what]
			require.True(t, !again || before == named, what)
			seen[what] = named
		}
		s := schema()
		s.Extensions = []record.Extended{
			record.Extend(tickets.Target(), record.Extension[ticket]{Observe: func(_ context.Context, _ *record.Tx, w record.Written[ticket]) error {
				r := w.After
				if r == nil {
					r = w.Before
				}
				note(w.Op.String()+" of "+r.Subject, w.Named)
				return nil
			}}),
			record.Extend(companies.Target(), record.Extension[company]{Observe: func(_ context.Context, _ *record.Tx, w record.Written[company]) error {
				note(w.Op.String()+" of a company", w.Named)
				return nil
			}}),
		}
		w.open(t, s, record.Options{})
		told := func() map[string]bool {
			out := seen
			seen = map[string]bool{}
			return out
		}
		acme, zeta := create(t, w, companies, &company{Name: "Acme"}), create(t, w, companies, &company{Name: "Zeta"})
		alone := create(t, w, tickets, &ticket{Subject: "alone", Company: acme.ID})
		create(t, w, tickets, &ticket{Subject: "follows", Company: acme.ID})
		along := create(t, w, tickets, &ticket{Subject: "along", Company: zeta.ID})
		require.Equal(t, map[string]bool{"create of a company": false, "create of alone": false, "create of follows": false, "create of along": false}, told())

		set := discard(t, w, tickets, alone.ID)
		require.Equal(t, map[string]bool{"delete of alone": true}, told())
		_, err := record.Restore(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, map[string]bool{"restore of alone": true}, told())

		w.update(t, func(tx *record.Tx) (err error) {
			set, err = companies.DeleteWith(tx, acme.ID, 0, tickets.Target().Along(along.ID)...)
			return err
		})
		require.Equal(t, map[string]bool{"delete of a company": true, "delete of alone": false, "delete of follows": false, "delete of along": true}, told())
		_, err = record.Restore(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, map[string]bool{"restore of a company": true, "restore of alone": false, "restore of follows": false, "restore of along": false}, told())

		set, err = record.DeleteChunked(ctx, w.org, companies.Target(), acme.ID, 0)
		require.NoError(t, err)
		require.Equal(t, map[string]bool{"delete of a company": true, "delete of alone": false, "delete of follows": false}, told())
		_, err = record.RestoreChunked(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, map[string]bool{"restore of a company": true, "restore of alone": false, "restore of follows": false}, told())
	})
}

// TestADefinitionIsNotTheKind opens a database by definitions that give nobody the records.
func TestADefinitionIsNotTheKind(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		d := companies.Definition()
		require.Equal(t, companies.Name(), d.Name())
		_, ok := d.(*record.Kind[company])
		require.False(t, ok)
		s := schema()
		s.Kinds[1] = d
		w.open(t, s, record.Options{})
		acme := create(t, w, companies, &company{Name: "Acme"})
		lives(t, w, companies, acme.ID)
	})
}
