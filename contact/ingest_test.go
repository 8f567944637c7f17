package contact_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

// ingest ingests users from Slack.
func ingest(t testing.TB, s record.Scope, users ...contact.User) *contact.Ingested {
	t.Helper()
	done, err := contact.IngestUsers(ctx, s, contact.Ingest{Users: users, SinkSource: "SLACK", Logo: "https://logo.test/l.png"}, account.KeepGoing)
	require.NoError(t, err)
	require.Equal(t, len(users), done.Total)
	require.Equal(t, done.Total, done.Created+done.Updated+done.Unchanged+done.Failed)
	for i, a := range done.Items {
		require.Equal(t, i, a.Index)
	}
	for _, c := range done.Contacts {
		whole := get(t, s, c.ID)
		require.Subset(t, whole.Accounts, c.Accounts)
		whole.Accounts = c.Accounts // of this call
		require.Equal(t, c, whole)
	}
	return done
}

// results gives what became of users, with the faults of those that failed.
func results(done *contact.Ingested) []string {
	out := []string{}
	for _, a := range done.Items {
		text := string(a.Result)
		for _, f := range a.Faults {
			text += " " + f.Path + " " + string(f.Code)
		}
		out = append(out, text)
	}
	return out
}

func user(email string) contact.User { return contact.User{Email: email} }

func TestIngestUsers(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.test", SecondaryDomain: "acme.example"})
		require.NoError(t, err)
		users := []contact.User{
			{FirstName: "Ann", LastName: "Lee", Email: "ann@acme.test", PhoneNumber: "+1 555 010 0100", AvatarURL: "https://x.test/a.png"},
			user("Ben@ACME.example"), user("cem@new.test"), user("dora@www.new.test"), user("eve@gmail.com"), user("fay@mail.acme.test"),
		}
		done := ingest(t, org, users...)
		require.Equal(t, []string{"created", "created", "created", "created", "created", "created"}, results(done))
		require.Equal(t, []string{"Ann", "Ben", "Cem", "Dora", "Eve", "Fay"}, names(done.Contacts))
		for i, want := range [][]string{{"Acme"}, {"Acme"}, {"New"}, {"New"}, {}, {"Mail"}} {
			require.Equal(t, want, words(done.Contacts[i]), i)
			require.Equal(t, "SLACK", done.Contacts[i].Source)
			require.Equal(t, done.Contacts[i].ID, done.Items[i].ContactID)
		}
		ann := done.Contacts[0]
		require.Equal(t, []string{"Lee", "+15550100100", "https://x.test/a.png", "PRIMARY"}, []string{ann.LastName, ann.PhoneNumber, ann.AvatarURL, ann.Type.Value})

		require.Len(t, done.Accounts, 2)
		made := done.Accounts[0]
		require.Equal(t, []string{"New", "new.test", "SLACK", "https://logo.test/l.png"}, []string{made.Name, made.PrimaryDomain, made.Source, made.Logo})
		require.Equal(t, 2, members(t, org, made.ID))
		require.Equal(t, "mail.acme.test", done.Accounts[1].PrimaryDomain, "a host below a domain is another one")
		require.Equal(t, 2, members(t, org, acme.ID))

		n := enginetest.Changes(t, org)
		again := ingest(t, org, users...)
		require.Equal(t, n, enginetest.Changes(t, org))
		require.Equal(t, 6, again.Unchanged)
		require.Empty(t, again.Contacts)
		require.Empty(t, again.Accounts)
		require.Equal(t, ann.ID, again.Items[0].ContactID)
	})
}

func TestIngestingFillsOnlyWhatIsEmpty(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, other := company(t, org, "acme"), company(t, org, "other")
		ann := create(t, org, contact.Draft{FirstName: "Ann", Email: "ann@acme.test", PhoneNumber: "+15550100100", Links: []contact.LinkDraft{{AccountID: other.ID, Title: "CEO"}}})
		ben := create(t, org, contact.Draft{FirstName: "Ben", Email: "ben@acme.test", Links: []contact.LinkDraft{{AccountID: acme.ID, Title: "CTO", Primary: true}}})
		done := ingest(t, org,
			contact.User{FirstName: "Anna", LastName: "Lee", Email: "ann@acme.test", PhoneNumber: "+15550100199", AvatarURL: "https://x.test/a.png"},
			contact.User{FirstName: "Benjamin", Email: "ben@acme.test"},
		)
		require.Equal(t, []string{"updated", "unchanged"}, results(done))
		require.Equal(t, []string{"Ann"}, names(done.Contacts))
		require.Equal(t, []string{"acme"}, words(done.Contacts[0]))
		now := get(t, org, ann.ID)
		require.Equal(t, []string{"Ann", "Lee", "+15550100100", "https://x.test/a.png", ""}, []string{now.FirstName, now.LastName, now.PhoneNumber, now.AvatarURL, now.Source})
		require.EqualValues(t, 2, now.Version)
		require.Equal(t, []string{"other «CEO»", "acme"}, words(now))
		require.Equal(t, ann.Type, now.Type)
		require.Equal(t, ben, get(t, org, ben.ID))
	})
}

// TestAContactStandsOnceInTheResult: of an address in two chunks, as it is after the last.
func TestAContactStandsOnceInTheResult(t *testing.T) {
	org := clienteletest.Org(t)
	users := []contact.User{{Email: "ann@acme.test"}}
	for i := range 1_000 {
		users = append(users, user(fmt.Sprintf("u%d@acme.test", i)))
	}
	users = append(users, contact.User{Email: "ann@acme.test", LastName: "Lee"})
	done, err := contact.IngestUsers(ctx, org, contact.Ingest{Users: users, SinkSource: "SLACK"}, account.KeepGoing)
	require.NoError(t, err)
	require.Len(t, done.Contacts, 1_001)
	require.Equal(t, "Lee", done.Contacts[0].LastName)
}

func TestALinkAloneIsAnUpdate(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		ann := create(t, org, called("Ann", "ann@acme.test"))
		acme := company(t, org, "acme")
		done := ingest(t, org, user("ann@acme.test"))
		require.Equal(t, []string{"updated"}, results(done))
		require.Equal(t, []string{"acme"}, words(done.Contacts[0]))
		require.EqualValues(t, 1, done.Contacts[0].Version)
		_, err := contact.Unlink(ctx, org, ann.ID, acme.ID)
		require.NoError(t, err)
		require.Equal(t, []string{"updated"}, results(ingest(t, org, user("ann@acme.test"))))
	})
}

func TestUsersWithOneAddressAreOneContact(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		done := ingest(t, org,
			contact.User{Email: "ann@acme.test", LastName: "Lee"}, contact.User{Email: "ANN@acme.test", FirstName: "Anna", LastName: "Other"},
			contact.User{Email: "ann@acme.test", LastName: "Third"},
		)
		require.Equal(t, []string{"created", "updated", "unchanged"}, results(done))
		require.Len(t, done.Contacts, 1)
		require.Equal(t, "Anna Lee", done.Contacts[0].Name())
	})
}

func TestAUserAtFaultLosesNobodyElse(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		users := []contact.User{
			user("ann@acme.test"), {Email: "x", PhoneNumber: "1", AvatarURL: "y", FirstName: text(256), LastName: "a\nb"}, user(""),
			{Email: "only@faulty.test", PhoneNumber: "1"}, user("ben@acme.test"),
		}
		done := ingest(t, org, users...)
		require.Equal(t, []string{
			"created", "failed firstName too_long lastName invalid_text email not_an_email phoneNumber not_a_phone avatarUrl not_a_url",
			"failed email required", "failed phoneNumber not_a_phone", "created",
		}, results(done))
		require.Len(t, done.Accounts, 1, "no account for those who do not come")

		n := enginetest.Changes(t, org)
		_, err := contact.IngestUsers(ctx, org, contact.Ingest{Users: append(users, user("new@new.test")), SinkSource: "TEAMS"}, account.AllOrNothing)
		enginetest.Refused(t, err, "users[1].firstName too_long", "users[1].lastName invalid_text", "users[1].email not_an_email",
			"users[1].phoneNumber not_a_phone", "users[1].avatarUrl not_a_url", "users[2].email required", "users[3].phoneNumber not_a_phone")
		require.Equal(t, n, enginetest.Changes(t, org))
	})
}

func TestWhatIsWrongWithTheWholeIngest(t *testing.T) {
	org := clienteletest.Org(t)
	for _, c := range []struct {
		in   string
		want []string
	}{
		{`{}`, []string{"users empty", "sinkSource required"}},
		{`{"users":[],"sinkSource":"FAX","logo":"x"}`, []string{"users empty", "sinkSource not_allowed", "logo not_a_url"}},
		{`{"users":7,"sinkSource":7,"logo":7}`, []string{"users wrong_type", "sinkSource wrong_type", "logo wrong_type"}},
		{`[]`, []string{" wrong_type", "users empty", "sinkSource required"}},
	} {
		var in contact.Ingest
		require.NoError(t, json.Unmarshal([]byte(c.in), &in))
		for _, mode := range []account.Mode{account.KeepGoing, account.AllOrNothing} {
			_, err := contact.IngestUsers(ctx, org, in, mode)
			enginetest.Refused(t, err, c.want...)
		}
	}
	var in contact.Ingest
	require.NoError(t, json.Unmarshal([]byte(`{"users":[{"email":7},"x",{"email":"ann@acme.test","title":"CEO"}],"sinkSource":" zendesk "}`), &in))
	done, err := contact.IngestUsers(ctx, org, in, account.KeepGoing)
	require.NoError(t, err)
	require.Equal(t, []string{"failed email wrong_type", "failed  wrong_type email required", "created"}, results(done))
	require.Equal(t, "ZENDESK", done.Accounts[0].Source)
	require.Equal(t, []string{"MANUAL", "SLACK", "TEAMS", "INTERCOM", "ZENDESK"}, contact.SinkSources())
}

func TestFreeMailStandsForNoCompany(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		_, err := account.Create(ctx, org, account.Draft{Name: "Gmail fans", PrimaryDomain: "gmail.com", AddExistingUsers: true})
		require.NoError(t, err)
		require.NoError(t, org.SetSettings(ctx, clientele.Settings{FreeMail: []string{"gmail.com", "free.test"}}))
		done := ingest(t, org, user("a@gmail.com"), user("b@free.test"), user("c@gmx.de"))
		require.Equal(t, []string{}, append(words(done.Contacts[0]), words(done.Contacts[1])...))
		require.Equal(t, []string{"Gmx"}, words(done.Contacts[2]), "the organisation's own list")
	})
}

func TestAnAccountIsNamedAfterItsDomain(t *testing.T) {
	org := clienteletest.Org(t)
	done := ingest(t, org, user("a@bücher.test"), user("b@co.uk"), user("c@foo.bar.example"))
	require.Equal(t, "Bücher", done.Accounts[0].Name)
	require.Equal(t, "Foo", done.Accounts[1].Name)
	require.Empty(t, done.Contacts[1].Accounts, "a bare suffix is no domain of a company")
}

// strict gives options with rules of the host that refuse some accounts and contacts.
func strict() *clientele.Options {
	o := clienteletest.Options()
	refuse := func(path string) []fault.Fault { return []fault.Fault{{Path: path, Code: "unheard_of"}} }
	o.Rules = []clientele.Rule{
		account.Rule(func(_, after *account.Account) []fault.Fault {
			if after.PrimaryDomain == "bad.test" {
				return refuse("primaryDomain")
			}
			return nil
		}),
		contact.Rule(func(_, after *contact.Contact) []fault.Fault {
			if after.LastName == "Doe" {
				return refuse("lastName")
			}
			return nil
		}),
	}
	return o
}

func TestAnAccountThatIsRefusedFailsItsUsers(t *testing.T) {
	enginetest.RunWith(t, strict, func(t *testing.T, org *clientele.Org) {
		old := create(t, org, called("Old", "old@bad.test"))
		doe := create(t, org, called("Jane", "jane@acme.test"))
		users := []contact.User{
			user("a@bad.test"), {Email: "b@acme.test", LastName: "Doe"}, {Email: "old@bad.test", LastName: "Lee"}, user("c@good.test"),
			{Email: "a@bad.test", LastName: "x"}, {Email: "jane@acme.test", LastName: "Doe"},
		}
		done := ingest(t, org, users...)
		bad := "failed account.primaryDomain unheard_of"
		require.Equal(t, []string{bad, "failed lastName unheard_of", bad, "created", bad, "failed lastName unheard_of"}, results(done))
		require.Equal(t, old, get(t, org, old.ID), "not even half of it")
		require.Equal(t, doe, get(t, org, doe.ID))
		require.Len(t, done.Accounts, 1)
		require.Equal(t, 3, count(t, org, contact.Filter{}))
		_, err := contact.IngestUsers(ctx, org, contact.Ingest{Users: users[:1], SinkSource: "MANUAL"}, account.AllOrNothing)
		enginetest.Refused(t, err, "users[0].account.primaryDomain unheard_of")
	})
}

func TestIngestingAsksThePolicy(t *testing.T) {
	var hidden account.ID
	refuses := func(a clientele.Action) bool {
		if c, ok := a.Record.(*contact.Contact); ok {
			return c.Email == "hidden@acme.test"
		}
		m, ok := a.Record.(*contact.Membership)
		return ok && m.AccountID == hidden
	}
	enginetest.RunWith(t, hiding(&hidden, refuses), func(t *testing.T, org *clientele.Org) {
		company(t, org, "acme")
		hidden = company(t, org, "secret").ID
		create(t, org, called("Hidden", "hidden@acme.test"))
		done := ingest(t, org.As(clientele.Actor{ID: "guest"}), user("a@secret.test"), user("b@acme.test"), user("hidden@acme.test"))
		require.ErrorIs(t, done.Items[0].Err, clientele.ErrForbidden)
		require.Equal(t, "created", string(done.Items[1].Result))
		require.ErrorIs(t, done.Items[2].Err, clientele.ErrForbidden)
		require.Equal(t, 1, done.Created)
		_, err := contact.ByEmail(ctx, org, "a@secret.test")
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = contact.IngestUsers(ctx, org.As(clientele.Actor{ID: "guest"}), contact.Ingest{Users: []contact.User{user("a@secret.test")}, SinkSource: "MANUAL"}, account.AllOrNothing)
		require.ErrorIs(t, err, clientele.ErrForbidden)
	})
}

func TestIngestingInChunks(t *testing.T) {
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) {
			org := clienteletest.OrgOn(t, open(t), clienteletest.Options())
			var users []contact.User
			for i := range 2_100 {
				users = append(users, user(fmt.Sprintf("u%d@d%d.test", i, i%7)))
			}
			done := ingest(t, org, users...)
			require.Equal(t, 2_100, done.Created)
			require.Len(t, done.Accounts, 7)
			n := enginetest.Changes(t, org)
			require.Equal(t, 2_100, ingest(t, org, users...).Unchanged)
			require.Equal(t, n, enginetest.Changes(t, org))
		})
	}
}
