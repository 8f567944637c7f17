package customfield

import (
	"context"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Holder says which records of a kind have custom fields, and where. A kind joins by one line of its definition, and
// exports the holder's Extensions for record.Open:
//
//	var custom = customfield.In(customfield.Account, func(a *Account) *customfield.Values { return &a.CustomFieldValues })
//
//	var accounts = record.Define("account", 'A', custom.Join(29, record.Spec[Account]{ … }))
type Holder[T any] struct {
	source Source
	access func(r *T) *Values
	shows  func(a record.Actor, r *T) bool // nil: everything to everybody
}

// In gives the holder of a source. What access points to is the field of the record that holds the values.
func In[T any](source Source, access func(r *T) *Values) Holder[T] {
	return Holder[T]{source: source, access: access}
}

// Shown says of which records an actor may see the values, where that is not of all: the report of [Convert] leaves out
// the others.
func (h Holder[T]) Shown(shows func(a record.Actor, r *T) bool) Holder[T] {
	h.shows = shows
	return h
}

// Join gives the definition of a kind with custom fields added: their entry in the table, under this number, their
// indexes behind its own, and its Schema and Seal, which it must not have yet.
func (h Holder[T]) Join(number uint32, spec record.Spec[T]) record.Spec[T] {
	spec.Fields = spec.Fields.With(h.Field(number))
	spec.Indexes = append(spec.Indexes[:len(spec.Indexes):len(spec.Indexes)], h.UniqueIndex(), h.Index())
	spec.Schema, spec.Seal = h.Schema, h.Seal
	return spec
}

// Field gives the entry of the kind's table, "customFieldValues" in JSON.
func (h Holder[T]) Field(number uint32) record.Field[T] {
	return record.Custom(number, path, h.access, appendValues, readValues)
}

// The names of the indexes.
const (
	IndexName       = "custom"       // of Holder.Index
	UniqueIndexName = "customUnique" // of Holder.UniqueIndex
)

// Index gives the index of the fields that are Indexed. A record has an entry in it for each of those, a null
// for one without a value, and for several options one each.
func (h Holder[T]) Index() record.Index[T] {
	return record.Many(IndexName, func(r *T, k *record.Keys) {
		schema, _ := k.Schema().(*Schema)
		if schema == nil {
			return
		}
		for _, f := range schema.indexed {
			v := h.access(r).Of(f.ID)
			if v.IsZero() {
				addEntry(k, f.IndexState, path, f.tuple().Null())
				continue
			}
			v.tuples(f.tuple(), func(t record.Tuple) { addEntry(k, f.IndexState, path, t) })
		}
	})
}

// UniqueIndex gives the index of the fields that are Unique.
func (h Holder[T]) UniqueIndex() record.Index[T] {
	return record.Unique(UniqueIndexName, func(r *T, k *record.Keys) {
		schema, _ := k.Schema().(*Schema)
		if schema == nil {
			return
		}
		vs := *h.access(r)
		for _, f := range schema.unique {
			if i, ok := vs.find(f.ID); ok {
				addEntry(k, f.UniqueState, vs[i].path(), vs[i].Value.tuple(f.tuple()))
			}
		}
	})
}

func addEntry(k *record.Keys, state State, path string, t record.Tuple) {
	if state == StateReady {
		k.AddAt(path, t)
	} else {
		k.AddOptional(path, t)
	}
}

// tuple starts the tuples of the field.
func (f *Field) tuple() record.Tuple { return record.Tuple{}.UUID(f.ID) }

// path gives where the input has the value.
func (h Held) path() string {
	if h.at == 0 {
		return path
	}
	return fault.Path(fault.At(path, h.at-1), "value")
}

// Schema gives the fields of the source, for the kind's index functions: it is its Spec.Schema.
func (h Holder[T]) Schema(tx *record.Tx) (any, error) {
	all, err := Load(tx)
	if err != nil {
		return nil, err
	}
	return all.Of(h.source), nil
}

// Seal makes what is stored of passwords: it is the kind's Spec.Seal.
func (h Holder[T]) Seal(id record.ID[T], r *T) {
	vs := *h.access(r)
	for i := range vs {
		vs[i].Value.seal(id, vs[i].FieldID)
	}
}

// Extensions let this package reach the records of the kind when a field or an option is deleted, an index built or
// a field converted, and mend what comes back from the trash.
func (h Holder[T]) Extensions(k *record.Kind[T]) []record.Extended {
	on := holding[T]{h, k}
	return []record.Extended{
		record.Extend(Target, record.Extension[Field]{Offer: records(on)}),
		record.Extend(k.Target(), record.Extension[T]{Ops: []record.Op{record.OpRestore}, Observe: on.restored}),
	}
}

// records is a kind that has custom fields, without its type.
type records interface {
	of() Source
	walk(tx *record.Tx, fn func(id uuid.UUID, vs Values) error) error
	page(tx *record.Tx, cursor string, limit int, fn func(id uuid.UUID, vs Values) error) (next string, err error)
	edit(tx *record.Tx, id uuid.UUID, change func(vs Values) Values) error
	complete(tx *record.Tx, f *Field, limit int) (last record.ID[built], clashes []record.Clash, err error)
	drop(tx *record.Tx, f *Field, index string, limit int) (n int, err error)
	leading(tx *record.Tx, f *Field, to Value) ([]uuid.UUID, error)
	leaves(tx *record.Tx, id uuid.UUID) bool
	unseen(tx *record.Tx) (map[uuid.UUID]bool, error)
}

// holding is a Holder with its kind.
type holding[T any] struct {
	Holder[T]
	kind *record.Kind[T]
}

func (h holding[T]) of() Source { return h.source }

// walk gives the values of all live records, whatever the policy says.
func (h holding[T]) walk(tx *record.Tx, fn func(id uuid.UUID, vs Values) error) error {
	return tx.Unasked(func() error {
		for r, err := range h.kind.Select(tx, record.Query[T]{}) {
			if err != nil {
				return err
			}
			if err := fn(uuid.UUID(h.kind.ID(r)), *h.access(r)); err != nil {
				return err
			}
		}
		return nil
	})
}

// page is walk of some records, those after a cursor; next is empty after the last.
func (h holding[T]) page(tx *record.Tx, cursor string, limit int, fn func(id uuid.UUID, vs Values) error) (next string, err error) {
	err = tx.Unasked(func() error {
		page, err := h.kind.List(tx, record.Query[T]{}, record.Paging{After: cursor, Limit: limit}, nil)
		if err != nil {
			return err
		}
		next = page.Next
		for _, r := range page.Items {
			if err := fn(uuid.UUID(h.kind.ID(r)), *h.access(r)); err != nil {
				return err
			}
		}
		return nil
	})
	return next, err
}

// edit changes the values of one record, whatever the policy says. It has a new version and a change.
func (h holding[T]) edit(tx *record.Tx, id uuid.UUID, change func(vs Values) Values) error {
	return tx.Unasked(func() error {
		_, err := h.kind.Update(tx, record.Edit[T]{ID: record.ID[T](id), Apply: func(r *T) error {
			vs := h.access(r)
			*vs = change(*vs)
			return nil
		}})
		return err
	})
}

// complete puts the entries of one field for records after those that have them.
func (h holding[T]) complete(tx *record.Tx, f *Field, limit int) (last record.ID[built], clashes []record.Clash, err error) {
	id, clashes, err := h.kind.Complete(tx, f.alone(h.source), record.ID[T](f.built), limit)
	return record.ID[built](id), clashes, err
}

// alone gives a schema of nothing but the entries of this field, as optional as they are.
func (f *Field) alone(source Source) *Schema { return newSchema(source, []*Field{f}) }

func (h holding[T]) drop(tx *record.Tx, f *Field, index string, limit int) (int, error) {
	return h.kind.Drop(tx, index, f.tuple(), limit)
}

// leading gives the records whose look-up leads to something.
func (h holding[T]) leading(tx *record.Tx, f *Field, to Value) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	t := to.tuple(f.tuple())
	err := h.kind.ScanRange(tx, IndexName, t, record.Tuple(store.After(t)), func(_ record.Tuple, id record.ID[T]) bool {
		ids = append(ids, uuid.UUID(id))
		return true
	})
	return ids, err
}

func (h holding[T]) leaves(tx *record.Tx, id uuid.UUID) bool {
	return record.Leaves(tx, h.kind.Target(), record.ID[T](id))
}

// unseen gives the live records whose values the actor may not see.
func (h holding[T]) unseen(tx *record.Tx) (map[uuid.UUID]bool, error) {
	if h.shows == nil {
		return nil, nil
	}
	out := map[uuid.UUID]bool{}
	return out, tx.Unasked(func() error {
		for r, err := range h.kind.Select(tx, record.Query[T]{}) {
			if err != nil {
				return err
			}
			if !h.shows(tx.Actor(), r) {
				out[uuid.UUID(h.kind.ID(r))] = true
			}
		}
		return nil
	})
}

// restored mends the values of a record that comes back from the trash: it drops those whose field, option or
// look-up is gone meanwhile, and brings those of a converted field to its type, or drops them.
func (h holding[T]) restored(_ context.Context, tx *record.Tx, w record.Written[T]) error {
	have := *h.access(w.After)
	if len(have) == 0 {
		return nil
	}
	all, err := Load(tx)
	if err != nil {
		return err
	}
	mended, err := mend(tx, all.Of(h.source), have)
	if err != nil || same(have, mended) {
		return err
	}
	return h.edit(tx, uuid.UUID(w.ID), func(Values) Values { return mended })
}

func same(a, b Values) bool {
	return string(appendValues(nil, &a)) == string(appendValues(nil, &b))
}

// holderOf gives the kind whose records have the fields of a source. ok is false if the program has none.
func holderOf(tx *record.Tx, source Source) (h records, ok bool, err error) {
	offers, err := kind.Offers(tx)
	if err != nil {
		return nil, false, err
	}
	for _, o := range offers {
		if h, ok := o.(records); ok && h.of() == source {
			return h, true, nil
		}
	}
	return nil, false, nil
}
