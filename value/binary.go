package value

import (
	"encoding/binary"
	"errors"
	"strings"
)

// What is wrong with the binary form of a value.
var (
	errCut    = errors.New("value: binary form: cut short")
	errRest   = errors.New("value: binary form: bytes left over")
	errAmount = errors.New("value: binary form: no money")
)

// appendTexts writes texts, each after its length as a varint.
func appendTexts(b []byte, texts ...string) []byte {
	for _, s := range texts {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// readTexts reads exactly as many texts as into has places, out of one copy of data.
func readTexts(data []byte, into ...*string) error {
	s := string(data)
	for _, text := range into {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > uint64(len(data)-size) {
			return errCut
		}
		end := size + int(n)
		*text = s[size:end]
		data, s = data[end:], s[end:]
	}
	if len(data) > 0 {
		return errRest
	}
	return nil
}

// AppendBinary appends the stored form of the address to b: its six texts, each after its length. The error is
// always nil.
func (a Address) AppendBinary(b []byte) ([]byte, error) {
	return appendTexts(b, a.Line, a.Street, a.City, a.State, a.PostalCode, a.Country), nil
}

// UnmarshalBinary reads what [Address.AppendBinary] wrote, with one allocation. Other bytes are an error, or an
// address that nobody wrote; the rules of addresses are not checked.
func (a *Address) UnmarshalBinary(data []byte) error {
	var read Address
	if err := readTexts(data, &read.Line, &read.Street, &read.City, &read.State, &read.PostalCode, &read.Country); err != nil {
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
func (m *Money) UnmarshalBinary(data []byte) error {
	var number, code string
	if err := readTexts(data, &number, &code); err != nil {
		return err
	}
	amount, err := Decimal(number)
	if err != nil {
		return errAmount
	}
	*m = Money{Amount: amount, Currency: strings.Clone(code)}
	return nil
}
