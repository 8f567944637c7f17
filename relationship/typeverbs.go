package relationship

import (
	"context"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
)

// CreateType writes a new type. If it names an inverse, that one gets the new type as its own, and whoever it was
// paired with before is free.
//
// Faults: required for the name; duplicate for one that another type has, whatever its case; unknown_reference for
// an inverse that there is not; not_allowed for the inverse of a built-in pair; contradiction for a symmetric type that
// is hierarchical or has another inverse, and for two that point the same way. fault.ErrForbidden: the policy.
func CreateType(ctx context.Context, s record.Scope, d TypeDraft) (*Type, error) {
	return record.Write(ctx, s, "relationship_type.create", func(_ context.Context, tx *record.Tx) (*Type, error) {
		ts, err := LoadTypes(tx)
		if err != nil {
			return nil, err
		}
		start := &Type{Downward: d.Downward && d.Hierarchical}
		if d.Inverse != "" {
			if t, err := ts.Resolve(d.Inverse); err == nil && t.Hierarchical {
				start.Downward = !t.Downward
			}
		}
		p := d.patch()
		c := p.change(start, ts)
		c.after.InverseID = TypeID{}
		refused, err := types.CreateAll(tx, []record.New[Type]{{Record: &c.after, Found: c.faults}})
		if err == nil {
			err = refused[0]
		}
		if err == nil && !c.partner.IsZero() {
			err = join(tx, c.after.ID, c.partner)
		}
		if err != nil {
			return nil, err
		}
		return getType(tx, c.after.ID)
	})
}

// GetType gives a type. store.ErrNotFound: there is none of this id.
func GetType(ctx context.Context, s record.Scope, id TypeID) (*Type, error) {
	return record.Read(ctx, s, "relationship_type.get", func(_ context.Context, tx *record.Tx) (*Type, error) {
		return getType(tx, id)
	})
}

func getType(tx *record.Tx, id TypeID) (*Type, error) {
	t, err := types.Get(tx, id)
	if err != nil {
		return nil, err
	}
	ts, err := LoadTypes(tx)
	if err != nil {
		return nil, err
	}
	ts.fill(t)
	return t, nil
}

// ListTypes gives all types in the order of their creation: an organisation has few.
func ListTypes(ctx context.Context, s record.Scope) ([]*Type, error) {
	return record.Read(ctx, s, "relationship_type.list", func(_ context.Context, tx *record.Tx) ([]*Type, error) {
		ts, err := LoadTypes(tx)
		if err != nil {
			return nil, err
		}
		list := []*Type{}
		for t, err := range types.Select(tx, record.Query[Type]{}) {
			if err != nil {
				return nil, err
			}
			ts.fill(t)
			list = append(list, t)
		}
		return list, nil
	})
}

// UpdateType changes a type and gives it as it is now. If nothing changes, nothing is written. A new inverse gets the
// type as its own, and those that either had are free. If pair, symmetry or hierarchy change, the relationships of
// the types concerned are judged by every rule again, and moved in the indexes: O(relationships of those types), in
// one transaction.
//
// Faults are those of [CreateType]; immutable for the pair and the hierarchy of Parent and Subsidiary; and of the
// relationships duplicate, second_parent and cycle. store.ErrNotFound: no such type. fault.ErrStale: another version
// is stored than TypePatch.IfVersion. fault.ErrForbidden: the policy. store.ErrTooLarge: too many relationships for
// one transaction.
func UpdateType(ctx context.Context, s record.Scope, id TypeID, p TypePatch) (*Type, error) {
	return record.Write(ctx, s, "relationship_type.update", func(_ context.Context, tx *record.Tx) (*Type, error) {
		ts, err := LoadTypes(tx)
		if err != nil {
			return nil, err
		}
		var before, after Type
		_, err = types.Update(tx, record.Edit[Type]{ID: id, IfVersion: p.IfVersion, Apply: func(t *Type) error {
			before = *t
			c := p.change(t, ts)
			*t, after = c.after, c.after
			return c.faults.Err()
		}})
		if err != nil {
			return nil, err
		}
		if err := keepStep(tx, before, after); err != nil {
			return nil, err
		}
		return getType(tx, id)
	})
}

// TypeDeletion is what a delete of a type may ask for.
type TypeDeletion struct {
	IfVersion int64 `json:"version"` // of the type; 0: whatever is stored
	// Relationships says that those of the type go with it. Without it a type that is in use is not deleted.
	Relationships bool `json:"relationships"`

	faults fault.List // of decoding
}

// UnmarshalJSON decodes what is asked for; numbers and booleans may be texts, as in the query of a URL. The error is
// about malformed JSON alone; the rest is reported by the verb.
func (o *TypeDeletion) UnmarshalJSON(data []byte) error {
	type plain TypeDeletion
	faults, err := lenient.DecodeQuery(data, (*plain)(o))
	o.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that it was decoded from.
func (o *TypeDeletion) LenientFaults() fault.List { return o.faults }

// DeleteType moves a type to the trash, on request with its relationships as one deletion set, and gives the set. Its
// inverse has none then; a restore pairs them again, if that one is still free.
//
// Faults: not_allowed for Parent and Subsidiary; referenced, with the count, caused by fault.ErrReferenced, for a type
// that is in use. store.ErrNotFound: no such type. fault.ErrStale: another version is stored. fault.ErrForbidden: the
// policy. store.ErrTooLarge: over record.MaxDelete relationships.
func DeleteType(ctx context.Context, s record.Scope, id TypeID, o TypeDeletion) (record.SetID, error) {
	return record.Write(ctx, s, "relationship_type.delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		t, err := types.Get(tx, id)
		if err != nil {
			return record.SetID{}, err
		}
		faults := append(fault.List{}, o.faults...)
		if t.fixed() {
			faults.Add("", fault.NotAllowed, "the type "+t.Name+" cannot be deleted")
		}
		if err := faults.Err(); err != nil {
			return record.SetID{}, err
		}
		var along []record.Along
		if o.Relationships {
			var ids []ID
			err := tx.Unasked(func() (err error) {
				ids, err = ofType(tx, id)
				return err
			})
			if err != nil {
				return record.SetID{}, err
			}
			along = Target.Along(ids...)
		}
		return types.DeleteWith(tx, id, o.IfVersion, along...)
	})
}

// ofType gives the relationships that are stored with a type.
func ofType(tx *record.Tx, id TypeID) ([]ID, error) {
	var ids []ID
	q := record.Query[Relationship]{Where: []record.Where{{Field: "relationshipTypeId", In: [][]byte{id[:]}}}}
	for r, err := range links.Select(tx, q) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, r.ID)
	}
	return ids, nil
}
