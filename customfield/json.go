package customfield

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/clientele-go/clientele/value"
)

// MarshalJSON writes the value as the type of its field has it. An option is its text, or its id if the value was
// not read from a record. Of a password there is only {"isSet": true}.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case KindNone:
		return []byte("null"), nil
	case KindInteger:
		return strconv.AppendInt(nil, v.num, 10), nil
	case KindBool:
		return strconv.AppendBool(nil, v.num == 1), nil
	case KindDecimal:
		return []byte(v.text), nil
	case KindMoney:
		return v.Money().MarshalJSON()
	case KindChoices:
		return json.Marshal(v.labels())
	case KindAddress:
		return json.Marshal(v.Address())
	case KindFiles:
		return json.Marshal(v.Files())
	case KindPassword:
		return []byte(passwordSet), nil
	}
	return json.Marshal(v.String())
}

// passwordSet is all that is told of a password.
const passwordSet = `{"isSet":true}`

// String gives the value as a text for people. Of a password it tells that it is set.
func (v Value) String() string {
	switch v.kind {
	case KindNone:
		return ""
	case KindInteger:
		return strconv.FormatInt(v.num, 10)
	case KindBool:
		return strconv.FormatBool(v.num == 1)
	case KindMoney:
		return strings.TrimSpace(v.text + " " + v.unit)
	case KindDateTime:
		return v.DateTime().Format(time.RFC3339Nano)
	case KindTime:
		return time.Unix(v.num, 0).UTC().Format(time.TimeOnly)
	case KindChoice, KindChoices:
		return strings.Join(v.labels(), ", ")
	case KindAddress:
		return line(v.Address())
	case KindFiles:
		return strings.Join(v.Files(), " ")
	case KindPassword:
		return "(set)"
	case KindLookUp:
		return lookUpID(LookUpTarget(v.unit), v.text)
	}
	return v.text
}

// GoString is String, so that no format prints a password.
func (v Value) GoString() string { return v.kind.String() + "(" + strconv.Quote(v.String()) + ")" }

// labels gives the texts of options, or their ids where they are not known.
func (v Value) labels() []string {
	ids := v.Options()
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
		if v.of == nil {
			continue
		}
		if o := v.of.option(id); o != nil {
			texts[i] = o.Value
		}
	}
	return texts
}

// line gives an address in one text.
func line(a value.Address) string {
	if a.Line != "" {
		return a.Line
	}
	var parts []string
	for _, part := range []string{a.Street, a.City, a.State, a.PostalCode, a.Country} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
