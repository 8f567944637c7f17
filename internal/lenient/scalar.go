package lenient

import (
	"encoding/json"
	"reflect"

	"github.com/clientele-go/clientele/fault"
)

// decodeScalar decodes what has no parts. Kinds without a rule here go the way of encoding/json.
func decodeScalar(raw []byte, v reflect.Value) (bool, fault.List) {
	var err error
	switch {
	case v.Kind() == reflect.String:
		var s string
		s, err = Text(raw)
		v.SetString(s)
	case v.CanInt():
		err = setInt(raw, v)
	case v.CanUint():
		err = setUint(raw, v)
	default:
		if json.Unmarshal(raw, v.Addr().Interface()) != nil {
			err = WrongType(wanted(v.Type()))
		}
	}
	if err != nil {
		v.SetZero()
		return false, fault.All(err)
	}
	return true, nil
}

// wanted names the JSON type that fills a Go type.
func wanted(t reflect.Type) string {
	if reflect.PointerTo(t).Implements(textType) {
		return "string"
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice, reflect.Array:
		return "array"
	case reflect.Struct, reflect.Map:
		return "object"
	}
	if t.Kind() >= reflect.Int && t.Kind() <= reflect.Uintptr {
		return "integer"
	}
	return "value"
}
