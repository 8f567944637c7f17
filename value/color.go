package value

import (
	"strings"

	"github.com/clientele-go/clientele/fault"
)

// Color normalises a colour, #RGB or #RRGGBB, to lower case. The short form stays short.
//
// Faults: required when blank; not_a_color.
func Color(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", refuse(fault.Required, "a color is required")
	}
	if len(s) != 4 && len(s) != 7 || s[0] != '#' {
		return "", refuse(fault.NotAColor, "must be a color such as #1a2b3c")
	}
	for i := 1; i < len(s); i++ {
		if c := s[i] | 0x20; (c < 'a' || c > 'f') && (s[i] < '0' || s[i] > '9') {
			return "", refuse(fault.NotAColor, "must be a color such as #1a2b3c")
		}
	}
	return strings.ToLower(s), nil
}
