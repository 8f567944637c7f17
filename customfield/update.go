package customfield

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
)

// Update changes a field and gives it as it is now. If nothing changes, nothing is written. Records are not touched,
// whatever options are renamed, archived or put into another order.
//
// Turning on Indexed or Unique builds an index over the records that there are: 1,000 in the transaction of the
// change, and on an Org as many in each of those that follow, which may be interrupted and gone on with by [Build].
// Until it is done the field cannot be filtered by, and two records that had no entry yet may come to have the same
// value, for which Unique is then turned off again. Turning one off removes the index in the same way.
//
// Faults are those of [Patch.Apply]; required at "version"; duplicate at "name"; duplicate at "unique" for each value
// that several records have, with their "ids", caused by fault.ErrExists; referenced at "options" for one that was
// left out and that records have, with the count, caused by fault.ErrReferenced. store.ErrNotFound: no such field.
// fault.ErrStale: another version is stored than Patch.IfVersion. fault.ErrForbidden: the policy.
func Update(ctx context.Context, s record.Scope, id ID, p Patch) (*Field, error) {
	fields, err := update(ctx, s, "custom_field.update", []Edit{{ID: id, Patch: p}}, "")
	if err != nil {
		return nil, err
	}
	return fields[0], nil
}

// Edit is a change to one field. It decodes from the reference's JSON, in which the version stands beside the patch:
// {"fieldId", "version", "updates"}.
type Edit struct {
	ID    ID
	Patch Patch

	faults fault.List // of decoding, beside those of the patch
}

// UnmarshalJSON decodes a change; nothing is left of what it was before. The error is about malformed JSON alone.
func (e *Edit) UnmarshalJSON(data []byte) error {
	var in struct {
		ID      ID              `json:"fieldId"`
		Version *int64          `json:"version"`
		Updates json.RawMessage `json:"updates"`
	}
	faults, err := lenient.Decode(data, &in)
	if err != nil {
		return err
	}
	*e = Edit{ID: in.ID, faults: faults}
	if in.ID.IsZero() && len(faults) == 0 {
		e.faults.Add("fieldId", fault.Required, "a field is required")
	}
	if len(in.Updates) > 0 && string(in.Updates) != "null" {
		if err := json.Unmarshal(in.Updates, &e.Patch); err != nil {
			return err
		}
	}
	if in.Version != nil {
		e.Patch.IfVersion = *in.Version
	}
	return nil
}

// own gives what is wrong with a change beside its patch.
func (e *Edit) own() fault.List {
	faults := slices.Clone(e.faults)
	said := slices.ContainsFunc(e.faults, func(f fault.Fault) bool { return f.Path == "version" || f.Path == "" }) ||
		slices.ContainsFunc(e.Patch.faults, func(f fault.Fault) bool { return f.Path == "version" })
	if e.Patch.IfVersion == 0 && !said {
		faults.Add("version", fault.Required, "the version that the change was made for is required")
	}
	return faults
}

// UpdateMany is Update of several fields, all of them or none, each for its version. The paths of faults are those of
// the input: "fields[i].version", "fields[i].updates.name"; an empty list is a fault.
func UpdateMany(ctx context.Context, s record.Scope, edits []Edit) ([]*Field, error) {
	if len(edits) == 0 {
		return nil, &record.Error{Op: "custom_field.update_many", Err: fault.New("fields", fault.Empty, "give at least one change")}
	}
	return update(ctx, s, "custom_field.update_many", edits, "fields")
}

func update(ctx context.Context, s record.Scope, verb string, edits []Edit, list string) ([]*Field, error) {
	return whole(ctx, s, verb, func(ctx context.Context, s record.Scope) ([]*Field, error) {
		_, err := record.Read(ctx, s, verb, func(_ context.Context, tx *record.Tx) (struct{}, error) {
			return struct{}{}, refuseDuplicates(tx, edits, list)
		})
		if err != nil {
			return nil, err
		}
		fields, err := record.Write(ctx, s, verb, func(_ context.Context, tx *record.Tx) ([]*Field, error) {
			fields, err := change(tx, edits, list)
			if err != nil {
				return nil, err
			}
			return fields, begin(tx, fields)
		})
		if err != nil {
			return nil, err
		}
		return settle(ctx, s, verb, fields)
	})
}

// refuseDuplicates looks for what is in the way of unique, before anything is written.
func refuseDuplicates(tx *record.Tx, edits []Edit, list string) error {
	var faults fault.List
	for i, e := range edits {
		if e.ID.IsZero() || e.Patch.Unique == nil || !*e.Patch.Unique {
			continue
		}
		f, err := kind.Get(tx, e.ID)
		if err != nil {
			return err
		}
		if f.Unique || !f.traits().key {
			continue
		}
		found, err := duplicates(tx, f, "unique")
		if err != nil {
			return err
		}
		faults.Nest(updates(list, i), found)
	}
	return faults.Err()
}

// updates is the path of the patch of a change.
func updates(list string, i int) string {
	if list == "" {
		return ""
	}
	return fault.Path(fault.At(list, i), "updates")
}

// change writes the changes, all or none.
func change(tx *record.Tx, edits []Edit, list string) ([]*Field, error) {
	rules, newID, err := rulesOf(tx)
	if err != nil {
		return nil, err
	}
	var faults fault.List
	fields := make([]*Field, len(edits))
	for i, e := range edits {
		faults.Nest(at(list, i), e.own())
		f, err := changeOne(tx, e, rules, newID)
		if err := faults.Take(updates(list, i), err); err != nil {
			return nil, err
		}
		fields[i] = f
	}
	return fields, faults.Err()
}

func changeOne(tx *record.Tx, e Edit, rules Rules, newID func() OptionID) (*Field, error) {
	if e.ID.IsZero() && len(e.faults) > 0 {
		return nil, e.Patch.faults.Err()
	}
	return kind.Update(tx, record.Edit[Field]{
		ID: e.ID, IfVersion: e.Patch.IfVersion,
		Apply: func(f *Field) error {
			before := *f
			w := &writer{f: f, rules: rules, newID: newID}
			e.Patch.applyTo(w)
			if err := w.refuseUsed(tx, &before); err != nil {
				return err
			}
			f.turn(&before)
			return w.faults.Err()
		},
	})
}

// refuseUsed refuses to leave out options that records have.
func (w *writer) refuseUsed(tx *record.Tx, before *Field) error {
	if len(w.dropped) == 0 {
		return nil
	}
	uses, err := usesOf(tx, before)
	if err != nil {
		return err
	}
	for _, o := range w.dropped {
		if n := uses.of(o.ID); n > 0 {
			w.faults = append(w.faults, used("options", o, n))
		}
	}
	return nil
}

func used(path string, o Option, n int) fault.Fault {
	return fault.Fault{
		Path: path, Code: fault.Referenced, Message: "records have the option " + cut(o.Value),
		Params: fault.Params{"count": n, "id": o.ID.String(), "value": o.Value}, Cause: fault.ErrReferenced,
	}
}

// Uses is how many records have a value of a field.
type Uses struct {
	Count   int          `json:"count"`   // of records that have any
	Options []OptionUses `json:"options"` // in the order of the field's
}

// OptionUses is how many records have an option.
type OptionUses struct {
	Option
	Count int `json:"count"`
}

func (u *Uses) of(id OptionID) int {
	i := slices.IndexFunc(u.Options, func(o OptionUses) bool { return o.ID == id })
	if i < 0 {
		return 0
	}
	return u.Options[i].Count
}

// Usage counts the live records that have a value of a field, and each of its options: O(records).
// store.ErrNotFound: no such field.
func Usage(ctx context.Context, s record.Scope, id ID) (*Uses, error) {
	return record.Read(ctx, s, "custom_field.usage", func(_ context.Context, tx *record.Tx) (*Uses, error) {
		f, err := kind.Get(tx, id)
		if err != nil {
			return nil, err
		}
		return usesOf(tx, f)
	})
}

func usesOf(tx *record.Tx, f *Field) (*Uses, error) {
	u := &Uses{Options: make([]OptionUses, len(f.Options))}
	for i, o := range f.Options {
		u.Options[i].Option = o
	}
	h, ok, err := holderOf(tx, f.Source)
	if err != nil || !ok {
		return u, err
	}
	return u, h.walk(tx, func(_ uuid.UUID, vs Values) error {
		v := vs.Of(f.ID)
		if v.IsZero() {
			return nil
		}
		u.Count++
		for i := range u.Options {
			if v.holds(string(u.Options[i].ID[:])) {
				u.Options[i].Count++
			}
		}
		return nil
	})
}
