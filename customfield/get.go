package customfield

import (
	"context"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Get gives a field, active or not. store.ErrNotFound: there is none of this id.
func Get(ctx context.Context, s record.Scope, id ID) (*Field, error) {
	return record.Read(ctx, s, "custom_field.get", func(_ context.Context, tx *record.Tx) (*Field, error) {
		return kind.Get(tx, id)
	})
}

// GetMany gives the fields of these ids, in their order, each once; those that are not there are left out.
func GetMany(ctx context.Context, s record.Scope, ids []ID) ([]*Field, error) {
	return record.Read(ctx, s, "custom_field.get_many", func(_ context.Context, tx *record.Tx) ([]*Field, error) {
		var wanted []ID
		for _, id := range ids {
			if !id.IsZero() && !slices.Contains(wanted, id) {
				wanted = append(wanted, id)
			}
		}
		found, err := kind.GetMany(tx, wanted)
		return slices.DeleteFunc(found, func(f *Field) bool { return f == nil }), err
	})
}

// Filter says which fields are wanted. The zero Filter is all that can be written.
type Filter struct {
	Source   Source `json:"source"`    // empty: of all sources, one after the other
	Type     []Type `json:"fieldType"` // any of these
	Text     string `json:"text"`      // is looked for in name, slug and description, whatever its case
	Inactive bool   `json:"inactive"`  // inactive ones, too

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

// List gives the fields that a filter wants, those of each source in the order of their creation: all of them, for
// there are few. Faults not_allowed at "source" and "fieldType[i]"; those of decoding.
func List(ctx context.Context, s record.Scope, f Filter) ([]*Field, error) {
	return record.Read(ctx, s, "custom_field.list", func(_ context.Context, tx *record.Tx) ([]*Field, error) {
		if err := f.check(); err != nil {
			return nil, err
		}
		q := record.Query[Field]{Index: bySource}
		if f.Source != "" {
			q.In = []record.Tuple{f.Source.tuple()}
		}
		fields := []*Field{}
		for field, err := range kind.Select(tx, q) {
			if err != nil {
				return nil, err
			}
			if f.wants(field) {
				fields = append(fields, field)
			}
		}
		return fields, nil
	})
}

func (f Filter) check() error {
	faults := append(fault.List{}, f.faults...)
	if f.Source != "" {
		faults.Nest("source", fault.All(f.Source.check()))
	}
	for i, t := range f.Type {
		faults.Nest(fault.At("fieldType", i), fault.All(t.check()))
	}
	return faults.Err()
}

func (f Filter) wants(field *Field) bool {
	if !field.Active && !f.Inactive || len(f.Type) > 0 && !slices.Contains(f.Type, field.Type) {
		return false
	}
	text := value.Fold(strings.TrimSpace(f.Text))
	return slices.ContainsFunc([]string{field.Name, field.Slug, field.Description}, func(s string) bool {
		return strings.Contains(value.Fold(s), text)
	})
}
