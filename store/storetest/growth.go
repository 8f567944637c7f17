package storetest

import (
	"fmt"
	"strings"

	"github.com/clientele-go/clientele/store"
)

func growthCases() []Case {
	return []Case{rule("a reader while the data grows tenfold", readerWhileGrowing)}
}

// readerWhileGrowing keeps a reader open while others write ten times as much, delete what it sees, and read.
func readerWhileGrowing(c *check) {
	const rows = 200
	value := strings.Repeat("v", 1000)
	batch := func(round int) store.Batch {
		var pairs []string
		for i := range rows {
			pairs = append(pairs, fmt.Sprintf("%02d/%03d", round, i), fmt.Sprint(round, i, value))
		}
		return puts(pairs...)
	}
	first := batch(0)
	c.commit(first)
	old := c.begin(false)
	before := c.scan(old, store.Range{})
	c.equal("Scan", before, scanned(first))
	for round := 1; round <= 10; round++ {
		c.commit(batch(round))
		c.commit(deletes(fmt.Sprintf("00/%03d", round)))
		key := fmt.Sprintf("00/%03d", round)
		c.has(old, key, fmt.Sprint(0, round, value))
		c.read(func(r store.Reader) {
			c.hasNot(r, key)
			c.has(r, fmt.Sprintf("%02d/%03d", round, round), fmt.Sprint(round, round, value))
		})
	}
	c.equal("Scan of the old snapshot", c.scan(old, store.Range{}), before)
	c.read(func(r store.Reader) {
		if got, want := len(c.scan(r, store.Range{})), 11*rows-10; got != want {
			c.failf("Scan gives %d entries, want %d", got, want)
		}
	})
}
