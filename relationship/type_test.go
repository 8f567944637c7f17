package relationship_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
)

// pairs writes the types as "name/inverse", with ^ for one that points up and v for one that points down.
func (f *family) pairs() []string {
	f.Helper()
	list, err := relationship.ListTypes(ctx, f.org)
	require.NoError(f, err)
	out := []string{}
	for _, t := range list {
		s := t.Name + "/" + t.Inverse
		require.Equal(f, t.Inverse == "", t.InverseID.IsZero())
		if t.Hierarchical {
			s += map[bool]string{false: "^", true: "v"}[t.Downward]
		}
		if t.Symmetric {
			require.Equal(f, t.ID, t.InverseID)
		}
		out = append(out, s)
	}
	return out
}

func (f *family) patch(name string, p relationship.TypePatch) error {
	f.Helper()
	_, err := relationship.UpdateType(ctx, f.org, f.typed(name).ID, p)
	return err
}

func TestFirstTypes(t *testing.T) {
	f := inMemory(t)
	require.Equal(t, []string{"Parent/Subsidiary^", "Subsidiary/Parentv", "Partner/Partner"}, f.pairs())
	for want := range relationship.BuiltinTypes().All() {
		have := f.typed(want.Name)
		require.Equal(t, want.Inverse, have.Inverse)
		require.Equal(t, want.BuiltIn, have.BuiltIn)
		got, err := relationship.GetType(ctx, f.org, have.ID)
		require.NoError(t, err)
		require.Equal(t, have, got)
	}
	_, err := relationship.GetType(ctx, f.org, relationship.TypeID{1})
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestPairsAreKeptInStep(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.kind(relationship.TypeDraft{Name: "Supplier"})
		f.kind(relationship.TypeDraft{Name: "Customer", Inverse: "supplier"})
		require.Equal(t, []string{"Supplier/Customer", "Customer/Supplier"}, f.pairs()[3:])
		f.kind(relationship.TypeDraft{Name: "Client", Inverse: f.typed("Supplier").ID.String()})
		require.Equal(t, []string{"Supplier/Client", "Customer/", "Client/Supplier"}, f.pairs()[3:], "the old partner is free")
		require.NoError(t, f.patch("Customer", relationship.TypePatch{Inverse: new("Client")}))
		require.Equal(t, []string{"Supplier/", "Customer/Client", "Client/Customer"}, f.pairs()[3:])
		require.NoError(t, f.patch("Supplier", relationship.TypePatch{Inverse: new("supplier")}))
		require.Equal(t, []string{"Supplier/Supplier", "Customer/Client", "Client/Customer"}, f.pairs()[3:], "its own inverse")
		require.True(t, f.typed("Supplier").Symmetric)
		require.NoError(t, f.patch("Client", relationship.TypePatch{Inverse: new("Supplier")}))
		require.Equal(t, []string{"Supplier/Client", "Customer/", "Client/Supplier"}, f.pairs()[3:])
		require.NoError(t, f.patch("Supplier", relationship.TypePatch{Clear: []relationship.TypeField{relationship.TypeFieldInverse}}))
		require.Equal(t, []string{"Supplier/", "Customer/", "Client/"}, f.pairs()[3:])
		require.NoError(t, f.patch("Client", relationship.TypePatch{Symmetric: new(true)}))
		require.NoError(t, f.patch("Client", relationship.TypePatch{Symmetric: new(false)}))
		require.NoError(t, f.patch("Client", relationship.TypePatch{Hierarchical: new(true)}))
		require.NoError(t, f.patch("Client", relationship.TypePatch{Inverse: new("Customer")}))
		require.Equal(t, []string{"Supplier/", "Customer/Clientv", "Client/Customer^"}, f.pairs()[3:], "hierarchical with its partner")
		require.NoError(t, f.patch("Customer", relationship.TypePatch{Hierarchical: new(false)}))
		require.Equal(t, []string{"Supplier/", "Customer/Client", "Client/Customer"}, f.pairs()[3:])
		before := f.changes()
		require.NoError(t, f.patch("Customer", relationship.TypePatch{Inverse: new("client"), Name: new(" Customer ")}))
		require.Equal(t, before, f.changes())
	})
}

func TestWhatATypeIsRefusedFor(t *testing.T) {
	f := inMemory(t)
	f.kind(relationship.TypeDraft{Name: "Landlord", Hierarchical: true})
	for name, c := range map[string]struct {
		draft string
		want  []string
	}{
		"empty":                        {`{}`, []string{"name required"}},
		"taken":                        {`{"name":"PARTNER"}`, []string{"name duplicate"}},
		"long":                         {`{"name":"` + strings.Repeat("x", 256) + `"}`, []string{"name too_long"}},
		"types":                        {`{"name":1,"hierarchical":"yes","metadata":[]}`, []string{"name wrong_type", "hierarchical wrong_type", "metadata wrong_type"}},
		"inverse unknown":              {`{"name":"x","inverseRelationshipId":"nobody"}`, []string{"inverseRelationshipId unknown_reference"}},
		"inverse built in":             {`{"name":"x","inverseRelationshipId":"parent"}`, []string{"inverseRelationshipId not_allowed"}},
		"symmetric and another":        {`{"name":"x","symmetric":true,"inverseRelationshipId":"landlord"}`, []string{"inverseRelationshipId contradiction"}},
		"symmetric and hierarchical":   {`{"name":"x","symmetric":true,"hierarchical":true}`, []string{"symmetric contradiction"}},
		"own inverse and hierarchical": {`{"name":"x","inverseRelationshipId":"X","hierarchical":true}`, []string{"symmetric contradiction"}},
	} {
		t.Run(name, func(t *testing.T) {
			var d relationship.TypeDraft
			require.NoError(t, json.Unmarshal([]byte(c.draft), &d))
			_, err := relationship.CreateType(ctx, f.org, d)
			refused(t, err, c.want...)
		})
	}
	for name, c := range map[string]struct {
		of, patch string
		want      []string
	}{
		"required":             {"Partner", `{"name":null,"hierarchical":null}`, []string{"name required", "hierarchical required"}},
		"blank":                {"Partner", `{"name":" "}`, []string{"name required"}},
		"taken":                {"Partner", `{"name":"parent"}`, []string{"name duplicate"}},
		"the pair of Parent":   {"Parent", `{"inverseRelationshipId":null}`, []string{" immutable"}},
		"Parent for a partner": {"Partner", `{"inverseRelationshipId":"Parent"}`, []string{"inverseRelationshipId not_allowed"}},
		"flat":                 {"Subsidiary", `{"hierarchical":false}`, []string{" immutable"}},
		"symmetric":            {"Landlord", `{"symmetric":true}`, []string{"symmetric contradiction"}},
		"unknown":              {"Landlord", `{"inverseRelationshipId":"x"}`, []string{"inverseRelationshipId unknown_reference"}},
	} {
		t.Run(name, func(t *testing.T) {
			var p relationship.TypePatch
			require.NoError(t, json.Unmarshal([]byte(c.patch), &p))
			refused(t, f.patch(c.of, p), c.want...)
		})
	}
	refused(t, f.patch("Partner", relationship.TypePatch{Clear: []relationship.TypeField{"colour"}}), "colour unknown_field")
	refused(t, f.patch("Partner", relationship.TypePatch{Metadata: []byte(`{}`), Clear: []relationship.TypeField{"metadata"}}), "metadata contradiction")
	require.ErrorIs(t, f.patch("Partner", relationship.TypePatch{IfVersion: 9, Name: new("x")}), clientele.ErrStale)
	require.NoError(t, f.patch("Parent", relationship.TypePatch{Name: new("Mother")}))
	f.grow("b", "a")
	require.Equal(t, []string{"b —Mother→ a"}, f.list(relationship.Filter{Type: "mother"}))
	f.kind(relationship.TypeDraft{Name: "Owner", Hierarchical: true})
	refused(t, f.patch("Owner", relationship.TypePatch{Inverse: new("Landlord")}), "inverseRelationshipId contradiction")
}

func TestPairingTypesInUseJudgesTheirRelationships(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.kind(relationship.TypeDraft{Name: "Supplier"})
		f.kind(relationship.TypeDraft{Name: "Customer"})
		f.relate("a", "Supplier", "b")
		again := f.relate("b", "Customer", "a")
		refused(t, f.patch("Customer", relationship.TypePatch{Inverse: new("Supplier")}), "relatedAccountId duplicate")
		require.Equal(t, []string{"Supplier/", "Customer/"}, f.pairs()[3:])
		_, err := relationship.Delete(ctx, f.org, again.ID, 0)
		require.NoError(t, err)
		require.NoError(t, f.patch("Customer", relationship.TypePatch{Inverse: new("Supplier")}))
		_, err = relationship.Create(ctx, f.org, relationship.Draft{AccountID: f.id("b"), RelatedAccountID: f.id("a"), Type: "Customer"})
		refused(t, err, "relatedAccountId duplicate")
		require.Equal(t, []string{"b —Customer→ a"}, f.list(relationship.Filter{AccountID: f.id("b")}))
	})
}

func TestMakingATypeHierarchicalJudgesItsRelationships(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.kind(relationship.TypeDraft{Name: "Owner"})
		f.relate("a", "Owner", "b")
		two := f.relate("a", "Owner", "c")
		refused(t, f.patch("Owner", relationship.TypePatch{Hierarchical: new(true)}), "relatedAccountId second_parent")
		_, err := relationship.Delete(ctx, f.org, two.ID, 0)
		require.NoError(t, err)
		round := f.relate("b", "Owner", "a")
		refused(t, f.patch("Owner", relationship.TypePatch{Hierarchical: new(true)}), "relatedAccountId cycle")
		_, err = relationship.Delete(ctx, f.org, round.ID, 0)
		require.NoError(t, err)
		require.NoError(t, f.patch("Owner", relationship.TypePatch{Hierarchical: new(true)}))
		parent, err := relationship.Hierarchy{Type: f.typed("Owner").ID}.Parent(ctx, f.org, f.id("a"))
		require.NoError(t, err)
		require.Equal(t, f.id("b"), parent)
		_, err = record.Restore(ctx, f.org, setOf(t, f, two.ID))
		refused(t, err, "relatedAccountId second_parent")
		_, err = record.Restore(ctx, f.org, setOf(t, f, round.ID))
		refused(t, err, "relatedAccountId cycle")
		require.NoError(t, f.patch("Owner", relationship.TypePatch{Hierarchical: new(false)}))
		_, err = record.Restore(ctx, f.org, setOf(t, f, two.ID))
		require.NoError(t, err)
	})
}

// setOf gives the deletion set that a relationship stands in.
func setOf(t testing.TB, f *family, id relationship.ID) record.SetID {
	t.Helper()
	set, err := record.InTrash(ctx, f.org, relationship.Target, id)
	require.NoError(t, err)
	return set
}

func TestDeletingATypeInUse(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.kind(relationship.TypeDraft{Name: "Supplier"})
		f.kind(relationship.TypeDraft{Name: "Customer", Inverse: "Supplier"})
		f.relate("a", "Supplier", "b")
		f.relate("a", "Supplier", "c")
		f.relate("a", "Customer", "d")
		supplier := f.typed("Supplier")
		_, err := relationship.DeleteType(ctx, f.org, supplier.ID, relationship.TypeDeletion{})
		refused(t, err, " referenced")
		require.ErrorIs(t, err, clientele.ErrReferenced)
		require.Equal(t, 2, fault.All(err)[0].Params["count"])
		_, err = relationship.DeleteType(ctx, f.org, supplier.ID, relationship.TypeDeletion{IfVersion: 9, Relationships: true})
		require.ErrorIs(t, err, clientele.ErrStale)

		set, err := relationship.DeleteType(ctx, f.org, supplier.ID, relationship.TypeDeletion{Relationships: true})
		require.NoError(t, err)
		require.Equal(t, []string{"a —Customer→ d"}, f.list(relationship.Filter{}))
		require.Equal(t, []string{"Customer/"}, f.pairs()[3:])
		s, err := record.GetSet(ctx, f.org, set)
		require.NoError(t, err)
		require.Equal(t, int64(3), s.Records, "one deletion set")

		_, err = record.Restore(ctx, f.org, set)
		require.NoError(t, err)
		require.Equal(t, []string{"Supplier/Customer", "Customer/Supplier"}, f.pairs()[3:])
		require.Equal(t, []string{"a —Supplier→ b", "a —Supplier→ c", "a —Customer→ d"}, f.list(relationship.Filter{}))
	})
}

func TestATypeComesBackUnpairedWhereItsPartnerIsTaken(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.kind(relationship.TypeDraft{Name: "Supplier"})
		f.kind(relationship.TypeDraft{Name: "Customer", Inverse: "Supplier"})
		f.relate("a", "Supplier", "b")
		set, err := relationship.DeleteType(ctx, f.org, f.typed("Supplier").ID, relationship.TypeDeletion{Relationships: true})
		require.NoError(t, err)
		f.kind(relationship.TypeDraft{Name: "Vendor", Inverse: "Customer"})
		_, err = record.Restore(ctx, f.org, set)
		require.NoError(t, err)
		require.Equal(t, []string{"Supplier/", "Customer/Vendor", "Vendor/Customer"}, f.pairs()[3:])
	})
}

func TestBuiltInTypesAreNotDeleted(t *testing.T) {
	f := inMemory(t)
	for _, name := range []string{"Parent", "Subsidiary"} {
		_, err := relationship.DeleteType(ctx, f.org, f.typed(name).ID, relationship.TypeDeletion{Relationships: true})
		refused(t, err, " not_allowed")
	}
	_, err := relationship.DeleteType(ctx, f.org, f.typed("Partner").ID, relationship.TypeDeletion{})
	require.NoError(t, err)
	_, err = relationship.DeleteType(ctx, f.org, relationship.TypeID{1}, relationship.TypeDeletion{})
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestALinkWhoseTypeIsGoneStaysInTheTrash(t *testing.T) {
	onEach(t, func(t *testing.T, f *family) {
		f.kind(relationship.TypeDraft{Name: "Supplier"})
		f.relate("a", "Supplier", "b")
		set, err := account.Delete(ctx, f.org, f.id("a"), 0)
		require.NoError(t, err)
		_, err = relationship.DeleteType(ctx, f.org, f.typed("Supplier").ID, relationship.TypeDeletion{})
		require.NoError(t, err)
		back, err := account.Restore(ctx, f.org, set)
		require.NoError(t, err)
		require.Len(t, back.Left, 1)
		require.Equal(t, "relationshipTypeId", back.Left[0].Field)
	})
}
