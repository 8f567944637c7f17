package wire

import (
	"encoding/binary"
	"fmt"
	"time"
	"unsafe"
)

// Decode reads a record into r, which must be zero. It takes one copy of b and cuts strings and byte slices
// out of it. ErrUnknown: a field or a format of a later version. ErrMalformed: anything else that this
// package did not write.
func (t *Table[T]) Decode(b []byte, r *T) error {
	if err := t.head(b); err != nil {
		return err
	}
	buf := make([]byte, len(b)-headSize)
	copy(buf, b[headSize:])
	p := unsafe.Pointer(r)
	for _, i := range t.hot[:b[1]] {
		f := &t.fields[i]
		size := f.size
		if len(buf) < size {
			return fmt.Errorf("%w: cut short in field %d", ErrMalformed, f.Number)
		}
		switch uint32(buf[0]) {
		case f.shape:
		case f.tag:
			if err := f.set(p, buf[1:size:size]); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%w: no field %d where it has to be", ErrMalformed, f.Number)
		}
		buf = buf[size:]
	}
	return t.decodeTagged(buf, p)
}

// head checks the format and the number of hot fields.
func (t *Table[T]) head(b []byte) error {
	switch {
	case len(b) < headSize:
		return fmt.Errorf("%w: %d bytes", ErrMalformed, len(b))
	case b[0] != Format:
		return fmt.Errorf("%w: format %d", ErrUnknown, b[0])
	case int(b[1]) > len(t.hot):
		return fmt.Errorf("%w: %d hot fields", ErrUnknown, b[1])
	}
	return nil
}

func (t *Table[T]) decodeTagged(b []byte, p unsafe.Pointer) error {
	last := uint32(0)
	for len(b) > 0 {
		tag, payload, rest, err := next(b)
		if err != nil {
			return err
		}
		number := tag >> 2
		if number <= last {
			return fmt.Errorf("%w: field %d after %d", ErrMalformed, number, last)
		}
		last = number
		b = rest
		i := int(t.byNum[number]) - 1
		if i < 0 {
			if !t.retired[number] {
				return fmt.Errorf("%w: field %d", ErrUnknown, number)
			}
			continue
		}
		f := &t.fields[i]
		if f.Type == Text && tag == f.tag {
			*(*string)(unsafe.Add(p, f.offset)) = text(payload)
			continue
		}
		if err := f.setTagged(p, tag&3, payload); err != nil {
			return err
		}
	}
	return nil
}

// next cuts the first tagged field off b.
func next(b []byte) (tag uint32, payload, rest []byte, err error) {
	wide, n := uint64(b[0]), 1
	if wide >= 0x80 {
		wide, n = binary.Uvarint(b)
	}
	if n <= 0 || wide>>2 > MaxNumber {
		return 0, nil, nil, fmt.Errorf("%w: tag", ErrMalformed)
	}
	size, skip := extent(b[n:], uint32(wide&3))
	if skip < 0 || size > uint64(len(b)-n-skip) {
		return 0, nil, nil, fmt.Errorf("%w: field %d is cut short", ErrMalformed, wide>>2)
	}
	n += skip
	end := n + int(size)
	return uint32(wide), b[n:end:end], b[end:], nil
}

// extent gives the size of the payload at the start of b, and of the length before it; skip below 0: there is none.
func extent(b []byte, shape uint32) (size uint64, skip int) {
	switch shape {
	case shapeBytes:
		if len(b) > 0 && b[0] < 0x80 {
			return uint64(b[0]), 1
		}
		size, skip = binary.Uvarint(b)
		if skip <= 0 {
			skip = -1
		}
		return size, skip
	case shape8:
		return 8, 0
	case shape16:
		return 16, 0
	}
	_, w := binary.Varint(b)
	if w <= 0 {
		return 0, -1
	}
	return uint64(w), 0
}

// setTagged sets the field from a payload of a shape. A number may stand in either shape: as 8 bytes while the
// field is hot, as a varint before or after.
func (f *Field[T]) setTagged(p unsafe.Pointer, shape uint32, payload []byte) error {
	if shape == shapeVarint && f.isNumber() {
		v, _ := binary.Varint(payload)
		return f.setNumber(unsafe.Add(p, f.offset), v)
	}
	if shape != f.shape && !(shape == shape8 && f.isNumber()) {
		return fmt.Errorf("%w: field %d has another shape", ErrMalformed, f.Number)
	}
	return f.set(p, payload)
}

// set sets the field from a payload of 8 or 16 bytes, or of the bytes themselves.
func (f *Field[T]) set(p unsafe.Pointer, b []byte) error {
	at := unsafe.Add(p, f.offset)
	switch f.Type {
	case Text:
		*(*string)(at) = text(b)
	case Bytes:
		*(*[]byte)(at) = b
	case UUID:
		*(*[16]byte)(at) = [16]byte(b)
	case Custom:
		if err := f.codec.decode(text(b), at); err != nil {
			return fmt.Errorf("%w: field %d: %v", ErrMalformed, f.Number, err)
		}
	default:
		return f.setNumber(at, int64(binary.LittleEndian.Uint64(b)))
	}
	return nil
}

// text gives bytes that nobody changes as a string.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func (f *Field[T]) setNumber(at unsafe.Pointer, v int64) error {
	switch f.Type {
	case Int:
		*(*int64)(at) = v
	case OptInt:
		kept := v // so that v itself stays off the heap
		*(**int64)(at) = &kept
	case Bool:
		if v != 1 {
			return fmt.Errorf("%w: field %d is no boolean", ErrMalformed, f.Number)
		}
		*(*bool)(at) = true
	case Time:
		*(*time.Time)(at) = time.UnixMicro(v).UTC()
	}
	return nil
}

// Raw gives the payload of field i in the encoded record b without decoding the rest: 16 bytes of a UUID, 8
// of a number (little endian), the bytes of anything else; nil if it is absent. A hot field costs a comparison, another a walk over the tags. The
// bytes are b's, or new ones.
func (t *Table[T]) Raw(b []byte, i int) ([]byte, error) {
	if err := t.head(b); err != nil {
		return nil, err
	}
	f := &t.fields[i]
	at := t.offsets[i]
	if at == 0 || t.rank[i] >= b[1] {
		return t.walk(b, f.Number)
	}
	end := at + f.size
	if len(b) >= end {
		switch uint32(b[at]) {
		case f.tag:
			return b[at+1 : end : end], nil
		case f.shape:
			return nil, nil
		}
	}
	return nil, fmt.Errorf("%w: no field %d where it has to be", ErrMalformed, f.Number)
}

// RawMany is Raw of several fields, in one walk over the tags for all that are not hot. into has a place for each,
// and room for each 8 bytes, into which it may point.
func (t *Table[T]) RawMany(b []byte, fields []int, into [][]byte, room []byte) error {
	if err := t.head(b); err != nil {
		return err
	}
	cold, last := 0, uint32(0)
	for j, i := range fields {
		into[j] = nil
		if t.offsets[i] == 0 || t.rank[i] >= b[1] {
			cold++
			last = max(last, t.fields[i].Number)
			continue
		}
		var err error
		if into[j], err = t.Raw(b, i); err != nil {
			return err
		}
	}
	if cold == 0 {
		return nil
	}
	return t.each(b, func(tag uint32, payload []byte) bool {
		for j, i := range fields {
			if t.fields[i].Number == tag>>2 {
				into[j] = plain(room[8*j:8*j], tag, payload)
				cold--
			}
		}
		return cold > 0 && tag>>2 < last
	})
}

// plain gives a payload as Raw does: a varint as 8 bytes, appended to room.
func plain(room []byte, tag uint32, payload []byte) []byte {
	if tag&3 == shapeVarint {
		v, _ := binary.Varint(payload)
		return binary.LittleEndian.AppendUint64(room, uint64(v))
	}
	return payload
}

// each walks the tagged fields behind the hot ones until fn says no.
func (t *Table[T]) each(b []byte, fn func(tag uint32, payload []byte) bool) error {
	hot := t.hot[:b[1]]
	b = b[headSize:]
	for _, i := range hot {
		size := t.fields[i].size
		if len(b) < size {
			return fmt.Errorf("%w: cut short", ErrMalformed)
		}
		b = b[size:]
	}
	for len(b) > 0 {
		tag, payload, rest, err := next(b)
		if err != nil {
			return err
		}
		if !fn(tag, payload) {
			return nil
		}
		b = rest
	}
	return nil
}

func (t *Table[T]) walk(b []byte, number uint32) (found []byte, err error) {
	err = t.each(b, func(tag uint32, payload []byte) bool {
		if tag>>2 != number {
			return true
		}
		found = plain(nil, tag, payload)
		return false
	})
	return found, err
}
