package picklist

import (
	"encoding/json"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// decoded is what an input remembers of the JSON that it came from.
type decoded struct {
	faults fault.List
	inside map[string]bool // keys that were given inside "configuration"
}

// configured is the object "configuration" of an input.
type configured struct {
	Icon   *string `json:"icon"`
	Color  *string `json:"color"`
	Closed *bool   `json:"isClosed"`
}

// nested decodes the object "configuration" and gives the keys that were null.
func (d *decoded) nested(raw json.RawMessage, c *configured) (nulls []string, err error) {
	nulls, faults, err := lenient.DecodePatch(raw, c)
	d.faults.Nest("configuration", faults)
	return nulls, err
}

// take sets a field to what was given inside "configuration", if anything was. If it was given outside, too, and
// they do not agree, that is a fault.
func take[V comparable](d *decoded, name string, given bool, field *V, inside *V) {
	switch {
	case inside == nil:
	case given && *field != *inside:
		d.faults.Add("configuration."+name, fault.Contradiction, "stands beside configuration with another value")
	default:
		*field = *inside
		d.note(name)
	}
}

func (d *decoded) note(name string) {
	if d.inside == nil {
		d.inside = map[string]bool{}
	}
	d.inside[name] = true
}

// path gives the path at which a key was given.
func (d *decoded) path(name string) string {
	if d.inside[name] {
		return "configuration." + name
	}
	return name
}

// judge adds the faults of what was given for a key, unless decoding found it at fault already. err is nil or a
// *fault.Error.
func (d *decoded) judge(faults *fault.List, name string, err error) {
	path := d.path(name)
	for _, f := range d.faults {
		if f.Path == path {
			return
		}
	}
	faults.Nest(path, fault.All(err))
}
