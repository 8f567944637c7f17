package picklist

import (
	"context"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
)

// Filter says which values are wanted. The zero Filter is all that can be chosen.
type Filter struct {
	Attribute Attribute `json:"attribute"` // empty: of all attributes, one after the other
	Archived  bool      `json:"archived"`  // archived ones, too

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a filter; numbers, booleans and lists may be texts, as in the query of a URL. The error is about
// malformed JSON alone; the rest is reported by the verb.
func (f *Filter) UnmarshalJSON(data []byte) error {
	type plain Filter
	faults, err := lenient.DecodeQuery(data, (*plain)(f))
	f.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the filter was decoded from.
func (f *Filter) LenientFaults() fault.List { return f.faults }

// Get gives a value, archived or not. store.ErrNotFound: there is none of this id.
func Get(ctx context.Context, s record.Scope, id ID) (*Value, error) {
	return record.Read(ctx, s, "picklist.get", func(_ context.Context, tx *record.Tx) (*Value, error) {
		return kind.Get(tx, id)
	})
}

// List gives the values of an attribute in their order: all of them, for an attribute has few. A fault
// not_allowed at "attribute" for one that there is not; those of decoding.
func List(ctx context.Context, s record.Scope, f Filter) ([]*Value, error) {
	return record.Read(ctx, s, "picklist.list", func(_ context.Context, tx *record.Tx) ([]*Value, error) {
		return list(tx, f)
	})
}

func list(tx *record.Tx, f Filter) ([]*Value, error) {
	q := record.Query[Value]{Index: byPosition}
	faults := append(fault.List{}, f.faults...)
	if f.Attribute != "" {
		faults.Nest("attribute", fault.All(f.Attribute.check()))
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if f.Attribute != "" {
		q.In = []record.Tuple{f.Attribute.tuple()}
	}
	values := []*Value{}
	for v, err := range kind.Select(tx, q) {
		if err != nil {
			return nil, err
		}
		if f.Archived || !v.Archived {
			values = append(values, v)
		}
	}
	return values, nil
}
