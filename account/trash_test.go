package account_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// ticket is a kind of a host program that hangs on an account, and may name another that it was forwarded by.
type ticket struct {
	record.System[ticket]
	AccountID account.ID
	Forwarder account.ID
}

var tickets = record.Define("ticket", 't', record.Spec[ticket]{
	Fields: record.Fields(
		record.SystemFields(func(t *ticket) *record.System[ticket] { return &t.System }),
		record.UUID(8, "accountId", func(t *ticket) *account.ID { return &t.AccountID }),
		record.UUID(9, "forwarderId", func(t *ticket) *account.ID { return &t.Forwarder }),
	),
	Indexes: []record.Index[ticket]{
		record.Many("account", func(t *ticket, k *record.Keys) { k.Add(record.Tuple{}.UUID(t.AccountID)) }),
	},
	Refs: []record.Ref[ticket]{
		record.RefTo("accountId", account.Target, record.Cascade, func(t *ticket) *account.ID { return &t.AccountID }).Indexed("account"),
		record.RefTo("forwarderId", account.Target, record.Clear, func(t *ticket) *account.ID { return &t.Forwarder }),
	},
})

func withTickets() *clientele.Options {
	o := clienteletest.Options()
	o.Kinds = []record.Definition{tickets}
	return o
}

func raise(t testing.TB, org *clientele.Org, on, by account.ID) *ticket {
	t.Helper()
	var made *ticket
	require.NoError(t, org.Update(ctx, func(_ context.Context, tx *clientele.Tx) error {
		made = &ticket{AccountID: on, Forwarder: by}
		return tickets.Create(tx, made)
	}))
	return made
}

// ticketAt gives a ticket as it is now; nil if it is not live.
func ticketAt(t testing.TB, org *clientele.Org, id record.ID[ticket]) *ticket {
	t.Helper()
	var found []*ticket
	require.NoError(t, org.View(ctx, func(_ context.Context, tx *clientele.Tx) (err error) {
		found, err = tickets.GetMany(tx, []record.ID[ticket]{id})
		return err
	}))
	return found[0]
}

func TestDeleteAndRestore(t *testing.T) {
	onEnginesWith(t, withTickets, func(t *testing.T, org *clientele.Org) {
		a, b := create(t, org, full()), create(t, org, named("B", "b.test"))
		mine, theirs := raise(t, org, a.ID, b.ID), raise(t, org, b.ID, a.ID)
		set := remove(t, org.As(clientele.Actor{ID: "USER1"}), a.ID)
		require.Nil(t, ticketAt(t, org, mine.ID))
		require.Zero(t, ticketAt(t, org, theirs.ID).Forwarder)
		_, err := account.Get(ctx, org, a.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		for _, domain := range a.Domains() {
			_, err := account.ByDomain(ctx, org, domain)
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		require.Equal(t, 1, count(t, org, account.Filter{}))
		require.Zero(t, count(t, org, account.Filter{Text: "acme"}))

		page, err := account.Trash(ctx, org, clientele.Paging{})
		require.NoError(t, err)
		require.Equal(t, []*clientele.TrashSet{{ID: set, Kind: "account", RootID: uuid.UUID(a.ID), At: clienteletest.Start, By: "USER1", Records: 2}}, unexported(page.Items))

		restored, err := account.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 2, restored.Records)
		require.Empty(t, restored.Left)
		require.Empty(t, restored.Cleared)
		want := *a
		want.Version = 2
		require.Equal(t, &want, get(t, org, a.ID))
		require.NotNil(t, ticketAt(t, org, mine.ID))
		require.Zero(t, ticketAt(t, org, theirs.ID).Forwarder)
		_, err = account.Restore(ctx, org, set)
		require.ErrorIs(t, err, clientele.ErrNotFound)
	})
}

// unexported gives sets as a caller of the package could make them.
func unexported(sets []*clientele.TrashSet) []*clientele.TrashSet {
	out := []*clientele.TrashSet{}
	for _, s := range sets {
		out = append(out, &clientele.TrashSet{ID: s.ID, Kind: s.Kind, RootID: s.RootID, At: s.At, By: s.By, Records: s.Records, Partial: s.Partial})
	}
	return out
}

func TestRestoreListsEveryClash(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		old := create(t, org, full())
		set := remove(t, org, old.ID)
		a := create(t, org, named("A", "acme.com"))
		d := account.Draft{Name: "B", PrimaryDomain: "b.test", SecondaryDomain: "acme.test", ExternalIDs: map[string]string{"crm": "17"}}
		b := create(t, org, d)
		n := changes(t, org)
		_, err := account.Restore(ctx, org, set)
		refused(t, err, "primaryDomain duplicate", "secondaryDomains[1] duplicate", "externalIds.crm duplicate")
		require.ErrorIs(t, err, clientele.ErrExists)
		require.Equal(t, n, changes(t, org))
		_, err = account.Get(ctx, org, old.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		remove(t, org, a.ID)
		update(t, org, b.ID, account.Patch{Clear: []account.Field{account.FieldSecondaryDomains, account.FieldExternalIDs}})
		_, err = account.Restore(ctx, org, set)
		require.NoError(t, err)
	})
}

func TestARestoredAccountWhoseValuesAreGone(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full())
		set := remove(t, org, a.ID)
		for _, id := range []picklist.ID{a.Status.ID, a.Health.ID} {
			_, err := picklist.Delete(ctx, org, id, picklist.DeleteOptions{})
			require.NoError(t, err)
		}
		restored, err := account.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, []record.Cleared{{Kind: "account", ID: uuid.UUID(a.ID), Field: "status"}, {Kind: "account", ID: uuid.UUID(a.ID), Field: "health"}}, restored.Cleared)
		b := get(t, org, a.ID)
		require.Equal(t, "PROSPECT", b.Status.Value)
		require.Zero(t, b.Health)
		require.Equal(t, a.Industry, b.Industry)
	})
}

func TestPurge(t *testing.T) {
	onEnginesWith(t, withTickets, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full())
		update(t, org, a.ID, account.Patch{Name: new("Other")})
		raise(t, org, a.ID, account.ID{})
		set := remove(t, org, a.ID)
		n, err := account.Purge(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 2, n)
		for _, verb := range []error{verbError(account.Purge(ctx, org, set)), verbError(account.Restore(ctx, org, set))} {
			require.ErrorIs(t, verb, clientele.ErrNotFound)
		}
		page, err := account.Trash(ctx, org, clientele.Paging{})
		require.NoError(t, err)
		require.Empty(t, page.Items)
		n = 0
		for c, err := range account.History(ctx, org, a.ID) {
			require.NoError(t, err)
			require.True(t, c.Purged)
			require.Empty(t, c.Fields)
			n++
		}
		require.Equal(t, 4, n)
		create(t, org, full())
	})
}

func TestASetOfAnotherKindIsNotFound(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		smb := valueOf(t, org, picklist.AccountClassification, "SMB")
		set, err := picklist.Delete(ctx, org, smb.ID, picklist.DeleteOptions{})
		require.NoError(t, err)
		for _, set := range []record.SetID{set, {}, {1}} {
			for _, err := range []error{verbError(account.Restore(ctx, org, set)), verbError(account.Purge(ctx, org, set))} {
				require.ErrorIs(t, err, clientele.ErrNotFound)
			}
		}
		_, err = record.Restore(ctx, org, set)
		require.NoError(t, err)
	})
}

func TestTheTrashIsListedTheNewestFirst(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		var sets []record.SetID
		for _, name := range []string{"a", "b", "c"} {
			sets = append(sets, remove(t, org, create(t, org, named(name, name+".test")).ID))
		}
		first, err := account.Trash(ctx, org, clientele.Paging{Limit: 2, Total: true})
		require.NoError(t, err)
		require.Equal(t, 3, *first.Total)
		second, err := account.Trash(ctx, org, clientele.Paging{Limit: 2, After: first.Next})
		require.NoError(t, err)
		require.Empty(t, second.Next)
		require.Equal(t, []record.SetID{sets[2], sets[1], sets[0]}, []record.SetID{first.Items[0].ID, first.Items[1].ID, second.Items[0].ID})
		_, err = account.List(ctx, org, account.Filter{}, clientele.Paging{After: first.Next})
		refused(t, err, "after invalid_cursor")
	})
}
