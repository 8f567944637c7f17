package storetest

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/clientele-go/clientele/store"
)

func snapshotCases() []Case {
	return []Case{
		rule("read skew", readSkew),
		rule("a scan sees its snapshot", scanSeesSnapshot),
		rule("readers and the writer do not wait for each other", noWaiting),
		rule("a commit is seen whole", seenWhole),
	}
}

// readSkew reads x, has another transaction change x and y, and reads y.
func readSkew(c *check) {
	c.put("x", "1", "y", "1")
	txn := c.begin(false)
	c.has(txn, "x", "1")
	c.put("x", "2", "y", "2", "z", "2")
	c.has(txn, "y", "1")
	c.hasNot(txn, "z")
	many, err := txn.GetMany(byteKeys("x", "y", "z"))
	c.ok("GetMany", err)
	if string(many[0]) != "1" || string(many[1]) != "1" || many[2] != nil {
		c.failf("GetMany on a snapshot gives %q after a later commit", many)
	}
	c.commit(deletes("x", "y"))
	c.has(txn, "x", "1")
	c.holds("Scan of a new snapshot", "z=2")
}

func scanSeesSnapshot(c *check) {
	for _, reverse := range []bool{false, true} {
		c.put("a", "1", "b", "2", "c", "3", "d", "4")
		txn := c.begin(false)
		all := store.Range{Reverse: reverse}
		want := c.scan(txn, all)
		var got []string
		for e, err := range txn.Scan(all) {
			c.ok("Scan", err)
			got = append(got, string(e.Key)+"="+string(e.Value))
			if len(got) == 2 {
				c.commit(append(deletes("a", "d"), puts("e", "5")...))
				c.put("aa", "new", "b", "new", "c", "new", "cc", "new")
			}
		}
		c.equal("a Scan with commits meanwhile", got, want)
		c.equal("Scan of the same snapshot after them", c.scan(txn, all), want)
		c.ok("Rollback", txn.Rollback())
		c.holds("Scan of a new snapshot", "aa=new", "b=new", "c=new", "cc=new", "e=5")
		c.commit(deletes("aa", "cc", "e"))
	}
}

func noWaiting(c *check) {
	c.put("a", "1")
	writer := c.begin(true)
	reader := c.begin(false)
	c.has(reader, "a", "1")
	c.has(writer, "a", "1")
	var err error
	if !within(func() { err = writer.Commit(puts("a", "2")) }) {
		c.failf("Commit waits for a reader")
	}
	c.ok("Commit", err)
	c.has(reader, "a", "1")
	c.holds("Scan of a new snapshot", "a=2")
}

// seenWhole has readers look for batches of which they see a part. The writer goes on until they have looked
// often enough.
func seenWhole(c *check) {
	const keys, looks = 20, 200
	batch := func(round int) store.Batch {
		var pairs []string
		for i := range keys {
			pairs = append(pairs, fmt.Sprintf("%c%02d", 'a'+i%4, i), fmt.Sprint(round))
		}
		return puts(pairs...)
	}
	c.commit(batch(0))
	errs := make(chan error, 2)
	done := make(chan struct{})
	go func() {
		defer close(done)
		var readers sync.WaitGroup
		for range cap(errs) {
			readers.Go(func() { errs <- watch(c.Store, keys, looks) })
		}
		readers.Wait()
	}()
	for round := 1; !isClosed(done); round++ {
		c.commit(batch(round))
		runtime.Gosched()
	}
	for range cap(errs) {
		c.ok("a reader beside a writer", <-errs)
	}
}

func isClosed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// watch reads again and again.
func watch(s store.Store, keys, looks int) error {
	for range looks {
		if err := store.View(context.Background(), s, func(r store.Reader) error { return sameValues(r, keys) }); err != nil {
			return err
		}
		runtime.Gosched()
	}
	return nil
}

// sameValues checks that the store has this number of keys, all with one value.
func sameValues(r store.Reader, keys int) error {
	var first string
	n := 0
	for e, err := range r.Scan(store.Range{}) {
		if err != nil {
			return err
		}
		if n == 0 {
			first = string(e.Value)
		}
		if string(e.Value) != first {
			return fmt.Errorf("it sees half a commit: %s has %s and others have %s", e.Key, e.Value, first)
		}
		n++
	}
	if n != keys {
		return fmt.Errorf("it sees %d of %d keys", n, keys)
	}
	return nil
}
