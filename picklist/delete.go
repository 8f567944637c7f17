package picklist

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
)

// InUse says what becomes of the records that have a value when it is deleted.
type InUse string

// What can become of them.
const (
	Refuse  InUse = "refuse"  // the value is not deleted while there are any
	Replace InUse = "replace" // they get another value of the attribute
	Clear   InUse = "clear"   // they have none
)

// DeleteOptions are what a delete may ask for. The zero value refuses to delete a value that is in use.
type DeleteOptions struct {
	IfVersion   int64  `json:"version"`     // of the value; 0: whatever is stored
	InUse       InUse  `json:"inUse"`       // empty: Refuse
	Replacement string `json:"replacement"` // id or value, for Replace
	NewDefault  string `json:"newDefault"`  // id or value that is the default instead; empty: none is

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

// Delete moves a value to the trash and gives the deletion set, for record.Restore. Records that have it are
// changed first, each with a change of its own, all in one transaction: O(records) of the kinds that refer to
// values. Restoring the value does not give it back to them.
//
// Faults: referenced, with the count for each kind and field, caused by fault.ErrReferenced, if the value is in
// use and that is to be refused; not_allowed at "inUse" for another word; required, not_in_picklist, archived
// and not_allowed (the value itself) at "replacement" and "newDefault"; contradiction for either where it has no
// use: a replacement that nothing asks for, a new default although the value is not the default.
// store.ErrNotFound: no such value. fault.ErrStale: another version is stored than IfVersion.
// fault.ErrForbidden: the policy.
func Delete(ctx context.Context, s record.Scope, id ID, o DeleteOptions) (record.SetID, error) {
	return record.Write(ctx, s, "picklist.delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		v, err := kind.Get(tx, id)
		if err != nil {
			return record.SetID{}, err
		}
		sets, err := Load(tx)
		if err != nil {
			return record.SetID{}, err
		}
		plan, err := o.plan(v, sets.Of(v.Attribute))
		if err != nil {
			return record.SetID{}, err
		}
		return plan.run(tx, v, o.IfVersion)
	})
}

// farewell is a delete whose options are understood.
type farewell struct {
	redirect   bool
	to         ID // the zero ID: to nothing
	newDefault ID // the zero ID: none
}

// plan resolves the options for a value of the set.
func (o DeleteOptions) plan(v *Value, set *Set) (farewell, error) {
	faults := append(fault.List{}, o.faults...)
	plan := farewell{redirect: o.InUse == Replace || o.InUse == Clear}
	if !slices.Contains([]InUse{"", Refuse, Replace, Clear}, o.InUse) {
		faults.AddWith("inUse", fault.NotAllowed, "is no answer to values in use",
			fault.Params{"value": string(o.InUse), "allowed": []InUse{Refuse, Replace, Clear}})
	}
	switch {
	case o.InUse == Replace && o.Replacement == "":
		faults.Add("replacement", fault.Required, "another value is required")
	case o.InUse == Replace:
		plan.to = other(&faults, "replacement", set, v, o.Replacement)
	case o.Replacement != "":
		faults.Add("replacement", fault.Contradiction, "nothing is to be replaced")
	}
	switch {
	case o.NewDefault == "":
	case !v.Default:
		faults.Add("newDefault", fault.Contradiction, "the value is not the default")
	default:
		plan.newDefault = other(&faults, "newDefault", set, v, o.NewDefault)
	}
	return plan, faults.Err()
}

// other gives the value that an input means, if it is not v.
func other(faults *fault.List, path string, set *Set, v *Value, input string) ID {
	found, err := set.Resolve(input)
	faults.Nest(path, fault.All(err))
	if err == nil && found.ID == v.ID {
		faults.Add(path, fault.NotAllowed, "is the value that is deleted")
	}
	return found.ID
}

// run moves the records over, deletes the value and names the new default.
func (f farewell) run(tx *record.Tx, v *Value, ifVersion int64) (record.SetID, error) {
	if f.redirect {
		if _, err := record.Redirect(tx, Target, v.ID, f.to); err != nil {
			return record.SetID{}, err
		}
	}
	set, err := kind.Delete(tx, v.ID, ifVersion)
	if err != nil || f.newDefault.IsZero() {
		return set, err
	}
	_, err = kind.Update(tx, record.Edit[Value]{ID: f.newDefault, Apply: func(v *Value) error {
		v.Default = true
		return nil
	}})
	return set, err
}
