package boltstore

import (
	"errors"
	"fmt"
	"sync"

	"github.com/clientele-go/clientele/store"
)

// maxGroup is how many bytes of keys and values the batches of a group have at most, unless it is a single one.
// Beyond that sharing a sync gains nothing, and a bbolt transaction gets slower with each key in it.
const maxGroup = 8 << 20

// queue is the group commit. Writers are let in one after the other, and each runs on what is in the file and
// what the ones before have queued. While one group of batches is being written, the next one collects: so at
// most two are pending. The first writer in a group is its leader, which writes it, on its own goroutine, once
// the group before is written.
//
// Nobody learns the outcome of a transaction before all that it read is in the file. If a group cannot be
// written, its members are given the error. The group behind it was built on what is not there now, and so was
// the writer that is running: they are given store.ErrConflict.
type queue struct {
	write func(store.Batch) error // all or nothing; store.ErrUnknown: it may not be called again

	mu      sync.Mutex
	writing *group     // is being written, or nil
	queued  *group     // is to be written next, or nil
	room    *sync.Cond // signalled when nothing is queued any more
	broken  error      // why nothing is written any more
}

// group is what is written together. Its fields belong to queue.mu, but for done, and err once done is closed.
type group struct {
	layers layers // the members' batches
	size   int    // bytes in them
	before *group // was being written when this one was made, or nil
	done   chan struct{}
	err    error // what the members are answered
}

func newQueue(write func(store.Batch) error) *queue {
	q := &queue{write: write}
	q.room = sync.NewCond(&q.mu)
	return q
}

// pending is what a writable transaction is built on beside its snapshot.
type pending struct {
	layers layers
	last   *group // the newest group in layers, which cannot be written if one before it cannot; or nil
}

// begin gives what is pending. The snapshot must be taken after it: a group that is written in between is in
// both, which does no harm; the other way round it would be in neither. Only the one writer calls begin.
func (q *queue) begin() (p pending, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.broken != nil {
		return pending{}, q.broken
	}
	for _, g := range []*group{q.writing, q.queued} {
		if g != nil {
			g.layers = g.layers.settle()
			p.layers = append(p.layers, g.layers...)
			p.last = g
		}
	}
	return p, nil
}

// wait waits until everything in p is in the file. ErrConflict: it will never be.
func (p pending) wait() error {
	if p.last == nil {
		return nil
	}
	<-p.last.done
	if err := p.last.err; err != nil {
		return conflict(err)
	}
	return nil
}

// conflict is the answer to who has read what could not be written. The cause is text only: to this one it is
// not the outcome.
func conflict(cause error) error {
	if errors.Is(cause, store.ErrConflict) {
		return cause
	}
	return fmt.Errorf("%w: what it read was not written: %v", store.ErrConflict, cause)
}

// commit queues the batch of a transaction that is built on p, calls pass, after which the next writer may
// begin, and waits until the batch is written. Only the one writer calls it, until pass; its snapshot must be
// closed, since writing may have to wait for readers. An empty batch has nothing to be written, but waits as
// well.
func (q *queue) commit(p pending, b store.Batch, pass func()) error {
	g, leads := q.add(p, b)
	pass()
	if g == nil {
		return p.wait()
	}
	if leads {
		q.lead(g)
	}
	<-g.done
	return g.err
}

// add gives the group that the batch is in, and whether its writer leads that. There is none if the batch is
// empty, or if what it is built on was not written.
func (q *queue) add(p pending, b store.Batch) (g *group, leads bool) {
	if len(b) == 0 {
		return nil, false
	}
	size := 0
	for _, w := range b {
		size += len(w.Key) + len(w.Value)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.queued != nil && q.queued.size+size > maxGroup {
		q.room.Wait()
	}
	if p.last != nil && p.last.err != nil {
		return nil, false
	}
	if leads = q.queued == nil; leads {
		q.queued = &group{before: q.writing, done: make(chan struct{})}
	}
	q.queued.layers = append(q.queued.layers, b)
	q.queued.size += size
	return q.queued, leads
}

// lead writes the group when its turn has come, with all that has joined until then.
func (q *queue) lead(g *group) {
	if g.before != nil {
		<-g.before.done
	}
	b := q.take(g)
	if b == nil {
		return
	}
	err := fmt.Errorf("%w: writing did not return", store.ErrUnknown)
	defer func() { q.finish(g, err) }() // also when write panics or ends the goroutine
	err = q.write(b)
}

// take makes g the group that is being written, and gives all of it; nil if the group before it has failed.
func (q *queue) take(g *group) store.Batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	g.before = nil
	if g.err != nil {
		return nil
	}
	b := g.layers.merged()
	g.layers = layers{b}
	q.writing, q.queued = g, nil
	q.room.Signal()
	return b
}

// finish ends the group that was being written, and if it failed the one that is built on it.
func (q *queue) finish(g *group, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if errors.Is(err, store.ErrUnknown) {
		q.broken = err
	}
	q.writing = nil
	g.end(err)
	if next := q.queued; err != nil && next != nil {
		q.queued = nil
		q.room.Signal()
		next.end(conflict(err))
	}
}

func (g *group) end(err error) {
	g.err = err
	close(g.done)
}
