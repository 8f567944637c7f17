package picklist

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Draft is a value to be created.
//
// In JSON icon, color and isClosed are taken beside the other keys and inside "configuration". Values of the
// wrong JSON type are kept as faults, which the verb reports with all others; only malformed JSON is an error
// of decoding.
type Draft struct {
	Attribute Attribute `json:"attribute"` // required
	Value     string    `json:"value"`     // required, at most 255 characters
	Default   bool      `json:"isDefault"` // takes the default from the value that has it
	Icon      string    `json:"icon"`      // at most 255 characters
	Color     string    `json:"color"`     // #RGB or #RRGGBB
	Closed    bool      `json:"isClosed"`  // only of task_status
	Position  *int64    `json:"position"`  // from 0; nil: behind all others
	Archived  bool      `json:"archived"`
	decoded
}

// UnmarshalJSON decodes a JSON object.
func (d *Draft) UnmarshalJSON(data []byte) error {
	type keys Draft
	var in struct {
		keys
		Configuration json.RawMessage `json:"configuration"`
	}
	nulls, faults, err := lenient.DecodePatch(data, &in)
	if err != nil {
		return err
	}
	*d = Draft(in.keys)
	d.faults = faults
	if in.Configuration == nil || slices.Contains(nulls, "configuration") {
		return nil
	}
	var c configured
	if _, err := d.decoded.nested(in.Configuration, &c); err != nil {
		return err
	}
	take(&d.decoded, "icon", d.Icon != "", &d.Icon, c.Icon)
	take(&d.decoded, "color", d.Color != "", &d.Color, c.Color)
	take(&d.decoded, "isClosed", d.Closed, &d.Closed, c.Closed)
	return nil
}

// Validate gives the value that a draft describes, without id and, if the draft has none, without position. It
// reads nothing.
//
// Faults: required for attribute and value; not_allowed for an attribute that there is not, and for isClosed
// elsewhere than on task_status; too_long, invalid_text, not_a_color; too_small and too_large for the position;
// contradiction for a default that is archived; those of decoding.
func Validate(d Draft) (*Value, error) {
	v, faults := d.value()
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return v, nil
}

// value gives as much of the value as there is, and what is wrong with it. A draft is a patch to an empty value
// of its attribute.
func (d Draft) value() (*Value, fault.List) {
	v := &Value{Attribute: d.Attribute}
	p := Patch{
		Value: &d.Value, Default: &d.Default, Icon: &d.Icon, Color: &d.Color, Closed: &d.Closed,
		Position: d.Position, Archived: &d.Archived, decoded: d.decoded,
	}
	var faults fault.List
	d.judge(&faults, "attribute", d.Attribute.check())
	return v, append(faults, p.apply(v)...)
}
