package record

import (
	"bytes"
	"encoding/binary"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
)

// ID is the identifier of a record of type T: a UUID of version 7, so that ids ascend in the order of
// creation. The type keeps the id of an account from being passed where that of a contact is wanted. The zero
// ID is none.
type ID[T any] [16]byte

// ParseID reads the text form of an id. The error is a fault of code not_an_id, also for an empty text.
func ParseID[T any](s string) (ID[T], error) {
	var id ID[T]
	if s == "" {
		return id, notAnID()
	}
	err := id.UnmarshalText([]byte(s))
	return id, err
}

// Compare orders ids by their bytes, which is the order of creation.
func (id ID[T]) Compare(other ID[T]) int { return bytes.Compare(id[:], other[:]) }

// String gives the usual text form, 36 characters.
func (id ID[T]) String() string { return uuid.UUID(id).String() }

// IsZero tells whether the id is none.
func (id ID[T]) IsZero() bool { return id == ID[T]{} }

// MarshalText gives the text form, empty for the zero ID.
func (id ID[T]) MarshalText() ([]byte, error) {
	if id.IsZero() {
		return nil, nil
	}
	return uuid.UUID(id).MarshalText()
}

// UnmarshalText reads the text form; an empty text is the zero ID. The error is a fault of code not_an_id.
func (id *ID[T]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID[T]{}
		return nil
	}
	u, err := uuid.ParseBytes(b)
	if err != nil || len(b) != 36 {
		return notAnID()
	}
	*id = ID[T](u)
	return nil
}

func notAnID() error {
	return fault.New("", fault.NotAnID, "not an id: 36 characters like 018f3c1e-5b7a-7cc0-8000-000000000001 are wanted")
}

// ascendingIDs gives a source of UUIDs of version 7 that never descend, however the clock behaves: within
// one millisecond, or when the clock goes back, a counter in the bits after the time goes on.
func ascendingIDs() func(at time.Time) uuid.UUID {
	var mu sync.Mutex
	var last uint64 // milliseconds and 12 bits of counter
	return func(at time.Time) uuid.UUID {
		id := uuid.New()
		mu.Lock()
		next := uint64(at.UnixMilli()) << 12
		if next <= last {
			next = last + 1
		}
		last = next
		mu.Unlock()
		binary.BigEndian.PutUint64(id[:8], next>>12<<16|0x7000|next&0xfff)
		return id
	}
}
