package input

import (
	"time"

	"github.com/clientele-go/clientele/fault"
)

// Time gives a time as records keep it: UTC, to the microsecond, of the years 0 to 9999, which is what JSON can say. Any
// other is a fault at a path of the input, and none is given.
func Time(path string, t time.Time, faults *fault.List) time.Time {
	if t = t.UTC().Truncate(time.Microsecond); t.IsZero() {
		return time.Time{}
	}
	if y := t.Year(); y < 0 || y > 9999 {
		faults.Add(path, fault.NotADate, "must be of the years 0 to 9999")
		return time.Time{}
	}
	return t
}

// Span gives both ends of a range of time, by [Time].
func Span(from, to *time.Time, fromPath, toPath string, faults *fault.List) {
	*from, *to = Time(fromPath, *from, faults), Time(toPath, *to, faults)
}
