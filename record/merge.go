package record

import (
	"bytes"
	"fmt"
	"iter"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// merged walks several tuples of an index at once, in the order of what follows them and of the ids.
func (w *walker[T]) merged(after []byte) error {
	if w.kind.indexes[w.index].unique {
		return fmt.Errorf("record: %w: several tuples of the unique index %q of %s", fault.ErrSchema, w.q.Index, w.kind.name)
	}
	heads := make([]*head, 0, len(w.q.In))
	for _, t := range w.q.In {
		next, stop := iter.Pull2(w.tx.r.Scan(w.bounded(w.span(w.prefix(t), after), t)))
		defer stop()
		h := &head{next: next, prefix: len(w.prefix(t)), in: t}
		if err := h.advance(); err != nil {
			return err
		}
		heads = append(heads, h)
	}
	var last uuid.UUID
	for {
		h := lead(heads, w.q.Reverse)
		if h == nil {
			return nil
		}
		if err := w.step(); err != nil {
			return err
		}
		if id := idOf(h.tail); id != last && w.wanted(h, id) {
			last = id
			if err := w.queue(id, h.tail); err != nil || w.stopped {
				return err
			}
		}
		if err := h.advance(); err != nil {
			return err
		}
	}
}

// wanted decides on an entry alone.
func (w *walker[T]) wanted(h *head, id uuid.UUID) bool {
	if w.q.IDs != nil && !w.q.IDs[ID[T](id)] {
		return false
	}
	return w.q.Covered == nil || w.q.Covered(slices.Concat(h.in, Tuple(h.tail[:len(h.tail)-16])))
}

// head is the next entry of one range of a merge.
type head struct {
	next   func() (store.Entry, error, bool)
	in     Tuple
	prefix int    // length of the key that the range starts with
	tail   []byte // what follows that in the next key: the rest of its tuple, and the id
	done   bool
}

func (h *head) advance() error {
	e, err, ok := h.next()
	switch {
	case !ok:
		h.done = true
	case err == nil && len(e.Key) < h.prefix+16:
		return fmt.Errorf("%w: index entry %x", store.ErrCorrupt, e.Key)
	case err == nil:
		h.tail = append(h.tail[:0], e.Key[h.prefix:]...)
	}
	return err
}

// lead gives the head whose entry comes first, nil when all are done.
func lead(heads []*head, reverse bool) *head {
	var first *head
	for _, h := range heads {
		if h.done {
			continue
		}
		if first == nil || bytes.Compare(h.tail, first.tail) < 0 != reverse {
			first = h
		}
	}
	return first
}
