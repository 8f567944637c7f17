package fault

import (
	"errors"
	"strings"
)

// Error is a refused input: every fault that was found in it, at least one. Nothing was written.
type Error struct {
	Faults []Fault `json:"faults"`
}

// New gives an Error with one fault.
func New(path string, code Code, message string) *Error {
	return &Error{Faults: []Fault{{Path: path, Code: code, Message: message}}}
}

// Error lists the faults in one line.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("fault: ")
	for i, f := range e.Faults {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(f.String())
	}
	return b.String()
}

// Unwrap gives the causes of the faults.
func (e *Error) Unwrap() []error {
	var causes []error
	for _, f := range e.Faults {
		if f.Cause != nil {
			causes = append(causes, f.Cause)
		}
	}
	return causes
}

// Has tells whether err is or wraps an [*Error] with a fault of this code.
func Has(err error, code Code) bool {
	for _, f := range All(err) {
		if f.Code == code {
			return true
		}
	}
	return false
}

// All gives the faults of err, if it is or wraps an [*Error]; else nil.
func All(err error) []Fault {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return nil
	}
	return e.Faults
}
