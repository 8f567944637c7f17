package storetest

import (
	"bytes"
	"strings"

	"github.com/clientele-go/clientele/store"
)

func limitCases() []Case {
	return []Case{
		rule("the longest key and value", longest),
		rule("the largest batch", largestBatch),
		rule("too large", tooLarge),
		rule("a batch out of order", outOfOrder),
	}
}

func longest(c *check) {
	key, value := strings.Repeat("k", store.MaxKey), strings.Repeat("v", store.MaxValue)
	c.put(key, value)
	c.put(key[1:], "shorter")
	c.read(func(r store.Reader) {
		c.has(r, key, value)
		c.equal("Scan from the last", c.scan(r, store.Range{Reverse: true}), []string{key + "=" + value, key[1:] + "=shorter"})
		c.hasNot(r, key+"k")
	})
}

// largestBatch has exactly MaxBatch bytes.
func largestBatch(c *check) {
	value := bytes.Repeat([]byte("v"), store.MaxValue-1)
	var b store.Batch
	for i := range store.MaxBatch / store.MaxValue {
		b = append(b, store.Write{Key: []byte{byte(i)}, Value: value})
	}
	c.commit(b)
	c.read(func(r store.Reader) {
		n := 0
		for e, err := range r.Scan(store.Range{}) {
			c.ok("Scan", err)
			if !bytes.Equal(e.Value, value) {
				c.failf("a value of the largest batch is not what was written")
			}
			n++
		}
		if n != len(b) {
			c.failf("of the %d writes of the largest batch %d are there", len(b), n)
		}
	})
}

// tooLarge begins each batch with a good write, which must not be there either.
func tooLarge(c *check) {
	c.put("a", "1")
	value := make([]byte, store.MaxValue)
	good := store.Write{Key: []byte("a"), Value: []byte("2")}
	whole := store.Batch{good}
	for i := range store.MaxBatch / store.MaxValue {
		whole = append(whole, store.Write{Key: []byte{'b', byte(i)}, Value: value})
	}
	for what, b := range map[string]store.Batch{
		"a key":   {good, {Key: bytes.Repeat([]byte("k"), store.MaxKey+1), Value: []byte("v")}},
		"a value": {good, {Key: []byte("k"), Value: make([]byte, store.MaxValue+1)}},
		"a batch": whole,
	} {
		txn := c.begin(true)
		c.is("Commit with "+what+" that is too large", txn.Commit(b), store.ErrTooLarge)
		c.holds("Scan after "+what+" that was too large", "a=1")
	}
}

func outOfOrder(c *check) {
	c.put("a", "1")
	for what, b := range map[string]store.Batch{
		"out of order":     {puts("a", "2")[0], puts("c", "3")[0], puts("b", "2")[0]},
		"with a key twice": {puts("a", "2")[0], puts("b", "3")[0], puts("b", "2")[0]},
		"without a key":    {puts("", "2")[0], puts("b", "3")[0]},
	} {
		txn := c.begin(true)
		if txn.Commit(b) == nil {
			c.failf("Commit takes a batch %s", what)
		}
		c.is("Commit after the refused one", txn.Commit(nil), store.ErrClosed)
		c.holds("Scan after a batch "+what, "a=1")
	}
	c.put("a", "2") // the refused transactions have let the writer go
}
