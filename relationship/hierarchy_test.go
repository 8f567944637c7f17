package relationship_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
)

func TestSetParent(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a", "c", "b")
		require.Equal(t, "b", f.parent("c"))
		before := f.changes()
		f.grow("c", "b")
		require.Equal(t, before, f.changes(), "nothing changed, nothing is written")
		f.grow("c", "a")
		require.Equal(t, "a", f.parent("c"))
		require.Equal(t, before+1, f.changes(), "a move is one change")
		require.Equal(t, "", f.parent("a"))
	})
}

func TestAMoveEmptiesWhatWasAboutTheParentBefore(t *testing.T) {
	f := inMemory(t)
	r, err := relationship.Create(ctx, f.org, relationship.Draft{
		AccountID: f.id("a"), RelatedAccountID: f.id("b"), Type: "subsidiary", StartsOn: "2020-01-01", Metadata: []byte(`{"deal":1}`),
	})
	require.NoError(t, err)
	f.grow("b", "c")
	moved, err := relationship.Get(ctx, f.org, r.ID)
	require.NoError(t, err)
	require.Equal(t, "c —Subsidiary→ b", f.said(moved))
	require.Empty(t, moved.StartsOn)
	require.Empty(t, moved.Metadata)
	require.Equal(t, int64(2), moved.Version)
}

func TestSetParentOfAndToNobody(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		nobody := account.ID{1}
		require.ErrorIs(t, relationship.SetParent(ctx, f.org, nobody, f.id("a")), store.ErrNotFound)
		refused(t, relationship.SetParent(ctx, f.org, f.id("a"), nobody), "relatedAccountId unknown_reference")
		f.grow("a", "b")
		refused(t, relationship.SetParent(ctx, f.org, f.id("a"), nobody), "relatedAccountId unknown_reference")
		require.ErrorIs(t, relationship.ClearParent(ctx, f.org, nobody), store.ErrNotFound)
		_, err := relationship.Parent(ctx, f.org, nobody)
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = relationship.Depth(ctx, f.org, nobody)
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = relationship.Detach(ctx, f.org, nobody)
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = relationship.DeleteSubtree(ctx, f.org, nobody, 0)
		require.ErrorIs(t, err, store.ErrNotFound)
	})
}

func TestACycleIsRefusedWithItsPath(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a", "c", "b", "d", "c", "x", "b")
		for child, paths := range map[string]map[string][]string{
			"a": {"a": {"a", "a"}, "b": {"a", "b", "a"}, "d": {"a", "d", "c", "b", "a"}, "x": {"a", "x", "b", "a"}},
			"b": {"d": {"b", "d", "c", "b"}, "b": {"b", "b"}},
			"d": {"d": {"d", "d"}},
		} {
			for parent, path := range paths {
				err := relationship.SetParent(ctx, f.org, f.id(child), f.id(parent))
				refused(t, err, "relatedAccountId cycle")
				cycle, ok := errors.AsType[*relationship.CycleError](err)
				require.True(t, ok)
				require.Equal(t, path, f.names(cycle.Path))
				require.Equal(t, len(path), fault.All(err)[0].Params["length"])
			}
		}
		_, err := relationship.Create(ctx, f.org, relationship.Draft{AccountID: f.id("d"), RelatedAccountID: f.id("a"), Type: "Subsidiary"})
		refused(t, err, "accountId cycle")
	})
}

func TestASecondParentIsRefusedWithTheFirst(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		first := f.relate("a", "Parent", "b")
		for _, d := range []relationship.Draft{
			{AccountID: f.id("a"), RelatedAccountID: f.id("c"), Type: "Parent"},
			{AccountID: f.id("c"), RelatedAccountID: f.id("a"), Type: "Subsidiary"},
		} {
			_, err := relationship.Create(ctx, f.org, d)
			path := map[string]string{"Parent": "relatedAccountId", "Subsidiary": "accountId"}[d.Type]
			refused(t, err, path+" second_parent")
			present, ok := errors.AsType[*relationship.ParentError](err)
			require.True(t, ok)
			require.Equal(t, relationship.ParentError{Child: f.id("a"), Parent: f.id("b")}, *present)
			require.Equal(t, first.ID.String(), fault.All(err)[0].Params["id"])
		}
	})
}

func TestClearParent(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a", "c", "b")
		require.NoError(t, relationship.ClearParent(ctx, f.org, f.id("b")))
		require.Equal(t, "", f.parent("b"))
		require.Equal(t, "b", f.parent("c"))
		before := f.changes()
		require.NoError(t, relationship.ClearParent(ctx, f.org, f.id("b")))
		require.Equal(t, before, f.changes())
		f.grow("a", "c")
		require.Equal(t, "c", f.parent("a"))
	})
}

func TestAnAccountWithChildrenIsNotDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a", "c", "a", "d", "b")
		owns := f.kind(relationship.TypeDraft{Name: "Landlord", Hierarchical: true})
		require.NoError(t, relationship.Hierarchy{Type: owns.ID}.SetParent(ctx, f.org, f.id("d"), f.id("a")))
		_, err := account.Delete(ctx, f.org, f.id("a"), 0)
		refused(t, err, " referenced")
		require.ErrorIs(t, err, clientele.ErrReferenced)
		require.Equal(t, 3, fault.All(err)[0].Params["count"])
		_, err = account.Delete(ctx, f.org, f.id("c"), 0)
		require.NoError(t, err)
	})
}

func TestDetachLiftAndDeleteInOneTransaction(t *testing.T) {
	for name, want := range map[string]map[string]string{
		"detach": {"c": "", "d": "", "e": "c"},
		"lift":   {"c": "a", "d": "a", "e": "c"},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, f *family) {
				f.grow("b", "a", "c", "b", "d", "b", "e", "c")
				verb := relationship.Detach
				if name == "lift" {
					verb = relationship.Lift
				}
				var set record.SetID
				require.NoError(t, f.org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
					n, err := verb(ctx, tx, f.id("b"))
					if err != nil {
						return err
					}
					require.Equal(t, 2, n)
					set, err = account.Delete(ctx, tx, f.id("b"), 0)
					return err
				}))
				for child, parent := range want {
					require.Equal(t, parent, f.parent(child))
				}
				_, err := account.Restore(ctx, f.org, set)
				require.NoError(t, err)
				require.Equal(t, "a", f.parent("b"), "its own link comes back")
				for child, parent := range want {
					require.Equal(t, parent, f.parent(child), "what was moved stays")
				}
			})
		})
	}
}

func TestLiftOfARootMakesRoots(t *testing.T) {
	f := inMemory(t)
	f.grow("b", "a", "c", "b")
	n, err := relationship.Lift(ctx, f.org, f.id("a"))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, "", f.parent("b"))
	n, err = relationship.Lift(ctx, f.org, f.id("a"))
	require.NoError(t, err)
	require.Zero(t, n)
}

func TestDeleteSubtreeAndRestoreIt(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a", "c", "b", "d", "b", "e", "d")
		f.relate("e", "Partner", "x")
		set, err := relationship.DeleteSubtree(ctx, f.org, f.id("b"), 1)
		require.NoError(t, err)
		for _, name := range []string{"b", "c", "d", "e"} {
			_, err := account.Get(ctx, f.org, f.id(name))
			require.ErrorIs(t, err, store.ErrNotFound)
		}
		require.Empty(t, f.list(relationship.Filter{AccountID: f.id("x")}))
		trash, err := account.Trash(ctx, f.org, record.Paging{})
		require.NoError(t, err)
		require.Len(t, trash.Items, 1)
		require.Equal(t, int64(9), trash.Items[0].Records)
		_, err = account.Delete(ctx, f.org, f.id("x"), 0)
		require.NoError(t, err)

		back, err := account.Restore(ctx, f.org, set)
		require.NoError(t, err)
		require.Equal(t, 8, back.Records)
		require.Len(t, back.Left, 1, "its other end is gone")
		require.Equal(t, "d", f.parent("e"))
		require.Equal(t, "b", f.parent("d"))
		require.Equal(t, "a", f.parent("b"))
	})
}

func TestDeleteSubtreeIsRefusedForChildrenElsewhere(t *testing.T) {
	f := inMemory(t)
	f.grow("b", "a")
	h := relationship.Hierarchy{Type: f.kind(relationship.TypeDraft{Name: "Landlord", Hierarchical: true}).ID}
	require.NoError(t, h.SetParent(ctx, f.org, f.id("x"), f.id("b")))
	_, err := relationship.DeleteSubtree(ctx, f.org, f.id("a"), 0)
	refused(t, err, " referenced")
	_, err = relationship.DeleteSubtree(ctx, f.org, f.id("a"), 7)
	require.ErrorIs(t, err, clientele.ErrStale)
	_, err = h.Detach(ctx, f.org, f.id("b"))
	require.NoError(t, err)
	_, err = relationship.DeleteSubtree(ctx, f.org, f.id("a"), 0)
	require.NoError(t, err)
}

func TestARestoreThatWouldBreakTheForestIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		r := f.relate("a", "Parent", "b")
		set, err := relationship.Delete(ctx, f.org, r.ID, 0)
		require.NoError(t, err)
		f.grow("a", "c")
		_, err = record.Restore(ctx, f.org, set)
		refused(t, err, "relatedAccountId second_parent")
		require.NoError(t, relationship.ClearParent(ctx, f.org, f.id("a")))
		f.grow("b", "d", "d", "a")
		_, err = record.Restore(ctx, f.org, set)
		refused(t, err, "relatedAccountId cycle")
		cycle, _ := errors.AsType[*relationship.CycleError](err)
		require.Equal(t, []string{"a", "b", "d", "a"}, f.names(cycle.Path))
		require.NoError(t, relationship.ClearParent(ctx, f.org, f.id("d")))
		_, err = record.Restore(ctx, f.org, set)
		require.NoError(t, err)
		require.Equal(t, "b", f.parent("a"))
	})
}

func TestEachTypeIsAForestOfItsOwn(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		up := f.kind(relationship.TypeDraft{Name: "Landlord", Hierarchical: true})
		down := f.kind(relationship.TypeDraft{Name: "Tenant", Inverse: "landlord"})
		require.True(t, down.Hierarchical && down.Downward)
		f.grow("b", "a")
		for _, id := range []relationship.TypeID{up.ID, down.ID} {
			h := relationship.Hierarchy{Type: id}
			require.NoError(t, h.SetParent(ctx, f.org, f.id("a"), f.id("b")))
			parent, err := h.Parent(ctx, f.org, f.id("a"))
			require.NoError(t, err)
			require.Equal(t, f.id("b"), parent)
			refused(t, h.SetParent(ctx, f.org, f.id("b"), f.id("a")), "relatedAccountId cycle")
		}
		require.Equal(t, "", f.parent("a"))
		partner := relationship.Hierarchy{Type: f.typed("Partner").ID}
		refused(t, partner.SetParent(ctx, f.org, f.id("a"), f.id("c")), "relationshipType not_allowed")
		refused(t, relationship.Hierarchy{Type: relationship.TypeID{1}}.SetParent(ctx, f.org, f.id("a"), f.id("c")), "relationshipType unknown_reference")
	})
}

func TestTheFilterByParent(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a", "c", "a", "d", "b")
		page, err := account.List(ctx, f.org, account.Filter{ParentID: f.id("a").String()}, record.Paging{})
		require.NoError(t, err)
		require.Len(t, page.Items, 2)
		require.Equal(t, "b", page.Items[0].Name)
		page, err = account.List(ctx, f.org, account.Filter{ParentID: f.id("d").String()}, record.Paging{})
		require.NoError(t, err)
		require.Empty(t, page.Items)
	})
}
