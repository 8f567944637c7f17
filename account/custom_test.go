package account_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

// define defines custom fields of accounts.
func define(t testing.TB, s record.Scope, drafts ...customfield.Draft) []*customfield.Field {
	t.Helper()
	for i := range drafts {
		drafts[i].Source = customfield.Account
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

// with gives a draft with custom field values.
func with(name string, pairs ...string) account.Draft {
	d := named(name, strings.ToLower(name)+".test")
	d.CustomFieldValues = give(pairs...)
	return d
}

// held gives the values of an account, "slug=value" each.
func held(a *account.Account) []string {
	out := []string{}
	for _, h := range a.CustomFieldValues {
		out = append(out, h.Slug()+"="+h.Value.String())
	}
	return out
}

func setCustom(t testing.TB, s record.Scope, id account.ID, pairs ...string) *account.Account {
	t.Helper()
	return update(t, s, id, account.Patch{CustomFieldValues: give(pairs...)})
}

func choices(values ...string) []customfield.OptionDraft {
	var out []customfield.OptionDraft
	for _, v := range values {
		out = append(out, customfield.OptionDraft{Value: v})
	}
	return out
}

func TestCustomFieldValuesAreMerged(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		fields := define(t, org, customfield.Draft{Name: "Renewal month", Type: customfield.Integer}, customfield.Draft{Name: "Tier", Type: customfield.SingleLine}, customfield.Draft{Name: "Launch", Type: customfield.Date})
		a := create(t, org, with("Acme", "tier", `"gold"`, fields[0].ID.String(), `"7"`))
		require.Equal(t, []string{"renewal_month=7", "tier=gold"}, held(a))
		require.Equal(t, a, get(t, org, a.ID))

		a = setCustom(t, org, a.ID, "LAUNCH", `"2026-01-31"`, "Tier", `null`)
		require.Equal(t, []string{"renewal_month=7", "launch=2026-01-31"}, held(a))
		require.Equal(t, a, get(t, org, a.ID))
		require.EqualValues(t, 2, a.Version)
		same := setCustom(t, org, a.ID, "renewal month", `7`, "tier", `null`, "launch", `" 2026-01-31"`)
		require.Equal(t, a, same)

		var last record.Change
		for c, err := range account.History(ctx, org, a.ID) {
			require.NoError(t, err)
			last = c
		}
		require.Equal(t, []string{"customFieldValues"}, last.Fields)
	})
}

func TestCustomFieldsThatAreRefused(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		define(t, org, customfield.Draft{Name: "Tier", Type: customfield.SingleLine, MandatoryOnCreation: true},
			customfield.Draft{Name: "Seats", Type: customfield.Integer, MandatoryOnCreation: true, Default: json.RawMessage("5")},
			customfield.Draft{Name: "Score", Type: customfield.Calculated},
			customfield.Draft{Name: "Old", Type: customfield.SingleLine, Active: new(false), MandatoryOnCreation: true})
		_, err := customfield.Create(ctx, org, customfield.Draft{Name: "Mood", Source: customfield.CustomerContact, Type: customfield.SingleLine})
		require.NoError(t, err)

		_, err = account.Create(ctx, org, with("Acme"))
		refused(t, err, "customFieldValues required")
		require.Equal(t, "tier", fault.All(err)[0].Params["field"])
		_, err = account.Create(ctx, org, with("Acme", "tier", `" "`, "seats", `null`))
		refused(t, err, "customFieldValues[0].value required", "customFieldValues[1].value required")
		_, err = account.Create(ctx, org, with("Acme", "mood", `"x"`, "score", `1`, "old", `"x"`, "tier", `5`, "TIER", `"a"`, "", `1`, "nothing", `1`))
		refused(t, err, "customFieldValues[0].fieldId unknown_reference", "customFieldValues[1].fieldId read_only", "customFieldValues[2].fieldId archived",
			"customFieldValues[3].value wrong_type", "customFieldValues[4].fieldId repeated", "customFieldValues[5].fieldId required", "customFieldValues[6].fieldId unknown_reference")
		d := with("Acme", "tier", `"x"`)
		d.CustomFieldValues[0].Value = nil
		_, err = account.Create(ctx, org, d)
		refused(t, err, "customFieldValues[0].value required")

		a := create(t, org, with("Acme", "tier", `"gold"`))
		require.Equal(t, []string{"tier=gold", "seats=5"}, held(a))
		_, err = account.Update(ctx, org, a.ID, account.Patch{CustomFieldValues: give("tier", `null`, "seats", `""`)})
		refused(t, err, "customFieldValues[0].value required", "customFieldValues[1].value required")
		bulk, err := account.CreateMany(ctx, org, []account.Draft{with("B", "tier", `1`), with("C", "tier", `"c"`)}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, []string{"customFieldValues[0].value wrong_type"}, reasons(bulk.Items[0].Faults))
		require.Equal(t, []string{"tier=c", "seats=5"}, held(bulk.Items[1].Account))
		_, err = account.CreateMany(ctx, org, []account.Draft{with("D", "tier", `1`)}, account.AllOrNothing)
		refused(t, err, "accounts[0].customFieldValues[0].value wrong_type")
	})
}

func TestAnInactiveFieldStaysAndIsNotWritten(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		f := define(t, org, customfield.Draft{Name: "Tier", Type: customfield.SingleLine, MandatoryOnCreation: true})[0]
		a := create(t, org, with("Acme", "tier", `"gold"`))
		_, err := customfield.Update(ctx, org, f.ID, customfield.Patch{IfVersion: f.Version, Active: new(false)})
		require.NoError(t, err)
		create(t, org, with("B"))
		require.Equal(t, []string{"tier=gold"}, held(get(t, org, a.ID)))
		a = update(t, org, a.ID, account.Patch{Source: new("x"), CustomFieldValues: give("tier", `"gold"`)})
		require.Equal(t, []string{"tier=gold"}, held(a))
		for _, in := range []string{`"silver"`, `null`, `5`} {
			_, err = account.Update(ctx, org, a.ID, account.Patch{CustomFieldValues: give("tier", in)})
			refused(t, err, "customFieldValues[0].fieldId archived")
		}
	})
}

func TestAnOptionIsRenamedAndArchived(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		f := define(t, org, customfield.Draft{Name: "Regions", Type: customfield.MultiChoice, Options: choices("EU", "US", "APAC")})[0]
		a := create(t, org, with("Acme", "regions", `["us","EU"]`))
		require.Equal(t, []string{"regions=EU, US"}, held(a))
		before := changes(t, org)
		f, err := customfield.Update(ctx, org, f.ID, customfield.Patch{IfVersion: f.Version, Options: &[]customfield.OptionDraft{
			{ID: f.Options[1].ID, Value: "America", Archived: true}, {Value: "eu"}, {Value: "APAC"}, {Value: "MEA"},
		}})
		require.NoError(t, err)
		require.Equal(t, before+1, changes(t, org))
		require.Equal(t, []string{"regions=eu, America"}, held(get(t, org, a.ID)))
		require.EqualValues(t, 1, get(t, org, a.ID).Version)
		_, err = account.Create(ctx, org, with("B", "regions", `["America"]`))
		refused(t, err, "customFieldValues[0].value archived")
		a = setCustom(t, org, a.ID, "regions", `["America","MEA"]`)
		require.Equal(t, []string{"regions=America, MEA"}, held(a))
		setCustom(t, org, a.ID, "regions", `["MEA"]`)
		_, err = account.Update(ctx, org, a.ID, account.Patch{CustomFieldValues: give("regions", `["America"]`)})
		refused(t, err, "customFieldValues[0].value archived")
		_, err = customfield.Update(ctx, org, f.ID, customfield.Patch{IfVersion: f.Version, Options: &[]customfield.OptionDraft{{Value: "EU"}}})
		refused(t, err, "options referenced")
		require.ErrorIs(t, err, clientele.ErrReferenced)
		f, err = customfield.Update(ctx, org, f.ID, customfield.Patch{IfVersion: f.Version, Options: &[]customfield.OptionDraft{{Value: "EU"}, {Value: "MEA"}}})
		require.NoError(t, err)
		require.Len(t, f.Options, 2)
	})
}

func TestDeletingAnOptionThatAccountsHave(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		fields := define(t, org, customfield.Draft{Name: "Tier", Type: customfield.SingleChoice, Options: choices("A", "B", "C"), Default: json.RawMessage(`"A"`), Indexed: true},
			customfield.Draft{Name: "Regions", Type: customfield.MultiChoice, Options: choices("EU", "US")})
		tier, regions := fields[0], fields[1]
		a := create(t, org, with("Acme", "tier", `"B"`, "regions", `["EU","US"]`))
		b := create(t, org, with("B", "regions", `["US"]`))
		uses, err := customfield.Usage(ctx, org, tier.ID)
		require.NoError(t, err)
		require.Equal(t, 2, uses.Count)
		require.Equal(t, 1, uses.Options[1].Count)

		_, err = customfield.DeleteOption(ctx, org, tier.ID, tier.Options[1].ID, customfield.DeleteOptionOptions{})
		refused(t, err, " referenced")
		require.Equal(t, 1, fault.All(err)[0].Params["count"])
		_, err = customfield.DeleteOption(ctx, org, tier.ID, tier.Options[0].ID, customfield.DeleteOptionOptions{InUse: customfield.Refuse})
		refused(t, err, " referenced")
		tier, err = customfield.DeleteOption(ctx, org, tier.ID, tier.Options[1].ID, customfield.DeleteOptionOptions{InUse: customfield.Replace, Replacement: "c"})
		require.NoError(t, err)
		require.Equal(t, []string{"tier=C", "regions=EU, US"}, held(get(t, org, a.ID)))
		require.Equal(t, 1, count(t, org, account.Filter{CustomFields: []customfield.Condition{{FieldID: "tier", Equal: json.RawMessage(`"C"`)}}}))
		_, err = customfield.DeleteOption(ctx, org, regions.ID, regions.Options[1].ID, customfield.DeleteOptionOptions{InUse: customfield.Clear})
		require.NoError(t, err)
		require.Equal(t, []string{"tier=C", "regions=EU"}, held(get(t, org, a.ID)))
		require.Equal(t, []string{"tier=A"}, held(get(t, org, b.ID)))
		tier, err = customfield.DeleteOption(ctx, org, tier.ID, tier.Options[0].ID, customfield.DeleteOptionOptions{InUse: customfield.Clear})
		require.NoError(t, err)
		require.True(t, tier.Default.IsZero())
		require.Empty(t, held(get(t, org, b.ID)))
	})
}

func TestDeletingAFieldThatAccountsHave(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		f := define(t, org, customfield.Draft{Name: "Tier", Type: customfield.SingleLine, Indexed: true, Unique: true}, customfield.Draft{Name: "Other", Type: customfield.Integer})[0]
		a := create(t, org, with("Acme", "tier", `"gold"`, "other", `1`))
		trashed := create(t, org, with("Trashed", "tier", `"silver"`))
		set := remove(t, org, trashed.ID)
		_, err := customfield.Delete(ctx, org, f.ID, customfield.DeleteOptions{})
		refused(t, err, " referenced")
		require.ErrorIs(t, err, clientele.ErrReferenced)
		_, err = customfield.Delete(ctx, org, f.ID, customfield.DeleteOptions{InUse: "burn"})
		refused(t, err, "inUse not_allowed")
		_, err = customfield.Delete(ctx, org, f.ID, customfield.DeleteOptions{IfVersion: 9, InUse: customfield.Purge})
		require.ErrorIs(t, err, clientele.ErrStale)
		gone, err := customfield.Delete(ctx, org, f.ID, customfield.DeleteOptions{InUse: customfield.Purge})
		require.NoError(t, err)
		require.Equal(t, []string{"other=1"}, held(get(t, org, a.ID)))
		_, err = customfield.Get(ctx, org, f.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		clienteletest.Check(t, org.DB())

		_, err = account.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Empty(t, held(get(t, org, trashed.ID)))
		clienteletest.Check(t, org.DB())

		_, err = record.Restore(ctx, org, gone)
		require.NoError(t, err)
		clienteletest.Check(t, org.DB())
		f, err = customfield.Build(ctx, org, f.ID)
		require.NoError(t, err)
		require.Equal(t, []any{customfield.StateReady, customfield.StateReady, false}, []any{f.IndexState, f.UniqueState, f.Active})
		require.Equal(t, 2, count(t, org, account.Filter{CustomFields: []customfield.Condition{{FieldID: "tier", Empty: new(true)}}}))
	})
}

func TestAUniqueCustomFieldBelongsToOneAccount(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		define(t, org, customfield.Draft{Name: "Contract", Type: customfield.SingleLine, Unique: true}, customfield.Draft{Name: "Price", Type: customfield.Decimal, Unique: true})
		a := create(t, org, with("Acme", "contract", `"C-1"`, "price", `1.50`))
		b := create(t, org, with("B", "contract", `"C-2"`))
		_, err := account.Create(ctx, org, with("C", "price", `1.5`, "contract", `"C-1"`))
		refused(t, err, "customFieldValues[1].value duplicate", "customFieldValues[0].value duplicate")
		require.ErrorIs(t, err, clientele.ErrExists)
		require.Equal(t, a.ID.String(), fault.All(err)[0].Params["id"])
		_, err = account.Update(ctx, org, b.ID, account.Patch{CustomFieldValues: give("contract", `"C-1"`)})
		refused(t, err, "customFieldValues[0].value duplicate")
		bulk, err := account.CreateMany(ctx, org, []account.Draft{with("D", "contract", `"C-3"`), with("E", "contract", `"C-3"`)}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, []string{"customFieldValues[0].value duplicate"}, reasons(bulk.Items[1].Faults))

		set := remove(t, org, a.ID)
		setCustom(t, org, b.ID, "contract", `"C-1"`)
		_, err = account.Restore(ctx, org, set)
		refused(t, err, "customFieldValues duplicate")
		setCustom(t, org, b.ID, "contract", `null`)
		_, err = account.Restore(ctx, org, set)
		require.NoError(t, err)
	})
}

func TestTurningUniqueOnOverDuplicates(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		f := define(t, org, customfield.Draft{Name: "Contract", Type: customfield.SingleLine})[0]
		ids := map[string][]string{}
		for i, v := range []string{"x", "y", "x", "z", "y", "x"} {
			a := create(t, org, with(fmt.Sprint("A", i), "contract", `"`+v+`"`))
			ids[v] = append(ids[v], a.ID.String())
		}
		_, err := customfield.Update(ctx, org, f.ID, customfield.Patch{IfVersion: f.Version, Unique: new(true)})
		refused(t, err, "unique duplicate", "unique duplicate")
		require.ErrorIs(t, err, clientele.ErrExists)
		require.Equal(t, ids["x"], fault.All(err)[0].Params["ids"])
		require.Equal(t, ids["y"], fault.All(err)[1].Params["ids"])
		_, err = customfield.UpdateMany(ctx, org, []customfield.Edit{{ID: f.ID, Patch: customfield.Patch{IfVersion: f.Version, Unique: new(true)}}})
		refused(t, err, "fields[0].updates.unique duplicate", "fields[0].updates.unique duplicate")
		require.Equal(t, f, must(customfield.Get(ctx, org, f.ID)))

		for _, v := range []string{"x", "y"} {
			for i, id := range ids[v][1:] {
				setCustom(t, org, must(account.ParseID(id)), "contract", strconv.Quote(fmt.Sprint(v, i)))
			}
		}
		f, err = customfield.Update(ctx, org, f.ID, customfield.Patch{IfVersion: f.Version, Unique: new(true), Indexed: new(true)})
		require.NoError(t, err)
		require.Equal(t, []customfield.State{customfield.StateReady, customfield.StateReady}, []customfield.State{f.IndexState, f.UniqueState})
		clienteletest.Check(t, org.DB())
		_, err = account.Create(ctx, org, with("B", "contract", `"x"`))
		refused(t, err, "customFieldValues[0].value duplicate")
		require.Equal(t, 1, count(t, org, account.Filter{CustomFields: []customfield.Condition{{FieldID: "contract", Equal: json.RawMessage(`"x0"`)}}}))
		f, err = customfield.Update(ctx, org, f.ID, customfield.Patch{IfVersion: f.Version, Unique: new(false), Clear: []customfield.Part{customfield.PartIndexed}})
		require.NoError(t, err)
		require.Equal(t, []customfield.State{"", ""}, []customfield.State{f.IndexState, f.UniqueState})
		clienteletest.Check(t, org.DB())
		create(t, org, with("B", "contract", `"x"`))
	})
}

func must[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

func TestLookUpsLeadToLiveAccounts(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		f := define(t, org, customfield.Draft{Name: "Reseller", Type: customfield.LookUp, LookUp: customfield.LookUpAccount}, customfield.Draft{Name: "Other", Type: customfield.Integer})[0]
		require.True(t, f.Indexed)
		target := create(t, org, with("Target"))
		a := create(t, org, with("Acme", "reseller", strconv.Quote(target.ID.String()), "other", `1`))
		b := create(t, org, with("B", "reseller", strconv.Quote(target.ID.String())))
		_, err := account.Create(ctx, org, with("C", "other", `1`, "reseller", strconv.Quote(uuid.NewString())))
		refused(t, err, "customFieldValues[1].value unknown_reference")
		_, err = account.Update(ctx, org, b.ID, account.Patch{CustomFieldValues: give("reseller", strconv.Quote(uuid.NewString()))})
		refused(t, err, "customFieldValues[0].value unknown_reference")
		require.Equal(t, 2, count(t, org, account.Filter{CustomFields: []customfield.Condition{{FieldID: "reseller", Equal: json.RawMessage(strconv.Quote(target.ID.String()))}}}))

		bSet := remove(t, org, b.ID)
		set := remove(t, org, target.ID)
		a = get(t, org, a.ID)
		require.Equal(t, []string{"other=1"}, held(a))
		require.EqualValues(t, 2, a.Version)
		clienteletest.Check(t, org.DB())
		_, err = account.Restore(ctx, org, bSet)
		require.NoError(t, err)
		require.Empty(t, held(get(t, org, b.ID)))
		_, err = account.Restore(ctx, org, set)
		require.NoError(t, err)
		self := setCustom(t, org, target.ID, "reseller", strconv.Quote(target.ID.String()))
		require.Len(t, self.CustomFieldValues, 1)
		set = remove(t, org, target.ID)
		_, err = account.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, self.CustomFieldValues, get(t, org, target.ID).CustomFieldValues)
	})
}

func TestLookUpsOfUsersAskTheDirectory(t *testing.T) {
	options := func() *clientele.Options {
		o := clienteletest.Options()
		o.Directory = staff{"USER1": {ID: "USER1", Active: true}, "USER2": {ID: "USER2"}}
		return o
	}
	onEnginesWith(t, options, func(t *testing.T, org *clientele.Org) {
		define(t, org, customfield.Draft{Name: "Success manager", Type: customfield.LookUp, LookUp: customfield.LookUpUser})
		a := create(t, org, with("Acme", "success_manager", `"USER1"`))
		for _, in := range []string{`"USER2"`, `"NOBODY"`} {
			_, err := account.Create(ctx, org, with("B", "success_manager", in))
			refused(t, err, "customFieldValues[0].value unknown_reference")
			_, err = account.Update(ctx, org, a.ID, account.Patch{CustomFieldValues: give("success_manager", in)})
			refused(t, err, "customFieldValues[0].value unknown_reference")
		}
		setCustom(t, org, a.ID, "success_manager", `"USER1"`)
	})
}

// staff is a directory.
type staff map[string]clientele.User

func (s staff) Users(_ context.Context, ids []string) (map[string]clientele.User, error) {
	found := map[string]clientele.User{}
	for _, id := range ids {
		if u, ok := s[id]; ok {
			found[id] = u
		}
	}
	return found, nil
}
func (staff) UsersByHost(context.Context, []string) ([]clientele.User, error) { return nil, nil }
func (staff) Members(context.Context, string) ([]string, error)               { return nil, nil }

func TestAPasswordIsNowhereButVerified(t *testing.T) {
	const clear = "correct horse battery staple"
	for _, engine := range []string{"memstore", "boltstore rerun"} {
		t.Run(engine, func(t *testing.T) {
			st := engines[engine](t)
			org := clienteletest.OrgOn(t, st, clienteletest.Options())
			f := define(t, org, customfield.Draft{Name: "Vault", Type: customfield.Password, MandatoryOnCreation: true})[0]
			a := create(t, org, with("Acme", "vault", strconv.Quote(clear)))
			b := create(t, org, with("B", "vault", strconv.Quote("other")))
			b = setCustom(t, org, b.ID, "vault", strconv.Quote(clear))
			for _, id := range []account.ID{a.ID, b.ID} {
				require.True(t, must(account.VerifyPassword(ctx, org, id, "vault", clear)))
			}
			require.False(t, must(account.VerifyPassword(ctx, org, b.ID, f.ID.String(), "other")))
			require.False(t, must(account.VerifyPassword(ctx, org, a.ID, "Vault", "")))
			require.NotEqual(t, a.CustomFieldValues.Of(f.ID), b.CustomFieldValues.Of(f.ID))
			_, err := account.VerifyPassword(ctx, org, a.ID, "none", clear)
			require.ErrorIs(t, err, clientele.ErrNotFound)

			require.NotContains(t, dump(t, st), clear)
			text := string(indented(t, a)) + fmt.Sprintf("%v %+v %#v %s", a, *a, a.CustomFieldValues, a.CustomFieldValues)
			require.NotContains(t, text, clear)
			require.Equal(t, `[{"fieldId":"`+f.ID.String()+`","slug":"vault","type":"password","value":{"isSet":true}}]`, string(members(t, a)["customFieldValues"]))

			again := setCustom(t, org, a.ID, "vault", strconv.Quote(clear))
			require.EqualValues(t, 1, again.Version)
			again = setCustom(t, org, a.ID, "vault", `{"isSet":true}`)
			require.EqualValues(t, 1, again.Version)
		})
	}
}

func TestAuditOfCustomFields(t *testing.T) {
	org := clienteletest.Org(t)
	fields := define(t, org, customfield.Draft{Name: "Seats", Type: customfield.Integer}, customfield.Draft{Name: "Code", Type: customfield.SingleLine}, customfield.Draft{Name: "Tier", Type: customfield.SingleLine})
	create(t, org, with("Acme", "seats", `5`, "code", `"abc"`, "tier", `"x"`))
	create(t, org, with("Good", "seats", `500`, "code", `"ABC"`, "tier", `"x"`))
	create(t, org, with("Less", "seats", `500`))
	min := customfield.Number("100")
	_, err := customfield.UpdateMany(ctx, org, []customfield.Edit{
		{ID: fields[0].ID, Patch: customfield.Patch{IfVersion: 1, Min: &min}},
		{ID: fields[1].ID, Patch: customfield.Patch{IfVersion: 1, Pattern: new("^[A-Z]+$")}},
		{ID: fields[2].ID, Patch: customfield.Patch{IfVersion: 1, MandatoryOnCreation: new(true)}},
	})
	require.NoError(t, err)
	found := map[string][]string{}
	for f, err := range account.Audit(ctx, org, account.Filter{}) {
		require.NoError(t, err)
		found[f.Account.Name] = reasons(f.Faults)
	}
	require.Equal(t, map[string][]string{
		"Acme": {"customFieldValues[0].value too_small", "customFieldValues[1].value not_matching"},
		"Less": {"customFieldValues required"},
	}, found)
}

func TestFiltersByCustomFields(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		define(t, org,
			customfield.Draft{Name: "Seats", Type: customfield.Integer, Indexed: true}, customfield.Draft{Name: "Code", Type: customfield.SingleLine, Indexed: true},
			customfield.Draft{Name: "Regions", Type: customfield.MultiChoice, Options: choices("EU", "US"), Indexed: true},
			customfield.Draft{Name: "Deal", Type: customfield.Currency, Indexed: true}, customfield.Draft{Name: "Net", Type: customfield.IPAddress, Indexed: true},
			customfield.Draft{Name: "Plain", Type: customfield.Integer})
		for i, pairs := range [][]string{
			{"seats", `-5`, "code", `"AB-1"`, "regions", `["EU"]`, "deal", `10`, "net", `"10.0.0.9"`},
			{"seats", `5`, "code", `"AB-2"`, "regions", `["EU","US"]`, "deal", `9.5`, "net", `"10.0.0.10"`},
			{"seats", `50`, "code", `"B"`, "regions", `["US"]`, "deal", `{"amount":10,"currency":"EUR"}`, "net", `"::1"`},
			{"seats", `5`},
			{},
		} {
			d := with(string(rune('A'+i)), pairs...)
			create(t, org, d)
		}
		raw := func(s string) json.RawMessage { return json.RawMessage(s) }
		walk := record.Plan{Index: "custom", Ranges: 1, Raw: []string{}}
		look := record.Plan{IDs: true, Found: []string{"custom"}, Raw: []string{}}
		for name, c := range map[string]struct {
			conditions []customfield.Condition
			want       string
			plan       record.Plan
		}{
			"equal":            {[]customfield.Condition{{FieldID: "seats", Equal: raw("5")}}, "B D", walk},
			"in":               {[]customfield.Condition{{FieldID: "seats", In: []json.RawMessage{raw("50"), raw("5"), raw("7")}}}, "B C D", record.Plan{Index: "custom", Ranges: 3, Raw: []string{}}},
			"in nothing":       {[]customfield.Condition{{FieldID: "seats", In: []json.RawMessage{}}}, "", record.Plan{Index: "custom", Raw: []string{}}},
			"from":             {[]customfield.Condition{{FieldID: "seats", From: raw("5")}}, "B C D", look},
			"to":               {[]customfield.Condition{{FieldID: "seats", To: raw("5")}}, "A", look},
			"from and to":      {[]customfield.Condition{{FieldID: "seats", From: raw("-5"), To: raw("50")}}, "A B D", look},
			"prefix":           {[]customfield.Condition{{FieldID: "code", Prefix: "AB-"}}, "A B", look},
			"empty":            {[]customfield.Condition{{FieldID: "code", Empty: new(true)}}, "D E", walk},
			"not empty":        {[]customfield.Condition{{FieldID: "code", Empty: new(false)}}, "A B C", look},
			"an option":        {[]customfield.Condition{{FieldID: "regions", Equal: raw(`"us"`)}}, "B C", walk},
			"any of options":   {[]customfield.Condition{{FieldID: "regions", In: []json.RawMessage{raw(`"US"`), raw(`"EU"`)}}}, "A B C", record.Plan{Index: "custom", Ranges: 2, Raw: []string{}}},
			"money":            {[]customfield.Condition{{FieldID: "deal", From: raw("9.75")}}, "A", look},
			"money below":      {[]customfield.Condition{{FieldID: "deal", To: raw("9.75")}}, "B", look},
			"another currency": {[]customfield.Condition{{FieldID: "deal", Equal: raw(`{"amount":10.0,"currency":"EUR"}`)}}, "C", walk},
			"addresses":        {[]customfield.Condition{{FieldID: "net", From: raw(`"10.0.0.0"`), To: raw(`"10.0.0.10"`)}}, "A", look},
			"two":              {[]customfield.Condition{{FieldID: "code", Prefix: "A"}, {FieldID: "seats", Equal: raw("5")}}, "B", record.Plan{Index: "custom", Ranges: 1, Raw: []string{}, Decoded: true}},
			"two ranges":       {[]customfield.Condition{{FieldID: "code", Prefix: "A"}, {FieldID: "seats", From: raw("5")}}, "B", record.Plan{IDs: true, Found: []string{"custom"}, Raw: []string{}, Decoded: true}},
		} {
			f := account.Filter{CustomFields: c.conditions}
			plan, err := account.Explain(ctx, org, f, "")
			require.NoError(t, err, name)
			require.Equal(t, c.plan, plan, name)
			for _, order := range []string{"", "-createdAt", "name", "-name", "updatedAt"} {
				page, err := account.List(ctx, org, f, clientele.Paging{Order: order})
				require.NoError(t, err, name)
				names := namesOf(page.Items)
				if strings.HasPrefix(order, "-") {
					slices.Reverse(names)
				}
				require.Equal(t, c.want, strings.Join(names, " "), "%s by %s", name, order)
			}
			f.Text = "e"
			require.Equal(t, len(strings.Fields(c.want)), count(t, org, f), "%s", name)
		}
		for name, c := range map[string]struct {
			condition customfield.Condition
			want      []string
		}{
			"no field":             {customfield.Condition{Equal: raw("5")}, []string{"customFields[0].fieldId required"}},
			"unknown":              {customfield.Condition{FieldID: "x", Equal: raw("5")}, []string{"customFields[0].fieldId unknown_reference"}},
			"not indexed":          {customfield.Condition{FieldID: "plain", Equal: raw("5")}, []string{"customFields[0].fieldId not_allowed"}},
			"nothing":              {customfield.Condition{FieldID: "seats"}, []string{"customFields[0] required"}},
			"two":                  {customfield.Condition{FieldID: "seats", Equal: raw("5"), Prefix: "x"}, []string{"customFields[0] contradiction"}},
			"wrong type":           {customfield.Condition{FieldID: "seats", Equal: raw(`"x"`)}, []string{"customFields[0].equal wrong_type"}},
			"null":                 {customfield.Condition{FieldID: "seats", Equal: raw(`null`)}, []string{"customFields[0].equal required"}},
			"in wrong type":        {customfield.Condition{FieldID: "seats", In: []json.RawMessage{raw("1"), raw("true")}}, []string{"customFields[0].in[1] wrong_type"}},
			"prefix of a number":   {customfield.Condition{FieldID: "seats", Prefix: "5"}, []string{"customFields[0].prefix not_allowed"}},
			"no option":            {customfield.Condition{FieldID: "regions", Equal: raw(`"Mars"`)}, []string{"customFields[0].equal not_in_picklist"}},
			"options":              {customfield.Condition{FieldID: "regions", Equal: raw(`["EU"]`)}, []string{"customFields[0].equal wrong_type"}},
			"of two currencies":    {customfield.Condition{FieldID: "deal", From: raw("5"), To: raw(`{"amount":9,"currency":"EUR"}`)}, []string{"customFields[0].to contradiction"}},
			"from and to at fault": {customfield.Condition{FieldID: "seats", From: raw("1.5"), To: raw("[]")}, []string{"customFields[0].from wrong_type", "customFields[0].to wrong_type"}},
		} {
			_, err := account.Count(ctx, org, account.Filter{CustomFields: []customfield.Condition{c.condition}})
			require.Equal(t, c.want, reasons(fault.All(err)), name)
		}
	})
}

func TestAPrefixThatIsLongerThanAKey(t *testing.T) {
	org := clienteletest.Org(t)
	define(t, org, customfield.Draft{Name: "Code", Type: customfield.SingleLine, Indexed: true})
	long := strings.Repeat("x", 220)
	for _, end := range []string{"a", "b"} {
		create(t, org, with(end, "code", strconv.Quote(long+end)))
	}
	for i := range 20 { // of any hash
		end := fmt.Sprintf("a%02d", i)
		create(t, org, with(end, "code", strconv.Quote(long+end)))
		from, to := json.RawMessage(strconv.Quote(long+end)), json.RawMessage(strconv.Quote(long+"a99"))
		require.Equal(t, 1, count(t, org, account.Filter{CustomFields: []customfield.Condition{{FieldID: "code", From: from, To: to}}}))
	}
	page, err := account.List(ctx, org, account.Filter{CustomFields: []customfield.Condition{{FieldID: "code", Prefix: long + "b"}}}, clientele.Paging{})
	require.NoError(t, err)
	require.Equal(t, []string{"b"}, namesOf(page.Items))
	for _, c := range []customfield.Condition{{FieldID: "code", From: json.RawMessage(strconv.Quote(long + "b"))}, {FieldID: "code", Equal: json.RawMessage(strconv.Quote(long + "b"))}} {
		page, err = account.List(ctx, org, account.Filter{CustomFields: []customfield.Condition{c}}, clientele.Paging{})
		require.NoError(t, err)
		require.Equal(t, []string{"b"}, namesOf(page.Items))
	}
}

// TestCustomFieldFiltersAgainstAWalk compares every filter with a walk over all accounts.
func TestCustomFieldFiltersAgainstAWalk(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		db, err := clientele.Open(ctx, memstore.New(), clienteletest.Options())
		require.NoError(t, err)
		org, err := db.EnsureOrg(ctx, "org", nil)
		require.NoError(t, err)
		define(t, org, customfield.Draft{Name: "N", Type: customfield.Integer, Indexed: true}, customfield.Draft{Name: "S", Type: customfield.SingleLine, Indexed: rapid.Bool().Draw(rt, "indexed")})
		numbers := rapid.SliceOfN(rapid.Int64Range(-9, 9), 1, 12).Draw(rt, "numbers")
		texts := rapid.SliceOfN(rapid.StringMatching(`[ab]{0,3}`), len(numbers), len(numbers)).Draw(rt, "texts")
		var ids []account.ID
		for i, n := range numbers {
			ids = append(ids, create(t, org, with(fmt.Sprint("A", i), "n", fmt.Sprint(n), "s", strconv.Quote(texts[i]))).ID)
		}
		for range rapid.IntRange(0, 5).Draw(rt, "changes") {
			id := rapid.SampledFrom(ids).Draw(rt, "account")
			setCustom(t, org, id, "n", rapid.SampledFrom([]string{"null", "3", "-3"}).Draw(rt, "n"), "s", rapid.SampledFrom([]string{"null", `"ab"`, `"b"`}).Draw(rt, "s"))
		}
		s := must(customfield.List(ctx, org, customfield.Filter{Text: "s"}))[0]
		if !s.Indexed {
			_, err := customfield.Update(ctx, org, s.ID, customfield.Patch{IfVersion: s.Version, Indexed: new(true)})
			require.NoError(t, err)
		}
		low, high := rapid.Int64Range(-9, 9).Draw(rt, "low"), rapid.Int64Range(-9, 9).Draw(rt, "high")
		prefix := rapid.StringMatching(`[ab]{1,2}`).Draw(rt, "prefix")
		for _, c := range []struct {
			condition customfield.Condition
			passes    func(n customfield.Value, s customfield.Value) bool
		}{
			{customfield.Condition{FieldID: "n", Equal: json.RawMessage(fmt.Sprint(low))}, func(n, _ customfield.Value) bool { return !n.IsZero() && n.Integer() == low }},
			{customfield.Condition{FieldID: "n", From: json.RawMessage(fmt.Sprint(low)), To: json.RawMessage(fmt.Sprint(high))}, func(n, _ customfield.Value) bool { return !n.IsZero() && n.Integer() >= low && n.Integer() < high }},
			{customfield.Condition{FieldID: "s", Prefix: prefix}, func(_, s customfield.Value) bool { return strings.HasPrefix(s.Text(), prefix) }},
			{customfield.Condition{FieldID: "s", Empty: new(true)}, func(_, s customfield.Value) bool { return s.IsZero() }},
		} {
			want, have := []string{}, []string{}
			for a, err := range account.All(ctx, org, account.Filter{}) {
				require.NoError(t, err)
				n, _ := a.CustomFieldValues.Get("n")
				s, _ := a.CustomFieldValues.Get("s")
				if c.passes(n, s) {
					want = append(want, a.Name)
				}
			}
			for a, err := range account.All(ctx, org, account.Filter{CustomFields: []customfield.Condition{c.condition}}) {
				require.NoError(t, err)
				have = append(have, a.Name)
			}
			require.Equal(t, want, have, "%+v", c.condition)
		}
		report, err := clientele.Check(ctx, db)
		require.NoError(t, err)
		require.Empty(t, report.Problems)
	})
}

func TestCustomFieldsWithoutAStore(t *testing.T) {
	schema, err := customfield.NewSchema(customfield.Account, customfield.Draft{Name: "Tier", Type: customfield.SingleChoice, Options: choices("basic", "premium"), Default: json.RawMessage(`"basic"`)})
	require.NoError(t, err)
	r := rules()
	r.CustomFields = schema
	d := named("Acme", "acme.com")
	a, err := account.Validate(d, r)
	require.NoError(t, err)
	require.Equal(t, []string{"tier=basic"}, held(a))
	d.CustomFieldValues = []customfield.Input{customfield.Set("tier", customfield.TextValue("premium"))}
	a, err = account.Validate(d, r)
	require.NoError(t, err)
	require.Equal(t, []string{"tier=premium"}, held(a))
	after, err := account.Patch{CustomFieldValues: []customfield.Input{customfield.Unset("tier")}}.Apply(a, r)
	require.NoError(t, err)
	require.Empty(t, held(after))
	require.Equal(t, []string{"tier=premium"}, held(a))
	_, err = account.Validate(d, rules())
	require.True(t, fault.Has(err, fault.UnknownReference))
	_, isFault := errors.AsType[*fault.Error](err)
	require.True(t, isFault)
}
