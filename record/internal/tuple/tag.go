package tuple

import "errors"

// ErrMalformed says that bytes do not start with an element of the type wanted.
var ErrMalformed = errors.New("tuple: malformed key")

// The first byte of an element, in the order in which types sort. They are stored: none ever changes.
const (
	tagNull    = 0x01
	tagBool    = 0x02
	tagInt     = 0x03
	tagDecimal = 0x04
	tagDate    = 0x05
	tagTime    = 0x06
	tagUUID    = 0x07
	tagBytes   = 0x08
	tagText    = 0x09
)

// body gives the n bytes after the tag of an element of fixed size, and what follows them.
func body(b []byte, tag byte, n int) (v, rest []byte, err error) {
	if len(b) < 1+n || b[0] != tag {
		return nil, nil, ErrMalformed
	}
	return b[1 : 1+n], b[1+n:], nil
}
