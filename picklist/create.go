package picklist

import (
	"context"

	"github.com/clientele-go/clientele/record"
)

// Create writes a new value, behind the others of its attribute unless the draft gives a position. If it is to
// be the default, the value that was the default is so no more, which is a change of its own in the same
// transaction.
//
// Faults are those of [Validate], and duplicate at "value" for one that the attribute has already, whatever its
// case and separators. fault.ErrForbidden: the policy.
func Create(ctx context.Context, s record.Scope, d Draft) (*Value, error) {
	return record.Write(ctx, s, "picklist.create", func(_ context.Context, tx *record.Tx) (*Value, error) {
		v, faults := d.value()
		if d.Position == nil {
			last, err := lastPosition(tx, d.Attribute)
			if err != nil {
				return nil, err
			}
			v.Position = last + 1
		}
		if v.Default {
			if err := demote(tx, v.Attribute, ID{}); err != nil {
				return nil, err
			}
		}
		refused, err := kind.CreateAll(tx, []record.New[Value]{{Record: v, Found: faults}})
		if err != nil {
			return nil, err
		}
		return v, refused[0]
	})
}

// lastPosition gives the highest position in an attribute, 0 if it has no values.
func lastPosition(tx *record.Tx, a Attribute) (int64, error) {
	q := record.Query[Value]{Index: byPosition, In: []record.Tuple{a.tuple()}, Reverse: true}
	for v, err := range kind.Select(tx, q) {
		if err != nil {
			return 0, err
		}
		return v.Position, nil
	}
	return 0, nil
}

// demote takes the default of an attribute from the value that has it, unless that is keep.
func demote(tx *record.Tx, a Attribute, keep ID) error {
	ids, err := kind.Find(tx, byDefault, a.tuple())
	if err != nil || ids[0].IsZero() || ids[0] == keep {
		return err
	}
	_, err = kind.Update(tx, record.Edit[Value]{ID: ids[0], Apply: func(v *Value) error {
		v.Default = false
		return nil
	}})
	return err
}
