package lenient

import (
	"encoding"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/clientele-go/clientele/fault"
)

var (
	rawMessage = reflect.TypeFor[json.RawMessage]()
	timeType   = reflect.TypeFor[time.Time]()
	textType   = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonType   = reflect.TypeFor[json.Unmarshaler]()
)

// decode puts one JSON value into v. It tells whether the value as a whole was of the right type; if not, v is
// zero. Parts of a list, map or struct may be at fault although the whole is right.
func decode(raw []byte, v reflect.Value) (ok bool, faults fault.List) {
	if isNull(raw) && v.Type() != rawMessage {
		return true, nil
	}
	if v.Kind() == reflect.Pointer {
		return decodePointer(raw, v)
	}
	switch self := v.Addr().Interface().(type) {
	case json.Unmarshaler:
		return decodeSelf(raw, v, self)
	case encoding.TextUnmarshaler:
		return decodeText(raw, v, self)
	}
	switch v.Kind() {
	case reflect.Struct:
		return decodeStruct(raw, v)
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			return decodeSlice(raw, v)
		}
	case reflect.Map:
		if v.Type().Key().Kind() == reflect.String {
			return decodeMap(raw, v)
		}
	}
	return decodeScalar(raw, v)
}

// decodePointer makes what v points at, and leaves v nil if the value is of the wrong type.
func decodePointer(raw []byte, v reflect.Value) (bool, fault.List) {
	held := reflect.New(v.Type().Elem())
	ok, faults := decode(raw, held.Elem())
	if ok {
		v.Set(held)
	}
	return ok, faults
}

// decodeSelf lets a type decode itself, and asks it for the faults that it kept.
func decodeSelf(raw []byte, v reflect.Value, self json.Unmarshaler) (bool, fault.List) {
	if err := self.UnmarshalJSON(raw); err != nil {
		v.SetZero()
		return false, refusal(err, raw, v)
	}
	if kept, ok := self.(interface{ LenientFaults() fault.List }); ok {
		return true, kept.LenientFaults()
	}
	return true, nil
}

// decodeText lets a type decode itself from a JSON string.
func decodeText(raw []byte, v reflect.Value, self encoding.TextUnmarshaler) (bool, fault.List) {
	s, err := Text(raw)
	if err == nil {
		err = self.UnmarshalText([]byte(s))
	}
	if err != nil {
		v.SetZero()
		return false, refusal(err, raw, v)
	}
	return true, nil
}

// refusal gives the faults of an error of a type that decodes itself. Of a text that is none of ours, the Go
// type tells which rule it broke: a time, or an identifier (an array of bytes).
func refusal(err error, raw []byte, v reflect.Value) fault.List {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Faults
	}
	switch {
	case raw[0] != '"':
		return WrongType(wanted(v.Type())).Faults
	case v.Type() == timeType:
		return fault.New("", fault.NotADate, "must be a time as RFC 3339 has it").Faults
	case v.Kind() == reflect.Array:
		return fault.New("", fault.NotAnID, "must be an identifier").Faults
	}
	return fault.New("", fault.NotAllowed, "no value that this field takes").Faults
}

func decodeStruct(raw []byte, v reflect.Value) (bool, fault.List) {
	members, err := object(raw)
	if members == nil || err != nil {
		return false, WrongType("object").Faults
	}
	_, faults := fill(v, members)
	return true, faults
}

func decodeSlice(raw []byte, v reflect.Value) (bool, fault.List) {
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		return false, WrongType("array").Faults
	}
	var faults fault.List
	list := reflect.MakeSlice(v.Type(), len(elements), len(elements))
	for i, element := range elements {
		faults.Nest(fault.At("", i), decodeElement(element, list.Index(i)))
	}
	v.Set(list)
	return true, faults
}

// decodeMap decodes in the order of the keys, so that faults come in one order. An entry that is refused is
// left out.
func decodeMap(raw []byte, v reflect.Value) (bool, fault.List) {
	members, err := object(raw)
	if members == nil || err != nil {
		return false, WrongType("object").Faults
	}
	var faults fault.List
	table := reflect.MakeMapWithSize(v.Type(), len(members))
	for _, key := range slices.Sorted(maps.Keys(members)) {
		element := reflect.New(v.Type().Elem()).Elem()
		if found := decodeElement(members[key], element); len(found) > 0 {
			faults.Nest(key, found)
			continue
		}
		table.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), element)
	}
	v.Set(table)
	return true, faults
}

// decodeElement decodes an element of a list or map, where null says nothing and so is at fault.
func decodeElement(raw []byte, v reflect.Value) fault.List {
	if isNull(raw) && v.Kind() != reflect.Pointer && v.Type() != rawMessage {
		return WrongType(wanted(v.Type())).Faults
	}
	_, faults := decode(raw, v)
	return faults
}

func isNull(raw []byte) bool {
	return string(raw) == "null"
}
