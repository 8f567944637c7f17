// Package store is the seam between the domain and the engine that keeps its bytes.
//
// An engine gives snapshots to read and takes one sorted [Batch] to commit; it is never written while it is
// read. Buffering, reading one's own writes and scanning through them are done once, above the engine, by
// [Overlay]. An engine is therefore small, and package storetest proves it:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t testing.TB) store.Store { return myengine.Open(t.TempDir()) })
//	}
//
// The contract:
//
//   - Keys are ordered bytewise. A nil value in a [Write] deletes, an empty value is a value.
//   - A transaction reads one snapshot, taken at Begin. Readers never block the writer, the writer never
//     blocks readers.
//   - Isolation is serializable, ranges included: a writable transaction commits only if what it read, rows
//     and gaps alike, is still so; otherwise [ErrConflict], nothing happened, and it is to be run again.
//     An engine that lets one writer in at a time has this for nothing.
//   - Commit is all or nothing and durable on return. [ErrUnknown] says that nobody knows, and that the
//     store takes no more writes until it is opened again.
//   - The first byte of a key is its class; an engine may keep the classes apart.
//   - A key has at most [MaxKey] bytes, a value [MaxValue], a batch [MaxBatch]; beyond that [ErrTooLarge].
//
// Application code opens an engine and hands it to clientele.Open; it has no need to call what is here.
package store
