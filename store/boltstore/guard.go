package boltstore

import (
	"fmt"
	"runtime/debug"

	"github.com/clientele-go/clientele/store"
)

// guard is deferred around every call of bbolt, and around nothing else:
//
//	defer guard(debug.SetPanicOnFault(true), &err)
//
// bbolt trusts its file. On a damaged page it panics, or follows a pointer out of the mapped file, which would
// end the process if the runtime were not told to panic. Both become ErrCorrupt here. The caller's own code
// must not run inside it: its panics are its own.
func guard(faultsWere bool, err *error) {
	debug.SetPanicOnFault(faultsWere)
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: bbolt: %v", store.ErrCorrupt, p)
	}
}
