//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package boltstore

import "os"

// closeFile closes a file that bbolt has failed over, which unlocks it.
func closeFile(f *os.File) error { return f.Close() }
