package tuple_test

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record/internal/tuple"
)

func TestDecimalsInOrder(t *testing.T) {
	var values []decimal.Decimal
	for _, s := range []string{
		"-1e400", "-100000000000000000000000000000000000000", "-99999999999999999999999999999999999999", "-100", "-10", "-9.95", "-9.5", "-9",
		"-1.01", "-1.001", "-1", "-0.11", "-0.1", "-0.0999", "-1e-400", "0", "1e-400", "0.0999", "0.1", "0.11", "1", "1.001", "1.01", "1.1", "2", "9", "9.5",
		"9.95", "10", "11", "99", "100", "101", "99999999999999999999999999999999999999", "100000000000000000000000000000000000000", "1e400",
	} {
		values = append(values, decimal.RequireFromString(s))
	}
	inOrder(t, tuple.AppendDecimal, values)
}

func TestDecimalsOfAnyExponentInOrder(t *testing.T) {
	inOrder(t, tuple.AppendDecimal, []decimal.Decimal{
		decimal.New(-10, math.MaxInt32), decimal.New(-9, math.MaxInt32), decimal.New(-1, math.MinInt32), decimal.Zero,
		decimal.New(1, math.MinInt32), decimal.New(2, math.MinInt32), decimal.New(1, math.MinInt32+1), decimal.New(9, math.MaxInt32),
		decimal.New(math.MaxInt64, math.MaxInt32),
	})
}

func TestEqualDecimalsAreEqualKeys(t *testing.T) {
	for _, c := range [][2]decimal.Decimal{
		{decimal.RequireFromString("1.50"), decimal.RequireFromString("1.5")},
		{decimal.New(1, 2), decimal.New(100, 0)},
		{decimal.New(-1, 2), decimal.New(-1000000, -4)},
		{decimal.New(0, 7), {}},
		{decimal.RequireFromString("-0.0"), decimal.New(0, 0)},
	} {
		require.Equal(t, tuple.AppendDecimal(nil, c[0]), tuple.AppendDecimal(nil, c[1]), "%s", c[0])
	}
}

func TestDecimalSize(t *testing.T) {
	require.Len(t, tuple.AppendDecimal(nil, decimal.RequireFromString("99999999999999999999999999999999999999")), 27)
	require.Len(t, tuple.AppendDecimal(nil, decimal.Zero), 2)
}

func TestDecimalThatNeverWasWritten(t *testing.T) {
	one := tuple.AppendDecimal(nil, decimal.New(1, 0)) // tag, sign, five of exponent, 11, 0
	for name, change := range map[string]func(b []byte) []byte{
		"no such sign":       func(b []byte) []byte { b[1] = 4; return b },
		"no digits":          func(b []byte) []byte { return append(b[:7], 0) },
		"leading zero":       func(b []byte) []byte { b[7] = 2; return b },
		"trailing zeros":     func(b []byte) []byte { return append(b[:8], 1, 0) },
		"no such digits":     func(b []byte) []byte { b[7] = 101; return b },
		"no end":             func(b []byte) []byte { return b[:8] },
		"exponent cut short": func(b []byte) []byte { return b[:5] },
		"exponent too large": func(b []byte) []byte { b[2] = 0xff; return b },
		"exponent too small": func(b []byte) []byte { b[2] = 0; return b },
	} {
		_, _, err := tuple.Decimal(change(append([]byte(nil), one...)))
		require.ErrorIs(t, err, tuple.ErrMalformed, name)
	}
}
