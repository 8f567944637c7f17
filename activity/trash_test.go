package activity_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

func TestDeleteAndRestore(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		a, kept := create(t, org, full(acme)), create(t, org, at(acme, 0, "kept"))
		set := remove(t, org, a.ID)
		require.Equal(t, []string{"kept"}, list(t, org, of(acme), ""))
		require.Equal(t, 1, count(t, org, activity.Filter{}))
		_, err := account.Restore(ctx, org, set)
		require.ErrorIs(t, err, clientele.ErrNotFound, "it is no set of an account")
		restored, err := activity.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 1, restored.Records)
		a.Version++
		require.Equal(t, a, get(t, org, a.ID))
		for _, set := range []record.SetID{set, {}, {1}} {
			require.ErrorIs(t, verbError(activity.Restore(ctx, org, set)), clientele.ErrNotFound)
			require.ErrorIs(t, verbError(activity.Purge(ctx, org, set)), clientele.ErrNotFound)
		}
		require.Equal(t, kept, get(t, org, kept.ID))
	})
}

func TestActivitiesGoWithTheirAccount(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, other := company(t, org, "Acme"), company(t, org, "Other")
		a, b, was := create(t, org, full(acme)), create(t, org, at(acme, 1, "b")), create(t, org, at(acme, 2, "was"))
		kept := create(t, org, at(other, 0, "kept"))
		before := remove(t, org, was.ID)
		set, err := accountDelete(org, acme)
		require.NoError(t, err)
		require.Equal(t, []string{"kept"}, list(t, org, activity.Filter{}, ""))
		for _, verb := range []error{verbError(activity.Restore(ctx, org, set)), verbError(activity.Purge(ctx, org, set))} {
			require.ErrorIs(t, verb, clientele.ErrNotFound, "the set is the account's")
		}
		_, err = activity.Restore(ctx, org, before)
		refused(t, err, "accountId unknown_reference")

		restored, err := account.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 3, restored.Records)
		a.Version, b.Version = 2, 2
		require.Equal(t, a, get(t, org, a.ID))
		require.Equal(t, b, get(t, org, b.ID))
		require.Equal(t, kept, get(t, org, kept.ID))
		_, err = activity.Restore(ctx, org, before)
		require.NoError(t, err)
		require.Equal(t, 3, count(t, org, of(acme)))
	})
}

func TestPurge(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full(company(t, org, "Acme")))
		update(t, org, a.ID, activity.Patch{Title: new("secret")})
		set := remove(t, org, a.ID)
		n, err := activity.Purge(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		n = 0
		for c, err := range activity.History(ctx, org, a.ID) {
			require.NoError(t, err)
			require.True(t, c.Purged)
			require.Empty(t, c.Fields)
			n++
		}
		require.Equal(t, 4, n)
		require.ErrorIs(t, verbError(activity.Restore(ctx, org, set)), clientele.ErrNotFound)
	})
}

func TestValuesThatActivitiesHave(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		a := create(t, org, full(acme))
		meeting := valueOf(t, org, picklist.ActivityType, "MEETING")
		_, err := picklist.Delete(ctx, org, meeting.ID, picklist.DeleteOptions{})
		refused(t, err, " referenced")
		uses, err := picklist.Usage(ctx, org, picklist.ActivityType)
		require.NoError(t, err)
		for _, u := range uses {
			require.Equal(t, map[bool]int{true: 1}[u.ID == meeting.ID], u.Count)
		}
		_, err = picklist.Delete(ctx, org, meeting.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "EMAIL"})
		require.NoError(t, err)
		require.Equal(t, "EMAIL", get(t, org, a.ID).Type.Value)
		require.Equal(t, 1, count(t, org, activity.Filter{Type: []string{"EMAIL"}}))

		email := get(t, org, a.ID).Type.ID
		_, err = picklist.Update(ctx, org, email, picklist.Patch{Value: new("Letter"), Color: new("#fff")})
		require.NoError(t, err)
		b := get(t, org, a.ID)
		require.Equal(t, picklist.Ref{ID: email, Value: "Letter", Configuration: &picklist.Configuration{Color: "#fff"}}, b.Type)
		require.EqualValues(t, 2, b.Version, "renaming touches nothing")
	})
}

func TestAnArchivedValueStaysAndIsNotChosen(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		a, b := create(t, org, full(acme)), create(t, org, at(acme, 0, "b"))
		archive(t, org, picklist.ActivityType, "MEETING")
		for _, in := range []string{"meeting", a.Type.ID.String()} {
			d := full(acme)
			d.Type = in
			_, err := activity.Create(ctx, org, d)
			refused(t, err, "type archived")
			_, err = activity.Update(ctx, org, b.ID, activity.Patch{Type: &in})
			refused(t, err, "type archived")
			require.Equal(t, a, update(t, org, a.ID, activity.Patch{Type: &in}))
			require.Equal(t, []string{"Renewal"}, list(t, org, activity.Filter{Type: []string{in}}, ""))
		}
	})
}

func TestARestoredActivityWhoseValuesAreGone(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		f := define(t, org, customfield.Draft{Name: "Reseller", Type: customfield.LookUp, LookUp: customfield.LookUpAccount})[0]
		other := company(t, org, "Other")
		d := full(company(t, org, "Acme"))
		d.CustomFieldValues = give(f.Slug, `"`+other.String()+`"`)
		a := create(t, org, d)
		set := remove(t, org, a.ID)
		for _, id := range []picklist.ID{a.Type.ID, a.Status.ID} {
			_, err := picklist.Delete(ctx, org, id, picklist.DeleteOptions{})
			require.NoError(t, err)
		}
		_, err := accountDelete(org, other)
		require.NoError(t, err)
		restored, err := activity.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, []record.Cleared{{Kind: "activity", ID: uuid.UUID(a.ID), Field: "type"}, {Kind: "activity", ID: uuid.UUID(a.ID), Field: "status"}}, restored.Cleared)
		b := get(t, org, a.ID)
		require.Equal(t, []string{"CALL", "PENDING"}, []string{b.Type.Value, b.Status.Value}, "the defaults")
		require.Empty(t, b.CustomFieldValues)
		require.Equal(t, a.Attachments, b.Attachments)
		require.Equal(t, json.RawMessage(a.Metadata), b.Metadata)
	})
}
