package storetest

import (
	"slices"

	"github.com/clientele-go/clientele/store"
)

func scanCases() []Case {
	return []Case{
		rule("scan bounds", func(c *check) { tryRanges(c, false, 0) }),
		rule("scan bounds in reverse", func(c *check) { tryRanges(c, true, 0) }),
		rule("scan limit", func(c *check) { tryRanges(c, false, 1); tryRanges(c, false, 3); tryRanges(c, false, 100) }),
		rule("scan limit in reverse", func(c *check) { tryRanges(c, true, 1); tryRanges(c, true, 3) }),
		rule("scan of a prefix", prefixes),
		rule("scans beside each other", scansBeside),
		rule("a scan left early", scanLeft),
	}
}

// rangeKeys are neighbours in every way, in several classes.
var rangeKeys = []string{"\x00", "a", "a\x00", "aa", "ab", "b", "c\xff", "c\xff\xff", "d", "q/1", "q/2", "\xff", "\xff\xff"}

// tryRanges compares the scans between any two of many bounds with the sorted keys.
func tryRanges(c *check, reverse bool, limit int) {
	var pairs []string
	for _, key := range rangeKeys {
		pairs = append(pairs, key, key)
	}
	c.put(pairs...)
	bounds := [][]byte{nil, {}, []byte("\x01"), []byte("a\x00\x00"), []byte("bb"), []byte("c"), []byte("q"), []byte("q/"), []byte("q/3"), []byte("\xff\xff\xff")}
	bounds = append(bounds, byteKeys(rangeKeys...)...)
	c.read(func(r store.Reader) {
		for _, lo := range bounds {
			for _, hi := range bounds {
				rng := store.Range{Lo: lo, Hi: hi, Reverse: reverse, Limit: limit}
				if got, want := c.scan(r, rng), between(rng); !slices.Equal(got, want) {
					c.failf("Scan(lo=%q hi=%q hi is nil: %t reverse=%t limit=%d) gives %q, want %q", lo, hi, hi == nil, reverse, limit, got, want)
				}
			}
		}
	})
}

// between is what a scan of rangeKeys must give.
func between(r store.Range) []string {
	var want []string
	for _, key := range rangeKeys {
		if key >= string(r.Lo) && (r.Hi == nil || key < string(r.Hi)) {
			want = append(want, key+"="+key)
		}
	}
	if r.Reverse {
		slices.Reverse(want)
	}
	if r.Limit > 0 && len(want) > r.Limit {
		want = want[:r.Limit]
	}
	return want
}

func prefixes(c *check) {
	c.put("a", "1", "ab", "2", "ab\xff", "3", "ab\xff\xff", "4", "ac", "5", "\xff", "6", "\xff\xff", "7")
	c.read(func(r store.Reader) {
		c.equal("Scan of prefix ab", c.scan(r, store.Prefix([]byte("ab"))), []string{"ab=2", "ab\xff=3", "ab\xff\xff=4"})
		c.equal("Scan of prefix ff", c.scan(r, store.Prefix([]byte("\xff"))), []string{"\xff=6", "\xff\xff=7"})
		c.equal("Scan of prefix b", c.scan(r, store.Prefix([]byte("b"))), nil)
		last := store.Prefix([]byte("ab"))
		last.Reverse, last.Limit = true, 1
		c.equal("Scan of the last of prefix ab", c.scan(r, last), []string{"ab\xff\xff=4"})
	})
}

// scansBeside walks one scan inside another, reads in between, and walks one again.
func scansBeside(c *check) {
	c.put("a", "1", "b", "2", "c", "3")
	c.read(func(r store.Reader) {
		outer := r.Scan(store.Range{})
		for range 2 {
			var got []string
			for e, err := range outer {
				c.ok("Scan", err)
				key, value := string(e.Key), string(e.Value)
				c.equal("the inner Scan", c.scan(r, store.Range{Reverse: true}), []string{"c=3", "b=2", "a=1"})
				c.has(r, key, value)
				got = append(got, key)
			}
			c.equal("the outer Scan", got, []string{"a", "b", "c"})
		}
	})
}

func scanLeft(c *check) {
	c.put("a", "1", "b", "2", "c", "3")
	c.read(func(r store.Reader) {
		for _, reverse := range []bool{false, true} {
			for _, err := range r.Scan(store.Range{Reverse: reverse}) {
				c.ok("Scan", err)
				break
			}
		}
		c.equal("Scan after others were left early", c.scan(r, store.Range{}), []string{"a=1", "b=2", "c=3"})
	})
	c.put("d", "4")
}
