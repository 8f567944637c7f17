package record_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/storetest"
)

// newer are indexes of companies that a later version of the program has.
var newer = []record.Index[company]{
	record.Many("vip", func(c *company, k *record.Keys) { k.Add(record.Tuple{}.Bool(c.VIP)) }),
	record.Unique("founded", func(c *company, k *record.Keys) {
		if !c.Founded.IsZero() {
			k.Add(record.Tuple{}.Time(c.Founded))
		}
	}),
}

// later is the kind of companies with n of the newer indexes.
func later(n int) *record.Kind[company] {
	return record.Define("company", 'c', record.Spec[company]{
		Fields: companyFields, Indexes: append(companyIndexes[:len(companyIndexes):len(companyIndexes)], newer[:n]...),
		Refs: []record.Ref[company]{
			record.RefTo("labelId", labels.Target(), record.Clear, func(c *company) *record.ID[label] { return &c.Label }),
		},
	})
}

// grown is the schema with n of the newer indexes.
func grown(s record.Schema, n int) record.Schema {
	kinds := append([]record.Definition(nil), s.Kinds...)
	for i, k := range kinds {
		if k.Name() == "company" {
			kinds[i] = later(n)
		}
	}
	s.Kinds = kinds
	return s
}

// fill makes n companies, each with its own second of founding, in two organisations, and some trash.
func fill(t tester, w *world, n int) {
	other, err := w.db.EnsureOrg(ctx, "other", nil)
	require.NoError(t, err)
	first := w.org
	for _, org := range []*record.Org{first, other} {
		w.org = org
		w.update(t, func(tx *record.Tx) error {
			for i := range n {
				if err := companies.Create(tx, &company{Name: fmt.Sprint(i), VIP: i%3 == 0, Founded: w.clock.now.AddDate(0, 0, -i)}); err != nil {
					return err
				}
			}
			return nil
		})
		discard(t, w, companies, create(t, w, companies, &company{Name: "gone"}).ID)
	}
	w.org = first
}

func TestANewIndexIsBuilt(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		fill(t, w, 2100)
		w.open(t, grown(schema(), 1), record.Options{})
		w.clean(t)
		s := grown(schema(), 2)
		w.open(t, s, record.Options{})
		k := s.Kinds[1].(*record.Kind[company])
		w.view(t, func(tx *record.Tx) error {
			n, err := k.Number(tx, record.Query[company]{Index: "vip", In: []record.Tuple{record.Tuple{}.Bool(true)}})
			require.Equal(t, 700, n)
			return err
		})
		_, err := record.Open(ctx, w.store, schema(), nil)
		require.ErrorIs(t, err, fault.ErrSchema, "an older program")
	})
}

func TestANewUniqueIndexOverDuplicates(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		fill(t, w, 3)
		other, err := w.db.Org(ctx, "other") // the second one: the indexes of the first are built by then
		require.NoError(t, err)
		w.org = other
		a := create(t, w, companies, &company{Name: "a", Founded: w.clock.now.AddDate(-1, 0, 0)})
		b := create(t, w, companies, &company{Name: "b", Founded: a.Founded})
		before := w.dump(t)
		_, err = record.Open(ctx, w.store, grown(schema(), 2), nil)
		require.ErrorIs(t, err, fault.ErrExists)
		require.Contains(t, err.Error(), a.ID.String())
		require.Contains(t, err.Error(), b.ID.String())
		w.same(t, before)
		w.open(t, schema(), record.Options{})
		w.org, err = w.db.Org(ctx, "other")
		require.NoError(t, err)
		discard(t, w, companies, b.ID)
		w.open(t, grown(schema(), 2), record.Options{})
	})
}

// TestAnInterruptedBuildBeginsAgain fails at each call in turn, lets the older program change what was indexed,
// and opens the newer one again.
func TestAnInterruptedBuildBeginsAgain(t *testing.T) {
	for n := 1; ; n++ {
		w := newWorld(t, memory(t))
		fill(t, w, 3)
		failing := storetest.Fail(w.store, n)
		_, err := record.Open(ctx, failing, grown(schema(), 2), nil)
		call, hit := failing.Hit()
		if !hit {
			require.NoError(t, err)
			return
		}
		require.ErrorIs(t, err, storetest.ErrInjected, call)
		w.open(t, schema(), record.Options{}) // the older program still may
		found, err := record.Read(ctx, w.org, "find", func(_ context.Context, tx *record.Tx) ([]record.ID[company], error) {
			return companies.Find(tx, "name", text("0"), text("1"))
		})
		require.NoError(t, err)
		discard(t, w, companies, found[0])
		_, err = edit(w, companies, found[1], 0, func(c *company) { c.VIP, c.Founded = true, c.Founded.AddDate(1, 0, 0) })
		require.NoError(t, err)
		w.open(t, grown(schema(), 2), record.Options{})
		w.clean(t)
	}
}

func TestRecordsAreIndexedAThousandAtATime(t *testing.T) {
	counting := storetest.Count(memory(t))
	w := newWorld(t, counting)
	fill(t, w, 2001)
	counting.Reset()
	w.open(t, grown(schema(), 1), record.Options{})
	require.GreaterOrEqual(t, counting.Calls()["Commit"], 2*3)
	w.clean(t)
}
