// Package gate counts the transactions of a store: one writer at a time, any number of readers, and a Close
// that waits for them all.
package gate

import (
	"context"
	"sync/atomic"

	"github.com/clientele-go/clientele/store"
)

// Gate lets transactions in. Use [New]. It is safe for concurrent use.
type Gate struct {
	writer  chan struct{} // holds a token while somebody writes
	idle    chan struct{} // closed when the last transaction has left after that
	state   atomic.Int64  // transactions that are in, and the bit closed
	readers atomic.Int64
}

// closed is the bit of state that Close sets.
const closed = 1 << 62

// New gives an open gate.
func New() *Gate {
	return &Gate{
		writer: make(chan struct{}, 1),
		idle:   make(chan struct{}),
	}
}

// Enter lets one transaction in, which must Leave. A writable one waits for the writer before it. The errors
// are the cause of a ctx that is done, and store.ErrClosed, also after waiting.
func (g *Gate) Enter(ctx context.Context, writable bool) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if writable {
		if err := g.wait(ctx); err != nil {
			return err
		}
	}
	if !g.enter() {
		g.free(writable)
		return store.ErrClosed
	}
	if !writable {
		g.readers.Add(1)
	}
	return nil
}

func (g *Gate) wait(ctx context.Context) error {
	select {
	case g.writer <- struct{}{}:
		return nil
	default: // somebody writes
	}
	select {
	case g.writer <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (g *Gate) enter() bool {
	for {
		state := g.state.Load()
		if state >= closed {
			return false
		}
		if g.state.CompareAndSwap(state, state+1) {
			return true
		}
	}
}

// Leave ends what Enter let in.
func (g *Gate) Leave(writable bool) {
	if !writable {
		g.readers.Add(-1)
	}
	g.free(writable)
	g.Exit()
}

// Pass lets the next writer in while the one that calls it stays in. That one then ends by Exit, not by Leave.
func (g *Gate) Pass() { g.free(true) }

// Exit ends a writable transaction that has passed.
func (g *Gate) Exit() {
	if g.state.Add(-1) == closed {
		close(g.idle)
	}
}

func (g *Gate) free(writable bool) {
	if writable {
		<-g.writer
	}
}

// Readers gives the number of read transactions that are in.
func (g *Gate) Readers() int { return int(g.readers.Load()) }

// Close lets nobody in any more, waits until everybody has left, and tells whether it was the first to be
// called. It may be called again, also while it waits.
func (g *Gate) Close() (first bool) {
	for {
		state := g.state.Load()
		if state >= closed {
			<-g.idle
			return false
		}
		if g.state.CompareAndSwap(state, state|closed) {
			if state == 0 {
				close(g.idle)
			}
			<-g.idle
			return true
		}
	}
}
