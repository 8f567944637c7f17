package tuple_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele/record/internal/tuple"
)

func BenchmarkAppendText(b *testing.B) {
	key := make([]byte, 0, 512)
	for name, s := range map[string]string{"short": "acme corporation", "cut": long + long} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				key = tuple.AppendText(key[:0], s)
			}
		})
	}
}

func BenchmarkText(b *testing.B) {
	key := tuple.AppendText(nil, "acme corporation")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, _, err := tuple.Text(key); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendDecimal(b *testing.B) {
	key, d := make([]byte, 0, 64), decimal.RequireFromString("50000000.25")
	b.ReportAllocs()
	for b.Loop() {
		key = tuple.AppendDecimal(key[:0], d)
	}
}

func BenchmarkDecimal(b *testing.B) {
	key := tuple.AppendDecimal(nil, decimal.RequireFromString("50000000.25"))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := tuple.Decimal(key); err != nil {
			b.Fatal(err)
		}
	}
}
