package record

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// Report is what Check found.
type Report struct {
	Orgs     int       `json:"orgs"`
	Records  int       `json:"records"` // live ones
	Trashed  int       `json:"trashed"`
	Changes  int       `json:"changes"`
	Problems []Problem `json:"problems"`
}

// Problem is one inconsistency.
type Problem struct {
	Org    string    `json:"org"`
	Kind   string    `json:"kind,omitempty"`
	ID     uuid.UUID `json:"id,omitzero"`
	Code   string    `json:"code"` // a stable word, one of the Problem constants or of a kind's own check
	Detail string    `json:"detail"`
}

// String gives the problem in one line.
func (p Problem) String() string {
	return fmt.Sprintf("%s: %s %s: %s: %s", p.Org, p.Kind, p.ID, p.Code, p.Detail)
}

// The codes of problems.
const (
	ProblemDamaged      = "damaged"       // bytes that cannot be read
	ProblemStrayKey     = "stray_key"     // a key that nothing has a use for
	ProblemIndexMissing = "index_missing" // a record without an entry that it should have
	ProblemIndexStray   = "index_stray"   // an index entry without its record
	ProblemUniqueStolen = "unique_stolen" // a unique entry that points to another record than the one that has the value
	ProblemReference    = "reference"     // a reference to a record that is not live
	ProblemLogGap       = "log_gap"       // a sequence that is missing, or a head that is not the last
	ProblemLogIndex     = "log_index"     // the change log and its index by record do not agree
	ProblemLogTime      = "log_time"      // a change that is older than the one before
	ProblemVersion      = "version"       // a record whose version is not that of its last change
	ProblemTrash        = "trash"         // the trash and its index do not agree, or a record stands in it and lives
	ProblemTrashCount   = "trash_count"   // a deletion set with another number of records than it says
)

// maxProblems bounds a report.
const maxProblems = 1_000

// Check reads everything in the database on one snapshot and reports what does not agree: index entries and
// records, unique values, references, the change log, the trash, and what the kinds themselves check. At most
// 1,000 problems are listed. The error is one that kept it from reading on. It takes memory for one index of
// the largest organisation, and time as for reading all.
func Check(ctx context.Context, db *DB) (*Report, error) {
	report := &Report{Problems: []Problem{}}
	var ids []string
	for id, err := range db.Orgs(ctx) {
		if err != nil {
			return nil, named("check", err)
		}
		ids = append(ids, id)
	}
	for _, id := range ids {
		if err := db.handle(id).check(ctx, report); err != nil {
			return nil, named("check", err)
		}
	}
	return report, nil
}

func (o *Org) check(ctx context.Context, report *Report) error {
	return o.run(ctx, false, "check", func(_ context.Context, tx *Tx) error {
		c := &checker{tx: tx, report: report}
		report.Orgs++
		if _, err := tx.schemaVersion(); err != nil {
			return err
		}
		for _, step := range []func() error{c.kinds, c.log, c.trash} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
}

// checker checks one organisation.
type checker struct {
	tx     *Tx
	report *Report
}

func (c *checker) found(kind string, id uuid.UUID, code, format string, args ...any) {
	if len(c.report.Problems) < maxProblems {
		c.report.Problems = append(c.report.Problems, Problem{Org: c.tx.org.id, Kind: kind, ID: id, Code: code, Detail: fmt.Sprintf(format, args...)})
	}
}

// scan walks a range. What cannot be read is a problem, and the walk goes on behind it if it can.
func (c *checker) scan(span store.Range, fn func(e store.Entry) error) error {
	steps := 0
	for e, err := range c.tx.r.Scan(span) {
		if errors.Is(err, store.ErrCorrupt) {
			c.found("", uuid.Nil, ProblemDamaged, "%v", err)
			return nil
		}
		if err != nil {
			return err
		}
		if steps++; steps%watch == 0 {
			if err := c.tx.alive(); err != nil {
				return err
			}
		}
		if err := fn(e); err != nil {
			return err
		}
	}
	return nil
}

// kinds checks every kind, and that there are no records and entries of others.
func (c *checker) kinds() error {
	for _, code := range c.tx.org.db.codes {
		if err := c.tx.org.db.kinds[code].verify(c); err != nil {
			return err
		}
	}
	for _, class := range []byte{classRecord, classIndex, classUnique} {
		prefix := c.tx.org.prefix.key(class, 0)
		for code := range 256 {
			if c.tx.org.db.kinds[code] != nil {
				continue
			}
			err := c.scan(store.Prefix(append(prefix[:len(prefix):len(prefix)], byte(code))), func(e store.Entry) error {
				c.found("", uuid.Nil, ProblemStrayKey, "key %x is of no kind", e.Key)
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// verify checks the records of the kind, their index entries both ways, and their references.
func (k *Kind[T]) verify(c *checker) error {
	p := c.tx.org.prefix
	want := map[string]uuid.UUID{}
	targets := map[string]verifyRef{}
	err := c.scan(store.Prefix(p.records(k.code)), func(e store.Entry) error {
		if len(e.Key) != len(p.records(k.code))+16 {
			c.found(k.name, uuid.Nil, ProblemStrayKey, "key %x", e.Key)
			return nil
		}
		id := idOf(e.Key)
		c.report.Records++
		r := new(T)
		if err := k.decode(e.Value, id, r); err != nil {
			c.found(k.name, id, ProblemDamaged, "%v", err)
			return nil
		}
		for _, entry := range k.entries(p, r, id) {
			want[string(entry.key)] = id
		}
		for _, ref := range k.refs {
			if to := ref.get(r); to != uuid.Nil {
				targets[string(p.record(ref.target, to))] = verifyRef{id, ref.name}
			}
		}
		return c.version(k.name, k.code, id, k.system(r).Version)
	})
	if err != nil {
		return err
	}
	if err := c.entries(k.name, k.code, want); err != nil {
		return err
	}
	if err := c.references(k.name, targets); err != nil {
		return err
	}
	if k.check == nil {
		return nil
	}
	return k.check(c.tx, func(code string, id uuid.UUID, detail string) { c.found(k.name, id, code, "%s", detail) })
}

type verifyRef struct {
	id   uuid.UUID
	name string
}

// entries compares the index entries that there are with those that there should be.
func (c *checker) entries(kind string, code byte, want map[string]uuid.UUID) error {
	p := c.tx.org.prefix
	for _, class := range []byte{classIndex, classUnique} {
		err := c.scan(store.Prefix(append(p.key(class, 1), code)), func(e store.Entry) error {
			id, ok := want[string(e.Key)]
			delete(want, string(e.Key))
			switch {
			case !ok:
				c.found(kind, uuid.Nil, ProblemIndexStray, "entry %x has no record", e.Key)
			case class == classUnique && string(e.Value) != string(id[:]):
				c.found(kind, id, ProblemUniqueStolen, "entry %x points to %x", e.Key, e.Value)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for key, id := range want {
		c.found(kind, id, ProblemIndexMissing, "entry %x is missing", key)
	}
	return nil
}

// references looks for the records that are referred to.
func (c *checker) references(kind string, targets map[string]verifyRef) error {
	var keys [][]byte
	flush := func() error {
		values, err := c.tx.r.GetMany(keys)
		if errors.Is(err, store.ErrCorrupt) {
			err = nil // the records' own check has it
		}
		for i, b := range values {
			if b == nil {
				ref := targets[string(keys[i])]
				c.found(kind, ref.id, ProblemReference, "%s refers to %s, which is not there", ref.name, idOf(keys[i]))
			}
		}
		keys = keys[:0]
		return err
	}
	for key := range targets {
		if keys = append(keys, []byte(key)); len(keys) == selectBatch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// version checks that a live record is as its last change left it.
func (c *checker) version(kind string, code byte, id uuid.UUID, version int64) error {
	span := store.Prefix(c.tx.org.prefix.changesOf(code, id))
	span.Reverse, span.Limit = true, 1
	logged := int64(-1)
	err := c.scan(span, func(e store.Entry) error {
		b, err := c.tx.r.Get(c.tx.org.prefix.change(seqOf(e.Key)))
		if err != nil {
			return nil // the log's own check has it
		}
		change, err := c.tx.decodeChange(seqOf(e.Key), b)
		if err == nil {
			logged = change.Version
		}
		return nil
	})
	if err == nil && logged != version {
		c.found(kind, id, ProblemVersion, "version %d is stored, %d is in the change log", version, logged)
	}
	return err
}

// log checks that the change log is dense and in order, and agrees with its index by record.
func (c *checker) log() error {
	p := c.tx.org.prefix
	indexed := map[string]bool{}
	err := c.scan(store.Prefix(append(p.key(classLog, 1), 'r')), func(e store.Entry) error {
		indexed[string(e.Key)] = true
		return nil
	})
	if err != nil {
		return err
	}
	var last Change
	err = c.scan(store.Prefix(p.changes()), func(e store.Entry) error {
		c.report.Changes++
		seq := seqOf(e.Key)
		change, err := c.tx.decodeChange(seq, e.Value)
		if err != nil {
			c.found("", uuid.Nil, ProblemDamaged, "%v", err)
			change = Change{Seq: seq, At: last.At}
		} else if key := string(p.changeOf(change.code, change.ID, seq)); !indexed[key] {
			c.found(change.Kind, change.ID, ProblemLogIndex, "change %d is not in the index", seq)
		} else {
			delete(indexed, key)
		}
		if seq != last.Seq+1 {
			c.found("", uuid.Nil, ProblemLogGap, "change %d comes after %d", seq, last.Seq)
		}
		if change.At.Before(last.At) {
			c.found("", uuid.Nil, ProblemLogTime, "change %d is older than the one before", seq)
		}
		last = change
		return nil
	})
	if err != nil {
		return err
	}
	for key := range indexed {
		c.found("", uuid.Nil, ProblemLogIndex, "entry %x has no change", key)
	}
	seq, at, err := c.tx.logHead()
	if err == nil && (seq != last.Seq || !at.Equal(last.At)) {
		c.found("", uuid.Nil, ProblemLogGap, "the head of the log is %d at %s, its last change %d at %s", seq, at, last.Seq, last.At)
	}
	return err
}

// trash checks that the deletion sets, the records in them and the index of those agree.
func (c *checker) trash() error {
	p := c.tx.org.prefix
	records := map[uuid.UUID]int64{}
	indexed := map[string]uuid.UUID{}
	err := c.scan(store.Prefix(append(p.key(classTrash, 1), 'k')), func(e store.Entry) error {
		indexed[string(e.Key)] = uuidOf(e.Value)
		return nil
	})
	if err != nil {
		return err
	}
	lo := append(p.key(classTrash, 1), 'r')
	err = c.scan(store.Prefix(lo), func(e store.Entry) error {
		c.report.Trashed++
		tail := e.Key[len(lo):]
		if len(tail) != 33 || c.tx.org.db.kinds[tail[16]] == nil {
			c.found("", uuid.Nil, ProblemStrayKey, "key %x", e.Key)
			return nil
		}
		set, m := uuidOf(tail), member{tail[16], uuidOf(tail[17:])}
		records[set]++
		kind := c.tx.org.db.kinds[m.kind]
		key := string(p.setOf(m.kind, m.id))
		if indexed[key] != set {
			c.found(kind.name, m.id, ProblemTrash, "stands in set %s, its index says %s", set, indexed[key])
		}
		delete(indexed, key)
		if _, err := kind.exhume(c.tx, m.id, e.Value); err != nil {
			c.found(kind.name, m.id, ProblemDamaged, "%v", err)
		}
		if _, err := c.tx.r.Get(p.record(m.kind, m.id)); err == nil {
			c.found(kind.name, m.id, ProblemTrash, "stands in the trash and lives")
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key, set := range indexed {
		c.found("", uuid.Nil, ProblemTrash, "entry %x says set %s, which does not have it", key, set)
	}
	return c.sets(records)
}

// sets checks that every deletion set has as many records as it says.
func (c *checker) sets(records map[uuid.UUID]int64) error {
	err := c.scan(store.Prefix(c.tx.org.prefix.sets()), func(e store.Entry) error {
		id := idOf(e.Key)
		set, err := c.tx.decodeSet(id, e.Value)
		switch {
		case err != nil:
			c.found("", uuid.Nil, ProblemDamaged, "%v", err)
		case set.Records != records[id]:
			c.found(set.Kind, set.RootID, ProblemTrashCount, "set %s says %d records and has %d", id, set.Records, records[id])
		}
		delete(records, id)
		return nil
	})
	for id, n := range records {
		c.found("", uuid.Nil, ProblemTrashCount, "%d records are in set %s, which is not there", n, id)
	}
	return err
}
