package storetest

import (
	"fmt"
	"testing"

	"github.com/clientele-go/clientele/store"
)

// Reopen shows that an engine keeps what was committed, and only that, when it is closed and opened again. open
// opens the store in dir, which is there, and empty at first.
func Reopen(t *testing.T, open func(t testing.TB, dir string) store.Store) {
	t.Run("what was committed is there", func(t *testing.T) {
		dir := t.TempDir()
		for _, c := range reopenCases() {
			if err := c.Check(func() store.Store { return open(t, dir) }); err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
		}
	})
	t.Run("many times", func(t *testing.T) {
		dir := t.TempDir()
		for n := range 10 {
			if err := nthOpening(n).Check(func() store.Store { return open(t, dir) }); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// reopenCases run on the same data, one after the other, with the store closed in between.
func reopenCases() []Case {
	large := string(make([]byte, store.MaxValue))
	return []Case{
		rule("write", func(c *check) {
			c.put("a", "1", "b", "2", "c/1", "", "c/2", "x", "\xff\xff", large)
			c.commit(append(deletes("a"), puts("b", "two")...))
			txn := c.begin(true)
			c.ok("Rollback", txn.Rollback())
			c.begin(true) // ended without a Commit when the case is over
		}),
		rule("read and delete", func(c *check) {
			c.holds("Scan after the first reopening", "b=two", "c/1=", "c/2=x", "\xff\xff="+large)
			c.commit(deletes("b", "c/2", "\xff\xff"))
		}),
		rule("read what is left", func(c *check) {
			c.holds("Scan after the second reopening", "c/1=")
		}),
	}
}

// nthOpening finds what the openings before have written, and writes its own.
func nthOpening(n int) Case {
	return rule(fmt.Sprintf("opening %d", n), func(c *check) {
		var want []string
		for i := range n {
			want = append(want, fmt.Sprintf("k%d=%d", i, n-1))
		}
		c.holds("Scan", want...)
		var pairs []string
		for i := range n + 1 {
			pairs = append(pairs, fmt.Sprintf("k%d", i), fmt.Sprint(n))
		}
		c.put(pairs...)
	})
}
