package relationship_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
	"github.com/clientele-go/clientele/value"
)

func (f *family) set(name string, p account.Patch) {
	f.Helper()
	_, err := account.Update(ctx, f.org, f.id(name), p)
	require.NoError(f, err)
}

func (f *family) effective(name string) *relationship.EffectiveAccount {
	f.Helper()
	e, err := relationship.Effective(ctx, f.org, f.id(name))
	require.NoError(f, err)
	return e
}

// from says where a property comes from: "inherited from a at 2: text".
func (f *family) from(name string, field account.Field) relationship.Property {
	p, ok := f.effective(name).Get(field)
	require.True(f, ok)
	return p
}

func (f *family) insist(policies map[string]string) {
	f.Helper()
	require.NoError(f, f.org.SetSettings(ctx, clientele.Settings{Inheritance: policies}))
}

func TestInheritanceByDefault(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a", "c", "b")
		f.set("a", account.Patch{
			Industry: new("FINANCE"), Classification: new("ENTERPRISE"), OwnerID: new("ANN"), Health: new("RED"), Description: new("the top"),
			BillingAddress: &value.Address{City: "Berlin"}, ShippingAddress: &value.Address{City: "Bonn"}, Employees: new(int64(7)),
		})
		f.set("b", account.Patch{Industry: new("RETAIL")})
		e := f.effective("c")
		require.Equal(t, []string{"c", "b", "a"}, f.names(e.Path))
		for field, want := range map[account.Field]relationship.Property{
			account.FieldIndustry:        {Policy: relationship.IfEmpty, Source: relationship.Inherited, From: f.id("b"), Distance: 1, Text: "RETAIL"},
			account.FieldClassification:  {Policy: relationship.IfEmpty, Source: relationship.Inherited, From: f.id("a"), Distance: 2, Text: "ENTERPRISE"},
			account.FieldOwnerID:         {Policy: relationship.IfEmpty, Source: relationship.Inherited, From: f.id("a"), Distance: 2, Text: "ANN"},
			account.FieldBillingAddress:  {Policy: relationship.IfEmpty, Source: relationship.Inherited, From: f.id("a"), Distance: 2, Text: "Berlin"},
			account.FieldShippingAddress: {Policy: relationship.Never, Source: relationship.None},
			account.FieldHealth:          {Policy: relationship.Never, Source: relationship.None},
			account.FieldEmployees:       {Policy: relationship.Never, Source: relationship.None},
			account.FieldStatus:          {Policy: relationship.Never, Source: relationship.Own, From: f.id("c"), Text: "PROSPECT"},
			account.FieldName:            {Policy: relationship.Never, Source: relationship.Own, From: f.id("c"), Text: "c"},
		} {
			want.Field = field
			have, ok := e.Get(field)
			require.True(t, ok)
			require.Equal(t, want, have)
		}
		require.Equal(t, "RETAIL", e.Account.Industry.Value)
		require.Equal(t, "ENTERPRISE", e.Account.Classification.Value)
		require.Equal(t, "Berlin", e.Account.BillingAddress.City)
		stored, err := account.Get(ctx, f.org, f.id("c"))
		require.NoError(t, err)
		require.True(t, stored.Industry.ID.IsZero(), "nothing is copied")
		require.Equal(t, relationship.Own, f.from("b", account.FieldIndustry).Source)
		require.Equal(t, 0, f.from("a", account.FieldIndustry).Distance)
	})
}

func TestAPicklistWithoutAValueHasItsDefault(t *testing.T) {
	f := inMemory(t)
	f.set("a", account.Patch{Clear: []account.Field{account.FieldStatus}})
	e := f.effective("a")
	p, _ := e.Get(account.FieldStatus)
	require.Equal(t, relationship.Property{Field: account.FieldStatus, Policy: relationship.Never, Source: relationship.Default, Text: "PROSPECT"}, p)
	require.Equal(t, "PROSPECT", e.Account.Status.Value)
}

func TestEachPolicy(t *testing.T) {
	for policy, want := range map[string]map[string]string{
		"never":    {"a": "top", "b": "", "c": "own", "d": ""},
		"if_empty": {"a": "top", "b": "top", "c": "own", "d": "own"},
		"always":   {"a": "top", "b": "top", "c": "top", "d": "top"},
	} {
		t.Run(policy, func(t *testing.T) {
			onEach(t, func(t *testing.T, f *family) {
				f.set("a", account.Patch{Territory: new("top")})
				f.set("c", account.Patch{Territory: new("own")})
				f.grow("b", "a", "c", "b", "d", "c")
				f.insist(map[string]string{"territory": policy, "name": policy})
				for name, text := range want {
					require.Equal(t, text, f.from(name, account.FieldTerritory).Text)
					require.Equal(t, text, f.effective(name).Account.Territory)
					require.Equal(t, relationship.Own, f.from(name, account.FieldName).Source, "a name is never inherited")
				}
			})
		})
	}
}

func TestAnOwnValueOfWhatIsAlwaysInheritedIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a")
		f.insist(map[string]string{"industry": "always", "territory": "always"})
		_, err := account.Update(ctx, f.org, f.id("b"), account.Patch{Industry: new("RETAIL"), Territory: new("EMEA"), Source: new("x")})
		refused(t, err, "industry read_only", "territory read_only")
		f.set("a", account.Patch{Industry: new("RETAIL")})
		f.set("b", account.Patch{Source: new("x")})
		require.NoError(t, relationship.ClearParent(ctx, f.org, f.id("b")))
		f.set("b", account.Patch{Industry: new("FINANCE")})
		f.grow("b", "a")
		require.Equal(t, "RETAIL", f.from("b", account.FieldIndustry).Text, "the topmost value counts")
		f.set("b", account.Patch{Source: new("y")})
		f.set("b", account.Patch{Clear: []account.Field{account.FieldIndustry}})
	})
}

func TestACustomFieldIsInheritedIfItSaysSo(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		for _, d := range []customfield.Draft{
			{Name: "Tier", Type: customfield.SingleLine, Source: customfield.Account, Inherit: true},
			{Name: "Seats", Type: customfield.Integer, Source: customfield.Account, Inherit: true},
			{Name: "Nickname", Type: customfield.SingleLine, Source: customfield.Account},
		} {
			_, err := customfield.Create(ctx, f.org, d)
			require.NoError(t, err)
		}
		f.insist(map[string]string{"customFieldValues.nickname": "always"})
		f.grow("b", "a", "c", "b")
		f.set("a", account.Patch{CustomFieldValues: []customfield.Input{
			{FieldID: "tier", Value: []byte(`"gold"`)}, {FieldID: "seats", Value: []byte(`0`)}, {FieldID: "nickname", Value: []byte(`"ace"`)},
		}})
		f.set("b", account.Patch{CustomFieldValues: []customfield.Input{{FieldID: "tier", Value: []byte(`"iron"`)}}})
		e := f.effective("c")
		for field, want := range map[account.Field]relationship.Property{
			"customFieldValues.tier":     {Policy: relationship.IfEmpty, Source: relationship.Inherited, From: f.id("b"), Distance: 1, Text: "iron"},
			"customFieldValues.seats":    {Policy: relationship.IfEmpty, Source: relationship.Inherited, From: f.id("a"), Distance: 2, Text: "0"},
			"customFieldValues.nickname": {Policy: relationship.Never, Source: relationship.None},
		} {
			want.Field = field
			have, ok := e.Get(field)
			require.True(t, ok)
			require.Equal(t, want, have)
		}
		require.Len(t, e.Account.CustomFieldValues, 2)
		tier, _ := e.Account.CustomFieldValues.Get("tier")
		require.Equal(t, "iron", tier.Text())
		shifts, err := relationship.WhatIf(ctx, f.org, f.id("c"), f.id("a"))
		require.NoError(t, err)
		require.Len(t, shifts, 1)
		require.Equal(t, "gold", shifts[0].After.Text)
	})
}

func TestEffectiveIsOneWalkAndOneRead(t *testing.T) {
	st := storetest.Count(memstore.New())
	f := &family{TB: t, org: clienteletest.OrgOn(t, st, clienteletest.Options()), ids: map[string]account.ID{}}
	f.grow("b", "a", "c", "b", "d", "c")
	f.effective("d")
	st.Reset()
	f.effective("d")
	require.LessOrEqual(t, st.Reads(), 4+1+1, "a look at each parent, the accounts, the version of the schema")
	_, err := relationship.Effective(ctx, f.org, account.ID{1})
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestWhatIf(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.set("a", account.Patch{Industry: new("FINANCE"), OwnerID: new("ANN")})
		f.set("x", account.Patch{Industry: new("RETAIL")})
		f.grow("b", "a", "c", "b", "d", "b")
		f.set("d", account.Patch{Industry: new("HEALTHCARE")})
		before := f.changes()
		shifts, err := relationship.WhatIf(ctx, f.org, f.id("b"), f.id("x"))
		require.NoError(t, err)
		var have []string
		for _, s := range shifts {
			require.Equal(t, f.name(s.ID), s.Name)
			have = append(have, s.Name+" "+string(s.Before.Field)+" "+s.Before.Text+"→"+s.After.Text)
		}
		require.Equal(t, []string{
			"b accountOwnerId ANN→", "b industry FINANCE→RETAIL", "c accountOwnerId ANN→", "c industry FINANCE→RETAIL", "d accountOwnerId ANN→",
		}, have)
		require.Equal(t, before, f.changes())
		require.Equal(t, "a", f.parent("b"))

		shifts, err = relationship.WhatIf(ctx, f.org, f.id("b"), account.ID{})
		require.NoError(t, err)
		require.Len(t, shifts, 5)
		shifts, err = relationship.WhatIf(ctx, f.org, f.id("b"), f.id("a"))
		require.NoError(t, err)
		require.Empty(t, shifts)
		_, err = relationship.WhatIf(ctx, f.org, f.id("b"), f.id("c"))
		refused(t, err, "relatedAccountId cycle")
		_, err = relationship.WhatIf(ctx, f.org, account.ID{1}, f.id("c"))
		require.ErrorIs(t, err, store.ErrNotFound)
	})
}

func TestWhatIfInsideATransaction(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.set("a", account.Patch{Industry: new("FINANCE")})
		f.id("b")
		count := func(s clientele.Scope) int {
			shifts, err := relationship.WhatIf(ctx, s, f.id("b"), f.id("a"))
			require.NoError(t, err)
			return len(shifts)
		}
		require.NoError(t, f.org.View(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			require.Equal(t, 1, count(tx))
			return nil
		}))
		undone := errors.New("relationship_test: undone")
		require.ErrorIs(t, f.org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			require.NoError(t, relationship.SetParent(ctx, tx, f.id("b"), f.id("a")))
			require.Equal(t, 0, count(tx))
			parent, err := relationship.Parent(ctx, tx, f.id("b"))
			require.NoError(t, err)
			require.Equal(t, f.id("a"), parent)
			return undone
		}), undone)
	})
}
