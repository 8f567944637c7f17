package record

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele/record/internal/tuple"
)

// Tuple is the value of an index entry: one element or several, in an encoding whose bytes sort as the values
// do. Its methods append an element and give the longer tuple; the zero Tuple is empty.
//
//	record.Tuple{}.Text("acme.com")
//	record.Tuple{}.UUID(account).Time(due)
type Tuple []byte

// Text appends a text. One of more than 200 bytes is cut and a hash of it added: equal texts stay equal and
// different ones different, but the order is kept only up to the cut.
func (t Tuple) Text(s string) Tuple { return tuple.AppendText(slices.Grow(t, len(s)+3), s) }

// TextPrefix appends what every text starting with s starts with: the tuple is the prefix of a range.
func (t Tuple) TextPrefix(s string) Tuple { return tuple.AppendTextPrefix(t, s) }

// Int appends an integer.
func (t Tuple) Int(v int64) Tuple { return tuple.AppendInt(slices.Grow(t, 9), v) }

// Decimal appends an exact number. Numbers that are equal are equal here, whatever their digits after the point.
func (t Tuple) Decimal(d decimal.Decimal) Tuple { return tuple.AppendDecimal(t, d) }

// UUID appends an id.
func (t Tuple) UUID(id [16]byte) Tuple { return tuple.AppendUUID(slices.Grow(t, 17), id) }

// Time appends a time, to the microsecond.
func (t Tuple) Time(v time.Time) Tuple { return tuple.AppendTime(t, v) }

// Date appends a day of the calendar.
func (t Tuple) Date(year int, month time.Month, day int) Tuple {
	return tuple.AppendDate(t, year, month, day)
}

// Bool appends a boolean; false sorts first.
func (t Tuple) Bool(v bool) Tuple { return tuple.AppendBool(t, v) }

// Null appends the absent value, which sorts before every other.
func (t Tuple) Null() Tuple { return tuple.AppendNull(t) }

// UUIDAt reads the id that a tuple starts with, and gives what follows it. ok is false if it starts with
// something else.
func (t Tuple) UUIDAt() (id [16]byte, rest Tuple, ok bool) {
	id, tail, err := tuple.UUID(t)
	return id, Tuple(tail), err == nil
}

// TextAt reads the text that a tuple starts with, as far as it was kept. ok is false if it starts with
// something else; cut tells that the record has more of it.
func (t Tuple) TextAt() (s string, cut, ok bool) {
	s, cut, _, err := tuple.Text(t)
	return s, cut, err == nil
}

// TimeAt reads the time that a tuple starts with, and gives what follows it. ok is false if it starts with something
// else.
func (t Tuple) TimeAt() (at time.Time, rest Tuple, ok bool) {
	at, tail, err := tuple.Time(t)
	return at, Tuple(tail), err == nil
}
