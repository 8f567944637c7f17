package record

import (
	"bytes"
	"container/heap"
	"encoding/binary"
	"slices"

	"github.com/google/uuid"
)

// eachByUpdate gives the want records of a query that come next after a position in the order of their last
// update, and of their ids where that is the same. It walks all records and holds want of them: O(n log want).
func (k *Kind[T]) eachByUpdate(tx *Tx, q Query[T], after []byte, want int, fn func(position []byte, r *T) bool) error {
	w, err := k.walker(tx, q)
	if err != nil {
		return err
	}
	updated, err := k.fieldIndex("updatedAt")
	if err != nil {
		return err
	}
	best := &recents{reverse: q.Reverse}
	w.q.Reverse = false
	w.take = func(id uuid.UUID, raw []byte) error {
		b, err := k.fields.wire.Raw(raw, updated)
		if err != nil {
			return k.failed(id, damaged(err))
		}
		at := make([]byte, 0, 24)
		at = append(binary.BigEndian.AppendUint64(at, binary.LittleEndian.Uint64(append(b, make([]byte, 8)...))^1<<63), id[:]...)
		if after != nil && !best.before(after, at) || best.Len() == want && !best.before(at, best.positions[0]) {
			return nil
		}
		if q.Match != nil || tx.org.db.opt.Policy != nil {
			passed := false
			w.fn = func([]byte, *T) bool { passed = true; return true }
			if err := w.give(at, id, raw, new(T)); err != nil || !passed {
				return err
			}
		}
		best.keep(at, want)
		return nil
	}
	if err := w.records(nil); err != nil {
		return err
	}
	best.sort()
	w.fn, w.where, w.q.Match = fn, nil, nil
	w.want = selectBatch
	for _, at := range best.positions {
		if err := w.queue(uuidOf(at[8:]), at); err != nil || w.stopped {
			return err
		}
	}
	return w.flush()
}

// recents are positions, the one that comes last on top of the heap.
type recents struct {
	positions [][]byte
	reverse   bool
}

func (r *recents) before(a, b []byte) bool {
	c := bytes.Compare(a, b)
	return c < 0 && !r.reverse || c > 0 && r.reverse
}

// keep adds a position, and lets the last go if there are more than are wanted.
func (r *recents) keep(at []byte, want int) {
	heap.Push(r, at)
	if r.Len() > want {
		heap.Pop(r)
	}
}

// sort puts the positions in their order.
func (r *recents) sort() {
	slices.SortFunc(r.positions, func(a, b []byte) int {
		if r.before(a, b) {
			return -1
		}
		return 1
	})
}

func (r *recents) Len() int           { return len(r.positions) }
func (r *recents) Less(i, j int) bool { return r.before(r.positions[j], r.positions[i]) }
func (r *recents) Swap(i, j int)      { r.positions[i], r.positions[j] = r.positions[j], r.positions[i] }
func (r *recents) Push(x any)         { r.positions = append(r.positions, x.([]byte)) }

func (r *recents) Pop() any {
	last := len(r.positions) - 1
	at := r.positions[last]
	r.positions = r.positions[:last]
	return at
}
