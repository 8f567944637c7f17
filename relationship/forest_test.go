package relationship_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

// woods is the model of a forest: who is there, who is whose parent, what stands in the trash.
type woods struct {
	t       testing.TB
	org     *clientele.Org
	ids     []account.ID
	gone    map[account.ID]record.SetID
	lost    map[account.ID]account.ID // the parent that one in the trash had
	parents map[account.ID]account.ID
}

func newWoods(t testing.TB, org *clientele.Org, n int) *woods {
	w := &woods{t: t, org: org, gone: map[account.ID]record.SetID{}, lost: map[account.ID]account.ID{}, parents: map[account.ID]account.ID{}}
	drafts := make([]account.Draft, n)
	for i := range drafts {
		drafts[i] = account.Draft{Name: fmt.Sprint("Account ", i), PrimaryDomain: fmt.Sprintf("account-%d.example", i)}
	}
	bulk, err := account.CreateMany(ctx, org, drafts, account.KeepGoing)
	require.NoError(t, err)
	for _, o := range bulk.Items {
		w.ids = append(w.ids, o.Account.ID)
	}
	return w
}

func (w *woods) live(id account.ID) bool { _, gone := w.gone[id]; return !gone }

func (w *woods) below(id, above account.ID) bool {
	for at, ok := id, true; ok; at, ok = w.parents[at] {
		if at == above {
			return true
		}
	}
	return false
}

func (w *woods) children(id account.ID) (n int) {
	for _, parent := range w.parents {
		if parent == id {
			n++
		}
	}
	return n
}

// setParent does it in both, and compares the answers.
func (w *woods) setParent(child, parent account.ID) {
	err := relationship.SetParent(ctx, w.org, child, parent)
	switch {
	case !w.live(child) && !w.live(parent) && child != parent:
		require.Error(w.t, err)
	case child == parent || w.below(parent, child):
		require.True(w.t, fault.Has(err, fault.Cycle), "%v", err)
	case !w.live(child):
		require.ErrorIs(w.t, err, store.ErrNotFound)
	case !w.live(parent):
		require.True(w.t, fault.Has(err, fault.UnknownReference), "%v", err)
	default:
		require.NoError(w.t, err)
		w.parents[child] = parent
	}
}

func (w *woods) clearParent(child account.ID) {
	err := relationship.ClearParent(ctx, w.org, child)
	if !w.live(child) {
		require.ErrorIs(w.t, err, store.ErrNotFound)
		return
	}
	require.NoError(w.t, err)
	delete(w.parents, child)
}

func (w *woods) remove(id account.ID) {
	set, err := account.Delete(ctx, w.org, id, 0)
	switch {
	case !w.live(id):
		require.ErrorIs(w.t, err, store.ErrNotFound)
	case w.children(id) > 0:
		require.True(w.t, fault.Has(err, fault.Referenced), "%v", err)
	default:
		require.NoError(w.t, err)
		w.gone[id] = set
		if parent, ok := w.parents[id]; ok {
			w.lost[id] = parent
			delete(w.parents, id)
		}
	}
}

func (w *woods) restore(id account.ID) {
	if w.live(id) {
		return
	}
	back, err := account.Restore(ctx, w.org, w.gone[id])
	require.NoError(w.t, err)
	delete(w.gone, id)
	parent, had := w.lost[id]
	delete(w.lost, id)
	if had && w.live(parent) {
		w.parents[id] = parent
	}
	require.Equal(w.t, had && !w.live(parent), len(back.Left) == 1)
}

// agree compares every account.
func (w *woods) agree() {
	for _, id := range w.ids {
		parent, err := relationship.Parent(ctx, w.org, id)
		if !w.live(id) {
			require.ErrorIs(w.t, err, store.ErrNotFound)
			continue
		}
		require.NoError(w.t, err)
		require.Equal(w.t, w.parents[id], parent)
	}
}

func TestRandomWritesKeepAForest(t *testing.T) {
	for _, name := range []string{"memstore", "boltstore"} {
		for seed := range uint64(3) {
			t.Run(fmt.Sprint(name, " ", seed), func(t *testing.T) {
				w := newWoods(t, clienteletest.OrgOn(t, enginetest.All[name](t), clienteletest.Options()), 200)
				random := rand.New(rand.NewPCG(seed, 1))
				pick := func() account.ID { return w.ids[random.IntN(len(w.ids))] }
				for range 1500 {
					switch n := random.IntN(20); {
					case n < 14:
						w.setParent(pick(), pick())
					case n < 16:
						w.clearParent(pick())
					case n < 18:
						w.remove(pick())
					default:
						w.restore(pick())
					}
				}
				w.agree()
				clienteletest.Check(t, w.org.DB())
			})
		}
	}
}

// isForest walks up from every account and fails if that does not end.
func isForest(t testing.TB, org *clientele.Org, ids []account.ID) (links int) {
	for _, id := range ids {
		depth, err := relationship.Depth(ctx, org, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		require.NoError(t, err)
		if depth > 0 {
			links++
		}
	}
	return links
}

func TestConcurrentWritersKeepAForest(t *testing.T) {
	for _, name := range []string{"memstore", "boltstore"} {
		t.Run(name, func(t *testing.T) {
			w := newWoods(t, clienteletest.OrgOn(t, enginetest.All[name](t), clienteletest.Options()), 200)
			var writers sync.WaitGroup
			errs := make(chan error, 4*200)
			for writer := range uint64(4) {
				writers.Go(func() {
					random := rand.New(rand.NewPCG(writer, 2))
					for range 200 {
						child, parent := w.ids[random.IntN(len(w.ids))], w.ids[random.IntN(len(w.ids))]
						switch random.IntN(10) {
						case 0:
							errs <- unexpected(relationship.ClearParent(ctx, w.org, child))
						case 1:
							set, err := account.Delete(ctx, w.org, child, 0)
							if err == nil {
								_, err = account.Restore(ctx, w.org, set)
							}
							errs <- unexpected(err)
						default:
							errs <- unexpected(relationship.SetParent(ctx, w.org, child, parent))
						}
					}
				})
			}
			writers.Wait()
			close(errs)
			for err := range errs {
				require.NoError(t, err)
			}
			require.NotZero(t, isForest(t, w.org, w.ids))
		})
	}
}

// unexpected gives an error that is no refusal.
func unexpected(err error) error {
	if errors.Is(err, store.ErrNotFound) || len(fault.All(err)) > 0 {
		return nil
	}
	return err
}

// twoMoves makes A the parent of B and B the parent of A at once, in transactions that have both read before either
// writes, and gives how many succeeded.
func twoMoves(t testing.TB, org *clientele.Org, a, b account.ID, meet func()) (won int) {
	var writers sync.WaitGroup
	errs := make([]error, 2)
	for i, pair := range [][2]account.ID{{a, b}, {b, a}} {
		writers.Go(func() {
			errs[i] = relationship.SetParent(ctx, org, pair[0], pair[1])
		})
	}
	meet()
	writers.Wait()
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			require.True(t, fault.Has(err, fault.Cycle), "%v", err)
		}
	}
	return won
}

func TestOfTwoMovesThatCloseACycleExactlyOneWins(t *testing.T) {
	for name, open := range enginetest.All {
		t.Run(name, func(t *testing.T) {
			st := &meeting{Store: open(t)}
			f := &family{TB: t, org: clienteletest.OrgOn(t, st, clienteletest.Options()), ids: map[string]account.ID{}}
			for range 20 {
				a, b := f.id("a"), f.id("b")
				st.arm(2)
				require.Equal(t, 1, twoMoves(t, f.org, a, b, func() {}))
				require.NoError(t, relationship.ClearParent(ctx, f.org, a))
				require.NoError(t, relationship.ClearParent(ctx, f.org, b))
			}
		})
	}
}

// The test above finds a store without isolation: one that lets both writers read before either commits, and then
// commits both.
func TestTheTestOfTwoMovesFindsAStoreWithoutIsolation(t *testing.T) {
	st := &careless{Store: memstore.New()}
	db, err := clientele.Open(ctx, st, clienteletest.Options())
	require.NoError(t, err)
	org, err := db.EnsureOrg(ctx, "org_test", nil)
	require.NoError(t, err)
	f := &family{TB: t, org: org, ids: map[string]account.ID{}}
	a, b := f.id("a"), f.id("b")
	st.arm(2)
	require.Equal(t, 2, twoMoves(t, org, a, b, func() {}), "both win")
	report, err := clientele.Check(ctx, db)
	require.NoError(t, err)
	var found []string
	for _, p := range report.Problems {
		found = append(found, p.Code)
	}
	require.Contains(t, found, relationship.ProblemCycle, "and Check says so")
	_, err = relationship.Root(ctx, org, a)
	require.ErrorIs(t, err, store.ErrCorrupt, "and no walk goes on for ever")
	for _, order := range []relationship.Order{relationship.BreadthFirst, relationship.DepthFirst} {
		var last error
		for _, err := range relationship.Descendants(ctx, org, a, relationship.Descent{Order: order}) {
			last = err
		}
		require.ErrorIs(t, last, store.ErrCorrupt)
	}
	for _, err := range []error{
		second(relationship.Tree(ctx, org, a, 0)), second(relationship.RollUp(ctx, org, a)),
		second(relationship.WhatIf(ctx, org, a, account.ID{})), second(relationship.Effective(ctx, org, a)),
	} {
		require.ErrorIs(t, err, store.ErrCorrupt)
	}
}

func second[V any](_ V, err error) error { return err }
