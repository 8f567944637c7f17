package record

import (
	"bytes"
	"encoding/binary"
	"time"
)

// Where is a condition on one stored field, decided without decoding the record: a comparison if the field is
// hot, a walk over the record's tags if it is not.
type Where struct {
	Field string // its JSON name
	// In are the values of an id or text field that pass: 16 bytes of an id, the text itself. An empty value
	// stands for records without the field.
	In [][]byte
	// From and To limit a time field: From ≤ t < To. A zero time is no limit.
	From, To time.Time
}

// condition is a Where with its field found.
type condition struct {
	Where
	field int
	time  bool
	among map[string]bool // In, where it is long
}

// shortList is how many values are looked through one by one.
const shortList = 8

// among gives a long list as a set, a short one not.
func among(values [][]byte) map[string]bool {
	if len(values) <= shortList {
		return nil
	}
	set := make(map[string]bool, len(values))
	for _, v := range values {
		set[string(v)] = true
	}
	return set
}

func (c *condition) holds(b []byte) bool {
	if c.among != nil {
		return c.among[string(b)]
	}
	if !c.time {
		for _, v := range c.In {
			if bytes.Equal(v, b) {
				return true
			}
		}
		return false
	}
	if len(b) != 8 {
		return false
	}
	micros := int64(binary.LittleEndian.Uint64(b))
	return (c.From.IsZero() || micros >= c.From.UnixMicro()) && (c.To.IsZero() || micros < c.To.UnixMicro())
}
