package customfield

import "encoding/json"

// Input is the value of a custom field as an input gives it. The field is named by its id, its slug or its
// name; a value of null removes what is there.
type Input struct {
	FieldID string          `json:"fieldId"`
	Value   json.RawMessage `json:"value"`
}

// Set gives the input that sets a field to a value.
func Set(field string, v Value) Input {
	if v.kind == KindPassword && v.text == "" {
		v = Value{kind: KindText, text: v.unit}
	}
	raw, err := v.MarshalJSON()
	if err != nil {
		raw = nil // refused as missing: an amount that is too large
	}
	return Input{FieldID: field, Value: raw}
}

// Unset gives the input that removes the value of a field.
func Unset(field string) Input { return Input{FieldID: field, Value: json.RawMessage("null")} }
