package value

import (
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Money is an exact amount in a currency of ISO 4217. Currency "" says that none was given.
//
// In JSON it is a number, or an object {"amount", "currency"} whose amount is a number or a string. It is
// written as the object, but as the number when it has no currency or stands in the currency of its place (see
// [Money.In]). Compare with [Money.Equal]: 1.5 and 1.50 are the same money.
type Money struct {
	Amount   decimal.Decimal
	Currency string
	bare     bool // written as a number
}

// In gives the same money, to be written in a place whose currency is known: as a number if it has that
// currency, else as the object.
func (m Money) In(currency string) Money {
	m.bare = m.Currency == currency
	return m
}

// Equal tells whether both are the same amount in the same currency.
func (m Money) Equal(other Money) bool {
	return m.Currency == other.Currency && m.Amount.Equal(other.Amount)
}

// Normalised gives the money with its currency in upper case and its amount written out. Faults: amount
// too_large above 38 digits; currency not_a_currency.
func (m Money) Normalised() (Money, error) {
	var faults fault.List
	amount, err := normalDecimal(m.Amount)
	if err := faults.Take("amount", err); err != nil {
		return Money{}, err
	}
	code, err := optional(m.Currency, Currency)
	if err := faults.Take("currency", err); err != nil {
		return Money{}, err
	}
	if len(faults) > 0 {
		return Money{}, faults.Err()
	}
	m.Amount, m.Currency = amount, code
	return m, nil
}

// Currency normalises a currency code of ISO 4217, of today or of the past, to upper case. Faults: required when
// blank; not_a_currency, also for XXX, which stands for no currency.
func Currency(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", refuse(fault.Required, "a currency is required")
	}
	unit, err := currency.ParseISO(s)
	if err != nil || unit == currency.XXX {
		return "", refuse(fault.NotACurrency, "must be a currency code of ISO 4217, such as EUR")
	}
	return strings.ToUpper(s), nil
}

// optional parses what is not blank.
func optional(s string, parse func(string) (string, error)) (string, error) {
	if strings.TrimSpace(s) == "" {
		return "", nil
	}
	return parse(s)
}

// MarshalJSON writes the amount with all its digits. An amount above 38 digits is the fault too_large.
func (m Money) MarshalJSON() ([]byte, error) {
	amount, err := normalDecimal(m.Amount)
	if err != nil {
		return nil, err
	}
	number := FormatDecimal(amount)
	if m.bare || m.Currency == "" {
		return []byte(number), nil
	}
	return json.Marshal(struct {
		Amount   json.RawMessage `json:"amount"`
		Currency string          `json:"currency"`
	}{json.RawMessage(number), m.Currency})
}

// UnmarshalJSON reads and normalises either form; null leaves the money as it is. Faults, at "" or at the parts
// amount and currency: wrong_type, required, not_a_number, too_large, not_a_currency.
func (m *Money) UnmarshalJSON(data []byte) error {
	switch first(data) {
	case 'n':
		return nil
	case '0':
		amount, err := Decimal(string(data))
		if err != nil {
			return err
		}
		*m = Money{Amount: amount}
		return nil
	case '{':
		return m.unmarshalObject(data)
	}
	return lenient.WrongType("number or object")
}

func (m *Money) unmarshalObject(data []byte) error {
	var in struct {
		Amount   json.RawMessage `json:"amount"`
		Currency string          `json:"currency"`
	}
	faults, err := lenient.Decode(data, &in)
	if err != nil {
		return err
	}
	amount, err := decimalJSON(in.Amount)
	if err := faults.Take("amount", err); err != nil {
		return err
	}
	code, err := optional(in.Currency, Currency)
	if err := faults.Take("currency", err); err != nil {
		return err
	}
	if len(faults) > 0 {
		return faults.Err()
	}
	*m = Money{Amount: amount, Currency: code}
	return nil
}

// decimalJSON parses a JSON number, or a JSON string that holds one.
func decimalJSON(raw json.RawMessage) (decimal.Decimal, error) {
	switch first(raw) {
	case 0, 'n':
		return decimal.Decimal{}, refuse(fault.Required, "an amount is required")
	case '0':
		return Decimal(string(raw))
	case '"':
		s, err := lenient.Text(raw)
		if err != nil {
			return decimal.Decimal{}, err
		}
		return Decimal(s)
	}
	return decimal.Decimal{}, lenient.WrongType("number or string")
}
