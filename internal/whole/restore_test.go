package whole_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/task"
)

func TestLinksWhoseOtherEndIsGoneStayInTheTrash(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		w := build(t, org)
		ann := as(org, "USER_ann")
		set := must(account.Delete(ctx, ann, w.acme.ID, 0))(t)
		lee := must(contact.Delete(ctx, ann, w.lee.ID, 0))(t)
		beta := must(account.Delete(ctx, ann, w.beta.ID, 0))(t)
		require.EqualValues(t, 1, setOf(t, org, lee).Records, "the link is in the account's set")

		restored := must(account.Restore(ctx, ann, set))(t)
		left, cleared := named(restored)
		require.Equal(t, hanging-2, restored.Records)
		require.ElementsMatch(t, []string{"contact_link contactId", "relationship accountId"}, left)
		require.Empty(t, cleared)
		require.EqualValues(t, 2, setOf(t, org, set).Records)
		require.Equal(t, 1, must(contact.Count(ctx, org, contact.Filter{AccountIDs: []account.ID{w.acme.ID}}))(t))

		must(contact.Restore(ctx, ann, lee))(t)
		must(account.Restore(ctx, ann, beta))(t)
		require.Equal(t, 1, must(contact.Count(ctx, org, contact.Filter{AccountIDs: []account.ID{w.acme.ID}}))(t), "neither set has the link")
		require.Equal(t, &record.Restored{Records: 2}, must(account.Restore(ctx, ann, set))(t))
		require.Equal(t, 2, must(contact.Count(ctx, org, contact.Filter{AccountIDs: []account.ID{w.acme.ID}}))(t))
		require.Equal(t, w.partner.AccountID, must(relationship.Get(ctx, org, w.partner.ID))(t).AccountID)
	})
}

func TestValuesThatAreGoneBecomeTheDefaultOrNothing(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		w := build(t, org)
		ann := as(org, "USER_ann")
		set := must(account.Delete(ctx, ann, w.acme.ID, 0))(t)
		role := must(contact.Get(ctx, org, w.kim.ID))(t).Accounts
		require.Len(t, role, 1)
		legal := w.kim.Accounts[0].Role.ID
		for _, gone := range []picklist.ID{
			w.acme.Status.ID, w.acme.Classification.ID, w.acme.Health.ID, w.acme.Industry.ID, legal,
			w.visit.Type.ID, w.visit.Status.ID, w.public.Type.ID, w.done.Type.ID, w.done.Status.ID, w.done.Priority.ID,
		} {
			must(picklist.Delete(ctx, ann, gone, picklist.DeleteOptions{}))(t)
		}
		restored := must(account.Restore(ctx, ann, set))(t)
		left, cleared := named(restored)
		require.Equal(t, hanging, restored.Records)
		require.Empty(t, left)
		require.ElementsMatch(t, []string{
			"account status", "account classification", "account health", "account industry", "contact_link role",
			"activity type", "activity status", "note type", "task type", "task status", "task priority",
		}, cleared)
		s := admin(org)
		acme := must(account.Get(ctx, s, w.acme.ID))(t)
		require.Equal(t, []string{"PROSPECT", "", "", ""}, []string{acme.Status.Value, acme.Classification.Value, acme.Health.Value, acme.Industry.Value})
		visit := must(activity.Get(ctx, s, w.visit.ID))(t)
		require.Equal(t, []string{"CALL", "PENDING"}, []string{visit.Type.Value, visit.Status.Value})
		require.Equal(t, "GENERAL", must(note.Get(ctx, s, w.public.ID))(t).Type.Value)
		done := must(task.Get(ctx, s, w.done.ID))(t)
		require.Equal(t, []string{"FOLLOW_UP", "PENDING", "LOW"}, []string{done.Type.Value, done.Status.Value, done.Priority.Value})
		require.True(t, done.Open(), "the status that it has now is an open one")
		require.Equal(t, 2, must(relationship.RollUp(ctx, s, w.acme.ID))(t).OpenTasks)
		require.Zero(t, must(contact.Get(ctx, s, w.kim.ID))(t).Accounts[0].Role, "a role has no default")
		require.Equal(t, "chief addax", must(contact.Get(ctx, s, w.kim.ID))(t).Accounts[0].Title)
	})
}

// TestAClashRefusesTheRestoreWhole gives everything unique in the set to others, asks for the restore, and takes it away again
// one by one.
func TestAClashRefusesTheRestoreWhole(t *testing.T) {
	for name, open := range enginetest.All {
		t.Run(name, func(t *testing.T) {
			st := open(t)
			clashes(t, st, clienteletest.OrgOn(t, st, options()))
		})
	}
}

func clashes(t *testing.T, st store.Store, org *clientele.Org) {
	w := build(t, org)
	s := admin(org)
	set := must(account.Delete(ctx, s, w.acme.ID, 0))(t)
	first := must(account.Create(ctx, s, account.Draft{Name: "First", PrimaryDomain: "acme.test", SecondaryDomain: "acme.dev"}))(t)
	second := must(account.Create(ctx, s, account.Draft{
		Name: "Second", PrimaryDomain: "acme.example", ExternalIDs: map[string]string{"crm": "0017"}, CustomFieldValues: code("ACCOUNT-1"),
	}))(t)
	visit := must(activity.Create(ctx, s, activity.Draft{AccountID: first.ID, At: w.visit.At, CustomFieldValues: code("VISIT-1")}))(t)
	public := must(note.Create(ctx, s, note.Draft{AccountID: first.ID, Content: "x", CustomFieldValues: code("NOTE-1")}))(t)
	open := must(task.Create(ctx, s, task.Draft{AccountID: first.ID, Title: "x", AssigneeID: "u", CustomFieldValues: code("TASK-1")}))(t)

	refused := func(want ...string) {
		t.Helper()
		before := enginetest.Dump(t, st)
		_, err := account.Restore(ctx, s, set)
		require.ErrorIs(t, err, clientele.ErrExists)
		enginetest.Refused(t, err, want...)
		_, err = record.RestoreChunked(ctx, s, set)
		enginetest.Refused(t, err, want...)
		require.Equal(t, before, enginetest.Dump(t, st), "nothing was written")
	}
	const custom = "customFieldValues duplicate"
	refused("primaryDomain duplicate", "secondaryDomains[0] duplicate", "secondaryDomains[1] duplicate", "externalIds.crm duplicate",
		custom, custom, custom, custom)
	must(account.Delete(ctx, s, second.ID, 0))(t)
	refused("primaryDomain duplicate", "secondaryDomains[1] duplicate", custom, custom, custom)
	must(note.Delete(ctx, s, public.ID, 0))(t)
	must(task.Update(ctx, s, open.ID, task.Patch{CustomFieldValues: code("TASK-2")}))(t)
	refused("primaryDomain duplicate", "secondaryDomains[1] duplicate", custom)
	must(activity.Delete(ctx, s, visit.ID, 0))(t)
	must(account.Update(ctx, s, first.ID, account.Patch{PrimaryDomain: new("first.test"), Clear: []account.Field{account.FieldSecondaryDomains}}))(t)
	require.Equal(t, &record.Restored{Records: hanging}, must(account.Restore(ctx, s, set))(t))
}

func TestAClashRefusesTheRestoreOfAContactWhole(t *testing.T) {
	for name, open := range enginetest.All {
		t.Run(name, func(t *testing.T) {
			st := open(t)
			org := clienteletest.OrgOn(t, st, options())
			w := build(t, org)
			s := admin(org)
			set := must(contact.Delete(ctx, s, w.kim.ID, 0))(t)
			mail := must(contact.Create(ctx, s, contact.Draft{FirstName: "M", Email: "kim@acme.test", CustomFieldValues: code("CONTACT-1")}))(t)
			user := must(contact.Create(ctx, s, contact.Draft{FirstName: "U", Email: "u@x.test", CustomerUserID: "CU-1"}))(t)
			must(contact.Link(ctx, s, w.lee.ID, contact.LinkDraft{AccountID: w.acme.ID, Primary: true}))(t)
			refused := func(want ...string) {
				t.Helper()
				before := enginetest.Dump(t, st)
				_, err := contact.Restore(ctx, s, set)
				enginetest.Refused(t, err, want...)
				require.Equal(t, before, enginetest.Dump(t, st), "nothing was written")
			}
			refused("email duplicate", "customerUserId duplicate", "customFieldValues duplicate", "primary duplicate")
			must(contact.Delete(ctx, s, mail.ID, 0))(t)
			refused("customerUserId duplicate", "primary duplicate")
			must(contact.Update(ctx, s, user.ID, contact.Patch{Clear: []contact.Field{contact.FieldCustomerUserID}}))(t)
			refused("primary duplicate")
			must(contact.Link(ctx, s, w.lee.ID, contact.LinkDraft{AccountID: w.acme.ID}))(t)
			require.Equal(t, &record.Restored{Records: 3}, must(contact.Restore(ctx, s, set))(t))
		})
	}
}
