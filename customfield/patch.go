package customfield

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Patch is a change to a field: nil leaves a setting as it is. In JSON a key that is absent leaves it, null is put
// into Clear; for the rest it decodes as [Draft] does.
type Patch struct {
	IfVersion int64   `json:"version"`   // required: the version that the change was made for
	Source    *Source `json:"source"`    // immutable: only what it is already, as are the next two
	Type      *Type   `json:"fieldType"` // changed by [Convert]
	Slug      *string `json:"slug"`

	Name            *string         `json:"name"`
	Description     *string         `json:"description"`
	PlaceholderText *string         `json:"placeholderText"`
	HintText        *string         `json:"hintText"`
	Options         *[]OptionDraft  `json:"options"` // all of them: one that is left out is deleted, if no record has it
	Default         json.RawMessage `json:"defaultValue"`
	TeamID          *string         `json:"teamId"`
	Pattern         *string         `json:"regexForValidation"`
	LookUp          *LookUpTarget   `json:"lookup"` // immutable
	Metadata        json.RawMessage `json:"metadata"`

	MandatoryOnCreation *bool `json:"mandatoryOnCreation"`
	MandatoryOnClose    *bool `json:"mandatoryOnClose"`
	VisibleToCustomer   *bool `json:"visibleToCustomer"`
	EditableByCustomer  *bool `json:"editableByCustomer"`
	AutoAddToAllForms   *bool `json:"autoAddToAllForms"`
	Active              *bool `json:"isActive"`

	Unique  *bool `json:"unique"`  // true builds an index: see [Update]
	Indexed *bool `json:"indexed"` // likewise
	Inherit *bool `json:"inherit"`

	Min       *Number `json:"min"`
	Max       *Number `json:"max"`
	Scale     *int64  `json:"scale"`
	MaxLength *int64  `json:"maxLength"`

	Clear []Part `json:"-"` // to be emptied, or set to false

	faults fault.List // of decoding
}

// Part is a setting that can be cleared, by its JSON name.
type Part string

// The settings that can be cleared.
const (
	PartDescription         Part = "description"
	PartPlaceholderText     Part = "placeholderText"
	PartHintText            Part = "hintText"
	PartDefault             Part = "defaultValue"
	PartTeamID              Part = "teamId"
	PartPattern             Part = "regexForValidation"
	PartMetadata            Part = "metadata"
	PartMandatoryOnCreation Part = "mandatoryOnCreation"
	PartMandatoryOnClose    Part = "mandatoryOnClose"
	PartVisibleToCustomer   Part = "visibleToCustomer"
	PartEditableByCustomer  Part = "editableByCustomer"
	PartAutoAddToAllForms   Part = "autoAddToAllForms"
	PartUnique              Part = "unique"
	PartIndexed             Part = "indexed"
	PartInherit             Part = "inherit"
	PartMin                 Part = "min"
	PartMax                 Part = "max"
	PartScale               Part = "scale"
	PartMaxLength           Part = "maxLength"
)

// UnmarshalJSON decodes a JSON object.
func (p *Patch) UnmarshalJSON(data []byte) error {
	type plain Patch
	var in plain
	nulls, faults, err := lenient.DecodePatch(data, &in)
	*p = Patch(in)
	p.faults = faults
	for _, name := range nulls {
		if name != "version" {
			p.Clear = append(p.Clear, Part(name))
		}
	}
	if slices.Contains(p.Clear, PartDefault) {
		p.Default = nil
	}
	if slices.Contains(p.Clear, PartMetadata) {
		p.Metadata = nil
	}
	return err
}

// LenientFaults gives what was wrong with the JSON that the patch was decoded from.
func (p *Patch) LenientFaults() fault.List { return p.faults }

// Apply gives the field that a patch makes of f, which stays as it is. It validates what the patch sets and what
// depends on it, reads nothing, and leaves IfVersion to [Update]. New options are numbered.
//
// Faults are those of [Validate], and immutable for another source, type, slug or look-up, required for clearing
// what cannot be empty, unknown_field for clearing what is not there, contradiction for what is set and cleared at
// once.
func (p Patch) Apply(f *Field, r Rules) (*Field, error) {
	after := *f
	w := &writer{f: &after, rules: r, newID: numbered()}
	p.applyTo(w)
	if err := w.faults.Err(); err != nil {
		return nil, err
	}
	return &after, nil
}

// applyTo applies a patch to a field that is there.
func (p *Patch) applyTo(w *writer) {
	w.faults = p.faults[:len(p.faults):len(p.faults)]
	immutable(w, "source", p.Source, w.f.Source)
	immutable(w, "fieldType", p.Type, w.f.Type)
	immutable(w, "slug", p.Slug, w.f.Slug)
	immutable(w, "lookup", p.LookUp, w.f.LookUp)
	had := len(w.f.Options) > 0
	p.apply(w)
	w.stillNeeds()
	if has := len(w.f.Options) > 0; had && !has && w.f.Type != Checkbox {
		w.add("options", fault.Required, "a field of this type needs options")
	} else if had != has && w.f.Type == Checkbox {
		w.add("options", fault.Immutable, "with options and without, its values are of another kind")
	}
}

func immutable[V comparable](w *writer, path string, given *V, have V) {
	if given != nil && *given != have {
		w.add(path, fault.Immutable, "never changes")
	}
}

// apply sets what the patch gives, in the order in which settings depend on each other.
func (p *Patch) apply(w *writer) {
	p.clear(w)
	set(w, "name", p.Name, w.name)
	set(w, PartDescription, p.Description, w.long(&w.f.Description))
	set(w, PartPlaceholderText, p.PlaceholderText, w.line(PartPlaceholderText, &w.f.PlaceholderText))
	set(w, PartHintText, p.HintText, w.line(PartHintText, &w.f.HintText))
	set(w, PartTeamID, p.TeamID, w.line(PartTeamID, &w.f.TeamID))
	set(w, PartMandatoryOnCreation, p.MandatoryOnCreation, w.flag(&w.f.MandatoryOnCreation))
	set(w, PartMandatoryOnClose, p.MandatoryOnClose, w.flag(&w.f.MandatoryOnClose))
	set(w, PartVisibleToCustomer, p.VisibleToCustomer, w.flag(&w.f.VisibleToCustomer))
	set(w, PartEditableByCustomer, p.EditableByCustomer, w.flag(&w.f.EditableByCustomer))
	set(w, PartAutoAddToAllForms, p.AutoAddToAllForms, w.flag(&w.f.AutoAddToAllForms))
	set(w, "isActive", p.Active, w.flag(&w.f.Active))
	set(w, PartUnique, p.Unique, w.flag(&w.f.Unique))
	set(w, PartIndexed, p.Indexed, w.flag(&w.f.Indexed))
	set(w, PartInherit, p.Inherit, w.flag(&w.f.Inherit))
	set(w, PartPattern, p.Pattern, w.pattern)
	set(w, PartMin, p.Min, w.limit(PartMin, &w.f.Min))
	set(w, PartMax, p.Max, w.limit(PartMax, &w.f.Max))
	set(w, PartScale, p.Scale, w.scale)
	set(w, PartMaxLength, p.MaxLength, w.maxLength)
	set(w, "options", p.Options, w.options)
	if p.Metadata != nil {
		set(w, PartMetadata, &p.Metadata, w.metadata)
	}
	w.whole()
	if p.Default != nil && string(p.Default) != "null" {
		set(w, PartDefault, &p.Default, w.preset)
	} else {
		w.presetStill()
	}
}

// set hands a value that was given to the writer; one that is to be cleared as well is a fault.
func set[V any](w *writer, part Part, given *V, write func(V)) {
	if given == nil {
		return
	}
	if w.touched[part] {
		w.add(string(part), fault.Contradiction, "is set and cleared at once")
		return
	}
	w.touch(part)
	write(*given)
}

// clear empties what the patch wants cleared.
func (p *Patch) clear(w *writer) {
	for _, part := range p.Clear {
		empty, ok := clearers[part]
		switch {
		case ok:
			empty(w.f)
			w.touch(part)
		case part == "name" || part == "source" || part == "fieldType" || part == "slug" || part == "options" || part == "lookup" || part == "isActive":
			w.add(string(part), fault.Required, "cannot be cleared")
		default:
			w.addWith(string(part), fault.UnknownField, "is no setting of a field", fault.Params{"field": string(part)})
		}
	}
}

// clearers empty the settings, by name.
var clearers = map[Part]func(f *Field){
	PartDescription:         func(f *Field) { f.Description = "" },
	PartPlaceholderText:     func(f *Field) { f.PlaceholderText = "" },
	PartHintText:            func(f *Field) { f.HintText = "" },
	PartDefault:             func(f *Field) { f.Default = Value{} },
	PartTeamID:              func(f *Field) { f.TeamID = "" },
	PartPattern:             func(f *Field) { f.Pattern, f.pattern = "", nil },
	PartMetadata:            func(f *Field) { f.Metadata = nil },
	PartMandatoryOnCreation: func(f *Field) { f.MandatoryOnCreation = false },
	PartMandatoryOnClose:    func(f *Field) { f.MandatoryOnClose = false },
	PartVisibleToCustomer:   func(f *Field) { f.VisibleToCustomer = false },
	PartEditableByCustomer:  func(f *Field) { f.EditableByCustomer = false },
	PartAutoAddToAllForms:   func(f *Field) { f.AutoAddToAllForms = false },
	PartUnique:              func(f *Field) { f.Unique = false },
	PartIndexed:             func(f *Field) { f.Indexed = false },
	PartInherit:             func(f *Field) { f.Inherit = false },
	PartMin:                 func(f *Field) { f.Min = "" },
	PartMax:                 func(f *Field) { f.Max = "" },
	PartScale:               func(f *Field) { f.Scale = nil },
	PartMaxLength:           func(f *Field) { f.MaxLength = nil },
}
