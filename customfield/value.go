package customfield

import (
	"net/netip"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele/value"
)

// Kind is what a [Value] holds.
type Kind uint8

// The kinds. Their numbers are stored.
const (
	KindNone        Kind = iota // nothing: the zero Value
	KindText                    // of the types single_line, multi_line, rich_text, regex, email, phone_number and url
	KindInteger                 // also of rating
	KindDecimal                 //
	KindMoney                   //
	KindDate                    // a day of the calendar
	KindDateTime                // an instant, to the microsecond
	KindTime                    // a time of day, to the second
	KindBool                    // of toggle, and of checkbox without options
	KindChoice                  // one option
	KindChoices                 // several options, at least one
	KindIP                      //
	KindAddress                 //
	KindCoordinates             //
	KindFiles                   // URLs, at least one
	KindPassword                //
	KindLookUp                  // a record or a user
)

// String gives the name of the kind.
func (k Kind) String() string {
	names := [...]string{"none", "text", "integer", "decimal", "money", "date", "date_time", "time", "bool", "choice", "choices",
		"ip", "address", "coordinates", "files", "password", "lookup"}
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// Value is the value of a custom field in its one normal form. The zero Value is no value. It is immutable; two
// are compared with [Value.Equal]. An accessor of another kind than the value's gives a zero.
//
// A Value knows no field: whether it is one that a field takes, [Field.Parse] says, by which every value that is
// written goes.
type Value struct {
	kind Kind
	num  int64  // integer; microseconds of an instant; seconds of a time of day; 1 for true
	text string // text; digits of a number; a day; ids of options; packed parts of the others
	unit string // currency; target of a look-up; a password that is not sealed yet
	of   *Field // for the names of options; does not count
}

// TextValue gives a text.
func TextValue(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: KindText, text: s}
}

// IntegerValue gives a whole number.
func IntegerValue(n int64) Value { return Value{kind: KindInteger, num: n} }

// DecimalValue gives an exact number. 1.50 is 1.5.
func DecimalValue(d decimal.Decimal) Value { return Value{kind: KindDecimal, text: digitsOf(d)} }

// MoneyValue gives an amount in a currency.
func MoneyValue(m value.Money) Value {
	return Value{kind: KindMoney, text: digitsOf(m.Amount), unit: m.Currency}
}

// DateValue gives a day. A day beyond the end of its month is one of the next, as time.Date has it.
func DateValue(year int, month time.Month, day int) Value {
	return Value{kind: KindDate, text: time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
}

// DateTimeValue gives an instant, cut to the microsecond.
func DateTimeValue(t time.Time) Value { return Value{kind: KindDateTime, num: t.UnixMicro()} }

// TimeValue gives a time of day, as the time since midnight, cut to the second.
func TimeValue(sinceMidnight time.Duration) Value {
	return Value{kind: KindTime, num: int64(sinceMidnight / time.Second)}
}

// BoolValue gives true or false.
func BoolValue(v bool) Value {
	if v {
		return Value{kind: KindBool, num: 1}
	}
	return Value{kind: KindBool}
}

// ChoiceValue gives an option.
func ChoiceValue(id OptionID) Value { return Value{kind: KindChoice, text: string(id[:])} }

// ChoicesValue gives options, each once. Without any it is no value.
func ChoicesValue(ids ...OptionID) Value {
	if len(ids) == 0 {
		return Value{}
	}
	return Value{kind: KindChoices, text: packIDs(ids)}
}

// IPValue gives an IP address, without its zone.
func IPValue(a netip.Addr) Value { return Value{kind: KindIP, text: a.WithZone("").String()} }

// AddressValue gives a postal address.
func AddressValue(a value.Address) Value {
	if a.IsZero() {
		return Value{}
	}
	b, err := a.AppendBinary(nil)
	if err != nil {
		return Value{}
	}
	return Value{kind: KindAddress, text: string(b)}
}

// CoordinatesValue gives a place by its latitude and longitude in degrees.
func CoordinatesValue(lat, lng decimal.Decimal) Value {
	return Value{kind: KindCoordinates, text: digitsOf(lat) + "," + digitsOf(lng)}
}

// FilesValue gives the URLs of files. Without any it is no value.
func FilesValue(urls ...string) Value {
	if len(urls) == 0 {
		return Value{}
	}
	return Value{kind: KindFiles, text: packTexts(urls)}
}

// PasswordValue gives a password that is about to be set. It is kept as it is until the record that it belongs to
// is written, and then no more.
func PasswordValue(clear string) Value { return Value{kind: KindPassword, unit: clear} }

// LookUpValue gives a record, by the text of its id, or a user.
func LookUpValue(to LookUpTarget, id string) Value { return lookUpValue(to, id) }

// Kind tells what the value holds.
func (v Value) Kind() Kind { return v.kind }

// IsZero tells whether there is no value.
func (v Value) IsZero() bool { return v.kind == KindNone }

// Text gives a text.
func (v Value) Text() string { return v.textOf(KindText) }

func (v Value) textOf(k Kind) string {
	if v.kind != k {
		return ""
	}
	return v.text
}

// Integer gives a whole number.
func (v Value) Integer() int64 { return v.numOf(KindInteger) }

func (v Value) numOf(k Kind) int64 {
	if v.kind != k {
		return 0
	}
	return v.num
}

// Decimal gives an exact number, also of money: the amount.
func (v Value) Decimal() decimal.Decimal {
	if v.kind != KindDecimal && v.kind != KindMoney {
		return decimal.Decimal{}
	}
	return decimalOf(v.text)
}

// Money gives an amount with its currency.
func (v Value) Money() value.Money {
	if v.kind != KindMoney {
		return value.Money{}
	}
	return value.Money{Amount: decimalOf(v.text), Currency: v.unit}
}

// Date gives a day.
func (v Value) Date() (year int, month time.Month, day int) {
	if v.kind != KindDate {
		return 0, 0, 0
	}
	t, err := time.Parse(time.DateOnly, v.text)
	if err != nil {
		return 0, 0, 0
	}
	return t.Date()
}

// DateTime gives an instant, in UTC.
func (v Value) DateTime() time.Time {
	if v.kind != KindDateTime {
		return time.Time{}
	}
	return time.UnixMicro(v.num).UTC()
}

// TimeOfDay gives a time of day, as the time since midnight.
func (v Value) TimeOfDay() time.Duration { return time.Duration(v.numOf(KindTime)) * time.Second }

// Bool gives true or false.
func (v Value) Bool() bool { return v.numOf(KindBool) == 1 }

// Options gives the options of a choice or of choices.
func (v Value) Options() []OptionID {
	if v.kind != KindChoice && v.kind != KindChoices {
		return nil
	}
	return unpackIDs(v.text)
}

// IP gives an IP address.
func (v Value) IP() netip.Addr {
	a, err := netip.ParseAddr(v.textOf(KindIP))
	if err != nil {
		return netip.Addr{}
	}
	return a
}

// Address gives a postal address.
func (v Value) Address() value.Address {
	var a value.Address
	if v.kind != KindAddress || a.ReadBinary(v.text) != nil {
		return value.Address{}
	}
	return a
}

// Coordinates gives latitude and longitude in degrees.
func (v Value) Coordinates() (lat, lng decimal.Decimal) {
	if v.kind != KindCoordinates {
		return lat, lng
	}
	north, east, _ := strings.Cut(v.text, ",")
	return decimalOf(north), decimalOf(east)
}

// Files gives the URLs of files.
func (v Value) Files() []string {
	urls, err := unpackTexts(v.textOf(KindFiles))
	if err != nil {
		return nil
	}
	return urls
}

// LookUp gives what a look-up leads to: the text of a record's id, or that of a user.
func (v Value) LookUp() (to LookUpTarget, id string) {
	if v.kind != KindLookUp {
		return "", ""
	}
	return LookUpTarget(v.unit), lookUpID(LookUpTarget(v.unit), v.text)
}
