package entry_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

func newStore() store.Store { return memstore.New() }

func TestAWriterNormalisesAndCollects(t *testing.T) {
	v, err := written(func(w *entry.Writer[visit]) {
		w.Text("place", &w.R.Place, " Room  7 ", 8)
		w.LongText("guide", &w.R.Guide, "a\nb", 3)
		w.Time("at", &w.R.At, start.Add(1999).In(time.FixedZone("", 3600)))
		w.Choose(visitKind, "site visit")
		w.Metadata(json.RawMessage(`{"a": 1}`))
		w.Attach([]string{"https://A.test/x", "https://a.test/x", "https://a.test/y"})
	})
	require.NoError(t, err)
	require.Equal(t, []any{account.ID{1}, "Room  7", "a\nb", start.Add(time.Microsecond), "SITE_VISIT", `{"a":1}`},
		[]any{v.AccountID, v.Place, v.Guide, v.At, v.Kind.Value, string(v.Metadata)})
	require.Equal(t, []string{"https://a.test/x", "https://a.test/y"}, entry.URLs(v.Attachments))

	_, err = written(func(w *entry.Writer[visit]) {
		w.Text("place", &w.R.Place, "éééé", 3)
		w.LongText("guide", &w.R.Guide, "a\x00b", 3)
		w.Time("at", &w.R.At, start.AddDate(9000, 0, 0))
		w.Choose(visitKind, "DANCE")
		w.Metadata(json.RawMessage(`7`))
		w.Attach([]string{"https://a.test/x", "x"})
	})
	require.Equal(t, []string{"place too_long", "guide invalid_text", "at not_a_date", "type not_in_picklist", "metadata wrong_type", "attachmentUrls[1] not_a_url"}, judged(err))
}

func TestAnErrorThatIsNoFaultRefusesTheValue(t *testing.T) {
	_, err := written(func(w *entry.Writer[visit]) {
		require.False(t, w.Take("place", errors.New("torn")))
		require.True(t, w.Take("guide", nil))
	})
	require.Equal(t, []string{"place not_allowed"}, judged(err))
	require.ErrorContains(t, err, "torn")
}

func TestFaultyLooksAtAPathAndInside(t *testing.T) {
	_, err := written(func(w *entry.Writer[visit]) {
		w.Faults.Add("list[1].name", fault.TooLong, "x")
		for path, want := range map[string]bool{"list": true, "list[1]": true, "list[1].name": true, "list[1].nam": false, "list[10]": false, "lis": false, "list[1].name.x": false, "name": false} {
			require.Equal(t, want, w.Faulty(path), path)
		}
	})
	require.Error(t, err)
}

func TestUsersAreKnownOrWereThere(t *testing.T) {
	r := rules()
	r.KnownUser = func(id string) bool { return id == "ANN" }
	write := func(id string) entry.Input[visit] {
		return input(func(w *entry.Writer[visit]) {
			w.R.At = start
			w.User("guide", &w.R.Guide, id)
		})
	}
	for id, want := range map[string][]string{" ANN ": {}, "": {}, "BOB": {"guide unknown_reference"}, "ann": {"guide unknown_reference"}, "A\nN": {"guide invalid_text"}, strings.Repeat("x", 256): {"guide too_long"}} {
		_, err := visits.Validate(r, write(id))
		require.Equal(t, want, judged(err), id)
	}
	v := &visit{AccountID: account.ID{1}, Guide: "BOB", Place: "x"}
	in := write("BOB")
	in.Account = nil
	_, err := visits.Apply(v, r, in)
	require.NoError(t, err, "who it was already is not asked for")
}

func TestAChoiceHasADefaultOnlyWhenItIsNew(t *testing.T) {
	choose := func(in string) func(w *entry.Writer[visit]) {
		return func(w *entry.Writer[visit]) { w.Choose(visitKind, in) }
	}
	v, err := written(choose(""))
	require.NoError(t, err)
	require.Equal(t, "CALL", v.Kind.Value)
	v, err = visits.Apply(v, rules(), entry.Input[visit]{Write: func(*entry.Writer[visit]) {}, Clear: []string{"type"}})
	require.NoError(t, err)
	require.Zero(t, v.Kind)
	_, err = visits.Apply(v, rules(), entry.Input[visit]{Write: choose("")})
	require.Equal(t, []string{"type not_in_picklist"}, judged(err))
}

func TestAChangeTouchesWhatItNames(t *testing.T) {
	v, err := written(func(w *entry.Writer[visit]) { w.R.Place, w.R.Guide = "here", "ANN" })
	require.NoError(t, err)
	untouched := *v
	place := func(in string) func(w *entry.Writer[visit]) {
		return func(w *entry.Writer[visit]) {
			entry.Set(w, "place", &in, func(s string) { w.Text("place", &w.R.Place, s, 9) })
			entry.Set(w, "guide", (*string)(nil), func(string) { t.Error("nothing was given") })
		}
	}
	mandatory := rules()
	mandatory.Settings.Mandatory = map[string][]string{"visit": {"place", "metadata", "nothing"}}
	for _, c := range []struct {
		name  string
		in    entry.Input[visit]
		rules entry.Rules
		want  []string
	}{
		{"a value", entry.Input[visit]{Write: place("there")}, rules(), []string{}},
		{"a blank value", entry.Input[visit]{Write: place(" ")}, rules(), []string{}},
		{"a blank one that is mandatory", entry.Input[visit]{Write: place(" ")}, mandatory, []string{"place required"}},
		{"a bad one that is mandatory", entry.Input[visit]{Write: place("a\nb")}, mandatory, []string{"place invalid_text"}},
		{"set and cleared", entry.Input[visit]{Write: place("x"), Clear: []string{"place"}}, mandatory, []string{"place contradiction"}},
		{"cleared", entry.Input[visit]{Write: func(*entry.Writer[visit]) {}, Clear: []string{"place", "place", "guide"}}, rules(), []string{}},
		{"what cannot be cleared", entry.Input[visit]{Write: place("x"), Clear: []string{"at", "accountId", "size"}}, rules(), []string{"size unknown_field", "accountId required", "at required"}},
		{"the account as it is", entry.Input[visit]{Write: place("x"), Account: &account.ID{1}}, rules(), []string{}},
		{"another account", entry.Input[visit]{Write: place("x"), Account: &account.ID{2}}, rules(), []string{"accountId immutable"}},
		{"no account", entry.Input[visit]{Write: place("x"), Account: &account.ID{}}, rules(), []string{"accountId required"}},
		{"a rule of the whole", entry.Input[visit]{Write: func(w *entry.Writer[visit]) { w.R.Guide = "BOB" }}, rules(), []string{"guide stays"}},
		{"what was wrong before", entry.Input[visit]{Write: place("x"), Faults: fault.List{{Path: "guide", Code: fault.WrongType}}}, rules(), []string{"guide wrong_type"}},
		{"a custom field", entry.Input[visit]{Write: place("x"), CustomFieldValues: []customfield.Input{{FieldID: "x", Value: json.RawMessage("1")}}}, rules(), []string{"customFieldValues[0].fieldId unknown_reference"}},
	} {
		after, err := visits.Apply(v, c.rules, c.in)
		require.Equal(t, c.want, judged(err), c.name)
		require.Equal(t, len(c.want) == 0, after != nil, c.name)
		require.Equal(t, untouched, *v, c.name)
	}
}

func TestANewRecordIsJudgedInAll(t *testing.T) {
	mandatory := rules()
	mandatory.Settings.Mandatory = map[string][]string{"visit": {"place", "guide"}}
	_, err := visits.Validate(mandatory, entry.Input[visit]{Account: &account.ID{}, Write: func(w *entry.Writer[visit]) { w.Text("guide", &w.R.Guide, "a\nb", 9) }})
	require.Equal(t, []string{"guide invalid_text", "accountId required", "at required", "place required"}, judged(err))
}

func TestAttachmentsBeyondTheLimitAreStillRead(t *testing.T) {
	urls := make([]string, 5_000)
	for i := range urls {
		urls[i] = "https://a.test/" + uuid.NewString()
	}
	urls[4_999] = "x"
	made := 0
	r := rules()
	r.NewID = func() uuid.UUID { made++; return uuid.Max }
	_, err := visits.Validate(r, input(func(w *entry.Writer[visit]) {
		w.R.At = start
		w.Attach(urls)
	}))
	require.Equal(t, 101, made)
	require.Equal(t, []string{"attachmentUrls[4999] not_a_url", "attachmentUrls too_large"}, judged(err))
}

// Questions are asked of the store alone, when the whole record is written; what they find joins the rest.
func TestQuestionsAreAskedInTheTransaction(t *testing.T) {
	org, acme := withVisits(t)
	broken := errors.New("entry_test: broken")
	answer := func(faults fault.List, err error) entry.Input[visit] {
		return entry.Input[visit]{Account: &acme, Write: func(w *entry.Writer[visit]) {
			w.R.At = start
			w.Ask(func(tx *record.Tx) (fault.List, error) {
				require.Equal(t, "late", w.R.Place)
				require.Equal(t, org.ID(), tx.Org())
				return faults, err
			})
			w.R.Place = "late"
		}}
	}
	found := fault.List{{Path: "place", Code: "taken"}}
	_, err := visits.Validate(rules(), answer(found, broken))
	require.NoError(t, err)
	_, err = visits.Create(ctx, org, answer(found, nil))
	require.Equal(t, []string{"place taken"}, judged(err))
	_, err = visits.Create(ctx, org, answer(nil, broken))
	require.ErrorIs(t, err, broken)
	v, err := visits.Create(ctx, org, answer(nil, nil))
	require.NoError(t, err)
	require.Equal(t, "Acme", v.Account)
	for _, c := range []struct {
		faults fault.List
		err    error
	}{{found, nil}, {nil, broken}} {
		in := answer(c.faults, c.err)
		_, err = visits.Update(ctx, org, v.ID, in)
		require.Error(t, err)
	}
	require.ErrorIs(t, func() error { _, err := visits.Restore(ctx, org, record.SetID{}); return err }(), clientele.ErrNotFound)
}

func TestRulesWithoutPicklists(t *testing.T) {
	v, err := visits.Validate(entry.Rules{}, input(func(w *entry.Writer[visit]) {
		w.R.At = start
		w.Choose(visitKind, "")
	}))
	require.NoError(t, err)
	require.Equal(t, picklist.Ref{}, v.Kind)
}
