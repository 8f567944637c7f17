package account_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// loud is a rule of a host program: no shouting, and a name once given stays.
func loud(before, after *account.Account) []fault.Fault {
	var faults fault.List
	if strings.HasSuffix(after.Name, "!") {
		faults.Add("name", "loud", "must not shout")
	}
	if before != nil && before.Name != after.Name {
		faults.Add("name", fault.Immutable, "stays")
	}
	return faults
}

func TestRulesOfTheHost(t *testing.T) {
	options := func() *clientele.Options {
		o := clienteletest.Options()
		o.Rules = []record.Rule{account.Rule(loud)}
		return o
	}
	onEnginesWith(t, options, func(t *testing.T, org *clientele.Org) {
		d := named("Acme!", "co.uk")
		_, err := account.Create(ctx, org, d)
		refused(t, err, "primaryDomain not_a_domain", "name loud")
		bulk, err := account.CreateMany(ctx, org, []account.Draft{named("Acme!", "acme.com")}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, []string{"name loud"}, reasons(bulk.Items[0].Faults))
		_, err = account.CreateMany(ctx, org, []account.Draft{named("Acme!", "acme.com")}, account.AllOrNothing)
		refused(t, err, "accounts[0].name loud")
		for o, err := range account.Import(ctx, org, sequence(named("Acme!", "acme.com"))) {
			require.NoError(t, err)
			require.Equal(t, []string{"name loud"}, reasons(o.Faults))
		}
		_, _, err = account.Upsert(ctx, org, named("Acme!", "acme.com"))
		refused(t, err, "name loud")
		require.Zero(t, count(t, org, account.Filter{}))

		a := create(t, org, named("Acme", "acme.com"))
		_, err = account.Update(ctx, org, a.ID, account.Patch{Name: new("Other!"), Source: new("\x00")})
		refused(t, err, "source invalid_text", "name loud", "name immutable")
		_, _, err = account.Upsert(ctx, org, named("Other", "acme.com"))
		refused(t, err, "name immutable")
		update(t, org, a.ID, account.Patch{Source: new("x")})
	})
}

func TestAuditFindsWhatARuleForbidsNow(t *testing.T) {
	st := engines["memstore"](t)
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	for _, name := range []string{"A!", "B", "C!"} {
		create(t, org, named(name, strings.ToLower(name[:1])+".test"))
	}
	db, err := clientele.Open(ctx, st, &clientele.Options{Rules: []record.Rule{account.Rule(loud)}})
	require.NoError(t, err)
	org, err = db.Org(ctx, "org_test")
	require.NoError(t, err)
	var found []string
	for f, err := range account.Audit(ctx, org, account.Filter{}) {
		require.NoError(t, err)
		require.Equal(t, []string{"name loud"}, reasons(f.Faults))
		found = append(found, f.Account.Name)
	}
	require.Equal(t, []string{"A!", "C!"}, found)
	for f, err := range account.Audit(ctx, org, account.Filter{Domain: []string{"c.test"}}) {
		require.NoError(t, err)
		require.Equal(t, "C!", f.Account.Name)
		break
	}
}

func TestAuditFindsNothingInWhatTheVerbsWrote(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		create(t, org, full())
		for i := range 600 { // more than it looks at at once
			name := strings.Repeat("x", i%7+1) + string(rune('a'+i%26)) + string(rune('a'+i/26))
			create(t, org, named(name, name+".test"))
		}
		for f, err := range account.Audit(ctx, org, account.Filter{}) {
			t.Fatal(f, err)
		}
		configure(t, org, clientele.Settings{Mandatory: map[string][]string{"account": {"website"}}})
		require.Equal(t, 600, walked(t, account.Audit(ctx, org, account.Filter{})))
	})
}

// sequence gives drafts as a stream.
func sequence(drafts ...account.Draft) func(yield func(account.Draft, error) bool) {
	return func(yield func(account.Draft, error) bool) {
		for d := range slices.Values(drafts) {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func count(t testing.TB, s record.Scope, f account.Filter) int {
	t.Helper()
	n, err := account.Count(ctx, s, f)
	require.NoError(t, err)
	return n
}
