package record_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// thing is for kinds that are not right.
type thing struct {
	record.System[thing]
	Name    string
	Company record.ID[company]
	Inner   *thing
}

func system() record.Field[thing] {
	return record.SystemFields(func(x *thing) *record.System[thing] { return &x.System })
}

func thingName(x *thing) *string { return &x.Name }

func toCompany(x *thing) *record.ID[company] { return &x.Company }

// things defines a kind of things.
func things(name string, code byte, spec record.Spec[thing]) record.Definition {
	if spec.Fields == nil {
		spec.Fields = record.Fields(system(), record.Text(8, "name", thingName), record.UUID(9, "companyId", toCompany))
	}
	return record.Define(name, code, spec)
}

func TestDefinitionsThatAreRefused(t *testing.T) {
	index := record.Many("name", func(*thing, *record.Keys) {})
	table := func(fields ...record.Field[thing]) record.Spec[thing] {
		return record.Spec[thing]{Fields: record.Fields(fields...)}
	}
	ref := record.RefTo("companyId", companies.Target(), record.Cascade, toCompany)
	for name, kinds := range map[string][]record.Definition{
		"no table":                                {record.Define("thing", 'x', record.Spec[thing]{})},
		"no system fields":                        {things("thing", 'x', table(record.Text(8, "name", thingName)))},
		"a number twice":                          {things("thing", 'x', table(system(), record.Text(8, "a", thingName), record.Text(8, "b", thingName)))},
		"a name twice":                            {things("thing", 'x', table(system(), record.Text(8, "a", thingName), record.Text(9, "a", thingName)))},
		"a number of the system":                  {things("thing", 'x', table(system(), record.Text(1, "a", thingName)))},
		"a number kept for the system":            {things("thing", 'x', table(system(), record.Text(7, "a", thingName)))},
		"a retired number":                        {things("thing", 'x', table(system(), record.Text(8, "a", thingName), record.Retired[thing](8)))},
		"a hot text":                              {things("thing", 'x', table(system(), record.Text(8, "a", thingName, record.Hot)))},
		"a field behind a pointer":                {things("thing", 'x', table(system(), record.Text(8, "a", func(x *thing) *string { return &x.Inner.Name })))},
		"a code twice":                            {things("a", 'x', record.Spec[thing]{}), things("b", 'x', record.Spec[thing]{})},
		"a kind's name twice":                     {things("a", 'x', record.Spec[thing]{}), things("a", 'y', record.Spec[thing]{})},
		"an index twice":                          {things("thing", 'x', record.Spec[thing]{Indexes: []record.Index[thing]{index, index}})},
		"a reference to a kind not there":         {things("thing", 'x', record.Spec[thing]{Refs: []record.Ref[thing]{ref}})},
		"a reference to another of the same code": {things("thing", 'x', record.Spec[thing]{Refs: []record.Ref[thing]{ref}}), things("other", 'c', record.Spec[thing]{})},
		"a reference by an index not there":       {labels, companies, things("thing", 'x', record.Spec[thing]{Refs: []record.Ref[thing]{ref.Indexed("nothing")}})},
		"a reference that is no field": {labels, companies, things("thing", 'x', record.Spec[thing]{
			Fields: record.Fields(system()), Refs: []record.Ref[thing]{ref},
		})},
	} {
		st := memory(t)
		_, err := record.Open(ctx, st, record.Schema{Kinds: kinds}, nil)
		require.ErrorIs(t, err, fault.ErrSchema, name)
		w := &world{store: st}
		require.Empty(t, w.dump(t), name)
	}
}

func TestRulesAndExtensionsOfAKindThatIsNotThere(t *testing.T) {
	rules := &record.Options{Rules: []record.Rule{companies.Rule(func(_, _ *company) []fault.Fault { return nil })}}
	_, err := record.Open(ctx, memory(t), record.Schema{}, rules)
	require.ErrorIs(t, err, fault.ErrSchema)
	_, err = record.Open(ctx, memory(t), record.Schema{Kinds: []record.Definition{things("other", 'c', record.Spec[thing]{})}}, rules)
	require.ErrorIs(t, err, fault.ErrSchema)
	extension := record.Schema{Extensions: []record.Extended{record.Extend(companies.Target(), record.Extension[company]{})}}
	_, err = record.Open(ctx, memory(t), extension, nil)
	require.ErrorIs(t, err, fault.ErrSchema)
	filter := record.Extend(companies.Target(), record.Extension[company]{Filters: map[string]func(context.Context, *record.Tx, string) ([]record.ID[company], error){
		"parent": func(context.Context, *record.Tx, string) ([]record.ID[company], error) { return nil, nil },
	}})
	s := schema()
	s.Extensions = []record.Extended{filter, filter}
	_, err = record.Open(ctx, memory(t), s, nil)
	require.ErrorIs(t, err, fault.ErrSchema)
}

func TestAStoreOfAnotherSchema(t *testing.T) {
	many := func(names ...string) record.Spec[thing] {
		var s record.Spec[thing]
		for _, name := range names {
			s.Indexes = append(s.Indexes, record.Many(name, func(*thing, *record.Keys) {}))
		}
		return s
	}
	for name, c := range map[string]struct {
		is []record.Definition
		ok bool
	}{
		"the same":                    {[]record.Definition{things("thing", 'x', many("a", "b"))}, true},
		"with a new kind":             {[]record.Definition{labels, things("thing", 'x', many("a", "b"))}, true},
		"with a new index":            {[]record.Definition{things("thing", 'x', many("a", "b", "c"))}, true},
		"without the kind":            {nil, false},
		"with another code":           {[]record.Definition{things("thing", 'y', many("a", "b"))}, false},
		"with another name":           {[]record.Definition{things("thong", 'x', many("a", "b"))}, false},
		"without an index":            {[]record.Definition{things("thing", 'x', many("a"))}, false},
		"with indexes in other order": {[]record.Definition{things("thing", 'x', many("b", "a"))}, false},
		"with an index before":        {[]record.Definition{things("thing", 'x', many("c", "a", "b"))}, false},
		"with a unique index instead": {[]record.Definition{things("thing", 'x', record.Spec[thing]{Indexes: []record.Index[thing]{
			record.Unique("a", func(*thing, *record.Keys) {}), record.Many("b", func(*thing, *record.Keys) {}),
		}})}, false},
	} {
		st := memory(t)
		_, err := record.Open(ctx, st, record.Schema{Kinds: []record.Definition{things("thing", 'x', many("a", "b"))}}, nil)
		require.NoError(t, err)
		before := (&world{store: st}).dump(t)
		_, err = record.Open(ctx, st, record.Schema{}, &record.Options{Kinds: c.is})
		if c.ok {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorIs(t, err, fault.ErrSchema, name)
		require.Equal(t, before, (&world{store: st}).dump(t), name)
	}
}

func TestAStoreToBeReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	st, err := boltstore.Open(path, nil)
	require.NoError(t, err)
	w := newWorld(t, st)
	create(t, w, companies, &company{Name: "Acme"})
	require.NoError(t, st.Close())
	st, err = boltstore.Open(path, &boltstore.Options{ReadOnly: true})
	require.NoError(t, err)
	w = newWorld(t, st)
	w.clean(t)
	require.ErrorIs(t, w.try(func(*record.Tx) error { return nil }), store.ErrReadOnly)

	s := schema()
	s.Kinds = append(s.Kinds, things("thing", 'x', record.Spec[thing]{}))
	_, err = record.Open(ctx, st, s, nil)
	require.NoError(t, err, "a new kind has no records yet")
	_, err = record.Open(ctx, st, grown(s, 1), nil)
	require.ErrorIs(t, err, store.ErrReadOnly, "a new index would have to be built")
}

func TestAStoreHasToBeAPointer(t *testing.T) {
	_, err := record.Open(ctx, nil, record.Schema{}, nil)
	require.Error(t, err)
	_, err = record.Open(ctx, uncomparable{}, record.Schema{}, nil)
	require.Error(t, err)
}

type uncomparable struct {
	store.Store
	_ []byte
}
