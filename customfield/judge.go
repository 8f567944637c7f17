package customfield

import (
	"strconv"
	"unicode/utf8"

	"github.com/clientele-go/clientele/fault"
)

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
