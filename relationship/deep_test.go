package relationship_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
)

// plant makes n accounts in which parentOf says the place of the parent, below that of the child; -1: a root.
func plant(t testing.TB, st store.Store, n int, parentOf func(i int) int) (*clientele.Org, []account.ID) {
	t.Helper()
	db, err := clientele.Open(ctx, st, nil)
	require.NoError(t, err)
	org, err := db.EnsureOrg(ctx, "org_deep", nil)
	require.NoError(t, err)
	drafts := make([]account.Draft, n)
	for i := range drafts {
		drafts[i] = account.Draft{Name: fmt.Sprint("Account ", i), PrimaryDomain: fmt.Sprintf("account-%d.example", i), Employees: new(int64(i % 10)), AnnualRevenue: money("12.5", "EUR")}
	}
	bulk, err := account.CreateMany(ctx, org, drafts, account.KeepGoing)
	require.NoError(t, err)
	require.Equal(t, n, bulk.Created)
	ids := make([]account.ID, n)
	for i, o := range bulk.Items {
		ids[i] = o.Account.ID
	}
	const chunk = 2000
	for from := 0; from < n; from += chunk {
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			for i := from; i < min(from+chunk, n); i++ {
				if parent := parentOf(i); parent >= 0 {
					if err := relationship.SetParent(ctx, tx, ids[i], ids[parent]); err != nil {
						return err
					}
				}
			}
			return nil
		}))
	}
	return org, ids
}

func TestAHierarchyOfAnyDepth(t *testing.T) {
	if testing.Short() {
		t.Skip("loads 100,000 accounts")
	}
	const n = 100_000
	st := enginetest.All["memstore"](t)
	org, ids := plant(t, st, n, func(i int) int { return i - 1 })
	defer st.Close()
	last := n - 1

	depth, err := relationship.Depth(ctx, org, ids[last])
	require.NoError(t, err)
	require.Equal(t, last, depth)
	for _, order := range []relationship.Order{relationship.BreadthFirst, relationship.DepthFirst} {
		at := 0
		for s, err := range relationship.Descendants(ctx, org, ids[0], relationship.Descent{Order: order}) {
			require.NoError(t, err)
			at++
			require.Equal(t, relationship.Step{ID: ids[at], Parent: ids[at-1], Depth: at}, s)
		}
		require.Equal(t, last, at)
	}
	path, err := relationship.Path(ctx, org, ids[last], ids[0])
	require.NoError(t, err)
	require.Len(t, path, n)
	sum, err := relationship.RollUp(ctx, org, ids[0])
	require.NoError(t, err)
	require.Equal(t, n, sum.Accounts)
	require.Equal(t, last, sum.Depth)
	tree, err := relationship.Tree(ctx, org, ids[0], 0)
	require.NoError(t, err)
	require.NotEmpty(t, tree.Mermaid(nil))
	require.NotEmpty(t, tree.DOT(nil))
	e, err := relationship.Effective(ctx, org, ids[last])
	require.NoError(t, err)
	require.Len(t, e.Path, n)
	err = relationship.SetParent(ctx, org, ids[0], ids[last])
	refused(t, err, "relatedAccountId cycle")
	_, err = relationship.WhatIf(ctx, org, ids[n/2], ids[0])
	require.NoError(t, err)
	require.NoError(t, relationship.SetParent(ctx, org, ids[n/2], ids[0]))
	report, err := clientele.Check(ctx, org.DB())
	require.NoError(t, err)
	require.Empty(t, report.Problems)
}
