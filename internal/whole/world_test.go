package whole_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

var ctx = context.Background()

// options are those of clienteletest, with a clock that goes on by a second each time it is asked.
func options() *clientele.Options {
	clock := new(clienteletest.Clock)
	return &clientele.Options{IDs: clienteletest.IDs(), Clock: func() time.Time {
		clock.Advance(time.Second)
		return clock.Now()
	}}
}

// as gives a handle for a user who is no administrator.
func as(org *clientele.Org, user string) *clientele.Org { return org.As(clientele.Actor{ID: user}) }

// admin gives a handle that sees everything.
func admin(org *clientele.Org) *clientele.Org {
	return org.As(clientele.Actor{ID: "USER_admin", Admin: true})
}

// world is a company, acme, with everything that can hang on one, made by several users, between a group that it belongs
// to, a partner, and records elsewhere that look it up.
type world struct {
	group, acme, beta *account.Account
	kim, lee          *contact.Contact // kim is in acme, the primary one, and in beta; lee is in acme alone
	call, visit       *activity.Activity
	public, team      *note.Note // by ann
	private           *note.Note // by bob
	open, done        *task.Task // the first came of call
	partner           *relationship.Relationship
	elsewhere         *note.Note // in beta, private, by bob
}

// hanging is how many records go to the trash with acme: itself, two links, two relationships, two activities, three
// notes and two tasks.
const hanging = 12

// sources are the kinds that have custom fields.
var sources = []customfield.Source{customfield.Account, customfield.CustomerContact, customfield.Activity, customfield.Note, customfield.Task}

// fields makes, for each kind, a field that looks up an account, one that looks up a contact, and a unique text.
func fields(t testing.TB, org *clientele.Org) {
	var drafts []customfield.Draft
	for _, source := range sources {
		drafts = append(drafts,
			customfield.Draft{Name: "Company", Source: source, Type: customfield.LookUp, LookUp: customfield.LookUpAccount},
			customfield.Draft{Name: "Person", Source: source, Type: customfield.LookUp, LookUp: customfield.LookUpContact},
			customfield.Draft{Name: "Code", Source: source, Type: customfield.SingleLine, Unique: true})
	}
	_, err := customfield.CreateMany(ctx, org, drafts)
	require.NoError(t, err)
}

// company gives the input by which a record looks up an account.
func company(id account.ID) []customfield.Input {
	return []customfield.Input{customfield.Set("company", customfield.LookUpValue(customfield.LookUpAccount, id.String()))}
}

// person gives the input by which a record looks up a contact.
func person(id contact.ID) []customfield.Input {
	return []customfield.Input{customfield.Set("person", customfield.LookUpValue(customfield.LookUpContact, id.String()))}
}

// code gives the input that sets a text that only one record of a kind has.
func code(text string) []customfield.Input {
	return []customfield.Input{customfield.Set("code", customfield.TextValue(text))}
}

// build makes a world.
func build(t testing.TB, org *clientele.Org) world {
	ann, bob := as(org, "USER_ann"), as(org, "USER_bob")
	fields(t, org)
	group := must(account.Create(ctx, ann, account.Draft{Name: "Group", PrimaryDomain: "group.test"}))(t)
	beta := must(account.Create(ctx, ann, account.Draft{Name: "Beta", PrimaryDomain: "beta.test"}))(t)
	w := world{group: group, beta: beta}
	employees := int64(7)
	w.acme = must(account.Create(ctx, ann, account.Draft{
		Name: "Acme Zebra", PrimaryDomain: "acme.test", SecondaryDomains: []string{"acme.example", "acme.dev"}, Description: "quagga stripes",
		Status: "CHURNED", Classification: "SMB", Health: "RED", Industry: "RETAIL", Employees: &employees, Territory: "okapi",
		ExternalIDs: map[string]string{"crm": "0017"}, Metadata: json.RawMessage(`{"animal":"gnu-account"}`), CustomFieldValues: code("ACCOUNT-1"),
	}))(t)
	w.people(t, ann)
	w.entries(t, ann, bob)
	require.NoError(t, relationship.SetParent(ctx, ann, w.acme.ID, group.ID))
	w.partner = must(relationship.Create(ctx, bob, relationship.Draft{
		AccountID: beta.ID, RelatedAccountID: w.acme.ID, Type: "Partner", StartsOn: "2026-01-01", Metadata: json.RawMessage(`{"animal":"gnu-partner"}`),
	}))(t)
	w.lookedUp(t, ann, bob)
	return w
}

func (w *world) people(t testing.TB, s record.Scope) {
	w.kim = must(contact.Create(ctx, s, contact.Draft{
		FirstName: "Kim", LastName: "Ibexson", Email: "kim@acme.test", CustomerUserID: "CU-1", Type: "EXECUTIVE", CustomFieldValues: code("CONTACT-1"),
		Links: []contact.LinkDraft{{AccountID: w.acme.ID, Role: "LEGAL", Title: "chief addax", Primary: true}, {AccountID: w.beta.ID, Title: "guest"}},
	}))(t)
	w.lee = must(contact.Create(ctx, s, contact.Draft{FirstName: "Lee", Email: "lee@acme.test", AccountIDs: []account.ID{w.acme.ID}}))(t)
}

func (w *world) entries(t testing.TB, ann, bob *clientele.Org) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	w.call = must(activity.Create(ctx, ann, activity.Draft{
		AccountID: w.acme.ID, At: at, Title: "call about lions", Duration: 30, Participants: []string{w.kim.ID.String(), "USER_bob"},
		AttachmentURLs: []string{"https://files.test/lynx.pdf"}, CustomFieldValues: company(w.acme.ID),
	}))(t)
	w.visit = must(activity.Create(ctx, bob, activity.Draft{
		AccountID: w.acme.ID, At: at.AddDate(0, 1, 0), Type: "SITE_VISIT", Status: "CANCELLED", Location: "savanna", CustomFieldValues: code("VISIT-1"),
	}))(t)
	w.public = must(note.Create(ctx, ann, note.Draft{AccountID: w.acme.ID, Content: "open hyena", Type: "DECISION", CustomFieldValues: code("NOTE-1")}))(t)
	w.team = must(note.Create(ctx, ann, note.Draft{AccountID: w.acme.ID, Content: "herd jackal", Visibility: "team"}))(t)
	w.private = must(note.Create(ctx, bob, note.Draft{AccountID: w.acme.ID, Content: "secret kudu", Visibility: "private", CustomFieldValues: person(w.kim.ID)}))(t)
	w.elsewhere = must(note.Create(ctx, bob, note.Draft{AccountID: w.beta.ID, Content: "beta's own", Visibility: "private"}))(t)
	w.open = must(task.Create(ctx, ann, task.Draft{
		AccountID: w.acme.ID, ActivityID: w.call.ID, Title: "feed the meerkat", AssigneeID: "USER_bob", DueAt: at, CustomFieldValues: code("TASK-1"),
	}))(t)
	w.done = must(task.Create(ctx, bob, task.Draft{AccountID: w.acme.ID, Title: "count giraffes", AssigneeID: "USER_ann", Type: "REVIEW", Status: "COMPLETED", Priority: "HIGH"}))(t)
}

// lookedUp makes a record of every kind in beta that looks acme up.
func (w *world) lookedUp(t testing.TB, ann, bob *clientele.Org) {
	w.beta = must(account.Update(ctx, ann, w.beta.ID, account.Patch{CustomFieldValues: company(w.acme.ID)}))(t)
	w.lee = must(contact.Update(ctx, ann, w.lee.ID, contact.Patch{CustomFieldValues: company(w.acme.ID)}))(t)
	w.elsewhere = must(note.Update(ctx, bob, w.elsewhere.ID, note.Patch{CustomFieldValues: company(w.acme.ID)}))(t)
	must(activity.Create(ctx, ann, activity.Draft{AccountID: w.beta.ID, At: w.call.At, CustomFieldValues: company(w.acme.ID)}))(t)
	must(task.Create(ctx, ann, task.Draft{AccountID: w.beta.ID, Title: "ask acme", AssigneeID: "USER_ann", CustomFieldValues: company(w.acme.ID)}))(t)
}

// must gives what a verb gave, if it did not fail.
func must[V any](v V, err error) func(t testing.TB) V {
	return func(t testing.TB) V {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}

// failure gives the error of a verb.
func failure[V any](_ V, err error) error { return err }

// live is everything that lives in an organisation, as JSON, by kind and name; links are told by their contacts.
type live map[string]string

// look gives everything that lives.
func look(t testing.TB, org *clientele.Org) live {
	t.Helper()
	all := live{}
	require.NoError(t, admin(org).View(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		page, err := account.List(ctx, tx, account.Filter{}, clientele.Paging{Limit: record.MaxLimit, With: []string{"memberCount"}})
		require.NoError(t, err)
		for _, a := range page.Items {
			all.add(t, "account", a.ID.String(), a)
		}
		addAll(t, all, "relationship", relationship.All(ctx, tx, relationship.Filter{}), func(r *relationship.Relationship) string { return r.ID.String() })
		addAll(t, all, "contact", contact.All(ctx, tx, contact.Filter{}), func(c *contact.Contact) string { return c.ID.String() })
		addAll(t, all, "activity", activity.All(ctx, tx, activity.Filter{}), func(a *activity.Activity) string { return a.ID.String() })
		addAll(t, all, "note", note.All(ctx, tx, note.Filter{}), func(n *note.Note) string { return n.ID.String() })
		addAll(t, all, "task", task.All(ctx, tx, task.Filter{}), func(k *task.Task) string { return k.ID.String() })
		return nil
	}))
	return all
}

func addAll[T any](t testing.TB, all live, kind string, seq iter.Seq2[*T, error], id func(*T) string) {
	for r, err := range seq {
		require.NoError(t, err)
		all.add(t, kind, id(r), r)
	}
}

func (l live) add(t testing.TB, kind, id string, r any) {
	b, err := json.Marshal(r)
	require.NoError(t, err)
	l[kind+" "+id] = string(b)
}

// besides gives everything without what every write changes: version, time and author of the last update.
func (l live) besides(t testing.TB) live {
	out := make(live, len(l))
	for name, b := range l {
		var members map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(b), &members))
		for _, system := range []string{"version", "updatedAt", "updatedBy"} {
			require.Contains(t, members, system, name)
			delete(members, system)
		}
		rest, err := json.Marshal(members)
		require.NoError(t, err)
		out[name] = string(rest)
	}
	return out
}

// same asserts that what lives is this.
func (l live) same(t testing.TB, now live) {
	t.Helper()
	differ := map[string]string{}
	for name, b := range l {
		if now[name] != b {
			differ[name] = "want " + b + "\nhave " + now[name]
		}
	}
	for name, b := range now {
		if _, ok := l[name]; !ok {
			differ[name] = "is too much: " + b
		}
	}
	for name, why := range differ {
		t.Fatalf("%d records differ, one of them is %s\n%s", len(differ), name, why)
	}
}

// without gives everything but what is named.
func (l live) without(names ...string) live {
	out := make(live, len(l))
	for name, b := range l {
		out[name] = b
	}
	for _, name := range names {
		delete(out, name)
	}
	return out
}

// ofAcme names what goes to the trash with acme, but for its links.
func (w *world) ofAcme(parent string) []string {
	return []string{
		"account " + w.acme.ID.String(), "relationship " + w.partner.ID.String(), parent,
		"activity " + w.call.ID.String(), "activity " + w.visit.ID.String(),
		"note " + w.public.ID.String(), "note " + w.team.ID.String(), "note " + w.private.ID.String(),
		"task " + w.open.ID.String(), "task " + w.done.ID.String(),
	}
}

// setOf gives a deletion set.
func setOf(t testing.TB, org *clientele.Org, id record.SetID) *record.TrashSet {
	t.Helper()
	return must(record.GetSet(ctx, org, id))(t)
}

// named gives what stayed behind, or was cleared, as "kind field".
func named(r *record.Restored) (left, cleared []string) {
	for _, l := range r.Left {
		left = append(left, fmt.Sprint(l.Kind, " ", l.Field))
	}
	for _, c := range r.Cleared {
		cleared = append(cleared, fmt.Sprint(c.Kind, " ", c.Field))
	}
	return left, cleared
}
