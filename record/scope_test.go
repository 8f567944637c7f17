package record_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

func TestSeveralVerbsInOneTransaction(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.update(t, func(tx *record.Tx) error {
			c := &company{Name: "Acme"}
			require.NoError(t, companies.Create(tx, c))
			require.NoError(t, tickets.Create(tx, &ticket{Company: c.ID}))
			_, err := companies.Update(tx, record.Edit[company]{ID: c.ID, IfVersion: 1, Apply: func(c *company) error { c.Size = 1; return nil }})
			require.NoError(t, err)
			got, err := companies.Get(tx, c.ID)
			require.Equal(t, int64(2), got.Version)
			require.Equal(t, got.CreatedAt, got.UpdatedAt, "one instant for all")
			return err
		})
		require.Len(t, changes(t, w.org), 3)
	})
}

func TestAFailedVerbLeavesNothingInItsTransaction(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		var numbers [3]int64
		require.NoError(t, w.org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
			step := func(i int, name string, stop error) error {
				return tx.Update(ctx, func(_ context.Context, tx *record.Tx) (err error) {
					if numbers[i], err = tx.Count("number", 2); err != nil {
						return err
					}
					c := &company{Name: name}
					if err := companies.Create(tx, c); err != nil {
						return err
					}
					if err := tickets.Create(tx, &ticket{Company: c.ID}); err != nil {
						return err
					}
					return stop
				})
			}
			require.NoError(t, step(0, "A", nil))
			require.ErrorIs(t, step(1, "B", errOfTheTest), errOfTheTest)
			refused(t, step(1, "A", nil), "name: duplicate")
			return step(2, "B", nil)
		}))
		require.Equal(t, [3]int64{2, 4, 4}, numbers, "a number of a savepoint that is dropped is given again")
		for i, c := range changes(t, w.org) {
			require.Equal(t, int64(i+1), c.Seq)
		}
		require.Len(t, changes(t, w.org), 4)
		w.view(t, func(tx *record.Tx) error {
			n, err := tickets.Number(tx, record.Query[ticket]{})
			require.Equal(t, 2, n)
			return err
		})
	})
}

func TestADroppedSavepointDropsItsSchemaToo(t *testing.T) {
	names := record.NewShared(func(tx *record.Tx) (n int, err error) { return labels.Number(tx, record.Query[label]{}) })
	engines(t, func(t *testing.T, w *world) {
		create(t, w, labels, &label{Name: "a"})
		require.NoError(t, w.org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
			require.ErrorIs(t, tx.Update(ctx, func(_ context.Context, tx *record.Tx) error {
				require.NoError(t, labels.Create(tx, &label{Name: "b"}))
				n, err := names.Get(tx)
				require.NoError(t, err)
				require.Equal(t, 2, n)
				return errOfTheTest
			}), errOfTheTest)
			n, err := names.Get(tx)
			require.Equal(t, 1, n)
			return err
		}))
		w.view(t, func(tx *record.Tx) error {
			n, err := names.Get(tx)
			require.Equal(t, 1, n)
			return err
		})
	})
}

func TestATxEndsWithItsClosure(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme"})
		var kept *record.Tx
		for _, run := range []func(context.Context, func(context.Context, *record.Tx) error) error{w.org.View, w.org.Update} {
			require.NoError(t, run(ctx, func(_ context.Context, tx *record.Tx) error { kept = tx; return nil }))
			never := func(context.Context, *record.Tx) error { t.Error("was run"); return nil }
			_, get := companies.Get(kept, c.ID)
			_, many := companies.GetMany(kept, []record.ID[company]{c.ID})
			_, find := companies.Find(kept, "name", record.Tuple{}.Text("Acme"))
			_, list := companies.List(kept, record.Query[company]{}, record.Paging{}, nil)
			_, number := companies.Number(kept, record.Query[company]{Index: "owner"})
			_, update := companies.Update(kept, record.Edit[company]{ID: c.ID})
			_, remove := companies.Delete(kept, c.ID, 0)
			_, count := kept.Count("n", 1)
			_, uses := record.Uses(kept, companies.Target(), c.ID)
			_, redirect := record.Redirect(kept, companies.Target(), c.ID, c.ID)
			_, settings := kept.Settings()
			_, purge := record.Purge(ctx, kept, record.SetID{1})
			for i, err := range []error{
				kept.View(ctx, never), kept.Update(ctx, never), companies.Create(kept, &company{}), get, many, find, list, number, update, remove, count, uses, redirect, settings, purge,
			} {
				require.ErrorIs(t, err, store.ErrClosed, "%d", i)
			}
			for _, err := range record.Changes(ctx, kept, 0) {
				require.ErrorIs(t, err, store.ErrClosed)
			}
			for _, err := range companies.Select(kept, record.Query[company]{}) {
				require.ErrorIs(t, err, store.ErrClosed)
			}
		}
	})
}

func TestAViewDoesNotWrite(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme"})
		set := discard(t, w, companies, create(t, w, companies, &company{Name: "Gone"}).ID)
		require.NoError(t, w.org.View(ctx, func(ctx context.Context, tx *record.Tx) error {
			_, update := companies.Update(tx, record.Edit[company]{ID: c.ID})
			_, remove := companies.Delete(tx, c.ID, 0)
			_, count := tx.Count("n", 1)
			_, redirect := record.Redirect(tx, companies.Target(), c.ID, c.ID)
			_, restore := record.Restore(ctx, tx, set)
			_, purge := record.Purge(ctx, tx, set)
			_, before := record.PurgeBefore(ctx, tx, time.Now().Add(time.Hour*1e6))
			nested := tx.Update(ctx, func(context.Context, *record.Tx) error { return nil })
			for i, err := range []error{companies.Create(tx, &company{}), update, remove, count, redirect, restore, purge, before, nested} {
				require.ErrorIs(t, err, store.ErrReadOnly, "%d", i)
			}
			return nil
		}))
	})
}

func TestAnOrgInsideATransactionIsNested(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		other, err := w.db.EnsureOrg(ctx, "other", nil)
		require.NoError(t, err)
		nothing := func(context.Context, *record.Tx) error { return nil }
		inside := func(ctx context.Context, tx *record.Tx) error {
			require.ErrorIs(t, w.org.Update(ctx, nothing), fault.ErrNested)
			require.ErrorIs(t, other.View(ctx, nothing), fault.ErrNested)
			_, err := w.db.CreateOrg(ctx, "third", nil)
			require.ErrorIs(t, err, fault.ErrNested)
			_, err = w.db.EnsureOrg(ctx, "third", nil)
			require.ErrorIs(t, err, fault.ErrNested)
			require.ErrorIs(t, w.db.DropOrg(ctx, "other"), fault.ErrNested)
			require.ErrorIs(t, w.org.SetSettings(ctx, record.Settings{}), fault.ErrNested)
			_, err = record.Check(ctx, w.db)
			require.ErrorIs(t, err, fault.ErrNested)
			return nil
		}
		require.NoError(t, w.org.View(ctx, inside))
		require.NoError(t, w.org.Update(ctx, inside))
		require.NoError(t, w.org.Update(ctx, func(_ context.Context, tx *record.Tx) error {
			return tx.Update(context.Background(), inside) // a context that does not come from the transaction
		}))

		elsewhere := newWorld(t, memstore.New())
		require.NoError(t, w.org.Update(ctx, func(ctx context.Context, _ *record.Tx) error {
			return elsewhere.org.Update(ctx, nothing) // another store
		}))
	})
}

func TestAWriterWaitsAndThenIsBusy(t *testing.T) {
	w := newWorld(t, memory(t))
	w.open(t, schema(), record.Options{WriterWait: time.Millisecond})
	require.NoError(t, w.org.Update(ctx, func(context.Context, *record.Tx) error {
		err := w.try(func(*record.Tx) error { t.Error("was run"); return nil })
		require.ErrorIs(t, err, store.ErrBusy)

		cause := errOfTheTest
		ended, cancel := context.WithCancelCause(ctx)
		cancel(cause)
		require.ErrorIs(t, w.org.Update(ended, func(context.Context, *record.Tx) error { return nil }), cause)
		return w.org.View(ctx, func(context.Context, *record.Tx) error { return nil }) // readers do not wait
	}))
	w.update(t, func(*record.Tx) error { return nil })
}

func TestAPanicLeavesNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		before := w.dump(t)
		require.PanicsWithValue(t, "of the test", func() {
			w.try(func(tx *record.Tx) error {
				require.NoError(t, companies.Create(tx, &company{Name: "Acme"}))
				panic("of the test")
			})
		})
		w.same(t, before)
		create(t, w, companies, &company{Name: "Acme"})
	})
}

func TestALongWalkEndsWithItsContext(t *testing.T) {
	w := newWorld(t, memory(t))
	c := crowd(t, w, "crowd", 3000)
	ended, cancel := context.WithCancelCause(ctx)
	walks := map[string]func(tx *record.Tx) error{
		"records": func(tx *record.Tx) error { _, err := tickets.Number(tx, record.Query[ticket]{}); return err },
		"index": func(tx *record.Tx) error {
			_, err := tickets.Number(tx, record.Query[ticket]{Index: "company"})
			return err
		},
		"merge": func(tx *record.Tx) error {
			_, err := tickets.Number(tx, record.Query[ticket]{Index: "company", In: []record.Tuple{record.Tuple{}.UUID(c.ID), record.Tuple{}.UUID([16]byte{})}})
			return err
		},
		"by update": func(tx *record.Tx) error {
			_, err := tickets.List(tx, record.Query[ticket]{ByUpdate: true}, record.Paging{}, nil)
			return err
		},
		"uses": func(tx *record.Tx) error {
			_, err := record.Uses(tx, companies.Target(), c.ID, record.ID[company]{})
			return err
		},
	}
	require.NoError(t, w.org.View(ended, func(_ context.Context, tx *record.Tx) error {
		for name, walk := range walks {
			require.NoError(t, walk(tx), name)
		}
		cancel(errOfTheTest)
		for name, walk := range walks {
			require.ErrorIs(t, walk(tx), errOfTheTest, name)
		}
		return nil
	}))
	n := 0
	for _, err := range record.Changes(ended, w.org, 0) {
		require.ErrorIs(t, err, errOfTheTest)
		n++
	}
	require.Equal(t, 1, n)
	_, err := record.Check(ended, w.db)
	require.ErrorIs(t, err, errOfTheTest)
}
