package task_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// give gives inputs: a field and its JSON, by turns.
func give(pairs ...string) []customfield.Input {
	var in []customfield.Input
	for i := 0; i < len(pairs); i += 2 {
		in = append(in, customfield.Input{FieldID: pairs[i], Value: json.RawMessage(pairs[i+1])})
	}
	return in
}

// define defines custom fields of tasks.
func define(t tester, s record.Scope, drafts ...customfield.Draft) []*customfield.Field {
	t.Helper()
	for i := range drafts {
		drafts[i].Source = customfield.Task
	}
	fields, err := customfield.CreateMany(ctx, s, drafts)
	require.NoError(t, err)
	return fields
}

// held gives the values of a task, "slug=value" each.
func held(made *task.Task) []string {
	out := []string{}
	for _, h := range made.CustomFieldValues {
		out = append(out, h.Slug()+"="+h.Value.String())
	}
	return out
}

func TestCustomFieldsOfTasks(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		define(t, w,
			customfield.Draft{Name: "Effort", Type: customfield.Integer, Default: []byte(`3`)},
			customfield.Draft{Name: "Code", Type: customfield.SingleLine, MandatoryOnCreation: true, Unique: true})
		_, err := customfield.Create(ctx, w, customfield.Draft{Name: "Mood", Source: customfield.Note, Type: customfield.SingleLine})
		require.NoError(t, err)
		d := titled("x", w.acme)
		refused(t, reasonOf(task.Create(ctx, w, d)), "customFieldValues required")
		d.CustomFieldValues = give("mood", `"x"`, "code", `5`)
		refused(t, reasonOf(task.Create(ctx, w, d)), "customFieldValues[0].fieldId unknown_reference", "customFieldValues[1].value wrong_type")
		d.CustomFieldValues = give("Code", `" a1 "`)
		made := create(t, w, d)
		require.Equal(t, []string{"effort=3", "code=a1"}, held(made))
		require.Equal(t, made, get(t, w, made.ID))
		refused(t, reasonOf(task.Create(ctx, w, d)), "customFieldValues[0].value duplicate")

		changed := update(t, w, made.ID, task.Patch{CustomFieldValues: give("effort", `null`)})
		require.Equal(t, []string{"code=a1"}, held(changed))
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{CustomFieldValues: give("code", `null`)})), "customFieldValues[0].value required")
		require.Equal(t, changed, update(t, w, made.ID, task.Patch{CustomFieldValues: give("code", `"a1"`)}))

		set := remove(t, w, made.ID)
		create(t, w, d)
		refused(t, reasonOf(task.Restore(ctx, w, set)), "customFieldValues duplicate")
	})
}

func TestLookUpsOfTasks(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		define(t, w,
			customfield.Draft{Name: "Vendor", Type: customfield.LookUp, LookUp: customfield.LookUpAccount},
			customfield.Draft{Name: "Person", Type: customfield.LookUp, LookUp: customfield.LookUpContact})
		vendor := newAccount(t, w, "vendor")
		person, err := contact.Create(ctx, w, contact.Draft{FirstName: "Ann", Email: "ann@vendor.test"})
		require.NoError(t, err)
		d := titled("x", w.acme)
		d.CustomFieldValues = give("vendor", `"`+person.ID.String()+`"`, "person", `"`+vendor.String()+`"`)
		refused(t, reasonOf(task.Create(ctx, w, d)), "customFieldValues[0].value unknown_reference", "customFieldValues[1].value unknown_reference")
		d.CustomFieldValues = give("person", `"`+person.ID.String()+`"`, "vendor", `"`+vendor.String()+`"`)
		made := create(t, w, d)
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{CustomFieldValues: give("vendor", `"`+person.ID.String()+`"`)})), "customFieldValues[0].value unknown_reference")

		_, err = account.Delete(ctx, w, vendor, 0)
		require.NoError(t, err)
		require.Equal(t, []string{"person=" + person.ID.String()}, held(get(t, w, made.ID)))
		_, err = contact.Delete(ctx, w, person.ID, 0)
		require.NoError(t, err)
		require.Empty(t, held(get(t, w, made.ID)))
		require.Equal(t, [][]string{{"create"}, {"update", "customFieldValues"}, {"update", "customFieldValues"}}, history(t, w, made.ID))
	})
}

func TestAPasswordOfATaskIsNeverRead(t *testing.T) {
	w := inMemory(t) // a password takes its time
	define(t, w, customfield.Draft{Name: "Key", Type: customfield.Password})
	d := titled("x", w.acme)
	d.CustomFieldValues = give("key", `"secret"`)
	made := create(t, w, d)
	b, err := json.Marshal([]*task.Task{made, get(t, w, made.ID)})
	require.NoError(t, err)
	require.NotContains(t, string(b), "secret")
	for password, want := range map[string]bool{"secret": true, "Secret": false} {
		ok, err := task.VerifyPassword(ctx, w, made.ID, "key", password)
		require.NoError(t, err)
		require.Equal(t, want, ok)
	}
	_, err = task.VerifyPassword(ctx, w, task.ID{9}, "key", "x")
	require.ErrorIs(t, err, clientele.ErrNotFound)
	_, err = task.VerifyPassword(ctx, w, made.ID, "nothing", "x")
	require.ErrorIs(t, err, clientele.ErrNotFound)
}

func TestFiltersByCustomFields(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		define(t, w, customfield.Draft{Name: "Effort", Type: customfield.Integer, Indexed: true}, customfield.Draft{Name: "Loose", Type: customfield.Integer})
		for i, title := range []string{"a", "b", "c"} {
			d := titled(title, w.acme)
			d.DueAt = after(9 - i)
			d.CustomFieldValues = give("effort", fmt.Sprint(i+1))
			create(t, w, d)
		}
		other := titled("other", newAccount(t, w, "other"))
		other.CustomFieldValues = give("effort", "2")
		create(t, w, other)
		create(t, w, titled("none", w.acme))
		from := func(n string) customfield.Condition {
			return customfield.Condition{FieldID: "effort", From: json.RawMessage(n)}
		}
		require.Equal(t, []string{"c", "b", "other"}, listed(t, w, task.Filter{CustomFields: []customfield.Condition{from("2")}}, ""))
		require.Equal(t, []string{"other", "b", "c"}, listed(t, w, task.Filter{CustomFields: []customfield.Condition{from("2")}}, "-dueAt"))
		require.Equal(t, []string{"b", "c"}, listed(t, w, task.Filter{AccountID: []account.ID{w.acme}, CustomFields: []customfield.Condition{from("2")}}, "createdAt"))
		require.Equal(t, []string{"c"}, listed(t, w, task.Filter{CustomFields: []customfield.Condition{from("2"), from("3")}}, ""))
		require.Equal(t, 1, count(t, w, task.Filter{CustomFields: []customfield.Condition{{FieldID: "effort", Empty: new(true)}}}))
		_, err := task.List(ctx, w, task.Filter{CustomFields: []customfield.Condition{from(`"x"`), {FieldID: "loose", From: []byte("1")}}, Type: []string{"X"}}, clientele.Paging{Order: "size"})
		refused(t, err, "type[0] not_in_picklist", "customFields[0].from wrong_type", "customFields[1].fieldId not_allowed", "order not_allowed")
	})
}
