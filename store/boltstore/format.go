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

// writeFormat marks a new file.
func writeFormat(tx *bolt.Tx) error {
	b, err := tx.CreateBucket(metaBucket)
	if err != nil {
		return err
	}
	return b.Put(formatKey, appendSealed(nil, formatKey, strconv.AppendInt(nil, format, 10)))
}

// checkFormat tells whether this package can read the file. ErrCorrupt: it is no store. ErrSchema: a newer
// version wrote it.
func checkFormat(db *bolt.DB) error {
	version, err := readFormat(db)
	if err != nil {
		return err
	}
	if version > format {
		return fmt.Errorf("%w: the file has format %d, known is %d", fault.ErrSchema, version, format)
	}
	return nil
}

func readFormat(db *bolt.DB) (version int, err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	err = db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket(metaBucket)
		if b == nil {
			return fmt.Errorf("%w: a bbolt file, but not a store", store.ErrCorrupt)
		}
		value, err := unseal(formatKey, b.Get(formatKey))
		if err != nil {
			return err
		}
		if version, err = strconv.Atoi(string(value)); err != nil || version < 1 {
			return fmt.Errorf("%w: %q is no format version", store.ErrCorrupt, value)
		}
		return nil
	})
	return version, err
}
