package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// watching is an extension of companies that makes a ticket for each write, and then refuses those of an owner.
func watching() record.Extended {
	return record.Extend(companies.Target(), record.Extension[company]{
		Observe: func(_ context.Context, tx *record.Tx, w record.Written[company]) error {
			c := w.After
			if c == nil {
				c = w.Before
			}
			subject := w.Op.String()
			if option, ok := w.Options.(string); ok {
				subject += " " + option
			}
			if err := tickets.Create(tx, &ticket{Subject: subject}); err != nil {
				return err
			}
			switch c.Owner {
			case "refuse " + w.Op.String():
				return fault.New("owner", fault.NotAllowed, "is refused")
			case "fail " + w.Op.String():
				return errOfTheTest
			}
			return nil
		},
		Enrich: func(_ context.Context, tx *record.Tx, with []string, rs []*company) error {
			for _, r := range rs {
				r.Meta = []byte(`"` + with[0] + `"`)
			}
			return nil
		},
		Filters: map[string]func(context.Context, *record.Tx, string) ([]record.ID[company], error){
			"ticket": func(_ context.Context, tx *record.Tx, value string) ([]record.ID[company], error) {
				var ids []record.ID[company]
				for t, err := range tickets.Select(tx, record.Query[ticket]{Match: func(t *ticket) bool { return t.Subject == value }}) {
					if err != nil {
						return nil, err
					}
					ids = append(ids, t.Company)
				}
				return ids, nil
			},
		},
	})
}

func extended(t tester, w *world) {
	s := schema()
	s.Extensions = []record.Extended{watching()}
	w.open(t, s, record.Options{})
}

// subjects gives the subjects of all tickets.
func subjects(t tester, w *world) []string {
	t.Helper()
	var all []string
	w.view(t, func(tx *record.Tx) error {
		all = nil
		for t, err := range tickets.Select(tx, record.Query[ticket]{}) {
			if err != nil {
				return err
			}
			all = append(all, t.Subject)
		}
		return nil
	})
	return all
}

func TestAnExtensionSeesEachWrite(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		extended(t, w)
		var c *company
		w.update(t, func(tx *record.Tx) error {
			c = &company{Name: "Acme"}
			refused, err := companies.CreateAll(tx, []record.New[company]{{Record: c, Options: "option"}})
			require.NoError(t, refused[0])
			return err
		})
		_, err := edit(w, companies, c.ID, 0, func(c *company) { c.Size = 1 })
		require.NoError(t, err)
		_, err = edit(w, companies, c.ID, 0, func(*company) {}) // nothing
		require.NoError(t, err)
		w.update(t, func(tx *record.Tx) error {
			_, err := companies.Update(tx, record.Edit[company]{ID: c.ID, Options: "asked", Apply: func(*company) error { return nil }})
			return err
		})
		_, err = record.Restore(ctx, w.org, discard(t, w, companies, c.ID))
		require.NoError(t, err)
		require.Equal(t, []string{"create option", "update", "update asked", "delete", "restore"}, subjects(t, w))
	})
}

// TestAnExtensionThatRefusesLeavesNothing, not even what it wrote itself, though the transaction goes on.
func TestAnExtensionThatRefusesLeavesNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for name, owner := range map[string]string{"a": "refuse update", "b": "refuse delete", "c": "refuse restore", "d": "fail update", "e": "fail delete", "f": "fail restore"} {
			create(t, w, companies, &company{Name: name, Owner: owner})
		}
		ids := map[string]record.ID[company]{}
		sets := map[string]record.SetID{}
		w.view(t, func(tx *record.Tx) error {
			for c, err := range companies.Select(tx, record.Query[company]{}) {
				require.NoError(t, err)
				ids[c.Name] = c.ID
			}
			return nil
		})
		for _, name := range []string{"c", "f"} {
			sets[name] = discard(t, w, companies, ids[name])
		}
		extended(t, w)
		before := w.dump(t)
		change := func(tx *record.Tx, id record.ID[company]) error {
			_, err := companies.Update(tx, record.Edit[company]{ID: id, Apply: func(c *company) error { c.Size++; return nil }})
			return err
		}
		w.update(t, func(tx *record.Tx) error {
			refused(t, companies.Create(tx, &company{Name: "x", Owner: "refuse create"}), "owner: not_allowed")
			refused(t, change(tx, ids["a"]), "owner: not_allowed")
			_, err := companies.Delete(tx, ids["b"], 0)
			refused(t, err, "owner: not_allowed")
			_, err = record.Restore(ctx, tx, sets["c"])
			refused(t, err, "owner: not_allowed")
			require.ErrorIs(t, companies.Create(tx, &company{Name: "x", Owner: "fail create"}), errOfTheTest)
			require.ErrorIs(t, change(tx, ids["d"]), errOfTheTest)
			_, err = companies.Delete(tx, ids["e"], 0)
			require.ErrorIs(t, err, errOfTheTest)
			_, err = record.Restore(ctx, tx, sets["f"])
			require.ErrorIs(t, err, errOfTheTest)
			return nil
		})
		w.same(t, before)
	})
}

func TestExtensionsEnrichAndFilter(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		extended(t, w)
		c := create(t, w, companies, &company{Name: "Acme"})
		create(t, w, tickets, &ticket{Subject: "wanted", Company: c.ID})
		require.NoError(t, w.org.View(ctx, func(ctx context.Context, tx *record.Tx) error {
			require.NoError(t, companies.Enrich(ctx, tx, []string{"x"}, []*company{c}))
			require.Equal(t, `"x"`, string(c.Meta))
			require.NoError(t, companies.Enrich(ctx, tx, nil, nil))
			ids, ok, err := companies.FilterIDs(ctx, tx, "ticket", "wanted")
			require.NoError(t, err)
			require.True(t, ok)
			require.Equal(t, []record.ID[company]{c.ID}, ids)
			_, ok, err = companies.FilterIDs(ctx, tx, "nothing", "")
			require.False(t, ok)
			return err
		}))
	})
}
