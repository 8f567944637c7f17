// Package boltstore keeps a store in one file, with go.etcd.io/bbolt: durable on every commit, one process at a
// time, readers beside the writer.
//
//	s, err := boltstore.Open("crm.db", nil)
//	if err != nil {
//		return err
//	}
//	defer s.Close()
//
// The file is a bbolt file. Each class of keys, their first byte, is a bucket of that name and holds whole
// keys; the bucket "clientele" holds the version of this layout. A value is followed by four bytes, the
// CRC-32C of its key and itself, little endian: bbolt has no checksums, and a wrong value is worse than an
// error. What does not match is store.ErrCorrupt.
//
// A file that is to be a store is never made half: it is made under another name beside it and then linked.
// So a file of no length, such as os.CreateTemp makes, is a damaged store and refused; give the name of a file
// that is not there instead.
//
// One commit is one bbolt transaction: the sorted batch, two syncs. A writable transaction reads a snapshot
// and writes only at its commit, so a long one keeps other writers waiting but no reader.
//
// A reader keeps the pages that it may still see from being used again, so the file grows while a long one is
// open beside writers. It does not shrink by itself.
package boltstore
