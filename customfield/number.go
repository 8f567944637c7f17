package customfield

import (
	"cmp"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/value"
)

// Number is an exact number in a setting of a field, as digits: "0.5". Empty is none. In JSON it is a number.
type Number string

// MarshalJSON writes the digits, null for none.
func (n Number) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("null"), nil
	}
	d, err := value.Decimal(string(n))
	if err != nil {
		return nil, err
	}
	return []byte(digitsOf(d)), nil
}

// UnmarshalJSON reads a JSON number. Faults: wrong_type, too_large.
func (n *Number) UnmarshalJSON(data []byte) error {
	digits, err := number(string(data))
	if err != nil {
		return err
	}
	*n = Number(digits)
	return nil
}

// normal gives the digits in their normal form. Faults: not_a_number, too_large.
func (n Number) normal() (Number, error) {
	if n == "" {
		return "", nil
	}
	d, err := value.Decimal(string(n))
	return Number(digitsOf(d)), err
}

// manyDigits is how many digits a number may have.
const manyDigits = 38

// number gives the normal form of a JSON number: no exponent, no zeros at either end. It is a part of raw where
// that can be.
func number(raw string) (string, error) {
	whole, fraction, power, ok := split(raw)
	if !ok {
		return "", lenient.WrongType("number")
	}
	if power || len(whole)+len(fraction) > manyDigits {
		d, err := value.Decimal(raw)
		if err != nil {
			return "", err
		}
		return digitsOf(d), nil
	}
	significant := strings.TrimRight(fraction, "0")
	digits := raw[:len(raw)-(len(fraction)-len(significant))]
	digits = strings.TrimSuffix(digits, ".")
	if digits == "-0" {
		return "0", nil
	}
	return digits, nil
}

// split takes a JSON number apart: the digits before the point, those after it, and whether it has an exponent.
func split(raw string) (whole, fraction string, power, ok bool) {
	rest := strings.TrimPrefix(raw, "-")
	whole, rest = digits(rest)
	if whole == "" || len(whole) > 1 && whole[0] == '0' {
		return "", "", false, false
	}
	if after, point := strings.CutPrefix(rest, "."); point {
		if fraction, rest = digits(after); fraction == "" {
			return "", "", false, false
		}
	}
	if rest == "" {
		return whole, fraction, false, true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return "", "", false, false
	}
	rest = rest[1:]
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	exponent, rest := digits(rest)
	return whole, fraction, true, exponent != "" && rest == ""
}

// digits cuts the digits off that s starts with.
func digits(s string) (run, rest string) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[:i], s[i:]
}

// isNormal tells whether s is a number in its normal form.
func isNormal(s string) bool {
	d, err := number(s)
	return err == nil && d == s && !strings.ContainsAny(s, "eE")
}

// digitsOf gives the normal form of a number.
func digitsOf(d decimal.Decimal) string {
	s := value.FormatDecimal(d)
	if strings.IndexByte(s, '.') >= 0 && strings.IndexByte(s, 'e') < 0 {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// decimalOf gives the number of its digits.
func decimalOf(s string) decimal.Decimal {
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Decimal{}
	}
	return d
}

// compareNumbers compares two numbers in their normal form.
func compareNumbers(a, b string) int {
	minusA, minusB := strings.HasPrefix(a, "-"), strings.HasPrefix(b, "-")
	switch {
	case minusA && minusB:
		return compareUnsigned(b[1:], a[1:])
	case minusA:
		return -1
	case minusB:
		return 1
	}
	return compareUnsigned(a, b)
}

func compareUnsigned(a, b string) int {
	wholeA, fractionA, _ := strings.Cut(a, ".")
	wholeB, fractionB, _ := strings.Cut(b, ".")
	return cmp.Or(cmp.Compare(len(wholeA), len(wholeB)), cmp.Compare(wholeA, wholeB), cmp.Compare(fractionA, fractionB))
}

// decimals is how many digits a number in its normal form has after the point.
func decimals(s string) int {
	_, fraction, _ := strings.Cut(s, ".")
	return len(fraction)
}

// within judges a number in its normal form by the limits of the field.
func (f *Field) within(faults *fault.List, digits string) {
	if f.Min != "" && compareNumbers(digits, string(f.Min)) < 0 {
		faults.AddWith("", fault.TooSmall, "at least "+string(f.Min), fault.Params{"limit": f.Min})
	}
	if f.Max != "" && compareNumbers(digits, string(f.Max)) > 0 {
		faults.AddWith("", fault.TooLarge, "at most "+string(f.Max), fault.Params{"limit": f.Max})
	}
	if f.Scale != nil && decimals(digits) > int(*f.Scale) {
		faults.AddWith("", fault.TooLong, "too many digits after the point", fault.Params{"limit": *f.Scale})
	}
}
