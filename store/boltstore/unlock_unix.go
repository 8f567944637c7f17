//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package boltstore

import (
	"errors"
	"os"
	"syscall"
)

// closeFile closes a file that bbolt has failed over, and unlocks it: closing alone does not do that while bbolt
// has it mapped.
func closeFile(f *os.File) error {
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}
