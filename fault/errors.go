package fault

import "errors"

// The errors that mean a rule said no. Test for them with [errors.Is]; the root package re-exports them.
var (
	ErrExists     = errors.New("fault: already exists")                                       // a unique value is taken
	ErrStale      = errors.New("fault: the record was changed since it was read; read again") // IfVersion is not the stored version
	ErrReferenced = errors.New("fault: still in use")                                         // a delete is refused
	ErrForbidden  = errors.New("fault: not allowed for this actor")                           // the policy refused a write
	ErrCursor     = errors.New("fault: the cursor belongs to another query")                  // start again from the first page
	ErrSchema     = errors.New("fault: the stored data needs another version of this program")
	ErrNested     = errors.New("fault: this context is inside a transaction of the same store; use its Tx")
)
