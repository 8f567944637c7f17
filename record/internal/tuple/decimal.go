package tuple

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"
)

// The second byte of a decimal. What follows the sign of a number other than zero says how large it is,
// bytewise: the exponent e in five bytes, then the digits d, two to a byte as 1 + 10·d₁ + d₂, then a zero
// byte, where the number is 0.d₁d₂d₃… × 10^e with neither leading nor trailing zeros. Of a negative number
// all these bytes are inverted, so that the larger sorts first.
const (
	signNegative = 0x01
	signZero     = 0x02
	signPositive = 0x03
)

const (
	exponentSize = 5
	exponentBias = 1 << (8*exponentSize - 1)
)

// AppendDecimal appends d, of any size and exponent: 8 bytes and one for every two digits, 27 for the 38
// digits that a decimal of the domain has at most. Numbers that are equal are equal bytes.
func AppendDecimal(dst []byte, d decimal.Decimal) []byte {
	dst = append(dst, tagDecimal)
	switch d.Sign() {
	case 0:
		return append(dst, signZero)
	case 1:
		return appendMagnitude(append(dst, signPositive), d)
	}
	start := len(dst) + 1
	dst = appendMagnitude(append(dst, signNegative), d)
	invert(dst[start:])
	return dst
}

// Decimal decodes what AppendDecimal wrote at the start of b, without trailing zeros: 1.50 comes back as 1.5
// and 100 as 1 × 10². ErrMalformed: it is none, or its exponent is then beyond 32 bits.
func Decimal(b []byte) (d decimal.Decimal, rest []byte, err error) {
	p, rest, err := body(b, tagDecimal, 1)
	if err != nil {
		return d, nil, err
	}
	switch p[0] {
	case signZero:
		return d, rest, nil
	case signPositive:
		return magnitudeAt(rest, 0x00)
	case signNegative:
		d, rest, err = magnitudeAt(rest, 0xff)
		return d.Neg(), rest, err
	}
	return d, nil, ErrMalformed
}

// appendMagnitude appends exponent and digits of a d that is not zero.
func appendMagnitude(dst []byte, d decimal.Decimal) []byte {
	var buf [48]byte
	digits := d.Coefficient().Append(buf[:0], 10)
	if digits[0] == '-' {
		digits = digits[1:]
	}
	e := uint64(int64(d.Exponent()) + int64(len(digits)) + exponentBias)
	for shift := 8 * (exponentSize - 1); shift >= 0; shift -= 8 {
		dst = append(dst, byte(e>>shift))
	}
	for digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	for ; len(digits) > 1; digits = digits[2:] {
		dst = append(dst, 1+10*(digits[0]-'0')+digits[1]-'0')
	}
	if len(digits) == 1 {
		dst = append(dst, 1+10*(digits[0]-'0'))
	}
	return append(dst, 0)
}

// magnitudeAt decodes what appendMagnitude wrote at the start of b, each byte of it xor mask.
func magnitudeAt(b []byte, mask byte) (d decimal.Decimal, rest []byte, err error) {
	if len(b) < exponentSize {
		return d, nil, ErrMalformed
	}
	var e int64
	for _, c := range b[:exponentSize] {
		e = e<<8 | int64(c^mask)
	}
	digits, rest, err := digitsAt(b[exponentSize:], mask)
	if err != nil {
		return d, nil, err
	}
	exp := e - exponentBias - int64(len(digits))
	if exp < math.MinInt32 || exp > math.MaxInt32 {
		return d, nil, ErrMalformed
	}
	coefficient, ok := new(big.Int).SetString(string(digits), 10)
	if !ok { // a byte over 100 gave something that is no digit
		return d, nil, ErrMalformed
	}
	return decimal.NewFromBigInt(coefficient, int32(exp)), rest, nil
}

// digitsAt decodes the digits, at least one, that end at the first zero byte of b, each byte xor mask.
func digitsAt(b []byte, mask byte) (digits, rest []byte, err error) {
	for i, c := range b {
		c ^= mask
		switch {
		case c == 0 && i > 0 && b[i-1]^mask > 1: // a last byte of 1 would be two trailing zeros
			if digits[len(digits)-1] == '0' {
				digits = digits[:len(digits)-1]
			}
			return digits, b[i+1:], nil
		case c == 0, i == 0 && c < 11: // a first byte under 11 would be a leading zero
			return nil, nil, ErrMalformed
		}
		digits = append(digits, '0'+(c-1)/10, '0'+(c-1)%10)
	}
	return nil, nil, ErrMalformed
}

func invert(b []byte) {
	for i := range b {
		b[i] = ^b[i]
	}
}
