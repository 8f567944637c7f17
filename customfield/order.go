package customfield

import (
	"cmp"
	"strings"

	"github.com/clientele-go/clientele/record"
)

// Equal tells whether both are the same value. A password is equal to nothing but itself once it is set.
func (v Value) Equal(other Value) bool {
	return v.kind == other.kind && v.num == other.num && v.text == other.text && v.unit == other.unit
}

// Compare orders values: by kind, and values of one kind as their nature is: numbers by size, money by currency
// and then by amount, days and times by the calendar, texts by their bytes, false before true.
func (v Value) Compare(other Value) int {
	if c := cmp.Compare(v.kind, other.kind); c != 0 {
		return c
	}
	switch v.kind {
	case KindDecimal:
		return compareNumbers(v.text, other.text)
	case KindMoney:
		return cmp.Or(strings.Compare(v.unit, other.unit), compareNumbers(v.text, other.text))
	case KindIP:
		return v.IP().Compare(other.IP())
	case KindCoordinates:
		north, east, _ := strings.Cut(v.text, ",")
		otherNorth, otherEast, _ := strings.Cut(other.text, ",")
		return cmp.Or(compareNumbers(north, otherNorth), compareNumbers(east, otherEast))
	}
	return cmp.Or(cmp.Compare(v.num, other.num), strings.Compare(v.unit, other.unit), strings.Compare(v.text, other.text))
}

// tuple appends the value to the tuple of an index entry. Tuples of one kind sort as [Value.Compare] has it, as
// far as texts of over 200 bytes are not cut.
func (v Value) tuple(t record.Tuple) record.Tuple {
	switch v.kind {
	case KindInteger, KindDateTime, KindTime:
		return t.Int(v.num)
	case KindBool:
		return t.Bool(v.num == 1)
	case KindDecimal:
		return t.Decimal(decimalOf(v.text))
	case KindMoney:
		return t.Text(v.unit).Decimal(decimalOf(v.text))
	case KindIP:
		a := v.IP()
		return t.Int(int64(a.BitLen())).Text(string(a.AsSlice()))
	case KindCoordinates:
		lat, lng := v.Coordinates()
		return t.Decimal(lat).Decimal(lng)
	case KindChoice:
		return t.UUID([16]byte([]byte(v.text)))
	case KindLookUp:
		return t.Text(v.unit).Text(v.text)
	}
	return t.Text(v.text)
}

// tuples gives the index entries of a value behind t: one for each of several options.
func (v Value) tuples(t record.Tuple, add func(t record.Tuple)) {
	if v.kind != KindChoices {
		add(v.tuple(t))
		return
	}
	for s := v.text; len(s) >= 16; s = s[16:] {
		add(Value{kind: KindChoice, text: s[:16]}.tuple(t[:len(t):len(t)]))
	}
}
