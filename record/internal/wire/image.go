package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"
	"unsafe"
)

// Changed appends the indexes of the fields in which a and b differ to dst.
func (t *Table[T]) Changed(dst []int, a, b *T) []int {
	for i := range t.fields {
		if !t.fields[i].equal(unsafe.Pointer(a), unsafe.Pointer(b)) {
			dst = append(dst, i)
		}
	}
	return dst
}

func (f *Field[T]) equal(a, b unsafe.Pointer) bool {
	x, y := unsafe.Add(a, f.offset), unsafe.Add(b, f.offset)
	switch f.Type {
	case Text:
		return *(*string)(x) == *(*string)(y)
	case Bytes:
		return bytes.Equal(*(*[]byte)(x), *(*[]byte)(y))
	case UUID:
		return *(*[16]byte)(x) == *(*[16]byte)(y)
	case Custom:
		var scratch [256]byte
		one := f.codec.appendTo(scratch[:0], x)
		n := len(one)
		both := f.codec.appendTo(one, y)
		return bytes.Equal(both[:n], both[n:])
	}
	v, ok := f.number(x)
	w, has := f.number(y)
	return v == w && ok == has
}

// AppendImage appends what the given fields hold in r: a format byte, the numbers of those that are absent,
// then the others with their values. The fields must be in the order that Changed gives.
func (t *Table[T]) AppendImage(dst []byte, r *T, fields []int) []byte {
	p := unsafe.Pointer(r)
	chosen := make([]bool, len(t.fields))
	for _, i := range fields {
		chosen[i] = true
	}
	var absent []uint32
	var values []byte
	for n := range t.byNum {
		i := int(t.byNum[n]) - 1
		if i < 0 || !chosen[i] {
			continue
		}
		size := len(values)
		values = t.fields[i].appendCold(values, p)
		if len(values) == size {
			absent = append(absent, t.fields[i].Number)
		}
	}
	dst = append(dst, Format)
	dst = binary.AppendUvarint(dst, uint64(len(absent)))
	for _, n := range absent {
		dst = binary.AppendUvarint(dst, uint64(n))
	}
	return append(dst, values...)
}

// Restore sets the fields of an image in r to what they held. Errors are those of Decode.
func (t *Table[T]) Restore(image []byte, r *T) error {
	absent, values, err := splitImage(image)
	if err != nil {
		return err
	}
	p := unsafe.Pointer(r)
	for _, n := range absent {
		i, ok := t.ByNumber(n)
		if ok {
			t.fields[i].clear(p)
		} else if !t.retired[n] {
			return fmt.Errorf("%w: field %d", ErrUnknown, n)
		}
	}
	if err := t.clearPresent(values, p); err != nil {
		return err
	}
	return t.decodeTagged(bytes.Clone(values), p)
}

// clearPresent empties the fields with a codec that an image has values for: a codec is given an empty one.
func (t *Table[T]) clearPresent(values []byte, p unsafe.Pointer) error {
	for len(values) > 0 {
		tag, _, rest, err := next(values)
		if err != nil {
			return err
		}
		if i, ok := t.ByNumber(tag >> 2); ok && t.fields[i].Type == Custom {
			t.fields[i].clear(p)
		}
		values = rest
	}
	return nil
}

// ImageFields gives the numbers of the fields in an image.
func ImageFields(image []byte) ([]uint32, error) {
	numbers, values, err := splitImage(image)
	for err == nil && len(values) > 0 {
		var tag uint32
		tag, _, values, err = next(values)
		numbers = append(numbers, tag>>2)
	}
	return numbers, err
}

func splitImage(b []byte) (absent []uint32, values []byte, err error) {
	if len(b) == 0 || b[0] != Format {
		return nil, nil, fmt.Errorf("%w: image format %.1x", ErrUnknown, b)
	}
	count, w := binary.Uvarint(b[1:])
	if w <= 0 || count > MaxNumber {
		return nil, nil, fmt.Errorf("%w: image", ErrMalformed)
	}
	b = b[1+w:]
	for range count {
		n, w := binary.Uvarint(b)
		if w <= 0 || n > MaxNumber {
			return nil, nil, fmt.Errorf("%w: image", ErrMalformed)
		}
		absent = append(absent, uint32(n))
		b = b[w:]
	}
	return absent, b, nil
}

func (f *Field[T]) clear(p unsafe.Pointer) {
	at := unsafe.Add(p, f.offset)
	switch f.Type {
	case Text:
		*(*string)(at) = ""
	case Bytes:
		*(*[]byte)(at) = nil
	case UUID:
		*(*[16]byte)(at) = [16]byte{}
	case Int:
		*(*int64)(at) = 0
	case OptInt:
		*(**int64)(at) = nil
	case Bool:
		*(*bool)(at) = false
	case Time:
		*(*time.Time)(at) = time.Time{}
	case Custom:
		f.codec.clear(at)
	}
}
