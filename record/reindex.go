package record

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// reindexChunk is how many records one transaction of a reindexing reads.
const reindexChunk = 1_000

// reindex builds the indexes that kinds have now and had not when the store was written. added says from which
// index on, by kind. What an interrupted run left is removed first, so that it may run again. If it fails for
// a duplicate, nothing of it is left.
func (db *DB) reindex(ctx context.Context, added map[byte]int) error {
	var orgs []string
	for id, err := range db.Orgs(ctx) {
		if err != nil {
			return err
		}
		orgs = append(orgs, id)
	}
	each := func(do func(k *kindState, o *Org, from int) error) error {
		for _, code := range db.codes {
			from, ok := added[code]
			for i := 0; ok && i < len(orgs); i++ {
				if err := do(db.kinds[code], db.handle(orgs[i]), from); err != nil {
					return fmt.Errorf("organisation %s: the new indexes of %s: %w", orgs[i], db.kinds[code].name, err)
				}
			}
		}
		return nil
	}
	remove := func(k *kindState, o *Org, from int) error { return db.removeIndexes(ctx, k, o.prefix, from) }
	err := each(remove)
	if err == nil {
		err = each(func(k *kindState, o *Org, from int) error { return o.buildIndexes(ctx, k, from) })
	}
	if errors.Is(err, fault.ErrExists) {
		err = errors.Join(err, each(remove))
	}
	return err
}

// removeIndexes removes the entries of a kind's indexes from one on.
func (db *DB) removeIndexes(ctx context.Context, k *kindState, p prefix, from int) error {
	for _, class := range []byte{classIndex, classUnique} {
		kind := append(p.key(class, 2), k.kindCode())
		span := store.Range{Lo: append(kind[:len(kind):len(kind)], byte(from)), Hi: store.After(kind), Limit: dropChunk}
		for n := dropChunk; n == dropChunk; {
			err := store.Update(ctx, db.store, func(w *store.Overlay) error {
				n = 0
				for e, err := range w.Scan(span) {
					if err != nil {
						return err
					}
					w.Delete(e.Key)
					n++
				}
				return context.Cause(ctx)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// buildIndexes makes the entries of a kind's indexes from one on.
func (o *Org) buildIndexes(ctx context.Context, k *kindState, from int) error {
	for lo := o.prefix.records(k.kindCode()); lo != nil; {
		var next []byte
		err := o.run(ctx, true, "", func(ctx context.Context, tx *Tx) (err error) {
			next, err = k.reindex(tx, from, lo)
			return errors.Join(err, context.Cause(ctx))
		})
		if err != nil {
			return err
		}
		lo = next
	}
	return nil
}

// reindex makes the entries of a chunk of records from the key lo on, and gives where the next chunk starts,
// nil after the last. A duplicate is fault.ErrExists and names both records.
func (k *Kind[T]) reindex(tx *Tx, from int, lo []byte) (next []byte, err error) {
	in, err := k.indexing(tx)
	if err != nil {
		return nil, err
	}
	var made []claim
	var unique [][]byte
	span := store.Range{Lo: lo, Hi: store.After(in.prefix.records(k.code)), Limit: reindexChunk}
	n := 0
	for e, err := range tx.w.Scan(span) {
		if err != nil {
			return nil, err
		}
		id, r := idOf(e.Key), new(T)
		if err := k.decode(e.Value, id, r); err != nil {
			return nil, err
		}
		for _, entry := range k.entries(in, r, id) {
			if entry.index >= from {
				made = append(made, claim{entry, id})
			}
			if entry.index >= from && entry.unique {
				unique = append(unique, entry.key)
			}
		}
		if n++; n == reindexChunk {
			next = append(append(next, e.Key...), 0)
		}
	}
	if err := tx.w.Prefetch(unique); err != nil {
		return nil, err
	}
	for _, c := range made {
		if err := c.put(tx.w); err != nil {
			return nil, fmt.Errorf("index %s: %w", k.indexes[c.index].name, err)
		}
	}
	return next, nil
}

// claim is an entry with the record that is to have it.
type claim struct {
	entry
	id uuid.UUID
}

func (c claim) put(w *store.Overlay) error {
	if !c.unique {
		w.Put(c.key, nil)
		return nil
	}
	b, err := w.Get(c.key)
	if err == nil && uuidOf(b) != c.id {
		return fmt.Errorf("%w: records %s and %s have the same value", fault.ErrExists, uuidOf(b), c.id)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	w.Put(c.key, c.value(c.id[:]))
	return nil
}
