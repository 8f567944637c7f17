package relationship

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/value"
)

func TestTotalsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ts totals
		want := map[string]decimal.Decimal{}
		for range rapid.IntRange(0, 60).Draw(t, "amounts") {
			d := decimal.New(rapid.Int64().Draw(t, "digits"), int32(rapid.IntRange(-8, 3).Draw(t, "exponent")))
			currency := rapid.SampledFrom([]string{"EUR", "USD"}).Draw(t, "currency")
			want[currency] = want[currency].Add(d)
			ts.add([]byte(value.FormatDecimal(d)), []byte(currency))
		}
		have := ts.money()
		require.Len(t, have, len(want))
		for _, m := range have {
			require.True(t, want[m.Currency].Equal(m.Amount), "%s is not %s", m.Amount, want[m.Currency])
		}
	})
}

func TestManyLargeAmountsDoNotOverflow(t *testing.T) {
	var ts totals
	for range 1000 {
		ts.add([]byte("99999999999999999"), []byte("EUR"))
	}
	require.Equal(t, "99999999999999999000", ts.money()[0].Amount.String())
}

func FuzzScaled(f *testing.F) {
	for _, s := range []string{"1.5", "-1", "0.0001", "0.00001", "1.", "", "-", "1.2.3", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, scale, ok := scaled([]byte(s)); ok {
			if d, err := decimal.NewFromString(s); err == nil {
				require.True(t, d.Equal(decimal.New(n, int32(-scale))), "%q", s)
			}
		}
	})
}
