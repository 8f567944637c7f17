package wire

import (
	"encoding/binary"
	"time"
	"unsafe"
)

// Append appends the record to dst.
func (t *Table[T]) Append(dst []byte, r *T) []byte {
	p := unsafe.Pointer(r)
	dst = append(dst, Format, byte(len(t.hot)))
	for _, i := range t.hot {
		dst = t.fields[i].appendHot(dst, p)
	}
	for _, i := range t.cold {
		dst = t.fields[i].appendCold(dst, p)
	}
	return dst
}

// appendHot appends the field at its fixed size, an absent one under the padding tag.
func (f *Field[T]) appendHot(dst []byte, p unsafe.Pointer) []byte {
	at := unsafe.Add(p, f.offset)
	if f.Type == UUID {
		id := (*[16]byte)(at)
		tag := byte(f.tag)
		if *id == ([16]byte{}) {
			tag = shape16
		}
		return append(append(dst, tag), id[:]...)
	}
	v, ok := f.number(at)
	tag := byte(f.tag)
	if !ok {
		tag = shape8
	}
	return binary.LittleEndian.AppendUint64(append(dst, tag), uint64(v))
}

// appendCold appends the field's tag and payload, nothing if it is absent.
func (f *Field[T]) appendCold(dst []byte, p unsafe.Pointer) []byte {
	at := unsafe.Add(p, f.offset)
	switch f.Type {
	case Text:
		return appendString(dst, f.tag, *(*string)(at))
	case Bytes:
		b := *(*[]byte)(at)
		return appendString(dst, f.tag, unsafe.String(unsafe.SliceData(b), len(b)))
	case Custom:
		return f.appendCustom(dst, at)
	case UUID:
		id := (*[16]byte)(at)
		if *id == ([16]byte{}) {
			return dst
		}
		return append(appendTag(dst, f.tag), id[:]...)
	}
	v, ok := f.number(at)
	if !ok {
		return dst
	}
	dst = appendTag(dst, f.tag)
	if f.Hot {
		return binary.LittleEndian.AppendUint64(dst, uint64(v))
	}
	return binary.AppendVarint(dst, v)
}

// number gives the value of a field that is stored as one, and whether it is there.
func (f *Field[T]) number(at unsafe.Pointer) (int64, bool) {
	switch f.Type {
	case Int:
		v := *(*int64)(at)
		return v, v != 0
	case OptInt:
		v := *(**int64)(at)
		if v == nil {
			return 0, false
		}
		return *v, true
	case Bool:
		if *(*bool)(at) {
			return 1, true
		}
	case Time:
		v := (*time.Time)(at)
		if !v.IsZero() {
			return v.UnixMicro(), true
		}
	}
	return 0, false
}

// appendCustom lets the codec append, then puts the length before what it appended.
func (f *Field[T]) appendCustom(dst []byte, at unsafe.Pointer) []byte {
	start := len(dst)
	dst = appendTag(dst, f.tag)
	body := len(dst)
	dst = f.codec.appendTo(append(dst, 0), at)
	n := len(dst) - body - 1
	if n == 0 {
		return dst[:start]
	}
	if n < 0x80 {
		dst[body] = byte(n)
		return dst
	}
	var size [binary.MaxVarintLen64]byte
	w := binary.PutUvarint(size[:], uint64(n))
	dst = append(dst, size[:w-1]...)
	copy(dst[body+w:], dst[body+1:body+1+n])
	copy(dst[body:], size[:w])
	return dst
}

func appendTag(dst []byte, tag uint32) []byte {
	if tag < 0x80 {
		return append(dst, byte(tag))
	}
	return binary.AppendUvarint(dst, uint64(tag))
}

func appendString(dst []byte, tag uint32, s string) []byte {
	if s == "" {
		return dst
	}
	dst = appendTag(dst, tag)
	if len(s) < 0x80 {
		dst = append(dst, byte(len(s)))
	} else {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
	}
	return append(dst, s...)
}
