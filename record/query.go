package record

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// Query says which records of a kind are wanted, and in what order. A verb makes it of its filter: it picks
// one index, and leaves the rest to conditions on the stored bytes and at last to a function of the record.
// The zero Query is all records in the order of their creation.
type Query[T any] struct {
	// Index is what is walked; empty: the records, by id. A record with several entries in what is walked
	// comes once for each, unless In has several tuples.
	Index string
	// In limits the walk to entries that start with one of these tuples, nil does not; an empty list is no
	// record. Several have to be whole tuples of a Many index, and their records come in the order of their
	// ids, each once.
	In []Tuple
	// IDs are the only records that may pass, nil is no limit. Without an Index they are read directly.
	IDs     map[ID[T]]bool
	Reverse bool
	// Found names the indexes in which IDs were found, for the Plan.
	Found []string
	// Covered decides on an index entry alone, before its record is read.
	Covered func(t Tuple) bool
	// Where are conditions on stored fields; all have to hold.
	Where []Where
	// Match decides on the decoded record.
	Match func(r *T) bool
	// ByUpdate gives the records in the order of their last update. No index has it: each page looks at the
	// stored time of every record, and keeps the best. Index, In and Covered are not used.
	ByUpdate bool
}

// Where is a condition on one stored field, decided without decoding the record: a comparison if the field is
// hot, a walk over the record's tags if it is not.
type Where struct {
	Field string // its JSON name
	// In are the values of an id or text field that pass: 16 bytes of an id, the text itself. An empty value
	// stands for records without the field.
	In [][]byte
	// From and To limit a time field: From ≤ t < To. A zero time is no limit.
	From, To time.Time
}

// Plan tells how a query is answered.
type Plan struct {
	Index   string   `json:"index"`   // that is walked; empty: all records, by id
	Ranges  int      `json:"ranges"`  // of the index; 0: all of it
	IDs     bool     `json:"ids"`     // a set of ids was found first
	Found   []string `json:"found"`   // the indexes in which they were found
	Covered bool     `json:"covered"` // entries are filtered before their records are read
	Raw     []string `json:"raw"`     // fields that are filtered before a record is decoded
	Decoded bool     `json:"decoded"` // decoded records are filtered
	Sorted  bool     `json:"sorted"`  // all matches are looked at for each page: no index has this order
}

// Plan tells how the query is answered.
func (q Query[T]) Plan() Plan {
	p := Plan{Index: q.Index, Ranges: len(q.In), IDs: q.IDs != nil, Found: q.Found, Covered: q.Covered != nil, Decoded: q.Match != nil, Raw: []string{}}
	if q.ByUpdate {
		p.Index, p.Ranges, p.Covered, p.Sorted = "", 0, false, true
	}
	for _, w := range q.Where {
		p.Raw = append(p.Raw, w.Field)
	}
	return p
}

// Select walks the records of a query, decoded.
func (k *Kind[T]) Select(tx *Tx, q Query[T]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		each := k.each
		if q.ByUpdate {
			each = k.eachByUpdate
		}
		want := selectBatch
		if q.ByUpdate {
			want = math.MaxInt
		}
		err := each(tx, q, nil, want, func(_ []byte, r *T) bool { return yield(r, nil) })
		if err != nil {
			yield(nil, err)
		}
	}
}

// Number counts the records of a query. It decodes none unless the query or a policy has to see them.
func (k *Kind[T]) Number(tx *Tx, q Query[T]) (int, error) {
	n := 0
	if q.ByUpdate {
		q.Index, q.In, q.Covered, q.ByUpdate = "", nil, nil, false
	}
	w, err := k.walker(tx, q)
	if err != nil {
		return 0, err
	}
	w.want = selectBatch
	w.fn = func([]byte, *T) bool { n++; return true }
	w.blind = q.Match == nil && tx.org.db.opt.Policy == nil
	return n, w.walk(nil)
}

// List gives a page of a query. list and filter name it for the cursor: the same filter has to give the same
// bytes.
func (k *Kind[T]) List(tx *Tx, q Query[T], p Paging, filter []byte) (*Page[T], error) {
	w, err := p.window(k.name, p.Order+q.walk(), filter)
	if err != nil {
		return nil, err
	}
	page := &Page[T]{Items: make([]*T, 0, min(w.limit, selectBatch))}
	if p.Total {
		n, err := k.Number(tx, q)
		if err != nil {
			return nil, err
		}
		page.Total = &n
	}
	var last []byte
	skip := w.skip
	each := k.each
	if q.ByUpdate {
		each = k.eachByUpdate
	}
	err = each(tx, q, w.after, w.skip+w.limit+1, func(position []byte, r *T) bool {
		if skip > 0 {
			skip--
			return true
		}
		if len(page.Items) == w.limit {
			page.Next = w.cursor(last)
			return false
		}
		page.Items = append(page.Items, r)
		last = append(last[:0], position...)
		return true
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

// Scan walks an index in its order and gives each entry's tuple and record id, until fn says no. It reads no
// record. The tuple is valid for the call only.
func (k *Kind[T]) Scan(tx *Tx, index string, fn func(t Tuple, id ID[T]) bool) error {
	return k.ScanRange(tx, index, nil, nil, fn)
}

// ScanRange is Scan of the entries whose tuples are not below from and below to, nil for no limit on that side.
func (k *Kind[T]) ScanRange(tx *Tx, index string, from, to Tuple, fn func(t Tuple, id ID[T]) bool) error {
	w, err := k.walker(tx, Query[T]{Index: index})
	if err != nil {
		return &Error{Kind: k.name, Err: err}
	}
	prefix := w.prefix(nil)
	span := store.Prefix(prefix)
	span.Lo = w.prefix(from)
	if to != nil {
		span.Hi = w.prefix(to)
	}
	for e, err := range tx.r.Scan(span) {
		if err == nil {
			err = w.step()
		}
		if err != nil {
			return &Error{Kind: k.name, Err: err}
		}
		id, tuple := w.entry(e, len(prefix))
		if !fn(tuple, ID[T](id)) {
			return nil
		}
	}
	return nil
}

// Entries walks the entries of an index that start with a tuple, in their order, and gives what follows it in
// each and the record's id, until fn says no. It reads no record and asks no policy. What it gives is valid for
// the call only.
func (k *Kind[T]) Entries(tx *Tx, index string, in Tuple, fn func(rest Tuple, id ID[T]) bool) error {
	base, unique, err := k.base(tx, index, len(in))
	if err != nil {
		return err
	}
	prefix := append(base, in...)
	steps := 0
	for e, err := range tx.r.Scan(store.Prefix(prefix)) {
		if steps++; err == nil && steps%watch == 0 {
			err = tx.alive()
		}
		if err != nil {
			return &Error{Kind: k.name, Err: err}
		}
		rest, id, err := parts[T](e, len(prefix), unique)
		if err != nil {
			return &Error{Kind: k.name, Err: err}
		}
		if !fn(rest, id) {
			return nil
		}
	}
	return nil
}

// EntriesOf is Entries of n tuples in ascending order, none of which starts with another: i says which it is.
// Where they lie close together in the index they are read in one scan, else in one scan each.
func (k *Kind[T]) EntriesOf(tx *Tx, index string, n int, in func(i int) Tuple, fn func(i int, rest Tuple, id ID[T]) bool) error {
	base, unique, err := k.base(tx, index, 0)
	if err != nil {
		return err
	}
	key := func(dst []byte, i int) []byte { return append(append(dst, base...), in(i)...) }
	err = tx.sweep(n, key, func(i, prefix int, e store.Entry) (bool, error) {
		rest, id, err := parts[T](e, prefix, unique)
		if err != nil {
			return false, err
		}
		return fn(i, rest, id), nil
	})
	if err != nil {
		return &Error{Kind: k.name, Err: err}
	}
	return nil
}

// base gives what the keys of an index start with, with room for n more bytes.
func (k *Kind[T]) base(tx *Tx, index string, n int) (key []byte, unique bool, err error) {
	at, err := k.index(index)
	if err == nil {
		_, err = tx.schemaVersion()
	}
	if err != nil {
		return nil, false, err
	}
	class := byte(classIndex)
	if k.indexes[at].unique {
		class = classUnique
	}
	return append(tx.org.prefix.key(class, 2+n), k.code, byte(at)), class == classUnique, nil
}

// parts takes an entry apart behind a prefix of its key.
func parts[T any](e store.Entry, prefix int, unique bool) (Tuple, ID[T], error) {
	tail := e.Key[prefix:]
	switch {
	case unique && len(e.Value) >= 16:
		return Tuple(tail), ID[T](e.Value[:16]), nil
	case !unique && len(tail) >= 16:
		return Tuple(tail[:len(tail)-16]), ID[T](tail[len(tail)-16:]), nil
	}
	return nil, ID[T]{}, fmt.Errorf("%w: index entry %x", store.ErrCorrupt, e.Key)
}

// near is how many entries that nobody wants a sweep passes over before it seeks.
const near = 8

// sweep walks the entries whose keys start with one of n prefixes, which ascend: it goes on in one scan as long
// as the next prefix is near, and begins another where it is not. fn is given which prefix it is and how long it is.
func (tx *Tx) sweep(n int, prefix func(dst []byte, i int) []byte, fn func(i, prefix int, e store.Entry) (bool, error)) error {
	if n == 0 {
		return nil
	}
	hi := store.After(prefix(nil, n-1))
	var want []byte
	for i := 0; i < n; {
		want = prefix(want[:0], i)
		passed, done, steps := 0, true, 0
		for e, err := range tx.r.Scan(store.Range{Lo: bytes.Clone(want), Hi: hi}) {
			if err != nil {
				return err
			}
			if steps++; steps%watch == 0 {
				if err := tx.alive(); err != nil {
					return err
				}
			}
			for i < n && !bytes.HasPrefix(e.Key, want) && bytes.Compare(e.Key, want) > 0 {
				if i++; i < n {
					want = prefix(want[:0], i)
				}
			}
			if i == n {
				return nil
			}
			if !bytes.HasPrefix(e.Key, want) {
				if passed++; passed > near {
					done = false
					break
				}
				continue
			}
			passed = 0
			if more, err := fn(i, len(want), e); err != nil || !more {
				return err
			}
		}
		if done {
			return nil
		}
	}
	return nil
}

// entry takes an index entry apart.
func (w *walker[T]) entry(e store.Entry, prefix int) (uuid.UUID, Tuple) {
	if w.kind.indexes[w.index].unique {
		return uuidOf(e.Value), Tuple(e.Key[prefix:])
	}
	return idOf(e.Key), Tuple(e.Key[prefix : len(e.Key)-16])
}

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
	return fmt.Sprintf("\x00%s %t %t %t", q.Index, len(q.In) > 1, q.Reverse, q.ByUpdate)
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

// condition is a Where with its field found.
type condition struct {
	Where
	field int
	time  bool
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
		w.where = append(w.where, condition{Where: c, field: i, time: c.In == nil})
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
	prefix := w.prefix(nil)
	span := w.span(prefix, after)
	if len(w.q.In) == 1 {
		within := store.Prefix(w.prefix(w.q.In[0]))
		if bytes.Compare(within.Lo, span.Lo) > 0 {
			span.Lo = within.Lo
		}
		if span.Hi == nil || within.Hi != nil && bytes.Compare(within.Hi, span.Hi) < 0 {
			span.Hi = within.Hi
		}
	}
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
		if w.q.Covered != nil && !w.q.Covered(Tuple(tail)) || w.q.IDs != nil && !w.q.IDs[ID[T](id)] {
			continue
		}
		if err := w.queue(id, e.Key[len(prefix):]); err != nil || w.stopped {
			return err
		}
	}
	return nil
}

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

func (c *condition) holds(b []byte) bool {
	if !c.time {
		for _, v := range c.In {
			if bytes.Equal(v, b) {
				return true
			}
		}
		return false
	}
	if len(b) != 8 {
		return false
	}
	micros := int64(binary.LittleEndian.Uint64(b))
	return (c.From.IsZero() || micros >= c.From.UnixMicro()) && (c.To.IsZero() || micros < c.To.UnixMicro())
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
