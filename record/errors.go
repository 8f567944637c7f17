package record

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record/internal/wire"
	"github.com/clientele-go/clientele/store"
)

// Error says where a verb failed, as fs.PathError does. Err is a sentinel of package store or fault, a
// [*fault.Error], or what the store or the context answered.
type Error struct {
	Op   string    // the verb: "account.update"; empty inside a transaction's own calls
	Kind string    // of the record, if it is about one
	ID   uuid.UUID // of the record, if it is known
	Err  error
}

// Error gives verb, record and reason in one line.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("record: ")
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	if e.Kind != "" {
		b.WriteString(e.Kind + " ")
	}
	if e.ID != uuid.Nil {
		b.WriteString(e.ID.String() + " ")
	}
	return strings.TrimRight(b.String(), " :") + ": " + e.Err.Error()
}

// Unwrap gives the reason.
func (e *Error) Unwrap() error { return e.Err }

// named puts the verb's name on an error that has none.
func named(op string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		if e.Op != "" {
			return err
		}
		if error(e) == err {
			return &Error{Op: op, Kind: e.Kind, ID: e.ID, Err: e.Err}
		}
	}
	return &Error{Op: op, Err: err}
}

// damaged gives the sentinel for what a decoder refused: a later version of the program wrote it, or nobody.
func damaged(err error) error {
	if errors.Is(err, wire.ErrUnknown) {
		return fmt.Errorf("%w: %w", fault.ErrSchema, err)
	}
	return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
}
