package record

import (
	"time"

	"github.com/google/uuid"
)

// Options are what a program decides when it opens a database. Nil is all defaults.
type Options struct {
	// Clock gives the time. Default time.Now. It is asked once for each transaction.
	Clock func() time.Time
	// IDs makes the id of a new record: a UUID of version 7 at this time, above all before it. The default
	// is random but for its order. It is called by one goroutine at a time in each organisation, by several
	// altogether.
	IDs func(at time.Time) uuid.UUID
	// Directory knows the users. Nil: user ids are taken as they come, and names stay empty.
	Directory Directory
	// Policy may refuse reads and writes. Nil allows everything.
	Policy Policy
	// Rules are the host program's own, made by account.Rule and its like.
	Rules []Rule
	// Kinds are the host program's own, made by Define.
	Kinds []Definition
	// WriterWait is how long a write waits for other writers before ErrBusy. Zero: until its ctx ends.
	WriterWait time.Duration
}

func (o *Options) withDefaults() Options {
	var out Options
	if o != nil {
		out = *o
	}
	if out.Clock == nil {
		out.Clock = time.Now
	}
	if out.IDs == nil {
		out.IDs = ascendingIDs()
	}
	return out
}
