package picklist

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/internal/lenient"
)

// Patch is a change to a value: nil leaves a field as it is. In JSON a key that is absent leaves it, null is
// put into Clear; for the rest it decodes as [Draft] does.
type Patch struct {
	IfVersion int64      `json:"version"`   // the version that the change was made for; 0: whatever is stored
	Attribute *Attribute `json:"attribute"` // immutable: only what it is already
	Value     *string    `json:"value"`
	Default   *bool      `json:"isDefault"` // true takes the default from the value that has it
	Icon      *string    `json:"icon"`
	Color     *string    `json:"color"`
	Closed    *bool      `json:"isClosed"`
	Position  *int64     `json:"position"`
	Archived  *bool      `json:"archived"`
	Clear     []Part     `json:"-"` // to be emptied, or set to false
	decoded
}

// Part is a part of a value that can be cleared, by its JSON name.
type Part string

// The parts that can be cleared.
const (
	PartDefault       Part = "isDefault"
	PartIcon          Part = "icon"
	PartColor         Part = "color"
	PartClosed        Part = "isClosed"
	PartConfiguration Part = "configuration" // icon, color and isClosed
	PartArchived      Part = "archived"
)

// UnmarshalJSON decodes a JSON object.
func (p *Patch) UnmarshalJSON(data []byte) error {
	type keys Patch
	var in struct {
		keys
		Configuration json.RawMessage `json:"configuration"`
	}
	nulls, faults, err := lenient.DecodePatch(data, &in)
	if err != nil {
		return err
	}
	*p = Patch(in.keys)
	p.faults = faults
	p.clear(nulls)
	if in.Configuration == nil || slices.Contains(nulls, "configuration") {
		return nil
	}
	var c configured
	if nulls, err = p.decoded.nested(in.Configuration, &c); err != nil {
		return err
	}
	p.clear(nulls)
	takePointer(&p.decoded, "icon", &p.Icon, c.Icon)
	takePointer(&p.decoded, "color", &p.Color, c.Color)
	takePointer(&p.decoded, "isClosed", &p.Closed, c.Closed)
	return nil
}

// clear notes the keys that were null. A version of null is none.
func (p *Patch) clear(nulls []string) {
	for _, name := range nulls {
		if name != "version" {
			p.Clear = append(p.Clear, Part(name))
		}
	}
}

func takePointer[V comparable](d *decoded, name string, field **V, inside *V) {
	if *field == nil && inside != nil {
		*field = new(V)
		take(d, name, false, *field, inside)
		return
	}
	take(d, name, true, *field, inside)
}

// Apply gives the value that a patch makes of v, which stays as it is. It validates what the patch sets, reads
// nothing, and leaves IfVersion to [Update].
//
// Faults are those of [Validate], and immutable for another attribute, required for clearing what cannot be
// empty, unknown_field for clearing what is not there, contradiction for what is set and cleared at once.
func (p Patch) Apply(v *Value) (*Value, error) {
	after := *v
	if err := p.apply(&after).Err(); err != nil {
		return nil, err
	}
	return &after, nil
}
