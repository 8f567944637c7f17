package whole_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

// below makes two accounts below acme, one below the other, on which things hang, some of which look each other up.
func (w *world) below(t testing.TB, org *clientele.Org) (labs, shop *account.Account) {
	ann, bob := as(org, "USER_ann"), as(org, "USER_bob")
	labs = must(account.Create(ctx, ann, account.Draft{Name: "Labs", PrimaryDomain: "labs.test", CustomFieldValues: company(w.acme.ID)}))(t)
	shop = must(account.Create(ctx, ann, account.Draft{Name: "Shop", PrimaryDomain: "shop.test"}))(t)
	require.NoError(t, relationship.SetParent(ctx, ann, labs.ID, w.acme.ID))
	require.NoError(t, relationship.SetParent(ctx, ann, shop.ID, labs.ID))
	must(contact.Link(ctx, ann, w.lee.ID, contact.LinkDraft{AccountID: shop.ID, Primary: true}))(t)
	must(note.Create(ctx, bob, note.Draft{AccountID: labs.ID, Content: "of labs", Visibility: "private", CustomFieldValues: company(shop.ID)}))(t)
	must(activity.Create(ctx, bob, activity.Draft{AccountID: shop.ID, At: w.call.At}))(t)
	must(task.Create(ctx, ann, task.Draft{AccountID: shop.ID, Title: "of shop", AssigneeID: "USER_bob"}))(t)
	return labs, shop
}

// unhook takes the look-ups away by which records of beta and a contact lead to acme, for they are cleared by its deletion.
func (w *world) unhook(t testing.TB, org *clientele.Org) {
	s := admin(org)
	unset := []customfield.Input{customfield.Unset("company")}
	must(account.Update(ctx, s, w.beta.ID, account.Patch{CustomFieldValues: unset}))(t)
	must(contact.Update(ctx, s, w.lee.ID, contact.Patch{CustomFieldValues: unset}))(t)
	of := []account.ID{w.beta.ID}
	for _, a := range must(activity.List(ctx, s, activity.Filter{AccountID: of}, clientele.Paging{}))(t).Items {
		must(activity.Update(ctx, s, a.ID, activity.Patch{CustomFieldValues: unset}))(t)
	}
	for _, n := range must(note.List(ctx, s, note.Filter{AccountID: of}, clientele.Paging{}))(t).Items {
		must(note.Update(ctx, s, n.ID, note.Patch{CustomFieldValues: unset}))(t)
	}
	for _, k := range must(task.List(ctx, s, task.Filter{AccountID: of}, clientele.Paging{}))(t).Items {
		must(task.Update(ctx, s, k.ID, task.Patch{CustomFieldValues: unset}))(t)
	}
}

func TestASubtreeGoesAndComesBackWithEverything(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		w := build(t, org)
		w.below(t, org)
		w.unhook(t, org)
		before := look(t, org)
		ann := as(org, "USER_ann")
		up := must(relationship.RollUp(ctx, ann, w.acme.ID))(t)
		require.Equal(t, [5]int{3, 2, 2, 2, 2}, [5]int{up.Accounts, up.Depth, up.Contacts, up.OpenTasks, must(activity.Count(ctx, ann, activity.Filter{AccountID: []account.ID{w.acme.ID}}))(t)})
		require.ErrorIs(t, failure(account.Delete(ctx, ann, w.acme.ID, 0)), clientele.ErrReferenced)
		require.ErrorIs(t, failure(record.DeleteChunked(ctx, ann, account.Target, w.acme.ID, 0)), clientele.ErrReferenced)
		before.same(t, look(t, org))

		set := must(relationship.DeleteSubtree(ctx, ann, w.acme.ID, 0))(t)
		// beside acme and what hangs on it: two accounts, their two parents, a link, a note, an activity and a task
		require.EqualValues(t, hanging+8, setOf(t, org, set).Records)
		require.Equal(t, 7, len(look(t, org)), "the group, beta with three things, and two contacts")
		require.Equal(t, &record.Restored{Records: hanging + 8}, must(account.Restore(ctx, as(org, "USER_bob"), set))(t))
		before.besides(t).same(t, look(t, org).besides(t))
		require.Equal(t, up.LastActivity, must(relationship.RollUp(ctx, ann, w.acme.ID))(t).LastActivity)
	})
}

func TestChildrenThatWereLiftedOrDetachedStayWhereTheyAre(t *testing.T) {
	for name, c := range map[string]struct {
		verb   func(s record.Scope, w world) (int, error)
		parent func(w world) account.ID
	}{
		"lifted":   {func(s record.Scope, w world) (int, error) { return relationship.Lift(ctx, s, w.acme.ID) }, func(w world) account.ID { return w.group.ID }},
		"detached": {func(s record.Scope, w world) (int, error) { return relationship.Detach(ctx, s, w.acme.ID) }, func(world) account.ID { return account.ID{} }},
	} {
		t.Run(name, func(t *testing.T) {
			enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
				w := build(t, org)
				labs, shop := w.below(t, org)
				w.unhook(t, org)
				must(account.Update(ctx, org, labs.ID, account.Patch{CustomFieldValues: []customfield.Input{customfield.Unset("company")}}))(t)
				ann := as(org, "USER_ann")
				require.Equal(t, 1, must(c.verb(ann, w))(t))
				moved := look(t, org)
				set := must(account.Delete(ctx, ann, w.acme.ID, 0))(t)
				require.EqualValues(t, hanging, setOf(t, org, set).Records)
				require.Equal(t, c.parent(w), must(relationship.Parent(ctx, ann, labs.ID))(t))
				require.Equal(t, labs.ID, must(relationship.Parent(ctx, ann, shop.ID))(t))
				require.Equal(t, &record.Restored{Records: hanging}, must(account.Restore(ctx, ann, set))(t))
				moved.besides(t).same(t, look(t, org).besides(t))
			})
		})
	}
}
