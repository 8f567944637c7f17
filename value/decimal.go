package value

import (
	"errors"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele/fault"
)

// maxDigits is how many digits a number may have, before and after the point together, written without an
// exponent and without zeros at its front.
const maxDigits = 38

// Decimal parses an exact decimal number: digits, optionally with a sign, a point with digits on both sides and
// an exponent, as JSON has it ("+5" and "007" are taken, too). Digits are kept: 1.50 stays 1.50, and equals 1.5.
// An exponent is resolved: 1e3 gives 1000.
//
// Faults: required when blank; too_large above 38 digits; not_a_number.
func Decimal(s string) (decimal.Decimal, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return decimal.Decimal{}, refuse(fault.Required, "a number is required")
	}
	if d, ok := shortDecimal(s); ok {
		return d, nil
	}
	digits, scale, ok := scan(unsigned(s))
	if !ok {
		return decimal.Decimal{}, refuse(fault.NotANumber, "must be a number such as 1250.75")
	}
	if writtenOut(len(digits), scale) > maxDigits {
		return decimal.Decimal{}, tooManyDigits()
	}
	if scale < 0 {
		digits += strings.Repeat("0", int(-scale))
		scale = 0
	}
	return build(s[0] == '-', digits, int32(scale)), nil
}

// shortDecimal reads the usual number at once: up to 18 digits, perhaps a minus and a point. Of anything else
// it says that it is not ok.
func shortDecimal(s string) (d decimal.Decimal, ok bool) {
	rest, minus := strings.CutPrefix(s, "-")
	if len(rest) > 19 || rest == "" || rest[0] == '.' || rest[len(rest)-1] == '.' {
		return d, false
	}
	var n int64
	point := -1
	for i := range len(rest) {
		switch c := rest[i]; {
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
		case c == '.' && point < 0:
			point = i
		default:
			return d, false
		}
	}
	if point < 0 {
		if len(rest) > 18 {
			return d, false
		}
		point = len(rest) - 1
	}
	if minus {
		n = -n
	}
	return decimal.New(n, int32(point+1-len(rest))), true
}

// scan takes an unsigned number apart: its value is digits, which begin with no zero, divided by 10 to the power
// of scale.
func scan(s string) (digits string, scale int64, ok bool) {
	mantissa, power := s, "0"
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, power = s[:i], s[i+1:]
	}
	before, after, point := strings.Cut(mantissa, ".")
	if !areDigits(before) || point && !areDigits(after) || !areDigits(unsigned(power)) {
		return "", 0, false
	}
	exponent, err := strconv.ParseInt(power, 10, 48)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return "", 0, false
	}
	digits = strings.TrimLeft(before+after, "0")
	scale = int64(len(after)) - exponent
	if digits == "" {
		scale = max(scale, 0)
	}
	return digits, scale, true
}

// unsigned cuts one sign.
func unsigned(s string) string {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[1:]
	}
	return s
}

func areDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// writtenOut is how many digits a number has without an exponent.
func writtenOut(digits int, scale int64) int64 {
	if scale < 0 {
		return int64(digits) - scale
	}
	return max(int64(digits), scale)
}

// build makes the decimal of at most maxDigits digits.
func build(minus bool, digits string, scale int32) decimal.Decimal {
	if digits == "" {
		digits = "0"
	}
	if minus {
		digits = "-" + digits
	}
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return decimal.New(n, -scale)
	}
	n, _ := new(big.Int).SetString(digits, 10)
	return decimal.NewFromBigInt(n, -scale)
}

// normalDecimal checks and resolves the exponent of a decimal that did not come through [Decimal].
func normalDecimal(d decimal.Decimal) (decimal.Decimal, error) {
	switch {
	case !fits(d):
		return decimal.Decimal{}, tooManyDigits()
	case d.Exponent() > 0:
		return decimal.NewFromBigInt(d.BigInt(), 0), nil
	}
	return d, nil
}

// fits tells whether d has at most maxDigits digits, whatever its exponent, without writing them out.
func fits(d decimal.Decimal) bool {
	scale := -int64(d.Exponent())
	if d.IsZero() {
		return scale <= maxDigits
	}
	const bits = 127 // of the largest number of maxDigits digits
	return d.Coefficient().BitLen() <= bits && writtenOut(d.NumDigits(), scale) <= maxDigits
}

func tooManyDigits() error {
	return refuseAbove(maxDigits, fault.TooLarge, "at most "+strconv.Itoa(maxDigits)+" digits")
}

// FormatDecimal writes a number with all its digits, zeros at the end included, as JSON takes it. One that
// [Decimal] would refuse for its size is written with an exponent.
func FormatDecimal(d decimal.Decimal) string {
	switch {
	case !fits(d):
		return d.Coefficient().String() + "e" + strconv.Itoa(int(d.Exponent()))
	case d.Exponent() < 0:
		return d.StringFixed(-d.Exponent())
	}
	return d.String()
}
