package storetest

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/clientele-go/clientele/store"
)

func byteCases() []Case {
	return []Case{
		rule("empty is a value, nil deletes", emptyIsAValue),
		rule("any bytes", anyBytes),
		rule("bytes stay until the end", bytesStay),
		rule("bytes have no room behind them", noRoomBehind),
		rule("arguments are left alone", argumentsAreLeftAlone),
	}
}

func emptyIsAValue(c *check) {
	c.put("a", "", "b", "1")
	c.read(func(r store.Reader) {
		got, err := r.Get([]byte("a"))
		c.ok("Get of an empty value", err)
		if got == nil || len(got) != 0 {
			c.failf("Get of an empty value gives %#v", got)
		}
		many, err := r.GetMany(byteKeys("a", "none"))
		c.ok("GetMany", err)
		if many[0] == nil || len(many[0]) != 0 || many[1] != nil {
			c.failf("GetMany of an empty value and of none gives %#v", many)
		}
		c.equal("Scan", c.scan(r, store.Range{}), []string{"a=", "b=1"})
	})
	c.commit(store.Batch{{Key: []byte("a")}, {Key: []byte("b"), Value: []byte{}}})
	c.holds("Scan after a was deleted and b emptied", "b=")
	c.read(func(r store.Reader) { c.hasNot(r, "a") })
}

func anyBytes(c *check) {
	keys := []string{"\x00", "\x00\x00", "\x00\xff", "a", "a\x00", "a\x00b", "ab", "\x7f", "\x80", "\xc3\x28", "\xff", "\xff\x00", "\xff\xff"}
	var pairs []string
	for _, key := range keys {
		pairs = append(pairs, key, key+"\x00\xff\n")
	}
	b := puts(pairs...)
	c.commit(b)
	c.holds("Scan of odd keys", scanned(b)...)
	c.read(func(r store.Reader) {
		for _, key := range keys {
			c.has(r, key, key+"\x00\xff\n")
		}
		c.hasNot(r, "a\x00\x00")
		c.hasNot(r, "")
	})
}

// bytesStay keeps what was read, reads much more, and has others write meanwhile.
func bytesStay(c *check) {
	var pairs []string
	for i := range 200 {
		pairs = append(pairs, fmt.Sprintf("k%03d", i), fmt.Sprintf("value %03d", i))
	}
	c.put(pairs...)
	txn := c.begin(false)
	var kept [][]byte
	for i := range 100 {
		v, err := txn.Get(fmt.Appendf(nil, "k%03d", i))
		c.ok("Get", err)
		kept = append(kept, v)
	}
	many, err := txn.GetMany(byteKeys("k100", "k101", "k102"))
	c.ok("GetMany", err)
	kept = append(kept, many...)
	for i := range 200 {
		c.put(pairs[2*i], "other")
		c.hasNot(txn, "none")
		c.scan(txn, store.Range{Limit: 3})
	}
	for i, v := range kept {
		if want := pairs[2*i+1]; string(v) != want {
			c.failf("the bytes of %q became %q while the transaction was open", want, v)
		}
	}
}

func noRoomBehind(c *check) {
	c.put("a", "1", "b", "22", "c", "333")
	c.read(func(r store.Reader) {
		v, err := r.Get([]byte("a"))
		c.ok("Get", err)
		many, err := r.GetMany(byteKeys("b"))
		c.ok("GetMany", err)
		all := append(many, v)
		for e, err := range r.Scan(store.Range{}) {
			c.ok("Scan", err)
			all = append(all, e.Key, e.Value)
		}
		for _, b := range all {
			if cap(b) != len(b) {
				c.failf("%q comes with room for %d bytes: an append would write into the store", b, cap(b))
			}
		}
	})
}

func argumentsAreLeftAlone(c *check) {
	b := puts("a", "1", "b", "2", "c", "3")
	was := cloneBatch(b)
	c.commit(b)
	txn := c.begin(false)
	keys := byteKeys("c", "a")
	lo, hi := []byte("a"), []byte("c")
	values, err := txn.GetMany(keys)
	c.ok("GetMany", err)
	c.equal("Scan", c.scan(txn, store.Range{Lo: lo, Hi: hi, Reverse: true}), []string{"b=2", "a=1"})
	if !bytes.Equal(keys[0], []byte("c")) || !bytes.Equal(keys[1], []byte("a")) || string(lo) != "a" || string(hi) != "c" {
		c.failf("reading has changed its arguments")
	}
	keys[0][0], keys[1][0], lo[0], hi[0] = 'X', 'X', 'X', 'X' // they are the caller's again
	if string(values[0]) != "3" || string(values[1]) != "1" {
		c.failf("the values of GetMany change with the keys")
	}
	c.has(txn, "a", "1")
	if !slices.EqualFunc(b, was, sameWrite) {
		c.failf("Commit has changed the batch")
	}
}

func cloneBatch(b store.Batch) store.Batch {
	c := make(store.Batch, len(b))
	for i, w := range b {
		c[i] = store.Write{Key: bytes.Clone(w.Key), Value: bytes.Clone(w.Value)}
	}
	return c
}

func sameWrite(v, w store.Write) bool {
	return bytes.Equal(v.Key, w.Key) && bytes.Equal(v.Value, w.Value) && (v.Value == nil) == (w.Value == nil)
}
