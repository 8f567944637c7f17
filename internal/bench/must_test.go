package bench

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele/value"
)

func must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func money(amount, currency string) (*value.Money, error) {
	d, err := decimal.NewFromString(amount)
	return &value.Money{Amount: d, Currency: currency}, err
}
