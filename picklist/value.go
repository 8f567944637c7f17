package picklist

import (
	"encoding/json"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// ID identifies a value.
type ID = record.ID[Value]

// Value is a value of an attribute. Records hold its ID, so that renaming it touches none of them.
type Value struct {
	record.System[Value]
	Attribute Attribute // never changes
	Value     string    // unique in the attribute, whatever its case and separators
	Default   bool      // what a new record gets that names none: at most one value of an attribute
	Configuration
	Position int64 // ascending in the attribute; equal ones stand in the order of their creation
	Archived bool  // readable on records that have it, not to be chosen any more
}

// Configuration is how a value looks, and what it means to a task.
type Configuration struct {
	Icon   string `json:"icon,omitempty"`  // a name, up to the program that shows it
	Color  string `json:"color,omitempty"` // #rgb or #rrggbb
	Closed bool   `json:"isClosed"`        // a task of this status is done with; only on task_status
}

// Target is what other kinds refer to: see [Field] and [Ref].
var Target = kind.Target()

// Definition is the kind of the values, for record.Open.
var Definition = kind.Definition()

var kind = define()

func define() *record.Kind[Value] {
	var k *record.Kind[Value]
	k = record.Define("picklist_value", 'P', record.Spec[Value]{
		Shapes: true,
		Fields: record.Fields(
			record.SystemFields(func(v *Value) *record.System[Value] { return &v.System }),
			record.Text(8, "attribute", func(v *Value) *string { return (*string)(&v.Attribute) }),
			record.Text(9, "value", func(v *Value) *string { return &v.Value }),
			record.Bool(10, "isDefault", func(v *Value) *bool { return &v.Default }),
			record.Custom(11, "configuration", func(v *Value) *Configuration { return &v.Configuration }, appendConfiguration, decodeConfiguration),
			record.Int(12, "position", func(v *Value) *int64 { return &v.Position }),
			record.Bool(13, "archived", func(v *Value) *bool { return &v.Archived }),
		),
		Indexes: []record.Index[Value]{
			record.Unique(byValue, func(v *Value, keys *record.Keys) {
				keys.Add(v.Attribute.tuple().Text(value.FoldKey(v.Value)))
			}),
			record.Unique(byDefault, func(v *Value, keys *record.Keys) {
				if v.Default {
					keys.Add(v.Attribute.tuple())
				}
			}),
			record.Many(byPosition, func(v *Value, keys *record.Keys) {
				keys.Add(v.Attribute.tuple().Int(v.Position))
			}),
		},
		Check: func(tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
			return check(k, tx, report)
		},
	})
	return k
}

// The indexes. The names of the unique ones are the paths of their faults `duplicate`.
const (
	byValue    = "value"
	byDefault  = "isDefault"
	byPosition = "position"
)

func (a Attribute) tuple() record.Tuple { return record.Tuple{}.Text(string(a)) }

// MarshalJSON encodes the value with its id and the fields of its table.
func (v Value) MarshalJSON() ([]byte, error) { return kind.JSON(&v) }

func appendConfiguration(dst []byte, c *Configuration) []byte {
	if *c == (Configuration{}) {
		return dst
	}
	b, err := json.Marshal(c)
	if err != nil {
		return dst // cannot be: texts and a boolean
	}
	return append(dst, b...)
}

func decodeConfiguration(s string, c *Configuration) error { return json.Unmarshal([]byte(s), c) }
