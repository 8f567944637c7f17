package customfield

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/value"
)

// Held is the value that a record has in a field.
type Held struct {
	FieldID ID
	Value   Value

	at int // its place in the input that it came from, from 1
}

// Slug gives the slug of the field, if the value was read from a record or parsed.
func (h Held) Slug() string {
	if h.Value.of == nil {
		return ""
	}
	return h.Value.of.Slug
}

// Type gives the type of the field, if the value was read from a record or parsed.
func (h Held) Type() Type {
	if h.Value.of == nil {
		return ""
	}
	return h.Value.of.Type
}

// MarshalJSON encodes {fieldId, slug, type, value}.
func (h Held) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		FieldID ID     `json:"fieldId"`
		Slug    string `json:"slug"`
		Type    Type   `json:"type"`
		Value   Value  `json:"value"`
	}{h.FieldID, h.Slug(), h.Type(), h.Value})
}

// Values are the custom field values of a record, in the order of their fields, each field once. They are never
// changed in place.
type Values []Held

// Get gives the value of the field with this id or slug, no value if there is none.
func (vs Values) Get(field string) (Value, bool) {
	for _, h := range vs {
		if h.Value.of != nil && h.Value.of.Slug == field || len(field) == 36 && h.FieldID.String() == field {
			return h.Value, true
		}
	}
	return Value{}, false
}

// Of gives the value of a field, no value if there is none.
func (vs Values) Of(id ID) Value {
	i, ok := vs.find(id)
	if !ok {
		return Value{}
	}
	return vs[i].Value
}

func (vs Values) find(id ID) (int, bool) {
	return slices.BinarySearchFunc(vs, id, func(h Held, id ID) int { return compareFields(h.FieldID, id) })
}

// MarshalJSON encodes a list, empty if there are none.
func (vs Values) MarshalJSON() ([]byte, error) {
	if len(vs) == 0 {
		return []byte("[]"), nil
	}
	return json.Marshal([]Held(vs))
}

// with gives the values with another one in a field, or without any there.
func (vs Values) with(id ID, v Value) Values {
	i, ok := vs.find(id)
	switch {
	case !ok && v.IsZero():
		return vs
	case v.IsZero():
		return slices.Delete(slices.Clone(vs), i, i+1)
	case ok:
		out := slices.Clone(vs)
		out[i] = Held{FieldID: id, Value: v}
		return out
	}
	return slices.Insert(slices.Clone(vs), i, Held{FieldID: id, Value: v})
}

// appendValues appends the stored form: for each value the id of its field and, behind its length, what it is.
func appendValues(dst []byte, vs *Values) []byte {
	var scratch [64]byte
	for i := range *vs {
		h := &(*vs)[i]
		if h.Value.IsZero() || h.Value.kind == KindPassword && h.Value.text == "" {
			continue
		}
		body := h.Value.append(scratch[:0])
		dst = value.AppendText(append(dst, h.FieldID[:]...), string(body))
	}
	return dst
}

var errValues = errors.New("customfield: stored values are cut short, or out of order")

func readValues(s string, vs *Values) error {
	n := 0
	for rest := s; rest != ""; n++ {
		ok := len(rest) > 16
		if ok {
			_, rest, ok = value.CutText(rest[16:])
		}
		if !ok {
			return errValues
		}
	}
	list := make(Values, 0, n)
	for s != "" {
		h := Held{FieldID: ID([]byte(s[:16]))}
		if len(list) > 0 && compareFields(list[len(list)-1].FieldID, h.FieldID) >= 0 {
			return errValues
		}
		body, rest, _ := value.CutText(s[16:])
		v, err := readValue(body)
		if err != nil {
			return err
		}
		h.Value = v
		list = append(list, h)
		s = rest
	}
	*vs = list
	return nil
}

// String gives the values for people, without what passwords are.
func (vs Values) String() string {
	var parts []string
	for _, h := range vs {
		parts = append(parts, h.Slug()+": "+h.Value.String())
	}
	return strings.Join(parts, "; ")
}
