package record_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/storetest"
)

// TestRoundTrips counts what a remote engine would have to answer.
func TestRoundTrips(t *testing.T) {
	counting := storetest.Count(memory(t))
	w := newWorld(t, counting)
	acme := create(t, w, companies, &company{Name: "Acme"})
	crowd(t, w, "crowd", 500)
	ids := []record.ID[company]{acme.ID, {1}, {2}}
	several := func(n int) []record.New[company] {
		news := make([]record.New[company], n)
		for i := range news {
			news[i].Record = &company{Name: fmt.Sprint(n, i), Owner: "o"}
		}
		return news
	}
	for _, c := range []struct {
		name  string
		want  map[string]int // calls of a View; of an Update beside Begin and Commit
		write bool
		run   func(tx *record.Tx) error
	}{
		{"get", map[string]int{"GetMany": 1}, false, func(tx *record.Tx) error { _, err := companies.Get(tx, acme.ID); return err }},
		{"get many", map[string]int{"GetMany": 1}, false, func(tx *record.Tx) error { _, err := companies.GetMany(tx, ids); return err }},
		{"exists", map[string]int{"GetMany": 1}, false, func(tx *record.Tx) error { _, err := companies.Exists(tx, ids); return err }},
		{"find and get", map[string]int{"GetMany": 2}, false, func(tx *record.Tx) error {
			found, err := companies.Find(tx, "name", text("Acme"))
			if err != nil {
				return err
			}
			_, err = companies.Get(tx, found[0])
			return err
		}},
		{"list of an index", map[string]int{"GetMany": 2, "Scan": 1}, false, func(tx *record.Tx) error {
			_, err := tickets.List(tx, record.Query[ticket]{Index: "company"}, record.Paging{Limit: 100}, nil)
			return err
		}},
		{"list of records", map[string]int{"GetMany": 1, "Scan": 1}, false, func(tx *record.Tx) error {
			_, err := tickets.List(tx, record.Query[ticket]{}, record.Paging{Limit: 100}, nil)
			return err
		}},
		{"a large page", map[string]int{"GetMany": 2, "Scan": 1}, false, func(tx *record.Tx) error {
			_, err := tickets.List(tx, record.Query[ticket]{Index: "company"}, record.Paging{Limit: 1000}, nil)
			return err
		}},
		{"number of an index", map[string]int{"GetMany": 1, "Scan": 1}, false, func(tx *record.Tx) error {
			_, err := tickets.Number(tx, record.Query[ticket]{Index: "company"})
			return err
		}},
		{"create", map[string]int{"GetMany": 2}, true, func(tx *record.Tx) error { return companies.Create(tx, &company{Name: "one"}) }},
		{"create 100", map[string]int{"GetMany": 2}, true, func(tx *record.Tx) error { _, err := companies.CreateAll(tx, several(100)); return err }},
		{"create, prefetched", map[string]int{"GetMany": 1}, true, func(tx *record.Tx) error {
			c := &company{Name: "prefetched"}
			if err := companies.Prefetch(tx, []*company{c}, "number"); err != nil {
				return err
			}
			if _, err := tx.Count("number", 1); err != nil {
				return err
			}
			return companies.Create(tx, c)
		}},
		{"update", map[string]int{"GetMany": 1}, true, func(tx *record.Tx) error {
			_, err := companies.Update(tx, record.Edit[company]{ID: acme.ID, Apply: func(c *company) error { c.Size++; return nil }})
			return err
		}},
	} {
		counting.Reset()
		run := w.org.View
		if c.write {
			run = w.org.Update
		}
		require.NoError(t, run(ctx, func(_ context.Context, tx *record.Tx) error { return c.run(tx) }), c.name)
		calls := counting.Calls()
		for _, name := range []string{"Begin", "Rollback", "Commit"} {
			require.LessOrEqual(t, calls[name], 1)
			delete(calls, name)
		}
		require.Equal(t, c.want, calls, c.name)
	}
	w.clean(t)
}
