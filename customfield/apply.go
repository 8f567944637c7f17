package customfield

import (
	"slices"
	"strings"

	"github.com/clientele-go/clientele/fault"
)

// path is where inputs have the values of custom fields.
const path = "customFieldValues"

// Validate gives the values of a new record: those of the inputs, and the defaults of the fields that they do not
// name. A null, and what is blank, is no value.
//
// Faults, at "customFieldValues[i].fieldId": required; unknown_reference for what is no field of this source,
// repeated for a field that stands twice, archived for an inactive one, read_only for a calculated one. At
// "customFieldValues[i].value": required for none where one is mandatory, those of [Field.Parse], and
// unknown_reference for a user who is not known. At "customFieldValues": required for each mandatory field that has
// no value, with its slug under "field".
func (s *Schema) Validate(in []Input, r Rules) (Values, error) {
	a := application{schema: s, rules: &r, isNew: true}
	return a.run(nil, in)
}

// Apply gives the values of a record that has some, changed by inputs: a field that they do not name keeps its value,
// a null removes it. The values that the record has are not changed, and what the inputs leave as it is is never
// refused.
//
// Faults are those of [Schema.Validate], but for defaults: required for a mandatory field that would lose its value.
func (s *Schema) Apply(have Values, in []Input, r Rules) (Values, error) {
	if len(in) == 0 {
		return have, nil
	}
	a := application{schema: s, rules: &r}
	return a.run(have, in)
}

// application is inputs on their way to be values.
type application struct {
	schema *Schema
	rules  *Rules
	isNew  bool
	out    Values
	faults fault.List
}

// few is for how many fields no memory is asked for.
const few = 64

func (a *application) run(have Values, in []Input) (Values, error) {
	if len(in) == 0 && len(a.schema.fields) == 0 {
		return nil, nil
	}
	var scratch [few]int32
	given := scratch[:] // by field: the place of its input, from 1; -1 for one that is at fault
	if n := len(a.schema.fields); n > few {
		given = make([]int32, n)
	}
	a.resolve(given, in)
	raws := joined(in)
	a.out = make(Values, 0, len(have)+len(in))
	for i, f := range a.schema.fields {
		old := have.Of(f.ID)
		switch at := int(given[i]); {
		case at > 0:
			a.input(f, old, raws.of(at-1), at)
		case !old.IsZero():
			old.of = f
			a.out = append(a.out, Held{FieldID: f.ID, Value: old})
		case a.isNew && f.Active && at == 0:
			a.absent(f)
		}
	}
	if len(a.faults) > 0 {
		a.sort()
		return a.out, a.faults.Err()
	}
	if len(a.out) == 0 {
		return nil, nil // as a record without values is read
	}
	return a.out, nil
}

// resolve finds the fields that the inputs name.
func (a *application) resolve(given []int32, in []Input) {
	for i := range in {
		name := in[i].FieldID
		n, ok := a.schema.resolve(name)
		switch {
		case strings.TrimSpace(name) == "":
			a.refuse(i, "fieldId", fault.Required, "a field is required", nil)
		case !ok:
			a.refuse(i, "fieldId", fault.UnknownReference, "is no custom field of this source", fault.Params{"value": name, "source": a.schema.source})
		case given[n] != 0:
			a.refuse(i, "fieldId", fault.Repeated, "the field stands twice", fault.Params{"field": a.schema.fields[n].Slug})
		default:
			given[n] = int32(i + 1)
		}
	}
}

// input takes the value that an input gives for a field.
func (a *application) input(f *Field, old Value, raw string, at int) {
	switch {
	case f.Type == Calculated:
		a.refuse(at-1, "fieldId", fault.ReadOnly, "is calculated and cannot be written", fault.Params{"field": f.Slug})
		return
	case raw == "":
		a.refuse(at-1, "value", fault.Required, "a value is required; null removes it", fault.Params{"field": f.Slug})
		return
	}
	var v Value
	if raw != "null" {
		var err error
		if v, err = f.traits().parse(f, raw, a.rules); err != nil {
			if !f.Active {
				a.inactive(f, at)
				return
			}
			a.nest(at, fault.All(err))
			return
		}
	}
	if v.kind == KindPassword && v.num == keepPassword {
		if old.IsZero() {
			a.refuse(at-1, "value", fault.NotAllowed, "there is no password that could stay", nil)
			return
		}
		v = old
	}
	v.of = f
	switch {
	case v.Equal(old):
	case !f.Active:
		a.inactive(f, at)
		return
	case v.IsZero() && f.MandatoryOnCreation:
		a.refuse(at-1, "value", fault.Required, f.Name+" is required", fault.Params{"field": f.Slug})
		return
	default:
		a.judge(f, v, old, at)
	}
	switch {
	case !v.IsZero():
		a.out = append(a.out, Held{FieldID: f.ID, Value: v, at: at})
	case a.isNew && f.MandatoryOnCreation && f.Active:
		a.refuse(at-1, "value", fault.Required, f.Name+" is required", fault.Params{"field": f.Slug})
	}
}

// judge notes what the field has against a value that is new.
func (a *application) judge(f *Field, v, old Value, at int) {
	faults := f.judge(v)
	f.choosable(&faults, v, old)
	if v.kind == KindLookUp && f.LookUp == LookUpUser && a.rules.KnownUser != nil && !a.rules.KnownUser(v.text) {
		faults.AddWith("", fault.UnknownReference, "is no active user", fault.Params{"value": v.text})
	}
	if len(faults) > 0 {
		a.nest(at, faults)
	}
}

// absent fills in the default of a field of a new record.
func (a *application) absent(f *Field) {
	switch {
	case !f.Default.IsZero():
		v := f.Default
		if v.kind == KindMoney && v.unit == "" {
			v.unit = a.rules.Currency
		}
		v.of = f
		a.out = append(a.out, Held{FieldID: f.ID, Value: v})
	case f.MandatoryOnCreation:
		a.faults.AddWith(path, fault.Required, f.Name+" is required", fault.Params{"field": f.Slug})
	}
}

func (a *application) inactive(f *Field, at int) {
	a.refuse(at-1, "fieldId", fault.Archived, "is inactive and cannot be written any more", fault.Params{"field": f.Slug})
}

func (a *application) refuse(i int, part string, code fault.Code, message string, params fault.Params) {
	a.faults.AddWith(fault.Path(fault.At(path, i), part), code, message, params)
}

func (a *application) nest(at int, faults []fault.Fault) {
	a.faults.Nest(fault.Path(fault.At(path, at-1), "value"), faults)
}

// sort puts the faults in the order of the inputs, those of no input last.
func (a *application) sort() {
	slices.SortStableFunc(a.faults, func(x, y fault.Fault) int { return place(x.Path) - place(y.Path) })
}

// place reads the index in the path of a fault.
func place(p string) int {
	s, ok := strings.CutPrefix(p, path+"[")
	if !ok {
		return 1 << 30
	}
	n := 0
	for i := 0; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// raws are the JSON texts of inputs in one piece of memory, of which values keep parts.
type raws struct {
	text string
	in   []Input
}

func joined(in []Input) raws {
	size := 0
	for i := range in {
		size += len(in[i].Value)
	}
	var b strings.Builder
	b.Grow(size)
	for i := range in {
		b.Write(in[i].Value)
	}
	return raws{text: b.String(), in: in}
}

// of gives the JSON of input i.
func (r raws) of(i int) string {
	start := 0
	for j := range i {
		start += len(r.in[j].Value)
	}
	return strings.TrimSpace(r.text[start : start+len(r.in[i].Value)])
}

// Audit gives what today's settings have against values that are stored, and the mandatory fields that have none.
// The paths count the values in their order. An archived option and an inactive field may stay.
func (s *Schema) Audit(vs Values, r Rules) fault.List {
	a := application{schema: s, rules: &r}
	for _, f := range s.fields {
		i, ok := vs.find(f.ID)
		switch {
		case !f.Active:
		case !ok && f.MandatoryOnCreation:
			a.faults.AddWith(path, fault.Required, f.Name+" is required", fault.Params{"field": f.Slug})
		case ok:
			a.judge(f, vs[i].Value, vs[i].Value, i+1)
		}
	}
	return a.faults
}

// Fill completes values that were read: it tells them their fields, and leaves out those whose field is gone.
func (s *Schema) Fill(vs *Values) {
	kept := (*vs)[:0]
	for _, h := range *vs {
		if i, ok := s.place(h.FieldID); ok {
			h.Value.of, h.at = s.fields[i], 0
			kept = append(kept, h)
		}
	}
	*vs = kept
	if len(kept) == 0 {
		*vs = nil
	}
}
