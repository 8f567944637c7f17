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

var errNo = errors.New("the policy says no")

// guard refuses an operation on the companies of an owner and on the tickets of a subject.
func guard(op record.Op, word string) record.Policy {
	return func(_ context.Context, a record.Action) error {
		if a.Op != op || a.Actor.Admin {
			return nil
		}
		switch r := a.Record.(type) {
		case *company:
			if r.Owner == word {
				return errNo
			}
		case *ticket:
			if r.Subject == word {
				return errNo
			}
		}
		return nil
	}
}

func TestWhatThePolicyHidesIsNotThere(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		hidden, seen := create(t, w, companies, &company{Name: "H", Owner: "secret"}), create(t, w, companies, &company{Name: "S", Owner: "open"})
		w.open(t, schema(), record.Options{Policy: guard(record.OpRead, "secret")})
		gone(t, w, companies, hidden.ID)
		require.Equal(t, seen, lives(t, w, companies, seen.ID))
		w.view(t, func(tx *record.Tx) error {
			many, err := companies.GetMany(tx, []record.ID[company]{hidden.ID, seen.ID, hidden.ID, seen.ID})
			require.NoError(t, err)
			require.Equal(t, []*company{nil, seen, nil, seen}, many)
			for _, q := range []record.Query[company]{{}, {ByUpdate: true}, {Index: "owner"}, {Index: "owner", Reverse: true}, {Index: "name"},
				{Index: "owner", In: []record.Tuple{record.Tuple{}.Text("secret"), record.Tuple{}.Text("open")}}} {
				page, err := companies.List(tx, q, record.Paging{Limit: 1, Total: true}, nil)
				require.NoError(t, err)
				require.Equal(t, []*company{seen}, page.Items)
				require.Equal(t, 1, *page.Total)
				require.Empty(t, page.Next)
				n, err := companies.Number(tx, q)
				require.NoError(t, err)
				require.Equal(t, 1, n)
				for c, err := range companies.Select(tx, q) {
					require.NoError(t, err)
					require.Equal(t, seen, c)
				}
			}
			return nil
		})
		_, err := edit(w, companies, hidden.ID, 0, func(c *company) { c.Size = 1 })
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = remove(w, companies, hidden.ID, 0)
		require.ErrorIs(t, err, store.ErrNotFound)
		w.org = w.org.As(record.Actor{ID: "ADMIN", Admin: true})
		lives(t, w, companies, hidden.ID)
	})
}

func TestWhatThePolicyRefusesIsForbidden(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		keep := create(t, w, companies, &company{Name: "K", Owner: "kept"})
		below := create(t, w, companies, &company{Name: "B"})
		create(t, w, tickets, &ticket{Company: below.ID, Subject: "kept"})
		set := discard(t, w, companies, create(t, w, companies, &company{Name: "G", Owner: "kept"}).ID)

		denied := func(op record.Op, fn func(tx *record.Tx) error) {
			t.Helper()
			w.open(t, schema(), record.Options{Policy: guard(op, "kept")})
			w.untouched(t, fault.ErrForbidden, fn)
			w.untouched(t, errNo, fn)
		}
		denied(record.OpCreate, func(tx *record.Tx) error { return companies.Create(tx, &company{Name: "N", Owner: "kept"}) })
		denied(record.OpUpdate, func(tx *record.Tx) error {
			_, err := companies.Update(tx, record.Edit[company]{ID: keep.ID, Apply: func(c *company) error { c.Owner = "x"; return nil }})
			return err
		})
		denied(record.OpDelete, func(tx *record.Tx) error { _, err := companies.Delete(tx, keep.ID, 0); return err })
		denied(record.OpDelete, func(tx *record.Tx) error { _, err := companies.Delete(tx, below.ID, 0); return err })
		denied(record.OpRestore, func(tx *record.Tx) error { _, err := record.Restore(ctx, tx, set); return err })
		denied(record.OpPurge, func(tx *record.Tx) error { _, err := record.Purge(ctx, tx, set); return err })
	})
}
