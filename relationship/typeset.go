package relationship

import (
	"context"
	"iter"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Types are the types of one organisation, as one transaction sees them, in the order of their creation. It is
// immutable and safe for concurrent use; what its methods give is the caller's. None of them reads the store.
type Types struct {
	list   []Type
	byID   map[TypeID]int
	byName map[string]int
	parent int // of list; -1: there is none
}

// LoadTypes gives the types as the transaction sees them, its own changes included. They are read once for each
// version of the organisation's schema and shared by all transactions at that version. Errors are those of the
// store.
func LoadTypes(tx *record.Tx) (*Types, error) { return shared.Get(tx) }

var shared = record.NewShared(readTypes)

func readTypes(tx *record.Tx) (*Types, error) {
	var list []Type
	for t, err := range types.Select(tx, record.Query[Type]{}) {
		if err != nil {
			return nil, err
		}
		list = append(list, *t)
	}
	return newTypes(list), nil
}

func newTypes(list []Type) *Types {
	ts := &Types{list: list, byID: map[TypeID]int{}, byName: map[string]int{}, parent: -1}
	for i, t := range list {
		ts.byID[t.ID] = i
		ts.byName[value.Fold(t.Name)] = i
		if t.BuiltIn == BuiltInParent {
			ts.parent = i
		}
	}
	for i := range list {
		ts.fill(&list[i])
	}
	return ts
}

// fill completes a type that was read.
func (ts *Types) fill(t *Type) {
	t.Inverse = ""
	switch i, ok := ts.byID[t.InverseID]; {
	case t.Symmetric:
		t.InverseID, t.Inverse = t.ID, t.Name
	case ok:
		t.Inverse = ts.list[i].Name
	}
}

// All walks the types.
func (ts *Types) All() iter.Seq[Type] {
	return func(yield func(Type) bool) {
		for _, t := range ts.list {
			if !yield(t) {
				return
			}
		}
	}
}

// Get gives the type of this id.
func (ts *Types) Get(id TypeID) (Type, bool) {
	i, ok := ts.byID[id]
	if !ok {
		return Type{}, false
	}
	return ts.list[i], true
}

// Parent gives the type Parent that the organisation started with, whatever it is called by now.
func (ts *Types) Parent() (Type, bool) {
	if ts.parent < 0 {
		return Type{}, false
	}
	return ts.list[ts.parent], true
}

// Resolve gives the type that an input means: its id, or else its name, whatever its case. A fault at "":
// required for an empty input, unknown_reference for one that is no type, with the names that there are under
// "allowed".
func (ts *Types) Resolve(input string) (Type, error) {
	if input == "" {
		return Type{}, fault.New("", fault.Required, "a type is required")
	}
	if id, err := record.ParseID[Type](input); err == nil {
		if t, ok := ts.Get(id); ok {
			return t, nil
		}
	}
	name, err := value.Text(input, maxText)
	if i, ok := ts.byName[value.Fold(name)]; err == nil && ok {
		return ts.list[i], nil
	}
	allowed := []string{}
	for _, t := range ts.list {
		allowed = append(allowed, t.Name)
	}
	var faults fault.List
	faults.AddWith("", fault.UnknownReference, "is no type of relationships", fault.Params{"value": input, "allowed": allowed})
	return Type{}, faults.Err()
}

// forests gives one type of each forest.
func (ts *Types) forests() []TypeID {
	var out []TypeID
	for i := range ts.list {
		if t := &ts.list[i]; t.Hierarchical && t.align().canon == t.ID {
			out = append(out, t.ID)
		}
	}
	return out
}

// firstTypes are the types that a new organisation starts with.
func firstTypes() []Type {
	return []Type{
		{Name: "Parent", Hierarchical: true, BuiltIn: BuiltInParent},
		{Name: "Subsidiary", Hierarchical: true, Downward: true, BuiltIn: BuiltInSubsidiary},
		{Name: "Partner", Symmetric: true, BuiltIn: BuiltInPartner},
	}
}

// BuiltinTypes gives the types that a new organisation starts with, for programs and tests that have no store.
// Their ids are always the same, and not those of any organisation.
func BuiltinTypes() *Types {
	list := firstTypes()
	for i := range list {
		list[i].ID = TypeID(uuid.NewSHA1(uuid.NameSpaceOID, []byte(typeKind+"/"+list[i].BuiltIn)))
		list[i].Version = 1
	}
	list[0].InverseID, list[1].InverseID = list[1].ID, list[0].ID
	return newTypes(list)
}

// Seed writes the types that a new organisation starts with. It is a record.Seed.
func Seed(_ context.Context, tx *record.Tx) error {
	list := firstTypes()
	for i := range list {
		if err := types.Create(tx, &list[i]); err != nil {
			return err
		}
	}
	return join(tx, list[0].ID, list[1].ID)
}
