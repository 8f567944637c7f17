package customfield_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

var ctx = context.Background()

// onEach runs a test over every engine. Everything in the database has to agree when it ends.
func onEach(t *testing.T, test func(t *testing.T, org *clientele.Org)) { enginetest.Run(t, test) }

// create creates a field of accounts.
func create(t testing.TB, s record.Scope, d customfield.Draft) *customfield.Field {
	t.Helper()
	d.Source = customfield.Account
	f, err := customfield.Create(ctx, s, d)
	require.NoError(t, err)
	return f
}

// accounts creates n accounts; the value of a field is what the function gives, in JSON, "" for none.
func accounts(t testing.TB, s record.Scope, n int, field string, value func(i int) string) []account.ID {
	t.Helper()
	drafts := make([]account.Draft, n)
	for i := range drafts {
		drafts[i] = account.Draft{Name: fmt.Sprint("A", i), PrimaryDomain: fmt.Sprintf("a%d.test", i)}
		if v := value(i); v != "" {
			drafts[i].CustomFieldValues = []customfield.Input{{FieldID: field, Value: json.RawMessage(v)}}
		}
	}
	bulk, err := account.CreateMany(ctx, s, drafts, account.KeepGoing)
	require.NoError(t, err)
	ids := make([]account.ID, n)
	for i, o := range bulk.Items {
		require.NoError(t, o.Err)
		ids[i] = o.Account.ID
	}
	return ids
}

func valueOf(t testing.TB, s record.Scope, id account.ID, field string) customfield.Value {
	t.Helper()
	a, err := account.Get(ctx, s, id)
	require.NoError(t, err)
	v, _ := a.CustomFieldValues.Get(field)
	return v
}

func number0(i int) string { return strconv.Itoa(i) }

func count(t testing.TB, s record.Scope, c customfield.Condition) int {
	t.Helper()
	n, err := account.Count(ctx, s, account.Filter{CustomFields: []customfield.Condition{c}})
	require.NoError(t, err)
	return n
}

func slugs(fields []*customfield.Field) []string {
	out := []string{}
	for _, f := range fields {
		out = append(out, f.Slug)
	}
	return out
}

func TestAFieldIsCreatedReadAndListed(t *testing.T) {
	onEach(t, func(t *testing.T, org *clientele.Org) {
		tier := create(t, org, customfield.Draft{Name: "Success Tier", Type: customfield.SingleChoice, Options: options("a", "b"), Default: json.RawMessage(`"b"`)})
		require.EqualValues(t, 1, tier.Version)
		require.Equal(t, tier.Options[1].ID, tier.Default.Options()[0])
		have, err := customfield.Get(ctx, org, tier.ID)
		require.NoError(t, err)
		require.Equal(t, tier, have)
		many, err := customfield.CreateMany(ctx, org, []customfield.Draft{
			{Name: "Success Tier", Source: customfield.Task, Type: customfield.Integer}, {Name: "Old", Source: customfield.Account, Type: customfield.Date, Active: new(false), Description: "Tier of old"},
		})
		require.NoError(t, err)
		found, err := customfield.GetMany(ctx, org, []customfield.ID{many[1].ID, {}, tier.ID, many[1].ID, {1}})
		require.NoError(t, err)
		require.Equal(t, []*customfield.Field{many[1], tier}, found)
		for name, c := range map[string]struct {
			f    customfield.Filter
			want []string
		}{
			"everything":      {customfield.Filter{}, []string{"success_tier", "success_tier"}},
			"of accounts":     {customfield.Filter{Source: customfield.Account, Inactive: true}, []string{"success_tier", "old"}},
			"of tasks":        {customfield.Filter{Source: customfield.Task}, []string{"success_tier"}},
			"a text":          {customfield.Filter{Text: "TIER", Inactive: true, Source: customfield.Account}, []string{"success_tier", "old"}},
			"of a type":       {customfield.Filter{Type: []customfield.Type{customfield.Date, customfield.Integer}, Inactive: true}, []string{"old", "success_tier"}},
			"nothing of this": {customfield.Filter{Source: customfield.Note}, []string{}},
		} {
			fields, err := customfield.List(ctx, org, c.f)
			require.NoError(t, err)
			require.Equal(t, c.want, slugs(fields), name)
		}
		_, err = customfield.List(ctx, org, customfield.Filter{Source: "x", Type: []customfield.Type{"y"}})
		refused(t, err, "source not_allowed", "fieldType[0] not_allowed")
		_, err = customfield.Get(ctx, org, customfield.ID{1})
		require.ErrorIs(t, err, clientele.ErrNotFound)
	})
}

func TestNamesAndSlugsAreUniqueInTheirSource(t *testing.T) {
	onEach(t, func(t *testing.T, org *clientele.Org) {
		tier := create(t, org, customfield.Draft{Name: "Tier", Type: customfield.Toggle})
		_, err := customfield.CreateMany(ctx, org, []customfield.Draft{
			{Name: "Other", Source: customfield.Account, Type: customfield.Toggle}, {Name: "TI-ER", Source: customfield.Account, Type: customfield.Toggle}, {Name: "tier", Source: customfield.Account, Type: "x"},
		})
		refused(t, err, "fields[2].fieldType not_allowed", "fields[2].name duplicate")
		_, err = customfield.Create(ctx, org, customfield.Draft{Name: "tier!", Source: customfield.Account, Type: customfield.Toggle})
		refused(t, err, "name duplicate")
		require.ErrorIs(t, err, clientele.ErrExists)
		_, err = customfield.CreateMany(ctx, org, nil)
		refused(t, err, "fields empty")
		tier, err = customfield.Update(ctx, org, tier.ID, customfield.Patch{IfVersion: 1, Name: new("Level")})
		require.NoError(t, err)
		require.Equal(t, "tier", tier.Slug)
		_, err = customfield.Create(ctx, org, customfield.Draft{Name: "Tier", Source: customfield.Account, Type: customfield.Toggle})
		refused(t, err, "name duplicate")
	})
}

func TestUpdatesNeedTheirVersionAndAreAllOrNothing(t *testing.T) {
	onEach(t, func(t *testing.T, org *clientele.Org) {
		a, b := create(t, org, customfield.Draft{Name: "A", Type: customfield.Integer}), create(t, org, customfield.Draft{Name: "B", Type: customfield.Integer})
		_, err := customfield.Update(ctx, org, a.ID, customfield.Patch{Description: new("x")})
		refused(t, err, "version required")
		_, err = customfield.Update(ctx, org, a.ID, customfield.Patch{IfVersion: 2, Description: new("x")})
		require.ErrorIs(t, err, clientele.ErrStale)
		edits := []customfield.Edit{{ID: a.ID, Patch: customfield.Patch{IfVersion: 1, Description: new("x")}}, {ID: b.ID, Patch: customfield.Patch{IfVersion: 1, Scale: new(int64(1)), Name: new("a")}}}
		_, err = customfield.UpdateMany(ctx, org, edits)
		refused(t, err, "fields[1].updates.scale not_allowed", "fields[1].updates.name duplicate")
		edits[1].Patch = customfield.Patch{IfVersion: 9}
		_, err = customfield.UpdateMany(ctx, org, edits)
		require.ErrorIs(t, err, clientele.ErrStale)
		now, err := customfield.Get(ctx, org, a.ID)
		require.NoError(t, err)
		require.Equal(t, a, now)
		edits[1].Patch = customfield.Patch{IfVersion: 1, Name: new("Bee"), Clear: []customfield.Part{customfield.PartMin}}
		fields, err := customfield.UpdateMany(ctx, org, edits)
		require.NoError(t, err)
		require.Equal(t, []string{"x", "Bee"}, []string{fields[0].Description, fields[1].Name})
		same, err := customfield.Update(ctx, org, a.ID, customfield.Patch{IfVersion: 2, Description: new("x")})
		require.NoError(t, err)
		require.EqualValues(t, 2, same.Version)
		_, err = customfield.UpdateMany(ctx, org, nil)
		refused(t, err, "fields empty")
	})
}

func TestDeletingAnOptionIsRefusedForBadOptions(t *testing.T) {
	org := clienteletest.Org(t)
	f := create(t, org, customfield.Draft{Name: "Tier", Type: customfield.SingleChoice, Options: append(options("a", "b"), customfield.OptionDraft{Value: "old", Archived: true})})
	for name, c := range map[string]struct {
		o    customfield.DeleteOptionOptions
		want []string
	}{
		"another answer":      {customfield.DeleteOptionOptions{InUse: customfield.Purge}, []string{"inUse not_allowed"}},
		"no replacement":      {customfield.DeleteOptionOptions{InUse: customfield.Replace}, []string{"replacement required"}},
		"itself":              {customfield.DeleteOptionOptions{InUse: customfield.Replace, Replacement: "A"}, []string{"replacement not_allowed"}},
		"an archived one":     {customfield.DeleteOptionOptions{InUse: customfield.Replace, Replacement: "old"}, []string{"replacement archived"}},
		"none of the field":   {customfield.DeleteOptionOptions{InUse: customfield.Replace, Replacement: "x"}, []string{"replacement not_in_picklist"}},
		"nothing to replace":  {customfield.DeleteOptionOptions{Replacement: "b"}, []string{"replacement contradiction"}},
		"cleared, with other": {customfield.DeleteOptionOptions{InUse: customfield.Clear, Replacement: "b"}, []string{"replacement contradiction"}},
	} {
		_, err := customfield.DeleteOption(ctx, org, f.ID, f.Options[0].ID, c.o)
		require.Equal(t, c.want, reasons(err), name)
	}
	_, err := customfield.DeleteOption(ctx, org, f.ID, customfield.OptionID{9}, customfield.DeleteOptionOptions{})
	require.ErrorIs(t, err, clientele.ErrNotFound)
	_, err = customfield.DeleteOption(ctx, org, f.ID, f.Options[0].ID, customfield.DeleteOptionOptions{IfVersion: 7})
	require.ErrorIs(t, err, clientele.ErrStale)
	for _, o := range f.Options[:2] {
		f, err = customfield.DeleteOption(ctx, org, f.ID, o.ID, customfield.DeleteOptionOptions{})
		require.NoError(t, err)
	}
	_, err = customfield.DeleteOption(ctx, org, f.ID, f.Options[0].ID, customfield.DeleteOptionOptions{})
	refused(t, err, "options required")
}

// interrupted makes the context end before the nth commit from now on.
type interrupted struct {
	store.Store
	left   int
	cancel context.CancelFunc
}

func (s *interrupted) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	if writable && s.cancel != nil {
		if s.left--; s.left < 0 {
			s.cancel()
		}
	}
	return s.Store.Begin(ctx, writable)
}

// TestIndexesAreBuiltInChunksThatMayBeInterrupted stops the building of indexes after each of its transactions, and
// checks that everything agrees there and that Build ends it.
func TestIndexesAreBuiltInChunksThatMayBeInterrupted(t *testing.T) {
	for stop := range 6 {
		t.Run(fmt.Sprint(stop), func(t *testing.T) {
			st := &interrupted{Store: memstore.New()}
			org := clienteletest.OrgOn(t, st, clienteletest.Options())
			f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.Integer})
			ids := accounts(t, org, 3_500, "code", func(i int) string {
				if i%5 == 0 {
					return ""
				}
				return number0(i)
			})
			stopped, cancel := context.WithCancel(ctx)
			st.left, st.cancel = stop, cancel
			_, err := customfield.Update(stopped, org, f.ID, customfield.Patch{IfVersion: f.Version, Indexed: new(true), Unique: new(true)})
			st.cancel = nil
			clienteletest.Check(t, org.DB())
			if err != nil {
				require.ErrorIs(t, err, context.Canceled)
			}
			now, failed := customfield.Get(ctx, org, f.ID)
			require.NoError(t, failed)
			if stop == 0 {
				require.Equal(t, f, now)
				return
			}
			if now.IndexState != customfield.StateReady {
				require.Error(t, err)
				_, err = account.Count(ctx, org, account.Filter{CustomFields: []customfield.Condition{{FieldID: "code", Equal: json.RawMessage("1")}}})
				refused(t, err, "customFields[0].fieldId not_available")
			}
			// What is written meanwhile is in the index, wherever the building has got to.
			for i, id := range []account.ID{ids[0], ids[1], ids[3_400], ids[3_499]} {
				_, err := account.Update(ctx, org, id, account.Patch{CustomFieldValues: []customfield.Input{{FieldID: "code", Value: json.RawMessage(number0(-1 - i))}}})
				require.NoError(t, err)
			}
			_, err = account.Delete(ctx, org, ids[3_401], 0)
			require.NoError(t, err)
			clienteletest.Check(t, org.DB())
			built, err := customfield.Build(ctx, org, f.ID)
			require.NoError(t, err)
			require.Equal(t, []customfield.State{customfield.StateReady, customfield.StateReady}, []customfield.State{built.IndexState, built.UniqueState})
			require.Equal(t, 4, count(t, org, customfield.Condition{FieldID: "code", To: json.RawMessage("0")}))
			require.Equal(t, 698, count(t, org, customfield.Condition{FieldID: "code", Empty: new(true)}))

			stopped, cancel = context.WithCancel(ctx)
			st.left, st.cancel = stop, cancel
			_, err = customfield.Update(stopped, org, f.ID, customfield.Patch{IfVersion: built.Version, Indexed: new(false), Unique: new(false)})
			st.cancel = nil
			clienteletest.Check(t, org.DB())
			if err != nil {
				gone, err := customfield.Build(ctx, org, f.ID)
				require.NoError(t, err)
				require.Equal(t, []customfield.State{"", ""}, []customfield.State{gone.IndexState, gone.UniqueState})
			}
		})
	}
}

// TestAnEntryStaysItsHoldersWhileAnIndexIsBuilt has an account get a value that another has, where the building has not
// been yet, and lets the other one lose it before it comes there.
func TestAnEntryStaysItsHoldersWhileAnIndexIsBuilt(t *testing.T) {
	for name, lose := range map[string]func(org *clientele.Org, id account.ID) error{
		"deleted": func(org *clientele.Org, id account.ID) error {
			_, err := account.Delete(ctx, org, id, 0)
			return err
		},
		"changed": func(org *clientele.Org, id account.ID) error {
			_, err := account.Update(ctx, org, id, account.Patch{CustomFieldValues: []customfield.Input{customfield.Unset("code")}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := &interrupted{Store: memstore.New()}
			org := clienteletest.OrgOn(t, st, clienteletest.Options())
			f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.Integer})
			ids := accounts(t, org, 2_500, "code", number0)
			stopped, cancel := context.WithCancel(ctx)
			st.left, st.cancel = 1, cancel
			_, err := customfield.Update(stopped, org, f.ID, customfield.Patch{IfVersion: f.Version, Unique: new(true)})
			require.ErrorIs(t, err, context.Canceled)
			st.cancel = nil
			_, err = account.Update(ctx, org, ids[5], account.Patch{CustomFieldValues: []customfield.Input{customfield.Set("code", customfield.IntegerValue(2_400))}})
			require.NoError(t, err)
			require.NoError(t, lose(org, ids[2_400]))
			clienteletest.Check(t, org.DB())
			_, err = customfield.Build(ctx, org, f.ID)
			require.NoError(t, err)
			_, err = account.Update(ctx, org, ids[6], account.Patch{CustomFieldValues: []customfield.Input{customfield.Set("code", customfield.IntegerValue(2_400))}})
			refused(t, err, "customFieldValues[0].value duplicate")
		})
	}
}

// TestADuplicateThatComesWhileAnIndexIsBuilt has two accounts get the same value where the building has not been yet.
func TestADuplicateThatComesWhileAnIndexIsBuilt(t *testing.T) {
	st := &interrupted{Store: memstore.New()}
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.Integer})
	ids := accounts(t, org, 2_500, "code", number0)
	stopped, cancel := context.WithCancel(ctx)
	st.left, st.cancel = 1, cancel
	_, err := customfield.Update(stopped, org, f.ID, customfield.Patch{IfVersion: f.Version, Unique: new(true)})
	require.ErrorIs(t, err, context.Canceled)
	st.cancel = nil
	_, err = account.Update(ctx, org, ids[2_000], account.Patch{CustomFieldValues: []customfield.Input{{FieldID: "code", Value: json.RawMessage("5")}}})
	refused(t, err, "customFieldValues[0].value duplicate")
	_, err = account.Update(ctx, org, ids[5], account.Patch{CustomFieldValues: []customfield.Input{{FieldID: "code", Value: json.RawMessage("2400")}}})
	require.NoError(t, err)

	clienteletest.Check(t, org.DB())
	_, err = customfield.Build(ctx, org, f.ID)
	refused(t, err, "unique duplicate")
	require.ErrorIs(t, err, clientele.ErrExists)
	require.Equal(t, []string{ids[5].String(), ids[2_400].String()}, fault.All(err)[0].Params["ids"])
	f, err = customfield.Get(ctx, org, f.ID)
	require.NoError(t, err)
	require.False(t, f.Unique)
	require.Equal(t, customfield.StateNone, f.UniqueState)
	clienteletest.Check(t, org.DB())
}

func TestAPurgeMayBeInterrupted(t *testing.T) {
	for stop := range 7 {
		st := &interrupted{Store: memstore.New()}
		org := clienteletest.OrgOn(t, st, clienteletest.Options())
		f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.Integer, Indexed: true})
		ids := accounts(t, org, 2_500, "code", number0)
		stopped, cancel := context.WithCancel(ctx)
		st.left, st.cancel = stop, cancel
		_, err := customfield.Delete(stopped, org, f.ID, customfield.DeleteOptions{InUse: customfield.Purge})
		st.cancel = nil
		clienteletest.Check(t, org.DB())
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
			_, err = customfield.Delete(ctx, org, f.ID, customfield.DeleteOptions{InUse: customfield.Purge})
			require.NoError(t, err)
		}
		for _, id := range []account.ID{ids[0], ids[2_499]} {
			require.True(t, valueOf(t, org, id, "code").IsZero())
		}
	}
}

func TestLongChangesInsideATransaction(t *testing.T) {
	org := clienteletest.Org(t)
	f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.Integer})
	accounts(t, org, 2_200, "code", func(i int) string { return number0(i / 2) })
	require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		_, err := customfield.Update(ctx, tx, f.ID, customfield.Patch{IfVersion: f.Version, Unique: new(true)})
		require.Len(t, fault.All(err), 1_000)
		f, err = customfield.Update(ctx, tx, f.ID, customfield.Patch{IfVersion: f.Version, Indexed: new(true)})
		require.NoError(t, err)
		require.Equal(t, customfield.StateReady, f.IndexState)
		require.Equal(t, 2, count(t, tx, customfield.Condition{FieldID: "code", Equal: json.RawMessage("7")}))
		_, err = customfield.Delete(ctx, tx, f.ID, customfield.DeleteOptions{InUse: customfield.Purge})
		require.NoError(t, err)
		return err
	}))
}

// TestVerbsThatFailLeaveNothing lets every call of the store fail, one after the other: what is stored stays as it was.
func TestVerbsThatFailLeaveNothing(t *testing.T) {
	for name, verb := range map[string]func(s record.Scope, f *customfield.Field) error{
		"create": func(s record.Scope, _ *customfield.Field) error {
			_, err := customfield.Create(ctx, s, customfield.Draft{Name: "New", Source: customfield.Account, Type: customfield.Integer, Indexed: true})
			return err
		},
		"update": func(s record.Scope, f *customfield.Field) error {
			_, err := customfield.Update(ctx, s, f.ID, customfield.Patch{IfVersion: f.Version, Unique: new(true), Indexed: new(true)})
			return err
		},
		"delete": func(s record.Scope, f *customfield.Field) error {
			_, err := customfield.Delete(ctx, s, f.ID, customfield.DeleteOptions{InUse: customfield.Purge})
			return err
		},
		"convert": func(s record.Scope, f *customfield.Field) error {
			_, err := customfield.Convert(ctx, s, f.ID, customfield.SingleLine, customfield.ConvertOptions{Commit: true})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			for n := 0; ; n++ {
				inner := memstore.New()
				org := clienteletest.OrgOn(t, inner, clienteletest.Options())
				f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.Integer})
				accounts(t, org, 5, "code", number0)
				before := dump(t, inner)
				failing, err := clientele.Open(ctx, storetest.Fail(inner, n+2), clienteletest.Options())
				if err != nil {
					continue
				}
				on, err := failing.Org(ctx, "org_test")
				if err != nil {
					continue
				}
				err = on.Update(ctx, func(_ context.Context, tx *clientele.Tx) error { return verb(tx, f) })
				if err == nil {
					return
				}
				require.ErrorIs(t, err, storetest.ErrInjected)
				require.Equal(t, before, dump(t, inner))
			}
		})
	}
}

// dump gives everything in a store.
func dump(t testing.TB, st store.Store) string {
	t.Helper()
	var all strings.Builder
	require.NoError(t, store.View(ctx, st, func(r store.Reader) error {
		for e, err := range r.Scan(store.Range{}) {
			if err != nil {
				return err
			}
			fmt.Fprintf(&all, "%q %q\n", e.Key, e.Value)
		}
		return nil
	}))
	return all.String()
}

func TestAKindOfTheHostMayHaveCustomFields(t *testing.T) {
	type visit struct {
		record.System[visit]
		Values customfield.Values
	}
	custom := customfield.In(customfield.Activity, func(v *visit) *customfield.Values { return &v.Values })
	visits := record.Define("visit", 'v', record.Spec[visit]{
		Fields:  record.Fields(record.SystemFields(func(v *visit) *record.System[visit] { return &v.System }), custom.Field(8)),
		Indexes: []record.Index[visit]{custom.UniqueIndex(), custom.Index()},
		Schema:  custom.Schema, Seal: custom.Seal,
	})
	db, err := record.Open(ctx, memstore.New(), record.Schema{
		Kinds: []record.Definition{customfield.Definition, visits}, Extensions: custom.Extensions(visits),
	}, nil)
	require.NoError(t, err)
	org, err := db.CreateOrg(ctx, "org", nil)
	require.NoError(t, err)
	f, err := customfield.Create(ctx, org, customfield.Draft{Name: "Mood", Source: customfield.Activity, Type: customfield.SingleLine, Unique: true})
	require.NoError(t, err)
	require.NoError(t, org.Update(ctx, func(_ context.Context, tx *record.Tx) error {
		all, err := customfield.Load(tx)
		if err != nil {
			return err
		}
		values, err := all.Of(customfield.Activity).Validate([]customfield.Input{customfield.Set("mood", customfield.TextValue("good"))}, customfield.Rules{})
		if err != nil {
			return err
		}
		return errors.Join(visits.Create(tx, &visit{Values: values}), visits.Create(tx, &visit{}))
	}))
	_, err = customfield.Delete(ctx, org, f.ID, customfield.DeleteOptions{})
	refused(t, err, " referenced")
	report, err := record.Check(ctx, db)
	require.NoError(t, err)
	require.Empty(t, report.Problems)
}

func TestThePolicyIsAskedAboutFieldsAndNotAboutWhatFollows(t *testing.T) {
	options := clienteletest.Options()
	hidden := false
	options.Policy = func(_ context.Context, a clientele.Action) error {
		if hidden && a.Kind == "account" || a.Kind == "custom_field" && a.Actor.ID == "nobody" {
			return errors.New("no")
		}
		return nil
	}
	org := clienteletest.OrgOn(t, memstore.New(), options)
	f := create(t, org, customfield.Draft{Name: "Code", Type: customfield.Integer})
	ids := accounts(t, org, 3, "code", number0)
	_, err := customfield.Create(ctx, org.As(clientele.Actor{ID: "nobody"}), customfield.Draft{Name: "X", Source: customfield.Account, Type: customfield.Integer})
	require.ErrorIs(t, err, clientele.ErrForbidden)
	hidden = true
	f, err = customfield.Update(ctx, org, f.ID, customfield.Patch{IfVersion: f.Version, Indexed: new(true)})
	require.NoError(t, err)
	hidden = false
	require.Equal(t, 3, count(t, org, customfield.Condition{FieldID: "code", Empty: new(false)}))
	hidden = true
	_, err = customfield.Delete(ctx, org, f.ID, customfield.DeleteOptions{InUse: customfield.Purge})
	require.NoError(t, err)
	hidden = false
	for _, id := range ids {
		a, err := account.Get(ctx, org, id)
		require.NoError(t, err)
		require.Empty(t, a.CustomFieldValues)
		require.EqualValues(t, 2, a.Version, "its value was removed")
	}
}

func TestCheckFindsWhatIsWrongWithValues(t *testing.T) {
	st := memstore.New()
	options := clienteletest.Options()
	db, err := clientele.Open(ctx, st, options)
	require.NoError(t, err)
	org, err := db.EnsureOrg(ctx, "org", nil)
	require.NoError(t, err)
	number := create(t, org, customfield.Draft{Name: "Code", Type: customfield.Integer})
	text := create(t, org, customfield.Draft{Name: "Text", Type: customfield.SingleLine})
	accounts(t, org, 1, "code", number0)
	// The stored field is made that of a text, behind the back of everybody.
	require.NoError(t, store.Update(ctx, st, func(w *store.Overlay) error {
		var key, other []byte
		for e, err := range w.Scan(store.Prefix([]byte("rorg\x00F"))) {
			if err != nil {
				return err
			}
			switch string(e.Key[len(e.Key)-16:]) {
			case string(number.ID[:]):
				key = slices.Clone(e.Key)
			case string(text.ID[:]):
				other = slices.Clone(e.Value)
			}
		}
		w.Put(key, other)
		return nil
	}))
	report, err := clientele.Check(ctx, db)
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(report.Problems, func(p clientele.Problem) bool {
		return p.Code == customfield.ProblemValue && p.Kind == "custom_field" && customfield.ID(p.ID) == number.ID
	}), "%v", report.Problems)
}
