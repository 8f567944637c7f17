package value

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// The bounds of metadata: bytes when compact, and objects and arrays inside each other.
const (
	maxMetadata      = 64 << 10
	maxMetadataDepth = 100
)

// Metadata normalises a free JSON object: without white space between its tokens, else to the byte as it came;
// numbers keep their digits. Nothing and null give nil.
//
// Faults: wrong_type for anything but a JSON object; invalid_text when not UTF-8; too_large above 64 KiB or 100
// levels of depth; repeated when a key stands twice in one object.
func Metadata(raw json.RawMessage) (json.RawMessage, error) {
	if kind := first(raw); kind == 0 || kind == 'n' && string(bytes.TrimSpace(raw)) == "null" {
		return nil, nil
	} else if kind != '{' {
		return nil, lenient.WrongType("object")
	}
	if !utf8.Valid(raw) {
		return nil, refuse(fault.InvalidText, "not valid UTF-8")
	}
	compact := bytes.NewBuffer(make([]byte, 0, len(raw)))
	if err := json.Compact(compact, raw); err != nil {
		return nil, lenient.WrongType("object")
	}
	if compact.Len() > maxMetadata {
		return nil, refuseAbove(maxMetadata, fault.TooLarge, "at most "+strconv.Itoa(maxMetadata)+" bytes")
	}
	w := keyWalk{rest: compact.Bytes()}
	if err := w.value(1); err != nil {
		return nil, err
	}
	return compact.Bytes(), nil
}

// keyWalk walks compact, valid JSON and looks for keys that repeat. It keeps the keys of the objects that it is
// inside of, one object after the other.
type keyWalk struct {
	rest []byte
	keys []string
}

func (w *keyWalk) value(depth int) error {
	switch c := w.rest[0]; {
	case c == '"':
		w.text()
		return nil
	case c != '{' && c != '[':
		w.rest = w.rest[bytes.IndexAny(w.rest, ",]}"):]
		return nil
	case depth > maxMetadataDepth:
		return refuseAbove(maxMetadataDepth, fault.TooLarge, "at most "+strconv.Itoa(maxMetadataDepth)+" levels deep")
	case c == '{':
		return w.object(depth)
	}
	return w.array(depth)
}

func (w *keyWalk) array(depth int) error {
	for w.next(']') {
		if err := w.value(depth + 1); err != nil {
			return err
		}
	}
	return nil
}

func (w *keyWalk) object(depth int) error {
	base := len(w.keys)
	for w.next('}') {
		w.keys = append(w.keys, key(w.text()))
		w.rest = w.rest[1:] // the colon
		if err := w.value(depth + 1); err != nil {
			return err
		}
	}
	mine := w.keys[base:]
	slices.Sort(mine)
	for i := 1; i < len(mine); i++ {
		if mine[i] == mine[i-1] {
			return refuse(fault.Repeated, fmt.Sprintf("the key %q stands twice in one object", mine[i]))
		}
	}
	w.keys = w.keys[:base]
	return nil
}

// next steps over the bracket or the comma before an element, or over the closing bracket, when it tells that
// there is no element.
func (w *keyWalk) next(closing byte) bool {
	opening := w.rest[0] != ',' && w.rest[0] != closing
	if opening && w.rest[1] == closing {
		w.rest = w.rest[1:]
	}
	more := w.rest[0] != closing
	w.rest = w.rest[1:]
	return more
}

// text steps over a string and gives it with its quotes.
func (w *keyWalk) text() []byte {
	for i := 1; ; i++ {
		switch w.rest[i] {
		case '\\':
			i++
		case '"':
			text := w.rest[:i+1]
			w.rest = w.rest[i+1:]
			return text
		}
	}
}

// key decodes a key, so that two spellings of one key are found.
func key(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return string(quoted)
	}
	return s
}
