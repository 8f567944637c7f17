package picklist_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// ticket is a kind of a host program.
type ticket struct {
	record.System[ticket]
	Subject  string
	Priority picklist.Ref
	Status   picklist.Ref
}

var tickets = record.Define("ticket", 't', record.Spec[ticket]{
	Fields: record.Fields(
		record.SystemFields(func(t *ticket) *record.System[ticket] { return &t.System }),
		record.Text(8, "subject", func(t *ticket) *string { return &t.Subject }),
		picklist.Field(9, "priority", func(t *ticket) *picklist.Ref { return &t.Priority }),
		picklist.Field(10, "status", func(t *ticket) *picklist.Ref { return &t.Status }),
	),
	Indexes: []record.Index[ticket]{
		record.Many("status", func(t *ticket, k *record.Keys) { k.Add(record.Tuple{}.UUID(t.Status.ID)) }),
	},
	Refs: []record.Ref[ticket]{
		record.RefTo("priorityId", picklist.Target, record.Restrict, func(t *ticket) *picklist.ID { return &t.Priority.ID }).Resolved(),
		record.RefTo("statusId", picklist.Target, record.Restrict, func(t *ticket) *picklist.ID { return &t.Status.ID }).Indexed("status"),
	},
})

var schema = record.Schema{Kinds: []record.Definition{picklist.Definition}, Seeds: []record.Seed{picklist.Seed}}

var ctx = context.Background()

func noon() time.Time { return time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC) }

// open makes an organisation in a store. At the end of the test everything in it has to agree.
func open(t testing.TB, st store.Store, o record.Options) *record.Org {
	t.Helper()
	o.Kinds, o.Clock = []record.Definition{tickets}, noon
	db, err := record.Open(ctx, st, schema, &o)
	require.NoError(t, err)
	org, err := db.EnsureOrg(ctx, "org", nil)
	require.NoError(t, err)
	t.Cleanup(func() {
		report, err := record.Check(ctx, db)
		require.NoError(t, err)
		require.Empty(t, report.Problems)
	})
	return org
}

func inMemory(t testing.TB) *record.Org { return open(t, memstore.New(), record.Options{}) }

// onEach runs a test over every engine.
func onEach(t *testing.T, test func(t *testing.T, org *record.Org)) {
	bolt := func(t *testing.T) store.Store {
		st, err := boltstore.Open(filepath.Join(t.TempDir(), "picklist.db"), &boltstore.Options{NoSync: true})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, st.Close()) })
		return st
	}
	for name, st := range map[string]func(t *testing.T) store.Store{
		"memstore":            func(*testing.T) store.Store { return memstore.New() },
		"boltstore":           bolt,
		"memstore run twice":  func(*testing.T) store.Store { return storetest.Rerun(memstore.New()) },
		"boltstore run twice": func(t *testing.T) store.Store { return storetest.Rerun(bolt(t)) },
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t, st(t), record.Options{})) })
	}
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

// set gives the values of an attribute as they are now.
func set(t testing.TB, s record.Scope, a picklist.Attribute) *picklist.Set {
	t.Helper()
	var out *picklist.Set
	require.NoError(t, s.View(ctx, func(_ context.Context, tx *record.Tx) error {
		sets, err := picklist.Load(tx)
		out = sets.Of(a)
		return err
	}))
	return out
}

// named gives the value that an input means.
func named(t testing.TB, s record.Scope, a picklist.Attribute, input string) picklist.Value {
	t.Helper()
	ids, err := set(t, s, a).Match([]string{input})
	require.NoError(t, err)
	v, ok := set(t, s, a).Get(ids[0])
	require.True(t, ok)
	return v
}

// texts lists the values of an attribute in their order, the default in brackets.
func texts(t testing.TB, s record.Scope, a picklist.Attribute) []string {
	t.Helper()
	values, err := picklist.List(ctx, s, picklist.Filter{Attribute: a, Archived: true})
	require.NoError(t, err)
	out := []string{}
	for _, v := range values {
		if v.Default {
			v.Value = "[" + v.Value + "]"
		}
		out = append(out, v.Value)
	}
	return out
}

// raise writes a ticket of a priority and a status.
func raise(t testing.TB, s record.Scope, priority, status string) *ticket {
	t.Helper()
	out := &ticket{Subject: "printer"}
	require.NoError(t, s.Update(ctx, func(_ context.Context, tx *record.Tx) error {
		sets, err := picklist.Load(tx)
		if err != nil {
			return err
		}
		*out = ticket{Subject: "printer"}
		if err := sets.Of(picklist.TaskPriority).Assign(&out.Priority, priority); err != nil {
			return err
		}
		if err := sets.Of(picklist.TaskStatus).Assign(&out.Status, status); err != nil {
			return err
		}
		return tickets.Create(tx, out)
	}))
	return out
}

// ticketOf reads a ticket as a host program does.
func ticketOf(t testing.TB, s record.Scope, id record.ID[ticket]) *ticket {
	t.Helper()
	var out *ticket
	require.NoError(t, s.View(ctx, func(_ context.Context, tx *record.Tx) (err error) {
		if out, err = tickets.Get(tx, id); err != nil {
			return err
		}
		sets, err := picklist.Load(tx)
		if err != nil {
			return err
		}
		sets.Of(picklist.TaskPriority).Fill(&out.Priority)
		sets.Of(picklist.TaskStatus).Fill(&out.Status)
		return nil
	}))
	return out
}
