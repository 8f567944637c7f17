package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// TestTwoOrganisationsNeverSeeEachOther fills one and asks for it from another, whose id its own begins with,
// by every verb and every method of a kind.
func TestTwoOrganisationsNeverSeeEachOther(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		theirs := w.org
		gold := create(t, w, labels, &label{Name: "gold"})
		acme := create(t, w, companies, &company{Name: "Acme", Owner: "o", Label: gold.ID})
		note := create(t, w, tickets, &ticket{Company: acme.ID})
		lost := create(t, w, companies, &company{Name: "Lost"})
		set := discard(t, w, companies, lost.ID)
		w.update(t, func(tx *record.Tx) error { _, err := tx.Count("n", 5); return err })
		require.NoError(t, theirs.SetSettings(ctx, record.Settings{Currency: "EUR"}))

		for _, id := range []string{"org_", "org_10", "a", "z"} {
			mine, err := w.db.EnsureOrg(ctx, id, nil)
			require.NoError(t, err)
			w.org = mine
			before := w.dump(t)

			gone(t, w, companies, acme.ID)
			w.view(t, func(tx *record.Tx) error {
				many, err := companies.GetMany(tx, []record.ID[company]{acme.ID, lost.ID})
				require.NoError(t, err)
				require.Equal(t, []*company{nil, nil}, many)
				found, err := companies.Find(tx, "name", record.Tuple{}.Text("Acme"))
				require.NoError(t, err)
				require.True(t, found[0].IsZero())
				there, err := companies.Exists(tx, []record.ID[company]{acme.ID})
				require.NoError(t, err)
				require.Equal(t, []bool{false}, there)
				uses, err := record.Uses(tx, companies.Target(), acme.ID)
				require.NoError(t, err)
				require.Empty(t, uses)
				uses, err = record.Uses(tx, companies.Target(), acme.ID, lost.ID)
				require.NoError(t, err)
				require.Empty(t, uses)
				for _, q := range []record.Query[company]{
					{}, {Reverse: true}, {ByUpdate: true}, {Index: "name"}, {Index: "owner"}, {Index: "name", Reverse: true},
					{Index: "owner", In: []record.Tuple{record.Tuple{}.Text("o")}}, {Index: "owner", In: []record.Tuple{nil}},
					{Index: "owner", In: []record.Tuple{record.Tuple{}.Text("o"), record.Tuple{}.Text("p")}},
				} {
					n, err := companies.Number(tx, q)
					require.NoError(t, err)
					require.Zero(t, n, "%v", q.Plan())
					page, err := companies.List(tx, q, record.Paging{Total: true}, nil)
					require.NoError(t, err)
					require.Empty(t, page.Items)
					for range companies.Select(tx, q) {
						t.Error("something was found")
					}
				}
				name, owner := record.Tuple{}.Text("Acme"), record.Tuple{}.Text("o")
				holder, _, err := companies.Kept(tx, "name", name)
				require.NoError(t, err)
				require.True(t, holder.IsZero())
				entry := func(record.Tuple, record.ID[company]) bool { t.Error("an entry was found"); return true }
				require.NoError(t, companies.Scan(tx, "owner", entry))
				require.NoError(t, companies.ScanRange(tx, "owner", nil, nil, entry))
				require.NoError(t, companies.Entries(tx, "owner", owner, entry))
				require.NoError(t, companies.EntriesOf(tx, "owner", 1, func(int) record.Tuple { return owner }, func(_ int, rest record.Tuple, id record.ID[company]) bool {
					return entry(rest, id)
				}))
				require.NoError(t, companies.Raw(tx, []record.ID[company]{acme.ID}, []string{"name"}, func(record.ID[company], [][]byte) bool {
					t.Error("a stored record was found")
					return true
				}))
				settings, err := tx.Settings()
				require.Equal(t, "USD", settings.Currency)
				return err
			})
			require.Empty(t, changes(t, mine))
			require.Empty(t, history(t, w, companies, acme.ID))
			page, err := record.Trash(ctx, mine, record.Paging{})
			require.NoError(t, err)
			require.Empty(t, page.Items)

			purged, err := record.PurgeBefore(ctx, mine, w.clock.now.AddDate(1, 0, 0))
			require.NoError(t, err)
			require.Zero(t, purged)
			_, getSet := record.GetSet(ctx, mine, set)
			_, inTrash := record.InTrash(ctx, mine, companies.Target(), lost.ID)
			_, restore := record.Restore(ctx, mine, set)
			_, chunked := record.RestoreChunked(ctx, mine, set)
			_, purge := record.Purge(ctx, mine, set)
			_, remove := remove(w, companies, acme.ID, 0)
			_, removeAll := record.DeleteChunked(ctx, mine, companies.Target(), acme.ID, 0)
			_, change := edit(w, companies, acme.ID, 0, func(c *company) { c.Name = "stolen" })
			for i, err := range []error{getSet, inTrash, restore, chunked, purge, remove, removeAll, change} {
				require.ErrorIs(t, err, store.ErrNotFound, "%d", i)
			}
			refused(t, w.try(func(tx *record.Tx) error { return tickets.Create(tx, &ticket{Company: acme.ID}) }), "companyId: unknown_reference")
			require.NoError(t, mine.Update(ctx, func(_ context.Context, tx *record.Tx) error {
				n, err := record.Redirect(tx, companies.Target(), acme.ID, record.ID[company]{})
				require.Zero(t, n)
				return err
			}))
			w.same(t, before)
			w.update(t, func(tx *record.Tx) error {
				n, err := tx.Count("n", 1)
				require.Equal(t, int64(1), n)
				return err
			})
			create(t, w, companies, &company{Name: "Acme"})
			require.NoError(t, w.db.DropOrg(ctx, id))
		}
		w.org = theirs
		require.Equal(t, acme, lives(t, w, companies, acme.ID))
		lives(t, w, tickets, note.ID)
	})
}
