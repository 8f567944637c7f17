package value

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold gives the form in which texts are compared without regard to case: full Unicode case folding over
// canonical equivalence, in normal form C ("Straße" and "STRASSE" fold to the same). It takes any string.
func Fold(s string) string {
	if plain(s) {
		return strings.ToLower(s)
	}
	folded := cases.Fold().String(norm.NFD.String(s))
	return norm.NFC.String(strings.Map(cherokeeCapital, folded))
}

// cherokeeCapital brings the small letters of Cherokee to the capitals, to which Unicode folds them. Package
// cases folds each to the other (golang/go#46101).
func cherokeeCapital(r rune) rune {
	switch {
	case '\uab70' <= r && r <= '\uabbf':
		return r - '\uab70' + '\u13a0'
	case '\u13f8' <= r && r <= '\u13fd':
		return r - '\u13f8' + '\u13f0'
	}
	return r
}

// FoldKey is [Fold] of the text without spaces, hyphens and underscores: "Mid market" and "MID_MARKET" have the
// same key, as have all texts that fold to the same. The key of a text of nothing else is "".
func FoldKey(s string) string {
	s = Fold(s)
	if plain(s) && !strings.ContainsAny(s, " -_") {
		return s
	}
	return Fold(strings.Map(dropSeparator, s)) // what was kept apart may combine
}

func dropSeparator(r rune) rune {
	if r == '_' || unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
		return -1
	}
	return r
}
