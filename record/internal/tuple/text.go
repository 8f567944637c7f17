package tuple

import (
	"bytes"
	"crypto/sha256"
)

// MaxText is how many bytes of a text an element holds. A longer one is cut there and a hash of the whole
// added: the element takes at most 219 bytes, and one more for each zero byte that it keeps.
const MaxText = 200

const hashSize = 16

// What follows a zero byte inside a text. The order matters: at the same place a text that ends sorts before
// one that was cut, and that before one that goes on.
const (
	markEnd  = 0x01 // the text ends
	markCut  = 0x02 // the text goes on beyond MaxText; its hash follows
	markZero = 0xff // the text has a zero byte here
)

// Cut tells whether s is too long for an element. Then the key does not hold all of it: two keys that are
// equal have, but for a collision of hashes, equal texts, and whoever must know looks into the record.
func Cut(s string) bool { return len(s) > MaxText }

// AppendText appends s, cut if [Cut] says so.
func AppendText(dst []byte, s string) []byte { return appendString(dst, tagText, s) }

// AppendTextPrefix appends what every element of a text that starts with s starts with. If s is itself cut
// ([Cut]), so do the elements of other texts that agree with s on the first MaxText bytes.
func AppendTextPrefix(dst []byte, s string) []byte {
	dst = append(dst, tagText)
	if !Cut(s) {
		return appendEscaped(dst, s)
	}
	return append(appendEscaped(dst, s[:MaxText]), 0, markCut)
}

// Text decodes what AppendText wrote at the start of b, or gives ErrMalformed. Of a text that was cut, s is
// the first MaxText bytes, which may end inside a character.
func Text(b []byte) (s string, cut bool, rest []byte, err error) {
	p, cut, rest, err := stringAt(b, tagText)
	return string(p), cut, rest, err
}

// AppendBytes appends p, cut like a text if it has more than MaxText bytes. A nil p is an empty one.
func AppendBytes(dst, p []byte) []byte { return appendString(dst, tagBytes, p) }

// Bytes decodes what AppendBytes wrote at the start of b, or gives ErrMalformed. If it was cut, p is the
// first MaxText bytes. p may share the memory of b.
func Bytes(b []byte) (p []byte, cut bool, rest []byte, err error) {
	return stringAt(b, tagBytes)
}

func appendString[S string | []byte](dst []byte, tag byte, s S) []byte {
	dst = append(dst, tag)
	if len(s) <= MaxText {
		return append(appendEscaped(dst, s), 0, markEnd)
	}
	hash := sha256.Sum256([]byte(s))
	dst = append(appendEscaped(dst, s[:MaxText]), 0, markCut)
	return append(dst, hash[:hashSize]...)
}

// appendEscaped appends s with markZero after each zero byte.
func appendEscaped[S string | []byte](dst []byte, s S) []byte {
	start := len(dst)
	dst = append(dst, s...)
	if bytes.IndexByte(dst[start:], 0) < 0 {
		return dst
	}
	dst = dst[:start]
	for i := range len(s) {
		dst = append(dst, s[i])
		if s[i] == 0 {
			dst = append(dst, markZero)
		}
	}
	return dst
}

// stringAt decodes bytes or a text. p shares the memory of b if it holds no zero byte.
func stringAt(b []byte, tag byte) (p []byte, cut bool, rest []byte, err error) {
	if len(b) == 0 || b[0] != tag {
		return nil, false, nil, ErrMalformed
	}
	for rest = b[1:]; ; {
		i := bytes.IndexByte(rest, 0)
		if i < 0 || i+1 == len(rest) || len(p)+i > MaxText {
			return nil, false, nil, ErrMalformed
		}
		run, mark := rest[:i:i], rest[i+1]
		if p == nil {
			p = run
		} else {
			p = append(p, run...)
		}
		rest = rest[i+2:]
		switch {
		case mark == markZero:
			p = append(p, 0)
		case mark == markEnd:
			return p, false, rest, nil
		case mark == markCut && len(p) == MaxText && len(rest) >= hashSize:
			return p, true, rest[hashSize:], nil
		default:
			return nil, false, nil, ErrMalformed
		}
	}
}
