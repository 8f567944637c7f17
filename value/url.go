package value

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clientele-go/clientele/fault"
)

// maxURL is the longest URL, in characters.
const maxURL = 2048

// URL normalises an absolute http or https URL: trimmed, scheme and host lower case, international host names in
// ASCII by IDNA 2008. Everything behind the host stays as it is, to the byte. The host may be an IP address or a
// single label; a user name or password before it is refused.
//
// Faults: required when blank; too_long above 2,048 characters; not_a_url.
func URL(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", refuse(fault.Required, "a URL is required")
	}
	given := s
	s, ok := normalURL(s)
	switch {
	case len(given) > maxURL && utf8.RuneCountInString(given) > maxURL, ok && utf8.RuneCountInString(s) > maxURL:
		return "", refuseAbove(maxURL, fault.TooLong, "at most "+strconv.Itoa(maxURL)+" characters")
	case !ok:
		return "", refuse(fault.NotAURL, "must be a URL such as https://example.com/page")
	}
	return s, nil
}

func normalURL(s string) (string, bool) {
	if hasBreak(s) {
		return "", false
	}
	scheme, rest, ok := strings.Cut(s, "://")
	scheme = strings.ToLower(scheme)
	if !ok || scheme != "http" && scheme != "https" {
		return "", false
	}
	if strings.ContainsAny(s, "%[") { // escapes and addresses
		if _, err := url.Parse(s); err != nil {
			return "", false
		}
	}
	authority, tail := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, tail = rest[:i], rest[i:]
	}
	name, port := splitPort(authority)
	name, ok = urlHost(name)
	if !ok || !validPort(port) {
		return "", false
	}
	if normal := scheme + "://" + name + port + tail; normal != s {
		return normal, true
	}
	return s, true
}

// hasBreak tells whether s has what no URL may have: white space, control characters, quotes, brackets, bytes
// that are no UTF-8.
func hasBreak(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return !utf8.ValidString(s) || strings.IndexFunc(s, breaksURL) >= 0
		case c <= ' ' || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\':
			return true
		}
	}
	return false
}

func breaksURL(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`"<>\`, r)
}

// splitPort cuts the port with its colon from the host.
func splitPort(authority string) (name, port string) {
	i := strings.LastIndexByte(authority, ':')
	if i < 0 || strings.IndexByte(authority[i:], ']') >= 0 {
		return authority, ""
	}
	return authority[:i], authority[i:]
}

// validPort takes "" and a colon with a number that a port can have.
func validPort(port string) bool {
	if port == "" {
		return true
	}
	n, err := strconv.ParseUint(port[1:], 10, 16)
	return err == nil && n > 0
}

// urlHost normalises the host of a URL: an IP address in its canonical text, or labels.
func urlHost(s string) (string, bool) {
	if inner, ok := strings.CutPrefix(s, "["); ok {
		addr, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		return "[" + addr.String() + "]", err == nil && addr.Zone() == "" && strings.HasSuffix(inner, "]")
	}
	if hasLabels(s, true) && !encoded(s) {
		return s, len(s) <= maxHost
	}
	ascii, ok := asciiHost(s)
	return ascii, ok && hasLabels(ascii, true) && len(ascii) <= maxHost
}
