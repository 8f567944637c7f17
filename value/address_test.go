package value_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func TestAddressJSON(t *testing.T) {
	for in, want := range map[string]string{
		`"100 Technology Park, Suite 200"`: `"100 Technology Park, Suite 200"`,
		`" 1 Main St\nSpringfield "`:       `"1 Main St\nSpringfield"`,
		`""`:                               `null`,
		`{}`:                               `null`,
		`null`:                             `null`,
		`{"street":" 1 Main St ","city":"Springfield","state":"IL","postalCode":"62701","country":"US","planet":3}`: `{"street":"1 Main St","city":"Springfield","state":"IL","postalCode":"62701","country":"US"}`,
		`{"zip":"62701"}`:                                `{"postalCode":"62701"}`,
		`{"zip":" 62701","postalCode":"62701"}`:          `{"postalCode":"62701"}`,
		`{"zip":"62701","postalCode":" ","street":null}`: `{"postalCode":"62701"}`,
		`{"zip":"","postalCode":"62701"}`:                `{"postalCode":"62701"}`,
	} {
		var a, again value.Address
		require.NoError(t, json.Unmarshal([]byte(in), &a), in)
		require.Equal(t, want == "null", a.IsZero())
		out, err := json.Marshal(a)
		require.NoError(t, err)
		require.Equal(t, want, string(out))
		require.NoError(t, json.Unmarshal(out, &again))
		require.Equal(t, a, again)
	}
}

func TestAddressFaults(t *testing.T) {
	long := strings.Repeat("x", 256)
	for in, want := range map[string][]at{
		`5`:                                   {{"", fault.WrongType}},
		`["x"]`:                               {{"", fault.WrongType}},
		`"` + strings.Repeat("x", 1025) + `"`: {{"", fault.TooLong}},
		`"a\u0000b"`:                          {{"", fault.InvalidText}},
		`"\ud800"`:                            {{"", fault.InvalidText}},
		`{"street":5,"city":{}}`:              {{"street", fault.WrongType}, {"city", fault.WrongType}},
		`{"street":"a\nb","city":"` + long + `"}`: {{"street", fault.InvalidText}, {"city", fault.TooLong}},
		`{"zip":5,"country":7}`:                   {{"zip", fault.WrongType}, {"country", fault.WrongType}},
		`{"zip":"` + long + `"}`:                  {{"zip", fault.TooLong}},
		`{"zip":"1","postalCode":"2"}`:            {{"zip", fault.Contradiction}},
	} {
		a := value.Address{City: "Bern"}
		require.Equal(t, want, found(a.UnmarshalJSON([]byte(in))), in)
		require.Equal(t, value.Address{City: "Bern"}, a, "nothing is changed")
	}
	require.Error(t, new(value.Address).UnmarshalJSON(nil))
}

func TestAddressNormalised(t *testing.T) {
	a, err := value.Address{Street: " 1 Main St ", City: "Zu\u0308rich"}.Normalised()
	require.NoError(t, err)
	require.Equal(t, value.Address{Street: "1 Main St", City: "Zürich"}, a)
	_, err = value.Address{Line: "x", City: "y"}.Normalised()
	require.Equal(t, []at{{"", fault.Contradiction}}, found(err))
	_, err = value.Address{Line: "\xff", Country: "\n.\n.", PostalCode: "\x00"}.Normalised()
	require.Equal(t, []at{{"", fault.InvalidText}, {"postalCode", fault.InvalidText}, {"country", fault.InvalidText}}, found(err))
}

func FuzzAddressJSON(f *testing.F) {
	for _, seed := range []string{`"1 Main St"`, `{"zip":"1","postalCode":"1"}`, `{"street":" e\u0301 "}`, `null`, `{"city":5}`, `"\ud83d\ude00"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, again value.Address
		if err := json.Unmarshal(data, &a); err != nil {
			require.Equal(t, json.Valid(data), len(fault.All(err)) > 0)
			return
		}
		normal, err := a.Normalised()
		require.NoError(t, err)
		require.Equal(t, a, normal)
		out, err := json.Marshal(a)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(out, &again))
		require.Equal(t, a, again)
	})
}
