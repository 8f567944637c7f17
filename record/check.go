package record

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
	ProblemIndexKept    = "index_kept"    // a unique entry that keeps something else than its record has
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

// Check reads everything in the database, each organisation on one snapshot, and reports what does not agree:
// index entries and records, unique values, references, the change log, the trash, and what the kinds
// themselves check. At most 1,000 problems are listed. The error is one that kept it from reading on. It takes
// little memory, whatever the size of the database, and time as for reading all of it, and its keys twice.
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
	asked  []question
}

// question is a key that is to be looked up, and what to make of its value, nil if it is not there.
type question struct {
	key  []byte
	then func(b []byte)
}

func (c *checker) found(kind string, id uuid.UUID, code, format string, args ...any) {
	p := Problem{Org: c.tx.org.id, Kind: kind, ID: id, Code: code, Detail: fmt.Sprintf(format, args...)}
	if len(c.report.Problems) < maxProblems && !slices.Contains(c.report.Problems, p) {
		c.report.Problems = append(c.report.Problems, p)
	}
}

// scan walks a range and tells whether it came to the end. What cannot be read is a problem, and what stands
// behind it is not seen.
func (c *checker) scan(span store.Range, fn func(e store.Entry) error) (whole bool, err error) {
	steps := 0
	for e, err := range c.tx.r.Scan(span) {
		if errors.Is(err, store.ErrCorrupt) {
			c.found("", uuid.Nil, ProblemDamaged, "%v", err)
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if steps++; steps%watch == 0 {
			if err := c.tx.alive(); err != nil {
				return false, err
			}
		}
		if err := fn(e); err != nil {
			return false, err
		}
	}
	return true, nil
}

// count counts the keys that start with a prefix.
func (c *checker) count(prefix []byte) (n int, whole bool, err error) {
	whole, err = c.scan(store.Prefix(prefix), func(store.Entry) error { n++; return nil })
	return n, whole, err
}

// maxAsked is how many keys one round trip looks up.
const maxAsked = 1_024

// ask looks a key up, together with others: then is called by the next flush at the latest. If the value is
// damaged, it is not called: the walk over those values reports it.
func (c *checker) ask(key []byte, then func(b []byte)) error {
	c.asked = append(c.asked, question{key, then})
	if len(c.asked) < maxAsked {
		return nil
	}
	return c.flush()
}

func (c *checker) flush() error {
	asked := c.asked
	c.asked = c.asked[:0]
	keys := make([][]byte, len(asked))
	for i, q := range asked {
		keys[i] = q.key
	}
	values, err := c.tx.r.GetMany(keys)
	if errors.Is(err, store.ErrCorrupt) {
		return c.oneByOne(asked)
	}
	if err != nil {
		return err
	}
	for i, q := range asked {
		q.then(values[i])
	}
	return nil
}

// oneByOne looks up keys of which at least one has a damaged value.
func (c *checker) oneByOne(asked []question) error {
	for _, q := range asked {
		b, err := c.tx.r.Get(q.key)
		switch {
		case err == nil:
			q.then(b)
		case errors.Is(err, store.ErrNotFound):
			q.then(nil)
		case !errors.Is(err, store.ErrCorrupt):
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
		prefix := c.tx.org.prefix.key(class, 1)
		lo := prefix
		for _, code := range c.tx.org.db.codes {
			kind := append(slices.Clip(prefix), code)
			if err := c.strangers(store.Range{Lo: lo, Hi: kind}); err != nil {
				return err
			}
			lo = store.After(kind)
		}
		if err := c.strangers(store.Range{Lo: lo, Hi: store.After(prefix)}); err != nil {
			return err
		}
	}
	return nil
}

// strangers reports every key of a range.
func (c *checker) strangers(span store.Range) error {
	_, err := c.scan(span, func(e store.Entry) error {
		c.found("", uuid.Nil, ProblemStrayKey, "key %x is of no kind", e.Key)
		return nil
	})
	return err
}
