package relationship_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
)

// glance is a verb that reads, on what an organisation has. It gives how much it found.
type glance struct {
	read func(s record.Scope) (int, error)
	want int   // what the organisation finds that has it
	err  error // what another one gets; nil: nothing is found, and that is no error
}

// errUnknown stands for the one fault that what is named is not there.
var errUnknown = errors.New("unknown reference")

// plain gives errUnknown in place of that fault.
func plain(err error) error {
	if faults := fault.All(err); len(faults) == 1 && faults[0].Code == fault.UnknownReference {
		return errUnknown
	}
	return err
}

// tally counts what a walk gives.
func tally[V any](all iter.Seq2[V, error]) (n int, err error) {
	for _, err := range all {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// one counts what was asked for by its id: 1, if it is this.
func one[V comparable](want, have V, err error) (int, error) {
	if err != nil || have != want {
		return 0, err
	}
	return 1, nil
}

// walks are the verbs of a hierarchy in which c stands below b, b below a, and d below a.
func walks(h relationship.Hierarchy, a, b, c, d account.ID) map[string]glance {
	path := func(from, to account.ID) func(s record.Scope) (int, error) {
		return func(s record.Scope) (int, error) {
			ids, err := h.Path(ctx, s, from, to)
			return len(ids), err
		}
	}
	down := func(o relationship.Descent) func(s record.Scope) (int, error) {
		return func(s record.Scope) (int, error) { return tally(h.Descendants(ctx, s, a, o)) }
	}
	return map[string]glance{
		"parent": {func(s record.Scope) (int, error) {
			id, err := h.Parent(ctx, s, c)
			return one(b, id, err)
		}, 1, clientele.ErrNotFound},
		"parent of a root": {func(s record.Scope) (int, error) {
			id, err := h.Parent(ctx, s, a)
			return one(account.ID{}, id, err)
		}, 1, clientele.ErrNotFound},
		"children":  {func(s record.Scope) (int, error) { return tally(h.Children(ctx, s, a)) }, 2, nil},
		"ancestors": {func(s record.Scope) (int, error) { return tally(h.Ancestors(ctx, s, c)) }, 2, nil},
		"root": {func(s record.Scope) (int, error) {
			id, err := h.Root(ctx, s, c)
			return one(a, id, err)
		}, 1, clientele.ErrNotFound},
		"depth":                   {func(s record.Scope) (int, error) { return h.Depth(ctx, s, c) }, 2, clientele.ErrNotFound},
		"descendants":             {down(relationship.Descent{}), 3, nil},
		"descendants depth first": {down(relationship.Descent{Order: relationship.DepthFirst}), 3, nil},
		"descendants of a level":  {down(relationship.Descent{Depth: 1}), 2, nil},
		"path":                    {path(c, d), 4, clientele.ErrNotFound},
		"path to itself":          {path(c, c), 1, clientele.ErrNotFound},
		"lowest common ancestor": {func(s record.Scope) (int, error) {
			id, err := h.LowestCommonAncestor(ctx, s, c, d)
			return one(a, id, err)
		}, 1, clientele.ErrNotFound},
		"tree": {func(s record.Scope) (n int, err error) {
			tree, err := h.Tree(ctx, s, a, 0)
			if tree != nil {
				tree.Walk(func(*relationship.Node) { n++ })
			}
			return n, err
		}, 4, clientele.ErrNotFound},
		"roll-up": {func(s record.Scope) (int, error) {
			sum, err := h.RollUp(ctx, s, a)
			if sum == nil {
				return 0, err
			}
			return sum.Accounts, err
		}, 4, clientele.ErrNotFound},
		"roll-up with a counter": {func(s record.Scope) (int, error) {
			seen := map[account.ID]bool{}
			_, err := h.RollUp(ctx, s, a, func(_ context.Context, _ *record.Tx, ids []account.ID) error {
				for _, id := range ids {
					seen[id] = true
				}
				return nil
			})
			return len(seen), err
		}, 4, clientele.ErrNotFound},
	}
}

func TestOrganisationsNeverSeeEachOther(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a", "c", "b", "d", "a")
		a, b, c, d := f.id("a"), f.id("b"), f.id("c"), f.id("d")
		partner := f.relate("b", "Partner", "e")
		board := f.kind(relationship.TypeDraft{Name: "Board", Hierarchical: true})
		for _, pair := range [][2]string{{"b", "a"}, {"c", "b"}, {"d", "a"}} {
			f.relate(pair[0], "Board", pair[1])
		}
		f.set("a", account.Patch{OwnerID: new("USER1")})
		other, err := f.org.DB().CreateOrg(ctx, "org_tes", nil) // its keys are next to those of org_test
		require.NoError(t, err)
		own, err := account.Create(ctx, other, account.Draft{Name: "a", PrimaryDomain: "a0.example"})
		require.NoError(t, err)

		listed := func(filter relationship.Filter) func(s record.Scope) (int, error) {
			return func(s record.Scope) (int, error) {
				page, err := relationship.List(ctx, s, filter, record.Paging{Total: true})
				if page == nil {
					return 0, err
				}
				require.Len(t, page.Items, *page.Total)
				return len(page.Items), err
			}
		}
		walked := func(filter relationship.Filter) func(s record.Scope) (int, error) {
			return func(s record.Scope) (int, error) { return tally(relationship.All(ctx, s, filter)) }
		}
		types := func(has func(list []*relationship.Type) bool) func(s record.Scope) (int, error) {
			return func(s record.Scope) (int, error) {
				list, err := relationship.ListTypes(ctx, s)
				if !has(list) {
					return 0, err
				}
				return 1, err
			}
		}
		typed := func(id relationship.TypeID) func(s record.Scope) (int, error) {
			return func(s record.Scope) (int, error) {
				k, err := relationship.GetType(ctx, s, id)
				if k == nil {
					return 0, err
				}
				return one(id, k.ID, err)
			}
		}
		holds := func(id relationship.TypeID) func(list []*relationship.Type) bool {
			return func(list []*relationship.Type) bool {
				for _, k := range list {
					if k.ID == id {
						return true
					}
				}
				return false
			}
		}
		whatIf := func(id, parent account.ID) func(s record.Scope) (int, error) {
			return func(s record.Scope) (int, error) {
				shifts, err := relationship.WhatIf(ctx, s, id, parent)
				return min(1, len(shifts)), err
			}
		}
		below := account.Filter{ParentID: a.String()}
		glances := map[string]glance{
			"get": {func(s record.Scope) (int, error) {
				r, err := relationship.Get(ctx, s, partner.ID)
				if r == nil {
					return 0, err
				}
				return one(partner.ID, r.ID, err)
			}, 1, clientele.ErrNotFound},
			"list":                        {listed(relationship.Filter{}), 7, nil},
			"list of an account":          {listed(relationship.Filter{AccountID: b}), 5, nil},
			"list of a name":              {listed(relationship.Filter{Type: "Parent"}), 3, nil},
			"list of partners":            {listed(relationship.Filter{Type: "Partner", AccountID: f.id("e")}), 1, nil},
			"list of a type":              {listed(relationship.Filter{Type: board.ID.String()}), 3, errUnknown},
			"all":                         {walked(relationship.Filter{}), 7, nil},
			"all of an account":           {walked(relationship.Filter{AccountID: b}), 5, nil},
			"all of a name":               {walked(relationship.Filter{Type: "Subsidiary"}), 3, nil},
			"all of a type":               {walked(relationship.Filter{Type: board.ID.String()}), 3, errUnknown},
			"type":                        {typed(board.ID), 1, clientele.ErrNotFound},
			"type that both start with":   {typed(f.typed("Parent").ID), 1, clientele.ErrNotFound},
			"types":                       {types(holds(board.ID)), 1, nil},
			"types that both start with":  {types(holds(f.typed("Parent").ID)), 1, nil},
			"what if there were a parent": {whatIf(d, f.id("e")), 1, clientele.ErrNotFound},
			"what if there were none":     {whatIf(b, account.ID{}), 1, clientele.ErrNotFound},
			"types in a transaction": {func(s record.Scope) (n int, err error) {
				err = s.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
					n = 0
					ts, err := relationship.LoadTypes(tx)
					if err != nil {
						return err
					}
					if _, ok := ts.Get(board.ID); ok {
						n++
					}
					if _, err := ts.Resolve("Board"); err == nil {
						n++
					}
					return nil
				})
				return n, err
			}, 2, nil},
			"effective": {func(s record.Scope) (int, error) {
				e, err := relationship.Effective(ctx, s, c)
				if e == nil {
					return 0, err
				}
				return len(e.Path), err
			}, 3, clientele.ErrNotFound},
			"accounts below": {func(s record.Scope) (int, error) {
				page, err := account.List(ctx, s, below, record.Paging{})
				if page == nil {
					return 0, err
				}
				return len(page.Items), err
			}, 2, nil},
			"all accounts below":   {func(s record.Scope) (int, error) { return tally(account.All(ctx, s, below)) }, 2, nil},
			"count accounts below": {func(s record.Scope) (int, error) { return account.Count(ctx, s, below) }, 2, nil},
		}
		for name, g := range walks(relationship.Hierarchy{}, a, b, c, d) {
			glances[name] = g
		}
		for name, g := range walks(relationship.Hierarchy{Type: board.ID}, a, b, c, d) {
			g.err = errUnknown
			glances[name+" of a type"] = g
		}
		for name, g := range glances {
			t.Run(name, func(t *testing.T) {
				sees := func(s record.Scope) {
					n, err := g.read(s)
					require.NoError(t, err)
					require.Equal(t, g.want, n)
				}
				blind := func(s record.Scope) {
					n, err := g.read(s)
					require.True(t, errors.Is(plain(err), g.err), "%v", err)
					require.Zero(t, n)
				}
				sees(f.org)
				blind(other)
				require.NoError(t, f.org.View(ctx, func(_ context.Context, tx *clientele.Tx) error { sees(tx); return nil }))
				require.NoError(t, other.View(ctx, func(_ context.Context, tx *clientele.Tx) error { blind(tx); return nil }))
			})
		}

		// An account of its own leads nowhere either.
		_, err = relationship.Path(ctx, other, own.ID, c)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = relationship.LowestCommonAncestor(ctx, other, a, own.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = relationship.WhatIf(ctx, other, own.ID, a)
		require.ErrorIs(t, plain(err), errUnknown)
	})
}
