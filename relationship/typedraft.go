package relationship

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/value"
)

// TypeDraft is a type to be created. It decodes as [Draft] does.
type TypeDraft struct {
	Name string `json:"name"` // required, at most 255 characters, unique whatever its case
	// Inverse is the type that says the same from the other side, by id or name; its own name for a symmetric one.
	Inverse      string `json:"inverseRelationshipId"`
	Hierarchical bool   `json:"hierarchical"` // one parent, no cycle; so is the inverse of a hierarchical type
	// Downward says of a hierarchical type that the related account is the child. The inverse of a hierarchical
	// type runs against it whatever this says.
	Downward  bool            `json:"downward"`
	Symmetric bool            `json:"symmetric"` // it is its own inverse
	Metadata  json.RawMessage `json:"metadata"`  // a JSON object of at most 64 KiB

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a draft; nothing is left of what it was before. The error is about malformed JSON alone.
func (d *TypeDraft) UnmarshalJSON(data []byte) error {
	type plain TypeDraft
	var in plain
	faults, err := lenient.Decode(data, &in)
	*d = TypeDraft(in)
	d.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the draft was decoded from.
func (d *TypeDraft) LenientFaults() fault.List { return d.faults }

// TypeField names a field of a type that can be cleared, as in JSON.
type TypeField string

// The fields of a type that can be cleared.
const (
	TypeFieldInverse  TypeField = "inverseRelationshipId"
	TypeFieldMetadata TypeField = "metadata"
)

// TypePatch is a change to a type: a nil pointer leaves a field as it is, a field in Clear is emptied. In JSON an
// absent key and null do the same.
type TypePatch struct {
	// IfVersion is the version that the patch was made for: fault.ErrStale if another is stored. 0: whatever it is.
	IfVersion int64 `json:"version"`

	Name         *string         `json:"name"`
	Inverse      *string         `json:"inverseRelationshipId"` // id or name; its own for a symmetric type
	Hierarchical *bool           `json:"hierarchical"`          // of its inverse, too
	Symmetric    *bool           `json:"symmetric"`
	Metadata     json.RawMessage `json:"metadata"`

	Clear []TypeField `json:"-"`

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a patch; a key whose value is null goes to Clear. The error is about malformed JSON alone.
func (p *TypePatch) UnmarshalJSON(data []byte) error {
	type plain TypePatch
	var in plain
	nulls, faults, err := lenient.DecodePatch(data, &in)
	*p = TypePatch(in)
	p.faults = faults
	for _, name := range nulls {
		if name != "version" {
			p.Clear = append(p.Clear, TypeField(name))
		}
	}
	if slices.Contains(p.Clear, TypeFieldMetadata) {
		p.Metadata = nil
	}
	return err
}

// LenientFaults gives what was wrong with the JSON that the patch was decoded from.
func (p *TypePatch) LenientFaults() fault.List { return p.faults }

// patch gives the change to an empty type that the draft is.
func (d *TypeDraft) patch() TypePatch {
	p := TypePatch{Name: &d.Name, Hierarchical: &d.Hierarchical, Symmetric: &d.Symmetric, Metadata: d.Metadata, faults: d.faults}
	if d.Inverse != "" {
		p.Inverse = &d.Inverse
	}
	if d.Metadata == nil {
		p.Metadata = json.RawMessage("null")
	}
	return p
}

// change is a patch that is understood: what becomes of the type, and whom it is to be paired with.
type change struct {
	after   Type   // as it is stored
	partner TypeID // the zero ID: none
	faults  fault.List
}

// change applies the patch to a type as it is stored. It is the only place where the rules of a type stand.
func (p *TypePatch) change(t *Type, ts *Types) change {
	c := change{after: *t, partner: t.InverseID}
	c.faults = append(c.faults, p.faults...)
	p.clear(&c)
	if p.Name != nil {
		c.name(*p.Name)
	}
	if p.Metadata != nil {
		metadata, err := value.Metadata(p.Metadata)
		c.faults.Nest("metadata", fault.All(err))
		c.after.Metadata = metadata
	}
	if p.Hierarchical != nil {
		c.after.Hierarchical = *p.Hierarchical
		c.after.Downward = c.after.Downward && *p.Hierarchical
	}
	if p.Symmetric != nil {
		c.after.Symmetric = *p.Symmetric
	}
	if p.Inverse != nil && !faulty(c.faults, "inverseRelationshipId") {
		c.pair(*p.Inverse, ts, p.Symmetric != nil)
	}
	c.judge(t, ts, p)
	return c
}

func (p *TypePatch) clear(c *change) {
	for _, f := range p.Clear {
		set := f == TypeFieldInverse && p.Inverse != nil || f == TypeFieldMetadata && p.Metadata != nil
		switch {
		case set:
			c.faults.Add(string(f), fault.Contradiction, "is both set and cleared")
		case f == TypeFieldInverse:
			c.partner, c.after.Symmetric = TypeID{}, false
		case f == TypeFieldMetadata:
			c.after.Metadata = nil
		case slices.Contains([]TypeField{"name", "hierarchical", "symmetric"}, f):
			c.faults.Add(string(f), fault.Required, "cannot be cleared")
		default:
			c.faults.Add(string(f), fault.UnknownField, "is no field of a type that can be cleared")
		}
	}
}

func (c *change) name(in string) {
	name, err := value.Text(in, maxText)
	c.faults.Nest("name", fault.All(err))
	if err == nil && name == "" && !faulty(c.faults, "name") {
		c.faults.Add("name", fault.Required, "a name is required")
	}
	if err == nil {
		c.after.Name = name
	}
}

// pair finds the inverse that an input means.
func (c *change) pair(in string, ts *Types, said bool) {
	own := value.Fold(in) == value.Fold(c.after.Name)
	t, err := ts.Resolve(in)
	switch {
	case own || err == nil && t.ID == c.after.ID:
		c.after.Symmetric, c.partner = true, TypeID{}
	case err != nil:
		c.faults.Nest("inverseRelationshipId", fault.All(err))
	case said && c.after.Symmetric:
		c.faults.Add("inverseRelationshipId", fault.Contradiction, "a symmetric type is its own inverse")
	default:
		c.after.Symmetric, c.partner = false, t.ID
	}
}

// judge looks at the type and its partner together.
func (c *change) judge(before *Type, ts *Types, p *TypePatch) {
	if c.after.Symmetric {
		c.partner = TypeID{}
	}
	c.after.InverseID = c.partner
	partner, paired := ts.Get(c.partner)
	switch {
	case c.after.Symmetric && c.after.Hierarchical:
		c.faults.Add("symmetric", fault.Contradiction, "a hierarchical type is not symmetric")
	case before.fixed() && !before.alike(&c.after):
		c.faults.Add("", fault.Immutable, "inverse and hierarchy of this type are for good")
	case paired && c.partner != before.InverseID && partner.fixed():
		c.faults.AddWith("inverseRelationshipId", fault.NotAllowed, "has its inverse for good", fault.Params{"value": partner.Name})
	case !paired || p.Inverse == nil:
	case c.after.Hierarchical && partner.Hierarchical && c.after.Downward == partner.Downward:
		c.faults.Add("inverseRelationshipId", fault.Contradiction, "both types point the same way")
	case partner.Hierarchical && !c.after.Hierarchical:
		c.after.Hierarchical, c.after.Downward = true, !partner.Downward
	}
}
