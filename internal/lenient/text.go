package lenient

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clientele-go/clientele/fault"
)

// Text decodes a JSON string. Anything else is wrong_type; a string that is not UTF-8 or holds half a
// surrogate pair is invalid_text, where encoding/json would put a replacement character.
func Text(raw []byte) (string, error) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", WrongType("string")
	}
	if !utf8.Valid(raw) || halfSurrogate(raw) {
		return "", fault.New("", fault.InvalidText, "not valid UTF-8")
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", WrongType("string")
	}
	return s, nil
}

// halfSurrogate tells whether a JSON string escapes one half of a surrogate pair without the other.
func halfSurrogate(raw []byte) bool {
	for {
		i := bytes.IndexByte(raw, '\\')
		if i < 0 || i+1 >= len(raw) {
			return false
		}
		raw = raw[i:]
		r := escaped(raw)
		switch {
		case r < 0:
			raw = raw[2:]
		case !utf16.IsSurrogate(r):
			raw = raw[6:]
		case utf16.DecodeRune(r, escaped(raw[6:])) == utf8.RuneError:
			return true
		default:
			raw = raw[12:]
		}
	}
}

// escaped gives the code unit of an escape \uXXXX that raw starts with, or -1.
func escaped(raw []byte) rune {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(raw[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}
