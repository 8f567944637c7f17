package customfield

import (
	"strings"
	"time"

	"github.com/clientele-go/clientele/fault"
)

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
