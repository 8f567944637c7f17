package customfield

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// DeleteOptionOptions are what deleting an option may ask for. The zero value refuses to delete one that is in use.
type DeleteOptionOptions struct {
	IfVersion   int64  `json:"version"`     // of the field; 0: whatever is stored
	InUse       InUse  `json:"inUse"`       // Refuse, Replace or Clear; empty: Refuse
	Replacement string `json:"replacement"` // id or value, for Replace
}

// DeleteOption takes an option from a field and gives the field as it is now. Records that have it, and a default
// that is it, get another one or lose it first, each record with a change of its own, all in one transaction:
// O(records).
//
// Faults: referenced, with the count, caused by fault.ErrReferenced, if the option is in use and that is to be
// refused; not_allowed at "inUse" for another word; required, not_in_picklist, archived and not_allowed (the option
// itself) at "replacement", contradiction for one that nothing asks for; required at "options" for the last option.
// store.ErrNotFound: no such field, or the field has no such option. fault.ErrStale: another version is stored than
// IfVersion. fault.ErrForbidden: the policy. store.ErrTooLarge: more records have it than one transaction takes.
func DeleteOption(ctx context.Context, s record.Scope, id ID, option OptionID, o DeleteOptionOptions) (*Field, error) {
	return record.Write(ctx, s, "custom_field.delete_option", func(_ context.Context, tx *record.Tx) (*Field, error) {
		f, err := kind.Get(tx, id)
		if err != nil {
			return nil, err
		}
		gone := f.option(option)
		if gone == nil {
			return nil, fmt.Errorf("customfield: option %s: %w", option, store.ErrNotFound)
		}
		to, err := o.plan(f, gone)
		if err != nil {
			return nil, err
		}
		if o.InUse == Replace || o.InUse == Clear {
			err = moveOption(tx, f, option, to)
		} else {
			err = refuseOption(tx, f, gone)
		}
		if err != nil {
			return nil, err
		}
		return kind.Update(tx, record.Edit[Field]{ID: id, IfVersion: o.IfVersion, Apply: func(f *Field) error {
			f.Options = slices.DeleteFunc(slices.Clone(f.Options), func(o Option) bool { return o.ID == option })
			f.Default = f.Default.moved(option, to)
			return nil
		}})
	})
}

// plan resolves the options, and gives the option that takes the place of the one that goes, if any.
func (o DeleteOptionOptions) plan(f *Field, gone *Option) (to OptionID, err error) {
	var faults fault.List
	o.InUse.check(&faults, Refuse, Replace, Clear)
	if len(f.Options) == 1 {
		faults.Add("options", fault.Required, "the last option of a field cannot be deleted")
	}
	switch {
	case o.InUse != Replace && o.Replacement != "":
		faults.Add("replacement", fault.Contradiction, "nothing is to be replaced")
	case o.InUse == Replace && o.Replacement == "":
		faults.Add("replacement", fault.Required, "another option is required")
	case o.InUse == Replace:
		other := f.offered(o.Replacement)
		switch {
		case other == nil:
			faults.Nest("", f.noOption("replacement", o.Replacement).Faults)
		case other.ID == gone.ID:
			faults.Add("replacement", fault.NotAllowed, "is the option that is deleted")
		case other.Archived:
			faults.AddWith("replacement", fault.Archived, "is archived and can no longer be chosen", fault.Params{"value": other.Value, "id": other.ID.String()})
		default:
			to = other.ID
		}
	}
	return to, faults.Err()
}

func refuseOption(tx *record.Tx, f *Field, gone *Option) error {
	uses, err := usesOf(tx, f)
	if err != nil {
		return err
	}
	n := uses.of(gone.ID)
	if f.Default.holds(string(gone.ID[:])) {
		n++
	}
	if n == 0 {
		return nil
	}
	return fault.List{used("", *gone, n)}.Err()
}

// moveOption gives records another option in place of one, or none.
func moveOption(tx *record.Tx, f *Field, from, to OptionID) error {
	h, ok, err := holderOf(tx, f.Source)
	if err != nil || !ok {
		return err
	}
	var ids []uuid.UUID
	err = h.walk(tx, func(id uuid.UUID, vs Values) error {
		if vs.Of(f.ID).holds(string(from[:])) {
			ids = append(ids, id)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return editAll(tx, h, ids, func(vs Values) Values { return vs.with(f.ID, vs.Of(f.ID).moved(from, to)) })
}

// moved gives the value with another option in place of one; without it if to is none.
func (v Value) moved(from, to OptionID) Value {
	if !v.holds(string(from[:])) {
		return v
	}
	ids := slices.DeleteFunc(v.Options(), func(id OptionID) bool { return id == from })
	if !to.IsZero() {
		ids = append(ids, to)
	}
	switch {
	case len(ids) == 0:
		return Value{}
	case v.kind == KindChoice:
		return ChoiceValue(ids[0])
	}
	return ChoicesValue(ids...)
}
