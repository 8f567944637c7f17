package activity_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

func TestOrganisationsNeverSeeEachOther(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		other, err := org.DB().EnsureOrg(ctx, "org_other", nil)
		require.NoError(t, err)
		acme := company(t, org, "Acme")
		a := create(t, org, full(acme))
		set := remove(t, org, create(t, org, full(acme)).ID)
		theirs := company(t, other, "Acme")

		for _, err := range []error{
			verbError(activity.Get(ctx, other, a.ID)), verbError(activity.Update(ctx, other, a.ID, activity.Patch{Title: new("x")})), verbError(activity.Delete(ctx, other, a.ID, 0)),
			verbError(activity.RemoveAttachment(ctx, other, a.ID, a.Attachments[0].ID)), verbError(activity.Restore(ctx, other, set)), verbError(activity.Purge(ctx, other, set)),
			verbError(activity.VerifyPassword(ctx, other, a.ID, "x", "y")),
		} {
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		_, err = activity.Create(ctx, other, full(acme))
		refused(t, err, "accountId unknown_reference")
		ann := person(t, org, "Ann").String()
		_, err = activity.Create(ctx, other, among(theirs, ann))
		refused(t, err, "participants[0] unknown_reference")
		_, err = activity.Count(ctx, other, activity.Filter{Type: []string{a.Type.ID.String()}})
		refused(t, err, "type[0] not_in_picklist")

		for name, found := range map[string]int{
			"list": len(list(t, other, activity.Filter{}, "")), "of the account": len(list(t, other, of(acme), "")), "by creation": len(list(t, other, of(acme), "createdAt")),
			"by update": len(list(t, other, activity.Filter{}, "updatedAt")), "subtree": count(t, other, activity.Filter{AccountID: []account.ID{acme}, Subtree: true}),
			"all": len(all(t, other, activity.Filter{})), "audit": len(findings(t, other, activity.Filter{})),
			"between": len(between(t, other, nil, record.Interval{}, 9)), "history": walked(activity.History(ctx, other, a.ID)),
		} {
			require.Zero(t, found, name)
		}
		many, err := activity.GetMany(ctx, other, []activity.ID{a.ID})
		require.NoError(t, err)
		require.Empty(t, many)
		create(t, other, full(theirs))
		require.Equal(t, a, get(t, org, a.ID))
		require.Equal(t, 1, count(t, org, activity.Filter{}))
		last, _ := lastOf(t, other, theirs)
		require.Equal(t, noon, *last)
	})
}

func walked[V any](walk func(yield func(V, error) bool)) (n int) {
	for _, err := range walk {
		if err != nil {
			return -1
		}
		n++
	}
	return n
}

func TestVerbsInsideATransaction(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		n := enginetest.Changes(t, org)
		rollback := errors.New("activity_test: no")
		err := org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			a := create(t, tx, full(acme))
			require.Equal(t, "Acme", get(t, tx, a.ID).Account)
			update(t, tx, a.ID, activity.Patch{Title: new("x")})
			require.Equal(t, []string{"x"}, list(t, tx, of(acme), ""))
			_, err := activity.Create(ctx, tx, activity.Draft{AccountID: acme})
			refused(t, err, "activityTimestamp required")
			_, err = activity.Create(ctx, org, full(acme))
			require.ErrorIs(t, err, clientele.ErrNested)
			return rollback
		})
		require.ErrorIs(t, err, rollback)
		require.Equal(t, n, enginetest.Changes(t, org))
		require.Zero(t, count(t, org, activity.Filter{}))
	})
}
