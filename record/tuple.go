package record

import (
	"slices"
	"time"

	"github.com/google/uuid"
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

// TextAt reads the text that a tuple starts with, as far as it was kept. ok is false if it starts with
// something else; cut tells that the record has more of it.
func (t Tuple) TextAt() (s string, cut, ok bool) {
	s, cut, _, err := tuple.Text(t)
	return s, cut, err == nil
}

// Keys collects the entries of one record in one index.
type Keys struct {
	tuples []Tuple
	paths  []string
}

// Add adds an entry. The same tuple twice is one entry.
func (k *Keys) Add(t Tuple) { k.AddAt("", t) }

// AddAt adds an entry whose value stands at a path of the input, so that a clash in a unique index is a
// fault there. An empty path is the name of the index.
func (k *Keys) AddAt(path string, t Tuple) {
	for _, have := range k.tuples {
		if string(have) == string(t) {
			return
		}
	}
	k.tuples = append(k.tuples, t)
	k.paths = append(k.paths, path)
}

// Index finds records by what they hold.
type Index[T any] struct {
	name   string
	unique bool
	keys   func(r *T, k *Keys)
}

// Unique is an index in which each tuple belongs to one live record. A second claim is a fault `duplicate`.
func Unique[T any](name string, keys func(r *T, k *Keys)) Index[T] {
	return Index[T]{name: name, unique: true, keys: keys}
}

// Many is an index in which many records may have the same tuple; they come in the order of their ids.
func Many[T any](name string, keys func(r *T, k *Keys)) Index[T] {
	return Index[T]{name: name, keys: keys}
}

// entry is one key of a record in an index.
type entry struct {
	key    []byte
	path   string
	index  int
	unique bool
}

// entries gives all index keys of a record.
func (k *Kind[T]) entries(p prefix, r *T, id uuid.UUID) []entry {
	var out []entry
	for i, ix := range k.indexes {
		var keys Keys
		ix.keys(r, &keys)
		for j, t := range keys.tuples {
			e := entry{index: i, unique: ix.unique, path: keys.paths[j]}
			if ix.unique {
				e.key = p.unique(k.code, byte(i), t)
			} else {
				e.key = p.index(k.code, byte(i), t, id)
			}
			if e.path == "" {
				e.path = ix.name
			}
			out = append(out, e)
		}
	}
	return out
}
