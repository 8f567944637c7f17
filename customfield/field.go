package customfield

import (
	"encoding/json"
	"regexp"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// ID identifies a field.
type ID = record.ID[Field]

// Field is a field that an organisation defines for itself. Records hold its values by its ID, so that renaming
// it touches none of them.
type Field struct {
	record.System[Field]
	Source Source // never changes
	Slug   string // the name at its creation in snake_case, unique in the source; never changes
	Name   string // unique in the source, whatever its case
	Type   Type   // changed by Convert alone

	Description     string
	PlaceholderText string
	HintText        string
	Options         []Option // of the types that choose, in the order in which they are shown
	Default         Value    // of a new record that gives none
	TeamID          string
	Pattern         string       // a regular expression of RE2 that has to be found in a text; ^ and $ make it the whole text
	LookUp          LookUpTarget // of look-ups
	Metadata        json.RawMessage

	MandatoryOnCreation bool // a new record must have a value, and cannot lose it
	MandatoryOnClose    bool // of tasks
	VisibleToCustomer   bool
	EditableByCustomer  bool // never without VisibleToCustomer
	AutoAddToAllForms   bool
	Active              bool // else its values can be read, and not written

	Unique  bool // a value belongs to one live record
	Indexed bool // records can be found by it
	Inherit bool // an account without a value takes that of an account above it

	Min       Number // of numbers and amounts; empty: no limit
	Max       Number // of numbers, amounts and ratings
	Scale     *int64 // the most digits after the point
	MaxLength *int64 // the most characters of a text

	IndexState  State // of the index that Indexed stands for
	UniqueState State // of the index that Unique stands for

	built record.ID[built] // the last record that the index was built for

	// of a field in a Schema
	pattern *regexp.Regexp
	typed   *traits
}

// built stands for a record of any kind.
type built struct{}

// State is how far an index of a field is.
type State string

// The states of an index.
const (
	StateNone     State = ""
	StateBuilding State = "building" // there are records that are not in it yet: see [Build]
	StateReady    State = "ready"
	StateRemoving State = "removing"
)

// Target is what the kinds that have custom fields extend.
var Target = kind.Target()

// Definition is the kind of the fields, for record.Open.
var Definition = kind.Definition()

var kind = define()

func define() *record.Kind[Field] {
	var k *record.Kind[Field]
	k = record.Define("custom_field", 'F', record.Spec[Field]{
		Shapes: true,
		Fields: record.Fields(
			record.SystemFields(func(f *Field) *record.System[Field] { return &f.System }),
			record.Text(8, "name", func(f *Field) *string { return &f.Name }),
			record.Text(9, "slug", func(f *Field) *string { return &f.Slug }),
			record.Text(10, "source", func(f *Field) *string { return (*string)(&f.Source) }),
			record.Text(11, "fieldType", func(f *Field) *string { return (*string)(&f.Type) }),
			record.Text(12, "description", func(f *Field) *string { return &f.Description }),
			record.Text(13, "placeholderText", func(f *Field) *string { return &f.PlaceholderText }),
			record.Text(14, "hintText", func(f *Field) *string { return &f.HintText }),
			record.Custom(15, "options", func(f *Field) *[]Option { return &f.Options }, appendOptions, readOptions),
			record.Custom(16, "defaultValue", func(f *Field) *Value { return &f.Default }, appendDefault, readDefault),
			record.Bool(17, "mandatoryOnCreation", func(f *Field) *bool { return &f.MandatoryOnCreation }),
			record.Bool(18, "mandatoryOnClose", func(f *Field) *bool { return &f.MandatoryOnClose }),
			record.Bool(19, "visibleToCustomer", func(f *Field) *bool { return &f.VisibleToCustomer }),
			record.Bool(20, "editableByCustomer", func(f *Field) *bool { return &f.EditableByCustomer }),
			record.Bool(21, "autoAddToAllForms", func(f *Field) *bool { return &f.AutoAddToAllForms }),
			record.Text(22, "teamId", func(f *Field) *string { return &f.TeamID }),
			record.Text(23, "regexForValidation", func(f *Field) *string { return &f.Pattern }),
			record.Text(24, "lookup", func(f *Field) *string { return (*string)(&f.LookUp) }),
			record.Bool(25, "unique", func(f *Field) *bool { return &f.Unique }),
			record.Bool(26, "indexed", func(f *Field) *bool { return &f.Indexed }),
			record.Bool(27, "inherit", func(f *Field) *bool { return &f.Inherit }),
			record.Custom(28, "min", func(f *Field) *Number { return &f.Min }, appendNumber, readNumber),
			record.Custom(29, "max", func(f *Field) *Number { return &f.Max }, appendNumber, readNumber),
			record.OptInt(30, "scale", func(f *Field) **int64 { return &f.Scale }),
			record.OptInt(31, "maxLength", func(f *Field) **int64 { return &f.MaxLength }),
			record.Text(32, "indexState", func(f *Field) *string { return (*string)(&f.IndexState) }),
			record.Text(33, "uniqueState", func(f *Field) *string { return (*string)(&f.UniqueState) }),
			record.UUID(34, "builtTo", func(f *Field) *record.ID[built] { return &f.built }, record.Hidden),
			record.JSON(35, "metadata", func(f *Field) *json.RawMessage { return &f.Metadata }),
			record.Bool(36, "isActive", func(f *Field) *bool { return &f.Active }),
		),
		Indexes: []record.Index[Field]{
			record.Unique(bySlug, func(f *Field, k *record.Keys) { k.AddAt("name", f.Source.tuple().Text(f.Slug)) }),
			record.Unique(byName, func(f *Field, k *record.Keys) { k.Add(f.Source.tuple().Text(value.Fold(f.Name))) }),
			record.Many(bySource, func(f *Field, k *record.Keys) { k.Add(f.Source.tuple()) }),
		},
		Check: func(tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
			return check(k, tx, report)
		},
	})
	return k
}

// The indexes of fields. The names of the unique ones are the paths of their faults `duplicate`.
const (
	bySlug   = "slug"
	byName   = "name"
	bySource = "source"
)

func (s Source) tuple() record.Tuple { return record.Tuple{}.Text(string(s)) }

// MarshalJSON encodes the field with its id and the fields of its table.
func (f Field) MarshalJSON() ([]byte, error) {
	f.Default.of = &f
	return kind.JSON(&f)
}

// compiled gives the pattern of the field.
func (f *Field) compiled() (*regexp.Regexp, error) {
	if f.pattern != nil {
		return f.pattern, nil
	}
	return regexp.Compile(f.Pattern)
}

func appendDefault(dst []byte, v *Value) []byte {
	if v.IsZero() {
		return dst
	}
	return v.append(dst)
}

func readDefault(s string, v *Value) (err error) {
	*v, err = readValue(s)
	return err
}

func appendNumber(dst []byte, n *Number) []byte { return append(dst, *n...) }

func readNumber(s string, n *Number) error {
	if !isNormal(s) {
		return errBody
	}
	*n = Number(s)
	return nil
}
