package record

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// selectBatch is how many records one round trip of a long walk reads.
const selectBatch = 256

// each gives the records of a query after a position, with their own positions, until fn says no. A batch of
// want records is read at a time.
func (k *Kind[T]) each(tx *Tx, q Query[T], after []byte, want int, fn func(position []byte, r *T) bool) error {
	w, err := k.walker(tx, q)
	if err != nil {
		return err
	}
	w.fn = fn
	w.want = min(max(want, 1), selectBatch*4)
	return w.walk(after)
}

// walk names what makes the positions of a query, for a cursor holds one.
func (q Query[T]) walk() string {
	if q.Place != "" {
		return fmt.Sprintf("\x00@%s %t", q.Place, q.Reverse)
	}
	return fmt.Sprintf("\x00%s %d %t %t", q.Index, min(len(q.In), 2), q.Reverse, q.ByUpdate)
}

// walker carries out a query.
type walker[T any] struct {
	kind     *Kind[T]
	tx       *Tx
	q        Query[T]
	index    int
	where    []condition
	fn       func(position []byte, r *T) bool
	take     func(id uuid.UUID, raw []byte) error // what records does with one that passes
	want     int
	steps    int
	pending  []pending
	stopped  bool
	blind    bool // fn needs no record
	optional bool // a record that is not there is passed over
}

// pending is an index entry whose record is still to be read.
type pending struct {
	id       uuid.UUID
	position []byte
}

func (k *Kind[T]) walker(tx *Tx, q Query[T]) (*walker[T], error) {
	w := &walker[T]{kind: k, tx: tx, q: q}
	w.take = func(id uuid.UUID, raw []byte) error { return w.give(id[:], id, raw, new(T)) }
	if _, err := tx.schemaVersion(); err != nil {
		return nil, err
	}
	if q.Index != "" {
		i, err := k.index(q.Index)
		if err != nil {
			return nil, err
		}
		w.index = i
	}
	for _, c := range q.Where {
		i, err := k.fieldIndex(c.Field)
		if err != nil {
			return nil, err
		}
		w.where = append(w.where, condition{Where: c, field: i, time: c.In == nil, among: among(c.In)})
	}
	return w, nil
}

// walk gives the records after a position.
func (w *walker[T]) walk(after []byte) error {
	var err error
	switch {
	case w.q.In != nil && len(w.q.In) == 0:
	case w.q.Index == "" && w.q.IDs != nil:
		err = w.chosen(after)
	case w.q.Index == "":
		err = w.records(after)
	case len(w.q.In) > 1:
		err = w.merged(after)
	default:
		err = w.indexed(after)
	}
	if err == nil && !w.stopped {
		err = w.flush()
	}
	return err
}

// chosen reads the records of the query's ids, in the order of those.
func (w *walker[T]) chosen(after []byte) error {
	ids := slices.SortedFunc(maps.Keys(w.q.IDs), func(a, b ID[T]) int { return bytes.Compare(a[:], b[:]) })
	if w.q.Reverse {
		slices.Reverse(ids)
	}
	w.optional = true
	for _, id := range ids {
		if c := bytes.Compare(id[:], after); after != nil && (c <= 0 && !w.q.Reverse || c >= 0 && w.q.Reverse) {
			continue
		}
		if err := w.step(); err != nil {
			return err
		}
		if err := w.queue(uuid.UUID(id), id[:]); err != nil || w.stopped {
			return err
		}
	}
	return nil
}

// records walks the records themselves.
func (w *walker[T]) records(after []byte) error {
	prefix := w.tx.org.prefix.records(w.kind.code)
	for e, err := range w.tx.r.Scan(w.span(prefix, after)) {
		if err != nil {
			return err
		}
		if err := w.step(); err != nil {
			return err
		}
		if len(e.Key) != len(prefix)+16 {
			return w.kind.failed(uuid.Nil, store.ErrCorrupt)
		}
		id := idOf(e.Key)
		ok, err := w.passes(id, e.Value)
		if err != nil {
			return err
		}
		if ok {
			if err := w.take(id, e.Value); err != nil || w.stopped {
				return err
			}
		}
	}
	return nil
}

// indexed walks one range of an index.
func (w *walker[T]) indexed(after []byte) error {
	var in Tuple
	if len(w.q.In) == 1 {
		in = w.q.In[0]
	}
	prefix := w.prefix(in)
	span := w.bounded(w.span(prefix, after), in)
	if w.q.Covered == nil && w.q.IDs == nil && w.q.Match == nil && len(w.where) == 0 && w.tx.org.db.opt.Policy == nil && w.want < selectBatch {
		span.Limit = w.want
	}
	for e, err := range w.tx.r.Scan(span) {
		if err != nil {
			return err
		}
		if err := w.step(); err != nil {
			return err
		}
		tail := e.Key[len(prefix):]
		var id uuid.UUID
		switch {
		case w.kind.indexes[w.index].unique:
			id = uuidOf(e.Value)
		case len(tail) < 16:
			return w.kind.failed(uuid.Nil, store.ErrCorrupt)
		default:
			id, tail = idOf(tail), tail[:len(tail)-16]
		}
		if w.q.Covered != nil && !w.q.Covered(slices.Concat(in, Tuple(tail))) || w.q.IDs != nil && !w.q.IDs[ID[T](id)] {
			continue
		}
		if err := w.queue(id, e.Key[len(prefix):]); err != nil || w.stopped {
			return err
		}
	}
	return nil
}

func (w *walker[T]) prefix(t Tuple) []byte {
	if w.kind.indexes[w.index].unique {
		return w.tx.org.prefix.unique(w.kind.code, byte(w.index), t)
	}
	return w.tx.org.prefix.indexed(w.kind.code, byte(w.index), t)
}

// span gives the range of the keys that start with prefix and come after a position.
func (w *walker[T]) span(prefix, after []byte) store.Range {
	span := store.Prefix(prefix)
	span.Reverse = w.q.Reverse
	if after == nil {
		return span
	}
	at := append(bytes.Clone(prefix), after...)
	if w.q.Reverse {
		span.Hi = at
	} else {
		span.Lo = append(at, 0)
	}
	return span
}

// bounded limits a range of an index to entries that start with a tuple, and by the query's From and To.
func (w *walker[T]) bounded(span store.Range, in Tuple) store.Range {
	within := store.Prefix(w.prefix(in))
	if w.q.From != nil {
		within.Lo = append(bytes.Clone(within.Lo), w.q.From...)
	}
	if w.q.To != nil {
		within.Hi = append(w.prefix(in), w.q.To...)
	}
	if bytes.Compare(within.Lo, span.Lo) > 0 {
		span.Lo = within.Lo
	}
	if span.Hi == nil || within.Hi != nil && bytes.Compare(within.Hi, span.Hi) < 0 {
		span.Hi = within.Hi
	}
	return span
}

// step watches the context of a long walk.
func (w *walker[T]) step() error {
	w.steps++
	if w.steps%watch == 0 {
		return w.tx.alive()
	}
	return nil
}

// queue notes an entry and reads the records when enough have come together.
func (w *walker[T]) queue(id uuid.UUID, position []byte) error {
	if w.blind && len(w.where) == 0 && !w.optional {
		w.stopped = !w.fn(position, nil)
		return nil
	}
	w.pending = append(w.pending, pending{id, bytes.Clone(position)})
	if len(w.pending) < w.want {
		return nil
	}
	w.want = min(w.want*2, selectBatch)
	return w.flush()
}

// flush reads the records of the entries noted, in one round trip, and gives those that pass. In a transaction
// that writes, one may have gone since the walk began.
func (w *walker[T]) flush() error {
	if len(w.pending) == 0 {
		return nil
	}
	keys := make([][]byte, len(w.pending))
	for i, p := range w.pending {
		keys[i] = w.tx.org.prefix.record(w.kind.code, p.id)
	}
	values, err := w.tx.r.GetMany(keys)
	if err != nil {
		return err
	}
	slab := make([]T, 0, len(values))
	for i, p := range w.pending {
		if values[i] == nil && w.tx.w != nil {
			continue
		}
		if values[i] == nil && w.optional {
			continue
		}
		if values[i] == nil {
			return w.kind.failed(p.id, fmt.Errorf("%w: an index has a record that is not there", store.ErrCorrupt))
		}
		ok, err := w.passes(p.id, values[i])
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		slab = append(slab, *new(T))
		if err := w.give(p.position, p.id, values[i], &slab[len(slab)-1]); err != nil || w.stopped {
			return err
		}
	}
	w.pending = w.pending[:0]
	return nil
}

// passes decides on the id and the stored bytes.
func (w *walker[T]) passes(id uuid.UUID, raw []byte) (bool, error) {
	if w.q.IDs != nil && !w.q.IDs[ID[T](id)] {
		return false, nil
	}
	for i := range w.where {
		c := &w.where[i]
		b, err := w.kind.fields.wire.Raw(raw, c.field)
		if err != nil {
			return false, w.kind.failed(id, damaged(err))
		}
		if !c.holds(b) {
			return false, nil
		}
	}
	return true, nil
}

// give decodes a record into r and gives it, if it passes.
func (w *walker[T]) give(position []byte, id uuid.UUID, raw []byte, r *T) error {
	if w.blind {
		w.stopped = !w.fn(position, nil)
		return nil
	}
	if err := w.kind.decode(raw, id, r); err != nil {
		return err
	}
	if w.kind.visible(w.tx, r) && (w.q.Match == nil || w.q.Match(r)) && !w.fn(position, r) {
		w.stopped = true
	}
	return nil
}
