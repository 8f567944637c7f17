package relationship_test

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/relationship"
)

// grove is a forest in memory that counts how often it is asked.
type grove struct {
	parents map[account.ID]account.ID
	asked   int
	scans   int
	fail    error
}

func (g *grove) parentOf(id account.ID) (account.ID, bool, error) {
	g.asked++
	parent, ok := g.parents[id]
	return parent, ok, g.fail
}

func (g *grove) childrenOf(id account.ID) iter.Seq2[account.ID, error] {
	g.scans++
	return func(yield func(account.ID, error) bool) {
		var children []account.ID
		for child, parent := range g.parents {
			if parent == id {
				children = append(children, child)
			}
		}
		slices.SortFunc(children, func(a, b account.ID) int { return strings.Compare(string(a[:]), string(b[:])) })
		for _, child := range children {
			if !yield(child, g.fail) {
				return
			}
		}
	}
}

func (g *grove) check(child, parent account.ID) error {
	return relationship.CheckParent(g.parentOf, g.childrenOf, child, parent)
}

func node(n int) account.ID { return account.ID{byte(n >> 16), byte(n >> 8), byte(n), 1} }

// chain makes n accounts, each the parent of the one before.
func chain(from, n int) *grove {
	g := &grove{parents: map[account.ID]account.ID{}}
	for i := from; i < from+n-1; i++ {
		g.parents[node(i)] = node(i + 1)
	}
	return g
}

func TestCheckParent(t *testing.T) {
	g := chain(0, 3) // 0 → 1 → 2
	g.parents[node(9)] = node(1)
	var cycle *relationship.CycleError
	require.ErrorAs(t, g.check(node(2), node(0)), &cycle)
	require.Equal(t, []account.ID{node(2), node(0), node(1), node(2)}, cycle.Path)
	require.ErrorAs(t, g.check(node(2), node(2)), &cycle)
	require.Equal(t, []account.ID{node(2), node(2)}, cycle.Path)
	var present *relationship.ParentError
	require.ErrorAs(t, g.check(node(0), node(5)), &present)
	require.Equal(t, relationship.ParentError{Child: node(0), Parent: node(1)}, *present)
	require.NoError(t, g.check(node(0), node(1)), "it is its parent already")
	require.NoError(t, g.check(node(2), node(7)))
	g.fail = errors.New("relationship_test: no answer")
	require.ErrorIs(t, g.check(node(2), node(7)), g.fail)
}

func TestAChildlessAccountIsNotWalkedFrom(t *testing.T) {
	g := chain(0, 1000)
	require.NoError(t, g.check(node(5000), node(0)))
	require.Equal(t, 1, g.asked, "has it a parent?")
	require.Equal(t, 1, g.scans, "has it children?")
}

func TestTheShorterWalkEndsTheOther(t *testing.T) {
	deep := chain(0, 1000)
	deep.parents[node(6001)], deep.parents[node(6002)] = node(6000), node(6000)
	require.NoError(t, deep.check(node(6000), node(0)), "a small subtree below a deep parent")
	require.LessOrEqual(t, deep.asked, 3)

	wide := &grove{parents: map[account.ID]account.ID{}}
	for i := range 1000 {
		wide.parents[node(i)] = node(5000)
	}
	require.NoError(t, wide.check(node(5000), node(7000)), "a wide subtree below a root")
	require.LessOrEqual(t, wide.asked, 2)
	require.Equal(t, 1, wide.scans)
}

func TestCheckParentAgreesWithASearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &grove{parents: map[account.ID]account.ID{}}
		n := rapid.IntRange(2, 30).Draw(t, "accounts")
		for range rapid.IntRange(0, 60).Draw(t, "moves") {
			child, parent := node(rapid.IntRange(0, n-1).Draw(t, "child")), node(rapid.IntRange(0, n-1).Draw(t, "parent"))
			before, had := g.parents[child]
			delete(g.parents, child)
			var path []account.ID // up from the parent, if that comes to the child
			for at, ok := parent, true; ok; at, ok = g.parents[at] {
				if path = append(path, at); at == child {
					break
				}
			}
			closes := path[len(path)-1] == child
			err := g.check(child, parent)
			cycle, refused := errors.AsType[*relationship.CycleError](err)
			require.Equal(t, closes, refused)
			if refused {
				require.Equal(t, append([]account.ID{child}, path...), cycle.Path)
				if had {
					g.parents[child] = before
				}
				continue
			}
			require.NoError(t, err)
			g.parents[child] = parent
		}
	})
}

func TestAWalkEndsWhereTheForestIsNone(t *testing.T) {
	g := chain(0, 3)
	g.parents[node(2)] = node(0)
	require.NoError(t, g.check(node(7), node(1)))
	g.parents[node(8)] = node(7)
	require.NoError(t, g.check(node(7), node(1)), "the walk down ends, the walk up does not")
}

func TestALongPathIsNotWrittenOut(t *testing.T) {
	g := chain(0, 1000)
	err := g.check(node(999), node(0))
	require.Less(t, len(err.Error()), 600)
	require.Contains(t, err.Error(), "… 993 more …")
}
