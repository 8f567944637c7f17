package record

import "context"

// Policy decides on every record that a verb reads or writes. It answers nil to allow; any error refuses. A
// refused read looks like a record that is not there, a refused write is fault.ErrForbidden. It is called
// inside the transaction, perhaps many times, has to be quick and must not use the store.
type Policy func(ctx context.Context, a Action) error

// Action is what a Policy decides on.
type Action struct {
	Actor  Actor
	Op     Op     // OpRead or what is about to be written
	Verb   string // "account.update"; empty for a transaction's own calls
	Kind   string // "account"
	Record any    // the record as it is, or as it is to be created: a pointer to the kind's type
}

// Op is what happens to a record.
type Op uint8

// The operations, with the names that a Change carries. Their numbers are stored.
const (
	OpRead Op = iota
	OpCreate
	OpUpdate
	OpDelete
	OpRestore
	OpPurge
)

// String gives the operation's name.
func (o Op) String() string {
	switch o {
	case OpRead:
		return "read"
	case OpCreate:
		return "create"
	case OpUpdate:
		return "update"
	case OpDelete:
		return "delete"
	case OpRestore:
		return "restore"
	case OpPurge:
		return "purge"
	}
	return "unknown"
}

// MarshalText gives the operation's name.
func (o Op) MarshalText() ([]byte, error) { return []byte(o.String()), nil }
