package customfield

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
)

// InUse says what becomes of the records that have what is deleted.
type InUse string

// What can become of them.
const (
	Refuse  InUse = "refuse"  // nothing is deleted while there are any
	Purge   InUse = "purge"   // of a field: they lose their value
	Replace InUse = "replace" // of an option: they get another one
	Clear   InUse = "clear"   // of an option: they lose it
)

func (u InUse) check(faults *fault.List, allowed ...InUse) {
	if u != "" && !slices.Contains(allowed, u) {
		faults.AddWith("inUse", fault.NotAllowed, "is no answer to values in use", fault.Params{"value": string(u), "allowed": allowed})
	}
}

// DeleteOptions are what a delete may ask for. The zero value refuses to delete a field that records have values of.
type DeleteOptions struct {
	IfVersion int64 `json:"version"` // of the field; 0: whatever is stored
	InUse     InUse `json:"inUse"`   // Refuse or Purge; empty: Refuse

	faults fault.List // of decoding
}

// UnmarshalJSON decodes what is asked for; numbers and booleans may be texts, as in the query of a URL. The error is
// about malformed JSON alone; the rest is reported by the verb.
func (o *DeleteOptions) UnmarshalJSON(data []byte) error {
	type plain DeleteOptions
	faults, err := lenient.DecodeQuery(data, (*plain)(o))
	o.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that it was decoded from.
func (o *DeleteOptions) LenientFaults() fault.List { return o.faults }

// Delete moves a field to the trash and gives the deletion set, for record.Restore. With Purge the records that have
// a value lose it first, each with a change of its own: on an Org 1,000 records a transaction, during which the
// field is inactive, so that one that was interrupted is called again; on a Tx in that one. Records in the trash keep
// theirs and lose it when they come back. A field that is restored is inactive after a purge, has none of the values
// again, and needs [Build] if it is indexed or unique.
//
// Faults: referenced, with the count, caused by fault.ErrReferenced, if records have values and that is to be refused;
// not_allowed at "inUse" for another word. store.ErrNotFound: no such field. fault.ErrStale: another version is
// stored than IfVersion. fault.ErrForbidden: the policy.
func Delete(ctx context.Context, s record.Scope, id ID, o DeleteOptions) (record.SetID, error) {
	const verb = "custom_field.delete"
	return whole(ctx, s, verb, func(ctx context.Context, s record.Scope) (record.SetID, error) {
		f, err := record.Write(ctx, s, verb, func(_ context.Context, tx *record.Tx) (*Field, error) {
			return o.begin(tx, id)
		})
		if err != nil {
			return record.SetID{}, err
		}
		if o.InUse == Purge {
			if err := purge(ctx, s, verb, f); err != nil {
				return record.SetID{}, err
			}
		}
		if err := finish(ctx, s, verb, id); err != nil {
			return record.SetID{}, err
		}
		return record.Write(ctx, s, verb, func(_ context.Context, tx *record.Tx) (record.SetID, error) {
			return bury(tx, id, o.InUse)
		})
	})
}

// begin judges the delete, and has the field's entries removed.
func (o DeleteOptions) begin(tx *record.Tx, id ID) (*Field, error) {
	faults := append(fault.List{}, o.faults...)
	o.InUse.check(&faults, Refuse, Purge)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	f, err := kind.Update(tx, record.Edit[Field]{ID: id, IfVersion: o.IfVersion, Apply: func(f *Field) error {
		if o.InUse == Purge {
			f.Active = false
		}
		f.retire()
		return nil
	}})
	if err != nil {
		return nil, err
	}
	if o.InUse != Purge {
		err = refuseInUse(tx, f)
	}
	return f, err
}

// retire has the entries of the field removed.
func (f *Field) retire() {
	for _, state := range []*State{&f.IndexState, &f.UniqueState} {
		if *state != StateNone {
			*state = StateRemoving
		}
	}
}

func refuseInUse(tx *record.Tx, f *Field) error {
	uses, err := usesOf(tx, f)
	if err != nil || uses.Count == 0 {
		return err
	}
	return fault.List{{
		Code: fault.Referenced, Message: "records have values of the field",
		Params: fault.Params{"count": uses.Count, "field": f.Slug}, Cause: fault.ErrReferenced,
	}}.Err()
}

// purge removes all values of a field.
func purge(ctx context.Context, s record.Scope, verb string, f *Field) error {
	for cursor, more := "", true; more; more = cursor != "" {
		next, err := record.Write(ctx, s, verb, func(_ context.Context, tx *record.Tx) (string, error) {
			h, ok, err := holderOf(tx, f.Source)
			if err != nil || !ok {
				return "", err
			}
			var ids []uuid.UUID
			next, err := h.page(tx, cursor, chunk, func(id uuid.UUID, vs Values) error {
				if !vs.Of(f.ID).IsZero() {
					ids = append(ids, id)
				}
				return nil
			})
			if err != nil {
				return "", err
			}
			return next, editAll(tx, h, ids, func(vs Values) Values { return vs.with(f.ID, Value{}) })
		})
		if err != nil {
			return err
		}
		cursor = next
	}
	return nil
}

func editAll(tx *record.Tx, h records, ids []uuid.UUID, change func(vs Values) Values) error {
	for _, id := range ids {
		if err := h.edit(tx, id, change); err != nil {
			return err
		}
	}
	return nil
}

// bury deletes a field of which no record has a value, nor an entry.
func bury(tx *record.Tx, id ID, inUse InUse) (record.SetID, error) {
	f, err := kind.Get(tx, id)
	if err != nil {
		return record.SetID{}, err
	}
	if inUse != Purge {
		if err := refuseInUse(tx, f); err != nil {
			return record.SetID{}, err
		}
	}
	return kind.Delete(tx, id, 0)
}
