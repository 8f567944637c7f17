package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/clientele-go/clientele/store"
)

// patience is how long a call may take that must not wait for anything. It is reached only by an engine that
// hangs.
const patience = 20 * time.Second

// check is what a case works with. A rule that does not hold ends the case.
type check struct {
	store.Store
	open []store.Txn // what begin gave; ended when the case is over, or Close would wait for it
}

// failure is the panic that ends a case.
type failure struct{ error }

// rule makes a case of a function.
func rule(name string, try func(*check)) Case {
	return Case{Name: name, Check: func(open func() store.Store) (err error) {
		c := &check{Store: open()}
		defer func() {
			p := recover()
			f, failed := p.(failure)
			if p != nil && !failed {
				panic(p)
			}
			err = errors.Join(f.error, c.finish())
		}()
		try(c)
		return nil
	}}
}

// finish ends what is open and closes the store.
func (c *check) finish() error {
	for _, txn := range c.open {
		txn.Rollback() // ended already, or the case has failed
	}
	var err error
	if !within(func() { err = c.Close() }) {
		return errors.New("storetest: Close does not return though every transaction has ended")
	}
	if err != nil {
		return fmt.Errorf("storetest: Close gives %w", err)
	}
	return nil
}

// within tells whether call returned in time. If not, it is left behind.
func within(call func()) bool {
	done := make(chan struct{})
	go func() {
		defer close(done)
		call()
	}()
	return closes(done)
}

// closes tells whether done is closed in time.
func closes(done <-chan struct{}) bool {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

func (c *check) failf(format string, args ...any) {
	panic(failure{fmt.Errorf("storetest: "+format, args...)})
}

func (c *check) ok(what string, err error) {
	if err != nil {
		c.failf("%s gives an error: %w", what, err)
	}
}

func (c *check) is(what string, err, want error) {
	if !errors.Is(err, want) {
		c.failf("%s gives error %v, want %v", what, err, want)
	}
}

func (c *check) equal(what string, got, want []string) {
	if !slices.Equal(got, want) {
		c.failf("%s gives %q, want %q", what, got, want)
	}
}

// begin starts a transaction, which must not have to wait.
func (c *check) begin(writable bool) store.Txn {
	var txn store.Txn
	var err error
	if !within(func() { txn, err = c.Begin(context.Background(), writable) }) {
		c.failf("Begin(writable=%t) waits though nobody writes", writable)
	}
	c.ok("Begin", err)
	c.open = append(c.open, txn)
	return txn
}

// commit writes a batch in a transaction of its own, which must not have to wait.
func (c *check) commit(b store.Batch) {
	var err error
	txn := c.begin(true)
	if !within(func() { err = txn.Commit(b) }) {
		c.failf("Commit of %d writes does not return", len(b))
	}
	c.ok("Commit", err)
}

// put commits pairs of key and value.
func (c *check) put(pairs ...string) { c.commit(puts(pairs...)) }

// read does something in a read transaction.
func (c *check) read(do func(store.Reader)) {
	txn := c.begin(false)
	do(txn)
	c.ok("Rollback", txn.Rollback())
}

// has checks the value of a key.
func (c *check) has(r store.Reader, key, want string) {
	got, err := r.Get([]byte(key))
	c.ok("Get("+quote(key)+")", err)
	if string(got) != want {
		c.failf("Get(%s) gives %s, want %s", quote(key), quote(string(got)), quote(want))
	}
}

// hasNot checks that there is no such key.
func (c *check) hasNot(r store.Reader, key string) {
	got, err := r.Get([]byte(key))
	if err == nil {
		c.failf("Get(%s) gives %s, want ErrNotFound", quote(key), quote(string(got)))
	}
	c.is("Get("+quote(key)+")", err, store.ErrNotFound)
}

// scan gives "key=value" for each entry.
func (c *check) scan(r store.Reader, rng store.Range) []string {
	var got []string
	for e, err := range r.Scan(rng) {
		c.ok("Scan", err)
		got = append(got, string(e.Key)+"="+string(e.Value))
	}
	return got
}

// holds checks everything that is in the store.
func (c *check) holds(what string, want ...string) {
	c.read(func(r store.Reader) { c.equal(what, c.scan(r, store.Range{}), want) })
}

// quote makes a key or value readable, long ones shortened.
func quote(s string) string {
	if len(s) > 40 {
		return fmt.Sprintf("%.40q… (%d bytes)", s, len(s))
	}
	return fmt.Sprintf("%q", s)
}

// puts makes a sorted batch of pairs of key and value.
func puts(pairs ...string) store.Batch {
	var b store.Batch
	for i := 0; i < len(pairs); i += 2 {
		b = append(b, store.Write{Key: []byte(pairs[i]), Value: []byte(pairs[i+1])})
	}
	return sorted(b)
}

// deletes makes a sorted batch.
func deletes(keys ...string) store.Batch {
	var b store.Batch
	for _, key := range keys {
		b = append(b, store.Write{Key: []byte(key)})
	}
	return sorted(b)
}

func sorted(b store.Batch) store.Batch {
	slices.SortFunc(b, func(v, w store.Write) int { return slices.Compare(v.Key, w.Key) })
	return b
}

// byteKeys makes keys of strings.
func byteKeys(keys ...string) [][]byte {
	all := make([][]byte, len(keys))
	for i, key := range keys {
		all[i] = []byte(key)
	}
	return all
}
