package note_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
)

func TestCustomFieldsOfNotes(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		define(t, org,
			customfield.Draft{Name: "Tier", Type: customfield.SingleLine, MandatoryOnCreation: true},
			customfield.Draft{Name: "Seats", Type: customfield.Integer, Default: json.RawMessage("5")},
			customfield.Draft{Name: "Contract", Type: customfield.SingleLine, Unique: true})
		_, err := customfield.Create(ctx, org, customfield.Draft{Name: "Foreign", Source: customfield.Task, Type: customfield.SingleLine})
		require.NoError(t, err)
		with := func(pairs ...string) note.Draft {
			return note.Draft{AccountID: acme.ID, Content: "x", CustomFieldValues: give(pairs...)}
		}
		_, err = note.Create(ctx, org, with())
		enginetest.Refused(t, err, "customFieldValues required")
		_, err = note.Create(ctx, org, with("tier", `5`, "foreign", `"x"`, "TIER", `"y"`))
		enginetest.Refused(t, err, "customFieldValues[0].value wrong_type", "customFieldValues[1].fieldId unknown_reference", "customFieldValues[2].fieldId repeated")

		n := write(t, org, with("tier", `"gold"`, "contract", `"C-1"`))
		require.Equal(t, []string{"tier=gold", "seats=5", "contract=C-1"}, held(n))
		require.Equal(t, n, get(t, org, n.ID))
		n = update(t, org, n.ID, note.Patch{CustomFieldValues: give("Seats", `7`, "contract", `null`)})
		require.Equal(t, []string{"tier=gold", "seats=7"}, held(n))
		require.Equal(t, n, update(t, org, n.ID, note.Patch{CustomFieldValues: give("seats", `"7"`)}))
		_, err = note.Update(ctx, org, n.ID, note.Patch{Content: new(""), CustomFieldValues: give("tier", `null`, "seats", `"x"`)})
		enginetest.Refused(t, err, "customFieldValues[0].value required", "customFieldValues[1].value wrong_type", "content required")

		other := write(t, org, with("tier", `"x"`, "contract", `"C-1"`))
		_, err = note.Update(ctx, org, n.ID, note.Patch{CustomFieldValues: give("contract", `"C-1"`)})
		enginetest.Refused(t, err, "customFieldValues[0].value duplicate")
		require.ErrorIs(t, err, clientele.ErrExists)
		remove(t, org, other.ID)
		update(t, org, n.ID, note.Patch{CustomFieldValues: give("contract", `"C-1"`)})
	})
}

// TestAnUnseenNoteHasItsUniqueValue says that the value is taken, and nothing of the note beside its id.
func TestAnUnseenNoteHasItsUniqueValue(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		define(t, org, customfield.Draft{Name: "Contract", Type: customfield.SingleLine, Unique: true})
		n := write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "secret", Visibility: note.Private, CustomFieldValues: give("contract", `"C-1"`)})
		_, err := note.Create(ctx, org.As(eve), note.Draft{AccountID: acme.ID, Content: "x", CustomFieldValues: give("contract", `"C-1"`)})
		enginetest.Refused(t, err, "customFieldValues[0].value duplicate")
		require.Equal(t, fault.Params{"id": n.ID.String(), "kind": "note"}, fault.All(err)[0].Params)
		require.NotContains(t, err.Error(), "secret")
		require.NotContains(t, err.Error(), "ann")
	})
}

func TestFiltersByCustomFieldsOfNotes(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme, zeta := open(t, org, "acme"), open(t, org, "zeta")
		define(t, org, customfield.Draft{Name: "Seats", Type: customfield.Integer, Indexed: true},
			customfield.Draft{Name: "Code", Type: customfield.SingleLine, Indexed: true}, customfield.Draft{Name: "Plain", Type: customfield.Integer})
		for i, c := range []struct {
			on    account.ID
			v     note.Visibility
			pairs []string
		}{
			{acme.ID, "public", []string{"seats", `5`, "code", `"AB"`}}, {zeta.ID, "public", []string{"seats", `5`}}, {acme.ID, "private", []string{"seats", `5`, "code", `"AC"`}},
			{acme.ID, "team", []string{"seats", `50`, "code", `"B"`}}, {acme.ID, "public", nil},
		} {
			write(t, org.As(ann), note.Draft{AccountID: c.on, Content: string(rune('A' + i)), Visibility: c.v, CustomFieldValues: give(c.pairs...)})
		}
		five := customfield.Condition{FieldID: "seats", Equal: json.RawMessage("5")}
		for name, c := range map[string]struct {
			f    note.Filter
			want []string
		}{
			"equal":               {note.Filter{CustomFields: []customfield.Condition{five}}, []string{"B", "A"}},
			"equal on an account": {note.Filter{AccountID: ids(acme), CustomFields: []customfield.Condition{five}}, []string{"A"}},
			"two":                 {note.Filter{CustomFields: []customfield.Condition{{FieldID: "code", Prefix: "A"}, five}}, []string{"A"}},
			"range":               {note.Filter{CustomFields: []customfield.Condition{{FieldID: "seats", From: json.RawMessage("5")}}}, []string{"D", "B", "A"}},
			"empty":               {note.Filter{CustomFields: []customfield.Condition{{FieldID: "code", Empty: new(true)}}}, []string{"E", "B"}},
		} {
			require.Equal(t, c.want, contents(list(t, org.As(bob), c.f, "")), name)
			require.Len(t, list(t, org.As(bob), c.f, "updatedAt"), len(c.want), name)
		}
		_, err := note.List(ctx, org, note.Filter{CustomFields: []customfield.Condition{{FieldID: "plain", Equal: json.RawMessage("5")}, {FieldID: "none"}}}, clientele.Paging{})
		enginetest.Refused(t, err, "customFields[0].fieldId not_allowed", "customFields[1].fieldId unknown_reference")
		plan, err := note.Explain(ctx, org, note.Filter{CustomFields: []customfield.Condition{five}}, "")
		require.NoError(t, err)
		require.Equal(t, record.Plan{Index: "time", IDs: true, Found: []string{"custom"}, Raw: []string{}, Decoded: true}, plan)
	})
}

// TestLookUpsOfNotesAreClearedWithTheirTarget reaches notes whoever wrote them.
func TestLookUpsOfNotesAreClearedWithTheirTarget(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme, zeta := open(t, org, "acme"), open(t, org, "zeta")
		person, err := contact.Create(ctx, org, contact.Draft{FirstName: "Zoe", Email: "zoe@zeta.test"})
		require.NoError(t, err)
		define(t, org, customfield.Draft{Name: "Reseller", Type: customfield.LookUp, LookUp: customfield.LookUpAccount},
			customfield.Draft{Name: "Person", Type: customfield.LookUp, LookUp: customfield.LookUpContact},
			customfield.Draft{Name: "Manager", Type: customfield.LookUp, LookUp: customfield.LookUpUser})
		quote := func(id interface{ String() string }) string { return strconv.Quote(id.String()) }
		org = org.As(ann)
		n := write(t, org, note.Draft{AccountID: acme.ID, Content: "x", Visibility: note.Private, CustomFieldValues: give("reseller", quote(zeta.ID), "person", quote(person.ID), "manager", `"bob"`)})
		_, err = note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x", CustomFieldValues: give("reseller", quote(uuid.New()), "person", quote(uuid.New()), "manager", `"nobody"`)})
		enginetest.Refused(t, err, "customFieldValues[2].value unknown_reference", "customFieldValues[0].value unknown_reference", "customFieldValues[1].value unknown_reference")
		_, err = note.Update(ctx, org, n.ID, note.Patch{CustomFieldValues: give("manager", `"cid"`)})
		enginetest.Refused(t, err, "customFieldValues[0].value unknown_reference")
		staffOf(org).failUsers.Store(true)
		require.ErrorIs(t, failed(note.Update(ctx, org, n.ID, note.Patch{CustomFieldValues: give("manager", `"cid"`)})), errStaff)
		staffOf(org).failUsers.Store(false)

		_, err = account.Delete(ctx, org.As(eve), zeta.ID, 0)
		require.NoError(t, err)
		_, err = contact.Delete(ctx, org.As(eve), person.ID, 0)
		require.NoError(t, err)
		n = get(t, org, n.ID)
		require.Equal(t, []string{"manager=bob"}, held(n))
		require.Equal(t, []any{int64(3), "ann", "eve"}, []any{n.Version, n.CreatedBy, n.UpdatedBy})
	})
}

// TestAPasswordIsNowhereButVerified looks for it in all that is stored and given. One engine: hashing takes its time.
func TestAPasswordIsNowhereButVerified(t *testing.T) {
	st := enginetest.Plain["memstore"](t)
	org := clienteletest.OrgOn(t, st, withStaff())
	acme := open(t, org, "acme")
	f := define(t, org, passwordField)[0]
	n := write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "x", CustomFieldValues: give("vault", `"open sesame"`)})
	require.JSONEq(t, `[{"fieldId":"`+f.ID.String()+`","slug":"vault","type":"password","value":{"isSet":true}}]`, string(enginetest.Members(t, n)["customFieldValues"]))
	require.NotContains(t, enginetest.Dump(t, st), "sesame")
	for password, want := range map[string]bool{"open sesame": true, "open Sesame": false} {
		ok, err := note.VerifyPassword(ctx, org, n.ID, "vault", password)
		require.NoError(t, err)
		require.Equal(t, want, ok)
	}
	require.ErrorIs(t, failed(note.VerifyPassword(ctx, org, n.ID, "none", "x")), clientele.ErrNotFound)
	require.ErrorIs(t, failed(note.VerifyPassword(ctx, org, note.ID{1}, "vault", "x")), clientele.ErrNotFound)
}

// TestAConversionShowsNoValueThatIsNotSeen reports and converts the fields of notes of others.
func TestAConversionShowsNoValueThatIsNotSeen(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		f := define(t, org, customfield.Draft{Name: "Code", Type: customfield.SingleLine})[0]
		var notes []*note.Note
		for _, c := range [][2]string{{"public", `"17"`}, {"private", `"4711"`}, {"team", `"815"`}, {"private", `"not 42"`}, {"public", `"none"`}} {
			notes = append(notes, write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "x", Visibility: note.Visibility(c[0]), CustomFieldValues: give("code", c[1])}))
		}
		values := func(a clientele.Actor) (from, to []string, report string) {
			c, err := customfield.Convert(ctx, org.As(a), f.ID, customfield.Integer, customfield.ConvertOptions{})
			require.NoError(t, err)
			require.Equal(t, []int{3, 2}, []int{c.Converts, c.Fails})
			for _, v := range c.Values {
				from, to = append(from, v.From.String()), append(to, v.To.String())
			}
			b, err := json.Marshal(c)
			require.NoError(t, err)
			return from, to, string(b)
		}
		for _, a := range []clientele.Actor{ann, root} {
			from, to, _ := values(a)
			require.Equal(t, []string{"17", "4711", "815", "not 42", "none"}, from)
			require.Equal(t, []string{"17", "4711", "815", "", ""}, to)
		}
		for _, a := range []clientele.Actor{bob, eve, nobody} { // in a transaction nobody knows who is in a team
			from, to, report := values(a)
			require.Equal(t, []string{"17", "", "", "", "none"}, from)
			require.Equal(t, []string{"17", "", "", "", ""}, to)
			for _, secret := range []string{"4711", "815", "42"} {
				require.NotContains(t, report, secret)
			}
		}
		_, err := customfield.Convert(ctx, org.As(eve), f.ID, customfield.Integer, customfield.ConvertOptions{Commit: true})
		enginetest.Refused(t, err, "values[3] not_allowed", "values[4] not_allowed")
		require.NotContains(t, err.Error(), "42")

		for _, n := range notes[3:] {
			remove(t, org.As(ann), n.ID)
		}
		c, err := customfield.Convert(ctx, org.As(eve), f.ID, customfield.Integer, customfield.ConvertOptions{Commit: true})
		require.NoError(t, err)
		require.True(t, c.Committed && c.Values[1].To.IsZero())
		require.Equal(t, []string{"code=4711"}, held(get(t, org.As(ann), notes[1].ID)), "what is not seen is converted as well")
	})
}

// TestAFaultOfAConversionShowsNoValueThatIsNotSeen has a rule that names the value which it refuses.
func TestAFaultOfAConversionShowsNoValueThatIsNotSeen(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		f := define(t, org, customfield.Draft{Name: "Reseller", Type: customfield.SingleLine})[0]
		unknown := uuid.NewString()
		write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "x", Visibility: note.Private, CustomFieldValues: give("reseller", strconv.Quote(unknown))})
		for a, seen := range map[string]bool{"ann": true, "eve": false} {
			s := org.As(clientele.Actor{ID: a})
			o := customfield.ConvertOptions{LookUp: customfield.LookUpAccount}
			c, err := customfield.Convert(ctx, s, f.ID, customfield.LookUp, o)
			require.NoError(t, err)
			require.Equal(t, []string{" unknown_reference"}, enginetest.Reasons(c.Values[0].Faults))
			report, err := json.Marshal(c)
			require.NoError(t, err)
			require.Equal(t, seen, strings.Contains(string(report), unknown), a)
			o.Commit = true
			_, err = customfield.Convert(ctx, s, f.ID, customfield.LookUp, o)
			enginetest.Refused(t, err, "values[0] unknown_reference")
			faults, encoding := json.Marshal(fault.All(err))
			require.NoError(t, encoding)
			require.Equal(t, seen, strings.Contains(string(faults), unknown), a)
		}
	})
}
