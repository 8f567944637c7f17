package value_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func TestMoneyJSON(t *testing.T) {
	for in, want := range map[string]string{
		`50000000`:                               `50000000`,
		`-1.50`:                                  `-1.50`,
		`1e3`:                                    `1000`,
		`9007199254740993.10`:                    `9007199254740993.10`,
		`{"amount":1.50,"currency":"eur"}`:       `{"amount":1.50,"currency":"EUR"}`,
		`{"amount":"1.50","currency":" USD "}`:   `{"amount":1.50,"currency":"USD"}`,
		`{"amount":1.50,"currency":null,"x":[]}`: `1.50`,
		` {"amount":7,"currency":""} `:           `7`,
	} {
		var m, again value.Money
		require.NoError(t, json.Unmarshal([]byte(in), &m), in)
		out, err := json.Marshal(m)
		require.NoError(t, err)
		require.Equal(t, want, string(out))
		require.NoError(t, json.Unmarshal(out, &again))
		require.True(t, m.Equal(again))
	}
}

func TestMoneyFaults(t *testing.T) {
	wanted := func(path string) []at { return []at{{path, fault.WrongType}} }
	for in, want := range map[string][]at{
		`"5"`:                       wanted(""),
		`true`:                      wanted(""),
		`[]`:                        wanted(""),
		`1e99999999`:                {{"", fault.TooLarge}},
		`{}`:                        {{"amount", fault.Required}},
		`{"amount":null}`:           {{"amount", fault.Required}},
		`{"amount":[]}`:             wanted("amount"),
		`{"amount":"five"}`:         {{"amount", fault.NotANumber}},
		`{"amount":""}`:             {{"amount", fault.Required}},
		`{"amount":1e38}`:           {{"amount", fault.TooLarge}},
		`{"amount":"\ud800"}`:       {{"amount", fault.InvalidText}},
		`{"amount":1,"currency":9}`: wanted("currency"),
		`{"Amount":1,"currency":9}`: {{"currency", fault.WrongType}, {"amount", fault.Required}},
		`{"amount":"x","currency":"EURO"}`: {
			{"amount", fault.NotANumber}, {"currency", fault.NotACurrency}},
	} {
		m := value.Money{Currency: "CHF"}
		require.Equal(t, want, found(m.UnmarshalJSON([]byte(in))), in)
		require.Equal(t, value.Money{Currency: "CHF"}, m, "nothing is changed")
	}
}

func TestMoneyUnmarshalJSONOfNoJSON(t *testing.T) {
	var m value.Money
	for _, in := range []string{"", " ", "{", "-", "x"} {
		require.Error(t, m.UnmarshalJSON([]byte(in)), in)
	}
	require.NoError(t, m.UnmarshalJSON([]byte("null")))
}

func TestMoneyInItsPlace(t *testing.T) {
	m := value.Money{Amount: decimal.New(150, -2), Currency: "EUR"}
	for place, want := range map[string]string{"EUR": `1.50`, "USD": `{"amount":1.50,"currency":"EUR"}`, "": `{"amount":1.50,"currency":"EUR"}`} {
		out, err := json.Marshal(m.In(place))
		require.NoError(t, err)
		require.Equal(t, want, string(out))
		require.True(t, m.Equal(m.In(place)))
	}
	out, err := json.Marshal(m.In("EUR").In("USD"))
	require.NoError(t, err)
	require.Equal(t, `{"amount":1.50,"currency":"EUR"}`, string(out))
}

func TestMoneyEqual(t *testing.T) {
	a := value.Money{Amount: decimal.New(150, -2), Currency: "EUR"}
	require.True(t, a.Equal(value.Money{Amount: decimal.New(15, -1), Currency: "EUR"}))
	require.False(t, a.Equal(value.Money{Amount: decimal.New(15, -1), Currency: "USD"}))
	require.False(t, a.Equal(value.Money{Amount: decimal.New(151, -2), Currency: "EUR"}))
}

func TestMoneyNormalised(t *testing.T) {
	m, err := value.Money{Amount: decimal.New(15, 2), Currency: " eur "}.Normalised()
	require.NoError(t, err)
	require.Equal(t, "EUR", m.Currency)
	require.Equal(t, int32(0), m.Amount.Exponent())
	require.Equal(t, "1500", m.Amount.String())

	_, err = value.Money{Amount: decimal.New(1, 2_000_000_000), Currency: "??"}.Normalised()
	require.Equal(t, []at{{"amount", fault.TooLarge}, {"currency", fault.NotACurrency}}, found(err))
	_, err = json.Marshal(value.Money{Amount: decimal.New(1, 2_000_000_000)})
	require.True(t, fault.Has(err, fault.TooLarge))
	_, err = value.Money{Amount: decimal.New(1, -2_000_000_000)}.AppendBinary(nil)
	require.True(t, fault.Has(err, fault.TooLarge))
}

func TestCurrency(t *testing.T) {
	checkParse(t, value.Currency, []parseCase{
		{in: "", code: fault.Required},
		{in: "EUR", want: "EUR"},
		{in: " usd ", want: "USD"},
		{in: "DEM", want: "DEM"},
		{in: "XXX", code: fault.NotACurrency},
		{in: "ABC", code: fault.NotACurrency},
		{in: "EU", code: fault.NotACurrency},
		{in: "EURO", code: fault.NotACurrency},
		{in: "€", code: fault.NotACurrency},
		{in: "ıdr", code: fault.NotACurrency},
		{in: "E R", code: fault.NotACurrency},
	})
	unallocated(t, 0, value.Currency, "EUR")
}

func FuzzCurrency(f *testing.F) {
	fuzzParse(f, value.Currency, "eur", "XXX", "ſek", "us\x00")
}

func FuzzMoneyJSON(f *testing.F) {
	for _, seed := range []string{`1.50`, `{"amount":"1e3","currency":"eur"}`, `{"amount":-0.0}`, `null`, `"x"`, `{"amount":{}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var m, again value.Money
		if err := json.Unmarshal(data, &m); err != nil {
			require.Equal(t, json.Valid(data), len(fault.All(err)) > 0)
			return
		}
		normal, err := m.Normalised()
		require.NoError(t, err)
		require.Equal(t, m, normal)
		out, err := json.Marshal(m)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(out, &again))
		require.True(t, m.Equal(again))
		require.Equal(t, m.Amount.Exponent(), again.Amount.Exponent())
	})
}
