package record

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/clientele-go/clientele/record/internal/wire"
	"github.com/clientele-go/clientele/value"
)

// Field is an entry of a kind's table: where a value stands in the record, the number under which it is
// stored, and its name in JSON. One Field may stand for several values, as [SystemFields] does.
type Field[T any] struct {
	parts   []part[T]
	retired []uint32
	system  func(*T) *System[T]
}

type part[T any] struct {
	name   string         // in JSON; empty: not there
	stored bool           // else computed
	wire   wire.Field[T]  // of a stored one
	value  func(r *T) any // what encoding/json makes the JSON value of
	last   bool           // in JSON after the fields of the kind
}

// Option is a property of a field.
type Option uint8

const (
	// Hot puts a field of fixed size (ids, times, integers, booleans) at a constant offset of the stored
	// record, where filters read it without decoding the rest. Hot fields have numbers up to 31 and are
	// append-only: a hot field stays hot and keeps its place among the hot ones.
	Hot Option = 1 + iota
	// Hidden keeps a stored field out of the JSON of the record.
	Hidden
)

// Text is a field of type string; the empty string is absent.
func Text[T any](number uint32, name string, access func(*T) *string, options ...Option) Field[T] {
	return stored(name, wire.At(number, wire.Text, access), func(r *T) any {
		if s := *access(r); s != "" {
			return s
		}
		return nil
	}, options)
}

// Int is a field of type int64; zero is absent in the store and 0 in JSON.
func Int[T any](number uint32, name string, access func(*T) *int64, options ...Option) Field[T] {
	return stored(name, wire.At(number, wire.Int, access), func(r *T) any { return *access(r) }, options)
}

// OptInt is a field of type *int64, where nil is absent and zero is a value.
func OptInt[T any](number uint32, name string, access func(*T) **int64, options ...Option) Field[T] {
	return stored(name, wire.At(number, wire.OptInt, access), func(r *T) any { return *access(r) }, options)
}

// Bool is a field of type bool; false is absent in the store and false in JSON.
func Bool[T any](number uint32, name string, access func(*T) *bool, options ...Option) Field[T] {
	return stored(name, wire.At(number, wire.Bool, access), func(r *T) any { return *access(r) }, options)
}

// Time is a field of type time.Time, kept in UTC to the microsecond; the zero Time is absent.
func Time[T any](number uint32, name string, access func(*T) *time.Time, options ...Option) Field[T] {
	return stored(name, wire.At(number, wire.Time, access), func(r *T) any { return orNil(*access(r)) }, options)
}

// UUID is a field of an id type; the zero id is absent.
func UUID[T any, U ~[16]byte](number uint32, name string, access func(*T) *U, options ...Option) Field[T] {
	return stored(name, wire.At(number, wire.UUID, access), func(r *T) any {
		if id := *access(r); id != (U{}) {
			return ID[T](id)
		}
		return nil
	}, options)
}

// JSON is a field that holds raw JSON; empty is absent.
func JSON[T any](number uint32, name string, access func(*T) *json.RawMessage, options ...Option) Field[T] {
	return stored(name, wire.At(number, wire.Bytes, access), func(r *T) any {
		if raw := *access(r); len(raw) > 0 {
			return raw
		}
		return nil
	}, options)
}

// Texts is a field of type []string; an empty list is absent in the store and [] in JSON.
func Texts[T any](number uint32, name string, access func(*T) *[]string, options ...Option) Field[T] {
	f := Custom(number, name, access, appendTexts, decodeTexts, options...)
	f.parts[0].value = func(r *T) any {
		if list := *access(r); len(list) > 0 {
			return list
		}
		return []string{}
	}
	return f
}

// Custom is a field of any type with a codec of its own. appendTo appends nothing for an absent value, and
// the same bytes for equal values: it is how changes are seen. decode may keep s, a part of the record; it never
// trusts it. The JSON form is encoding/json's.
func Custom[T, V any](number uint32, name string, access func(*T) *V, appendTo func(dst []byte, v *V) []byte, decode func(s string, v *V) error, options ...Option) Field[T] {
	return stored(name, wire.AtCustom(number, access, appendTo, decode), func(r *T) any { return access(r) }, options)
}

// Output is a value that is computed for the JSON of a record and never stored.
func Output[T any](name string, value func(r *T) any) Field[T] {
	return Field[T]{parts: []part[T]{{name: name, value: value}}}
}

// Retired keeps the numbers of fields that an earlier version of the kind had: what is stored under them is
// passed over, and they are never given out again.
func Retired[T any](numbers ...uint32) Field[T] {
	return Field[T]{retired: numbers}
}

func stored[T any](name string, w wire.Field[T], value func(*T) any, options []Option) Field[T] {
	p := part[T]{name: name, stored: true, value: value, wire: w}
	for _, o := range options {
		switch o {
		case Hot:
			p.wire.Hot = true
		case Hidden:
			p.name = ""
		}
	}
	return Field[T]{parts: []part[T]{p}}
}

// Join makes one Field of several.
func Join[T any](fields ...Field[T]) Field[T] { return join(fields...) }

func join[T any](fields ...Field[T]) Field[T] {
	var f Field[T]
	for _, g := range fields {
		f.parts = append(f.parts, g.parts...)
		f.retired = append(f.retired, g.retired...)
		if g.system != nil {
			f.system = g.system
		}
	}
	return f
}

func trailing[T any](f Field[T]) Field[T] {
	f.parts[0].last = true
	return f
}

func appendTexts(dst []byte, list *[]string) []byte {
	for _, s := range *list {
		dst = value.AppendText(dst, s)
	}
	return dst
}

func decodeTexts(s string, list *[]string) error {
	for s != "" {
		text, rest, ok := value.CutText(s)
		if !ok {
			return errors.New("record: a list of texts is cut short")
		}
		*list = append(*list, text)
		s = rest
	}
	return nil
}
