package value_test

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/value"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":              "",
		"acme":          "acme",
		"ACME Corp":     "acme corp",
		"Straße":        "strasse",
		"STRASSE":       "strasse",
		"ΣΊΣΥΦΟΣ":       "σίσυφοσ",
		"σίσυφος":       "σίσυφοσ",
		"E\u0301":       "é",
		"É":             "é",
		"İ":             "i\u0307",
		"K":             "k", // the Kelvin sign
		"ﬁ":             "fi",
		"\u1fb3":        "αι",
		"ᏸ":             "Ᏸ",
		"\t A_B-c \n":   "\t a_b-c \n",
		"\U00010400":    "\U00010428",
		"a\u0345\u0301": "áι",
	} {
		require.Equal(t, want, value.Fold(in), "%q", in)
		require.Equal(t, want, value.Fold(want), "%q folded twice", in)
	}
}

func TestFoldKey(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "",
		"MID_MARKET":          "midmarket",
		"Mid market":          "midmarket",
		"mid-market":          "midmarket",
		"mid\u2011market":     "midmarket",
		"mid\u00a0market":     "midmarket",
		" _-":                 "",
		"e_\u0301":            "é",
		"\u1fb3_\u0301":       "αί",
		"\u03b1\u03b9_\u0301": "αί",
		"Groß-Kunde":          "grosskunde",
	} {
		require.Equal(t, want, value.FoldKey(in), "%q", in)
	}
}

func TestEveryCaseOfALetterFoldsToTheSame(t *testing.T) {
	for r := rune(0); r <= 0x1ffff; r++ {
		other := unicode.SimpleFold(r)
		if other == r {
			continue
		}
		folded := value.Fold(string(r))
		if folded != value.Fold(string(other)) || folded != value.Fold(folded) {
			t.Errorf("%U and %U fold to %+q and %+q", r, other, folded, value.Fold(string(other)))
		}
	}
}

func TestFoldIsAFixedPoint(t *testing.T) {
	hard := []rune("aAßſKÅéÉ\u0301\u0345\u0308\u0323ΐΰᾳῼςΣİıǅﬁﬃẞᏸꭰ한\u1100\u1161 -_\u2011\u0130\u1e9e\u03b9\u1fbe")
	text := rapid.StringOf(rapid.OneOf(rapid.SampledFrom(hard), rapid.Rune()))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "s")
		require.Equal(t, value.Fold(s), value.Fold(value.Fold(s)))
		require.Equal(t, value.FoldKey(s), value.FoldKey(value.FoldKey(s)))
		require.Equal(t, value.FoldKey(s), value.FoldKey(value.Fold(s)))
	})
}

func TestFoldedTextIsNotCopied(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { value.Fold("acme corporation"); value.FoldKey("acmecorporation") }))
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"Straße", "a\u0345\u0301", "ΐ", "e_\u0301", "\xff\xc3", "ᾴ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		require.Equal(t, value.Fold(s), value.Fold(value.Fold(s)))
		require.Equal(t, value.FoldKey(s), value.FoldKey(value.FoldKey(s)))
	})
}

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		value.Fold("acme corporation of north america")
	}
}

func BenchmarkFoldUpper(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		value.Fold("Acme Corporation of North America")
	}
}

func BenchmarkFoldUnicode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		value.Fold("Bücher Großhandel für Nordamerika")
	}
}
