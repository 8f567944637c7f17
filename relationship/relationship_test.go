package relationship_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

func TestOneRowSeenFromBothSides(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.kind(relationship.TypeDraft{Name: "Reseller"})
		r := f.relate("b", "Parent", "a")
		f.relate("b", "Partner", "c")
		f.relate("b", "Reseller", "d")
		got, err := relationship.Get(ctx, f.org, r.ID)
		require.NoError(t, err)
		require.Equal(t, r, got)
		require.Equal(t, []string{"b —Parent→ a", "b —Partner→ c", "b —Reseller→ d"}, f.list(relationship.Filter{}))
		require.Equal(t, []string{"b —Parent→ a", "b —Partner→ c", "b —Reseller→ d"}, f.list(relationship.Filter{AccountID: f.id("b")}))
		require.Equal(t, []string{"a —Subsidiary→ b"}, f.list(relationship.Filter{AccountID: f.id("a")}))
		require.Equal(t, []string{"c —Partner→ b"}, f.list(relationship.Filter{AccountID: f.id("c")}))
		require.Equal(t, []string{"b —Reseller→ d"}, f.list(relationship.Filter{AccountID: f.id("d")}), "there is no name for it")
	})
}

func TestListByType(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.relate("b", "Parent", "a")
		f.relate("a", "Subsidiary", "c")
		f.relate("b", "Partner", "c")
		for _, c := range []struct {
			filter relationship.Filter
			want   []string
		}{
			{relationship.Filter{Type: "parent"}, []string{"b —Parent→ a", "c —Parent→ a"}},
			{relationship.Filter{Type: "SUBSIDIARY"}, []string{"a —Subsidiary→ b", "a —Subsidiary→ c"}},
			{relationship.Filter{Type: "Partner"}, []string{"b —Partner→ c"}},
			{relationship.Filter{Type: "Partner", AccountID: f.id("c")}, []string{"c —Partner→ b"}},
			{relationship.Filter{Type: "Parent", AccountID: f.id("a")}, []string{}},
			{relationship.Filter{Type: "Subsidiary", AccountID: f.id("a")}, []string{"a —Subsidiary→ b", "a —Subsidiary→ c"}},
			{relationship.Filter{Type: "Parent", AccountID: f.id("c")}, []string{"c —Parent→ a"}},
		} {
			require.Equal(t, c.want, f.list(c.filter))
			all := []string{}
			for r, err := range relationship.All(ctx, f.org, c.filter) {
				require.NoError(t, err)
				all = append(all, f.name(r.AccountID)+" —"+r.Type.Name+"→ "+f.name(r.RelatedAccountID))
			}
			require.Equal(t, c.want, all)
		}
		_, err := relationship.List(ctx, f.org, relationship.Filter{Type: "x"}, record.Paging{Order: "name"})
		refused(t, err, "order not_allowed", "relationshipType unknown_reference")
		var filter relationship.Filter
		require.NoError(t, json.Unmarshal([]byte(`{"accountId":7,"relationshipType":1}`), &filter))
		_, err = relationship.List(ctx, f.org, filter, record.Paging{})
		refused(t, err, "accountId wrong_type", "relationshipType wrong_type")
		_, err = relationship.List(ctx, f.org, filter, record.Paging{Limit: 1001, Order: "name"})
		refused(t, err, "limit too_large", "accountId wrong_type", "relationshipType wrong_type", "order not_allowed")
	})
}

func TestPagesOfAList(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		for _, name := range []string{"b", "c", "d", "e", "f"} {
			f.grow(name, "a")
		}
		for order, want := range map[string][]string{
			"": {"b", "c", "d", "e", "f"}, "-createdAt": {"f", "e", "d", "c", "b"},
		} {
			have, p := []string{}, record.Paging{Limit: 2, Order: order, Total: true}
			for {
				page, err := relationship.List(ctx, f.org, relationship.Filter{AccountID: f.id("a")}, p)
				require.NoError(t, err)
				require.Equal(t, 5, *page.Total)
				for _, r := range page.Items {
					have = append(have, r.RelatedAccount)
				}
				if p.After = page.Next; p.After == "" {
					break
				}
			}
			require.Equal(t, want, have)
		}
		page, err := relationship.List(ctx, f.org, relationship.Filter{}, record.Paging{Limit: 2})
		require.NoError(t, err)
		_, err = relationship.List(ctx, f.org, relationship.Filter{AccountID: f.id("a")}, record.Paging{After: page.Next})
		refused(t, err, "after invalid_cursor")
	})
}

func TestTheSameTwiceIsRefusedFromEitherSide(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.kind(relationship.TypeDraft{Name: "Supplier"})
		f.kind(relationship.TypeDraft{Name: "Customer", Inverse: "Supplier"})
		for _, first := range []struct{ from, kind, to, inverse string }{
			{"a", "Parent", "b", "Subsidiary"}, {"a", "Subsidiary", "c", "Parent"}, {"a", "Partner", "b", "Partner"}, {"b", "Partner", "d", "Partner"},
			{"a", "Supplier", "b", "Customer"}, {"a", "Customer", "c", "Supplier"},
		} {
			f.relate(first.from, first.kind, first.to)
			for _, d := range []relationship.Draft{
				{AccountID: f.id(first.from), RelatedAccountID: f.id(first.to), Type: first.kind},
				{AccountID: f.id(first.to), RelatedAccountID: f.id(first.from), Type: first.inverse},
			} {
				_, err := relationship.Create(ctx, f.org, d)
				refused(t, err, "relatedAccountId duplicate")
				require.ErrorIs(t, err, clientele.ErrExists)
			}
		}
		f.relate("b", "Supplier", "a") // the other way round is something else
	})
}

func TestWhatARelationshipIsRefusedFor(t *testing.T) {
	f := inMemory(t)
	a, b := f.id("a").String(), f.id("b").String()
	nobody := account.ID{1}.String()
	for name, c := range map[string]struct {
		draft string
		want  []string
	}{
		"empty":        {`{}`, []string{"accountId required", "relatedAccountId required", "relationshipType required"}},
		"wrong types":  {`{"accountId":1,"relatedAccountId":"x","relationshipType":{}}`, []string{"accountId wrong_type", "relatedAccountId not_an_id", "relationshipType wrong_type"}},
		"itself":       {`{"accountId":"` + a + `","relatedAccountId":"` + a + `","relationshipType":"Partner"}`, []string{"relatedAccountId repeated"}},
		"below itself": {`{"accountId":"` + a + `","relatedAccountId":"` + a + `","relationshipType":"Parent"}`, []string{"relatedAccountId repeated"}},
		"nobody":       {`{"accountId":"` + a + `","relatedAccountId":"` + nobody + `","relationshipType":"Parent"}`, []string{"relatedAccountId unknown_reference"}},
		"no type":      {`{"accountId":"` + a + `","relatedAccountId":"` + b + `","relationshipType":"friend"}`, []string{"relationshipType unknown_reference"}},
		"everything": {
			`{"accountId":"` + nobody + `","relatedAccountId":"` + a + `","relationshipType":"Parent","startsOn":"2026-02-30","endsOn":1,"metadata":3}`,
			[]string{"endsOn wrong_type", "startsOn not_a_date", "metadata wrong_type", "accountId unknown_reference"},
		},
		"backwards": {`{"accountId":"` + a + `","relatedAccountId":"` + b + `","relationshipType":"Parent","startsOn":"2026-02-02","endsOn":"2026-02-01"}`, []string{"endsOn contradiction"}},
	} {
		t.Run(name, func(t *testing.T) {
			var d relationship.Draft
			require.NoError(t, json.Unmarshal([]byte(c.draft), &d))
			_, err := relationship.Create(ctx, f.org, d)
			refused(t, err, c.want...)
		})
	}
}

func TestAccountsOfOtherOrganisationsAreNotThere(t *testing.T) {
	f := inMemory(t)
	other, err := f.org.DB().CreateOrg(ctx, "other", nil)
	require.NoError(t, err)
	theirs, err := account.Create(ctx, other, account.Draft{Name: "a", PrimaryDomain: "a.example"})
	require.NoError(t, err)
	refused(t, relationship.SetParent(ctx, f.org, f.id("a"), theirs.ID), "relatedAccountId unknown_reference")
	_, err = relationship.Create(ctx, f.org, relationship.Draft{AccountID: theirs.ID, RelatedAccountID: f.id("a"), Type: "Partner"})
	refused(t, err, "accountId unknown_reference")
}

func TestUpdate(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		r := f.relate("a", "Partner", "b")
		after, err := relationship.Update(ctx, f.org, r.ID, relationship.Patch{
			IfVersion: 1, StartsOn: new("2020-01-31"), EndsOn: new("2021-01-31"), Metadata: []byte(`{"since": 1.50}`),
		})
		require.NoError(t, err)
		require.Equal(t, int64(2), after.Version)
		require.Equal(t, `{"since":1.50}`, string(after.Metadata))
		same, err := relationship.Update(ctx, f.org, r.ID, relationship.Patch{StartsOn: new("2020-01-31"), Type: new("partner")})
		require.NoError(t, err)
		require.Equal(t, after, same)
		for patch, want := range map[string]string{
			`{"startsOn":"2022-01-01"}`: "startsOn contradiction", `{"endsOn":"soon"}`: "endsOn not_a_date", `{"relationshipType":null}`: "relationshipType required",
			`{"accountId":"` + account.ID{1}.String() + `"}`: "accountId immutable", `{"relatedAccountId":"` + account.ID{1}.String() + `"}`: "relatedAccountId immutable",
			`{"relationshipType":"x"}`: "relationshipType unknown_reference",
		} {
			var p relationship.Patch
			require.NoError(t, json.Unmarshal([]byte(patch), &p))
			_, err := relationship.Update(ctx, f.org, r.ID, p)
			refused(t, err, want)
		}
		_, err = relationship.Update(ctx, f.org, r.ID, relationship.Patch{Clear: []relationship.Field{"colour", "startsOn"}, StartsOn: new("2020-01-01")})
		refused(t, err, "colour unknown_field", "startsOn contradiction")
		var p relationship.Patch
		require.NoError(t, json.Unmarshal([]byte(`{"startsOn":null,"endsOn":null,"metadata":null,"version":2}`), &p))
		after, err = relationship.Update(ctx, f.org, r.ID, p)
		require.NoError(t, err)
		require.Empty(t, after.StartsOn+after.EndsOn+string(after.Metadata))
		_, err = relationship.Update(ctx, f.org, r.ID, relationship.Patch{IfVersion: 1, StartsOn: new("2020-01-01")})
		require.ErrorIs(t, err, clientele.ErrStale)
		_, err = relationship.Update(ctx, f.org, relationship.ID{1}, relationship.Patch{})
		require.ErrorIs(t, err, store.ErrNotFound)
	})
}

func TestAnEditOfTheMirroredViewNeverSwapsTheEnds(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.kind(relationship.TypeDraft{Name: "Supplier"})
		f.kind(relationship.TypeDraft{Name: "Customer", Inverse: "Supplier"})
		f.kind(relationship.TypeDraft{Name: "Reseller"})
		a, b := f.id("a"), f.id("b")
		r := f.relate("a", "Parent", "b")
		seen := func() string {
			have, err := relationship.Get(ctx, f.org, r.ID)
			require.NoError(t, err)
			return f.said(have)
		}
		for _, c := range []struct {
			p          relationship.Patch
			gives, row string
		}{
			{relationship.Patch{Type: new("Subsidiary")}, "a —Parent→ b", "a —Parent→ b"},
			{relationship.Patch{AccountID: &b, Type: new("Subsidiary")}, "b —Subsidiary→ a", "a —Parent→ b"},
			{relationship.Patch{AccountID: &b, RelatedAccountID: &a, StartsOn: new("2020-01-01")}, "b —Subsidiary→ a", "a —Parent→ b"},
			{relationship.Patch{RelatedAccountID: &a, Type: new("Partner")}, "b —Partner→ a", "a —Partner→ b"},
			{relationship.Patch{AccountID: &b, Type: new("Supplier")}, "b —Supplier→ a", "a —Customer→ b"},
			{relationship.Patch{Type: new("Supplier")}, "a —Customer→ b", "a —Customer→ b"},
			{relationship.Patch{AccountID: &a, Type: new("Supplier")}, "a —Supplier→ b", "a —Supplier→ b"},
			{relationship.Patch{Type: new("Reseller")}, "a —Reseller→ b", "a —Reseller→ b"},
			{relationship.Patch{AccountID: &b, Type: new("Parent")}, "b —Parent→ a", "a —Subsidiary→ b"},
		} {
			after, err := relationship.Update(ctx, f.org, r.ID, c.p)
			require.NoError(t, err)
			require.Equal(t, c.gives, f.said(after))
			require.Equal(t, c.row, seen())
			require.Equal(t, c.gives != c.row, after.Mirrored)
		}
		require.Equal(t, "a", f.parent("b"))
		_, err := relationship.Update(ctx, f.org, r.ID, relationship.Patch{AccountID: &b, Type: new("Reseller")})
		refused(t, err, "relationshipType not_allowed")
	})
}

func TestAnotherTypeIsJudgedByEveryRule(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.grow("b", "a")
		r := f.relate("a", "Partner", "b")
		_, err := relationship.Update(ctx, f.org, r.ID, relationship.Patch{Type: new("Parent")})
		refused(t, err, "relatedAccountId cycle")
		_, err = relationship.Update(ctx, f.org, r.ID, relationship.Patch{Type: new("Subsidiary")})
		refused(t, err, "relatedAccountId duplicate")
		r = f.relate("b", "Partner", "c")
		_, err = relationship.Update(ctx, f.org, r.ID, relationship.Patch{Type: new("Parent")})
		refused(t, err, "relatedAccountId second_parent")
	})
}

func TestRelationshipsGoWithTheirAccountAndComeBack(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.relate("b", "Parent", "a")
		f.relate("b", "Partner", "c")
		set, err := account.Delete(ctx, f.org, f.id("b"), 0)
		require.NoError(t, err)
		require.Empty(t, f.list(relationship.Filter{}))
		_, err = account.Delete(ctx, f.org, f.id("c"), 0)
		require.NoError(t, err)
		back, err := account.Restore(ctx, f.org, set)
		require.NoError(t, err)
		require.Len(t, back.Left, 1)
		require.Equal(t, []string{"b —Parent→ a"}, f.list(relationship.Filter{}))
	})
}

func TestJSONOfARelationship(t *testing.T) {
	f := inMemory(t)
	r, err := relationship.Create(ctx, f.org, relationship.Draft{AccountID: f.id("a"), RelatedAccountID: f.id("b"), Type: "Parent", StartsOn: "2020-01-31", Metadata: []byte(`{"n":1.0}`)})
	require.NoError(t, err)
	text, err := json.Marshal(r)
	require.NoError(t, err)
	var have struct {
		ID, Account, RelatedAccount, StartsOn string
		EndsOn                                *string
		AccountID                             account.ID
		RelatedAccountID                      account.ID
		RelationshipType                      struct {
			ID                                          relationship.TypeID
			Name, InverseRelationship                   string
			InverseRelationshipID                       relationship.TypeID
			Hierarchical, Symmetric, Downward, IsActive bool
		}
		Metadata json.RawMessage
		Version  int
	}
	require.NoError(t, json.Unmarshal(text, &have))
	require.Equal(t, r.ID.String(), have.ID)
	require.Equal(t, "a", have.Account)
	require.Equal(t, "b", have.RelatedAccount)
	require.Equal(t, r.AccountID, have.AccountID)
	require.Equal(t, "2020-01-31", have.StartsOn)
	require.Nil(t, have.EndsOn)
	require.Equal(t, "Parent", have.RelationshipType.Name)
	require.Equal(t, "Subsidiary", have.RelationshipType.InverseRelationship)
	require.Equal(t, f.typed("Subsidiary").ID, have.RelationshipType.InverseRelationshipID)
	require.True(t, have.RelationshipType.Hierarchical)
	require.Equal(t, `{"n":1.0}`, string(have.Metadata))
	require.NotContains(t, string(text), "canon")
}

func TestHostRulesOfRelationships(t *testing.T) {
	o := clienteletest.Options()
	o.Rules = []clientele.Rule{relationship.Rule(func(before, after *relationship.Relationship) []fault.Fault {
		if after.StartsOn == "" {
			return []fault.Fault{{Path: "startsOn", Code: "insist"}}
		}
		return nil
	})}
	f := &family{TB: t, org: clienteletest.OrgOn(t, memstore.New(), o), ids: map[string]account.ID{}}
	_, err := relationship.Create(ctx, f.org, relationship.Draft{AccountID: f.id("a"), RelatedAccountID: f.id("b"), Type: "Parent", EndsOn: "x"})
	refused(t, err, "endsOn not_a_date", "startsOn insist")
}
