package customfield

import (
	"encoding/json"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Draft is a field to be created. Values of the wrong JSON type are kept as faults, which the verb reports with
// all others; only malformed JSON is an error of decoding.
type Draft struct {
	Name            string          `json:"name"`            // required, at most 255 characters; the slug is made of it
	Source          Source          `json:"source"`          // required
	Type            Type            `json:"fieldType"`       // required
	Description     string          `json:"description"`     // at most 32,768 characters
	PlaceholderText string          `json:"placeholderText"` // at most 255 characters
	HintText        string          `json:"hintText"`        // at most 255 characters
	Options         []OptionDraft   `json:"options"`         // of the types that choose, which need some, but for checkbox
	Default         json.RawMessage `json:"defaultValue"`    // as an input gives a value
	TeamID          string          `json:"teamId"`          // at most 255 characters
	Pattern         string          `json:"regexForValidation"`
	LookUp          LookUpTarget    `json:"lookup"` // of look-ups, which need one
	Metadata        json.RawMessage `json:"metadata"`

	MandatoryOnCreation bool  `json:"mandatoryOnCreation"`
	MandatoryOnClose    bool  `json:"mandatoryOnClose"`
	VisibleToCustomer   *bool `json:"visibleToCustomer"` // nil: if EditableByCustomer
	EditableByCustomer  bool  `json:"editableByCustomer"`
	AutoAddToAllForms   bool  `json:"autoAddToAllForms"`
	Active              *bool `json:"isActive"` // nil: true

	Unique  bool `json:"unique"`
	Indexed bool `json:"indexed"` // a look-up to records is, in any case
	Inherit bool `json:"inherit"` // only of accounts

	Min       Number `json:"min"`
	Max       Number `json:"max"` // of a rating from 1 to 100
	Scale     *int64 `json:"scale"`
	MaxLength *int64 `json:"maxLength"`

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a JSON object.
func (d *Draft) UnmarshalJSON(data []byte) error {
	type plain Draft
	var in plain
	faults, err := lenient.Decode(data, &in)
	*d = Draft(in)
	d.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the draft was decoded from.
func (d *Draft) LenientFaults() fault.List { return d.faults }

// Validate gives the field that a draft describes, without id; its options are numbered. It reads nothing.
//
// Faults: required for name, source and fieldType, for the options of a field that chooses, the pattern of a regex
// and the target of a look-up; not_allowed for a word that is not known, and for a setting that the type has no
// use for: options on a text, an index over a long text; not_a_pattern; contradiction for min above max and for
// a field that customers edit and do not see; at "defaultValue" those of [Field.Parse]; too_long, too_large,
// too_small, repeated; those of decoding.
func Validate(d Draft, r Rules) (*Field, error) {
	f, faults := d.field(r, numbered())
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return f, nil
}

// field gives as much of the field as there is, and what is wrong with it. A draft is a patch to an empty field of
// its source and type.
func (d *Draft) field(r Rules, newID func() OptionID) (*Field, fault.List) {
	f := &Field{Source: d.Source, Type: d.Type, LookUp: d.LookUp, Active: true}
	w := &writer{f: f, rules: r, newID: newID, faults: d.faults[:len(d.faults):len(d.faults)]}
	w.take("source", d.Source.check())
	w.take("fieldType", d.Type.check())
	d.patch().apply(w)
	w.needs()
	f.Slug = slugOf(f.Name)
	return f, w.faults
}

// patch gives the change that sets what the draft gives.
func (d *Draft) patch() *Patch {
	p := &Patch{
		Name: &d.Name, Description: &d.Description, PlaceholderText: &d.PlaceholderText, HintText: &d.HintText,
		Default: d.Default, TeamID: &d.TeamID, Metadata: d.Metadata,
		MandatoryOnCreation: &d.MandatoryOnCreation, MandatoryOnClose: &d.MandatoryOnClose,
		VisibleToCustomer: d.VisibleToCustomer, EditableByCustomer: &d.EditableByCustomer,
		AutoAddToAllForms: &d.AutoAddToAllForms, Active: d.Active,
		Unique: &d.Unique, Inherit: &d.Inherit, Scale: d.Scale, MaxLength: d.MaxLength,
	}
	if d.Indexed {
		p.Indexed = &d.Indexed
	}
	if d.Options != nil {
		p.Options = &d.Options
	}
	if d.Pattern != "" {
		p.Pattern = &d.Pattern
	}
	if d.Min != "" {
		p.Min = &d.Min
	}
	if d.Max != "" {
		p.Max = &d.Max
	}
	return p
}
