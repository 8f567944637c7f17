package record

import (
	"bytes"
	"time"

	"github.com/google/uuid"
)

// Moment is a place in a stream of records that is ordered by time, and by id where the time is the same.
type Moment struct {
	At time.Time
	ID uuid.UUID
}

// IsZero tells whether the moment is none.
func (m Moment) IsZero() bool { return m.At.IsZero() && m.ID == uuid.Nil }

// Interval is what lies between two moments, neither of which belongs to it; a zero Moment is no limit. To have all
// of a time belong to it, or nothing, the id beside the time is uuid.Nil or uuid.Max.
type Interval struct {
	After, Before Moment
	Newest        bool // the newest comes first
}

// During gives the interval from a time on, to before another; a zero time is no limit.
func During(from, to time.Time) Interval {
	return Interval{After: Moment{At: from}, Before: Moment{At: to}}
}

// Bounds gives the interval as Query.From and Query.To of an index whose tuples end with the time.
func (in Interval) Bounds() (from, to Tuple) {
	if !in.After.IsZero() {
		from = append(Tuple{}.Time(in.After.At), in.After.ID[:]...)
		from = append(from, 0)
	}
	if !in.Before.IsZero() {
		to = append(Tuple{}.Time(in.Before.At), in.Before.ID[:]...)
	}
	return from, to
}

// Compare orders moments.
func (m Moment) Compare(other Moment) int {
	if c := m.At.Compare(other.At); c != 0 {
		return c
	}
	return bytes.Compare(m.ID[:], other.ID[:])
}
