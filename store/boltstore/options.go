package boltstore

import (
	"io/fs"
	"runtime"
	"strconv"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Options are what Open may be told; nil is all defaults.
type Options struct {
	// ReadOnly opens a file that is there, for reading. Several processes may do so at once, while none has
	// it open for writing.
	ReadOnly bool

	// LockTimeout is how long Open waits for another process to close the file before it gives
	// store.ErrLocked. 0 is one second; below 0 it does not wait.
	LockTimeout time.Duration

	// MaxMap is how many bytes of address space are reserved for the file; no memory is used for it. While
	// the file is smaller, no reader ever waits. When it outgrows this, the commit that makes it grow has to
	// wait for all open readers, and new readers wait for that commit. 0 is 64 GiB on 64-bit Unix and
	// nothing elsewhere (Windows would make the file that large); below 0 is nothing.
	MaxMap int

	// Mode is the permission bits of a new file. 0 is 0600.
	Mode fs.FileMode

	// NoSync leaves out the syncs. Commits are fast and not durable, and a crash of the machine may destroy
	// the file. For tests and benchmarks only.
	NoSync bool
}

// withDefaults gives a copy with the defaults filled in.
func (o *Options) withDefaults() Options {
	if o == nil {
		o = &Options{}
	}
	full := *o
	switch {
	case full.LockTimeout == 0:
		full.LockTimeout = time.Second
	case full.LockTimeout < 0:
		full.LockTimeout = 1 // bbolt waits for ever on 0; it gives up at once on less than its interval
	}
	if full.MaxMap == 0 {
		full.MaxMap = defaultMap()
	}
	if full.Mode == 0 {
		full.Mode = 0o600
	}
	return full
}

func defaultMap() int {
	if strconv.IntSize < 64 || runtime.GOOS == "windows" {
		return 0
	}
	size := int64(64 << 30)
	return int(size)
}

// bolt gives what bbolt is told.
func (o Options) bolt() *bolt.Options {
	return &bolt.Options{
		Timeout:         o.LockTimeout,
		ReadOnly:        o.ReadOnly,
		InitialMmapSize: max(o.MaxMap, 0),
		NoSync:          o.NoSync,
		NoGrowSync:      o.NoSync,
		FreelistType:    bolt.FreelistMapType,
	}
}
