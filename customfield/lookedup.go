package customfield

import (
	"context"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// LookedUp lets look-ups lead to the records of a kind. Its package exports what it gives among its Extensions:
// whoever is looked up is there, and when one is deleted, the values that lead to it are removed, each record with a
// change of its own, in the same transaction.
func LookedUp[T any](target record.Target[T], as LookUpTarget) []record.Extended {
	cleared := func(_ context.Context, tx *record.Tx, w record.Written[T]) error {
		return clearLookUps(tx, as, uuid.UUID(w.ID))
	}
	return []record.Extended{
		record.Extend(Target, record.Extension[Field]{Offer: lookable(looked[T]{target, as})}),
		record.Extend(target, record.Extension[T]{Ops: []record.Op{record.OpDelete}, Observe: cleared}),
	}
}

// lookable is a kind that look-ups lead to, without its type.
type lookable interface {
	target() LookUpTarget
	exist(tx *record.Tx, ids []uuid.UUID) ([]bool, error)
}

type looked[T any] struct {
	kind record.Target[T]
	as   LookUpTarget
}

func (l looked[T]) target() LookUpTarget { return l.as }

func (l looked[T]) exist(tx *record.Tx, ids []uuid.UUID) ([]bool, error) {
	typed := make([]record.ID[T], len(ids))
	for i, id := range ids {
		typed[i] = record.ID[T](id)
	}
	return record.Exists(tx, l.kind, typed)
}

// lookableAs gives the kind that a target stands for. ok is false if the program has none.
func lookableAs(tx *record.Tx, as LookUpTarget) (l lookable, ok bool, err error) {
	offers, err := kind.Offers(tx)
	if err != nil {
		return nil, false, err
	}
	for _, o := range offers {
		if l, ok := o.(lookable); ok && l.target() == as {
			return l, true, nil
		}
	}
	return nil, false, nil
}

// clearLookUps removes the values that lead to a record which is about to be deleted.
func clearLookUps(tx *record.Tx, as LookUpTarget, id uuid.UUID) error {
	all, err := Load(tx)
	if err != nil {
		return err
	}
	to := LookUpValue(as, id.String())
	for _, source := range Sources() {
		for f := range all.Of(source).All() {
			if f.Type != LookUp || f.LookUp != as {
				continue
			}
			if err := clearLookUp(tx, f, to); err != nil {
				return err
			}
		}
	}
	return nil
}

func clearLookUp(tx *record.Tx, f *Field, to Value) error {
	h, ok, err := holderOf(tx, f.Source)
	if err != nil || !ok {
		return err
	}
	ids, err := h.leading(tx, f, to)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if h.leaves(tx, id) {
			continue
		}
		if err := h.edit(tx, id, func(vs Values) Values { return vs.with(f.ID, Value{}) }); err != nil {
			return err
		}
	}
	return nil
}

// Change is what became of the values of one record.
type Change struct{ Before, After Values }

// CheckLookUps gives, for each record, what is wrong with the look-ups to records that are new in it:
// unknown_reference for one that leads to nothing, not_available where the program has no such records. Whatever
// their number, it reads the store once for each target.
func CheckLookUps(tx *record.Tx, changes []Change) ([]fault.List, error) {
	found := make([]fault.List, len(changes))
	for _, as := range []LookUpTarget{LookUpAccount, LookUpContact} {
		claims := newLookUps(changes, as)
		if len(claims) == 0 {
			continue
		}
		there, available, err := exist(tx, as, claims)
		if err != nil {
			return nil, err
		}
		for i, c := range claims {
			switch {
			case !available:
				found[c.record].AddWith(c.held.path(), fault.NotAvailable, "needs records that this program does not have", fault.Params{"lookup": as})
			case !there[i]:
				found[c.record].AddWith(c.held.path(), fault.UnknownReference, "refers to a record that is not there", fault.Params{"id": c.id.String()})
			}
		}
	}
	return found, nil
}

// CheckLookUps is [CheckLookUps] of records of the kind, as they were and as they are to be. Of new ones before is nil.
func (h Holder[T]) CheckLookUps(tx *record.Tx, before, after []*T) ([]fault.List, error) {
	changes := make([]Change, len(after))
	for i, r := range after {
		changes[i].After = *h.access(r)
		if before != nil {
			changes[i].Before = *h.access(before[i])
		}
	}
	return CheckLookUps(tx, changes)
}

// claim is a look-up that is new in a record.
type claim struct {
	record int
	held   Held
	id     uuid.UUID
}

func newLookUps(changes []Change, as LookUpTarget) []claim {
	var claims []claim
	for i, c := range changes {
		for _, h := range c.After {
			if h.Value.kind == KindLookUp && h.Value.unit == string(as) && len(h.Value.text) == 16 && !h.Value.Equal(c.Before.Of(h.FieldID)) {
				claims = append(claims, claim{i, h, uuid.UUID([]byte(h.Value.text))})
			}
		}
	}
	return claims
}

func exist(tx *record.Tx, as LookUpTarget, claims []claim) (there []bool, available bool, err error) {
	l, ok, err := lookableAs(tx, as)
	if err != nil || !ok {
		return nil, false, err
	}
	ids := make([]uuid.UUID, len(claims))
	for i, c := range claims {
		ids[i] = c.id
	}
	there, err = l.exist(tx, ids)
	return there, true, err
}

// Users gives the users that inputs name in look-ups, for a verb that asks the directory before it writes. It reads
// nothing where there is no directory, or no input.
func Users(ctx context.Context, s record.Scope, source Source, inputs ...[]Input) ([]string, error) {
	given := 0
	for _, in := range inputs {
		given += len(in)
	}
	if given == 0 || s.DB().Options().Directory == nil {
		return nil, nil
	}
	var ids []string
	err := s.View(ctx, func(_ context.Context, tx *record.Tx) error {
		ids = nil
		all, err := Load(tx)
		if err != nil {
			return err
		}
		for _, in := range inputs {
			ids = append(ids, all.Of(source).users(in)...)
		}
		return nil
	})
	return ids, err
}

func (s *Schema) users(in []Input) (ids []string) {
	for _, input := range in {
		f, ok := s.Resolve(input.FieldID)
		if !ok || f.Type != LookUp || f.LookUp != LookUpUser {
			continue
		}
		if v, err := parseLookUp(f, string(input.Value), nil); err == nil && !v.IsZero() {
			ids = append(ids, v.text)
		}
	}
	return ids
}

// Users gives the users that values lead to.
func (vs Values) Users() (ids []string) {
	for _, h := range vs {
		if h.Value.kind == KindLookUp && h.Value.unit == string(LookUpUser) {
			ids = append(ids, h.Value.text)
		}
	}
	return ids
}
