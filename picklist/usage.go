package picklist

import (
	"context"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Uses is how many records have a value.
type Uses struct {
	ID    ID           `json:"id"`
	Value string       `json:"value"`
	Count int          `json:"count"` // of all kinds and fields together; records in the trash do not count
	Uses  []record.Use `json:"uses"`  // by kind and field
}

// Usage counts, for each value of an attribute, archived ones too, the live records that refer to it, and gives
// the values in their order. It walks the records of the kinds that have such references: O(records). A fault
// required or not_allowed at "attribute".
func Usage(ctx context.Context, s record.Scope, a Attribute) ([]Uses, error) {
	return record.Read(ctx, s, "picklist.usage", func(_ context.Context, tx *record.Tx) ([]Uses, error) {
		var faults fault.List
		faults.Nest("attribute", fault.All(a.check()))
		if err := faults.Err(); err != nil {
			return nil, err
		}
		values, err := list(tx, Filter{Attribute: a, Archived: true})
		if err != nil {
			return nil, err
		}
		return usesOf(tx, values)
	})
}

func usesOf(tx *record.Tx, values []*Value) ([]Uses, error) {
	ids := make([]ID, len(values))
	for i, v := range values {
		ids[i] = v.ID
	}
	found, err := record.Uses(tx, Target, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]Uses, len(values))
	for i, v := range values {
		out[i] = Uses{ID: v.ID, Value: v.Value, Uses: append([]record.Use{}, found[v.ID]...)}
		for _, use := range found[v.ID] {
			out[i].Count += use.Count
		}
	}
	return out, nil
}
