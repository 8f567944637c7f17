package record

import (
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
)

// Kind is a typed collection of records: a table of fields with its indexes and references. It is immutable
// and holds no data; every method takes the transaction to work in, and sees that organisation alone.
//
// What a Kind does holds for all records alike: versions, unique indexes, references, host rules, the change
// log, the trash. Rules of the domain stand in the verbs of its package, which keeps its Kind to itself and
// exports a [Target] for others to refer to. A host program that defines a Kind calls these methods directly,
// inside [Org.Update] and [Org.View].
type Kind[T any] struct {
	name    string
	code    byte
	fields  *Table[T]
	system  func(*T) *System[T]
	indexes []Index[T]
	refs    []Ref[T]
	insists []string
	shapes  bool
	schema  func(tx *Tx) (any, error)
	seal    func(id ID[T], r *T)
	revive  func(tx *Tx, r *T, cleared []string) error
	follow  func(tx *Tx, r *T, ref string) error
	check   func(tx *Tx, report func(code string, id uuid.UUID, detail string)) error
	err     error
}

// Spec is what a kind consists of.
type Spec[T any] struct {
	Fields *Table[T]
	// Indexes are append-only: their place in the list is their code in the keys.
	Indexes []Index[T]
	Refs    []Ref[T]
	// Insists are the JSON names of the optional fields that Settings.Mandatory may name: the kind's verbs see to
	// it that they are given.
	Insists []string
	// Shapes says that records of this kind shape others, as picklist values and custom fields do: a write
	// gives the organisation a new schema version, and what was derived from them ([Shared]) is made anew.
	Shapes bool
	// Schema gives what index functions need to know of the organisation beside the record, most likely a
	// [Shared]; they find it as Keys.Schema. It is asked once for each write. Nil: they need nothing.
	Schema func(tx *Tx) (any, error)
	// Seal finishes a record that is new or changed when its id is known, before it is stored. It must leave alone
	// what indexes and references are made of. Nil: there is nothing to do.
	Seal func(id ID[T], r *T)
	// Revive gives references of a record that comes back from the trash their default, after they were
	// emptied because what they pointed to is gone. Nil leaves them empty.
	Revive func(tx *Tx, r *T, cleared []string) error
	// Redirected finishes a record of which a reference, named ref, was changed or emptied because of what happened to
	// the record that it pointed to ([Redirect], and a delete that clears), before it is written. Nil: there is nothing
	// to do.
	Redirected func(tx *Tx, r *T, ref string) error
	// Check looks for what is wrong with the stored records as a whole, and reports it to Check.
	Check func(tx *Tx, report func(code string, id uuid.UUID, detail string)) error
}

// Define makes a kind. The name is what faults, changes and errors call it; the code stands in the keys:
// capital letters are the library's own, lower-case ones are for host programs. What is wrong with the
// definition is reported by Open (ErrSchema).
func Define[T any](name string, code byte, spec Spec[T]) *Kind[T] {
	k := &Kind[T]{name: name, code: code, fields: spec.Fields, indexes: spec.Indexes, refs: spec.Refs, insists: spec.Insists, shapes: spec.Shapes, schema: spec.Schema, seal: spec.Seal, revive: spec.Revive, follow: spec.Redirected, check: spec.Check}
	if spec.Fields == nil {
		k.err = errors.New("record: a kind needs a table of fields")
		return k
	}
	k.err = spec.Fields.err
	k.system = spec.Fields.system
	for i, ix := range k.indexes {
		if first, _ := k.index(ix.name); first != i {
			k.err = errors.Join(k.err, fmt.Errorf("record: two indexes of %s have the name %s", name, ix.name))
		}
	}
	for i := range k.refs {
		k.err = errors.Join(k.err, k.refs[i].bind(k))
	}
	return k
}

// Name gives the kind's name.
func (k *Kind[T]) Name() string { return k.name }

// JSON encodes a record of this kind by its table.
func (k *Kind[T]) JSON(r *T) ([]byte, error) { return k.fields.JSON(r) }

// Fields gives the table of fields.
func (k *Kind[T]) Fields() *Table[T] { return k.fields }

// Target gives what other kinds may refer to and extend: it can neither read nor write.
func (k *Kind[T]) Target() Target[T] { return Target[T]{name: k.name, code: k.code} }

// Target stands for a kind where only a reference to it is allowed.
type Target[T any] struct {
	name string
	code byte
}

// Name gives the kind's name.
func (t Target[T]) Name() string { return t.name }

// Definition is a kind of any type, as Open takes it: made by [Define].
type Definition interface {
	Name() string
	definition() definition
}

// definition is what can be done with a kind without knowing its type.
type definition interface {
	kindCode() byte
	kindError() error
	shape() shape
	references() []reference
	referrers(tx *Tx, ref int, target uuid.UUID, limit int) ([]uuid.UUID, error)
	countRefs(tx *Tx, ref int, count map[uuid.UUID]int) error
	redirect(tx *Tx, ref int, id, from, to uuid.UUID) error
	bury(tx *Tx, id uuid.UUID, set uuid.UUID) error
	leave(tx *Tx, id uuid.UUID, named bool) error
	deletable(tx *Tx, id uuid.UUID, ifVersion int64) error
	mayPurge(tx *Tx, id uuid.UUID, raw []byte) error
	exhume(tx *Tx, id uuid.UUID, raw []byte) (*revived, error)
	verify(c *checker) error
	reindex(tx *Tx, from int, lo []byte) (next []byte, err error)
	fieldNames(numbers []uint32) []string
	mayInsist(field string) bool
}

// shape is what the store remembers of a kind, to refuse a program that has another idea of it.
type shape struct {
	Name    string   `json:"name"`
	Indexes []string `json:"indexes"`
}

func (k *Kind[T]) definition() definition { return k }

// Definition gives the kind for Open alone: nobody gets at its records by it, as they do by the Kind.
func (k *Kind[T]) Definition() Definition { return opaque{k} }

// opaque is a Definition that is not the Kind itself.
type opaque struct{ of Definition }

func (o opaque) Name() string           { return o.of.Name() }
func (o opaque) definition() definition { return o.of.definition() }

func (k *Kind[T]) kindCode() byte   { return k.code }
func (k *Kind[T]) kindError() error { return k.err }

func (k *Kind[T]) shape() shape {
	s := shape{Name: k.name}
	for _, ix := range k.indexes {
		kind := "many "
		if ix.unique {
			kind = "unique "
		}
		s.Indexes = append(s.Indexes, kind+ix.name)
	}
	return s
}

func (k *Kind[T]) fieldNames(numbers []uint32) []string { return k.fields.namesOf(numbers) }

func (k *Kind[T]) mayInsist(field string) bool { return slices.Contains(k.insists, field) }

func (k *Kind[T]) index(name string) (int, error) {
	for i, ix := range k.indexes {
		if ix.name == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("record: %w: kind %s has no index %q", fault.ErrSchema, k.name, name)
}

// failed gives an error about one record of the kind.
func (k *Kind[T]) failed(id uuid.UUID, err error) error {
	return &Error{Kind: k.name, ID: id, Err: err}
}

// ID gives the id of a record.
func (k *Kind[T]) ID(r *T) ID[T] { return k.system(r).ID }
