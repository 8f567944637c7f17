package record

import (
	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// trash checks that the deletion sets, the records in them and the index of those agree.
func (c *checker) trash() error {
	t := &trashCheck{checker: c}
	if err := t.buried(); err != nil {
		return err
	}
	n, whole, err := c.count(c.tx.org.prefix.trashIndex())
	if err != nil {
		return err
	}
	if !whole || n != t.indexed {
		if err := t.index(); err != nil {
			return err
		}
	}
	n, whole, err = c.count(c.tx.org.prefix.sets())
	if err != nil || whole && n == t.sets {
		return err
	}
	return t.empty()
}

// trashCheck counts what it has seen of the trash.
type trashCheck struct {
	*checker
	indexed int       // records that their index says are where they are
	sets    int       // with records
	set     uuid.UUID // that is walked now
	records int64     // of it
}

// buried walks the records in the trash, set by set.
func (t *trashCheck) buried() error {
	lo := t.tx.org.prefix.trash()
	whole, err := t.scan(store.Prefix(lo), func(e store.Entry) error {
		t.report.Trashed++
		tail := e.Key[len(lo):]
		if len(tail) != 33 || t.tx.org.db.kinds[tail[16]] == nil {
			t.found("", uuid.Nil, ProblemStrayKey, "key %x", e.Key)
			return nil
		}
		if set := uuidOf(tail); set != t.set {
			if err := t.endOfSet(); err != nil {
				return err
			}
			t.set, t.records = set, 0
		}
		t.records++
		return t.record(t.set, member{tail[16], uuidOf(tail[17:])}, e.Value)
	})
	if err == nil && whole {
		err = t.endOfSet()
	}
	if err != nil {
		return err
	}
	return t.flush()
}

func (t *trashCheck) record(set uuid.UUID, m member, raw []byte) error {
	kind, p := t.tx.org.db.kinds[m.kind], t.tx.org.prefix
	if _, err := kind.exhume(t.tx, m.id, raw); err != nil {
		t.found(kind.name, m.id, ProblemDamaged, "%v", err)
	}
	err := t.ask(p.setOf(m.kind, m.id), func(b []byte) {
		if string(b) != string(set[:]) {
			t.found(kind.name, m.id, ProblemTrash, "stands in set %s, its index says %x", set, b)
			return
		}
		t.indexed++
	})
	if err != nil {
		return err
	}
	return t.ask(p.record(m.kind, m.id), func(b []byte) {
		if b != nil {
			t.found(kind.name, m.id, ProblemTrash, "stands in the trash and lives")
		}
	})
}

// endOfSet compares what a set says with the number of its records.
func (t *trashCheck) endOfSet() error {
	if t.records == 0 {
		return nil
	}
	id, n := t.set, t.records
	return t.ask(t.tx.org.prefix.set(id), func(b []byte) {
		if b == nil {
			t.found("", uuid.Nil, ProblemTrashCount, "%d records are in set %s, which is not there", n, id)
			return
		}
		t.sets++
		set, err := t.tx.decodeSet(id, b)
		switch {
		case err != nil:
			t.found("", uuid.Nil, ProblemDamaged, "%v", err)
		case set.Records != n:
			t.found(set.Kind, set.RootID, ProblemTrashCount, "set %s says %d records and has %d", id, set.Records, n)
		}
	})
}

// index looks for entries of the index whose record does not stand in the trash.
func (t *trashCheck) index() error {
	prefix := t.tx.org.prefix.trashIndex()
	_, err := t.scan(store.Prefix(prefix), func(e store.Entry) error {
		tail := e.Key[len(prefix):]
		if len(tail) != 17 || t.tx.org.db.kinds[tail[0]] == nil || len(e.Value) != 16 {
			t.found("", uuid.Nil, ProblemStrayKey, "key %x", e.Key)
			return nil
		}
		m, set := member{tail[0], uuidOf(tail[1:])}, uuidOf(e.Value)
		return t.ask(t.tx.org.prefix.trashed(set, m.kind, m.id), func(b []byte) {
			if b == nil && !t.elsewhere(m) {
				t.found(t.tx.org.db.kinds[m.kind].name, m.id, ProblemTrash, "the index says set %s, which does not have it", set)
			}
		})
	})
	if err != nil {
		return err
	}
	return t.flush()
}

// elsewhere tells whether a record was found in another set than its index says.
func (t *trashCheck) elsewhere(m member) bool {
	for _, p := range t.report.Problems {
		if p.Org == t.tx.org.id && p.Code == ProblemTrash && p.ID == m.id {
			return true
		}
	}
	return false
}

// empty looks for sets that have no records.
func (t *trashCheck) empty() error {
	p := t.tx.org.prefix
	_, err := t.scan(store.Prefix(p.sets()), func(e store.Entry) error {
		if len(e.Key) != len(p.set(uuid.Nil)) {
			t.found("", uuid.Nil, ProblemStrayKey, "key %x", e.Key)
			return nil
		}
		id := idOf(e.Key)
		some := store.Prefix(p.trashedIn(id))
		some.Limit = 1
		n := 0
		whole, err := t.scan(some, func(store.Entry) error { n++; return nil })
		if whole && n == 0 {
			t.found("", uuid.Nil, ProblemTrashCount, "set %s has no records", id)
		}
		return err
	})
	return err
}
