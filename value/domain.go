package value

import (
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/clientele-go/clientele/fault"
)

// Domain gives the domain that names an organisation: from a host name, an address of a web page or an @domain
// it drops the leading @, scheme, port, path, leading www. and the dot at the end; lower case, international
// names in ASCII by IDNA 2008. A www. stays where what follows cannot be a domain ("www.com").
//
// Faults: required when blank; too_long above 253 characters; not_a_domain for what has fewer than two labels,
// is an IP address, holds anything that a host name cannot, or is a bare public suffix of the ICANN part of the
// list ("co.uk"; "github.io" has an owner and is fine).
func Domain(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", refuse(fault.Required, "a domain is required")
	}
	name, err := host(bareHost(s))
	if err != nil {
		return "", err
	}
	name = withoutWWW(name)
	if isPublicSuffix(name) {
		return "", refuse(fault.NotADomain, "must be a domain below the public suffix "+name)
	}
	return name, nil
}

// bareHost cuts a leading @, scheme, path, query, fragment and port away.
func bareHost(s string) string {
	s = strings.TrimPrefix(s, "@")
	if scheme, rest, ok := strings.Cut(s, "://"); ok && isScheme(scheme) {
		s = rest
	}
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s = s[:i]
	}
	if i := strings.LastIndexByte(s, ':'); i >= 0 && isPort(s[i+1:]) {
		s = s[:i]
	}
	return s
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(s[i]))) {
			return false
		}
	}
	return s != ""
}

// isPort tells whether s is a port of at most five digits. An empty one is the default port.
func isPort(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) <= 5
}

func withoutWWW(name string) string {
	for {
		rest, ok := strings.CutPrefix(name, "www.")
		if !ok || !isHost(rest) || isPublicSuffix(rest) {
			return name
		}
		name = rest
	}
}

// isPublicSuffix tells whether registrars give names directly below this one, and nobody owns it.
func isPublicSuffix(name string) bool {
	suffix, icann := publicsuffix.PublicSuffix(name)
	return icann && suffix == name
}
