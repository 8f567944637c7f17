package customfield

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele/value"
)

// convert gives the value that a field takes in place of v, which was one of another type, and whether something of
// it is lost. No value: it cannot be converted. What the settings of the field say of it is not asked.
func (f *Field) convert(v Value, r Rules) (to Value, loses bool) {
	if f.takes(v) && f.Type.kind() != KindText {
		return f.atScale(v)
	}
	switch f.Type {
	case SingleLine, MultiLine, RichText, Regex:
		return f.toText(v)
	case Integer, Rating:
		return toInteger(v)
	case Decimal:
		return f.toDecimal(v, r)
	case Currency:
		return f.toMoney(v, r)
	case Date, DateTime, Time:
		return f.toMoment(v, r)
	case SingleChoice, RadioButton, MultiChoice, Checkbox:
		return f.toChoice(v)
	case Toggle:
		return toBool(v)
	case FileUpload:
		return f.parsed(FilesValue(v.Text()), r), false
	case URL:
		if files := v.Files(); len(files) > 0 {
			return TextValue(files[0]), len(files) > 1
		}
	case Address:
		return AddressValue(value.Address{Line: cutTo(v.Text(), 1_024)}), len([]rune(v.Text())) > 1_024
	case Password, Calculated:
		return Value{}, false
	}
	if v.kind == KindText || v.kind == KindLookUp && f.Type == LookUp {
		return f.parsed(v, r), false
	}
	return Value{}, false
}

// parsed gives what an input of the value's text or list would be; no value if the field does not take it.
func (f *Field) parsed(v Value, r Rules) Value {
	raw, err := v.MarshalJSON()
	if err != nil {
		return Value{}
	}
	to, err := f.traits().parse(f, string(raw), &r)
	if err != nil {
		return Value{}
	}
	return to
}

// toText gives the text for people, cut to the field's length and put into one line if it has to be.
func (f *Field) toText(v Value) (Value, bool) {
	if v.kind == KindPassword || v.IsZero() {
		return Value{}, false
	}
	given := v.String()
	loses := v.kind == KindAddress && v.Address().Line == ""
	text := given
	if f.Type == SingleLine || f.Type == Regex {
		text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' }), " ")
	}
	text = cutTo(text, f.length())
	to := f.parsed(TextValue(text), Rules{})
	return to, loses || to.text != given
}

func cutTo(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit])
	}
	return s
}

func toInteger(v Value) (Value, bool) {
	switch v.kind {
	case KindBool:
		return IntegerValue(v.num), false
	case KindDecimal, KindMoney:
		whole := v.Decimal().RoundBank(0)
		to, err := parseInteger(nil, digitsOf(whole), nil)
		if err != nil {
			return Value{}, false
		}
		return to, v.kind == KindMoney || !whole.Equal(v.Decimal())
	case KindText:
		raw, err := json.Marshal(v.text)
		if err != nil {
			return Value{}, false
		}
		to, err := parseInteger(nil, string(raw), nil)
		if err != nil {
			return Value{}, false
		}
		return to, false
	}
	return Value{}, false
}

// digitsIn gives the number that a value is, or is the text of.
func digitsIn(v Value) (string, bool) {
	switch v.kind {
	case KindInteger:
		return v.String(), true
	case KindDecimal, KindMoney:
		return v.text, true
	case KindText:
		if s, err := number(v.text); err == nil {
			return s, true
		}
	}
	return "", false
}

func (f *Field) toDecimal(v Value, r Rules) (Value, bool) {
	s, ok := digitsIn(v)
	if !ok {
		return Value{}, false
	}
	to, loses := f.atScale(Value{kind: KindDecimal, text: s})
	return to, loses || v.kind == KindMoney && v.unit != r.Currency
}

func (f *Field) toMoney(v Value, r Rules) (Value, bool) {
	if amount, unit, ok := strings.Cut(v.Text(), " "); ok { // as String writes it
		if code, err := value.Currency(unit); err == nil && isNormal(amount) {
			return f.atScale(Value{kind: KindMoney, text: amount, unit: code})
		}
	}
	s, ok := digitsIn(v)
	if !ok {
		return Value{}, false
	}
	return f.atScale(Value{kind: KindMoney, text: s, unit: r.Currency})
}

// atScale rounds a number to the digits that the field has after the point.
func (f *Field) atScale(v Value) (Value, bool) {
	if f.Scale == nil || v.kind != KindDecimal && v.kind != KindMoney || decimals(v.text) <= int(*f.Scale) {
		return v, false
	}
	v.text = digitsOf(decimal.Decimal.RoundBank(decimalOf(v.text), int32(*f.Scale)))
	return v, true
}

func (f *Field) toMoment(v Value, r Rules) (Value, bool) {
	switch {
	case v.kind == KindText:
		return f.parsed(v, r), false
	case v.kind == KindDate && f.Type == DateTime:
		year, month, day := v.Date()
		return DateTimeValue(time.Date(year, month, day, 0, 0, 0, 0, time.UTC)), false
	case v.kind == KindDateTime && f.Type == Date:
		t := v.DateTime()
		to := DateValue(t.Year(), t.Month(), t.Day())
		return to, !t.Equal(t.Truncate(24 * time.Hour))
	case v.kind == KindDateTime && f.Type == Time:
		t := v.DateTime()
		return TimeValue(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second), true
	}
	return Value{}, false
}

func (f *Field) toChoice(v Value) (Value, bool) {
	if !f.chooses() {
		return toBool(v)
	}
	ids := v.Options()
	if v.kind == KindText {
		if o := f.offered(v.text); o != nil {
			ids = []OptionID{o.ID}
		}
	}
	if len(ids) == 0 {
		return Value{}, false
	}
	if f.Type == MultiChoice || f.Type == Checkbox {
		to := ChoicesValue(ids...)
		return to, false
	}
	return ChoiceValue(ids[0]), len(ids) > 1
}

func toBool(v Value) (Value, bool) {
	switch {
	case v.kind == KindBool:
		return v, false
	case v.kind == KindText && (v.text == "true" || v.text == "false"):
		return BoolValue(v.text == "true"), false
	case v.kind == KindInteger && (v.num == 0 || v.num == 1):
		return BoolValue(v.num == 1), false
	}
	return Value{}, false
}
