package value

import (
	"strings"
	"unicode"

	"github.com/clientele-go/clientele/fault"
)

// Phone normalises a telephone number to E.164: a plus and 8 to 15 digits, the first no zero. Spaces, dashes,
// dots and brackets are dropped. A "(0)" is refused: no rule says whether it is dialled.
//
// Faults: required when blank; not_a_phone.
func Phone(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", refuse(fault.Required, "a telephone number is required")
	}
	if isPhone(s) {
		return s, nil
	}
	number := strings.Map(dropPunctuation, s)
	if !isPhone(number) || strings.Contains(s, "(0)") {
		return "", refuse(fault.NotAPhone, "must be a telephone number with its country code, such as +49 89 123456")
	}
	return number, nil
}

func isPhone(s string) bool {
	if len(s) < 9 || len(s) > 16 || s[0] != '+' || s[1] == '0' {
		return false
	}
	for i := 1; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func dropPunctuation(r rune) rune {
	if strings.ContainsRune(".()[]", r) || unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
		return -1
	}
	return r
}
