// Package storetest is the contract of package store as tests: an engine's own test is a few lines.
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t testing.TB) store.Store { return myengine.New(t.TempDir()) })
//	}
//
//	func TestReopen(t *testing.T) {
//		storetest.Reopen(t, func(t testing.TB, dir string) store.Store { return myengine.New(dir) })
//	}
//
// [Run] is the list of [Cases], each on a fresh store. Where transactions have to meet, they are made to, by
// channels; nothing depends on how fast the machine is. An engine may let one writer in at a time or many: what
// is checked is that the outcome is one of some order.
//
// [Model] does random work beside a sorted map. [Benchmark] is the same measurements for every engine.
//
// The wrappers turn a good store into a mean one, to test what is above the seam: [Rerun] makes transactions
// run twice, [Fail] makes the n-th call fail, [Count] counts the calls, [Scribble] spoils bytes once they are
// no longer valid, [Overlaid] reads through overlays. None of them has the optional abilities of the store
// that it wraps (store.Counter and the like), so that no call gets around it.
package storetest
