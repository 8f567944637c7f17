package customfield

import (
	"encoding/json"
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

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

// judge gives what the settings of the field have against a value.
func (f *Field) judge(v Value) (faults fault.List) {
	switch v.kind {
	case KindText:
		f.judgeText(&faults, v.text)
	case KindPassword:
		if v.text == "" {
			f.judgeText(&faults, v.unit)
		}
	case KindInteger:
		f.judgeInteger(&faults, v.num)
	case KindDecimal, KindMoney:
		f.within(&faults, v.text)
	}
	return faults
}

func (f *Field) judgeText(faults *fault.List, s string) {
	if limit := f.length(); len(s) > limit && utf8.RuneCountInString(s) > limit {
		faults.AddWith("", fault.TooLong, "at most "+strconv.Itoa(limit)+" characters", fault.Params{"limit": limit})
	}
	if f.Pattern == "" {
		return
	}
	if pattern, err := f.compiled(); err != nil || !pattern.MatchString(s) {
		faults.AddWith("", fault.NotMatching, "does not match the pattern of the field", fault.Params{"pattern": f.Pattern})
	}
}

// length gives the most characters that a text may have.
func (f *Field) length() int {
	if f.MaxLength != nil {
		return int(*f.MaxLength)
	}
	return f.traits().length
}

func (f *Field) judgeInteger(faults *fault.List, n int64) {
	switch {
	case f.Type == Rating:
		top := f.topRating()
		if n < 1 {
			faults.AddWith("", fault.TooSmall, "at least 1", fault.Params{"limit": 1})
		}
		if n > top {
			faults.AddWith("", fault.TooLarge, "at most "+strconv.FormatInt(top, 10), fault.Params{"limit": top})
		}
	case f.Min != "" || f.Max != "":
		var digits [20]byte
		f.within(faults, string(strconv.AppendInt(digits[:0], n, 10)))
	}
}

// stars is the highest rating of a field that does not say.
const stars = 5

// topRating gives the highest rating.
func (f *Field) topRating() int64 {
	if f.Max == "" {
		return stars
	}
	n, err := strconv.ParseInt(string(f.Max), 10, 64)
	if err != nil {
		return stars
	}
	return n
}

// choosable refuses archived options that a record does not have already.
func (f *Field) choosable(faults *fault.List, v, have Value) {
	if v.kind != KindChoice && v.kind != KindChoices {
		return
	}
	for s := v.text; len(s) >= 16; s = s[16:] {
		o := f.option(OptionID([]byte(s[:16])))
		if o == nil || !o.Archived || have.holds(s[:16]) {
			continue
		}
		faults.AddWith("", fault.Archived, "is archived and can no longer be chosen", fault.Params{"value": o.Value, "id": o.ID.String()})
	}
}

// holds tells whether an option is among those of the value.
func (v Value) holds(option string) bool {
	if v.kind != KindChoice && v.kind != KindChoices {
		return false
	}
	for s := v.text; len(s) >= 16; s = s[16:] {
		if s[:16] == option {
			return true
		}
	}
	return false
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

func parseDate(_ *Field, raw string, _ *Rules) (Value, error) {
	s, err := unquote(raw)
	if err != nil || blank(s) {
		return Value{}, err
	}
	s = strings.TrimSpace(s)
	if _, ok := date(s); !ok {
		return Value{}, fault.New("", fault.NotADate, "must be a date such as 2026-01-31")
	}
	return Value{kind: KindDate, text: s}, nil
}

// date reads a day of the calendar.
func date(s string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil && len(s) == len(time.DateOnly)
}

func parseDateTime(_ *Field, raw string, _ *Rules) (Value, error) {
	s, err := unquote(raw)
	if err != nil || blank(s) {
		return Value{}, err
	}
	var t time.Time
	err = t.UnmarshalText([]byte(strings.TrimSpace(s)))
	if v := DateTimeValue(t); err == nil && v.sound() {
		return v, nil
	}
	return Value{}, fault.New("", fault.NotADate, "must be a time with its zone, such as 2026-01-31T09:30:00Z")
}

func parseTime(_ *Field, raw string, _ *Rules) (Value, error) {
	s, err := unquote(raw)
	if err != nil || blank(s) {
		return Value{}, err
	}
	n, ok := seconds(strings.TrimSpace(s))
	if !ok {
		return Value{}, fault.New("", fault.NotATime, "must be a time of day such as 09:30 or 09:30:15")
	}
	return Value{kind: KindTime, num: n}, nil
}

// seconds reads HH:MM or HH:MM:SS as the seconds since midnight.
func seconds(s string) (int64, bool) {
	if len(s) == len("15:04") {
		s += ":00"
	}
	if len(s) != len(time.TimeOnly) || s[2] != ':' || s[5] != ':' {
		return 0, false
	}
	var total int64
	for i, limit := range [...]int64{24, 60, 60} {
		tens, ones := s[3*i]-'0', s[3*i+1]-'0'
		n := int64(tens)*10 + int64(ones)
		if tens > 9 || ones > 9 || n >= limit {
			return 0, false
		}
		total = total*60 + n
	}
	return total, true
}

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
