package account_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

var ctx = context.Background()

// openBolt opens a store in a file of the test, without syncs.
func openBolt(t testing.TB) store.Store {
	t.Helper()
	st, err := boltstore.Open(filepath.Join(t.TempDir(), "account.db"), &boltstore.Options{NoSync: true})
	require.NoError(t, err)
	return st
}

// engines are the stores that every test of the domain runs over.
var engines = map[string]func(t testing.TB) store.Store{
	"memstore":        func(testing.TB) store.Store { return memstore.New() },
	"boltstore":       openBolt,
	"memstore rerun":  func(testing.TB) store.Store { return storetest.Rerun(memstore.New()) },
	"boltstore rerun": func(t testing.TB) store.Store { return storetest.Rerun(openBolt(t)) },
}

// onEngines runs a test over every engine. Everything in the database has to agree when it ends.
func onEngines(t *testing.T, test func(t *testing.T, org *clientele.Org)) {
	onEnginesWith(t, clienteletest.Options, test)
}

// onEnginesWith is onEngines with options of the test, made anew for each.
func onEnginesWith(t *testing.T, options func() *clientele.Options, test func(t *testing.T, org *clientele.Org)) {
	for name, open := range engines {
		t.Run(name, func(t *testing.T) { test(t, clienteletest.OrgOn(t, open(t), options())) })
	}
}

// refused asserts that an input was refused for exactly these reasons, each "path code".
func refused(t testing.TB, err error, want ...string) {
	t.Helper()
	require.Equal(t, append([]string{}, want...), reasons(fault.All(err)), "%v", err)
}

func reasons(faults []fault.Fault) []string {
	out := []string{}
	for _, f := range faults {
		out = append(out, f.Path+" "+string(f.Code))
	}
	return out
}

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
func members(t testing.TB, v any) map[string]json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	var out map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(b, &out))
	return out
}

// changes gives the number of entries in the change log.
func changes(t testing.TB, s record.Scope) int {
	t.Helper()
	n := 0
	for _, err := range record.Changes(ctx, s, 0) {
		require.NoError(t, err)
		n++
	}
	return n
}

// dump gives everything in a store.
func dump(t testing.TB, st store.Store) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, store.View(ctx, st, func(r store.Reader) error {
		for e, err := range r.Scan(store.Range{}) {
			if err != nil {
				return err
			}
			b.Write(e.Key)
			b.WriteByte(0)
			b.Write(e.Value)
			b.WriteByte(0)
		}
		return nil
	}))
	return b.String()
}

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
