package record

import (
	"bytes"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// verification checks the records of one kind.
type verification[T any] struct {
	*checker
	kind    *Kind[T]
	in      indexing
	present int             // entries that records should have, and have
	stolen  map[string]bool // unique entries that point to another record
}

// verify checks the records of the kind, their index entries both ways, and their references.
func (k *Kind[T]) verify(c *checker) error {
	in, err := k.indexing(c.tx)
	if err != nil {
		return err
	}
	v := &verification[T]{checker: c, kind: k, in: in, stolen: map[string]bool{}}
	prefix := c.tx.org.prefix.records(k.code)
	_, err = c.scan(store.Prefix(prefix), func(e store.Entry) error {
		if len(e.Key) != len(prefix)+16 {
			c.found(k.name, uuid.Nil, ProblemStrayKey, "key %x", e.Key)
			return nil
		}
		return v.record(idOf(e.Key), e.Value)
	})
	if err != nil {
		return err
	}
	if err := c.flush(); err != nil {
		return err
	}
	if err := v.entries(); err != nil {
		return err
	}
	if k.check == nil {
		return nil
	}
	return k.check(c.tx, func(code string, id uuid.UUID, detail string) { c.found(k.name, id, code, "%s", detail) })
}

// record checks one record, and counts the entries that it has.
func (v *verification[T]) record(id uuid.UUID, raw []byte) error {
	k, p := v.kind, v.tx.org.prefix
	v.report.Records++
	r := new(T)
	if err := k.decode(raw, id, r); err != nil {
		v.found(k.name, id, ProblemDamaged, "%v", err)
		return nil
	}
	for _, e := range k.entries(v.in, r, id) {
		if err := v.ask(e.key, func(b []byte) { v.entry(id, e, b) }); err != nil {
			return err
		}
	}
	for _, ref := range k.refs {
		to := ref.get(r)
		if to == uuid.Nil {
			continue
		}
		err := v.ask(p.record(ref.target, to), func(b []byte) {
			if b == nil {
				v.found(k.name, id, ProblemReference, "%s refers to %s, which is not there", ref.name, to)
			}
		})
		if err != nil {
			return err
		}
	}
	return v.version(id, k.system(r).Version)
}

// entry judges what stands under a key that a record should have.
func (v *verification[T]) entry(id uuid.UUID, e entry, b []byte) {
	switch {
	case e.optional && (b == nil || e.unique && uuidOf(b) != id):
	case b == nil:
		v.found(v.kind.name, id, ProblemIndexMissing, "entry %x is missing", e.key)
	case e.unique && uuidOf(b) == id && !bytes.Equal(b, e.value(id[:])):
		v.present++
		v.found(v.kind.name, id, ProblemIndexKept, "entry %x keeps something else than the record has", e.key)
	case e.unique && !bytes.Equal(b, e.value(id[:])):
		v.stolen[string(e.key)] = true
		v.found(v.kind.name, id, ProblemUniqueStolen, "entry %x points to %x", e.key, b)
	default:
		v.present++
	}
}

// version checks that a live record is as its last change left it.
func (v *verification[T]) version(id uuid.UUID, version int64) error {
	span := store.Prefix(v.tx.org.prefix.changesOf(v.kind.code, id))
	span.Reverse, span.Limit = true, 1
	logged := int64(0)
	_, err := v.scan(span, func(e store.Entry) error {
		logged = version // unless the change can be read and says otherwise: the log has its own check
		b, err := v.tx.r.Get(v.tx.org.prefix.change(seqOf(e.Key)))
		if err != nil {
			return nil
		}
		if change, err := v.tx.decodeChange(seqOf(e.Key), b); err == nil {
			logged = change.Version
		}
		return nil
	})
	if err == nil && logged != version {
		v.found(v.kind.name, id, ProblemVersion, "version %d is stored, %d is in the change log", version, logged)
	}
	return err
}

// entries looks for index entries that no record has. They are searched for only if there are others than the
// records have.
func (v *verification[T]) entries() error {
	p := v.tx.org.prefix
	index, unique := append(p.key(classIndex, 1), v.kind.code), append(p.key(classUnique, 1), v.kind.code)
	many, whole, err := v.count(index)
	if err != nil {
		return err
	}
	one, all, err := v.count(unique)
	if err != nil {
		return err
	}
	if whole && all && many+one == v.present && len(v.stolen) == 0 {
		return nil
	}
	for _, prefix := range [][]byte{index, unique} {
		_, err := v.scan(store.Prefix(prefix), func(e store.Entry) error { return v.owner(prefix, e) })
		if err != nil {
			return err
		}
	}
	return v.flush()
}

// owner checks that the record of an index entry has it.
func (v *verification[T]) owner(prefix []byte, e store.Entry) error {
	key := bytes.Clone(e.Key)
	stray := func(id uuid.UUID) {
		v.found(v.kind.name, id, ProblemIndexStray, "entry %x has no record", key)
	}
	tail := key[len(prefix):]
	if len(tail) == 0 || int(tail[0]) >= len(v.kind.indexes) || v.kind.indexes[tail[0]].unique != (key[0] == classUnique) {
		stray(uuid.Nil)
		return nil
	}
	id := idOf(tail)
	if key[0] == classUnique {
		id = uuidOf(e.Value)
	}
	return v.ask(v.tx.org.prefix.record(v.kind.code, id), func(b []byte) {
		if !v.stolen[string(key)] && !v.holds(id, b, key) {
			stray(id)
		}
	})
}

// holds tells whether a stored record has an index entry, or cannot be read, which is a problem of its own.
func (v *verification[T]) holds(id uuid.UUID, raw, key []byte) bool {
	if raw == nil {
		return false
	}
	r := new(T)
	if v.kind.decode(raw, id, r) != nil {
		return true
	}
	for _, e := range v.kind.entries(v.in, r, id) {
		if bytes.Equal(e.key, key) {
			return true
		}
	}
	return false
}
