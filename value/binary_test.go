package value_test

import (
	"encoding"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/value"
)

var (
	_ encoding.BinaryAppender    = value.Address{}
	_ encoding.BinaryUnmarshaler = (*value.Address)(nil)
	_ encoding.BinaryAppender    = value.Money{}
	_ encoding.BinaryUnmarshaler = (*value.Money)(nil)
)

func TestAddressBinaryForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		want := value.Address{
			Line: text.Draw(t, "line"), Street: text.Draw(t, "street"), City: text.Draw(t, "city"),
			State: text.Draw(t, "state"), PostalCode: text.Draw(t, "postalCode"), Country: text.Draw(t, "country"),
		}
		b, err := want.AppendBinary([]byte("before"))
		require.NoError(t, err)
		require.Equal(t, "before", string(b[:6]))
		var got value.Address
		require.NoError(t, got.UnmarshalBinary(b[6:]))
		clear(b)
		require.Equal(t, want, got)
	})
}

func TestMoneyBinaryForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := value.Money{
			Amount:   decimal.New(rapid.Int64().Draw(t, "amount"), -rapid.Int32Range(0, 30).Draw(t, "scale")),
			Currency: rapid.SampledFrom([]string{"", "EUR", "USD"}).Draw(t, "currency"),
		}
		b, err := want.In("EUR").AppendBinary(nil)
		require.NoError(t, err)
		var got value.Money
		require.NoError(t, got.UnmarshalBinary(b))
		require.True(t, want.Equal(got))
		require.Equal(t, want.Amount.Exponent(), got.Amount.Exponent())
	})
}

func TestBinaryFormsAreStable(t *testing.T) {
	b, err := value.Address{Street: "1 Main St", City: "Bern"}.AppendBinary(nil)
	require.NoError(t, err)
	require.Equal(t, "\x00\x091 Main St\x04Bern\x00\x00\x00", string(b))
	b, err = value.Money{Amount: decimal.New(150, -2), Currency: "EUR"}.AppendBinary(nil)
	require.NoError(t, err)
	require.Equal(t, "\x041.50\x03EUR", string(b))
}

func TestDamagedBinaryFormsAreErrors(t *testing.T) {
	a, m := value.Address{City: "Bern"}, value.Money{Currency: "CHF"}
	huge := "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
	for _, in := range []string{"", "\x05", "\x00\x00\x00\x00\x00", "\x00\x00\x00\x00\x00\x00x", huge, huge + huge, "\x80", "\x00\x00\x00\x00\x00\x01"} {
		require.Error(t, a.UnmarshalBinary([]byte(in)), "%x", in)
	}
	for _, in := range []string{"", "\x00", "\x011", "\x011\x00x", "\x00\x00", "\x01x\x00", "\x041e99\x00", huge, "\x03NaN\x00"} {
		require.Error(t, m.UnmarshalBinary([]byte(in)), "%x", in)
	}
	require.Equal(t, value.Address{City: "Bern"}, a)
	require.Equal(t, value.Money{Currency: "CHF"}, m)
}

func FuzzAddressBinary(f *testing.F) {
	f.Add([]byte("\x00\x091 Main St\x04Bern\x00\x00\x00"))
	f.Add([]byte("\x80\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, again value.Address
		if a.UnmarshalBinary(data) != nil {
			return
		}
		b, err := a.AppendBinary(nil)
		require.NoError(t, err)
		require.LessOrEqual(t, len(b), len(data))
		require.NoError(t, again.UnmarshalBinary(b))
		require.Equal(t, a, again)
	})
}

func FuzzMoneyBinary(f *testing.F) {
	f.Add([]byte("\x041.50\x03EUR"))
	f.Add([]byte("\x031e9\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m, again value.Money
		if m.UnmarshalBinary(data) != nil {
			return
		}
		b, err := m.AppendBinary(nil)
		require.NoError(t, err)
		require.NoError(t, again.UnmarshalBinary(b))
		require.True(t, m.Equal(again))
	})
}
