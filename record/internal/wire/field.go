package wire

import (
	"fmt"
	"unsafe"
)

// Type is how a field's Go value is read and written.
type Type uint8

// The types of fields, with the Go type that each stands for.
const (
	Text   Type = iota + 1 // string
	Int                    // int64
	OptInt                 // *int64
	Bool                   // bool
	Time                   // time.Time, to the microsecond, UTC
	UUID                   // [16]byte
	Bytes                  // []byte
	Custom                 // anything, by a Codec
)

// The payload shapes, the low two bits of a tag.
const (
	shapeVarint = iota
	shape8
	shapeBytes
	shape16
)

// MaxHot is the highest number of a hot field: its tag has to fit one byte.
const MaxHot = 31

// MaxNumber is the highest number of a field.
const MaxNumber = 1023

// Field is one field of a record of type T.
type Field[T any] struct {
	Number uint32
	Type   Type
	Hot    bool
	offset uintptr
	codec  codec
	tag    uint32 // number and shape, set by NewTable, as are the next two
	shape  uint32
	size   int // of a hot one, with its tag
	err    error
}

// codec reads and writes a Custom field at its address.
type codec struct {
	appendTo func(dst []byte, at unsafe.Pointer) []byte // appends nothing: absent
	decode   func(s string, at unsafe.Pointer) error    // s may be kept
	clear    func(at unsafe.Pointer)
}

// At makes the field that access points to. If access leaves the record, as through a pointer or into a
// slice, NewTable says so.
func At[T, V any](number uint32, typ Type, access func(*T) *V) Field[T] {
	f := Field[T]{Number: number, Type: typ}
	var zero T
	at := reach(access, &zero)
	f.offset = uintptr(unsafe.Pointer(at)) - uintptr(unsafe.Pointer(&zero))
	if at == nil || f.offset > unsafe.Sizeof(zero) || f.offset+unsafe.Sizeof(*at) > unsafe.Sizeof(zero) {
		f.err = fmt.Errorf("wire: the accessor of field %d leaves the record", number)
	}
	return f
}

// reach calls an accessor on a zero record: nil if it cannot do with one, because it goes through a pointer or
// into a slice.
func reach[T, V any](access func(*T) *V, zero *T) (at *V) {
	defer func() {
		if recover() != nil {
			at = nil
		}
	}()
	return access(zero)
}

// AtCustom makes a field with a codec of its own: appendTo appends nothing for an absent value; decode may
// keep its text, which is a part of the record.
func AtCustom[T, V any](number uint32, access func(*T) *V, appendTo func([]byte, *V) []byte, decode func(string, *V) error) Field[T] {
	f := At(number, Custom, access)
	f.codec = codec{
		appendTo: func(dst []byte, at unsafe.Pointer) []byte { return appendTo(dst, (*V)(at)) },
		decode:   func(s string, at unsafe.Pointer) error { return decode(s, (*V)(at)) },
		clear:    func(at unsafe.Pointer) { var zero V; *(*V)(at) = zero },
	}
	return f
}

// Same tells whether both fields stand at the same place of the record.
func (f Field[T]) Same(g Field[T]) bool { return f.offset == g.offset }

// settle fills in what follows from number, type and heat.
func (f *Field[T]) settle() {
	switch {
	case f.Type == UUID:
		f.shape, f.size = shape16, 17
	case !f.isNumber():
		f.shape = shapeBytes
	case f.Hot:
		f.shape, f.size = shape8, 9
	default:
		f.shape = shapeVarint
	}
	f.tag = f.Number<<2 | f.shape
}

func (f *Field[T]) isNumber() bool {
	return f.Type == Int || f.Type == OptInt || f.Type == Bool || f.Type == Time
}
