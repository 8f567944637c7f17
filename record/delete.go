package record

import (
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/store"
)

// MaxDelete is how many records one deletion may move to the trash.
const MaxDelete = 10_000

// SetID identifies a deletion set: the records that one delete moved to the trash together.
type SetID = ID[TrashSet]

// Delete moves a live record to the trash, with all records that hang on it by references of OnDelete
// Cascade, as one deletion set, and clears the references that are to be cleared. It gives the id of the set,
// for [Restore] and [Purge].
//
// A fault `referenced`, with the count, for each reference that restricts the delete, caused by
// fault.ErrReferenced. ErrNotFound: no live record. fault.ErrStale: another version than ifVersion (0:
// whatever it is). fault.ErrForbidden: the policy, for any record of the set. store.ErrTooLarge: the set would have over MaxDelete
// records; DeleteChunked takes them. It reads the store once for each record of the set that others may hang
// on, and once for all others.
func (k *Kind[T]) Delete(tx *Tx, id ID[T], ifVersion int64) (SetID, error) {
	return k.DeleteWith(tx, id, ifVersion)
}

// Along names records that go to the trash with another: made by [Target.Along].
type Along struct {
	kind string
	member
}

// Along names records of the kind for [Kind.DeleteWith].
func (t Target[T]) Along(ids ...ID[T]) []Along {
	out := make([]Along, len(ids))
	for i, id := range ids {
		out[i] = Along{t.name, member{t.code, uuid.UUID(id)}}
	}
	return out
}

// DeleteWith is Delete of a record together with others, and all that hangs on any of them, as one deletion set,
// named after the first. What restricts the delete of one of them and goes with it does not count. ErrNotFound:
// one of them is no live record.
func (k *Kind[T]) DeleteWith(tx *Tx, id ID[T], ifVersion int64, others ...Along) (SetID, error) {
	if err := tx.writable(); err != nil {
		return SetID{}, err
	}
	if _, err := k.state(tx); err != nil {
		return SetID{}, err
	}
	if _, _, err := k.twice(tx, uuid.UUID(id), ifVersion, OpDelete); err != nil {
		return SetID{}, err
	}
	set, err := tx.NewID()
	if err != nil {
		return SetID{}, err
	}
	d := &deletion{tx: tx, set: set, root: member{k.code, uuid.UUID(id)}, limit: MaxDelete}
	d.named = map[member]bool{d.root: true}
	if err := d.add(others); err != nil {
		return SetID{}, err
	}
	if err := tx.savepoint(d.run); err != nil {
		return SetID{}, k.failed(uuid.UUID(id), err)
	}
	return SetID(set), nil
}

// member is a record of a deletion set.
type member struct {
	kind byte
	id   uuid.UUID
}

// deletion gathers and buries a deletion set.
type deletion struct {
	tx      *Tx
	set     uuid.UUID
	root    member
	limit   int
	others  []member        // that go with it
	named   map[member]bool // the root and the others
	members []member        // the root first, then the others, then level by level what hangs on them
	in      map[member]bool
}

func (d *deletion) run() error {
	if err := d.gather(); err != nil {
		return err
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
	return d.bury(TrashSet{}, d.members)
}

// add notes the records that go with the root, if they are there.
func (d *deletion) add(others []Along) error {
	if len(others) == 0 {
		return nil
	}
	if len(others) > d.limit {
		return fmt.Errorf("%w: over %d records go with it", store.ErrTooLarge, d.limit)
	}
	keys := make([][]byte, len(others))
	for i, a := range others {
		if k := d.tx.org.db.kinds[a.member.kind]; k == nil || k.name != a.kind {
			return fmt.Errorf("%w: the database was opened without kind %s", fault.ErrSchema, a.kind)
		}
		keys[i] = d.tx.org.prefix.record(a.member.kind, a.id)
	}
	values, err := d.tx.getMany(keys)
	if err != nil {
		return err
	}
	for i, a := range others {
		if values[i] == nil {
			return &Error{Kind: a.kind, ID: a.id, Err: store.ErrNotFound}
		}
		d.others = append(d.others, a.member)
		d.named[a.member] = true
	}
	return nil
}

// gather follows the cascading references from the root and the others down.
func (d *deletion) gather() error {
	d.members = []member{d.root}
	d.in = map[member]bool{d.root: true}
	for _, m := range d.others {
		if !d.in[m] {
			d.in[m] = true
			d.members = append(d.members, m)
		}
	}
	for i := 0; i < len(d.members); i++ {
		m := d.members[i]
		for _, in := range d.tx.org.db.kinds[m.kind].incoming {
			if in.onDelete != Cascade {
				continue
			}
			ids, err := d.tx.org.db.kinds[in.from].referrers(d.tx, in.ref, m.id, d.limit+1)
			if err != nil {
				return err
			}
			for _, id := range ids {
				child := member{in.from, id}
				if !d.in[child] {
					d.in[child] = true
					d.members = append(d.members, child)
				}
			}
			if len(d.members) > d.limit {
				return fmt.Errorf("%w: over %d records hang on it", store.ErrTooLarge, d.limit)
			}
		}
	}
	return nil
}

// prefetch reads all records of the set in one round trip.
func (d *deletion) prefetch() error {
	keys := make([][]byte, len(d.members))
	for i, m := range d.members {
		keys[i] = d.tx.org.prefix.record(m.kind, m.id)
	}
	return d.tx.prefetch(keys)
}

// Leaves tells whether a record is in the deletion set that is being made: an Observe that is shown a delete may
// ask what else goes.
func Leaves[T any](tx *Tx, target Target[T], id ID[T]) bool {
	return tx.leaving[member{target.code, uuid.UUID(id)}]
}

// refusals asks the references that restrict the delete, and the extensions.
func (d *deletion) refusals() error {
	var faults fault.List
	outer := d.tx.leaving
	d.tx.leaving = d.in
	defer func() { d.tx.leaving = outer }()
	for _, m := range d.members {
		k := d.tx.org.db.kinds[m.kind]
		for _, in := range k.incoming {
			if in.onDelete != Restrict {
				continue
			}
			n, err := d.holders(in, m.id)
			if err != nil {
				return err
			}
			if n > 0 {
				faults = append(faults, referenced(d.tx.org.db.kinds[in.from].name, in.name, n))
			}
		}
		if err := faults.Take("", k.leave(d.tx, m.id, d.named[m])); err != nil {
			return err
		}
	}
	return faults.Err()
}

// holders counts the records outside the set that a reference to id comes from.
func (d *deletion) holders(in incoming, id uuid.UUID) (int, error) {
	ids, err := d.tx.org.db.kinds[in.from].referrers(d.tx, in.ref, id, 0)
	n := 0
	for _, from := range ids {
		if !d.in[member{in.from, from}] {
			n++
		}
	}
	return n, err
}

func referenced(kind, field string, n int) fault.Fault {
	return fault.Fault{
		Code: fault.Referenced, Message: fmt.Sprintf("is still used %d times, by records of kind %s", n, kind),
		Params: fault.Params{"count": n, "kind": kind, "field": field}, Cause: fault.ErrReferenced,
	}
}

// clear empties the references to a record of the set that are to be cleared.
func (d *deletion) clear(m member) error {
	for _, in := range d.tx.org.db.kinds[m.kind].incoming {
		if in.onDelete != Clear {
			continue
		}
		k := d.tx.org.db.kinds[in.from]
		ids, err := k.referrers(d.tx, in.ref, m.id, 0)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if d.in[member{in.from, id}] {
				continue
			}
			if err := k.redirect(d.tx, in.ref, id, m.id, uuid.Nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// bury moves members to the trash, what hangs on others first, and writes the set.
func (d *deletion) bury(have TrashSet, members []member) error {
	now, err := d.tx.Now()
	if err != nil {
		return err
	}
	for i := len(members) - 1; i >= 0; i-- {
		m := members[i]
		if err := d.tx.org.db.kinds[m.kind].bury(d.tx, m.id, d.set); err != nil {
			return err
		}
	}
	root := d.tx.org.db.kinds[d.root.kind]
	d.tx.putSet(TrashSet{
		ID: SetID(d.set), Kind: root.name, RootID: d.root.id, At: now, By: d.tx.org.actor.ID,
		Records: have.Records + int64(len(members)), Partial: members[0] != d.root, kind: d.root.kind,
	})
	return nil
}

// leave asks the policy and lets the extensions see that a record is about to be deleted.
func (k *Kind[T]) leave(tx *Tx, id uuid.UUID, named bool) error {
	s, err := k.state(tx)
	if err != nil || len(s.observe[OpDelete]) == 0 && tx.org.db.opt.Policy == nil {
		return err
	}
	r, err := k.live(tx, id)
	if err != nil {
		return err
	}
	if err := k.permit(tx, OpDelete, r); err != nil {
		return err
	}
	return k.notify(tx, s, Written[T]{Op: OpDelete, Before: r, Named: named})
}

// live loads a record whatever the policy says.
func (k *Kind[T]) live(tx *Tx, id uuid.UUID) (*T, error) {
	b, err := tx.r.Get(tx.org.prefix.record(k.code, id))
	if err != nil {
		return nil, k.failed(id, err)
	}
	r := new(T)
	return r, k.decode(b, id, r)
}

// bury moves a record to the trash.
func (k *Kind[T]) bury(tx *Tx, id, set uuid.UUID) error {
	key := tx.org.prefix.record(k.code, id)
	raw, err := tx.r.Get(key)
	if errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("%w: an index has a record that is not there", store.ErrCorrupt)
	}
	if err != nil {
		return k.failed(id, err)
	}
	r := new(T)
	if err := k.decode(raw, id, r); err != nil {
		return err
	}
	in, err := k.indexing(tx)
	if err != nil {
		return err
	}
	tx.w.Put(tx.org.prefix.trashed(set, k.code, id), raw)
	tx.w.Put(tx.org.prefix.setOf(k.code, id), set[:])
	tx.w.Delete(key)
	if err := move(tx, id, k.entries(in, r, id), nil); err != nil {
		return k.failed(id, err)
	}
	err = tx.log(logEntry{op: int64(OpDelete), kind: int64(k.code), id: id, version: k.system(r).Version, set: set})
	if err == nil && k.shapes {
		err = tx.reshape()
	}
	return err
}
