package value_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func metadata(s string) (string, error) {
	raw, err := value.Metadata(json.RawMessage(s))
	return string(raw), err
}

func TestMetadata(t *testing.T) {
	nested := func(n int) string { return strings.Repeat(`{"a":`, n-1) + "{}" + strings.Repeat("}", n-1) }
	lists := func(n int) string { return `{"a":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "}" }
	sized := func(n int) string { return `{"a":"` + strings.Repeat("x", n-8) + `"}` }
	checkParse(t, metadata, []parseCase{
		{in: "", want: ""},
		{in: " \n", want: ""},
		{in: "null", want: ""},
		{in: " null ", want: ""},
		{in: "{}", want: "{}"},
		{in: " { } ", want: "{}"},
		{in: `{"b": 1.50, "a": 1e400, "c": 12345678901234567890}`, want: `{"b":1.50,"a":1e400,"c":12345678901234567890}`},
		{in: `{"a": [ ], "b": [1, [ 2 ], {"a": null}, "x"], "c": {"a": true}}`, want: `{"a":[],"b":[1,[2],{"a":null},"x"],"c":{"a":true}}`},
		{in: `{"a b": " c d ", "e\"": "\\", "<": "\u2028&"}`, want: `{"a b":" c d ","e\"":"\\","<":"\u2028&"}`},
		{in: `{"a":{"b":1},"c":{"b":1},"b":1}`, want: `{"a":{"b":1},"c":{"b":1},"b":1}`},
		{in: `{"a":1,"a":1}`, code: fault.Repeated},
		{in: `{"a":1,"b":2,"\u0061":3}`, code: fault.Repeated},
		{in: `{"x":[{"a":1,"b":{"a":2},"a":3}]}`, code: fault.Repeated},
		{in: `{"":1,"":1}`, code: fault.Repeated},
		{in: nested(100), want: nested(100)},
		{in: nested(101), code: fault.TooLarge},
		{in: lists(100), want: lists(100)},
		{in: lists(101), code: fault.TooLarge},
		{in: strings.Repeat(`{"a":`, 1<<20), code: fault.WrongType},
		{in: sized(64 << 10), want: sized(64 << 10)},
		{in: sized(64<<10) + strings.Repeat(" ", 1000), want: sized(64 << 10)},
		{in: sized(64<<10 + 1), code: fault.TooLarge},
		{in: `[]`, code: fault.WrongType},
		{in: `"x"`, code: fault.WrongType},
		{in: `5`, code: fault.WrongType},
		{in: `nul`, code: fault.WrongType},
		{in: `{`, code: fault.WrongType},
		{in: `{"a":01}`, code: fault.WrongType},
		{in: `{} {}`, code: fault.WrongType},
		{in: "{\"a\":\"\xff\"}", code: fault.InvalidText},
	})
}

func TestMetadataWithManyKeys(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `"%d":1,`, i)
	}
	_, err := metadata("{" + b.String() + `"x":1}`)
	require.NoError(t, err)
	_, err = metadata("{" + b.String() + `"2500":1}`)
	require.Equal(t, fault.Repeated, code(err))
}

func TestMetadataIsACopy(t *testing.T) {
	in := json.RawMessage(`{"a":1}`)
	out, err := value.Metadata(in)
	require.NoError(t, err)
	clear(in)
	require.Equal(t, `{"a":1}`, string(out))
}

func FuzzMetadata(f *testing.F) {
	for _, seed := range []string{`{"a": [1, {"b": "\"\\"}], "c": {}}`, `{"a":1,"\u0061":2}`, "null", "{}", `{"a":[],"b":[[]],"c":-1e5}`, `{"\ud800":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := value.Metadata(data)
		if err != nil {
			require.NotEmpty(t, fault.All(err))
			return
		}
		if out == nil {
			return
		}
		again, err := value.Metadata(out)
		require.NoError(t, err)
		require.Equal(t, string(out), string(again))
		require.JSONEq(t, string(data), string(out))
		require.Equal(t, keys(t, data), keys(t, out), "no key stands twice")
	})
}

// keys counts the keys of an object as encoding/json sees them, and as they are written.
func keys(t *testing.T, data []byte) int {
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &members))
	return len(members)
}

func BenchmarkMetadata(b *testing.B) {
	raw := json.RawMessage(`{"preferredContactMethod":"email","timezone":"America/Los_Angeles","customerSince":"2023-01-01"}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := value.Metadata(raw); err != nil {
			b.Fatal(err)
		}
	}
}
