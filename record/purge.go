package record

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// purgeChunk is how many records one transaction of a purge takes.
const purgeChunk = 1_000

// Purge removes a deletion set for good, and what the change log holds of its records: their entries stay, so
// that the sequence has no gap, without what was in the records. It gives the number of records. On an Org a
// large set goes in several transactions, and a purge that was interrupted is called again; on a Tx it is one.
// ErrNotFound: there is no such set. fault.ErrForbidden: the policy.
func Purge(ctx context.Context, s Scope, set SetID) (int, error) {
	total := 0
	for more := true; more; {
		n, err := Write(ctx, s, "trash.purge", func(_ context.Context, tx *Tx) (n int, err error) {
			n, more, err = purge(tx, set, purgeChunk)
			return n, err
		})
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// PurgeBefore purges the deletion sets that were made before a time, the oldest first, and gives the number
// of records. On an Org it goes in several transactions, and one that was interrupted is called again; on a Tx all of
// it is in that one. fault.ErrForbidden: the policy.
func PurgeBefore(ctx context.Context, s Scope, before time.Time) (int, error) {
	total := 0
	for {
		set, err := Read(ctx, s, "trash.purge", func(_ context.Context, tx *Tx) (SetID, error) {
			return tx.oldestSet(before)
		})
		if err != nil || set.IsZero() {
			return total, err
		}
		n, err := Purge(ctx, s, set)
		total += n
		if err != nil {
			return total, err
		}
	}
}

// PurgeExpired purges the deletion sets that are older than the organisation's Settings.Retention. Without one
// it does nothing. Errors are those of PurgeBefore.
func PurgeExpired(ctx context.Context, s Scope) (int, error) {
	before, err := Read(ctx, s, "trash.purge", func(_ context.Context, tx *Tx) (time.Time, error) {
		settings, err := tx.Settings()
		if err != nil || settings.Retention == 0 {
			return time.Time{}, err
		}
		now, err := tx.Now()
		return now.Add(-settings.Retention), err
	})
	if err != nil || before.IsZero() {
		return 0, err
	}
	return PurgeBefore(ctx, s, before)
}

// oldestSet gives the first deletion set made before a time, or the zero ID.
func (tx *Tx) oldestSet(before time.Time) (SetID, error) {
	span := store.Prefix(tx.org.prefix.sets())
	for e, err := range tx.r.Scan(span) {
		if err != nil {
			return SetID{}, err
		}
		set, err := tx.decodeSet(idOf(e.Key), e.Value)
		if err != nil {
			return SetID{}, err
		}
		if set.At.Before(before) {
			return set.ID, nil
		}
	}
	return SetID{}, nil
}

// purge removes up to limit records of a set, and tells whether there are more.
func purge(tx *Tx, id SetID, limit int) (n int, more bool, err error) {
	set, err := tx.getSet(id)
	if err != nil {
		return 0, false, err
	}
	members, err := tx.inSet(id, limit+1)
	if err != nil {
		return 0, false, err
	}
	if more = len(members) > limit; more {
		members = members[:limit]
	}
	for _, b := range members {
		if err := tx.org.db.kinds[b.kind].mayPurge(tx, b.id, b.raw); err != nil {
			return 0, false, err
		}
		if err := tx.redact(b.member); err != nil {
			return 0, false, err
		}
		tx.w.Delete(tx.org.prefix.trashed(uuid.UUID(id), b.kind, b.id))
		tx.w.Delete(tx.org.prefix.setOf(b.kind, b.id))
		if err := tx.log(logEntry{op: int64(OpPurge), kind: int64(b.kind), id: b.id, set: id, purged: true}); err != nil {
			return 0, false, err
		}
	}
	if !more {
		set.Records = 0
	}
	tx.shrinkSet(set, len(members))
	return len(members), more, nil
}

// mayPurge asks the policy.
func (k *Kind[T]) mayPurge(tx *Tx, id uuid.UUID, raw []byte) error {
	if tx.org.db.opt.Policy == nil {
		return nil
	}
	r := new(T)
	if err := k.decode(raw, id, r); err != nil {
		return err
	}
	return k.permit(tx, OpPurge, r)
}

// redact takes what the change log holds of a record out of it.
func (tx *Tx) redact(m member) error {
	var seqs []int64
	var keys [][]byte
	for e, err := range tx.r.Scan(store.Prefix(tx.org.prefix.changesOf(m.kind, m.id))) {
		if err != nil {
			return err
		}
		seqs = append(seqs, seqOf(e.Key))
		keys = append(keys, tx.org.prefix.change(seqs[len(seqs)-1]))
	}
	values, err := tx.r.GetMany(keys)
	if err != nil {
		return err
	}
	for i, b := range values {
		if b == nil {
			return &Error{ID: m.id, Err: store.ErrCorrupt}
		}
		var e logEntry
		if err := logTable.Decode(b, &e); err != nil {
			return damaged(err)
		}
		e.image, e.purged = nil, true
		tx.w.Put(keys[i], logTable.Append(nil, &e))
	}
	return nil
}
