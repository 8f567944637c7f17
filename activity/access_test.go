package activity_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

// quiet is a rule of a host program: no shouting, and a title once given stays.
func quiet(before, after *activity.Activity) []fault.Fault {
	var faults fault.List
	if strings.HasSuffix(after.Title, "!") {
		faults.Add("title", "loud", "must not shout")
	}
	if before != nil && before.Title != after.Title {
		faults.Add("title", fault.Immutable, "stays")
	}
	return faults
}

func TestRulesOfTheHost(t *testing.T) {
	enginetest.RunWith(t, with(func(o *clientele.Options) { o.Rules = []record.Rule{activity.Rule(quiet)} }), func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		d := at(acme, 0, "Hey!")
		d.Duration = -1
		_, err := activity.Create(ctx, org, d)
		refused(t, err, "duration too_small", "title loud")
		a := create(t, org, at(acme, 0, "Hey"))
		_, err = activity.Update(ctx, org, a.ID, activity.Patch{Title: new("Ho!"), Location: new("\x00")})
		refused(t, err, "location invalid_text", "title loud", "title immutable")
		update(t, org, a.ID, activity.Patch{Location: new("here")})
	})
}

func TestWhatAnOrganisationInsistsOn(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		old := create(t, org, at(acme, 0, "old"))
		for _, field := range []string{"accountId", "activityTimestamp", "attachments", "typeId", "version", "x"} {
			err := org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"activity": {"title", field}}})
			refused(t, err, "mandatory.activity[1] unknown_field")
		}
		mandatory := []string{"location", "participants", "status", "metadata"}
		none := create(t, org, full(acme))
		none = update(t, org, none.ID, activity.Patch{Title: new("none"), Clear: []activity.Field{activity.FieldStatus}})
		require.NoError(t, org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"activity": mandatory}}))
		_, err := activity.Create(ctx, org, at(acme, 0, "new"))
		refused(t, err, "location required", "participants required", "metadata required")
		d := full(acme)
		d.Location = "a\nb"
		_, err = activity.Create(ctx, org, d)
		refused(t, err, "location invalid_text")
		create(t, org, full(acme))
		update(t, org, old.ID, activity.Patch{Title: new("still old")})
		_, err = activity.Update(ctx, org, old.ID, activity.Patch{Location: new(" "), Participants: new([]string), Clear: []activity.Field{"status"}})
		refused(t, err, "location required", "participants required", "status required")
		require.Equal(t, map[string][]string{"still old": {"location required", "participants required", "metadata required"}, none.Title: {"status required"}}, findings(t, org, activity.Filter{}))
	})
}

// findings gives what an audit finds, by title.
func findings(t testing.TB, s record.Scope, f activity.Filter) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for f, err := range activity.Audit(ctx, s, f) {
		require.NoError(t, err)
		found[f.Activity.Title] = enginetest.Reasons(f.Faults)
	}
	return found
}

func TestAuditFindsWhatTodaysRulesRefuse(t *testing.T) {
	st := memstore.New()
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	acme := company(t, org, "Acme")
	d := full(acme)
	d.Title = "Loud!"
	a := create(t, org, d)
	d.Title, d.AccountID = "quiet", company(t, org, "Other")
	create(t, org, d)
	archive(t, org, "activity_type", "MEETING")
	require.Empty(t, findings(t, org, activity.Filter{}), "an archived value may stay")

	directory := newDirectory()
	delete(directory.users, "USER2")
	db, err := clientele.Open(ctx, st, with(func(o *clientele.Options) {
		o.Rules, o.Directory = []record.Rule{activity.Rule(quiet)}, directory
	})())
	require.NoError(t, err)
	later, err := db.Org(ctx, "org_test")
	require.NoError(t, err)
	require.Equal(t, map[string][]string{
		"Loud!": {"participants[1] unknown_reference", "title loud"}, "quiet": {"participants[1] unknown_reference"},
	}, findings(t, later, activity.Filter{}))
	require.Equal(t, [][]string{{"USER1", "USER2"}}, directory.calls(), "once for all of them")
	require.Len(t, findings(t, later, of(acme)), 1)
	for f, err := range activity.Audit(ctx, later, activity.Filter{}) {
		require.NoError(t, err)
		require.Equal(t, "Other", f.Activity.Account)
		break
	}
	require.Equal(t, a, get(t, org, a.ID))
	before := create(t, org, at(acme, 0, "before")).ID
	require.Empty(t, findings(t, org, activity.Filter{}))
	require.Equal(t, before[15]+1, create(t, org, at(acme, 0, "after")).ID[15], "what an audit makes takes no ids")
}

// hiding is a policy that hides and refuses what has a word in its title, and accounts of a name.
func hiding(_ context.Context, act record.Action) error {
	refuse := errors.New("activity_test: not for you")
	switch r := act.Record.(type) {
	case *activity.Activity:
		if r.Title == map[record.Op]string{record.OpRead: "hidden", record.OpCreate: "never", record.OpUpdate: "fixed", record.OpDelete: "fixed", record.OpRestore: "gone"}[act.Op] {
			return refuse
		}
	case *account.Account:
		if r.Name == "Hidden" && act.Op == record.OpRead && act.Actor.ID == "guest" {
			return refuse
		}
	}
	return nil
}

func TestThePolicyIsAsked(t *testing.T) {
	enginetest.RunWith(t, with(func(o *clientele.Options) { o.Policy = hiding }), func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		seen, hidden, was := create(t, org, at(acme, 0, "seen")), create(t, org, at(acme, 1, "hidden")), create(t, org, at(acme, 2, "was seen"))
		set := remove(t, org, was.ID)
		fixed, gone := create(t, org, at(acme, 3, "fixed")), remove(t, org, create(t, org, at(acme, 4, "gone")).ID)
		for _, err := range []error{
			verbError(activity.Get(ctx, org, hidden.ID)), verbError(activity.Update(ctx, org, hidden.ID, activity.Patch{Title: new("x")})),
			verbError(activity.Delete(ctx, org, hidden.ID, 0)), verbError(activity.VerifyPassword(ctx, org, hidden.ID, "x", "y")),
		} {
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		many, err := activity.GetMany(ctx, org, []activity.ID{hidden.ID, seen.ID})
		require.NoError(t, err)
		require.Equal(t, []string{"seen"}, titles(many))
		for _, order := range []string{"activityTimestamp", "createdAt", "updatedAt"} {
			require.Equal(t, []string{"seen", "fixed"}, paged(t, org, of(acme), order, 1))
		}
		require.Equal(t, []string{"fixed", "seen"}, all(t, org, activity.Filter{}))
		require.Len(t, between(t, org, []account.ID{acme}, record.Interval{}, 9), 2)

		for _, err := range []error{
			verbError(activity.Create(ctx, org, at(acme, 3, "never"))), verbError(activity.Update(ctx, org, fixed.ID, activity.Patch{Title: new("x")})),
			verbError(activity.Delete(ctx, org, fixed.ID, 0)), verbError(activity.Restore(ctx, org, gone)),
		} {
			require.ErrorIs(t, err, clientele.ErrForbidden)
		}
		_, err = activity.Restore(ctx, org, set)
		require.NoError(t, err)
	})
}

func TestTheNameOfAnAccountThatIsHidden(t *testing.T) {
	enginetest.RunWith(t, with(func(o *clientele.Options) { o.Policy = hiding }), func(t *testing.T, org *clientele.Org) {
		a := create(t, org, at(company(t, org, "Hidden"), 0, "x"))
		require.Equal(t, "Hidden", get(t, org, a.ID).Account)
		require.Empty(t, get(t, org.As(record.Actor{ID: "guest"}), a.ID).Account)
	})
}
