package lenient

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/clientele-go/clientele/fault"
)

// DecodeQuery is [Decode] for what may come from the query of a URL, where everything is a text and a list is
// repeated or written with commas. A text that [Decode] would refuse is taken for what it says, in the fields of the
// struct itself:
//
//   - for a number or a boolean: "10", "true";
//   - for a list, as what lies between its commas: "RED,YELLOW" is as ["RED","YELLOW"], and "" as [""];
//   - for an object, or a list of objects, as its JSON.
func DecodeQuery(data []byte, into any) (fault.List, error) {
	v, err := structOf(into)
	if err != nil {
		return nil, err
	}
	members, err := object(data)
	if err != nil {
		return nil, err
	}
	if members == nil {
		return WrongType("object").Faults, nil
	}
	for _, f := range fields(v.Type()) {
		if raw, given := members[f.name]; given {
			members[f.name] = said(raw, v.Type().FieldByIndex(f.index).Type)
		}
	}
	_, faults := fill(v, members)
	return faults, nil
}

// said gives what a text says to a field of this type, and anything else as it is.
func said(raw json.RawMessage, t reflect.Type) json.RawMessage {
	t = pointedAt(t)
	s, err := Text(raw)
	if decodesItself(t) {
		return raw
	}
	switch wanted(t) {
	case "boolean", "number", "integer":
		return jsonIn(s, raw, "-0123456789tf")
	case "object":
		return jsonIn(s, raw, "{")
	case "array":
		if t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8 {
			return list(raw, s, err == nil, pointedAt(t.Elem()))
		}
	}
	return raw
}

// list gives the elements that a text, or a list of texts, says to a list.
func list(raw json.RawMessage, s string, text bool, t reflect.Type) json.RawMessage {
	var elements []json.RawMessage
	switch {
	case !text:
		if json.Unmarshal(raw, &elements) != nil || elements == nil {
			return raw
		}
	case wanted(t) == "object" && !decodesItself(t):
		return jsonIn(s, raw, "[")
	default:
		for part := range strings.SplitSeq(s, ",") {
			elements = append(elements, quoted(part))
		}
	}
	for i, element := range elements {
		elements[i] = said(element, t)
	}
	all, err := json.Marshal(elements)
	if err != nil {
		return raw
	}
	return all
}

func pointedAt(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// jsonIn gives the JSON that a text holds, if it holds some that starts in one of these ways.
func jsonIn(s string, raw json.RawMessage, starts string) json.RawMessage {
	if s == "" || !strings.Contains(starts, s[:1]) || !json.Valid([]byte(s)) {
		return raw
	}
	return json.RawMessage(s)
}

func quoted(s string) json.RawMessage {
	raw, err := json.Marshal(s)
	if err != nil {
		return json.RawMessage(`""`) // cannot be: every string can be written
	}
	return raw
}

// decodesItself tells whether values of a type read their JSON themselves.
func decodesItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(textType) || p.Implements(jsonType)
}
