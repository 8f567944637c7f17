package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/clientele-go/clientele/store"
)

func anomalyCases() []Case {
	return []Case{
		rule("lost update", lostUpdate),
		rule("write skew", writeSkew),
		rule("write skew on keys that are not there", writeSkewAbsent),
		rule("phantom", phantom),
		rule("a conflict writes nothing", conflictWritesNothing),
		rule("a counter", counter),
	}
}

// work reads and says what to write.
type work func(store.Reader) (store.Batch, error)

// meet makes two writable transactions overlap as far as the engine lets them: if it lets both in, both read
// before the first commits; else the second is waiting to be let in when the first commits. It gives what each
// Commit, or the second Begin, answered: nothing or ErrConflict.
func (c *check) meet(first, second work) (answers [2]error) {
	txn := c.begin(true)
	batch, err := first(txn)
	c.ok("reading", err)
	ctx := newAskedContext()
	read, committed, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		answers[1] = c.runSecond(ctx, second, read, committed)
	}()
	c.until("the second Begin", read, ended, ctx.asked)
	answers[0] = txn.Commit(batch)
	close(committed)
	c.until("the second Commit", ended)
	for _, err := range answers {
		if err != nil {
			c.is("a transaction that met another", err, store.ErrConflict)
		}
	}
	return answers
}

// runSecond reads, tells so, waits until the first has committed, and commits.
func (c *check) runSecond(ctx context.Context, do work, read, committed chan struct{}) error {
	txn, err := c.Begin(ctx, true)
	if err != nil {
		return err
	}
	defer txn.Rollback()
	batch, err := do(txn)
	if err != nil {
		return err
	}
	close(read)
	<-committed
	return txn.Commit(batch)
}

// until waits until one of the channels is closed.
func (c *check) until(what string, any ...<-chan struct{}) {
	first := make(chan struct{})
	var once sync.Once
	for _, ch := range any {
		go func() {
			if closes(ch) {
				once.Do(func() { close(first) })
			}
		}()
	}
	if !closes(first) {
		c.failf("%s does not return, nor looks at its context", what)
	}
}

// askedContext tells by closing asked that somebody wants to wait for its end.
type askedContext struct {
	context.Context
	cancel context.CancelCauseFunc
	asked  chan struct{}
	once   sync.Once
}

func newAskedContext() *askedContext {
	ctx, cancel := context.WithCancelCause(context.Background())
	return &askedContext{Context: ctx, cancel: cancel, asked: make(chan struct{})}
}

func (a *askedContext) Done() <-chan struct{} {
	a.once.Do(func() { close(a.asked) })
	return a.Context.Done()
}

// successes counts the transactions that were committed.
func successes(answers [2]error) int {
	n := 0
	for _, err := range answers {
		if err == nil {
			n++
		}
	}
	return n
}

// lostUpdate adds one in two transactions.
func lostUpdate(c *check) {
	c.put("n", "0")
	n := successes(c.meet(addOne, addOne))
	c.holds("Scan after "+strconv.Itoa(n)+" additions of one", "n="+strconv.Itoa(n))
}

func addOne(r store.Reader) (store.Batch, error) {
	v, err := r.Get([]byte("n"))
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(string(v))
	return puts("n", strconv.Itoa(n+1)), err
}

// writeSkew takes one of two doctors off call each time, if both are on.
func writeSkew(c *check) {
	c.put("x", "on", "y", "on")
	c.meet(offCall("x"), offCall("y"))
	c.read(func(r store.Reader) {
		if got := c.scan(r, store.Range{}); got[0] != "x=on" && got[1] != "y=on" {
			c.failf("two transactions have each read that both are on, and each turned one off: %q", got)
		}
	})
}

func offCall(key string) work {
	return func(r store.Reader) (store.Batch, error) {
		values, err := r.GetMany(byteKeys("x", "y"))
		if err != nil || string(values[0]) != "on" || string(values[1]) != "on" {
			return nil, err
		}
		return puts(key, "off"), nil
	}
}

func writeSkewAbsent(c *check) {
	c.meet(putUnless("x", "y"), putUnless("y", "x"))
	c.read(func(r store.Reader) {
		if got := c.scan(r, store.Range{}); len(got) != 1 {
			c.failf("x is put if there is no y, and y if there is no x: %q", got)
		}
	})
}

func putUnless(key, other string) work {
	return func(r store.Reader) (store.Batch, error) {
		_, err := r.Get([]byte(other))
		if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		return puts(key, "1"), nil
	}
}

// phantom takes one of two places if it finds none taken.
func phantom(c *check) {
	c.put("i", "before", "k", "behind")
	c.meet(take("j/1"), take("j/2"))
	c.read(func(r store.Reader) {
		if got := c.scan(r, store.Prefix([]byte("j/"))); len(got) != 1 {
			c.failf("two transactions have each scanned j/ and put one if there was none: %q", got)
		}
	})
}

func take(key string) work {
	return func(r store.Reader) (store.Batch, error) {
		for _, err := range r.Scan(store.Prefix([]byte("j/"))) {
			return nil, err
		}
		return puts(key, "taken"), nil
	}
}

// conflictWritesNothing has each attempt leave a mark of its own.
func conflictWritesNothing(c *check) {
	attempts := 0
	err := store.Update(context.Background(), c.Store, func(o *store.Overlay) error {
		attempts++
		o.Put(fmt.Appendf(nil, "mark/%d", attempts), nil)
		return nil
	})
	c.ok("Update", err)
	c.holds(fmt.Sprintf("Scan after %d attempts", attempts), fmt.Sprintf("mark/%d=", attempts))
	c.put("n", "0")
	marked := func(mark string) work {
		return func(r store.Reader) (store.Batch, error) {
			b, err := addOne(r)
			return append(puts("m", mark), b...), err
		}
	}
	if answers := c.meet(marked("first"), marked("second")); answers[1] != nil && answers[0] == nil {
		c.read(func(r store.Reader) { c.has(r, "m", "first") })
	}
}

// counter has many goroutines add one, each several times.
func counter(c *check) {
	const writers, times = 8, 20
	c.put("n", "0")
	var all sync.WaitGroup
	errs := make(chan error, writers*times)
	for range writers {
		all.Go(func() {
			for range times {
				errs <- store.Update(context.Background(), c.Store, addOneMore)
			}
		})
	}
	all.Wait()
	close(errs)
	n := 0
	for err := range errs {
		if err == nil {
			n++
			continue
		}
		c.is("Update beside others", err, store.ErrConflict)
	}
	c.holds("Scan after many additions of one", "n="+strconv.Itoa(n))
	if n == 0 {
		c.failf("of many writers nobody ever commits")
	}
}

func addOneMore(o *store.Overlay) error {
	b, err := addOne(o)
	if err == nil {
		o.Apply(b)
	}
	return err
}
