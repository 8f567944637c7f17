package record

import (
	"fmt"

	"github.com/google/uuid"
)

// OnDelete is what happens to a record when one that it refers to is deleted.
type OnDelete uint8

const (
	// Cascade deletes it too, in the same deletion set.
	Cascade OnDelete = 1 + iota
	// Restrict refuses the delete while it lives: a fault `referenced`.
	Restrict
	// Clear empties the reference.
	Clear
)

// Ref declares that records of a kind refer to records of another.
type Ref[T any] struct {
	reference
	get   func(r *T) uuid.UUID
	set   func(r *T, id uuid.UUID)
	same  func(k *Kind[T]) int
	by    string
	then  Tuple // what follows the id in the tuples of this reference
	index int   // that finds the records by this reference, -1: none
	field int   // of the table
}

// reference is a Ref without its type.
type reference struct {
	name     string
	target   byte
	to       string // the target's name
	onDelete OnDelete
	resolved bool
	held     bool
}

// RefTo declares a reference: the field of the table that access points to, a UUID, holds the id of a record
// of the target's kind, or none. The name is the path of a fault `unknown_reference`.
func RefTo[T, U any](name string, target Target[U], onDelete OnDelete, access func(r *T) *ID[U]) Ref[T] {
	probe := UUID(FirstField, name, access)
	return Ref[T]{
		reference: reference{name: name, target: target.code, to: target.name, onDelete: onDelete, held: onDelete == Cascade},
		get:       func(r *T) uuid.UUID { return uuid.UUID(*access(r)) },
		set:       func(r *T, id uuid.UUID) { *access(r) = ID[U](id) },
		same: func(k *Kind[T]) int {
			for i := range k.fields.wire.Len() {
				if k.fields.wire.Field(i).Same(probe.parts[0].wire) && k.fields.wire.Field(i).Type == probe.parts[0].wire.Type {
					return i
				}
			}
			return -1
		},
	}
}

// Indexed names the index whose tuples start with the id of this reference: it is then used to find who
// refers to a record, which takes a scan of the whole kind else. If the index has entries of other references,
// too, then says what follows the id in those of this one.
func (r Ref[T]) Indexed(index string, then ...Tuple) Ref[T] {
	r.by = index
	for _, t := range then {
		r.then = append(r.then, t...)
	}
	return r
}

// Resolved says that the kind's verbs look the reference up themselves, in a set that they read in the same
// transaction, so that writing a record does not do it again.
func (r Ref[T]) Resolved() Ref[T] {
	r.resolved = true
	return r
}

// Held says that a record is nothing without what this reference points to: it stays in the trash, and is
// reported, where a reference that is no more than a value would be emptied. Those that cascade are held.
func (r Ref[T]) Held() Ref[T] {
	r.held = true
	return r
}

// bind finds the field and the index of the reference.
func (r *Ref[T]) bind(k *Kind[T]) error {
	r.index = -1
	if k.fields.wire == nil {
		return nil
	}
	r.field = r.same(k)
	if r.field < 0 {
		return fmt.Errorf("record: the reference %s of %s is no field of its table", r.name, k.name)
	}
	if r.by == "" {
		return nil
	}
	var err error
	r.index, err = k.index(r.by)
	return err
}

func (k *Kind[T]) references() []reference {
	out := make([]reference, len(k.refs))
	for i, r := range k.refs {
		out[i] = r.reference
	}
	return out
}
