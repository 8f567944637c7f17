// Package enginetest runs the tests of the domain packages over every engine of the library, with retries forced and
// without, and makes each call of a store fail in turn. A package's tests say what they prove; this says where.
package enginetest

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// Plain are the engines, by name, which several goroutines may use at once.
var Plain = map[string]func(t testing.TB) store.Store{
	"memstore":  func(testing.TB) store.Store { return memstore.New() },
	"boltstore": openBolt,
}

// All are the engines, by name, and each of them with every transaction run twice.
var All = map[string]func(t testing.TB) store.Store{
	"memstore":        Plain["memstore"],
	"boltstore":       openBolt,
	"memstore rerun":  func(testing.TB) store.Store { return storetest.Rerun(memstore.New()) },
	"boltstore rerun": func(t testing.TB) store.Store { return storetest.Rerun(openBolt(t)) },
}

// openBolt opens a store in a file of the test, without syncs.
func openBolt(t testing.TB) store.Store {
	t.Helper()
	st, err := boltstore.Open(filepath.Join(t.TempDir(), "test.db"), &boltstore.Options{NoSync: true})
	require.NoError(t, err)
	return st
}

// Run runs a test over every engine, each with an organisation of its own. Everything in the database has to agree
// when it ends.
func Run(t *testing.T, test func(t *testing.T, org *clientele.Org)) {
	t.Helper()
	RunWith(t, clienteletest.Options, test)
}

// RunWith is [Run] with options of the test, made anew for each engine.
func RunWith(t *testing.T, options func() *clientele.Options, test func(t *testing.T, org *clientele.Org)) {
	t.Helper()
	for name, open := range All {
		t.Run(name, func(t *testing.T) { test(t, clienteletest.OrgOn(t, open(t), options())) })
	}
}

// Refused asserts that an input was refused for exactly these reasons, each "path code", in their order.
func Refused(t testing.TB, err error, want ...string) {
	t.Helper()
	require.Equal(t, append([]string{}, want...), Reasons(fault.All(err)), "%v", err)
}

// Reasons gives faults as "path code".
func Reasons(faults []fault.Fault) []string {
	out := []string{}
	for _, f := range faults {
		out = append(out, f.Path+" "+string(f.Code))
	}
	return out
}

// Members gives the JSON of a value by key.
func Members(t testing.TB, v any) map[string]json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	var out map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(b, &out))
	return out
}

// Changes gives the number of entries in the change log of an organisation.
func Changes(t testing.TB, s record.Scope) int {
	t.Helper()
	n := 0
	for _, err := range record.Changes(context.Background(), s, 0) {
		require.NoError(t, err)
		n++
	}
	return n
}

// Dump gives everything in a store.
func Dump(t testing.TB, st store.Store) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, store.View(context.Background(), st, func(r store.Reader) error {
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
