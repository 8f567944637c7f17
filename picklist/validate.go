package picklist

import (
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

const (
	maxText     = 255           // characters of a value and of an icon
	maxPosition = 1_000_000_000 // leaves room behind it
)

// apply changes v as far as the patch is in order, and gives everything that is wrong with it. It is the only
// place where the rules of a value stand.
func (p Patch) apply(v *Value) fault.List {
	faults := slices.Clone(p.faults)
	p.empty(v, &faults)
	if p.Attribute != nil && *p.Attribute != v.Attribute {
		p.judge(&faults, "attribute", fault.New("", fault.Immutable, "an attribute never changes"))
	}
	set(&p, &faults, "value", &v.Value, p.Value, text)
	set(&p, &faults, "icon", &v.Icon, p.Icon, icon)
	set(&p, &faults, "color", &v.Color, p.Color, color)
	set(&p, &faults, "isClosed", &v.Closed, p.Closed, v.Attribute.closed)
	set(&p, &faults, "position", &v.Position, p.Position, position)
	set(&p, &faults, "isDefault", &v.Default, p.Default, whatever)
	set(&p, &faults, "archived", &v.Archived, p.Archived, whatever)
	if v.Default && v.Archived && (p.Default != nil || p.Archived != nil) {
		faults.Add(p.lastOf(), fault.Contradiction, "an archived value cannot be the default")
	}
	return faults
}

// lastOf gives the key to blame for a default that is archived.
func (p *Patch) lastOf() string {
	if p.Archived != nil {
		return "archived"
	}
	return "isDefault"
}

// set puts the normal form of what was given into a field.
func set[V any](p *Patch, faults *fault.List, name string, field, given *V, normal func(V) (V, error)) {
	if given == nil {
		return
	}
	v, err := normal(*given)
	if err != nil {
		p.judge(faults, name, err)
		return
	}
	*field = v
}

// empty clears what the patch wants cleared.
func (p *Patch) empty(v *Value, faults *fault.List) {
	for _, part := range p.Clear {
		if p.sets(part) {
			faults.Add(string(part), fault.Contradiction, "is set and cleared at once")
			continue
		}
		switch part {
		case PartDefault:
			v.Default = false
		case PartIcon:
			v.Icon = ""
		case PartColor:
			v.Color = ""
		case PartClosed:
			v.Closed = false
		case PartConfiguration:
			v.Configuration = Configuration{}
		case PartArchived:
			v.Archived = false
		case "attribute", "value", "position":
			faults.Add(string(part), fault.Required, "cannot be cleared")
		default:
			faults.AddWith(string(part), fault.UnknownField, "is no part of a value", fault.Params{"field": string(part)})
		}
	}
}

// sets tells whether the patch gives a part a value.
func (p *Patch) sets(part Part) bool {
	switch part {
	case PartDefault:
		return p.Default != nil
	case PartIcon:
		return p.Icon != nil
	case PartColor:
		return p.Color != nil
	case PartClosed:
		return p.Closed != nil
	case PartConfiguration:
		return p.Icon != nil || p.Color != nil || p.Closed != nil
	case PartArchived:
		return p.Archived != nil
	}
	return false
}

func text(s string) (string, error) {
	s, err := value.Text(s, maxText)
	if err == nil && value.FoldKey(s) == "" {
		err = fault.New("", fault.Required, "a value with a letter or a digit is required")
	}
	return s, err
}

func icon(s string) (string, error) { return value.Text(s, maxText) }

// color takes a blank color for none.
func color(s string) (string, error) {
	c, err := value.Color(s)
	if fault.Has(err, fault.Required) {
		return "", nil
	}
	return c, err
}

func (a Attribute) closed(closed bool) (bool, error) {
	if closed && a != TaskStatus {
		return false, fault.New("", fault.NotAllowed, "only a value of task_status is closed")
	}
	return closed, nil
}

func position(n int64) (int64, error) {
	var faults fault.List
	switch {
	case n < 0:
		faults.AddWith("", fault.TooSmall, "at least 0", fault.Params{"limit": 0})
	case n > maxPosition:
		faults.AddWith("", fault.TooLarge, "at most 1000000000", fault.Params{"limit": maxPosition})
	}
	return n, faults.Err()
}

func whatever(b bool) (bool, error) { return b, nil }
