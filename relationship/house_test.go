package relationship_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
)

var ctx = context.Background()

// onEach runs a test over every engine. Everything in the database has to agree when it ends.
func onEach(t *testing.T, test func(t *testing.T, f *family)) {
	for name, open := range enginetest.All {
		t.Run(name, func(t *testing.T) {
			test(t, &family{TB: t, org: clienteletest.OrgOn(t, open(t), clienteletest.Options()), ids: map[string]account.ID{}})
		})
	}
}

// inMemory is a family in memory.
func inMemory(t testing.TB) *family {
	return &family{TB: t, org: clienteletest.Org(t), ids: map[string]account.ID{}}
}

// family is accounts with names, in an organisation.
type family struct {
	testing.TB
	org *clientele.Org
	ids map[string]account.ID
}

// id gives the account of a name, made if it is not there.
func (f *family) id(name string) account.ID {
	f.Helper()
	if id, ok := f.ids[name]; ok {
		return id
	}
	a, err := account.Create(ctx, f.org, account.Draft{Name: name, PrimaryDomain: fmt.Sprintf("a%d.example", len(f.ids))})
	require.NoError(f, err)
	f.ids[name] = a.ID
	return a.ID
}

// name gives the name of an account.
func (f *family) name(id account.ID) string {
	for name, have := range f.ids {
		if have == id {
			return name
		}
	}
	return id.String()
}

func (f *family) names(ids []account.ID) []string {
	out := []string{}
	for _, id := range ids {
		out = append(out, f.name(id))
	}
	return out
}

// grow sets parents: "a", "b" says that b is the parent of a.
func (f *family) grow(pairs ...string) {
	f.Helper()
	for i := 0; i < len(pairs); i += 2 {
		parent := f.id(pairs[i+1])
		require.NoError(f, relationship.SetParent(ctx, f.org, f.id(pairs[i]), parent))
	}
}

// parent gives the name of a parent, "" for a root.
func (f *family) parent(name string) string {
	f.Helper()
	id, err := relationship.Parent(ctx, f.org, f.id(name))
	require.NoError(f, err)
	if id.IsZero() {
		return ""
	}
	return f.name(id)
}

// relate creates a relationship.
func (f *family) relate(from, kind, to string) *relationship.Relationship {
	f.Helper()
	r, err := relationship.Create(ctx, f.org, relationship.Draft{AccountID: f.id(from), RelatedAccountID: f.id(to), Type: kind})
	require.NoError(f, err)
	return r
}

// kind creates a type.
func (f *family) kind(d relationship.TypeDraft) *relationship.Type {
	f.Helper()
	t, err := relationship.CreateType(ctx, f.org, d)
	require.NoError(f, err)
	return t
}

// typed gives the type of a name.
func (f *family) typed(name string) *relationship.Type {
	f.Helper()
	list, err := relationship.ListTypes(ctx, f.org)
	require.NoError(f, err)
	i := slices.IndexFunc(list, func(t *relationship.Type) bool { return t.Name == name })
	require.GreaterOrEqual(f, i, 0, name)
	return list[i]
}

// said writes a relationship as "A —Type→ B".
func (f *family) said(r *relationship.Relationship) string {
	require.Equal(f, f.name(r.AccountID), r.Account)
	require.Equal(f, f.name(r.RelatedAccountID), r.RelatedAccount)
	require.Equal(f, r.TypeID, r.Type.ID)
	return r.Account + " —" + r.Type.Name + "→ " + r.RelatedAccount
}

// list lists relationships as they are said.
func (f *family) list(filter relationship.Filter) []string {
	f.Helper()
	page, err := relationship.List(ctx, f.org, filter, record.Paging{})
	require.NoError(f, err)
	out := []string{}
	for _, r := range page.Items {
		out = append(out, f.said(r))
	}
	return out
}

// refused asserts that an input was refused for exactly these reasons, each "path code".
func refused(t testing.TB, err error, want ...string) {
	t.Helper()
	have := []string{}
	for _, f := range fault.All(err) {
		have = append(have, f.Path+" "+string(f.Code))
	}
	require.Equal(t, append([]string{}, want...), have, "%v", err)
}

// changes gives the number of entries in the change log.
func (f *family) changes() int {
	n := 0
	for _, err := range record.Changes(ctx, f.org, 0) {
		require.NoError(f, err)
		n++
	}
	return n
}
