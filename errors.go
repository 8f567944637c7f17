package clientele

import (
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Error says where a verb failed, as fs.PathError does.
type Error = record.Error

// Faults is a refused input: everything that is wrong with it, at once.
//
//	if e, ok := errors.AsType[*clientele.Faults](err); ok {
//		for _, f := range e.Faults {
//			fmt.Println(f.Path, f.Code, f.Message)
//		}
//	}
type Faults = fault.Error

// The errors that mean a rule said no, for errors.Is. What is wrong with an input is a *Faults; a fault
// may have one of these as its cause.
var (
	ErrExists     = fault.ErrExists     // a unique value is taken
	ErrStale      = fault.ErrStale      // the record was changed since it was read: read it again
	ErrReferenced = fault.ErrReferenced // still in use
	ErrForbidden  = fault.ErrForbidden  // the policy refused a write
	ErrCursor     = fault.ErrCursor     // the cursor belongs to another query
	ErrSchema     = fault.ErrSchema     // the stored data needs another version of the program
	ErrNested     = fault.ErrNested     // an Org was used inside a transaction of its store
)

// The errors of the store, for errors.Is.
var (
	ErrNotFound = store.ErrNotFound // there is no such record, or the actor may not see it
	ErrConflict = store.ErrConflict // another writer got in the way, ten times
	ErrUnknown  = store.ErrUnknown  // nobody knows whether the commit is there: open the store again
	ErrReadOnly = store.ErrReadOnly // a write in a View, or on a store opened for reading
	ErrClosed   = store.ErrClosed   // the store, or the transaction, has ended
	ErrTooLarge = store.ErrTooLarge // more than one transaction takes
	ErrCorrupt  = store.ErrCorrupt  // the stored data is damaged
	ErrLocked   = store.ErrLocked   // the file is in use by another process
	ErrBusy     = store.ErrBusy     // other writers did not finish in time
)
