package record

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
)

// Restored says what became of a deletion set that was brought back.
type Restored struct {
	Records int       `json:"records"` // that live again
	Left    []Left    `json:"left"`    // that stay in the trash, for what they hang on is gone
	Cleared []Cleared `json:"cleared"` // references that were emptied or given their default, for what they pointed to is gone
}

// Left is a record that stayed in the trash.
type Left struct {
	Kind  string    `json:"kind"`
	ID    uuid.UUID `json:"id"`
	Field string    `json:"field"` // the reference to what is gone
}

// Cleared is a reference that lost its target while its record was in the trash.
type Cleared struct {
	Kind  string    `json:"kind"`
	ID    uuid.UUID `json:"id"`
	Field string    `json:"field"`
}

// Restore brings a deletion set back, exactly the records that were deleted together, each with a new
// version. Or it refuses whole, with every clash as a fault: `duplicate` for a unique value that was taken
// meanwhile, `unknown_reference` for a deleted record whose own holder is gone, and what rules over several
// records refuse. A record of the set that hangs on something else that is gone stays in the trash, a
// reference to something gone that is no more than a value is emptied or given its default: both are
// reported. ErrNotFound: there is no such set. fault.ErrForbidden: the policy, for any record that comes back.
func Restore(ctx context.Context, s Scope, set SetID) (*Restored, error) {
	return Write(ctx, s, "trash.restore", func(ctx context.Context, tx *Tx) (*Restored, error) {
		return restore(tx, set)
	})
}

func restore(tx *Tx, id SetID) (*Restored, error) {
	set, err := tx.getSet(id)
	if err != nil {
		return nil, err
	}
	members, err := tx.inSet(id, 0)
	if err != nil {
		return nil, err
	}
	r, err := tx.revival(set, members)
	if err != nil {
		return nil, err
	}
	return r.run()
}

// revival decodes records of a deletion set that are to come back.
func (tx *Tx) revival(set TrashSet, members []buried) (*revival, error) {
	r := &revival{tx: tx, set: set, back: map[member]bool{}}
	for _, b := range members {
		v, err := tx.org.db.kinds[b.kind].exhume(tx, b.id, b.raw)
		if err != nil {
			return nil, err
		}
		r.all = append(r.all, v)
		r.back[v.member] = true
	}
	return r, nil
}

// revival brings the records of a deletion set back.
type revival struct {
	tx      *Tx
	set     TrashSet
	all     []*revived
	back    map[member]bool   // that come back: fewer and fewer while it is found what cannot
	live    map[member]bool   // outside the set
	holders map[string][]byte // of unique keys: the entry, in the store or in the set
	emptied bool              // references were, so that unique keys may have changed
	waits   map[member]bool   // in the set, but not among all: whoever refers to it comes back after it
	result  Restored
	clashes fault.List
}

// revived is a record in the trash, decoded, without its type.
type revived struct {
	member
	kind   string
	refs   []revivedRef
	unique func() []entry               // of the record as it is to come back
	permit func() error                 // asks the policy
	clear  func(ref int)                // empties a reference
	adjust func(cleared []string) error // lets the kind give what was emptied its default
	write  func(set uuid.UUID) error    // puts the record back
	notify func(named bool) error       // lets the extensions see it
	taken  func(entry, []byte) fault.Fault
}

type revivedRef struct {
	reference
	index int
	id    uuid.UUID
}

func (r *revival) run() (*Restored, error) {
	if err := r.look(); err != nil {
		return nil, err
	}
	r.leaveBehind()
	for _, v := range r.all {
		if r.back[v.member] {
			if err := errors.Join(v.permit(), r.settle(v)); err != nil {
				return nil, err
			}
		}
	}
	if err := r.claim(); err != nil {
		return nil, err
	}
	if err := r.clashes.Err(); err != nil {
		return nil, err
	}
	if err := r.write(); err != nil {
		return nil, err
	}
	return &r.result, r.clashes.Err()
}

// look reads everything that the set refers to and every unique key that it claims, in one round trip.
func (r *revival) look() error {
	var keys [][]byte
	var targets []member
	for _, v := range r.all {
		for _, ref := range v.refs {
			targets = append(targets, member{ref.target, ref.id})
			keys = append(keys, r.tx.org.prefix.record(ref.target, ref.id))
		}
	}
	for _, v := range r.all {
		for _, e := range v.unique() {
			keys = append(keys, e.key)
		}
	}
	values, err := r.tx.getMany(keys)
	if err != nil {
		return err
	}
	r.live = make(map[member]bool, len(targets))
	for i, t := range targets {
		r.live[t] = values[i] != nil
	}
	r.hold(keys[len(targets):], values[len(targets):])
	return nil
}

// hold notes who has unique keys.
func (r *revival) hold(keys, values [][]byte) {
	r.holders = make(map[string][]byte, len(keys))
	for i, b := range values {
		if b != nil {
			r.holders[string(keys[i])] = b
		}
	}
}

// claim finds the unique keys of the records that come back, as they come back, which another has.
func (r *revival) claim() error {
	if r.emptied {
		var keys [][]byte
		for _, v := range r.all {
			for _, e := range v.unique() {
				keys = append(keys, e.key)
			}
		}
		values, err := r.tx.getMany(keys)
		if err != nil {
			return err
		}
		r.hold(keys, values)
	}
	for _, v := range r.all {
		if !r.back[v.member] {
			continue
		}
		for _, e := range v.unique() {
			if holder, taken := r.holders[string(e.key)]; taken {
				r.clashes = append(r.clashes, v.taken(e, holder))
			}
			r.holders[string(e.key)] = e.value(v.id[:])
		}
	}
	return nil
}

// leaveBehind finds the records that hang on something gone, then those that hang on them, and so on.
func (r *revival) leaveBehind() {
	for found := true; found; {
		found = false
		for _, v := range r.all {
			ref, ok := r.orphaned(v)
			if !ok || !r.back[v.member] {
				continue
			}
			if r.root(v) {
				r.clashes.AddWith(ref.name, fault.UnknownReference, "refers to a record that is gone", fault.Params{"id": ref.id.String()})
				return
			}
			r.back[v.member] = false
			r.result.Left = append(r.result.Left, Left{Kind: v.kind, ID: v.id, Field: ref.name})
			found = true
		}
	}
}

// orphaned gives the reference by which a record hangs on something that is neither live nor coming back.
func (r *revival) orphaned(v *revived) (revivedRef, bool) {
	for _, ref := range v.refs {
		waits := r.waits[member{ref.target, ref.id}] && v.id != r.set.RootID
		if !r.there(ref) && (ref.held || waits) {
			return ref, true
		}
	}
	return revivedRef{}, false
}

// root tells whether the set is the deletion of this record.
func (r *revival) root(v *revived) bool { return v.kind == r.set.Kind && v.id == r.set.RootID }

func (r *revival) there(ref revivedRef) bool {
	target := member{ref.target, ref.id}
	return r.live[target] || r.back[target]
}

// settle empties the references of a record to values that are gone.
func (r *revival) settle(v *revived) error {
	var cleared []string
	for _, ref := range v.refs {
		if !ref.held && !r.there(ref) {
			v.clear(ref.index)
			cleared = append(cleared, ref.name)
			r.result.Cleared = append(r.result.Cleared, Cleared{Kind: v.kind, ID: v.id, Field: ref.name})
		}
	}
	if len(cleared) == 0 {
		return nil
	}
	r.emptied = true
	return v.adjust(cleared)
}

// write puts the records back, lets the extensions judge them, and mends the set.
func (r *revival) write() error {
	for _, v := range r.all {
		if r.back[v.member] {
			if err := v.write(uuid.UUID(r.set.ID)); err != nil {
				return err
			}
			r.result.Records++
		}
	}
	for _, v := range r.all {
		if r.back[v.member] {
			if err := r.clashes.Take("", v.notify(r.root(v))); err != nil {
				return err
			}
		}
	}
	r.tx.shrinkSet(r.set, r.result.Records)
	return nil
}

// shrinkSet takes records off a deletion set, and the set away with the last of them.
func (tx *Tx) shrinkSet(set TrashSet, gone int) {
	set.Records -= int64(gone)
	if set.Records <= 0 {
		tx.w.Delete(tx.org.prefix.set(uuid.UUID(set.ID)))
		return
	}
	tx.putSet(set)
}

// exhume decodes a record in the trash and says what there is to know of it.
func (k *Kind[T]) exhume(tx *Tx, id uuid.UUID, raw []byte) (*revived, error) {
	s, err := k.state(tx)
	if err != nil {
		return nil, err
	}
	before, after := new(T), new(T)
	if err := errors.Join(k.decode(raw, id, before), k.decode(raw, id, after)); err != nil {
		return nil, err
	}
	in, err := k.indexing(tx)
	if err != nil {
		return nil, err
	}
	v := &revived{member: member{k.code, id}, kind: k.name}
	v.taken = func(e entry, held []byte) fault.Fault { return k.duplicate(after, e, held) }
	for i, ref := range k.refs {
		if to := ref.get(after); to != uuid.Nil {
			v.refs = append(v.refs, revivedRef{ref.reference, i, to})
		}
	}
	v.unique = func() []entry {
		var unique []entry
		for _, e := range k.entries(in, after, id) {
			if e.unique {
				unique = append(unique, e)
			}
		}
		return unique
	}
	v.permit = func() error { return k.permit(tx, OpRestore, before) }
	v.clear = func(ref int) { k.refs[ref].set(after, uuid.Nil) }
	v.adjust = func(cleared []string) error {
		if k.revive == nil {
			return nil
		}
		system := *k.system(after)
		defer func() { *k.system(after) = system }()
		return k.revive(tx, after, cleared)
	}
	v.write = func(set uuid.UUID) error { return k.revived(tx, in, before, after, set) }
	v.notify = func(named bool) error {
		return k.notify(tx, s, Written[T]{Op: OpRestore, After: after, Named: named})
	}
	return v, nil
}

// revived writes a record that comes back from the trash.
func (k *Kind[T]) revived(tx *Tx, in indexing, before, after *T, set uuid.UUID) error {
	id := uuid.UUID(k.system(after).ID)
	tx.w.Delete(tx.org.prefix.trashed(set, k.code, id))
	tx.w.Delete(tx.org.prefix.setOf(k.code, id))
	if err := errors.Join(k.stamp(tx, after), k.rewrite(tx, before, after, OpRestore, set)); err != nil {
		return err
	}
	if err := move(tx, id, nil, k.entries(in, after, id)); err != nil {
		return err
	}
	if k.shapes {
		return tx.reshape()
	}
	return nil
}
