package customfield

import (
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Schema is the fields of one source in the order of their creation, inactive ones among them. It is immutable and
// safe for concurrent use. None of its methods reads the store.
type Schema struct {
	source  Source
	fields  []*Field
	byKey   map[string]int // id, slug or name; of these the first that there is
	byFold  map[string]int // folded name
	indexed []*Field       // with entries in the index of what is Indexed
	unique  []*Field
}

// NewSchema makes a schema of drafts that need no store: for tests and programs that only validate. Fields and
// options are numbered. Faults are those of [Validate] under "fields[i]", duplicate for a name or a slug that
// stands twice, and not_allowed for another source.
func NewSchema(source Source, drafts ...Draft) (*Schema, error) {
	var faults fault.List
	fields := make([]*Field, len(drafts))
	newID := numbered()
	slugs, names := map[string]bool{}, map[string]bool{}
	for i, d := range drafts {
		if d.Source == "" {
			d.Source = source
		}
		f, found := d.field(Rules{}, newID)
		if d.Source != source {
			found.Add("source", fault.NotAllowed, "is not the source of the others")
		}
		if slugs[f.Slug] || names[value.Fold(f.Name)] {
			found.Add("name", fault.Duplicate, "is taken by another field")
		}
		slugs[f.Slug], names[value.Fold(f.Name)] = true, true
		f.ID, f.Version = ID(newID()), 1
		faults.Nest(fault.At("fields", i), found)
		fields[i] = f
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return newSchema(source, fields), nil
}

// newSchema makes a schema of fields in the order of their ids.
func newSchema(source Source, fields []*Field) *Schema {
	s := &Schema{source: source, fields: fields, byKey: make(map[string]int, 3*len(fields)), byFold: make(map[string]int, len(fields))}
	for i, f := range fields {
		f.prepare()
		s.byKey[f.Name], s.byFold[value.Fold(f.Name)] = i, i
		if f.IndexState != StateNone {
			s.indexed = append(s.indexed, f)
		}
		if f.UniqueState != StateNone {
			s.unique = append(s.unique, f)
		}
	}
	for i, f := range fields {
		s.byKey[f.Slug] = i
	}
	for i, f := range fields {
		s.byKey[f.ID.String()] = i
	}
	return s
}

// prepare works out what parsing needs.
func (f *Field) prepare() {
	f.typed = f.Type.traits()
	if f.Pattern != "" {
		f.pattern, _ = regexp.Compile(f.Pattern) // nil: no text matches, which every write is told
	}
	for i := range f.Options {
		f.Options[i].key = string(f.Options[i].ID[:])
	}
}

// Source names the source.
func (s *Schema) Source() Source { return s.source }

// All walks the fields in the order of their creation. They must not be changed.
func (s *Schema) All() iter.Seq[*Field] {
	return func(yield func(*Field) bool) {
		for _, f := range s.fields {
			if !yield(f) {
				return
			}
		}
	}
}

// Get gives the field of this id, active or not, which must not be changed.
func (s *Schema) Get(id ID) (*Field, bool) {
	i, ok := s.place(id)
	if !ok {
		return nil, false
	}
	return s.fields[i], true
}

func (s *Schema) place(id ID) (int, bool) {
	return slices.BinarySearchFunc(s.fields, id, func(f *Field, id ID) int { return compareFields(f.ID, id) })
}

func compareFields(a, b ID) int { return strings.Compare(string(a[:]), string(b[:])) }

// Resolve gives the field that an input means: by its id, else its slug, else its name, whatever its case. The
// field must not be changed.
func (s *Schema) Resolve(input string) (*Field, bool) {
	i, ok := s.resolve(input)
	if !ok {
		return nil, false
	}
	return s.fields[i], true
}

func (s *Schema) resolve(input string) (int, bool) {
	if i, ok := s.byKey[input]; ok {
		return i, true
	}
	if len(input) == 36 {
		if id, err := record.ParseID[Field](input); err == nil {
			if i, ok := s.place(id); ok {
				return i, true
			}
		}
	}
	i, ok := s.byFold[value.Fold(strings.TrimSpace(input))]
	return i, ok
}

// Schemas are the fields of all sources of one organisation, as one transaction sees them. It is immutable and safe
// for concurrent use.
type Schemas struct {
	schemas map[Source]*Schema
}

// Of gives the fields of a source; none for a word that is no source.
func (s *Schemas) Of(source Source) *Schema {
	if schema, ok := s.schemas[source]; ok {
		return schema
	}
	return newSchema(source, nil)
}

// Load gives the fields as the transaction sees them, its own changes included. They are read once for each version
// of the organisation's schema and shared by all transactions at that version. Errors are those of the store.
func Load(tx *record.Tx) (*Schemas, error) { return shared.Get(tx) }

var shared = record.NewShared(load)

func load(tx *record.Tx) (*Schemas, error) {
	fields := map[Source][]*Field{}
	for f, err := range kind.Select(tx, record.Query[Field]{}) {
		if err != nil {
			return nil, err
		}
		fields[f.Source] = append(fields[f.Source], f)
	}
	s := &Schemas{schemas: map[Source]*Schema{}}
	for _, source := range Sources() {
		s.schemas[source] = newSchema(source, fields[source])
	}
	return s, nil
}
