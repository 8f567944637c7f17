package lenient

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/clientele-go/clientele/fault"
)

// Decode fills the struct that into points at from a JSON object. It gives the faults in the order of the
// struct's fields, elements in theirs. The error is for malformed JSON, and for an into that is no pointer to
// a struct.
func Decode(data []byte, into any) (fault.List, error) {
	_, faults, err := DecodePatch(data, into)
	return faults, err
}

// DecodePatch is [Decode] and also names the keys of the object that are null, in the order of the struct's
// fields, so that a patch can tell "clear" from "leave".
func DecodePatch(data []byte, into any) (nulls []string, faults fault.List, err error) {
	v, err := structOf(into)
	if err != nil {
		return nil, nil, err
	}
	members, err := object(data)
	if err != nil {
		return nil, nil, err
	}
	if members == nil {
		return nil, WrongType("object").Faults, nil
	}
	nulls, faults = fill(v, members)
	return nulls, faults, nil
}

// structOf gives the struct that into points at.
func structOf(into any) (reflect.Value, error) {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return v, fmt.Errorf("lenient: %T is no pointer to a struct", into)
	}
	return v.Elem(), nil
}

// WrongType is the fault of a JSON value that is not of the type wanted: "string", "integer", "object".
func WrongType(wanted string) *fault.Error {
	return &fault.Error{Faults: []fault.Fault{{
		Code:    fault.WrongType,
		Message: "must be a JSON " + wanted,
		Params:  fault.Params{"wanted": wanted},
	}}}
}

// object splits a JSON object into its members. It gives nil for any other value and an error for malformed
// JSON.
func object(data []byte) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	err := json.Unmarshal(data, &members)
	if _, other := errors.AsType[*json.UnmarshalTypeError](err); other {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("lenient: malformed JSON: %w", err)
	}
	return members, nil
}

// fill decodes the members of an object into the tagged fields of the struct v.
func fill(v reflect.Value, members map[string]json.RawMessage) (nulls []string, faults fault.List) {
	for _, f := range fields(v.Type()) {
		raw, given := members[f.name]
		if !given {
			continue
		}
		if isNull(raw) {
			nulls = append(nulls, f.name)
		}
		_, found := decode(raw, v.FieldByIndex(f.index))
		faults.Nest(f.name, found)
	}
	return nulls, faults
}
