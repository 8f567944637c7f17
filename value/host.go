package value

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/clientele-go/clientele/fault"
)

// maxHost is the longest host name that DNS can hold, in characters.
const maxHost = 253

// names maps international host names to ASCII by IDNA 2008 (with the mappings of UTS 46).
var names = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false))

// host brings a host name to lower case ASCII without the dot at its end. It has at least two labels, and the
// last one begins with a letter, so that no IP address passes.
func host(s string) (string, error) {
	if isHost(s) && !encoded(s) {
		return s, nil
	}
	ascii, ok := asciiHost(s)
	switch {
	case ok && isHost(ascii):
		return ascii, nil
	case len(ascii) > maxHost:
		return "", refuseAbove(maxHost, fault.TooLong, "at most "+strconv.Itoa(maxHost)+" characters")
	}
	return "", refuse(fault.NotADomain, "must be a host name such as example.com")
}

// asciiHost lowers and encodes a host name. What it answers to a name that is no host name is not one either.
func asciiHost(s string) (string, bool) {
	if len(s) > maxHost*utf8.UTFMax {
		return s, false
	}
	if plain(s) {
		s = strings.ToLower(s)
		if !encoded(s) {
			return strings.TrimSuffix(s, "."), true
		}
	}
	s, err := names.ToASCII(s)
	if err != nil {
		return s, false
	}
	letters, err := names.ToUnicode(s)
	return strings.TrimSuffix(s, "."), err == nil && strings.IndexFunc(letters, isNoLetter) < 0
}

// isNoLetter tells whether IDNA 2008 has no place for the character: symbols, emoji and punctuation, which
// package idna lets pass. Letters, marks and digits may stand, and the exceptions of RFC 5892 section 2.6.
func isNoLetter(r rune) bool {
	const exceptions = "-.\u00b7\u0375\u05f3\u05f4\u06fd\u06fe\u0f0b\u200c\u200d\u3007\u30fb"
	return !unicode.In(r, unicode.L, unicode.Mn, unicode.Mc, unicode.Nd) && !strings.ContainsRune(exceptions, r)
}

// encoded tells whether a label of the name is Punycode, which must be decoded to be checked.
func encoded(s string) bool {
	return strings.HasPrefix(s, "xn--") || strings.Contains(s, ".xn--")
}

// isHost tells whether s is a host name in normal form: labels of 1 to 63 lower case letters, digits and inner
// hyphens, at least two of them, the last one beginning with a letter.
func isHost(s string) bool {
	if len(s) > maxHost || !hasLabels(s, false) {
		return false
	}
	last := strings.LastIndexByte(s, '.') + 1
	return last > 0 && s[last] >= 'a'
}

// hasLabels tells whether s is one or more labels of a host name, lower case ASCII. Underscores are in use where
// hosts have several names, and allowed on demand.
func hasLabels(s string, underscore bool) bool {
	start := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == '.' {
			if i == start || i-start > 63 || s[start] == '-' || s[i-1] == '-' {
				return false
			}
			start = i + 1
			continue
		}
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && (c != '_' || !underscore) {
			return false
		}
	}
	return true
}
