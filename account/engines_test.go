package account_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

var ctx = context.Background()

// engines are the stores that every test of the domain runs over.
var engines = enginetest.All

// onEngines runs a test over every engine. Everything in the database has to agree when it ends.
func onEngines(t *testing.T, test func(t *testing.T, org *clientele.Org)) {
	enginetest.Run(t, test)
}

// onEnginesWith is onEngines with options of the test, made anew for each.
func onEnginesWith(t *testing.T, options func() *clientele.Options, test func(t *testing.T, org *clientele.Org)) {
	enginetest.RunWith(t, options, test)
}

// refused asserts that an input was refused for exactly these reasons, each "path code".
func refused(t testing.TB, err error, want ...string) {
	t.Helper()
	enginetest.Refused(t, err, want...)
}

func reasons(faults []fault.Fault) []string { return enginetest.Reasons(faults) }

// named gives a draft.
func named(name, domain string) account.Draft {
	return account.Draft{Name: name, PrimaryDomain: domain}
}

// create creates an account.
func create(t testing.TB, s record.Scope, d account.Draft) *account.Account {
	t.Helper()
	a, err := account.Create(ctx, s, d)
	require.NoError(t, err)
	return a
}

// get gives an account as it is now, as verbs that write give it.
func get(t testing.TB, s record.Scope, id account.ID) *account.Account {
	t.Helper()
	a, err := account.Get(ctx, s, id)
	require.NoError(t, err)
	return uncounted(t, a)
}

// uncounted takes the number of its contacts, of which there are none, off an account that was read.
func uncounted(t testing.TB, a *account.Account) *account.Account {
	t.Helper()
	require.NotNil(t, a.MemberCount)
	require.Zero(t, *a.MemberCount)
	a.MemberCount = nil
	return a
}

// update changes an account.
func update(t testing.TB, s record.Scope, id account.ID, p account.Patch) *account.Account {
	t.Helper()
	a, err := account.Update(ctx, s, id, p)
	require.NoError(t, err)
	return a
}

// remove deletes an account.
func remove(t testing.TB, s record.Scope, id account.ID) record.SetID {
	t.Helper()
	set, err := account.Delete(ctx, s, id, 0)
	require.NoError(t, err)
	return set
}

// namesOf gives the names of accounts, in their order.
func namesOf(as []*account.Account) []string {
	out := []string{}
	for _, a := range as {
		out = append(out, a.Name)
	}
	return out
}

// members gives the JSON of a value by key.
func members(t testing.TB, v any) map[string]json.RawMessage { return enginetest.Members(t, v) }

// changes gives the number of entries in the change log.
func changes(t testing.TB, s record.Scope) int { return enginetest.Changes(t, s) }

// dump gives everything in a store.
func dump(t testing.TB, st store.Store) string { return enginetest.Dump(t, st) }

// valueOf gives the value of a picklist that an input means.
func valueOf(t testing.TB, s record.Scope, attribute picklist.Attribute, input string) picklist.Value {
	t.Helper()
	var v picklist.Value
	require.NoError(t, s.View(ctx, func(_ context.Context, tx *record.Tx) error {
		sets, err := picklist.Load(tx)
		if err != nil {
			return err
		}
		ids, err := sets.Of(attribute).Match([]string{input})
		if err != nil {
			return err
		}
		v, _ = sets.Of(attribute).Get(ids[0])
		return nil
	}))
	return v
}
