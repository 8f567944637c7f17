package relationship

import (
	"cmp"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele/value"
)

// totals are exact sums of money, one for each currency.
type totals []*total

// total is the sum of one currency: of amounts with few decimals in integers, of others as decimals.
type total struct {
	currency string
	scaled   [maxScale + 1]int64 // by the number of decimals
	rest     decimal.Decimal
}

const (
	maxScale  = 4
	maxDigits = 17 // that an int64 holds and can be added to another without much ado
)

// add adds an amount as it is stored.
func (ts *totals) add(amount, currency []byte) {
	t := ts.of(currency)
	if n, scale, ok := scaled(amount); ok {
		t.addScaled(n, scale)
		return
	}
	if d, err := value.Decimal(string(amount)); err == nil {
		t.rest = t.rest.Add(d)
	}
}

func (ts *totals) of(currency []byte) *total {
	for _, t := range *ts {
		if t.currency == string(currency) {
			return t
		}
	}
	t := &total{currency: string(currency)}
	*ts = append(*ts, t)
	return t
}

func (t *total) addScaled(n int64, scale int) {
	sum := t.scaled[scale]
	if sum > math.MaxInt64/2 || sum < math.MinInt64/2 {
		t.rest = t.rest.Add(decimal.New(sum, int32(-scale)))
		sum = 0
	}
	t.scaled[scale] = sum + n
}

// scaled reads a decimal of few digits as an integer and its number of decimals.
func scaled(s []byte) (n int64, scale int, ok bool) {
	digits := s
	if len(s) > 0 && s[0] == '-' {
		digits = s[1:]
	}
	if len(digits) == 0 || len(digits) > maxDigits {
		return 0, 0, false
	}
	point := false
	for _, c := range digits {
		switch {
		case c == '.' && !point:
			point = true
		case c < '0' || c > '9' || scale == maxScale && point:
			return 0, 0, false
		default:
			n = 10*n + int64(c-'0')
			if point {
				scale++
			}
		}
	}
	if len(digits) < len(s) {
		n = -n
	}
	return n, scale, true
}

// money gives the sums by the codes of their currencies.
func (ts totals) money() []value.Money {
	out := make([]value.Money, 0, len(ts))
	for _, t := range ts {
		amount := t.rest
		for scale, n := range t.scaled {
			amount = amount.Add(decimal.New(n, int32(-scale)))
		}
		out = append(out, value.Money{Amount: amount, Currency: t.currency})
	}
	slices.SortFunc(out, func(a, b value.Money) int { return cmp.Compare(a.Currency, b.Currency) })
	return out
}
