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
// Writers are let in one at a time, and commit in groups: while one bbolt transaction is being written and
// synced, the batches of those who come meanwhile queue up, and one of them writes them all in the next. Each
// runs on what is queued before it, and no outcome is answered, be it an error or that nothing was to be done,
// before all that it was built on is in the file. If a group cannot be written, its members are given the error,
// and those who were built on it store.ErrConflict, so that store.Update runs them again. A writer that is alone
// is written at once. Nothing runs in the background: it is always a waiting writer that writes.
//
// Readers see what is in the file, never what is queued. (The last of a commit's syncs may still be going on:
// only its own writer, and those after it, wait for that.) A writable transaction writes only at its commit, so
// a long one keeps other writers waiting but no reader.
//
// A commit that fails is store.ErrUnknown only if it may have reached the file, as when its last sync fails; then
// the store takes no more writes until it is opened again, and readers go on. After any other error, such as a
// full disk, nothing was written and the next commit may work.
//
// A reader keeps the pages that were replaced since it began from being used again, so the file grows by what is
// written while a long one is open. They are used again afterwards; the file does not shrink by itself, but
// Compact writes a small one. When there are more than 4,096 free pages, their list is written by Close and not
// with each commit; if a process ends without Close, the next Open reads all pages to find them.
//
// Open reads the pages that hold the file together, about one in a hundred, and refuses a file of which one is
// damaged: bbolt would run in circles in it. Reading goes through the pages with code of this package, and a
// commit checks the pages that it is about to change, so that what is damaged later, or in other pages, is
// store.ErrCorrupt and neither a panic nor a wrong value. A key that damage has taken away is not found; Verify
// and clientele.Check tell of it.
package boltstore
