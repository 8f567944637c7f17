package activity_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
)

// atOnce runs n functions that begin together, and gives their errors.
func atOnce(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		done.Go(func() {
			<-start
			errs[i] = fn(i)
		})
	}
	close(start)
	done.Wait()
	return errs
}

func onPlainEngines(t *testing.T, test func(t *testing.T, org *clientele.Org)) {
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) { test(t, clienteletest.OrgOn(t, open(t), clienteletest.Options())) })
	}
}

func TestOneOfManyUpdatesOfAVersionWins(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full(company(t, org, "Acme")))
		for round := range 10 {
			errs := atOnce(6, func(i int) error {
				return verbError(activity.Update(ctx, org, a.ID, activity.Patch{IfVersion: int64(round + 1), Title: new(fmt.Sprintf("%d by %d", round, i))}))
			})
			won := 0
			for i, err := range errs {
				if err == nil {
					won++
					require.Equal(t, fmt.Sprintf("%d by %d", round, i), get(t, org, a.ID).Title)
					continue
				}
				require.ErrorIs(t, err, clientele.ErrStale)
			}
			require.Equal(t, 1, won)
		}
	})
}

// Who changes different things without a version loses nothing.
func TestNothingIsLostOfUpdatesAtTheSameTime(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, at(company(t, org, "Acme"), 0, "x"))
		errs := atOnce(12, func(i int) error {
			return verbError(activity.Update(ctx, org, a.ID, activity.Patch{AttachmentURLs: []string{fmt.Sprintf("https://a.test/%d", i)}}))
		})
		require.NoError(t, errors.Join(errs...))
		a = get(t, org, a.ID)
		require.Len(t, a.Attachments, 12)
		require.EqualValues(t, 13, a.Version)
		errs = atOnce(12, func(i int) error { return verbError(activity.RemoveAttachment(ctx, org, a.ID, a.Attachments[i].ID)) })
		require.NoError(t, errors.Join(errs...))
		require.Empty(t, get(t, org, a.ID).Attachments)
	})
}

// Either the activity is written first and goes with its account, or there is no account any more.
func TestAnActivityOfAnAccountThatIsBeingDeleted(t *testing.T) {
	onPlainEngines(t, func(t *testing.T, org *clientele.Org) {
		for round := range 15 {
			acme := company(t, org, fmt.Sprintf("C%d", round))
			errs := atOnce(4, func(i int) error {
				if i == 0 {
					return verbError(accountDelete(org, acme))
				}
				return verbError(activity.Create(ctx, org, full(acme)))
			})
			require.NoError(t, errs[0])
			for _, err := range errs[1:] {
				if err != nil {
					refused(t, err, "accountId unknown_reference")
				}
			}
			require.Zero(t, count(t, org, activity.Filter{}))
		}
	})
}
