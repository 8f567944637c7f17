package boltstore

import (
	"fmt"
	"runtime/debug"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// format is the version of the layout that this package writes, and the highest that it reads.
const format = 1

// The version is kept in a bucket of its own, whose name is longer than a class, under this key.
var (
	metaBucket = []byte("clientele")
	formatKey  = []byte("format")
)

// writeFormat marks a new store.
func writeFormat(home buckets) error {
	b, err := home.CreateBucket(metaBucket)
	if err != nil {
		return err
	}
	return b.Put(formatKey, appendSealed(nil, formatKey, strconv.AppendInt(nil, format, 10)))
}

// checkFormatOf is checkFormat of a file.
func checkFormatOf(db *bolt.DB) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return db.View(func(tx *bolt.Tx) error { return checkFormat(tx) })
}

// checkFormat tells whether this package can read the store. ErrCorrupt: it is none. ErrSchema: a newer version
// wrote it.
func checkFormat(home buckets) error {
	version, err := readFormat(home)
	if err != nil {
		return err
	}
	if version > format {
		return fmt.Errorf("%w: the file has format %d, known is %d", fault.ErrSchema, version, format)
	}
	return checkClasses(home)
}

func readFormat(home buckets) (version int, err error) {
	b := home.Bucket(metaBucket)
	if b == nil {
		return 0, fmt.Errorf("%w: a bbolt file, but not a store", store.ErrCorrupt)
	}
	value, err := unseal(formatKey, b.Get(formatKey))
	if err != nil {
		return 0, err
	}
	if version, err = strconv.Atoi(string(value)); err != nil || version < 1 {
		return 0, fmt.Errorf("%w: %q is no format version", store.ErrCorrupt, value)
	}
	return version, nil
}

// checkClasses checks that all is buckets of classes, and that each has the class that its name says: else all
// of a class might be gone in silence.
func checkClasses(home buckets) error {
	c := home.Cursor()
	for name, value := c.First(); name != nil; name, value = c.Next() {
		b := home.Bucket(name)
		switch {
		case value != nil || b == nil:
			return fmt.Errorf("%w: %x is no bucket", store.ErrCorrupt, name)
		case len(name) > 1 && string(name) != string(metaBucket):
			return fmt.Errorf("%w: bucket %x is of no class", store.ErrCorrupt, name)
		case len(name) > 1:
			continue
		}
		if first, _ := b.Cursor().First(); first != nil && first[0] != name[0] {
			return fmt.Errorf("%w: bucket %x has key %x", store.ErrCorrupt, name, first)
		}
	}
	return nil
}
