package activity_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

// having gives a draft with custom field values.
func having(of account.ID, pairs ...string) activity.Draft {
	d := at(of, 0, "")
	d.CustomFieldValues = give(pairs...)
	return d
}

// held gives the values of an activity, "slug=value" each.
func held(a *activity.Activity) []string {
	out := []string{}
	for _, h := range a.CustomFieldValues {
		out = append(out, h.Slug()+"="+h.Value.String())
	}
	return out
}

func TestCustomFieldsOfActivities(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		define(t, org, customfield.Draft{Name: "Outcome", Type: customfield.SingleLine, MandatoryOnCreation: true},
			customfield.Draft{Name: "Score", Type: customfield.Integer, Default: json.RawMessage("3")},
			customfield.Draft{Name: "Ticket", Type: customfield.SingleLine, Unique: true})
		_, err := customfield.Create(ctx, org, customfield.Draft{Name: "Mood", Source: customfield.Account, Type: customfield.SingleLine})
		require.NoError(t, err)
		_, err = activity.Create(ctx, org, having(acme))
		refused(t, err, "customFieldValues required")
		_, err = activity.Create(ctx, org, having(acme, "mood", `"x"`, "outcome", `5`, "score", `"x"`))
		refused(t, err, "customFieldValues[0].fieldId unknown_reference", "customFieldValues[1].value wrong_type", "customFieldValues[2].value wrong_type")

		a := create(t, org, having(acme, "outcome", `"won"`, "ticket", `"T-1"`))
		require.Equal(t, []string{"outcome=won", "score=3", "ticket=T-1"}, held(a))
		require.Equal(t, a, get(t, org, a.ID))
		_, err = activity.Create(ctx, org, having(acme, "outcome", `"won"`, "ticket", `"T-1"`))
		refused(t, err, "customFieldValues[1].value duplicate")
		require.ErrorIs(t, err, clientele.ErrExists)

		b := update(t, org, a.ID, activity.Patch{CustomFieldValues: give("score", `null`, "Outcome", `"lost"`)})
		require.Equal(t, []string{"outcome=lost", "ticket=T-1"}, held(b))
		require.Equal(t, []string{"outcome=won", "score=3", "ticket=T-1"}, held(a), "what was given out stays as it was")
		_, err = activity.Update(ctx, org, a.ID, activity.Patch{CustomFieldValues: give("outcome", `null`)})
		refused(t, err, "customFieldValues[0].value required")
		update(t, org, a.ID, activity.Patch{Title: new("leaves them alone")})
		require.Equal(t, held(b), held(get(t, org, a.ID)))
	})
}

func TestLookUpsAreClearedWithTheirTarget(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, other, ann := company(t, org, "Acme"), company(t, org, "Other"), person(t, org, "Ann")
		define(t, org, customfield.Draft{Name: "Reseller", Type: customfield.LookUp, LookUp: customfield.LookUpAccount},
			customfield.Draft{Name: "Host", Type: customfield.LookUp, LookUp: customfield.LookUpContact})
		_, err := activity.Create(ctx, org, having(acme, "reseller", strconv.Quote(uuid.NewString()), "host", strconv.Quote(other.String())))
		refused(t, err, "customFieldValues[0].value unknown_reference", "customFieldValues[1].value unknown_reference")
		a := create(t, org, having(acme, "reseller", strconv.Quote(other.String()), "host", strconv.Quote(ann.String())))
		_, err = activity.Update(ctx, org, a.ID, activity.Patch{CustomFieldValues: give("host", strconv.Quote(acme.String()))})
		refused(t, err, "customFieldValues[0].value unknown_reference")
		_, err = accountDelete(org, other)
		require.NoError(t, err)
		require.Equal(t, []string{"host=" + ann.String()}, held(get(t, org, a.ID)))
		_, err = contact.Delete(ctx, org, ann, 0)
		require.NoError(t, err)
		after := get(t, org, a.ID)
		require.Empty(t, held(after))
		require.EqualValues(t, 3, after.Version)
	})
}

func TestLookUpsOfUsers(t *testing.T) {
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, d *directory) {
		acme := company(t, org, "Acme")
		define(t, org, customfield.Draft{Name: "Manager", Type: customfield.LookUp, LookUp: customfield.LookUpUser})
		draft := having(acme, "manager", `"USER1"`)
		draft.Participants = []string{"USER2"}
		d.calls()
		a := create(t, org, draft)
		require.Equal(t, []string{"USER1", "USER2"}, d.calls()[0], "in one call")
		for _, in := range []string{`"USER3"`, `"NOBODY"`} {
			_, err := activity.Create(ctx, org, having(acme, "manager", in))
			refused(t, err, "customFieldValues[0].value unknown_reference")
			_, err = activity.Update(ctx, org, a.ID, activity.Patch{CustomFieldValues: give("manager", in)})
			refused(t, err, "customFieldValues[0].value unknown_reference")
		}
	})
}

func TestAPasswordIsVerifiedAndNotShown(t *testing.T) {
	st := memstore.New()
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	define(t, org, customfield.Draft{Name: "Pin", Type: customfield.Password})
	a := create(t, org, having(company(t, org, "Acme"), "pin", `"correct horse"`))
	for password, want := range map[string]bool{"correct horse": true, "Correct horse": false, "": false} {
		ok, err := activity.VerifyPassword(ctx, org, a.ID, "PIN", password)
		require.NoError(t, err)
		require.Equal(t, want, ok)
	}
	_, err := activity.VerifyPassword(ctx, org, a.ID, "none", "x")
	require.ErrorIs(t, err, clientele.ErrNotFound)
	require.NotContains(t, string(enginetest.Members(t, a)["customFieldValues"]), "horse")
	require.NotContains(t, enginetest.Dump(t, st), "correct horse")
}

// conditions gives a filter of conditions as JSON has them.
func conditions(t testing.TB, in string) activity.Filter {
	t.Helper()
	var f activity.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"customFields":`+in+`}`), &f))
	return f
}

func TestFiltersByCustomFields(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		family := newFamily(t, org, 2)
		define(t, org, customfield.Draft{Name: "Outcome", Type: customfield.SingleLine, Indexed: true},
			customfield.Draft{Name: "Score", Type: customfield.Integer, Indexed: true}, customfield.Draft{Name: "Plain", Type: customfield.Integer})
		for i, values := range [][]string{{"outcome", `"won"`, "score", `1`}, {"outcome", `"lost"`, "score", `2`}, {"outcome", `"won"`, "score", `3`}, {"score", `4`}} {
			d := having(family[i%2], values...)
			d.Title = string(rune('a' + i))
			create(t, org, d)
		}
		for in, want := range map[string][]string{
			`[{"fieldId":"outcome","equal":"won"}]`:                                     {"c", "a"},
			`[{"fieldId":"outcome","in":["won","lost"]},{"fieldId":"score","from":2}]`:  {"c", "b"},
			`[{"fieldId":"score","from":2,"to":4},{"fieldId":"outcome","equal":"won"}]`: {"c"},
			`[{"fieldId":"score","from":2},{"fieldId":"score","to":4}]`:                 {"c", "b"},
			`[{"fieldId":"outcome","empty":true}]`:                                      {"d"},
			`[{"fieldId":"Outcome","prefix":"lo"}]`:                                     {"b"},
			`[{"fieldId":"outcome","in":[]}]`:                                           {},
			`[]`:                                                                        {"d", "c", "b", "a"},
		} {
			f := conditions(t, in)
			require.Equal(t, want, list(t, org, f, ""), in)
			require.Equal(t, reversed(want), list(t, org, f, activity.OrderCreated), in)
			require.Equal(t, reversed(want), list(t, org, f, activity.OrderUpdated), in)
			require.Equal(t, len(want), count(t, org, f), in)
			f.AccountID = family[:1]
			for _, order := range []string{"", "createdAt"} {
				for _, title := range list(t, org, f, order) {
					require.Contains(t, []string{"a", "c"}, title)
				}
			}
			f.Subtree = true
			require.Equal(t, want, paged(t, org, f, "", 1))
		}
		_, err := activity.List(ctx, org, conditions(t, `[{"fieldId":"plain","equal":1},{"fieldId":"x","empty":true},{"fieldId":"score","equal":"x","prefix":"x"}]`), record.Paging{})
		refused(t, err, "customFields[0].fieldId not_allowed", "customFields[1].fieldId unknown_reference", "customFields[2] contradiction")
	})
}
