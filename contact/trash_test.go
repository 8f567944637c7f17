package contact_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

func TestADeletedContactTakesItsLinksAlong(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, beta := company(t, org, "acme"), company(t, org, "beta")
		ann := create(t, org, contact.Draft{FirstName: "Ann", Email: "ann@x.test", Links: []contact.LinkDraft{
			{AccountID: acme.ID, Title: "CEO", Primary: true}, {AccountID: beta.ID},
		}})
		in(t, org, "ben", acme)
		set := remove(t, org, ann.ID)
		trashed, err := record.GetSet(ctx, org, set)
		require.NoError(t, err)
		require.EqualValues(t, 3, trashed.Records)
		require.Equal(t, "contact", trashed.Kind)
		_, err = contact.Get(ctx, org, ann.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		require.Equal(t, 1, members(t, org, acme.ID))
		require.Zero(t, members(t, org, beta.ID))

		restored, err := contact.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 3, restored.Records)
		want := *ann
		want.Version = 2
		require.Equal(t, &want, get(t, org, ann.ID))
		require.Equal(t, 2, members(t, org, acme.ID))
	})
}

func TestADeletedAccountLeavesItsContacts(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, beta := company(t, org, "acme"), company(t, org, "beta")
		ann, ben := in(t, org, "ann", acme, beta), in(t, org, "ben", acme)
		set := drop(t, org, acme.ID)
		require.Equal(t, []string{"beta"}, words(get(t, org, ann.ID)))
		require.Empty(t, get(t, org, ben.ID).Accounts)
		_, err := account.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, ann, get(t, org, ann.ID))
		require.Equal(t, ben, get(t, org, ben.ID))
		require.Equal(t, 2, members(t, org, acme.ID))
	})
}

func TestALinkWhoseOtherEndIsGoneStaysInTheTrash(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, beta := company(t, org, "acme"), company(t, org, "beta")
		ann := in(t, org, "ann", acme, beta)
		set := remove(t, org, ann.ID)
		gone := drop(t, org, acme.ID)
		restored, err := contact.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 2, restored.Records)
		require.Len(t, restored.Left, 1)
		require.Equal(t, record.Left{Kind: "contact_link", ID: restored.Left[0].ID, Field: "accountId"}, restored.Left[0])
		require.Equal(t, []string{"beta"}, words(get(t, org, ann.ID)))
		_, err = account.Restore(ctx, org, gone)
		require.NoError(t, err)
		require.Zero(t, members(t, org, acme.ID), "the link is in the contact's set")
		restored, err = contact.Restore(ctx, org, set)
		require.NoError(t, err, "what stayed behind comes back now")
		require.Equal(t, 1, restored.Records)
		require.Equal(t, 1, members(t, org, acme.ID))

		accountSet := drop(t, org, beta.ID)
		remove(t, org, ann.ID)
		restored, err = account.Restore(ctx, org, accountSet)
		require.NoError(t, err)
		require.Equal(t, "contactId", restored.Left[0].Field)
		require.Zero(t, members(t, org, beta.ID))
	})
}

func TestRestoreListsEveryClash(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		d := full()
		d.Links = []contact.LinkDraft{{AccountID: acme.ID, Primary: true}}
		ann := create(t, org, d)
		set := remove(t, org, ann.ID)
		ben := create(t, org, contact.Draft{FirstName: "Ben", Email: d.Email, Links: []contact.LinkDraft{{AccountID: acme.ID, Primary: true}}})
		cem := create(t, org, contact.Draft{FirstName: "Cem", Email: "cem@x.test", CustomerUserID: d.CustomerUserID})
		n := enginetest.Changes(t, org)
		_, err := contact.Restore(ctx, org, set)
		enginetest.Refused(t, err, "email duplicate", "customerUserId duplicate", "primary duplicate")
		require.ErrorIs(t, err, clientele.ErrExists)
		require.Equal(t, n, enginetest.Changes(t, org))

		update(t, org, ben.ID, contact.Patch{Email: new("ben@x.test")})
		update(t, org, cem.ID, contact.Patch{Clear: []contact.Field{contact.FieldCustomerUserID}})
		_, err = contact.Restore(ctx, org, set)
		enginetest.Refused(t, err, "primary duplicate")
		link(t, org, ben, contact.LinkDraft{AccountID: acme.ID})
		_, err = contact.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, []string{"acme primary"}, words(get(t, org, ann.ID)))
	})
}

func TestAnUnlinkIsTakenBack(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		ann := create(t, org, contact.Draft{FirstName: "Ann", Email: "ann@x.test", Links: []contact.LinkDraft{{AccountID: acme.ID, Title: "CEO"}}})
		set, err := contact.Unlink(ctx, org, ann.ID, acme.ID)
		require.NoError(t, err)
		_, err = contact.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, ann, get(t, org, ann.ID))

		set, err = contact.Unlink(ctx, org, ann.ID, acme.ID)
		require.NoError(t, err)
		link(t, org, ann, contact.LinkDraft{AccountID: acme.ID})
		_, err = contact.Restore(ctx, org, set)
		enginetest.Refused(t, err, "accountId duplicate")
		n, err := contact.Purge(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 1, n)
	})
}

func TestARestoredContactWhoseTypeIsGone(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		ann := create(t, org, contact.Draft{FirstName: "Ann", Email: "ann@x.test", Type: "LEGAL", Links: []contact.LinkDraft{{AccountID: acme.ID, Role: "LEGAL"}}})
		set := remove(t, org, ann.ID)
		_, err := picklist.Delete(ctx, org, ann.Type.ID, picklist.DeleteOptions{})
		require.NoError(t, err)
		restored, err := contact.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Len(t, restored.Cleared, 2)
		require.Contains(t, restored.Cleared, record.Cleared{Kind: "contact", ID: uuid.UUID(ann.ID), Field: "contactType"})
		now := get(t, org, ann.ID)
		require.Equal(t, "PRIMARY", now.Type.Value)
		require.Equal(t, []string{"acme"}, words(now), "a role has no default")
	})
}

func TestPurge(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		ann := in(t, org, "ann", company(t, org, "acme"))
		set := remove(t, org, ann.ID)
		n, err := contact.Purge(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 2, n)
		for _, err := range []error{failure(contact.Purge(ctx, org, set)), failure(contact.Restore(ctx, org, set))} {
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		for ch, err := range contact.History(ctx, org, ann.ID) {
			require.NoError(t, err)
			require.True(t, ch.Purged)
		}
		in(t, org, "ann")
	})
}

func TestASetOfAnotherKindIsNotFound(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		set := drop(t, org, company(t, org, "acme").ID)
		for _, set := range []record.SetID{set, {}, {1}} {
			for _, err := range []error{failure(contact.Restore(ctx, org, set)), failure(contact.Purge(ctx, org, set))} {
				require.ErrorIs(t, err, clientele.ErrNotFound)
			}
		}
	})
}

func TestADeleteOfAnotherVersionIsStale(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		ann := in(t, org, "ann")
		_, err := contact.Delete(ctx, org, ann.ID, 2)
		require.ErrorIs(t, err, clientele.ErrStale)
		_, err = contact.Delete(ctx, org, ann.ID, 1)
		require.NoError(t, err)
		_, err = contact.Delete(ctx, org, ann.ID, 0)
		require.ErrorIs(t, err, clientele.ErrNotFound)
	})
}
