package record_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/storetest"
)

// scene is a database in which each verb has something to do.
type scene struct {
	*world
	acme *company
	gold *label
	set  record.SetID
}

func stage(t tester, st store.Store) *scene {
	w := newWorld(t, st)
	s := &scene{world: w, gold: create(t, w, labels, &label{Name: "gold"})}
	s.acme = create(t, w, companies, &company{Name: "Acme", Owner: "o", Label: s.gold.ID})
	for range 3 {
		create(t, w, tickets, &ticket{Company: s.acme.ID})
	}
	create(t, w, badges, &badge{Company: s.acme.ID})
	lost := create(t, w, companies, &company{Name: "Lost", Owner: "x", Label: s.gold.ID})
	create(t, w, tickets, &ticket{Company: lost.ID})
	_, err := edit(w, companies, lost.ID, 0, func(c *company) { c.Owner = "y" })
	require.NoError(t, err)
	s.set = discard(t, w, companies, lost.ID)
	return s
}

// verbs are what is swept: each reads and writes through org alone.
var verbs = map[string]func(s *scene, org *record.Org) error{
	"create": func(s *scene, org *record.Org) error {
		return org.Update(ctx, func(_ context.Context, tx *record.Tx) error {
			return companies.Create(tx, &company{Name: "New", Owner: "o", Label: s.gold.ID})
		})
	},
	"create all": func(s *scene, org *record.Org) error {
		return org.Update(ctx, func(_ context.Context, tx *record.Tx) error {
			refused, err := companies.CreateAll(tx, []record.New[company]{{Record: &company{Name: "1"}}, {Record: &company{Name: "Acme"}}, {Record: &company{Name: "2", Label: s.gold.ID}}})
			if err == nil && (refused[0] != nil || refused[1] == nil || refused[2] != nil) {
				err = fmt.Errorf("refused: %v", refused)
			}
			return err
		})
	},
	"update": func(s *scene, org *record.Org) error {
		return org.Update(ctx, func(_ context.Context, tx *record.Tx) error {
			_, err := companies.Update(tx, record.Edit[company]{ID: s.acme.ID, Apply: func(c *company) error {
				c.Name, c.Owner, c.Label = "Acme 2", "p", record.ID[label]{}
				return nil
			}})
			return err
		})
	},
	"delete":  func(s *scene, org *record.Org) error { return removeIn(org, companies, s.acme.ID) },
	"clear":   func(s *scene, org *record.Org) error { return removeIn(org, labels, s.gold.ID) },
	"restore": func(s *scene, org *record.Org) error { _, err := record.Restore(ctx, org, s.set); return err },
	"purge":   func(s *scene, org *record.Org) error { _, err := record.Purge(ctx, org, s.set); return err },
	"settle":  func(s *scene, org *record.Org) error { return org.SetSettings(ctx, record.Settings{Currency: "EUR"}) },
	"redirect": func(s *scene, org *record.Org) error {
		return org.Update(ctx, func(_ context.Context, tx *record.Tx) error {
			_, err := record.Redirect(tx, companies.Target(), s.acme.ID, record.ID[company]{})
			return err
		})
	},
	"several": func(s *scene, org *record.Org) error {
		return org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
			if _, err := record.Restore(ctx, tx, s.set); err != nil {
				return err
			}
			if _, err := companies.Delete(tx, s.acme.ID, 0); err != nil {
				return err
			}
			return companies.Create(tx, &company{Name: "Acme"})
		})
	},
}

func removeIn[T any](org *record.Org, k *record.Kind[T], id record.ID[T]) error {
	return org.Update(ctx, func(_ context.Context, tx *record.Tx) error { _, err := k.Delete(tx, id, 0); return err })
}

// inSteps are verbs of several transactions: what is done stays done, and they are called again.
var inSteps = map[string]func(s *scene, org *record.Org) error{
	"delete": func(s *scene, org *record.Org) error {
		_, err := record.DeleteChunked(ctx, org, companies.Target(), s.acme.ID, 0)
		return err
	},
	"restore": func(s *scene, org *record.Org) error { _, err := record.RestoreChunked(ctx, org, s.set); return err },
	"purge": func(s *scene, org *record.Org) error {
		_, err := record.PurgeBefore(ctx, org, s.clock.now.AddDate(1, 0, 0))
		return err
	},
}

// failAt opens the scene's organisation on a store whose n-th call from now on fails.
func (s *scene) failAt(t tester, n int) (*storetest.Failing, *record.Org) {
	counting := storetest.Fail(s.store, 0)
	open := func(st store.Store) *record.Org {
		db, err := record.Open(ctx, st, schema(), &record.Options{Clock: s.clock.Now})
		require.NoError(t, err)
		org, err := db.Org(ctx, "org_1")
		require.NoError(t, err)
		return org
	}
	open(counting)
	failing := storetest.Fail(s.store, counting.Calls()+n)
	return failing, open(failing)
}

// TestAFailureAtAnyCallLeavesNothing makes the first call of each verb to the store fail, then the second, and
// so on until the verb succeeds because it makes no more calls.
func TestAFailureAtAnyCallLeavesNothing(t *testing.T) {
	for name, verb := range verbs {
		for engine, open := range map[string]func(testing.TB) store.Store{"memory": memory, "bolt": bolt} {
			t.Run(name+"/"+engine, func(t *testing.T) {
				hits := map[string]bool{}
				s := stage(t, open(t))
				before := s.dump(t)
				for n := 1; ; n++ {
					failing, org := s.failAt(t, n)
					err := verb(s, org)
					call, hit := failing.Hit()
					if !hit {
						require.NoError(t, err)
						break
					}
					hits[call] = true
					require.ErrorIs(t, err, storetest.ErrInjected, "call %d, a %s, failed", n, call)
					s.same(t, before, "call %d, a %s, failed", n, call)
				}
				require.NotEqual(t, before, s.dump(t))
				require.Subset(t, slices.Collect(maps.Keys(hits)), []string{"Begin", "GetMany", "Commit"})
				s.clean(t)
			})
		}
	}
}

// TestAFailureBetweenStepsLeavesNothingHalf does the same to the verbs of several transactions.
func TestAFailureBetweenStepsLeavesNothingHalf(t *testing.T) {
	for name, verb := range inSteps {
		t.Run(name, func(t *testing.T) {
			for n := 1; ; n++ {
				s := stage(t, memory(t))
				failing, org := s.failAt(t, n)
				err := verb(s, org)
				call, hit := failing.Hit()
				s.clean(t)
				if !hit {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, storetest.ErrInjected, "call %d, a %s, failed", n, call)
				if err := verb(s, s.org); err != nil { // it may have been done
					require.ErrorIs(t, err, store.ErrNotFound, "call %d, a %s, failed", n, call)
				}
				s.clean(t)
			}
		})
	}
}
