package relationship

import (
	"encoding/json"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// TypeID identifies a type.
type TypeID = record.ID[Type]

// Type is a kind of relationship. Its name is the role of the related account.
type Type struct {
	record.System[Type]
	Name string // unique, whatever its case
	// InverseID is the type that says the same from the other side; of a symmetric type it is the type itself.
	InverseID TypeID
	Inverse   string // the name of the inverse
	// Hierarchical says that its relationships are a forest: one parent, no cycle.
	Hierarchical bool
	Downward     bool   // of a hierarchical one: the related account is the child, and not the parent
	Symmetric    bool   // it is its own inverse
	BuiltIn      string // "parent", "subsidiary", "partner": an organisation starts with it; else empty
	Metadata     json.RawMessage
}

// What BuiltIn says of the types that every organisation starts with.
const (
	BuiltInParent     = "parent"
	BuiltInSubsidiary = "subsidiary"
	BuiltInPartner    = "partner"
)

// TypeTarget is what other kinds refer to and extend.
var TypeTarget = record.Define(typeKind, typeCode, record.Spec[Type]{Fields: typeFields}).Target()

const (
	typeKind = "relationship_type"
	typeCode = 'T'

	byName = "name" // the path of its fault `duplicate`
)

var typeFields = record.Fields(
	record.SystemFields(func(t *Type) *record.System[Type] { return &t.System }),
	record.Text(8, "name", func(t *Type) *string { return &t.Name }),
	record.UUID(9, "inverseRelationshipId", func(t *Type) *TypeID { return &t.InverseID }),
	record.Output("inverseRelationship", func(t *Type) any { return orNull(t.Inverse) }),
	record.Bool(10, "hierarchical", func(t *Type) *bool { return &t.Hierarchical }),
	record.Bool(11, "downward", func(t *Type) *bool { return &t.Downward }),
	record.Bool(12, "symmetric", func(t *Type) *bool { return &t.Symmetric }),
	record.Text(13, "builtIn", func(t *Type) *string { return &t.BuiltIn }),
	record.JSON(14, "metadata", func(t *Type) *json.RawMessage { return &t.Metadata }),
)

// types is the kind. What is stored has no InverseID where the type is symmetric.
var types = defineTypes()

func defineTypes() *record.Kind[Type] {
	var k *record.Kind[Type]
	k = record.Define(typeKind, typeCode, record.Spec[Type]{
		Shapes: true,
		Fields: typeFields,
		Indexes: []record.Index[Type]{
			record.Unique(byName, func(t *Type, keys *record.Keys) { keys.Add(record.Tuple{}.Text(value.Fold(t.Name))) }),
		},
		Refs: []record.Ref[Type]{
			record.RefTo("inverseRelationshipId", TypeTarget, record.Clear, func(t *Type) *TypeID { return &t.InverseID }).Resolved(),
		},
		Check: func(tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
			return checkTypes(k, tx, report)
		},
	})
	return k
}

// MarshalJSON encodes the type with its id and the fields of its table.
func (t Type) MarshalJSON() ([]byte, error) { return types.JSON(&t) }

// fixed tells whether pair and hierarchy of the type are for good.
func (t *Type) fixed() bool { return t.BuiltIn == BuiltInParent || t.BuiltIn == BuiltInSubsidiary }

// alike tells whether relationships of the type are laid out the same under both.
func (t *Type) alike(u *Type) bool {
	return t.InverseID == u.InverseID && t.Hierarchical == u.Hierarchical && t.Downward == u.Downward && t.Symmetric == u.Symmetric
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
