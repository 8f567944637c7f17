package tuple

import (
	"encoding/binary"
	"time"
)

// AppendNull appends the element of an absent value. It sorts before every value.
func AppendNull(dst []byte) []byte {
	return append(dst, tagNull)
}

// Null tells whether b starts with an absent value, and if so gives what follows it.
func Null(b []byte) (rest []byte, ok bool) {
	if len(b) == 0 || b[0] != tagNull {
		return nil, false
	}
	return b[1:], true
}

// AppendBool appends v: 2 bytes. False sorts before true.
func AppendBool(dst []byte, v bool) []byte {
	if v {
		return append(dst, tagBool, 1)
	}
	return append(dst, tagBool, 0)
}

// Bool decodes what AppendBool wrote at the start of b, or gives ErrMalformed.
func Bool(b []byte) (v bool, rest []byte, err error) {
	p, rest, err := body(b, tagBool, 1)
	if err != nil || p[0] > 1 {
		return false, nil, ErrMalformed
	}
	return p[0] == 1, rest, nil
}

// AppendInt appends v: 9 bytes.
func AppendInt(dst []byte, v int64) []byte {
	return appendInt64(append(dst, tagInt), v)
}

// Int decodes what AppendInt wrote at the start of b, or gives ErrMalformed.
func Int(b []byte) (v int64, rest []byte, err error) {
	p, rest, err := body(b, tagInt, 8)
	if err != nil {
		return 0, nil, err
	}
	return int64At(p), rest, nil
}

// AppendTime appends t in whole microseconds, the rest of it cut off: 9 bytes. The time zone is not kept.
// Years run from -290307 to 294246; the order of times beyond is undefined.
func AppendTime(dst []byte, t time.Time) []byte {
	return appendInt64(append(dst, tagTime), t.UnixMicro())
}

// Time decodes what AppendTime wrote at the start of b, in UTC, or gives ErrMalformed.
func Time(b []byte) (t time.Time, rest []byte, err error) {
	p, rest, err := body(b, tagTime, 8)
	if err != nil {
		return time.Time{}, nil, err
	}
	return time.UnixMicro(int64At(p)).UTC(), rest, nil
}

// AppendUUID appends id: 17 bytes.
func AppendUUID(dst []byte, id [16]byte) []byte {
	return append(append(dst, tagUUID), id[:]...)
}

// UUID decodes what AppendUUID wrote at the start of b, or gives ErrMalformed.
func UUID(b []byte) (id [16]byte, rest []byte, err error) {
	p, rest, err := body(b, tagUUID, 16)
	if err != nil {
		return id, nil, err
	}
	return [16]byte(p), rest, nil
}

// AppendDate appends a day of the calendar: 5 bytes. It must be a real one, with a year from 0 to 9999; any
// other is written as something that Date refuses or that is another day.
func AppendDate(dst []byte, year int, month time.Month, day int) []byte {
	dst = binary.BigEndian.AppendUint16(append(dst, tagDate), uint16(year))
	return append(dst, byte(month), byte(day))
}

// Date decodes what AppendDate wrote at the start of b. ErrMalformed: it is none, or no real day.
func Date(b []byte) (year int, month time.Month, day int, rest []byte, err error) {
	p, rest, err := body(b, tagDate, 4)
	if err != nil {
		return 0, 0, 0, nil, err
	}
	year, month, day = int(binary.BigEndian.Uint16(p)), time.Month(p[2]), int(p[3])
	if !realDay(year, month, day) {
		return 0, 0, 0, nil, ErrMalformed
	}
	return year, month, day, rest, nil
}

func realDay(year int, month time.Month, day int) bool {
	y, m, d := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Date()
	return year <= 9999 && y == year && m == month && d == day
}

// appendInt64 appends v with its sign bit turned, so that negative numbers sort first.
func appendInt64(dst []byte, v int64) []byte {
	return binary.BigEndian.AppendUint64(dst, uint64(v)^(1<<63))
}

func int64At(p []byte) int64 {
	return int64(binary.BigEndian.Uint64(p) ^ (1 << 63))
}
