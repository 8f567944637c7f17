package lenient

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele/fault"
)

// setInt puts a JSON number that is exactly an integer into v.
func setInt(raw []byte, v reflect.Value) error {
	digits, err := integer(raw)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(digits, 10, v.Type().Bits())
	if err != nil {
		low := int64(math.MinInt64) >> (64 - v.Type().Bits())
		if digits[0] == '-' {
			return outOfRange("at least", low)
		}
		return outOfRange("at most", ^low)
	}
	v.SetInt(n)
	return nil
}

// setUint is setInt without a sign.
func setUint(raw []byte, v reflect.Value) error {
	digits, err := integer(raw)
	if err != nil {
		return err
	}
	if digits[0] == '-' {
		return &fault.Error{Faults: []fault.Fault{{Code: fault.TooSmall, Message: "at least 0", Params: fault.Params{"limit": 0}}}}
	}
	n, err := strconv.ParseUint(digits, 10, v.Type().Bits())
	if err != nil {
		return outOfRange("at most", uint64(math.MaxUint64)>>(64-v.Type().Bits()))
	}
	v.SetUint(n)
	return nil
}

func outOfRange[N int64 | uint64](side string, limit N) error {
	return &fault.Error{Faults: []fault.Fault{{
		Code:    fault.TooLarge,
		Message: fmt.Sprintf("%s %d", side, limit),
		Params:  fault.Params{"limit": limit},
	}}}
}

// manyDigits stands for an integer that no Go integer holds.
const manyDigits = "999999999999999999999"

// integer gives the digits of a JSON number that is exactly an integer, with its sign, exponent resolved. What
// is longer than any Go integer comes back cut to manyDigits. A value that is no integer is wrong_type.
func integer(raw []byte) (string, error) {
	s := string(raw)
	if s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return "", WrongType("integer")
	}
	if !strings.ContainsAny(s, ".eE") && s != "-0" {
		return s, nil
	}
	number, minus := strings.CutPrefix(s, "-")
	whole, ok := resolve(number)
	if !ok {
		return "", WrongType("integer")
	}
	if minus && whole != "0" {
		whole = "-" + whole
	}
	return whole, nil
}

// resolve writes an unsigned JSON number without fraction and exponent, if it is an integer.
func resolve(number string) (whole string, ok bool) {
	mantissa, power := number, ""
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		mantissa, power = number[:i], number[i+1:]
	}
	before, after, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(before+after, "0")
	if digits == "" {
		return "0", true
	}
	significant := strings.TrimRight(digits, "0")
	zeros := exponent(power) - int64(len(after)) + int64(len(digits)-len(significant))
	if zeros < 0 {
		return "", false
	}
	if int64(len(significant))+zeros > int64(len(manyDigits)) {
		return manyDigits, true
	}
	return significant + strings.Repeat("0", int(zeros)), true
}

// exponent reads the exponent of a JSON number, cut to what no sum with a length of a text can overflow.
func exponent(power string) int64 {
	n, err := strconv.ParseInt(power, 10, 48)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0
	}
	return n
}
