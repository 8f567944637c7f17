package relationship

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
)

// Filter says which relationships are wanted: those for which all that is given holds. The zero Filter is every
// relationship.
type Filter struct {
	// AccountID wants those of an account, from whichever side they were written: each is seen from this account,
	// which stands in its AccountID, unless its type has no inverse to name it from there.
	AccountID account.ID `json:"accountId"`
	// Type wants those of a type, by id or name, as they are seen. Without an account, a relationship of the
	// inverse type is seen from the other side, and so comes too.
	Type string `json:"relationshipType"`

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

// Get gives a live relationship, as it is stored. store.ErrNotFound: there is none of this id.
func Get(ctx context.Context, s record.Scope, id ID) (*Relationship, error) {
	return record.Read(ctx, s, "relationship.get", func(_ context.Context, tx *record.Tx) (*Relationship, error) {
		r, err := links.Get(tx, id)
		if err != nil {
			return nil, err
		}
		ts, err := LoadTypes(tx)
		if err != nil {
			return nil, err
		}
		return r, complete(tx, ts, r)
	})
}

// List gives a page of the live relationships that a filter wants, by default in the order of their creation;
// "-createdAt" is the other way round.
//
// Faults: unknown_reference at "relationshipType"; not_allowed for another order; what the paging has wrong.
func List(ctx context.Context, s record.Scope, f Filter, p record.Paging) (*record.Page[Relationship], error) {
	return record.Read(ctx, s, "relationship.list", func(_ context.Context, tx *record.Tx) (*record.Page[Relationship], error) {
		ts, err := LoadTypes(tx)
		if err != nil {
			return nil, err
		}
		var faults fault.List
		if err := faults.Take("", p.Validate()); err != nil {
			return nil, err
		}
		q, see, err := f.query(ts, p.Order)
		if err := faults.Take("", err); err != nil {
			return nil, err
		}
		if err := faults.Err(); err != nil {
			return nil, err
		}
		key, err := json.Marshal(f)
		if err != nil {
			return nil, err
		}
		page, err := links.List(tx, q, p, key)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Items {
			see(r)
		}
		return page, complete(tx, ts, page.Items...)
	})
}

// All walks the live relationships that a filter wants, in the order of their creation, on one snapshot, which lasts
// as long as the loop. The names of the accounts stay empty. An error ends the walk.
func All(ctx context.Context, s record.Scope, f Filter) iter.Seq2[*Relationship, error] {
	return record.Walk(ctx, s, "relationship.all", func(_ context.Context, tx *record.Tx, yield func(*Relationship, error) bool) error {
		ts, err := LoadTypes(tx)
		if err != nil {
			return err
		}
		q, see, err := f.query(ts, "")
		if err != nil {
			return err
		}
		for r, err := range links.Select(tx, q) {
			if err != nil {
				return err
			}
			see(r)
			if t, ok := ts.Get(r.TypeID); ok {
				r.Type = &t
			}
			if !yield(r, nil) {
				return nil
			}
		}
		return nil
	})
}

// query plans a filter, and gives what brings a relationship into the view that it asks for.
func (f *Filter) query(ts *Types, order string) (q record.Query[Relationship], see func(*Relationship), err error) {
	faults := append(fault.List{}, f.faults...)
	switch order {
	case "", "createdAt":
	case "-createdAt":
		q.Reverse = true
	default:
		faults.AddWith("order", fault.NotAllowed, "relationships have no such order", fault.Params{"allowed": []string{"createdAt", "-createdAt"}})
	}
	var t Type
	if f.Type != "" {
		if t, err = ts.Resolve(f.Type); err != nil {
			faults.Nest("relationshipType", fault.All(err))
		}
	}
	if err := faults.Err(); err != nil {
		return q, nil, err
	}
	if f.Type != "" {
		w := record.Where{Field: "relationshipTypeId", In: [][]byte{t.ID[:]}}
		if inverse := t.InverseID; !inverse.IsZero() {
			w.In = append(w.In, inverse[:])
		}
		q.Where = append(q.Where, w)
	}
	if f.AccountID.IsZero() {
		return q, func(r *Relationship) {
			if f.Type != "" && r.TypeID != t.ID {
				r.mirror(ts)
			}
		}, nil
	}
	q.Index, q.In = byEnd, []record.Tuple{endTuple(f.AccountID, 0), endTuple(f.AccountID, 1)}
	see = func(r *Relationship) {
		if r.AccountID != f.AccountID {
			r.mirror(ts)
		}
	}
	if f.Type != "" {
		q.Match = func(r *Relationship) bool {
			seen := *r
			see(&seen)
			return seen.TypeID == t.ID
		}
	}
	return q, see, nil
}
