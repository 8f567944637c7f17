package relationship_test

import (
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/relationship"
)

func (f *family) all(walk iter.Seq2[account.ID, error]) []string {
	f.Helper()
	out := []string{}
	for id, err := range walk {
		require.NoError(f, err)
		out = append(out, f.name(id))
	}
	return out
}

func (f *family) below(name string, d relationship.Descent) (names []string, depths []int) {
	f.Helper()
	names = []string{}
	for s, err := range relationship.Descendants(ctx, f.org, f.id(name), d) {
		require.NoError(f, err)
		require.Equal(f, f.parent(f.name(s.ID)), f.name(s.Parent))
		names, depths = append(names, f.name(s.ID)), append(depths, s.Depth)
	}
	return names, depths
}

// theGroup is a tree of three levels below a, and a tree of its own.
func theGroup(f *family) {
	f.grow("b", "a", "c", "a", "b1", "b", "b2", "b", "c1", "c", "b11", "b1", "y", "x")
}

func TestReadsOfATree(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		theGroup(f)
		require.Equal(t, []string{"b", "c"}, f.all(relationship.Children(ctx, f.org, f.id("a"))))
		require.Empty(t, f.all(relationship.Children(ctx, f.org, f.id("b11"))))
		require.Equal(t, []string{"b1", "b", "a"}, f.all(relationship.Ancestors(ctx, f.org, f.id("b11"))))
		require.Empty(t, f.all(relationship.Ancestors(ctx, f.org, f.id("a"))))
		for name, want := range map[string]struct {
			root  string
			depth int
		}{"a": {"a", 0}, "b11": {"a", 3}, "c1": {"a", 2}, "y": {"x", 1}} {
			root, err := relationship.Root(ctx, f.org, f.id(name))
			require.NoError(t, err)
			require.Equal(t, want.root, f.name(root))
			depth, err := relationship.Depth(ctx, f.org, f.id(name))
			require.NoError(t, err)
			require.Equal(t, want.depth, depth)
		}
	})
}

func TestDescendants(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		theGroup(f)
		for _, c := range []struct {
			of     string
			d      relationship.Descent
			names  []string
			depths []int
		}{
			{"a", relationship.Descent{}, []string{"b", "c", "b1", "b2", "c1", "b11"}, []int{1, 1, 2, 2, 2, 3}},
			{"a", relationship.Descent{Depth: 2}, []string{"b", "c", "b1", "b2", "c1"}, []int{1, 1, 2, 2, 2}},
			{"a", relationship.Descent{Order: relationship.DepthFirst}, []string{"b", "b1", "b11", "b2", "c", "c1"}, []int{1, 2, 3, 2, 1, 2}},
			{"a", relationship.Descent{Order: relationship.DepthFirst, Depth: 1}, []string{"b", "c"}, []int{1, 1}},
			{"b11", relationship.Descent{}, []string{}, nil},
		} {
			names, depths := f.below(c.of, c.d)
			require.Equal(t, c.names, names)
			require.Equal(t, c.depths, depths)
		}
		for order := range relationship.DepthFirst + 1 {
			for range relationship.Descendants(ctx, f.org, f.id("a"), relationship.Descent{Order: order}) {
				break
			}
		}
	})
}

func TestPathAndLowestCommonAncestor(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		theGroup(f)
		for _, c := range []struct {
			from, to, lca string
			path          []string
		}{
			{"b11", "c1", "a", []string{"b11", "b1", "b", "a", "c", "c1"}},
			{"b11", "b2", "b", []string{"b11", "b1", "b", "b2"}},
			{"a", "b11", "a", []string{"a", "b", "b1", "b11"}},
			{"b11", "a", "a", []string{"b11", "b1", "b", "a"}},
			{"b", "b", "b", []string{"b"}},
			{"b", "y", "", []string{}},
		} {
			path, err := relationship.Path(ctx, f.org, f.id(c.from), f.id(c.to))
			require.NoError(t, err)
			require.Equal(t, c.path, f.names(path))
			lca, err := relationship.LowestCommonAncestor(ctx, f.org, f.id(c.from), f.id(c.to))
			require.NoError(t, err)
			if c.lca == "" {
				require.True(t, lca.IsZero())
			} else {
				require.Equal(t, c.lca, f.name(lca))
			}
		}
	})
}
