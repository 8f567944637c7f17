package customfield

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

// writer puts the settings of an input into a field, normalised, and collects what is wrong with them. Every path
// that writes a field goes through it.
type writer struct {
	f       *Field
	rules   Rules
	newID   func() OptionID
	touched map[Part]bool
	dropped []Option // that the input left out
	faults  fault.List
}

// numbered gives ids that count from one, for fields that have no store.
func numbered() func() OptionID {
	n := uint64(0)
	return func() (id OptionID) {
		n++
		binary.BigEndian.PutUint64(id[8:], n)
		return id
	}
}

func (w *writer) touch(part Part) {
	if w.touched == nil {
		w.touched = map[Part]bool{}
	}
	w.touched[part] = true
}

// take notes the faults of a setting, unless decoding found it at fault already, and tells whether it can be used.
func (w *writer) take(path string, err error) bool {
	if err == nil {
		return true
	}
	if !w.faulty(path) {
		w.faults.Nest(path, fault.All(err))
	}
	return false
}

func (w *writer) add(path string, code fault.Code, message string) {
	w.addWith(path, code, message, nil)
}

func (w *writer) addWith(path string, code fault.Code, message string, params fault.Params) {
	if !w.faulty(path) {
		w.faults.AddWith(path, code, message, params)
	}
}

// faulty tells whether something was found wrong with a setting, or inside it, already.
func (w *writer) faulty(path string) bool {
	return slices.ContainsFunc(w.faults, func(have fault.Fault) bool {
		inside, ok := strings.CutPrefix(have.Path, path)
		return ok && (inside == "" || inside[0] == '.' || inside[0] == '[')
	})
}

func (w *writer) name(in string) {
	name, err := value.Text(in, maxLine)
	if !w.take("name", err) {
		return
	}
	if slugOf(name) == "" {
		w.add("name", fault.Required, "a name with a letter or a digit is required")
	}
	w.f.Name = name
}

// slugOf gives a name in snake_case.
func slugOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, "_")
}

func (w *writer) line(part Part, to *string) func(string) {
	return func(in string) {
		if text, err := value.Text(in, maxLine); w.take(string(part), err) {
			*to = text
		}
	}
}

func (w *writer) long(to *string) func(string) {
	return func(in string) {
		if text, err := value.LongText(in, maxLong); w.take(string(PartDescription), err) {
			*to = text
		}
	}
}

func (w *writer) flag(to *bool) func(bool) { return func(in bool) { *to = in } }

func (w *writer) metadata(in json.RawMessage) {
	if metadata, err := value.Metadata(in); w.take(string(PartMetadata), err) {
		w.f.Metadata = metadata
	}
}

func (w *writer) pattern(in string) {
	w.f.Pattern, w.f.pattern = in, nil
	if len(in) > maxPattern {
		w.addWith(string(PartPattern), fault.TooLong, "at most "+strconv.Itoa(maxPattern)+" bytes", fault.Params{"limit": maxPattern})
		return
	}
	if _, err := regexp.Compile(in); err != nil {
		w.addWith(string(PartPattern), fault.NotAPattern, "is no regular expression of RE2: "+err.Error(), fault.Params{"value": in})
	}
}

func (w *writer) limit(part Part, to *Number) func(Number) {
	return func(in Number) {
		n, err := in.normal()
		if !w.take(string(part), err) {
			return
		}
		if (w.f.Type == Integer || w.f.Type == Rating) && decimals(string(n)) > 0 {
			w.add(string(part), fault.NotAllowed, "must be a whole number")
			return
		}
		*to = n
	}
}

func (w *writer) scale(in int64) {
	if w.between(PartScale, in, 0, manyDigits) {
		w.f.Scale = &in
	}
}

func (w *writer) maxLength(in int64) {
	if most := w.f.traits().length; most == 0 || w.between(PartMaxLength, in, 1, int64(most)) {
		w.f.MaxLength = &in
	}
}

func (w *writer) between(part Part, n, low, high int64) bool {
	switch {
	case n < low:
		w.addWith(string(part), fault.TooSmall, fmt.Sprintf("at least %d", low), fault.Params{"limit": low})
	case n > high:
		w.addWith(string(part), fault.TooLarge, fmt.Sprintf("at most %d", high), fault.Params{"limit": high})
	default:
		return true
	}
	return false
}

// options makes the field's options those of the list: an option is the one of this id, else the one of this value,
// else a new one.
func (w *writer) options(in []OptionDraft) {
	if len(in) > maxOptions {
		w.addWith("options", fault.TooLarge, "at most "+strconv.Itoa(maxOptions)+" options", fault.Params{"limit": maxOptions})
		return
	}
	have := w.f.Options
	taken := map[OptionID]bool{}
	keys := map[string]bool{}
	options := make([]Option, 0, len(in))
	for i, d := range in {
		path := fault.At("options", i)
		text, err := value.Text(d.Value, maxLine)
		if w.faulty(path) || !w.take(fault.Path(path, "value"), err) {
			continue
		}
		key := value.FoldKey(text)
		o := Option{ID: d.ID, Value: text, Archived: d.Archived}
		if d.ID.IsZero() {
			o.ID = idOfKey(have, key)
		} else if w.f.option(d.ID) == nil {
			w.addWith(fault.Path(path, "id"), fault.UnknownReference, "is no option of this field", fault.Params{"id": d.ID.String()})
			continue
		}
		switch {
		case key == "":
			w.add(fault.Path(path, "value"), fault.Required, "an option with a letter or a digit is required")
		case keys[key] || !o.ID.IsZero() && taken[o.ID]:
			w.add(fault.Path(path, "value"), fault.Repeated, "the option stands twice")
		default:
			keys[key] = true
			if o.ID.IsZero() {
				o.ID = w.unused(have)
			}
			taken[o.ID] = true
			options = append(options, o)
		}
	}
	for _, o := range have {
		if !taken[o.ID] {
			w.dropped = append(w.dropped, o)
		}
	}
	w.f.Options = options
}

// unused gives a new id that none of the options has.
func (w *writer) unused(have []Option) OptionID {
	for {
		id := w.newID()
		if !slices.ContainsFunc(have, func(o Option) bool { return o.ID == id }) {
			return id
		}
	}
}

func idOfKey(options []Option, key string) OptionID {
	for _, o := range options {
		if value.FoldKey(o.Value) == key {
			return o.ID
		}
	}
	return OptionID{}
}

// whole judges the settings beside each other and beside the type.
func (w *writer) whole() {
	f, t := w.f, w.f.traits()
	w.useless("options", !t.options, len(f.Options) > 0)
	w.useless(PartPattern, !t.pattern, f.Pattern != "")
	w.useless(PartMin, !t.number, f.Min != "")
	w.useless(PartMax, !t.number && f.Type != Rating, f.Max != "")
	w.useless(PartScale, !t.scale, f.Scale != nil)
	w.useless(PartMaxLength, t.length == 0, f.MaxLength != nil)
	w.useless(PartUnique, !t.key, f.Unique)
	w.useless(PartIndexed, !t.key, f.Indexed)
	w.useless(PartInherit, f.Source != Account || f.Type == Password, f.Inherit)
	w.useless(PartMandatoryOnCreation, f.Type == Calculated, f.MandatoryOnCreation)
	w.useless(PartMandatoryOnClose, f.Type == Calculated, f.MandatoryOnClose)
	w.useless("lookup", f.Type != LookUp, f.LookUp != "")
	if f.Min != "" && f.Max != "" && compareNumbers(string(f.Min), string(f.Max)) > 0 {
		part := PartMax
		if w.touched[PartMin] && !w.touched[PartMax] {
			part = PartMin
		}
		w.addWith(string(part), fault.Contradiction, "min is above max", fault.Params{"min": f.Min, "max": f.Max})
	}
	if n := f.topRating(); f.Type == Rating && f.Max != "" {
		w.between(PartMax, n, 1, maxRating)
	}
	w.customers()
	w.lookUpIndex()
}

// useless refuses a setting that the field has no use for.
func (w *writer) useless(part Part, not, given bool) {
	if not && given {
		w.addWith(string(part), fault.NotAllowed, "has no meaning for a field of this type", fault.Params{"fieldType": w.f.Type})
	}
}

// customers keeps a field that customers edit visible to them.
func (w *writer) customers() {
	if !w.f.EditableByCustomer || w.f.VisibleToCustomer {
		return
	}
	if w.touched[PartVisibleToCustomer] {
		w.add(string(PartVisibleToCustomer), fault.Contradiction, "a field that customers edit is visible to them")
		return
	}
	w.f.VisibleToCustomer = true
}

// lookUpIndex keeps a look-up to records indexed: who has a record is asked when it is deleted.
func (w *writer) lookUpIndex() {
	if w.f.Type != LookUp || w.f.LookUp == "" || w.f.LookUp == LookUpUser || w.f.Indexed {
		return
	}
	if w.touched[PartIndexed] {
		w.add(string(PartIndexed), fault.NotAllowed, "a look-up to records is always indexed")
		return
	}
	w.f.Indexed = true
}

// needs notes what a new field lacks.
func (w *writer) needs() {
	f := w.f
	if f.traits().options && f.Type != Checkbox && len(f.Options) == 0 {
		w.add("options", fault.Required, "a field of this type needs options")
	}
	w.stillNeeds()
	if f.Type == LookUp {
		w.take("lookup", f.LookUp.check())
	}
}

// stillNeeds notes what a field cannot lose.
func (w *writer) stillNeeds() {
	if w.f.Type == Regex && w.f.Pattern == "" {
		w.add(string(PartPattern), fault.Required, "a field of this type needs a pattern")
	}
}
