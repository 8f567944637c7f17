package customfield

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/clientele-go/clientele/value"
)

// What is wrong with a stored value.
var (
	errValue = errors.New("customfield: stored value: of no kind that this program knows")
	errBody  = errors.New("customfield: stored value: not in its normal form")
	errTexts = errors.New("customfield: stored value: a list is cut short")
)

// The bounds of an instant, in microseconds: the years 0 to 9999.
var (
	firstInstant = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	lastInstant  = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro() - 1
)

const secondsOfDay = 24 * 60 * 60

// append appends the stored form of a value: its kind, and what that has. Equal values have the same form. A
// password that is not sealed has none.
func (v Value) append(dst []byte) []byte {
	dst = append(dst, byte(v.kind))
	switch v.kind {
	case KindInteger, KindDateTime, KindTime, KindBool:
		return binary.AppendVarint(dst, v.num)
	case KindMoney, KindLookUp:
		dst = value.AppendText(dst, v.unit)
	}
	return append(dst, v.text...)
}

// readValue reads what append wrote, and refuses everything else. The value keeps parts of s.
func readValue(s string) (Value, error) {
	if s == "" {
		return Value{}, errValue
	}
	v := Value{kind: Kind(s[0]), text: s[1:]}
	ok := true
	switch v.kind {
	case KindInteger, KindDateTime, KindTime, KindBool:
		v.num, ok = readNum(v.text)
		v.text = ""
	case KindMoney, KindLookUp:
		v.unit, v.text, ok = value.CutText(v.text)
	}
	if ok {
		ok = v.sound()
	}
	if v.kind == KindNone || v.kind > KindLookUp {
		return Value{}, errValue
	}
	if !ok {
		return Value{}, errBody
	}
	return v, nil
}

func readNum(s string) (int64, bool) {
	var buf [binary.MaxVarintLen64]byte
	if len(s) > len(buf) {
		return 0, false
	}
	n, size := binary.Varint(buf[:copy(buf[:], s)])
	return n, size == len(s) && string(binary.AppendVarint(buf[:0], n)) == s
}

// sound tells whether a value that was read is one that can have been written.
func (v Value) sound() bool {
	switch v.kind {
	case KindText:
		return v.text != "" && utf8.ValidString(v.text)
	case KindDateTime:
		return v.num >= firstInstant && v.num <= lastInstant
	case KindTime:
		return v.num >= 0 && v.num < secondsOfDay
	case KindBool:
		return v.num == 0 || v.num == 1
	case KindDecimal:
		return isNormal(v.text)
	case KindMoney:
		return isNormal(v.text) && len(v.unit) <= 3
	case KindDate:
		_, ok := date(v.text)
		return ok
	case KindChoice:
		return len(v.text) == 16
	case KindChoices:
		return v.text != "" && len(v.text)%16 == 0 && slices.IsSortedFunc(unpackIDs(v.text), compareIDs) && distinct(v.text)
	case KindIP:
		a, err := netip.ParseAddr(v.text)
		return err == nil && a.Zone() == "" && a.String() == v.text
	case KindAddress:
		var a value.Address
		return a.ReadBinary(v.text) == nil && AddressValue(a).text == v.text
	case KindCoordinates:
		north, east, ok := strings.Cut(v.text, ",")
		return ok && isNormal(north) && isNormal(east)
	case KindFiles:
		urls, err := unpackTexts(v.text)
		return err == nil && len(urls) > 0 && packTexts(urls) == v.text
	case KindPassword:
		return len(v.text) == sealSize
	case KindLookUp:
		return v.unit != "" && v.text != "" && (LookUpTarget(v.unit) == LookUpUser || len(v.text) == 16)
	}
	return true
}

func distinct(packed string) bool {
	for i := 16; i < len(packed); i += 16 {
		if packed[i-16:i] == packed[i:i+16] {
			return false
		}
	}
	return true
}

// packIDs gives ids in their order, each once, as one text.
func packIDs(ids []OptionID) string {
	if len(ids) == 1 {
		return string(ids[0][:])
	}
	ids = slices.Compact(slices.SortedFunc(slices.Values(ids), compareIDs))
	var b strings.Builder
	b.Grow(16 * len(ids))
	for _, id := range ids {
		b.Write(id[:])
	}
	return b.String()
}

func compareIDs(a, b OptionID) int { return strings.Compare(string(a[:]), string(b[:])) }

func unpackIDs(s string) []OptionID {
	ids := make([]OptionID, 0, len(s)/16)
	for ; len(s) >= 16; s = s[16:] {
		ids = append(ids, OptionID([]byte(s[:16])))
	}
	return ids
}

func packTexts(list []string) string {
	var dst []byte
	for _, s := range list {
		dst = value.AppendText(dst, s)
	}
	return string(dst)
}

func unpackTexts(s string) ([]string, error) {
	var list []string
	for s != "" {
		text, rest, ok := value.CutText(s)
		if !ok || !utf8.ValidString(text) {
			return nil, errTexts
		}
		list = append(list, text)
		s = rest
	}
	return list, nil
}
