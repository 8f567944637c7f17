package value

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/clientele-go/clientele/fault"
)

// The longest e-mail address and the longest part before its @, in bytes, as RFC 5321 has them.
const (
	maxEmail = 254
	maxLocal = 64
)

// Email normalises an e-mail address: trimmed, lower case, the host in ASCII by IDNA 2008. Tags (ann+news@) are
// kept. The part before the @ is words joined by single dots (RFC 5322), letters of any script included (RFC
// 6531); quoted words, comments, display names and IP addresses are not taken.
//
// Faults: required when blank; too_long above 254 bytes; not_an_email.
func Email(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", refuse(fault.Required, "an e-mail address is required")
	}
	local, rest, _ := strings.Cut(s, "@")
	name, err := host(rest)
	if err != nil || !utf8.ValidString(local) {
		return "", notAnEmail(len(s))
	}
	local = norm.NFC.String(strings.ToLower(local))
	switch total := len(local) + 1 + len(name); {
	case total > maxEmail, len(local) > maxLocal, !isLocal(local):
		return "", notAnEmail(total)
	case total == len(s) && s[:len(local)] == local && s[len(local)+1:] == name:
		return s, nil
	}
	return local + "@" + name, nil
}

// notAnEmail tells what is too long from what is no address at all.
func notAnEmail(length int) error {
	if length > maxEmail {
		return refuseAbove(maxEmail, fault.TooLong, "at most "+strconv.Itoa(maxEmail)+" bytes")
	}
	return refuse(fault.NotAnEmail, "must be an e-mail address such as ann@example.com")
}

// isLocal tells whether s can stand before the @: words of RFC 5322 joined by single dots.
func isLocal(s string) bool {
	if s == "" || s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return false
	}
	for _, r := range s {
		if r < utf8.RuneSelf && !isWord(byte(r)) || r >= utf8.RuneSelf && (!unicode.IsGraphic(r) || unicode.IsSpace(r)) {
			return false
		}
	}
	return true
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || strings.IndexByte(".!#$%&'*+-/=?^_`{|}~", c) >= 0
}

// EmailHost gives the host of a normalised e-mail address, "" of what has none. It can name another domain than
// the account's: bring it to [Domain] before comparing.
func EmailHost(email string) string {
	i := strings.LastIndexByte(email, '@')
	if i < 0 {
		return ""
	}
	return email[i+1:]
}
