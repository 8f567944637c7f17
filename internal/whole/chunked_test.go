package whole_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/task"
)

// crowd is how many activities, notes, tasks and links, each, hang on an account that no single transaction deletes.
const crowd = 2_800

// crowded makes an account on which more hangs than one transaction takes, of several users, and things that lead from
// one to the other: every task came of an activity, notes look the account up.
func crowded(t testing.TB, org *clientele.Org) world {
	ann, bob := as(org, "USER_ann"), as(org, "USER_bob")
	w := build(t, org)
	for from := 0; from < crowd; from += 700 {
		require.NoError(t, bob.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			for i := from; i < from+700; i++ {
				a, err := activity.Create(ctx, tx, activity.Draft{AccountID: w.acme.ID, At: w.call.At, Title: fmt.Sprint("visit ", i)})
				if err != nil {
					return err
				}
				n := note.Draft{AccountID: w.acme.ID, Content: fmt.Sprint("secret ", i), Visibility: "private"}
				if i%100 == 0 {
					n.CustomFieldValues = company(w.acme.ID)
				}
				_, err = note.Create(ctx, tx, n)
				if err != nil {
					return err
				}
				_, err = task.Create(ctx, tx, task.Draft{AccountID: w.acme.ID, ActivityID: a.ID, Title: fmt.Sprint("task ", i), AssigneeID: "USER_ann"})
				if err != nil {
					return err
				}
			}
			return nil
		}))
	}
	people := contact.Many{AccountIDs: []account.ID{w.acme.ID}}
	for i := range crowd {
		people.Contacts = append(people.Contacts, contact.Draft{Email: fmt.Sprintf("p%d@crowd.test", i)})
	}
	require.Equal(t, crowd, must(contact.CreateMany(ctx, ann, people, account.KeepGoing))(t).Created)
	w.unhook(t, org)
	return w
}

var errStopped = errors.New("stopped")

// stopping is a store whose commits fail once there were as many as it allows.
type stopping struct {
	store.Store
	allowed int // below zero: all
}

func (s *stopping) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	txn, err := s.Store.Begin(ctx, writable)
	return &stoppingTxn{txn, s}, err
}

type stoppingTxn struct {
	store.Txn
	s *stopping
}

func (t *stoppingTxn) Commit(b store.Batch) error {
	if t.s.allowed == 0 {
		return errors.Join(errStopped, t.Rollback())
	}
	t.s.allowed--
	return t.Txn.Commit(b)
}

func TestAnAccountWithACrowdGoesAndComesBackThoughItIsInterrupted(t *testing.T) {
	st := &stopping{Store: memstore.New(), allowed: -1}
	org := clienteletest.OrgOn(t, st, options())
	w := crowded(t, org)
	before := look(t, org)
	ann := as(org, "USER_ann") // neither the author of the private notes nor an administrator
	require.ErrorIs(t, failure(account.Delete(ctx, ann, w.acme.ID, 0)), clientele.ErrTooLarge)
	before.same(t, look(t, org))

	st.allowed = 6
	require.ErrorIs(t, failure(record.DeleteChunked(ctx, ann, account.Target, w.acme.ID, 0)), errStopped)
	st.allowed = -1
	partial := trash(t, org)[0]
	require.True(t, partial.Partial)
	require.EqualValues(t, 6_000, partial.Records)
	require.NoError(t, failure(account.Get(ctx, ann, w.acme.ID)), "it lives until the last of it goes")
	clienteletest.Check(t, org.DB())

	set := must(record.DeleteChunked(ctx, as(org, "USER_cem"), account.Target, w.acme.ID, 0))(t)
	require.Equal(t, partial.ID, set)
	whole := setOf(t, org, set)
	require.False(t, whole.Partial)
	require.EqualValues(t, 4*crowd+hanging, whole.Records)
	require.Equal(t, crowd+2+5, len(look(t, org)), "all contacts, the group, and beta with three things")
	clienteletest.Check(t, org.DB())

	st.allowed = 4
	require.ErrorIs(t, failure(record.RestoreChunked(ctx, ann, set)), errStopped)
	st.allowed = -1
	require.NoError(t, failure(account.Get(ctx, ann, w.acme.ID)), "it comes back first")
	clienteletest.Check(t, org.DB())
	restored := must(record.RestoreChunked(ctx, as(org, "USER_cem"), set))(t)
	require.Empty(t, restored.Left)
	require.Empty(t, restored.Cleared)
	require.ErrorIs(t, failure(record.GetSet(ctx, org, set)), clientele.ErrNotFound)
	before.besides(t).same(t, look(t, org).besides(t))
	require.Equal(t, crowd+1, must(relationship.RollUp(ctx, ann, w.acme.ID))(t).OpenTasks)

	set = must(record.DeleteChunked(ctx, ann, account.Target, w.acme.ID, 0))(t)
	st.allowed = 5
	require.ErrorIs(t, failure(account.Purge(ctx, ann, set)), errStopped)
	st.allowed = -1
	require.EqualValues(t, 4*crowd+hanging-5_000, setOf(t, org, set).Records)
	require.Equal(t, 4*crowd+hanging-5_000, must(account.Purge(ctx, ann, set))(t))
	require.Empty(t, holding(t, st, texts, []string{"visit 17", "secret 17", "task 17"}))
	dense(t, org)
}

// trash gives all deletion sets, the newest first.
func trash(t testing.TB, org *clientele.Org) []*record.TrashSet {
	return must(record.Trash(ctx, org, clientele.Paging{Limit: record.MaxLimit}))(t).Items
}
