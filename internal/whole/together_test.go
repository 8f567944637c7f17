package whole_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/task"
	"github.com/clientele-go/clientele/timeline"
)

// together makes something of every kind, each of which needs what was made before it in the same transaction, and gives
// the account.
func together(ctx context.Context, tx *clientele.Tx) (*account.Account, error) {
	var lost [4]error
	stage, err := picklist.Create(ctx, tx, picklist.Draft{Attribute: picklist.AccountStatus, Value: "WON"})
	if err != nil {
		return nil, err
	}
	_, err = customfield.Create(ctx, tx, customfield.Draft{Name: "Region", Source: customfield.Account, Type: customfield.SingleLine, Unique: true})
	if err != nil {
		return nil, err
	}
	a, err := account.Create(ctx, tx, account.Draft{
		Name: "Novel", PrimaryDomain: "novel.test", Status: stage.Value,
		CustomFieldValues: []customfield.Input{customfield.Set("region", customfield.TextValue("north"))},
	})
	if err != nil {
		return nil, err
	}
	b, err := account.Create(ctx, tx, account.Draft{Name: "Holding", PrimaryDomain: "holding.test"})
	if err != nil {
		return nil, err
	}
	kind, err := relationship.CreateType(ctx, tx, relationship.TypeDraft{Name: "Reseller"})
	if err != nil {
		return nil, err
	}
	c, err := contact.Create(ctx, tx, contact.Draft{FirstName: "Nia", Email: "nia@novel.test", Links: []contact.LinkDraft{{AccountID: a.ID, Primary: true}}})
	if err != nil {
		return nil, err
	}
	v, err := activity.Create(ctx, tx, activity.Draft{AccountID: a.ID, At: clienteletest.Start, Title: "first call", Participants: []string{c.ID.String()}})
	if err != nil {
		return nil, err
	}
	_, lost[0] = task.Create(ctx, tx, task.Draft{AccountID: a.ID, ActivityID: v.ID, Title: "send offer", AssigneeID: "USER_ann"})
	_, lost[1] = note.Create(ctx, tx, note.Draft{AccountID: a.ID, Content: "keen"})
	_, lost[2] = relationship.Create(ctx, tx, relationship.Draft{AccountID: a.ID, RelatedAccountID: b.ID, Type: kind.Name})
	lost[3] = relationship.SetParent(ctx, tx, a.ID, b.ID)
	return a, errors.Join(lost[:]...)
}

func TestAllKindsAreMadeInOneTransaction(t *testing.T) {
	onEngines(t, func(t *testing.T, st store.Store, org *clientele.Org, _ *clienteletest.Clock) {
		build(t, org)
		n := enginetest.Changes(t, org)
		var made *account.Account
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) (err error) {
			made, err = together(ctx, tx)
			return err
		}))
		// value, field, two accounts, type, contact, link, activity, task, note, two relationships
		require.Equal(t, n+12, enginetest.Changes(t, org))
		at := dense(t, org)[n].At
		for _, c := range dense(t, org)[n:] {
			require.Equal(t, at, c.At, "one transaction, one instant")
			require.Equal(t, record.OpCreate, c.Op)
		}
		up := must(relationship.RollUp(ctx, org, made.ID))(t)
		require.Equal(t, [3]int{1, 1, 1}, [3]int{up.Accounts, up.Contacts, up.OpenTasks})
		require.Equal(t, "WON", must(account.Get(ctx, org, made.ID))(t).Status.Value)
		require.Len(t, must(timeline.List(ctx, org, timeline.Filter{AccountID: made.ID}, clientele.Paging{}))(t).Items, 4)
	})
}

func TestAnErrorAtTheEndLeavesNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, st store.Store, org *clientele.Org, _ *clienteletest.Clock) {
		build(t, org)
		before := enginetest.Dump(t, st)
		sorry := errors.New("sorry")
		require.ErrorIs(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			if _, err := together(ctx, tx); err != nil {
				return err
			}
			return sorry
		}), sorry)
		require.Equal(t, before, enginetest.Dump(t, st))

		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error { // as a savepoint that is dropped
			err := tx.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
				if _, err := together(ctx, tx); err != nil {
					return err
				}
				return sorry
			})
			require.ErrorIs(t, err, sorry)
			sets, err := picklist.List(ctx, tx, picklist.Filter{})
			for _, v := range sets {
				require.NotEqual(t, "WON", v.Value)
			}
			return err
		}))
		require.Equal(t, before, enginetest.Dump(t, st))
	})
}

func TestARehearsalKeepsNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, st store.Store, org *clientele.Org, _ *clienteletest.Clock) {
		w := build(t, org)
		gone := must(contact.Delete(ctx, org, w.lee.ID, 0))(t)
		before := enginetest.Dump(t, st)
		rehearse := func(ctx context.Context, s record.Scope) (int, error) {
			return record.Rehearse(ctx, s, "what.if", func(ctx context.Context, tx *clientele.Tx) (int, error) {
				if _, err := together(ctx, tx); err != nil {
					return 0, err
				}
				if _, err := contact.Restore(ctx, tx, gone); err != nil {
					return 0, err
				}
				if _, err := record.Purge(ctx, tx, must(account.Delete(ctx, tx, w.acme.ID, 0))(t)); err != nil {
					return 0, err
				}
				_, err := contact.IngestUsers(ctx, tx, contact.Ingest{SinkSource: "SLACK", Users: []contact.User{{Email: "x@fresh.test"}, {Email: "y@beta.test"}}}, account.KeepGoing)
				if err != nil {
					return 0, err
				}
				return account.Count(ctx, tx, account.Filter{})
			})
		}
		require.Equal(t, 5, must(rehearse(ctx, org))(t), "group, beta, two that are new, and one that ingesting made")
		require.Equal(t, before, enginetest.Dump(t, st))
		require.NoError(t, org.View(ctx, func(ctx context.Context, tx *clientele.Tx) error { return failure(rehearse(ctx, tx)) }))
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error { return failure(rehearse(ctx, tx)) }))
		require.Equal(t, before, enginetest.Dump(t, st))
		require.Equal(t, 3, must(account.Count(ctx, org, account.Filter{}))(t))
	})
}
