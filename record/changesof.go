package record

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// FewRanges is up to how many ranges of an index are read one by one; where more are wanted, one walk over all of it
// that passes over what is not wanted is the better way.
const FewRanges = 60

// Stretch is a part of the change log, and the direction in which it is read. The zero Stretch is all of it, the
// oldest change first.
type Stretch struct {
	After, Before int64     // sequences, of which neither belongs to it; Before 0 is no limit
	From, To      time.Time // From ≤ time < To; a zero time is no limit
	Newest        bool      // the newest change first
}

// ChangesOf gives the first n changes of a stretch that were made to some records of a kind, in the trash or purged
// ones too. Of up to [FewRanges] records it reads an index, n entries at most of each; for more it walks the stretch,
// until n are found. It does not ask the policy.
func ChangesOf[T any](tx *Tx, target Target[T], ids map[ID[T]]bool, s Stretch, n int) ([]Change, error) {
	lo, hi, err := tx.sequences(s)
	if err != nil || n <= 0 || lo >= hi || len(ids) == 0 {
		return nil, err
	}
	if len(ids) > FewRanges {
		return tx.sift(lo, hi, s.Newest, n, func(e *logEntry) bool { return byte(e.kind) == target.code && ids[ID[T](e.id)] })
	}
	var seqs []int64
	for id := range ids {
		r := store.Range{Lo: tx.org.prefix.changeOf(target.code, uuid.UUID(id), lo), Hi: tx.org.prefix.changeOf(target.code, uuid.UUID(id), hi), Reverse: s.Newest, Limit: n}
		for e, err := range tx.r.Scan(r) {
			if err != nil {
				return nil, err
			}
			seqs = append(seqs, seqOf(e.Key))
		}
	}
	slices.Sort(seqs)
	if s.Newest {
		slices.Reverse(seqs)
	}
	return tx.changesAt(seqs[:min(n, len(seqs))])
}

// changesAt reads the changes of these sequences, in one round trip.
func (tx *Tx) changesAt(seqs []int64) ([]Change, error) {
	if len(seqs) == 0 {
		return nil, nil
	}
	keys := make([][]byte, len(seqs))
	for i, seq := range seqs {
		keys[i] = tx.org.prefix.change(seq)
	}
	values, err := tx.r.GetMany(keys)
	if err != nil {
		return nil, err
	}
	out := make([]Change, len(seqs))
	for i, b := range values {
		if b == nil {
			return nil, fmt.Errorf("%w: change %d is missing", store.ErrCorrupt, seqs[i])
		}
		if out[i], err = tx.decodeChange(seqs[i], b); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sift walks the changes from sequence lo to below hi and gives the first n that are wanted.
func (tx *Tx) sift(lo, hi int64, newest bool, n int, wanted func(e *logEntry) bool) ([]Change, error) {
	var out []Change
	steps := 0
	for e, err := range tx.r.Scan(store.Range{Lo: tx.org.prefix.change(lo), Hi: tx.org.prefix.change(hi), Reverse: newest}) {
		if steps++; err == nil && steps%watch == 0 {
			err = tx.alive()
		}
		if err != nil {
			return nil, err
		}
		var entry logEntry
		if err := logTable.Decode(e.Value, &entry); err != nil {
			return nil, fmt.Errorf("change %d: %w", seqOf(e.Key), damaged(err))
		}
		if !wanted(&entry) {
			continue
		}
		c, err := tx.decodeChange(seqOf(e.Key), e.Value)
		if err != nil {
			return nil, err
		}
		if out = append(out, c); len(out) == n {
			break
		}
	}
	return out, nil
}

// sequences gives the stretch as sequences: from lo to below hi.
func (tx *Tx) sequences(s Stretch) (lo, hi int64, err error) {
	if _, err := tx.schemaVersion(); err != nil {
		return 0, 0, err
	}
	last, _, err := tx.logHead()
	if err != nil {
		return 0, 0, err
	}
	lo, hi = max(s.After, 0)+1, last+1
	if s.Before > 0 {
		hi = min(hi, s.Before)
	}
	if !s.From.IsZero() {
		if lo, err = tx.firstAt(s.From, lo, hi); err != nil {
			return 0, 0, err
		}
	}
	if !s.To.IsZero() {
		hi, err = tx.firstAt(s.To, lo, hi)
	}
	return lo, hi, err
}

// firstAt gives the first sequence from lo to below hi whose change is not before a time, hi if there is none. Times
// ascend with the sequence, so it takes O(log(hi-lo)) reads.
func (tx *Tx) firstAt(t time.Time, lo, hi int64) (int64, error) {
	for lo < hi {
		mid := lo + (hi-lo)/2
		b, err := tx.r.Get(tx.org.prefix.change(mid))
		if errors.Is(err, store.ErrNotFound) {
			err = fmt.Errorf("%w: change %d is missing", store.ErrCorrupt, mid)
		}
		if err != nil {
			return 0, err
		}
		var e logEntry
		if err := logTable.Decode(b, &e); err != nil {
			return 0, fmt.Errorf("change %d: %w", mid, damaged(err))
		}
		if e.at.Before(t) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, nil
}
