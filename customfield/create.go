package customfield

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Create defines a new field. If it is indexed, the records that there are get their entries: 1,000 in the
// transaction that creates the field, and on an Org as many in each of those that follow; until the last of them the
// field is there and cannot be filtered by. [Build] goes on after an interruption.
//
// Faults are those of [Validate], duplicate at "name" for a name, or a slug, that another field of the source has, and
// not_available at "lookup" for records that the program does not have. fault.ErrForbidden: the policy.
func Create(ctx context.Context, s record.Scope, d Draft) (*Field, error) {
	fields, err := create(ctx, s, "custom_field.create", []Draft{d}, "")
	if err != nil {
		return nil, err
	}
	return fields[0], nil
}

// CreateMany is Create of several fields, all of them or none. The paths of faults begin with "fields[i]"; an empty
// list is a fault.
func CreateMany(ctx context.Context, s record.Scope, drafts []Draft) ([]*Field, error) {
	if len(drafts) == 0 {
		return nil, &record.Error{Op: "custom_field.create_many", Err: fault.New("fields", fault.Empty, "give at least one field")}
	}
	return create(ctx, s, "custom_field.create_many", drafts, "fields")
}

// create creates fields. list names them in the paths of faults; empty: it is one field alone.
func create(ctx context.Context, s record.Scope, verb string, drafts []Draft, list string) ([]*Field, error) {
	return whole(ctx, s, verb, func(ctx context.Context, s record.Scope) ([]*Field, error) {
		fields, err := record.Write(ctx, s, verb, func(_ context.Context, tx *record.Tx) ([]*Field, error) {
			fields, err := insert(tx, drafts, list)
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

// insert writes the fields, all or none.
func insert(tx *record.Tx, drafts []Draft, list string) ([]*Field, error) {
	rules, newID, err := rulesOf(tx)
	if err != nil {
		return nil, err
	}
	fields := make([]*Field, len(drafts))
	news := make([]record.New[Field], len(drafts))
	for i := range drafts {
		f, faults := drafts[i].field(rules, newID)
		if err := f.available(tx, &faults); err != nil {
			return nil, err
		}
		f.turn(&Field{})
		if f.Unique {
			f.UniqueState = StateReady // no record has a value yet
		}
		fields[i], news[i] = f, record.New[Field]{Record: f, Found: faults}
	}
	refused, err := kind.CreateAll(tx, news)
	if err != nil {
		return nil, err
	}
	var faults fault.List
	for i, err := range refused {
		if err := faults.Take(at(list, i), err); err != nil {
			return nil, err
		}
	}
	return fields, once(faults).Err()
}

// once leaves out what is said twice: that both the name and the slug made of it are taken.
func once(faults fault.List) fault.List {
	var out fault.List
	for _, f := range faults {
		if !slices.ContainsFunc(out, func(have fault.Fault) bool {
			return have.Path == f.Path && have.Code == fault.Duplicate && f.Code == fault.Duplicate
		}) {
			out = append(out, f)
		}
	}
	return out
}

// at gives the path of element i of a list, "" if there is no list.
func at(list string, i int) string {
	if list == "" {
		return ""
	}
	return fault.At(list, i)
}

// available refuses look-ups to records that the program does not have.
func (f *Field) available(tx *record.Tx, faults *fault.List) error {
	if f.Type != LookUp || f.LookUp == LookUpUser || f.LookUp.check() != nil {
		return nil
	}
	_, ok, err := lookableAs(tx, f.LookUp)
	if err == nil && !ok {
		faults.AddWith("lookup", fault.NotAvailable, "needs records that this program does not have", fault.Params{"lookup": f.LookUp})
	}
	return err
}

// rulesOf gives what fields need to know of their organisation, and where ids of options come from.
func rulesOf(tx *record.Tx) (Rules, func() OptionID, error) {
	settings, err := tx.Settings()
	if err != nil {
		return Rules{}, nil, err
	}
	now, err := tx.Now()
	if err != nil {
		return Rules{}, nil, err
	}
	newID := tx.DB().Options().IDs
	return Rules{Currency: settings.Currency}, func() OptionID { return OptionID(newID(now)) }, nil
}

// begin does the first step about the indexes of fields in the transaction that changed them, so that where there
// are few records nothing is left to be done.
func begin(tx *record.Tx, fields []*Field) error {
	for _, f := range fields {
		for last := false; !f.settled() && !last; {
			was := *f
			done, clashes, err := step(tx, f.ID)
			if err != nil {
				return err
			}
			if len(clashes) > 0 {
				return fault.List{duplicate("unique", clashes[0].Holder, clashes[0].Other)}.Err()
			}
			if err := reload(tx, f); err != nil {
				return err
			}
			last = done || f.IndexState == was.IndexState && f.UniqueState == was.UniqueState // it takes longer
		}
	}
	return nil
}

func reload(tx *record.Tx, f *Field) error {
	return tx.Unasked(func() error {
		now, err := kind.Get(tx, f.ID)
		if err == nil {
			*f = *now
		}
		return err
	})
}

// settle does all that is left to be done about the indexes of fields, and gives them as they are then.
func settle(ctx context.Context, s record.Scope, verb string, fields []*Field) ([]*Field, error) {
	for i, f := range fields {
		if f.settled() {
			continue
		}
		if err := finish(ctx, s, verb, f.ID); err != nil {
			return nil, err
		}
		now, err := Get(ctx, s, f.ID)
		if err != nil {
			return nil, err
		}
		fields[i] = now
	}
	return fields, nil
}
