package value

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/clientele-go/clientele/fault"
)

// Text normalises a text of one line: trimmed, normal form C, at most max characters. A blank text gives "".
// Faults: invalid_text for what is not UTF-8 or has control characters or line breaks inside, too_long.
func Text(s string, max int) (string, error) {
	if plain(s) {
		return limited(strings.Trim(s, " "), max)
	}
	s, err := normal(s)
	if err != nil {
		return "", err
	}
	if strings.IndexFunc(s, breaksLine) >= 0 {
		return "", refuse(fault.InvalidText, "one line without control characters")
	}
	return limited(s, max)
}

// LongText is [Text] with line breaks and tabs allowed: \n, \r\n, \t and the separators U+2028 and U+2029. They
// are kept as they are.
func LongText(s string, max int) (string, error) {
	if plain(s) {
		return limited(strings.Trim(s, " "), max)
	}
	s, err := normal(s)
	if err != nil {
		return "", err
	}
	for i, r := range s {
		ends := r == '\n' || r == '\t' || r == '\r' && strings.HasPrefix(s[i+1:], "\n")
		if unicode.IsControl(r) && !ends {
			return "", refuse(fault.InvalidText, "no control characters but line breaks and tabs")
		}
	}
	return limited(s, max)
}

// plain tells whether all of s is printable ASCII, to which most rules have no objection.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// normal brings a text to normal form C and trims it.
func normal(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", refuse(fault.InvalidText, "not valid UTF-8")
	}
	return strings.TrimSpace(norm.NFC.String(s)), nil
}

func breaksLine(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}

func limited(s string, max int) (string, error) {
	if len(s) > max && utf8.RuneCountInString(s) > max {
		return "", refuseAbove(max, fault.TooLong, "at most "+strconv.Itoa(max)+" characters")
	}
	return s, nil
}
