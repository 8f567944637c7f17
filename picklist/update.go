package picklist

import (
	"context"

	"github.com/clientele-go/clientele/record"
)

// Update changes a value and gives it as it is now. If nothing changes, nothing is written. Records that refer
// to the value are not touched. If it is made the default, the value that was it is so no more, which is a
// change of its own in the same transaction.
//
// Faults are those of [Patch.Apply], and duplicate at "value". store.ErrNotFound: no such value.
// fault.ErrStale: another version is stored than Patch.IfVersion. fault.ErrForbidden: the policy.
func Update(ctx context.Context, s record.Scope, id ID, p Patch) (*Value, error) {
	return record.Write(ctx, s, "picklist.update", func(_ context.Context, tx *record.Tx) (*Value, error) {
		if p.Default != nil && *p.Default {
			v, err := kind.Get(tx, id)
			if err != nil {
				return nil, err
			}
			if err := demote(tx, v.Attribute, id); err != nil {
				return nil, err
			}
		}
		return kind.Update(tx, record.Edit[Value]{
			ID: id, IfVersion: p.IfVersion,
			Apply: func(v *Value) error { return p.apply(v).Err() },
		})
	})
}
