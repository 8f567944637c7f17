package storetest

import (
	"fmt"

	"github.com/clientele-go/clientele/store"
)

func basicCases() []Case {
	return []Case{
		rule("empty store", emptyStore),
		rule("put, overwrite, delete", putOverwriteDelete),
		rule("get many", getMany),
		rule("a batch is whole", batchIsWhole),
		rule("an empty batch", emptyBatch),
		rule("rollback writes nothing", rollbackWritesNothing),
		rule("reading only", readingOnly),
	}
}

func emptyStore(c *check) {
	for _, writable := range []bool{false, true} {
		txn := c.begin(writable)
		c.hasNot(txn, "a")
		c.equal("Scan", c.scan(txn, store.Range{}), nil)
		got, err := txn.GetMany(byteKeys("a", "b"))
		c.ok("GetMany", err)
		if len(got) != 2 || got[0] != nil || got[1] != nil {
			c.failf("GetMany of two keys that are not there gives %q", got)
		}
		c.ok("Rollback", txn.Rollback())
	}
}

func putOverwriteDelete(c *check) {
	c.put("a", "1", "b", "2", "c", "3")
	c.holds("Scan after three puts", "a=1", "b=2", "c=3")
	c.put("b", "two")
	c.holds("Scan after overwriting", "a=1", "b=two", "c=3")
	c.commit(deletes("a", "not there", "z"))
	c.holds("Scan after deleting", "b=two", "c=3")
	c.read(func(r store.Reader) {
		c.has(r, "b", "two")
		c.hasNot(r, "a")
		c.hasNot(r, "not there")
	})
	c.put("a", "again")
	c.holds("Scan after putting what was deleted", "a=again", "b=two", "c=3")
}

func getMany(c *check) {
	c.put("a", "1", "b", "2", "x", "24")
	c.read(func(r store.Reader) {
		values, err := r.GetMany(byteKeys("x", "none", "a", "x", "b", "zz"))
		c.ok("GetMany", err)
		var got []string
		for _, v := range values {
			if v == nil {
				v = []byte("nil")
			}
			got = append(got, string(v))
		}
		c.equal("GetMany(x none a x b zz)", got, []string{"24", "nil", "1", "24", "2", "nil"})
		values, err = r.GetMany(nil)
		c.ok("GetMany of no key", err)
		if len(values) != 0 {
			c.failf("GetMany of no key gives %q", values)
		}
	})
}

func batchIsWhole(c *check) {
	var pairs []string
	for i := range 1000 {
		pairs = append(pairs, fmt.Sprintf("%c/%03d", "cilru"[i/200], i), fmt.Sprint(i))
	}
	b := puts(pairs...)
	c.commit(b)
	all := scanned(b)
	c.holds("Scan after a batch of 1,000", all...)
	c.commit(append(deletes("c/000"), puts("u/999", "last")...))
	all[len(all)-1] = "u/999=last"
	c.holds("Scan after a batch that deletes and puts", all[1:]...)
}

// scanned gives what a scan gives after a batch of puts.
func scanned(b store.Batch) []string {
	var all []string
	for _, w := range b {
		all = append(all, string(w.Key)+"="+string(w.Value))
	}
	return all
}

func emptyBatch(c *check) {
	c.put("a", "1")
	c.commit(nil)
	c.commit(store.Batch{})
	c.holds("Scan after empty batches", "a=1")
}

func rollbackWritesNothing(c *check) {
	c.put("a", "1")
	txn := c.begin(true)
	c.has(txn, "a", "1")
	c.ok("Rollback", txn.Rollback())
	c.ok("second Rollback", txn.Rollback())
	c.holds("Scan after Rollback", "a=1")
	c.put("a", "2") // the next writer is let in
	c.holds("Scan after the next writer", "a=2")
}

func readingOnly(c *check) {
	for _, b := range []store.Batch{puts("a", "1"), nil} {
		txn := c.begin(false)
		c.is("Commit of a transaction that is not writable", txn.Commit(b), store.ErrReadOnly)
		_, err := txn.Get([]byte("a"))
		c.is("Get after that Commit", err, store.ErrClosed)
	}
	c.holds("Scan after it")
}
