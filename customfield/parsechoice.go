package customfield

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

func parseChoice(f *Field, raw string, _ *Rules) (Value, error) {
	s, err := unquote(raw)
	if err != nil || blank(s) {
		return Value{}, err
	}
	o := f.offered(s)
	if o == nil {
		return Value{}, f.noOption("", s)
	}
	return Value{kind: KindChoice, text: o.packed(), of: f}, nil
}

// packed gives the option's id as text.
func (o *Option) packed() string {
	if o.key != "" {
		return o.key
	}
	return string(o.ID[:])
}

func (f *Field) noOption(path, input string) *fault.Error {
	allowed := []string{}
	for _, o := range f.Options {
		if !o.Archived {
			allowed = append(allowed, o.Value)
		}
	}
	return &fault.Error{Faults: []fault.Fault{{
		Path: path, Code: fault.NotInPicklist, Message: strconv.Quote(cut(input)) + " is no option of the field",
		Params: fault.Params{"value": input, "allowed": allowed},
	}}}
}

// cut shortens a text for a message.
func cut(s string) string {
	if len(s) <= 80 {
		return s
	}
	return strings.ToValidUTF8(s[:80], "") + "…"
}

func parseChoices(f *Field, raw string, _ *Rules) (Value, error) {
	inputs, err := texts(raw)
	if err != nil {
		return Value{}, err
	}
	var faults fault.List
	ids := make([]OptionID, 0, len(inputs))
	seen := map[OptionID]bool{}
	for i, input := range inputs {
		o := f.offered(input)
		switch {
		case o == nil:
			faults = append(faults, f.noOption(fault.At("", i), input).Faults...)
		case seen[o.ID]:
			faults.Add(fault.At("", i), fault.Repeated, "the option stands twice")
		default:
			seen[o.ID] = true
			ids = append(ids, o.ID)
		}
	}
	if err := faults.Err(); err != nil {
		return Value{}, err
	}
	v := ChoicesValue(ids...)
	v.of = f
	return v, nil
}

// texts decodes a JSON array of strings.
func texts(raw string) ([]string, error) {
	var elements []json.RawMessage
	if !strings.HasPrefix(strings.TrimSpace(raw), "[") || json.Unmarshal([]byte(raw), &elements) != nil {
		return nil, lenient.WrongType("array")
	}
	var faults fault.List
	list := make([]string, len(elements))
	for i, element := range elements {
		s, err := lenient.Text(element)
		faults.Nest(fault.At("", i), fault.All(err))
		list[i] = s
	}
	return list, faults.Err()
}

func parseCheckbox(f *Field, raw string, r *Rules) (Value, error) {
	if len(f.Options) > 0 {
		return parseChoices(f, raw, r)
	}
	return parseToggle(f, raw, r)
}

func parseToggle(_ *Field, raw string, _ *Rules) (Value, error) {
	switch strings.TrimSpace(raw) {
	case "true":
		return BoolValue(true), nil
	case "false":
		return BoolValue(false), nil
	}
	return Value{}, lenient.WrongType("boolean")
}
