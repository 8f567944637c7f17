package record

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// chunkSize is how many records one transaction of a chunked delete or restore takes.
const chunkSize = 1_000

// DeleteChunked is Delete for a record on which more hangs than one transaction takes. It moves what hangs on
// it to the trash first, deepest first, 1,000 records a transaction, all under one set id, and the record
// itself with the last of them: until then it lives, with less and less. After an error or a crash it is called
// again with the same id and goes on. Refusals are those of Delete; one that is found late leaves the set
// partial, for RestoreChunked to bring back.
func DeleteChunked[T any](ctx context.Context, o *Org, target Target[T], id ID[T], ifVersion int64) (SetID, error) {
	root := member{target.code, uuid.UUID(id)}
	for {
		done := false
		set, err := Write(ctx, o, target.name+".delete_chunked", func(_ context.Context, tx *Tx) (SetID, error) {
			k := tx.org.db.kinds[root.kind]
			if k == nil {
				return SetID{}, store.ErrNotFound
			}
			set, err := tx.partialSet(root)
			if err != nil {
				return SetID{}, err
			}
			if set.ID.IsZero() {
				if err := k.deletable(tx, root.id, ifVersion); err != nil {
					return SetID{}, err
				}
				set.ID, err = newSetID(tx)
				if err != nil {
					return SetID{}, err
				}
			} else if _, err := tx.r.Get(tx.org.prefix.record(root.kind, root.id)); err != nil {
				return SetID{}, &Error{Kind: k.name, ID: root.id, Err: err} // it was deleted otherwise
			}
			d := &deletion{tx: tx, set: uuid.UUID(set.ID), root: root, named: map[member]bool{root: true}, limit: chunkSize}
			if err := d.runDeepest(set); err != nil {
				return SetID{}, &Error{Kind: k.name, ID: root.id, Err: err}
			}
			done = d.in[root]
			return set.ID, nil
		})
		if err != nil || done {
			return set, err
		}
	}
}

func newSetID(tx *Tx) (SetID, error) {
	id, err := tx.NewID()
	return SetID(id), err
}

// partialSet gives the unfinished deletion set of a record, or a set without id. It looks through all sets.
func (tx *Tx) partialSet(root member) (TrashSet, error) {
	for e, err := range tx.r.Scan(store.Prefix(tx.org.prefix.sets())) {
		if err != nil {
			return TrashSet{}, err
		}
		set, err := tx.decodeSet(idOf(e.Key), e.Value)
		if err != nil {
			return TrashSet{}, err
		}
		if set.Partial && set.kind == root.kind && set.RootID == root.id {
			return set, nil
		}
	}
	return TrashSet{}, nil
}

// deletable tells why a record cannot be deleted at all, before anything that hangs on it is. What those who observe the
// kind write when they are asked is dropped: it follows from the delete, and they are shown that when it comes.
func (k *Kind[T]) deletable(tx *Tx, id uuid.UUID, ifVersion int64) error {
	if _, _, err := k.twice(tx, id, ifVersion, OpDelete); err != nil {
		return err
	}
	return tx.rehearse(func() error { return k.leave(tx, id, true) })
}

// runDeepest buries the deepest records below the root that are left, and the root if it is the last.
func (d *deletion) runDeepest(have TrashSet) error {
	d.in = map[member]bool{}
	if err := d.deepest(); err != nil {
		return err
	}
	for i, j := 0, len(d.members)-1; i < j; i, j = i+1, j-1 {
		d.members[i], d.members[j] = d.members[j], d.members[i]
	}
	if err := d.prefetch(); err != nil {
		return err
	}
	if err := d.refusals(); err != nil {
		return err
	}
	for _, m := range d.members {
		if err := d.clear(m); err != nil {
			return err
		}
	}
	return d.bury(have, d.members)
}

// deepest gathers up to limit records so that each comes after all that hangs on it.
func (d *deletion) deepest() error {
	type frame struct {
		member
		children []member
	}
	seen := map[member]bool{d.root: true}
	stack := []frame{{member: d.root}}
	children, err := d.children(d.root)
	if err != nil {
		return err
	}
	stack[0].children = children
	for len(stack) > 0 && len(d.members) < d.limit {
		top := &stack[len(stack)-1]
		if len(top.children) == 0 {
			d.members = append(d.members, top.member)
			d.in[top.member] = true
			stack = stack[:len(stack)-1]
			continue
		}
		child := top.children[0]
		top.children = top.children[1:]
		if seen[child] {
			continue
		}
		seen[child] = true
		below, err := d.children(child)
		if err != nil {
			return err
		}
		stack = append(stack, frame{child, below})
	}
	return nil
}

// children gives the records that hang on one directly: if there are more than the limit, some of them.
func (d *deletion) children(m member) ([]member, error) {
	var out []member
	for _, in := range d.tx.org.db.kinds[m.kind].incoming {
		if in.onDelete != Cascade || len(out) > d.limit {
			continue
		}
		ids, err := d.tx.org.db.kinds[in.from].referrers(d.tx, in.ref, m.id, d.limit+1)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			out = append(out, member{in.from, id})
		}
	}
	return out, nil
}

// RestoreChunked is Restore for a set of more records than one transaction takes. It looks for clashes first
// and then brings the records back, 1,000 a transaction, each after those that it refers to: the record that
// was deleted comes first, and what hangs on it follows. After an error or a crash it is called again and goes
// on.
func RestoreChunked(ctx context.Context, o *Org, id SetID) (*Restored, error) {
	if err := o.clashes(ctx, id); err != nil {
		return nil, named("trash.restore_chunked", err)
	}
	total := &Restored{}
	for patient := true; ; {
		round := &Restored{}
		var after member
		for {
			part, last, err := o.restoreChunk(ctx, id, after, patient)
			if err != nil {
				return total, named("trash.restore_chunked", err)
			}
			round.add(part)
			if after = last; last == (member{}) {
				break
			}
		}
		left := round.Left
		round.Left = nil
		total.add(round)
		switch {
		case len(left) == 0:
			return total, nil
		case round.Records > 0:
			patient = true
		case patient:
			patient = false // what is left refers to each other, or to what is gone
		default:
			total.Left = left
			return total, nil
		}
	}
}

func (r *Restored) add(part *Restored) {
	r.Records += part.Records
	r.Left = append(r.Left, part.Left...)
	r.Cleared = append(r.Cleared, part.Cleared...)
}

// clashes looks through a set for everything that a restore would be refused for by the store.
func (o *Org) clashes(ctx context.Context, id SetID) error {
	return o.run(ctx, false, "", func(_ context.Context, tx *Tx) error {
		set, err := tx.getSet(id)
		if err != nil {
			return err
		}
		members, err := tx.inSet(id, 0)
		if err != nil {
			return err
		}
		r, err := tx.revival(set, members)
		if err != nil {
			return err
		}
		if err := r.look(); err != nil {
			return err
		}
		r.leaveBehind()
		if err := r.claim(); err != nil {
			return err
		}
		return r.clashes.Err()
	})
}

// restoreChunk brings back what it can of the records of a set after one, and gives the last that it looked
// at, or none at the end of the set. A patient one leaves what refers to records of the set that are still in
// the trash for a later round.
func (o *Org) restoreChunk(ctx context.Context, id SetID, after member, patient bool) (*Restored, member, error) {
	var last member
	restored, err := Write(ctx, o, "trash.restore_chunked", func(_ context.Context, tx *Tx) (*Restored, error) {
		last = member{}
		set, err := tx.getSet(id)
		if errors.Is(err, store.ErrNotFound) {
			return &Restored{}, nil // the last of its records came back
		}
		if err != nil {
			return nil, err
		}
		members, err := tx.inSetAfter(id, after, chunkSize)
		if err != nil || len(members) == 0 {
			return &Restored{}, err
		}
		last = members[len(members)-1].member
		r, err := tx.revival(set, members)
		if err != nil {
			return nil, err
		}
		if patient {
			if r.waits, err = tx.waiting(set.ID, r.all); err != nil {
				return nil, err
			}
		}
		return r.run()
	})
	return restored, last, err
}

// waiting tells which of the records that these refer to stand in the set as well.
func (tx *Tx) waiting(set SetID, all []*revived) (map[member]bool, error) {
	var keys [][]byte
	var targets []member
	for _, v := range all {
		for _, ref := range v.refs {
			targets = append(targets, member{ref.target, ref.id})
			keys = append(keys, tx.org.prefix.trashed(uuid.UUID(set), ref.target, ref.id))
		}
	}
	values, err := tx.r.GetMany(keys)
	if err != nil {
		return nil, err
	}
	waits := map[member]bool{}
	for i, b := range values {
		waits[targets[i]] = b != nil
	}
	return waits, nil
}
