package storetest

import (
	"bytes"
	"context"
	"errors"
	"runtime"

	"github.com/clientele-go/clientele/store"
)

func lifeCases() []Case {
	return []Case{
		rule("a finished transaction", finished),
		rule("a transaction that ends during a scan", endsDuringScan),
		rule("a context that is done", contextDone),
		rule("a context that ends the waiting", contextEndsWaiting),
		rule("close twice", closeTwice),
		rule("close waits", closeWaits),
		rule("close beside a waiting writer", closeBesideWriter),
	}
}

func finished(c *check) {
	c.put("a", "1")
	tooLong := puts(string(bytes.Repeat([]byte("k"), store.MaxKey+1)), "")
	for what, end := range map[string]func(store.Txn){
		"Commit":           func(txn store.Txn) { c.ok("Commit", txn.Commit(puts("b", "2"))) },
		"an empty Commit":  func(txn store.Txn) { c.ok("Commit", txn.Commit(nil)) },
		"a refused Commit": func(txn store.Txn) { c.is("Commit", txn.Commit(tooLong), store.ErrTooLarge) },
		"Rollback":         func(txn store.Txn) { c.ok("Rollback", txn.Rollback()) },
	} {
		txn := c.begin(true)
		walk := txn.Scan(store.Range{})
		end(txn)
		_, err := txn.Get([]byte("a"))
		c.is("Get after "+what, err, store.ErrClosed)
		_, err = txn.GetMany(byteKeys("a"))
		c.is("GetMany after "+what, err, store.ErrClosed)
		c.is("Commit after "+what, txn.Commit(puts("c", "3")), store.ErrClosed)
		steps := 0
		for e, err := range walk {
			c.is("Scan after "+what, err, store.ErrClosed)
			if e.Key != nil || e.Value != nil {
				c.failf("Scan gives an entry beside its error")
			}
			steps++
		}
		if steps != 1 {
			c.failf("Scan after %s takes %d steps, want one, the error", what, steps)
		}
		c.ok("Rollback after "+what, txn.Rollback())
	}
	c.holds("Scan at the end", "a=1", "b=2")
}

func endsDuringScan(c *check) {
	c.put("a", "1", "b", "2", "c", "3")
	txn := c.begin(false)
	steps := 0
	for _, err := range txn.Scan(store.Range{}) {
		if steps++; steps == 1 {
			c.ok("Scan", err)
			c.ok("Rollback", txn.Rollback())
			continue
		}
		c.is("Scan after its transaction has ended", err, store.ErrClosed)
	}
	if steps != 2 {
		c.failf("Scan takes %d steps after its transaction has ended, want one, the error", steps-1)
	}
}

// errCause is a cause of its own, which errors of context are not.
var errCause = errors.New("storetest: the caller has lost interest")

func contextDone(c *check) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errCause)
	for _, writable := range []bool{false, true} {
		txn, err := c.Begin(ctx, writable)
		if err == nil {
			c.open = append(c.open, txn)
		}
		c.is("Begin with a context that is done", err, errCause)
	}
	c.put("a", "1") // nothing is held
}

func contextEndsWaiting(c *check) {
	writer := c.begin(true)
	ctx := newAskedContext()
	ended := make(chan struct{})
	var err error
	go func() {
		defer close(ended)
		err = beginAndLeave(c.Store, ctx)
	}()
	c.until("a second Begin", ctx.asked, ended)
	ctx.cancel(errCause)
	c.until("a Begin whose context was cancelled", ended)
	if err != nil {
		c.is("Begin that waited until its context ended", err, errCause)
	}
	c.ok("Commit", writer.Commit(puts("a", "1")))
	c.put("b", "2")
	c.holds("Scan", "a=1", "b=2")
}

func beginAndLeave(s store.Store, ctx context.Context) error {
	txn, err := s.Begin(ctx, true)
	if err != nil {
		return err
	}
	return txn.Rollback()
}

func closeTwice(c *check) {
	c.put("a", "1")
	for range 2 {
		var err error
		if !within(func() { err = c.Close() }) {
			c.failf("Close does not return")
		}
		c.ok("Close", err)
		for _, writable := range []bool{false, true} {
			_, err := c.Begin(context.Background(), writable)
			c.is("Begin after Close", err, store.ErrClosed)
		}
	}
}

// closeWaits closes the store while a transaction is open, which goes on.
func closeWaits(c *check) {
	c.put("a", "1")
	txn := c.begin(false)
	closed := c.closing()
	select {
	case <-closed:
		c.failf("Close returns while a transaction is open")
	default:
	}
	c.has(txn, "a", "1")
	c.ok("Rollback", txn.Rollback())
	c.until("Close", closed)
}

// closing starts Close and waits until it lets nobody in any more. The channel is closed when Close returns.
func (c *check) closing() <-chan struct{} {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		c.Close() // its answer is asked for again at the end of the case
	}()
	refused := func() {
		for {
			txn, err := c.Begin(context.Background(), false)
			if err != nil {
				return
			}
			txn.Rollback()
			runtime.Gosched()
		}
	}
	if !within(refused) {
		c.failf("Begin still lets transactions in while Close waits")
	}
	return closed
}

func closeBesideWriter(c *check) {
	writer := c.begin(true)
	ctx := newAskedContext()
	ended := make(chan struct{})
	var err error
	go func() {
		defer close(ended)
		err = beginAndLeave(c.Store, ctx)
	}()
	c.until("a second Begin", ctx.asked, ended)
	closed := c.closing()
	c.ok("Commit while Close waits", writer.Commit(puts("a", "1")))
	c.until("a Begin that waited when the store was closed", ended)
	if err != nil {
		c.is("Begin that waited when the store was closed", err, store.ErrClosed)
	}
	c.until("Close", closed)
}
