package whole_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
	"github.com/clientele-go/clientele/timeline"
)

// edited gives the JSON of a record with members changed.
func edited(t testing.TB, b string, edit func(members map[string]json.RawMessage)) string {
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(b), &members))
	edit(members)
	out, err := json.Marshal(members)
	require.NoError(t, err)
	return string(out)
}

// unlinked gives a contact as it is when it has lost its links to an account.
func unlinked(t testing.TB, b string, from account.ID) string {
	return edited(t, b, func(members map[string]json.RawMessage) {
		var links []json.RawMessage
		require.NoError(t, json.Unmarshal(members["accounts"], &links))
		links = slices.DeleteFunc(links, func(link json.RawMessage) bool { return strings.Contains(string(link), from.String()) })
		left, err := json.Marshal(links)
		require.NoError(t, err)
		members["accounts"] = left
	})
}

// notLookingUp gives a record as it is when it has lost its look-ups of an account.
func notLookingUp(t testing.TB, b string, to account.ID) string {
	return edited(t, b, func(members map[string]json.RawMessage) {
		if strings.Contains(string(members["customFieldValues"]), to.String()) {
			members["customFieldValues"] = json.RawMessage(`[]`)
		}
	})
}

// parentOf names the relationship by which an account has its parent.
func parentOf(t testing.TB, org *clientele.Org, id account.ID) string {
	page := must(relationship.List(ctx, org, relationship.Filter{AccountID: id, Type: "Parent"}, clientele.Paging{}))(t)
	require.Len(t, page.Items, 1)
	return "relationship " + page.Items[0].ID.String()
}

func TestAnAccountTakesWhatHangsOnItAndBringsItBack(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		w := build(t, org)
		before := look(t, org)
		goes := w.ofAcme(parentOf(t, org, w.acme.ID))

		set := must(account.Delete(ctx, as(org, "USER_ann"), w.acme.ID, w.acme.Version))(t)
		trashed := setOf(t, org, set)
		require.EqualValues(t, hanging, trashed.Records)
		require.Equal(t, "account", trashed.Kind)
		require.Equal(t, "USER_ann", trashed.By)
		require.False(t, trashed.Partial)
		stays := before.without(goes...).besides(t)
		for name, b := range stays {
			stays[name] = notLookingUp(t, b, w.acme.ID)
		}
		want := maps.Clone(stays)
		for name, b := range want {
			if strings.HasPrefix(name, "contact ") {
				want[name] = unlinked(t, b, w.acme.ID)
			}
		}
		now := look(t, org)
		want.same(t, now.besides(t))
		group := "account " + w.group.ID.String()
		require.Equal(t, before[group], now[group], "what has not changed has no new version")

		restored := must(account.Restore(ctx, as(org, "USER_bob"), set))(t)
		require.Equal(t, &record.Restored{Records: hanging}, restored)
		want = before.besides(t)
		maps.Copy(want, stays) // with their links, but look-ups that were cleared stay so
		want.same(t, look(t, org).besides(t))
		require.ErrorIs(t, failure(record.GetSet(ctx, org, set)), clientele.ErrNotFound)
		acme := must(account.Get(ctx, org, w.acme.ID))(t)
		require.Equal(t, w.acme.Version+1, acme.Version)
		require.Equal(t, "USER_bob", acme.UpdatedBy)
	})
}

func TestWhatHangsOnADeletedAccountIsNowhereToBeSeen(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		w := build(t, org)
		must(account.Delete(ctx, as(org, "USER_ann"), w.acme.ID, 0))(t)
		s, in := admin(org), []account.ID{w.acme.ID}
		require.Zero(t, must(activity.Count(ctx, s, activity.Filter{AccountID: in}))(t))
		require.Zero(t, must(note.Count(ctx, s, note.Filter{AccountID: in}))(t))
		require.Zero(t, must(task.Count(ctx, s, task.Filter{AccountID: in}))(t))
		require.Zero(t, must(contact.Count(ctx, s, contact.Filter{AccountIDs: in}))(t))
		require.Empty(t, must(relationship.List(ctx, s, relationship.Filter{AccountID: in[0]}, clientele.Paging{}))(t).Items)
		require.ErrorIs(t, failure(timeline.List(ctx, s, timeline.Filter{AccountID: in[0]}, clientele.Paging{})), clientele.ErrNotFound)
		require.ErrorIs(t, failure(activity.Get(ctx, s, w.call.ID)), clientele.ErrNotFound)
		require.ErrorIs(t, failure(note.Get(ctx, s, w.private.ID)), clientele.ErrNotFound)
		require.ErrorIs(t, failure(task.Get(ctx, s, w.open.ID)), clientele.ErrNotFound)
		require.ErrorIs(t, failure(relationship.Get(ctx, s, w.partner.ID)), clientele.ErrNotFound)
		up := must(relationship.RollUp(ctx, s, w.group.ID))(t)
		require.Equal(t, [4]int{1, 0, 0, 0}, [4]int{up.Accounts, up.Contacts, up.OpenTasks, up.Depth})
		require.Nil(t, up.LastActivity)

		_, err := activity.Create(ctx, s, activity.Draft{AccountID: in[0], At: w.call.At})
		enginetest.Refused(t, err, "accountId unknown_reference")
		_, err = note.Create(ctx, s, note.Draft{AccountID: in[0], Content: "x"})
		enginetest.Refused(t, err, "accountId unknown_reference")
		_, err = task.Create(ctx, s, task.Draft{AccountID: in[0], Title: "x", AssigneeID: "USER_ann", ActivityID: w.call.ID})
		enginetest.Refused(t, err, "accountId unknown_reference", "activityId unknown_reference")
		_, err = contact.Link(ctx, s, w.kim.ID, contact.LinkDraft{AccountID: in[0]})
		enginetest.Refused(t, err, "id unknown_reference")
		_, err = relationship.Create(ctx, s, relationship.Draft{AccountID: w.beta.ID, RelatedAccountID: in[0], Type: "Partner"})
		enginetest.Refused(t, err, "relatedAccountId unknown_reference")
		_, err = note.Update(ctx, s, w.elsewhere.ID, note.Patch{CustomFieldValues: company(in[0])})
		enginetest.Refused(t, err, "customFieldValues[0].value unknown_reference")
	})
}

func TestWhatLeftAnAccountBeforeItStaysWhereItIs(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		w := build(t, org)
		ann := as(org, "USER_ann")
		gone := must(note.Delete(ctx, ann, w.public.ID, 0))(t)
		unlink := must(contact.Unlink(ctx, ann, w.lee.ID, w.acme.ID))(t)
		require.NoError(t, relationship.SetParent(ctx, ann, w.acme.ID, w.beta.ID))
		kid := must(account.Create(ctx, ann, account.Draft{Name: "Kid", PrimaryDomain: "kid.test"}))(t)
		require.NoError(t, relationship.SetParent(ctx, ann, kid.ID, w.acme.ID))
		require.ErrorIs(t, failure(account.Delete(ctx, ann, w.acme.ID, 0)), clientele.ErrReferenced)
		require.Equal(t, 1, must(relationship.Lift(ctx, ann, w.acme.ID))(t))
		before := look(t, org)

		set := must(account.Delete(ctx, ann, w.acme.ID, 0))(t)
		require.EqualValues(t, hanging-2, setOf(t, org, set).Records)
		restored := must(account.Restore(ctx, ann, set))(t)
		require.Equal(t, &record.Restored{Records: hanging - 2}, restored)
		after := look(t, org)
		for _, elsewhere := range []string{"account " + w.beta.ID.String(), "note " + w.elsewhere.ID.String(), "contact " + w.lee.ID.String()} {
			before, after = before.without(elsewhere), after.without(elsewhere)
		}
		for name, b := range before { // the two records of beta that look acme up
			if strings.Contains(b, `"slug":"company"`) && strings.Contains(b, w.beta.ID.String()) {
				before, after = before.without(name), after.without(name)
			}
		}
		before.besides(t).same(t, after.besides(t))
		require.Equal(t, w.beta.ID, must(relationship.Parent(ctx, ann, w.acme.ID))(t), "not the parent that it had once")
		require.Equal(t, w.beta.ID, must(relationship.Parent(ctx, ann, kid.ID))(t), "lifted")
		require.EqualValues(t, 1, setOf(t, org, gone).Records)
		require.EqualValues(t, 1, setOf(t, org, unlink).Records)

		must(note.Restore(ctx, ann, gone))(t)
		must(contact.Restore(ctx, ann, unlink))(t)
		require.Equal(t, 2, must(contact.Count(ctx, ann, contact.Filter{AccountIDs: []account.ID{w.acme.ID}}))(t))
	})
}

func TestAContactTakesItsLinksFromEveryAccount(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		w := build(t, org)
		before := look(t, org)
		set := must(contact.Delete(ctx, as(org, "USER_bob"), w.kim.ID, 0))(t)
		require.EqualValues(t, 3, setOf(t, org, set).Records)
		require.Empty(t, must(note.Get(ctx, as(org, "USER_bob"), w.private.ID))(t).CustomFieldValues, "it looked kim up")
		call := must(activity.Get(ctx, org, w.call.ID))(t)
		require.Equal(t, w.call.Participants, call.Participants, "who took part has taken part")
		require.Equal(t, w.call.Version, call.Version)
		for id, members := range map[account.ID]int64{w.acme.ID: 1, w.beta.ID: 0} {
			page := must(account.List(ctx, org, account.Filter{Domain: []string{must(account.Get(ctx, org, id))(t).PrimaryDomain}}, clientele.Paging{With: []string{"memberCount"}}))(t)
			require.Equal(t, members, *page.Items[0].MemberCount)
		}
		require.Equal(t, &record.Restored{Records: 3}, must(contact.Restore(ctx, as(org, "USER_ann"), set))(t))
		private := "note " + w.private.ID.String()
		before.without(private).besides(t).same(t, look(t, org).without(private).besides(t))
	})
}

func TestATaskLosesTheActivityThatIsDeletedAlone(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		w := build(t, org)
		set := must(activity.Delete(ctx, as(org, "USER_bob"), w.call.ID, 0))(t)
		require.EqualValues(t, 1, setOf(t, org, set).Records)
		now := must(task.Get(ctx, org, w.open.ID))(t)
		require.True(t, now.ActivityID.IsZero())
		require.Equal(t, w.open.Version+1, now.Version)
		var fields []string
		for c, err := range task.History(ctx, org, w.open.ID) {
			require.NoError(t, err)
			fields = append(fields, c.Actor+" "+c.Op.String()+" "+strings.Join(c.Fields, ","))
		}
		require.Equal(t, []string{"USER_ann create ", "USER_bob update activityId"}, fields)
		must(activity.Restore(ctx, org, set))(t)
		require.True(t, must(task.Get(ctx, org, w.open.ID))(t).ActivityID.IsZero())

		_, err := task.Update(ctx, org, w.done.ID, task.Patch{ActivityID: &w.call.ID})
		require.NoError(t, err)
		gone := must(task.Delete(ctx, org, w.done.ID, 0))(t)
		again := must(activity.Delete(ctx, org, w.call.ID, 0))(t)
		restored := must(task.Restore(ctx, org, gone))(t)
		_, cleared := named(restored)
		require.Equal(t, []string{"task activityId"}, cleared)
		must(activity.Restore(ctx, org, again))(t)
		_, err = task.Create(ctx, org, task.Draft{AccountID: w.beta.ID, ActivityID: w.call.ID, Title: "x", AssigneeID: "u"})
		enginetest.Refused(t, err, "activityId "+string(fault.Contradiction))
	})
}
