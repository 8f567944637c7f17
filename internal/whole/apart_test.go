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
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/task"
)

// neighbours runs a test with two organisations of the same data, whose keys are next to each other.
func neighbours(t *testing.T, test func(t *testing.T, st store.Store, one, two *clientele.Org, mine, theirs estate)) {
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) {
			st := open(t)
			one := clienteletest.OrgOn(t, st, options())
			two := must(one.DB().CreateOrg(ctx, "org_tes", nil))(t)
			test(t, st, one, two, settle(t, one), settle(t, two))
		})
	}
}

// insist makes an organisation ask for what no record has, so that an audit finds them all.
func insist(t *testing.T, orgs ...*clientele.Org) {
	rules := map[string][]string{}
	for _, kind := range []string{"account", "contact", "activity", "note", "task"} {
		rules[kind] = []string{"metadata"}
	}
	rules["account"] = []string{"website"}
	for _, org := range orgs {
		require.NoError(t, org.SetSettings(ctx, clientele.Settings{Mandatory: rules}))
	}
}

func TestWhatAnotherOrganisationHasIsAsIfItWereNowhere(t *testing.T) {
	neighbours(t, func(t *testing.T, st store.Store, one, two *clientele.Org, mine, theirs estate) {
		insist(t, one, two)
		ids, none := belongings(t, two), nowhere()
		for name, read := range readsByID {
			own, err := read(admin(two), theirs)
			require.NoError(t, err, name)
			_, found := told(t, own, ids)
			got, err := read(admin(one), theirs)
			leaked, b := told(t, got, ids)
			require.Empty(t, leaked, name)
			want, missing := read(admin(one), none)
			_, wanted := told(t, want, ids)
			require.Equal(t, wanted, b, name)
			require.Equal(t, errors.Is(missing, clientele.ErrNotFound), errors.Is(err, clientele.ErrNotFound), "%s: %v, %v", name, missing, err)
			require.Equal(t, enginetest.Reasons(fault.All(missing)), enginetest.Reasons(fault.All(err)), name)
			require.NotEqual(t, found, b, "%s finds nothing where there is something", name)
		}
	})
}

func TestWhatTwoOrganisationsHaveIsFoundInEachForItself(t *testing.T) {
	neighbours(t, func(t *testing.T, st store.Store, one, two *clientele.Org, mine, theirs estate) {
		insist(t, one, two)
		of := map[*clientele.Org]map[string]bool{one: belongings(t, one), two: belongings(t, two)}
		for name, read := range readsByText {
			for org, other := range map[*clientele.Org]*clientele.Org{one: two, two: one} {
				got, err := read(admin(org), estate{})
				require.NoError(t, err, name)
				own, _ := told(t, got, of[org])
				require.NotEmpty(t, own, name)
				leaked, _ := told(t, got, of[other])
				require.Empty(t, leaked, name)
				require.NoError(t, org.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
					again, err := read(tx, estate{})
					leaked, _ := told(t, again, of[other])
					require.Empty(t, leaked, name)
					return err
				}))
			}
		}
	})
}

func TestNothingIsWrittenAcrossOrganisations(t *testing.T) {
	neighbours(t, func(t *testing.T, st store.Store, one, two *clientele.Org, mine, theirs estate) {
		before, log := part(t, st, two.ID()), enginetest.Changes(t, one)
		for name, w := range writes {
			err := w.verb(admin(one), theirs)
			require.Error(t, err, name)
			refused := errors.Is(err, clientele.ErrNotFound)
			for _, f := range fault.All(err) {
				refused = refused || f.Code == fault.UnknownReference
			}
			require.True(t, refused, "%s: %v", name, err)
			require.NotErrorIs(t, err, clientele.ErrReferenced, name)
			require.Equal(t, log, enginetest.Changes(t, one), name)
			_, err = record.Rehearse(ctx, admin(two), name, func(_ context.Context, tx *clientele.Tx) (int, error) { return 0, w.verb(tx, theirs) })
			require.NoError(t, err, "%s, at home", name)
		}
		require.Equal(t, before, part(t, st, two.ID()))
	})
}

func TestIngestingStaysInItsOrganisation(t *testing.T) {
	neighbours(t, func(t *testing.T, st store.Store, one, two *clientele.Org, _, _ estate) {
		before := part(t, st, two.ID())
		must(contact.Delete(ctx, one, must(contact.ByEmail(ctx, one, "lee@acme.test"))(t).ID, 0))(t)
		must(account.Update(ctx, one, must(account.ByDomain(ctx, one, "beta.test"))(t).ID, account.Patch{PrimaryDomain: new("other.test")}))(t)
		done := must(contact.IngestUsers(ctx, one, contact.Ingest{SinkSource: "SLACK", Users: []contact.User{
			{Email: "lee@acme.test"}, {Email: "kim@acme.test"}, {Email: "b@beta.test"},
		}}, account.KeepGoing))(t)
		require.Equal(t, [2]int{2, 1}, [2]int{done.Created, done.Unchanged})
		require.Len(t, done.Accounts, 1, "the one of beta.test is another organisation's")
		leaked, _ := told(t, done, belongings(t, two))
		require.Empty(t, leaked)
		require.Equal(t, before, part(t, st, two.ID()))
	})
}

func TestNoPasswordIsVerifiedAcrossOrganisations(t *testing.T) {
	one := clienteletest.Org(t)
	two := must(one.DB().CreateOrg(ctx, "org_tes", nil))(t)
	theirs := settle(t, two)
	secret := customfield.Draft{Name: "Secret", Source: customfield.Account, Type: customfield.Password}
	for _, org := range []*clientele.Org{one, two} {
		must(customfield.Create(ctx, org, secret))(t)
	}
	must(account.Update(ctx, two, theirs.acme, account.Patch{CustomFieldValues: []customfield.Input{customfield.Set("secret", customfield.PasswordValue("s3same"))}}))(t)
	require.True(t, must(account.VerifyPassword(ctx, two, theirs.acme, "secret", "s3same"))(t))
	s := admin(one)
	for _, err := range []error{
		failure(account.VerifyPassword(ctx, s, theirs.acme, "secret", "s3same")), failure(contact.VerifyPassword(ctx, s, theirs.kim, "code", "x")),
		failure(activity.VerifyPassword(ctx, s, theirs.call, "code", "x")), failure(note.VerifyPassword(ctx, s, theirs.note, "code", "x")),
		failure(task.VerifyPassword(ctx, s, theirs.task, "code", "x")),
	} {
		require.ErrorIs(t, err, clientele.ErrNotFound)
	}
}

func TestDroppingAnOrganisationLeavesTheOther(t *testing.T) {
	neighbours(t, func(t *testing.T, st store.Store, one, two *clientele.Org, _, theirs estate) {
		kept, lives := part(t, st, two.ID()), look(t, two)
		require.NoError(t, one.DB().DropOrg(ctx, one.ID()))
		require.Equal(t, kept, part(t, st, two.ID()))
		require.Empty(t, part(t, st, one.ID()))
		lives.same(t, look(t, two))
		require.ErrorIs(t, failure(account.Count(ctx, one, account.Filter{})), clientele.ErrNotFound)
		must(account.Restore(ctx, two, theirs.goneAccount))(t)
		again := must(one.DB().CreateOrg(ctx, one.ID(), nil))(t)
		settle(t, again)
	})
}
