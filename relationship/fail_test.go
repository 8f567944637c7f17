package relationship_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// verbs are those that write, and some that read, on the family of theGroup.
var verbs = map[string]func(f *family, org *clientele.Org) error{
	"set parent": func(f *family, org *clientele.Org) error {
		return relationship.SetParent(ctx, org, f.ids["x"], f.ids["c1"])
	},
	"move": func(f *family, org *clientele.Org) error {
		return relationship.SetParent(ctx, org, f.ids["b1"], f.ids["c"])
	},
	"clear parent": func(f *family, org *clientele.Org) error { return relationship.ClearParent(ctx, org, f.ids["b"]) },
	"detach":       func(f *family, org *clientele.Org) error { return second(relationship.Detach(ctx, org, f.ids["b"])) },
	"lift":         func(f *family, org *clientele.Org) error { return second(relationship.Lift(ctx, org, f.ids["b"])) },
	"delete subtree": func(f *family, org *clientele.Org) error {
		return second(relationship.DeleteSubtree(ctx, org, f.ids["b"], 0))
	},
	"create": func(f *family, org *clientele.Org) error {
		return second(relationship.Create(ctx, org, relationship.Draft{AccountID: f.ids["b"], RelatedAccountID: f.ids["x"], Type: "Partner"}))
	},
	"pair": func(f *family, org *clientele.Org) error {
		return second(relationship.CreateType(ctx, org, relationship.TypeDraft{Name: "Client", Inverse: "Supplier"}))
	},
	"delete type": func(f *family, org *clientele.Org) error {
		types, err := relationship.ListTypes(ctx, org)
		if err != nil {
			return err
		}
		return second(relationship.DeleteType(ctx, org, types[3].ID, relationship.TypeDeletion{Relationships: true}))
	},
	"restore": func(f *family, org *clientele.Org) error {
		trash, err := account.Trash(ctx, org, record.Paging{})
		if err != nil {
			return err
		}
		return second(account.Restore(ctx, org, trash.Items[0].ID))
	},
	"effective": func(f *family, org *clientele.Org) error {
		return second(relationship.Effective(ctx, org, f.ids["b11"]))
	},
	"what if": func(f *family, org *clientele.Org) error {
		return second(relationship.WhatIf(ctx, org, f.ids["b"], f.ids["x"]))
	},
	"roll up": func(f *family, org *clientele.Org) error { return second(relationship.RollUp(ctx, org, f.ids["a"])) },
	"tree":    func(f *family, org *clientele.Org) error { return second(relationship.Tree(ctx, org, f.ids["a"], 0)) },
	"path": func(f *family, org *clientele.Org) error {
		return second(relationship.Path(ctx, org, f.ids["b11"], f.ids["c1"]))
	},
	"descendants": func(f *family, org *clientele.Org) error {
		for _, err := range relationship.Descendants(ctx, org, f.ids["a"], relationship.Descent{Order: relationship.DepthFirst}) {
			if err != nil {
				return err
			}
		}
		return nil
	},
}

// readers are the verbs that write nothing.
var readers = map[string]bool{"effective": true, "what if": true, "roll up": true, "tree": true, "path": true, "descendants": true}

func dump(t testing.TB, st store.Store) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, store.View(ctx, st, func(r store.Reader) error {
		for e, err := range r.Scan(store.Range{}) {
			if err != nil {
				return err
			}
			b.Write(e.Key)
			b.WriteByte(0)
			b.Write(e.Value)
			b.WriteByte(0)
		}
		return nil
	}))
	return b.String()
}

// TestAFailureAtAnyCallLeavesNothing makes the first call of each verb to the store fail, then the second, and so on
// until the verb succeeds because it makes no more calls.
func TestAFailureAtAnyCallLeavesNothing(t *testing.T) {
	for name, verb := range verbs {
		t.Run(name, func(t *testing.T) {
			st := memstore.New()
			f := &family{TB: t, org: clienteletest.OrgOn(t, st, clienteletest.Options()), ids: map[string]account.ID{}}
			theGroup(f)
			f.kind(relationship.TypeDraft{Name: "Supplier"})
			f.kind(relationship.TypeDraft{Name: "Customer", Inverse: "Supplier"})
			f.relate("a", "Supplier", "x")
			_, err := account.Delete(ctx, f.org, f.id("y"), 0)
			require.NoError(t, err)
			before := dump(t, st)
			for n := 1; ; n++ {
				failing, org := failAt(t, st, n)
				err := verb(f, org)
				call, hit := failing.Hit()
				if !hit {
					require.NoError(t, err)
					require.Equal(t, readers[name], before == dump(t, st))
					break
				}
				require.ErrorIs(t, err, storetest.ErrInjected, "call %d, a %s", n, call)
				require.Equal(t, before, dump(t, st), "call %d, a %s", n, call)
			}
		})
	}
}

// failAt opens the organisation on a store whose n-th call from now on fails.
func failAt(t testing.TB, st store.Store, n int) (*storetest.Failing, *clientele.Org) {
	t.Helper()
	open := func(st store.Store) *clientele.Org {
		db, err := clientele.Open(ctx, st, &clientele.Options{Clock: clienteletest.Options().Clock})
		require.NoError(t, err)
		org, err := db.Org(ctx, "org_test")
		require.NoError(t, err)
		return org
	}
	counting := storetest.Fail(st, 0)
	open(counting)
	failing := storetest.Fail(st, counting.Calls()+n)
	return failing, open(failing)
}
