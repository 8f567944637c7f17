package task_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/task"
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

func onPlain(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) {
			org := clienteletest.OrgOn(t, open(t), clienteletest.Options())
			test(t, &world{Org: org, acme: newAccount(t, org, "acme")})
		})
	}
}

func TestOneOfManyUpdatesAVersion(t *testing.T) {
	onPlain(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("x", w.acme))
		for version := range int64(10) {
			stale := 0
			for _, err := range atOnce(4, func(i int) error {
				return reasonOf(task.Update(ctx, w, made.ID, task.Patch{IfVersion: version + 1, Title: new(fmt.Sprint(version, " ", i))}))
			}) {
				if err != nil {
					require.ErrorIs(t, err, clientele.ErrStale)
					stale++
				}
			}
			require.Equal(t, 3, stale)
		}
		require.EqualValues(t, 11, get(t, w, made.ID).Version)
	})
}

func TestNoAttachmentIsLost(t *testing.T) {
	onPlain(t, func(t *testing.T, w *world) {
		made := create(t, w, titled("x", w.acme))
		require.NoError(t, errors.Join(atOnce(8, func(i int) error {
			return reasonOf(task.Update(ctx, w, made.ID, task.Patch{AttachmentURLs: urls(i, 1)}))
		})...))
		require.ElementsMatch(t, urls(0, 8), files(get(t, w, made.ID)))
	})
}

// A task is not tied to an activity, nor hung on an account, that goes at the same time.
func TestReferencesBesideDeletes(t *testing.T) {
	onPlain(t, func(t *testing.T, w *world) {
		for round := range 10 {
			on := newAccount(t, w, fmt.Sprintf("a%d", round))
			call := newActivity(t, w, on)
			atOnce(4, func(i int) error {
				switch i {
				case 0:
					return reasonOf(activity.Delete(ctx, w, call, 0))
				case 1:
					return reasonOf(account.Delete(ctx, w, on, 0))
				}
				return reasonOf(task.Create(ctx, w, of(call, on)))
			})
			require.Zero(t, count(t, w, task.Filter{AccountID: []account.ID{on}}))
		}
	})
}

func TestReadersBesideWriters(t *testing.T) {
	onPlain(t, func(t *testing.T, w *world) {
		made := create(t, w, full(w.acme))
		require.NoError(t, errors.Join(atOnce(5, func(i int) error {
			for n := range 20 {
				var err error
				switch i {
				case 0:
					_, err = task.Create(ctx, w, titled("x", w.acme))
				case 1:
					_, err = task.Update(ctx, w, made.ID, task.Patch{Title: new(fmt.Sprint(n)), Status: new(statuses[n%4])})
				case 2:
					_, err = task.List(ctx, w, task.Filter{Open: new(n%2 == 0), AccountID: []account.ID{w.acme}}, clientele.Paging{})
				case 3:
					for _, err = range task.All(ctx, w, task.Filter{Overdue: true}) {
						if err != nil {
							break
						}
					}
				case 4:
					err = w.SetSettings(ctx, clientele.Settings{Currency: []string{"EUR", "USD"}[n%2]})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})...))
	})
}
