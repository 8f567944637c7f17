package customfield

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// Condition is a condition on an indexed field: exactly one of Equal, In, Prefix, Empty, and From or To or both.
// Values are given as an input gives them; of a field of several options, one option, which has to be among those
// of the record.
type Condition struct {
	FieldID string            `json:"fieldId"` // id, slug or name
	Equal   json.RawMessage   `json:"equal,omitempty"`
	In      []json.RawMessage `json:"in,omitempty"`     // equal to any of these
	From    json.RawMessage   `json:"from,omitempty"`   // from this value on
	To      json.RawMessage   `json:"to,omitempty"`     // and before this one; of money, in the same currency
	Prefix  string            `json:"prefix,omitempty"` // of a text, as it is written
	Empty   *bool             `json:"empty,omitempty"`  // true: no value; false: any value
}

// Wanted is a condition that is understood.
type Wanted struct {
	field *Field
	in    []Value // equal to any of these
	empty bool    // no value
	from  Value
	to    Value
	text  string // prefix
}

// Conditions understands the conditions of a filter.
//
// Faults, at "[i].fieldId": required, unknown_reference, not_allowed for a field that is not indexed, not_available
// for one whose index is being built. At the parts of a condition: those of [Field.Parse], but for what the settings
// of the field say; not_allowed for a prefix of what is no text. At "[i]": required for a condition without any of
// its parts, contradiction for one with several.
func (s *Schema) Conditions(in []Condition, r Rules) ([]Wanted, error) {
	var faults fault.List
	wanted := make([]Wanted, 0, len(in))
	for i, c := range in {
		w, found := s.condition(c, r)
		faults.Nest(fault.At("", i), found)
		wanted = append(wanted, w)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return wanted, nil
}

func (s *Schema) condition(c Condition, r Rules) (w Wanted, faults fault.List) {
	f, ok := s.Resolve(c.FieldID)
	switch {
	case strings.TrimSpace(c.FieldID) == "":
		faults.Add("fieldId", fault.Required, "a field is required")
		return w, faults
	case !ok:
		faults.AddWith("fieldId", fault.UnknownReference, "is no custom field of this source", fault.Params{"value": c.FieldID, "source": s.source})
		return w, faults
	case !f.Indexed:
		faults.AddWith("fieldId", fault.NotAllowed, "is not indexed", fault.Params{"field": f.Slug})
	case f.IndexState != StateReady:
		faults.AddWith("fieldId", fault.NotAvailable, "its index is being built", fault.Params{"field": f.Slug})
	}
	w.field = f
	switch parts := c.parts(); {
	case parts == 0:
		faults.Add("", fault.Required, "a condition is required")
	case parts > 1:
		faults.Add("", fault.Contradiction, "a condition has one of equal, in, from and to, prefix and empty")
	default:
		w.understand(c, r, &faults)
	}
	return w, faults
}

func (c *Condition) parts() int {
	n := 0
	for _, given := range []bool{c.Equal != nil, c.In != nil, c.From != nil || c.To != nil, c.Prefix != "", c.Empty != nil} {
		if given {
			n++
		}
	}
	return n
}

func (w *Wanted) understand(c Condition, r Rules, faults *fault.List) {
	switch {
	case c.Equal != nil:
		w.add("equal", c.Equal, r, faults)
	case c.In != nil:
		w.in = []Value{}
		for i, raw := range c.In {
			w.add(fault.At("in", i), raw, r, faults)
		}
	case c.Prefix != "":
		if w.field.Type.kind() != KindText {
			faults.Add("prefix", fault.NotAllowed, "is for texts")
		}
		text, err := value.LongText(c.Prefix, maxLong)
		faults.Nest("prefix", fault.All(err))
		if strings.HasSuffix(c.Prefix, " ") && err == nil && text != "" {
			text += " "
		}
		w.text = text
	case c.Empty != nil:
		w.empty = *c.Empty
	default:
		w.from, w.to = w.bound("from", c.From, r, faults), w.bound("to", c.To, r, faults)
		if w.from.kind == KindMoney && w.to.kind == KindMoney && w.from.unit != w.to.unit {
			faults.Add("to", fault.Contradiction, "is of another currency than from")
		}
	}
}

func (w *Wanted) add(path string, raw json.RawMessage, r Rules, faults *fault.List) {
	if v := w.bound(path, raw, r, faults); !v.IsZero() && !slices.ContainsFunc(w.in, v.Equal) {
		w.in = append(w.in, v)
	}
}

// bound reads a value, which has to be one if it is given.
func (w *Wanted) bound(path string, raw json.RawMessage, r Rules, faults *fault.List) Value {
	if raw == nil {
		return Value{}
	}
	v, err := w.field.operand(string(bytes.TrimSpace(raw)), r)
	faults.Nest(path, fault.All(err))
	if err == nil && v.IsZero() {
		faults.Add(path, fault.Required, "a value is required")
	}
	return v
}

// operand reads a value to compare with: of several options, one.
func (f *Field) operand(raw string, r Rules) (Value, error) {
	switch {
	case raw == "null":
		return Value{}, nil
	case f.chooses():
		return parseChoice(f, raw, &r)
	case f.Type == RichText || f.Type == Password || f.Type == FileUpload:
		return Value{}, lenient.WrongType("indexed field")
	}
	return f.traits().parse(f, raw, &r)
}

// Tuples gives the entries of [Holder.Index] that are looked for, if the condition is one of equality, and nil if it
// is one of a range.
func (w *Wanted) Tuples() []record.Tuple {
	switch {
	case w.empty:
		return []record.Tuple{w.field.tuple().Null()}
	case w.in == nil:
		return nil
	}
	tuples := make([]record.Tuple, len(w.in)) // not nil, also of none
	for i, v := range w.in {
		tuples[i] = v.tuple(w.field.tuple())
	}
	return tuples
}

// Range gives the entries of [Holder.Index] among which those stand that are looked for.
func (w *Wanted) Range() (from, to record.Tuple) {
	t := w.field.tuple()
	if w.text != "" {
		prefix := w.field.tuple().TextPrefix(w.text)
		return prefix, record.Tuple(store.After(prefix))
	}
	from, to = record.Tuple(store.After(w.field.tuple().Null())), record.Tuple(store.After(t))
	switch {
	case w.from.kind == KindMoney:
		to = record.Tuple(store.After(w.field.tuple().Text(w.from.unit)))
	case w.to.kind == KindMoney:
		from = w.field.tuple().Text(w.to.unit)
	}
	switch {
	case w.from.IsZero():
	case len(w.from.text) > maxKey:
		from = w.from.tuplePrefix(w.field.tuple())
	default:
		from = w.from.tuple(w.field.tuple())
	}
	switch {
	case w.to.IsZero():
	case len(w.to.text) > maxKey:
		to = record.Tuple(store.After(w.to.tuplePrefix(w.field.tuple())))
	default:
		to = w.to.tuple(w.field.tuple())
	}
	return from, to
}

// tuplePrefix gives what the tuples of all values start with that agree with a long one on what a tuple keeps.
func (v Value) tuplePrefix(t record.Tuple) record.Tuple {
	if v.kind == KindLookUp {
		t = t.Text(v.unit)
	}
	return t.TextPrefix(v.text)
}

// Exact tells whether the entries of the range are all of them right: a text that is too long for a key is cut there.
func (w *Wanted) Exact() bool {
	return len(w.text) <= maxKey && len(w.from.text) <= maxKey && len(w.to.text) <= maxKey
}

// maxKey is how many bytes of a text a tuple keeps.
const maxKey = 200

// Match decides on the values of a record.
func (w *Wanted) Match(vs Values) bool {
	v := vs.Of(w.field.ID)
	switch {
	case w.empty || v.IsZero():
		return w.empty && v.IsZero()
	case w.in != nil:
		return slices.ContainsFunc(w.in, func(in Value) bool { return v.Equal(in) || in.kind == KindChoice && v.holds(in.text) })
	case w.text != "":
		return strings.HasPrefix(v.text, w.text)
	case v.kind == KindMoney && (w.from.kind == KindMoney && w.from.unit != v.unit || w.to.kind == KindMoney && w.to.unit != v.unit):
		return false
	}
	return w.between(v)
}

func (w *Wanted) between(v Value) bool {
	if v.kind == KindChoices {
		return slices.ContainsFunc(v.Options(), func(id OptionID) bool { return w.between(ChoiceValue(id)) })
	}
	return (w.from.IsZero() || v.Compare(w.from) >= 0) && (w.to.IsZero() || v.Compare(w.to) < 0)
}

// Find gives the records of a kind that a condition wants, by their entries in [Holder.Index]. One that is not
// Exact may give more.
func Find[T any](tx *record.Tx, k *record.Kind[T], w *Wanted) (map[record.ID[T]]bool, error) {
	found := map[record.ID[T]]bool{}
	look := func(from, to record.Tuple) error {
		return k.ScanRange(tx, IndexName, from, to, func(_ record.Tuple, id record.ID[T]) bool {
			found[id] = true
			return true
		})
	}
	if w.empty || w.in != nil {
		for _, t := range w.Tuples() {
			if err := look(t, record.Tuple(store.After(t))); err != nil {
				return nil, err
			}
		}
		return found, nil
	}
	return found, look(w.Range())
}
