package picklist

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Reorder puts values of an attribute in the order of ids: they stand first, and those that are not named
// follow as they stood. It gives all of them in their new order, archived ones too. A value whose position
// stays is not written.
//
// Faults: required and not_allowed at "attribute"; empty at "ids"; unknown_reference at "ids[0]" for a value
// that is not of this attribute, repeated for one that stands twice. fault.ErrForbidden: the policy.
func Reorder(ctx context.Context, s record.Scope, a Attribute, ids []ID) ([]*Value, error) {
	return record.Write(ctx, s, "picklist.reorder", func(_ context.Context, tx *record.Tx) ([]*Value, error) {
		var faults fault.List
		faults.Nest("attribute", fault.All(a.check()))
		if len(ids) == 0 {
			faults.Add("ids", fault.Empty, "an order needs values")
		}
		if err := faults.Err(); err != nil {
			return nil, err
		}
		values, err := list(tx, Filter{Attribute: a, Archived: true})
		if err == nil {
			values, err = arrange(values, ids)
		}
		if err != nil {
			return nil, err
		}
		return values, number(tx, values)
	})
}

// arrange gives the values with those of ids first.
func arrange(values []*Value, ids []ID) ([]*Value, error) {
	var faults fault.List
	rest := slices.Clone(values)
	first := make([]*Value, 0, len(values))
	for i, id := range ids {
		same := func(v *Value) bool { return v.ID == id }
		switch at := slices.IndexFunc(rest, same); {
		case at >= 0:
			first = append(first, rest[at])
			rest = slices.Delete(rest, at, at+1)
		case slices.ContainsFunc(values, same):
			faults.AddWith(fault.At("ids", i), fault.Repeated, "stands twice", fault.Params{"id": id.String()})
		default:
			faults.AddWith(fault.At("ids", i), fault.UnknownReference, "is no value of this attribute", fault.Params{"id": id.String()})
		}
	}
	return append(first, rest...), faults.Err()
}

// number gives the values the positions 1, 2, 3… and puts what was written in their place.
func number(tx *record.Tx, values []*Value) error {
	for i, v := range values {
		if v.Position == int64(i+1) {
			continue
		}
		after, err := kind.Update(tx, record.Edit[Value]{ID: v.ID, Apply: func(v *Value) error {
			v.Position = int64(i + 1)
			return nil
		}})
		if err != nil {
			return err
		}
		values[i] = after
	}
	return nil
}
