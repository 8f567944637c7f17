package value

import (
	"encoding/binary"
	"errors"
)

// What is wrong with the binary form of a value.
var (
	errCut    = errors.New("value: binary form: cut short")
	errRest   = errors.New("value: binary form: bytes left over")
	errAmount = errors.New("value: binary form: no money")
)

// AppendText appends a text to a binary form, behind its length as a varint.
func AppendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// CutText cuts off the text that AppendText appended first. ok is false if s does not start with one. The text
// is a part of s.
func CutText(s string) (text, rest string, ok bool) {
	n, w := 0, 0
	for shift := 0; ; shift += 7 {
		if w == len(s) || shift > 28 {
			return "", "", false
		}
		c := s[w]
		w++
		n |= int(c&0x7f) << shift
		if c < 0x80 {
			break
		}
	}
	if n > len(s)-w {
		return "", "", false
	}
	return s[w : w+n], s[w+n:], true
}

func appendTexts(b []byte, texts ...string) []byte {
	for _, s := range texts {
		b = AppendText(b, s)
	}
	return b
}

// cutTexts reads exactly as many texts as into has places.
func cutTexts(s string, into ...*string) error {
	ok := true
	for _, text := range into {
		if *text, s, ok = CutText(s); !ok {
			return errCut
		}
	}
	if s != "" {
		return errRest
	}
	return nil
}

// AppendBinary appends the stored form of the address to b: its six texts, each after its length. The error is
// always nil.
func (a Address) AppendBinary(b []byte) ([]byte, error) {
	return appendTexts(b, a.Line, a.Street, a.City, a.State, a.PostalCode, a.Country), nil
}

// UnmarshalBinary reads what [Address.AppendBinary] wrote. Other bytes are an error, or an address that nobody
// wrote; the rules of addresses are not checked.
func (a *Address) UnmarshalBinary(data []byte) error { return a.ReadBinary(string(data)) }

// ReadBinary is UnmarshalBinary of a string, of which the address keeps parts.
func (a *Address) ReadBinary(s string) error {
	var read Address
	if err := cutTexts(s, &read.Line, &read.Street, &read.City, &read.State, &read.PostalCode, &read.Country); err != nil {
		return err
	}
	*a = read
	return nil
}

// AppendBinary appends the stored form of the money to b: amount and currency as texts, each after its length.
// The mark of [Money.In] is not stored. An amount above 38 digits is the fault too_large.
func (m Money) AppendBinary(b []byte) ([]byte, error) {
	amount, err := normalDecimal(m.Amount)
	if err != nil {
		return b, err
	}
	return appendTexts(b, FormatDecimal(amount), m.Currency), nil
}

// UnmarshalBinary reads what [Money.AppendBinary] wrote. Other bytes are an error, or money that nobody wrote;
// whether the currency still exists is not checked.
func (m *Money) UnmarshalBinary(data []byte) error { return m.ReadBinary(string(data)) }

// ReadBinary is UnmarshalBinary of a string, of which the money keeps a part.
func (m *Money) ReadBinary(s string) error {
	var number, code string
	if err := cutTexts(s, &number, &code); err != nil {
		return err
	}
	amount, err := Decimal(number)
	if err != nil {
		return errAmount
	}
	*m = Money{Amount: amount, Currency: code}
	return nil
}
