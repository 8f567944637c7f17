package activity_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

var ctx = context.Background()

// tester is a *testing.T, or that of rapid.
type tester interface {
	require.TestingT
	Helper()
}

// noon is when the activities of the tests take place, if they say nothing else.
var noon = time.Date(2026, time.January, 7, 12, 0, 0, 0, time.UTC)

// company makes an account, and gives its id.
func company(t testing.TB, s record.Scope, name string) account.ID {
	t.Helper()
	a, err := account.Create(ctx, s, account.Draft{Name: name, PrimaryDomain: strings.ToLower(name) + ".test"})
	require.NoError(t, err)
	return a.ID
}

// person makes a contact, and gives its id.
func person(t testing.TB, s record.Scope, name string) contact.ID {
	t.Helper()
	c, err := contact.Create(ctx, s, contact.Draft{FirstName: name, Email: strings.ToLower(name) + "@people.test"})
	require.NoError(t, err)
	return c.ID
}

// at gives a draft of an activity of an account that takes place some minutes after noon.
func at(of account.ID, minutes int, title string) activity.Draft {
	return activity.Draft{AccountID: of, At: noon.Add(time.Duration(minutes) * time.Minute), Title: title}
}

// full gives a draft with everything that needs no other record.
func full(of account.ID) activity.Draft {
	return activity.Draft{
		AccountID: of, At: noon, Duration: 45, Title: "Renewal", Description: "First line\nsecond", Location: "Room 7",
		Type: "MEETING", Status: "COMPLETED", Participants: []string{"USER1", "USER2"},
		AttachmentURLs: []string{"https://files.test/offer.pdf", "https://files.test/map"}, Metadata: json.RawMessage(`{"call":7.10}`),
	}
}

func create(t testing.TB, s record.Scope, d activity.Draft) *activity.Activity {
	t.Helper()
	a, err := activity.Create(ctx, s, d)
	require.NoError(t, err)
	return a
}

func get(t testing.TB, s record.Scope, id activity.ID) *activity.Activity {
	t.Helper()
	a, err := activity.Get(ctx, s, id)
	require.NoError(t, err)
	return a
}

func update(t testing.TB, s record.Scope, id activity.ID, p activity.Patch) *activity.Activity {
	t.Helper()
	a, err := activity.Update(ctx, s, id, p)
	require.NoError(t, err)
	return a
}

func remove(t testing.TB, s record.Scope, id activity.ID) record.SetID {
	t.Helper()
	set, err := activity.Delete(ctx, s, id, 0)
	require.NoError(t, err)
	return set
}

func count(t tester, s record.Scope, f activity.Filter) int {
	t.Helper()
	n, err := activity.Count(ctx, s, f)
	require.NoError(t, err)
	return n
}

// list gives the titles of a page of a list.
func list(t tester, s record.Scope, f activity.Filter, order string) []string {
	t.Helper()
	page, err := activity.List(ctx, s, f, record.Paging{Order: order, Limit: record.MaxLimit})
	require.NoError(t, err)
	return titles(page.Items)
}

func titles(as []*activity.Activity) []string {
	out := []string{}
	for _, a := range as {
		out = append(out, a.Title)
	}
	return out
}

// of gives the filter of some accounts.
func of(ids ...account.ID) activity.Filter { return activity.Filter{AccountID: ids} }

// rules are those of an organisation that has just been made, without a directory.
func rules() activity.Rules {
	return activity.Rules{Picklists: picklist.Builtin(), Now: clienteletest.Start}
}

// someAccount is the id of an account, for rules that need no store.
var someAccount = account.ID{0: 1}

// define defines custom fields of activities.
func define(t testing.TB, s record.Scope, drafts ...customfield.Draft) []*customfield.Field {
	t.Helper()
	for i := range drafts {
		drafts[i].Source = customfield.Activity
	}
	fields, err := customfield.CreateMany(ctx, s, drafts)
	require.NoError(t, err)
	return fields
}

// give gives inputs: a field and its JSON, by turns.
func give(pairs ...string) []customfield.Input {
	var in []customfield.Input
	for i := 0; i < len(pairs); i += 2 {
		in = append(in, customfield.Input{FieldID: pairs[i], Value: json.RawMessage(pairs[i+1])})
	}
	return in
}

func valueOf(t testing.TB, s record.Scope, attribute picklist.Attribute, value string) picklist.Value {
	t.Helper()
	values, err := picklist.List(ctx, s, picklist.Filter{Attribute: attribute, Archived: true})
	require.NoError(t, err)
	for _, v := range values {
		if v.Value == value {
			return *v
		}
	}
	t.Fatalf("no value %s of %s", value, attribute)
	return picklist.Value{}
}

func verbError[V any](_ V, err error) error { return err }

// with gives options that a test adds something to.
func with(change func(o *clientele.Options)) func() *clientele.Options {
	return func() *clientele.Options {
		o := clienteletest.Options()
		change(o)
		return o
	}
}

// refused is enginetest.Refused.
func refused(t testing.TB, err error, want ...string) {
	t.Helper()
	enginetest.Refused(t, err, want...)
}

// accountDelete moves an account with all that hangs on it to the trash.
func accountDelete(s record.Scope, id account.ID) (record.SetID, error) {
	return account.Delete(ctx, s, id, 0)
}

func archive(t testing.TB, s record.Scope, attribute picklist.Attribute, value string) {
	t.Helper()
	_, err := picklist.Update(ctx, s, valueOf(t, s, attribute, value).ID, picklist.Patch{Archived: new(true)})
	require.NoError(t, err)
}

func replaceAll(s, old, by string) []byte { return []byte(strings.ReplaceAll(s, old, by)) }

// firstError gives the error that a walk begins with.
func firstError[V any](walk func(yield func(V, error) bool)) error {
	for _, err := range walk {
		return err
	}
	return nil
}
