package value_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func text10(s string) (string, error) { return value.Text(s, 10) }
func long10(s string) (string, error) { return value.LongText(s, 10) }

func TestText(t *testing.T) {
	checkParse(t, text10, []parseCase{
		{in: "", want: ""},
		{in: " \t\n\u00a0\u2003", want: ""},
		{in: "Acme", want: "Acme"},
		{in: "  Acme  ", want: "Acme"},
		{in: "\tAcme\r\n", want: "Acme"},
		{in: "\u3000Acme\u0085", want: "Acme"},
		{in: "0123456789", want: "0123456789"},
		{in: "  0123456789  ", want: "0123456789"},
		{in: "0123456789x", code: fault.TooLong},
		{in: "ßßßßßßßßßß", want: "ßßßßßßßßßß"},
		{in: "ßßßßßßßßßßß", code: fault.TooLong},
		{in: "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", want: "éééééé"},
		{in: "\u212b", want: "Å"},
		{in: "a\nb", code: fault.InvalidText},
		{in: "a\r\nb", code: fault.InvalidText},
		{in: "a\tb", code: fault.InvalidText},
		{in: "a\x00b", code: fault.InvalidText},
		{in: "a\x7fb", code: fault.InvalidText},
		{in: "a\u0085b", code: fault.InvalidText},
		{in: "a\u2028b", code: fault.InvalidText},
		{in: "a\u2029b", code: fault.InvalidText},
		{in: "a\xffb", code: fault.InvalidText},
		{in: "\xed\xa0\x80", code: fault.InvalidText},
		{in: "👩\u200d💻", want: "👩\u200d💻"},
		{in: "שלום", want: "שלום"},
	})
}

func TestLongText(t *testing.T) {
	checkParse(t, long10, []parseCase{
		{in: "", want: ""},
		{in: " a\nb\r\nc\td ", want: "a\nb\r\nc\td"},
		{in: "\n\r a", want: "a"},
		{in: "a\rb", code: fault.InvalidText},
		{in: "a\r", want: "a"},
		{in: "a\vb", code: fault.InvalidText},
		{in: "a\u0085b", code: fault.InvalidText},
		{in: "a\u2028b", want: "a\u2028b"},
		{in: "a\xffb", code: fault.InvalidText},
		{in: "0123\n\n6789", want: "0123\n\n6789"},
		{in: "0123\n\n6789x", code: fault.TooLong},
	})
}

func TestTextNamesItsLimit(t *testing.T) {
	_, err := value.Text("abc", 2)
	require.Equal(t, fault.Params{"limit": 2}, fault.All(err)[0].Params)
}

func TestNormalTextIsNotCopied(t *testing.T) {
	unallocated(t, 0, text10, "Acme Corp.")
	unallocated(t, 0, text10, "Bücher")
	unallocated(t, 0, long10, "Büch\ner")
}

func FuzzText(f *testing.F) {
	fuzzParse(f, func(s string) (string, error) { return value.Text(s, 300) },
		" Acme ", "e\u0301", "\u0301 x", "a\r\nb", "\u0344\u0345", strings.Repeat("\u0301", 40), "\u1100\u1161\u11a8")
}

func FuzzLongText(f *testing.F) {
	fuzzParse(f, func(s string) (string, error) { return value.LongText(s, 300) }, " a\r\nb\t\r\n", "\u0958", "\u2028x")
}

func BenchmarkText(b *testing.B) {
	benchmark(b, func(s string) (string, error) { return value.Text(s, 255) }, "Acme Corporation of North America")
}

func BenchmarkTextUnicode(b *testing.B) {
	benchmark(b, func(s string) (string, error) { return value.Text(s, 255) }, "Bücher Großhandel für Nordamerika")
}
