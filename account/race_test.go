package account_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
)

// atOnce runs n functions that begin together, and gives their errors.
func atOnce(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			<-start
			errs[i] = fn(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	return errs
}

// onPlainEngines runs a test over the stores that several goroutines may use.
func onPlainEngines(t *testing.T, test func(t *testing.T, org *clientele.Org)) {
	for _, name := range []string{"memstore", "boltstore"} {
		t.Run(name, func(t *testing.T) { test(t, clienteletest.OrgOn(t, engines[name](t), clienteletest.Options())) })
	}
}

// failures counts the errors that are not nil; each has to be this one.
func failures(t *testing.T, errs []error, want error) int {
	t.Helper()
	n := 0
	for _, err := range errs {
		if err != nil {
			require.ErrorIs(t, err, want)
			n++
		}
	}
	return n
}

func TestOneOfManyGetsADomain(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		for round := range 10 {
			errs := atOnce(8, func(i int) error {
				d := named(fmt.Sprint(i), fmt.Sprintf("d%d-%d.test", round, i))
				if i%2 == 0 {
					d.PrimaryDomain = fmt.Sprintf("shared%d.test", round)
				} else {
					d.SecondaryDomain = fmt.Sprintf("shared%d.test", round)
				}
				return verbError(account.Create(ctx, org, d))
			})
			require.Equal(t, 7, failures(t, errs, clientele.ErrExists))
		}
		numbers := map[int64]bool{}
		for a, err := range account.All(ctx, org, account.Filter{}) {
			require.NoError(t, err)
			numbers[a.Number] = true
		}
		require.Len(t, numbers, 10)
	})
}

func TestOneOfManyUpdatesAVersion(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, named("Acme", "acme.com"))
		for version := range int64(10) {
			errs := atOnce(4, func(i int) error {
				return verbError(account.Update(ctx, org, a.ID, account.Patch{IfVersion: version + 1, Name: new(fmt.Sprint(version, " ", i))}))
			})
			require.Equal(t, 3, failures(t, errs, clientele.ErrStale))
		}
		require.EqualValues(t, 11, get(t, org, a.ID).Version)
	})
}

func TestUpsertsAtOnceMakeOneAccount(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		made := make([]bool, 8)
		errs := atOnce(8, func(i int) (err error) {
			_, made[i], err = account.Upsert(ctx, org, named(fmt.Sprint(i), "acme.com"))
			return err
		})
		require.NoError(t, errors.Join(errs...))
		n := 0
		for _, isNew := range made {
			if isNew {
				n++
			}
		}
		require.Equal(t, 1, n)
		require.Equal(t, 1, count(t, org, account.Filter{}))
	})
}

func TestReadersBesideWriters(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full())
		errs := atOnce(6, func(i int) error {
			for n := range 20 {
				var err error
				switch i {
				case 0:
					_, err = account.Create(ctx, org, named("x", fmt.Sprintf("x%d.test", n)))
				case 1:
					_, err = account.Update(ctx, org, a.ID, account.Patch{Name: new(fmt.Sprint(n)), Status: new([]string{"ACTIVE", "TRIAL"}[n%2])})
				case 2:
					_, err = account.List(ctx, org, account.Filter{Text: "x", Status: []string{"ACTIVE", "TRIAL", "PROSPECT"}}, clientele.Paging{})
				case 3:
					_, err = account.ByDomain(ctx, org, "acme.io")
				case 4:
					for _, err = range account.All(ctx, org, account.Filter{}) {
						if err != nil {
							break
						}
					}
				case 5:
					err = org.SetSettings(ctx, clientele.Settings{Currency: []string{"EUR", "USD"}[n%2]})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		require.NoError(t, errors.Join(errs...))
	})
}
