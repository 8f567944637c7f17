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
	Op    string    // the verb: "account.update"; empty inside a transaction's own calls
	Kind  string    // of the record, if it is about one
	ID    uuid.UUID // of the record, if it is known
	Field string    // by which the record was looked for, if not by its id: "domain"
	Err   error
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
	if e.Field != "" {
		b.WriteString(e.Field + " ")
	}
	return strings.TrimRight(b.String(), " :") + ": " + e.Err.Error()
}

// Unwrap gives the reason.
func (e *Error) Unwrap() error { return e.Err }

// named puts the verb's name on an error: that of the outermost verb, for a verb may call others.
func named(op string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := err.(*Error); ok {
		on := *e
		on.Op = op
		return &on
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
