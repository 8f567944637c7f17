package record

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record/internal/wire"
	"github.com/clientele-go/clientele/store"
)

// Change is an entry of an organisation's change log: one write to one record. The log is the history of
// every record and what consumers read in order; each write makes its entry in the same transaction, and the
// sequence has no gaps.
type Change struct {
	Seq     int64     `json:"seq"` // 1, 2, 3… in the organisation
	At      time.Time `json:"at"`  // of the transaction; never before that of the entry before
	Actor   string    `json:"actor"`
	Op      Op        `json:"op"`
	Kind    string    `json:"kind"`
	ID      uuid.UUID `json:"id"`
	Version int64     `json:"version"`          // of the record, after the change
	Fields  []string  `json:"fields,omitempty"` // that an update or a restore changed, by their JSON names; not the system's
	Set     uuid.UUID `json:"set,omitzero"`     // the deletion set of a delete, restore or purge
	Purged  bool      `json:"purged,omitempty"` // the record was purged: what it held before is gone

	code  byte
	image []byte
}

// stored form of a Change; its key has the sequence.
type logEntry struct {
	at      time.Time
	actor   string
	op      int64
	kind    int64
	id      [16]byte
	version int64
	set     [16]byte
	purged  bool
	image   []byte // what the changed fields held before
}

var logTable, errLogTable = wire.NewTable([]wire.Field[logEntry]{
	wire.At(1, wire.Time, func(e *logEntry) *time.Time { return &e.at }),
	wire.At(2, wire.Text, func(e *logEntry) *string { return &e.actor }),
	wire.At(3, wire.Int, func(e *logEntry) *int64 { return &e.op }),
	wire.At(4, wire.Int, func(e *logEntry) *int64 { return &e.kind }),
	wire.At(5, wire.UUID, func(e *logEntry) *[16]byte { return &e.id }),
	wire.At(6, wire.Int, func(e *logEntry) *int64 { return &e.version }),
	wire.At(7, wire.UUID, func(e *logEntry) *[16]byte { return &e.set }),
	wire.At(8, wire.Bool, func(e *logEntry) *bool { return &e.purged }),
	wire.At(9, wire.Bytes, func(e *logEntry) *[]byte { return &e.image }),
})

// log appends entries to the change log, all of this transaction's time and actor.
func (tx *Tx) log(entries ...logEntry) error {
	if len(entries) == 0 {
		return nil
	}
	now, err := tx.Now()
	if err != nil {
		return err
	}
	seq, _, err := tx.logHead()
	if err != nil {
		return err
	}
	var buf []byte
	for i := range entries {
		e := &entries[i]
		e.at, e.actor = now, tx.org.actor.ID
		seq++
		buf = logTable.Append(buf[:0], e)
		tx.w.Put(tx.org.prefix.change(seq), buf)
		tx.w.Put(tx.org.prefix.changeOf(byte(e.kind), e.id, seq), nil)
	}
	tx.setLogHead(seq, now)
	return nil
}

func (tx *Tx) decodeChange(seq int64, b []byte) (Change, error) {
	var e logEntry
	if err := logTable.Decode(b, &e); err != nil {
		return Change{}, fmt.Errorf("change %d: %w", seq, damaged(err))
	}
	c := Change{
		Seq: seq, At: e.at, Actor: e.actor, Op: Op(e.op), ID: e.id, Version: e.version, Set: e.set, Purged: e.purged,
		code: byte(e.kind), image: e.image,
	}
	k := tx.org.db.kinds[c.code]
	if k == nil {
		return Change{}, fmt.Errorf("change %d: %w: kind %q", seq, store.ErrCorrupt, c.code)
	}
	c.Kind = k.name
	if len(c.image) > 0 {
		numbers, err := wire.ImageFields(c.image)
		if err != nil {
			return Change{}, fmt.Errorf("change %d: %w", seq, damaged(err))
		}
		c.Fields = k.fieldNames(numbers)
	}
	return c, nil
}

// Changes walks the change log of an organisation in order, from the entry after the given sequence (0: the
// first) to the newest in the snapshot.
func Changes(ctx context.Context, s Scope, after int64) iter.Seq2[Change, error] {
	return Walk(ctx, s, "changes", func(_ context.Context, tx *Tx, yield func(Change, error) bool) error {
		if _, err := tx.schemaVersion(); err != nil {
			return err
		}
		r := store.Prefix(tx.org.prefix.changes())
		r.Lo = tx.org.prefix.change(max(after, 0) + 1)
		for e, err := range tx.r.Scan(r) {
			if err != nil {
				return err
			}
			c, err := tx.decodeChange(seqOf(e.Key), e.Value)
			if err != nil {
				return err
			}
			if !yield(c, nil) {
				return nil
			}
		}
		return nil
	})
}

// History walks the changes of one record, the oldest first; those of a record in the trash or purged too.
// Of a record that never was there are none.
func History[T any](ctx context.Context, s Scope, target Target[T], id ID[T]) iter.Seq2[Change, error] {
	return Walk(ctx, s, target.name+".history", func(_ context.Context, tx *Tx, yield func(Change, error) bool) error {
		if _, err := tx.schemaVersion(); err != nil {
			return err
		}
		return tx.historyOf(target.code, uuid.UUID(id), yield)
	})
}

// historyChunk is how many entries one round trip of a history reads.
const historyChunk = 256

func (tx *Tx) historyOf(kind byte, id uuid.UUID, yield func(Change, error) bool) error {
	var seqs []int64
	flush := func() (bool, error) {
		changes, err := tx.changesAt(seqs)
		if err != nil {
			return false, err
		}
		for _, c := range changes {
			if !yield(c, nil) {
				return false, nil
			}
		}
		seqs = seqs[:0]
		return true, nil
	}
	for e, err := range tx.r.Scan(store.Prefix(tx.org.prefix.changesOf(kind, id))) {
		if err != nil {
			return err
		}
		seqs = append(seqs, seqOf(e.Key))
		if len(seqs) == historyChunk {
			if more, err := flush(); err != nil || !more {
				return err
			}
		}
	}
	_, err := flush()
	return err
}

// Revert sets the fields that a change of this record made to what they held before. To see the state at an
// earlier change, revert the later ones from the newest down.
func (k *Kind[T]) Revert(c Change, r *T) error {
	if len(c.image) == 0 {
		return nil
	}
	if err := k.fields.wire.Restore(c.image, r); err != nil {
		return k.failed(c.ID, damaged(err))
	}
	return nil
}
