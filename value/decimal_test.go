package value_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

// writtenDecimal parses and writes a decimal.
func writtenDecimal(s string) (string, error) {
	d, err := value.Decimal(s)
	if err != nil {
		return "", err
	}
	return value.FormatDecimal(d), nil
}

func TestDecimal(t *testing.T) {
	nines := strings.Repeat("9", 38)
	checkParse(t, writtenDecimal, []parseCase{
		{in: "", code: fault.Required},
		{in: " ", code: fault.Required},
		{in: "0", want: "0"},
		{in: "-0", want: "0"},
		{in: "0.00", want: "0.00"},
		{in: "-0.00", want: "0.00"},
		{in: "1.5", want: "1.5"},
		{in: "1.50", want: "1.50"},
		{in: "-1.50", want: "-1.50"},
		{in: " +5 ", want: "5"},
		{in: "007", want: "7"},
		{in: "000.5", want: "0.5"},
		{in: "50000000", want: "50000000"},
		{in: "9007199254740993", want: "9007199254740993"},
		{in: "0.1", want: "0.1"},
		{in: "1e3", want: "1000"},
		{in: "1.50E+1", want: "15.0"},
		{in: "12e-3", want: "0.012"},
		{in: "1e37", want: "1" + strings.Repeat("0", 37)},
		{in: "1e38", code: fault.TooLarge},
		{in: "1e-38", want: "0." + strings.Repeat("0", 37) + "1"},
		{in: "1e-39", code: fault.TooLarge},
		{in: "0e999999999", want: "0"},
		{in: "0e-999999999", code: fault.TooLarge},
		{in: "1e999999999", code: fault.TooLarge},
		{in: "-1e-999999999", code: fault.TooLarge},
		{in: "1e99999999999999999999999", code: fault.TooLarge},
		{in: nines, want: nines},
		{in: "-" + nines, want: "-" + nines},
		{in: nines + "0", code: fault.TooLarge},
		{in: nines + ".0", code: fault.TooLarge},
		{in: "0." + nines, want: "0." + nines},
		{in: strings.Repeat("0", 1000) + "1", want: "1"},
		{in: strings.Repeat("9", 1<<20), code: fault.TooLarge},
		{in: "9223372036854775808.1", want: "9223372036854775808.1"},
		{in: "NaN", code: fault.NotANumber},
		{in: "Infinity", code: fault.NotANumber},
		{in: "1,000", code: fault.NotANumber},
		{in: "1 000", code: fault.NotANumber},
		{in: "1_000", code: fault.NotANumber},
		{in: "0x10", code: fault.NotANumber},
		{in: ".5", code: fault.NotANumber},
		{in: "5.", code: fault.NotANumber},
		{in: "1.2.3", code: fault.NotANumber},
		{in: "--1", code: fault.NotANumber},
		{in: "+-1", code: fault.NotANumber},
		{in: "1-", code: fault.NotANumber},
		{in: "-", code: fault.NotANumber},
		{in: "e5", code: fault.NotANumber},
		{in: "1e", code: fault.NotANumber},
		{in: "1e+", code: fault.NotANumber},
		{in: "1e+-5", code: fault.NotANumber},
		{in: "1e5e5", code: fault.NotANumber},
		{in: "1e5.5", code: fault.NotANumber},
		{in: "\u22125", code: fault.NotANumber},
		{in: "１２", code: fault.NotANumber},
		{in: "$5", code: fault.NotANumber},
	})
}

func TestDecimalsCompareByValue(t *testing.T) {
	a, err := value.Decimal("1.50")
	require.NoError(t, err)
	b, err := value.Decimal("15e-1")
	require.NoError(t, err)
	require.True(t, a.Equal(b))
}

func TestFormatDecimalNeverWritesMillionsOfZeros(t *testing.T) {
	require.Equal(t, "1e2000000000", value.FormatDecimal(decimal.New(1, 2_000_000_000)))
	require.Equal(t, "-7e-2000000000", value.FormatDecimal(decimal.New(-7, -2_000_000_000)))
	require.Equal(t, "1500", value.FormatDecimal(decimal.New(15, 2)))
	require.Equal(t, "0", value.FormatDecimal(decimal.Decimal{}))
}

func TestDecimalIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`-?[1-9][0-9]{0,37}`).Draw(t, "digits")
		coefficient, _ := new(big.Int).SetString(digits, 10)
		scale := rapid.Int32Range(0, 38).Draw(t, "scale")
		want := decimal.NewFromBigInt(coefficient, -scale)
		got, err := value.Decimal(value.FormatDecimal(want))
		if err != nil {
			t.Fatal(err)
		}
		require.True(t, want.Equal(got))
		require.Equal(t, want.Exponent(), got.Exponent())
	})
}

func FuzzDecimal(f *testing.F) {
	fuzzParse(f, writtenDecimal, "1.50", "-0.00", "1e37", "1e999999999", "0e-38", "+007.10e-2", "99999999999999999999e-1")
}

func BenchmarkDecimal(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := value.Decimal("50000000.00"); err != nil {
			b.Fatal(err)
		}
	}
}
