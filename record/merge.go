package record

import (
	"bytes"
	"fmt"
	"iter"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// merged walks several tuples of an index at once, in the order of the ids.
func (w *walker[T]) merged(after []byte) error {
	if w.kind.indexes[w.index].unique {
		return fmt.Errorf("record: %w: several tuples of the unique index %q of %s", fault.ErrSchema, w.q.Index, w.kind.name)
	}
	heads := make([]*head, 0, len(w.q.In))
	for _, t := range w.q.In {
		if w.q.Covered != nil && !w.q.Covered(t) {
			continue
		}
		prefix := w.prefix(t)
		next, stop := iter.Pull2(w.tx.r.Scan(w.span(prefix, after)))
		defer stop()
		h := &head{next: next}
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
		if h.id != last {
			last = h.id
			if err := w.queue(last, last[:]); err != nil || w.stopped {
				return err
			}
		}
		if err := h.advance(); err != nil {
			return err
		}
	}
}

// head is the next id of one range of a merge.
type head struct {
	next func() (store.Entry, error, bool)
	id   uuid.UUID
	done bool
}

func (h *head) advance() error {
	e, err, ok := h.next()
	if !ok {
		h.done = true
		return nil
	}
	if err == nil {
		h.id = idOf(e.Key)
	}
	return err
}

// lead gives the head whose id comes first, nil when all are done.
func lead(heads []*head, reverse bool) *head {
	var first *head
	for _, h := range heads {
		if h.done {
			continue
		}
		if first == nil || bytes.Compare(h.id[:], first.id[:]) < 0 != reverse {
			first = h
		}
	}
	return first
}
