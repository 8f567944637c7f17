package customfield

import (
	"encoding/json"
	"net/netip"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/value"
)

// Rules are what the values of a record need to know of their organisation beside the fields.
type Rules struct {
	Currency string // of amounts that name none
	// KnownUser tells whether an id is that of an active user. Nil: there is no directory, every id is taken.
	KnownUser func(id string) bool
}

// Parse makes a value of the JSON that an input gives for the field, and judges it by the field's settings. A
// blank text, an empty list and null are no value. Whether what is looked up is there only the store knows.
//
// Faults, at "" or at a part of the value: wrong_type for another JSON type than that of the field's type, also
// where the text would be a number; not_a_date, not_an_email and their like; too_long, too_small, too_large;
// not_in_picklist and archived for options, repeated for one that stands twice; not_matching for the pattern;
// read_only for a calculated field.
func (f *Field) Parse(raw json.RawMessage, r Rules) (Value, error) {
	text := strings.TrimSpace(string(raw))
	if text == "null" {
		return Value{}, nil
	}
	v, err := f.traits().parse(f, text, &r)
	if err != nil {
		return Value{}, err
	}
	if v.kind == KindPassword && v.num == keepPassword {
		return Value{}, fault.New("", fault.NotAllowed, "there is no password that could stay")
	}
	faults := f.judge(v)
	f.choosable(&faults, v, Value{})
	if err := faults.Err(); err != nil {
		return Value{}, err
	}
	return v, nil
}

// unquote decodes a JSON string, as a part of raw where that can be.
func unquote(raw string) (string, error) {
	if len(raw) >= 2 && raw[0] == '"' && raw[len(raw)-1] == '"' && bare(raw[1:len(raw)-1]) {
		return raw[1 : len(raw)-1], nil
	}
	return lenient.Text([]byte(strings.TrimSpace(raw)))
}

// bare tells whether a JSON string stands for itself.
func bare(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// parseText makes a parser of a text that is no value when it is blank.
func parseText(normal func(s string) (string, error)) func(*Field, string, *Rules) (Value, error) {
	return func(_ *Field, raw string, _ *Rules) (Value, error) {
		s, err := unquote(raw)
		if err != nil || blank(s) {
			return Value{}, err
		}
		s, err = normal(s)
		if err != nil {
			return Value{}, err
		}
		return TextValue(s), nil
	}
}

var (
	parseEmail = parseText(value.Email)
	parsePhone = parseText(value.Phone)
	parseURL   = parseText(value.URL)
	// The length is left to judge, which knows the field.
	parseLine = parseText(func(s string) (string, error) { return value.Text(s, maxRich*8) })
	parseLong = parseText(func(s string) (string, error) { return value.LongText(s, maxRich*8) })
)

func parseRich(_ *Field, raw string, _ *Rules) (Value, error) {
	s, err := unquote(raw)
	if err != nil {
		return Value{}, err
	}
	return TextValue(s), nil
}

func parseInteger(_ *Field, raw string, _ *Rules) (Value, error) {
	if strings.HasPrefix(raw, `"`) {
		s, err := unquote(raw)
		switch {
		case err != nil || blank(s):
			return Value{}, err
		case !isNormal(s) || strings.IndexByte(s, '.') >= 0:
			return Value{}, lenient.WrongType("integer")
		}
		raw = s
	}
	s, err := number(raw)
	if err != nil && !fault.Has(err, fault.TooLarge) || strings.IndexByte(s, '.') >= 0 {
		return Value{}, lenient.WrongType("integer")
	}
	n, failed := strconv.ParseInt(s, 10, 64)
	if err != nil || failed != nil {
		return Value{}, fault.New("", fault.TooLarge, "must be between -9223372036854775808 and 9223372036854775807")
	}
	return IntegerValue(n), nil
}

func parseDecimal(_ *Field, raw string, _ *Rules) (Value, error) {
	s, err := number(raw)
	if err != nil {
		return Value{}, err
	}
	return Value{kind: KindDecimal, text: s}, nil
}

func parseMoney(_ *Field, raw string, r *Rules) (Value, error) {
	if raw != "" && raw[0] != '{' {
		s, err := number(raw)
		if err != nil {
			if fault.Has(err, fault.WrongType) {
				err = lenient.WrongType("number or object")
			}
			return Value{}, err
		}
		return Value{kind: KindMoney, text: s, unit: r.Currency}, nil
	}
	if !json.Valid([]byte(raw)) {
		return Value{}, lenient.WrongType("number or object")
	}
	var m value.Money
	if err := m.UnmarshalJSON([]byte(raw)); err != nil {
		return Value{}, err
	}
	if m.Currency == "" {
		m.Currency = r.Currency
	}
	return MoneyValue(m), nil
}

func parseIP(_ *Field, raw string, _ *Rules) (Value, error) {
	s, err := unquote(raw)
	if err != nil || blank(s) {
		return Value{}, err
	}
	s = strings.TrimSpace(s)
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		return Value{}, fault.New("", fault.NotAnIP, "must be an IP address such as 192.0.2.1 or 2001:db8::1")
	}
	var text [64]byte
	if canonical := a.AppendTo(text[:0]); string(canonical) != s {
		s = string(canonical)
	}
	return Value{kind: KindIP, text: s}, nil
}

func parseAddress(_ *Field, raw string, _ *Rules) (Value, error) {
	var a value.Address
	if !json.Valid([]byte(raw)) {
		return Value{}, lenient.WrongType("string or object")
	}
	if err := a.UnmarshalJSON([]byte(raw)); err != nil {
		return Value{}, err
	}
	return AddressValue(a), nil
}

func parseCoordinates(_ *Field, raw string, _ *Rules) (Value, error) {
	s, err := unquote(raw)
	if err != nil || blank(s) {
		return Value{}, err
	}
	north, east, ok := strings.Cut(s, ",")
	lat, failed := number(strings.TrimSpace(north))
	lng, err := number(strings.TrimSpace(east))
	if !ok || failed != nil || err != nil {
		return Value{}, fault.New("", fault.NotCoordinates, "must be latitude and longitude such as 48.137,11.575")
	}
	var faults fault.List
	within(&faults, "latitude", lat, "90")
	within(&faults, "longitude", lng, "180")
	if err := faults.Err(); err != nil {
		return Value{}, err
	}
	if rest, same := strings.CutPrefix(s, lat); !same || rest != ","+lng {
		s = lat + "," + lng
	}
	return Value{kind: KindCoordinates, text: s}, nil
}

func within(faults *fault.List, what, digits, limit string) {
	switch {
	case compareNumbers(digits, "-"+limit) < 0:
		faults.AddWith("", fault.TooSmall, "the "+what+" must be at least -"+limit, fault.Params{"limit": Number("-" + limit)})
	case compareNumbers(digits, limit) > 0:
		faults.AddWith("", fault.TooLarge, "the "+what+" must be at most "+limit, fault.Params{"limit": Number(limit)})
	}
}

func parseFiles(_ *Field, raw string, _ *Rules) (Value, error) {
	list, err := texts(raw)
	if err != nil {
		return Value{}, err
	}
	if len(list) > maxFiles {
		return Value{}, &fault.Error{Faults: []fault.Fault{{
			Code: fault.TooLarge, Message: "at most " + strconv.Itoa(maxFiles) + " files", Params: fault.Params{"limit": maxFiles},
		}}}
	}
	var faults fault.List
	seen := map[string]bool{}
	for i, s := range list {
		link, err := value.URL(s)
		faults.Nest(fault.At("", i), fault.All(err))
		if err == nil && seen[link] {
			faults.Add(fault.At("", i), fault.Repeated, "the file stands twice")
		}
		seen[link], list[i] = true, link
	}
	if err := faults.Err(); err != nil {
		return Value{}, err
	}
	return FilesValue(list...), nil
}

// parsePassword takes what it wrote for a password that is set as a password that stays as it is.
func parsePassword(_ *Field, raw string, _ *Rules) (Value, error) {
	if strings.HasPrefix(raw, "{") {
		var in struct {
			Set bool `json:"isSet"`
		}
		if json.Unmarshal([]byte(raw), &in) == nil && in.Set {
			return Value{kind: KindPassword, num: keepPassword}, nil
		}
	}
	s, err := unquote(raw)
	if err != nil {
		return Value{}, err
	}
	if s == "" {
		return Value{}, fault.New("", fault.Required, "a password is required; null removes it")
	}
	return PasswordValue(s), nil
}

// keepPassword marks a password that is to stay as it is.
const keepPassword = 1

func parseCalculated(*Field, string, *Rules) (Value, error) {
	return Value{}, fault.New("", fault.ReadOnly, "is calculated and cannot be written")
}
