package activity_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

// between gives the activities of a stretch of time.
func between(t testing.TB, s record.Scope, accounts []account.ID, in record.Interval, n int) (as []*activity.Activity) {
	t.Helper()
	require.NoError(t, s.View(ctx, func(_ context.Context, tx *clientele.Tx) (err error) {
		as, err = activity.Between(tx, accounts, in, n)
		return err
	}))
	return as
}

// naively is between by a loop over all activities.
func naively(as []*activity.Activity, accounts []account.ID, in record.Interval, n int) []*activity.Activity {
	moment := func(a *activity.Activity) record.Moment { return record.Moment{At: a.At, ID: uuid.UUID(a.ID)} }
	out := []*activity.Activity{}
	for _, a := range as {
		m := moment(a)
		if slices.Contains(accounts, a.AccountID) &&
			(in.After.IsZero() || m.Compare(in.After) > 0) && (in.Before.IsZero() || m.Compare(in.Before) < 0) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b *activity.Activity) int {
		if in.Newest {
			a, b = b, a
		}
		return moment(a).Compare(moment(b))
	})
	return out[:min(n, len(out))]
}

func TestBetweenTwoMoments(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		var accounts []account.ID
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			accounts = nil
			for i := range record.FewRanges + 5 {
				accounts = append(accounts, company(t, tx, fmt.Sprintf("C%d", i)))
			}
			return nil
		}))
		var as []*activity.Activity
		random := rand.New(rand.NewPCG(1, 2))
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			as = nil
			for i := range 150 {
				d := at(accounts[random.IntN(len(accounts))], random.IntN(12), fmt.Sprint(i))
				as = append(as, create(t, tx, d))
			}
			return nil
		}))
		for range 60 {
			sample := slices.Clone(accounts)
			random.Shuffle(len(sample), func(i, j int) { sample[i], sample[j] = sample[j], sample[i] })
			sample = sample[:random.IntN(len(sample)+1)]
			slices.SortFunc(sample, account.ID.Compare)
			in := record.Interval{Newest: random.IntN(2) == 0}
			if random.IntN(3) > 0 {
				in.After = momentNear(random, as)
			}
			if random.IntN(3) > 0 {
				in.Before = momentNear(random, as)
			}
			n := random.IntN(40)
			require.Equal(t, naively(as, sample, in, n), between(t, org, sample, in, n))
			require.Empty(t, between(t, org, nil, in, n), "no accounts are not all")
			require.Equal(t, naively(as, accounts, in, n), between(t, org, accounts, in, n))
		}
		require.Empty(t, between(t, org, []account.ID{}, record.Interval{}, 9))
		require.Empty(t, between(t, org, accounts, record.Interval{}, 0))
	})
}

// momentNear gives the moment of an activity, or one beside it.
func momentNear(random *rand.Rand, as []*activity.Activity) record.Moment {
	a := as[random.IntN(len(as))]
	ids := []uuid.UUID{uuid.UUID(a.ID), uuid.Nil, uuid.Max}
	return record.Moment{At: a.At.Add(time.Duration(random.IntN(3)-1) * time.Microsecond), ID: ids[random.IntN(3)]}
}

func TestLoadGivesActivitiesInTheirOrder(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		a, b, gone := create(t, org, at(acme, 0, "a")), create(t, org, at(acme, 0, "b")), create(t, org, at(acme, 0, "gone"))
		remove(t, org, gone.ID)
		require.NoError(t, org.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
			loaded, err := activity.Load(tx, []activity.ID{b.ID, gone.ID, a.ID, b.ID})
			require.NoError(t, err)
			require.Nil(t, loaded[1])
			require.Equal(t, []string{"b", "a", "b"}, titles(slices.DeleteFunc(loaded, func(a *activity.Activity) bool { return a == nil })))
			require.Equal(t, acme, loaded[0].AccountID)
			return nil
		}))
	})
}
