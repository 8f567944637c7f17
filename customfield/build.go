package customfield

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// chunk is how many records one transaction of a long change looks at.
const chunk = 1_000

// Build goes on with the indexes of a field that an interrupted [Create], [Update] or [Delete] left unfinished, or
// that a restored field lacks, and gives the field as it is then. A field whose indexes are ready stays as it is. On
// an Org it looks at 1,000 records a transaction, and may be interrupted and called again; on a Tx all of it is in
// that one.
//
// A fault duplicate at "unique", with the ids of the two records and caused by fault.ErrExists, for each value that a
// record got that another has while the index was being built: the field is then not unique. store.ErrNotFound: no
// such field. fault.ErrForbidden: the policy.
func Build(ctx context.Context, s record.Scope, id ID) (*Field, error) {
	return whole(ctx, s, "custom_field.build", func(ctx context.Context, s record.Scope) (*Field, error) {
		_, err := record.Write(ctx, s, "custom_field.build", func(_ context.Context, tx *record.Tx) (*Field, error) {
			return kind.Update(tx, record.Edit[Field]{ID: id, Apply: func(f *Field) error { f.want(); return nil }})
		})
		if err == nil {
			err = finish(ctx, s, "custom_field.build", id)
		}
		if err != nil {
			return nil, err
		}
		return Get(ctx, s, id)
	})
}

// whole runs a verb that takes several transactions on an Org, and is all or nothing on a Tx.
func whole[R any](ctx context.Context, s record.Scope, verb string, fn func(ctx context.Context, s record.Scope) (R, error)) (R, error) {
	tx, ok := s.(*record.Tx)
	if !ok {
		return fn(ctx, s)
	}
	return record.Write(ctx, tx, verb, func(ctx context.Context, tx *record.Tx) (R, error) { return fn(ctx, tx) })
}

// finish builds and removes what is left to be of the indexes of some fields.
func finish(ctx context.Context, s record.Scope, verb string, ids ...ID) error {
	var faults fault.List
	for _, id := range ids {
		for done := false; !done; {
			var clashes []record.Clash
			_, err := record.Write(ctx, s, verb, func(_ context.Context, tx *record.Tx) (_ struct{}, err error) {
				done, clashes, err = step(tx, id)
				return struct{}{}, err
			})
			if err != nil {
				return err
			}
			for _, c := range clashes {
				faults = append(faults, duplicate("unique", c.Holder, c.Other))
			}
		}
	}
	return faults.Err()
}

func duplicate(path string, ids ...uuid.UUID) fault.Fault {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return fault.Fault{
		Path: path, Code: fault.Duplicate, Message: "records have the same value",
		Params: fault.Params{"ids": texts}, Cause: fault.ErrExists,
	}
}

// step does the next part of what is left to be done about the indexes of a field.
func step(tx *record.Tx, id ID) (done bool, clashes []record.Clash, err error) {
	err = tx.Unasked(func() error {
		f, err := kind.Get(tx, id)
		if err != nil {
			return err
		}
		after := *f
		if clashes, err = after.advance(tx); err != nil {
			return err
		}
		done = after.settled()
		return after.keep(tx)
	})
	return done, clashes, err
}

// settled tells whether nothing is left to be done about the indexes.
func (f *Field) settled() bool {
	left := []State{StateBuilding, StateRemoving}
	return !slices.Contains(left, f.IndexState) && !slices.Contains(left, f.UniqueState)
}

// keep stores how far the indexes are.
func (f *Field) keep(tx *record.Tx) error {
	_, err := kind.Update(tx, record.Edit[Field]{ID: f.ID, Apply: func(have *Field) error {
		have.Unique, have.Indexed = f.Unique, f.Indexed
		have.IndexState, have.UniqueState, have.built = f.IndexState, f.UniqueState, f.built
		return nil
	}})
	return err
}

// advance removes entries, or else builds some.
func (f *Field) advance(tx *record.Tx) ([]record.Clash, error) {
	h, ok, err := holderOf(tx, f.Source)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		f.reach(StateNone, StateReady)
		return nil, nil
	case f.IndexState == StateRemoving:
		return nil, f.remove(tx, h, IndexName, &f.IndexState)
	case f.UniqueState == StateRemoving:
		return nil, f.remove(tx, h, UniqueIndexName, &f.UniqueState)
	case f.settled():
		return nil, nil
	}
	last, clashes, err := h.complete(tx, f, chunk)
	switch {
	case err != nil:
		return nil, err
	case len(clashes) > 0:
		f.Unique, f.UniqueState = false, StateRemoving
	case last.IsZero():
		f.reach(StateNone, StateReady)
	}
	f.built = last
	return clashes, nil
}

// reach ends what is going on with the indexes.
func (f *Field) reach(removed, built State) {
	for _, state := range []*State{&f.IndexState, &f.UniqueState} {
		switch *state {
		case StateRemoving:
			*state = removed
		case StateBuilding:
			*state = built
		}
	}
}

func (f *Field) remove(tx *record.Tx, h records, index string, state *State) error {
	n, err := h.drop(tx, f, index, chunk)
	if err == nil && n < chunk {
		*state = StateNone
	}
	return err
}

// turn notes what is to become of the indexes after a change.
func (f *Field) turn(before *Field) {
	turn := func(state *State, was, is bool) {
		switch {
		case is && !was:
			*state, f.built = StateBuilding, record.ID[built]{}
		case was && !is && *state != StateNone:
			*state = StateRemoving
		}
	}
	turn(&f.IndexState, before.Indexed, f.Indexed)
	turn(&f.UniqueState, before.Unique, f.Unique)
}

// want has the indexes built that the field is to have and has not: a delete that was refused late removed them.
func (f *Field) want() {
	there := []State{StateBuilding, StateReady}
	f.turn(&Field{Indexed: slices.Contains(there, f.IndexState), Unique: slices.Contains(there, f.UniqueState)})
}

// maxDuplicates bounds the list of a refusal.
const maxDuplicates = 1_000

// duplicates lists the values of a field that several records have: a fault for each. It holds a key of each value.
func duplicates(tx *record.Tx, f *Field, path string) (fault.List, error) {
	h, ok, err := holderOf(tx, f.Source)
	if err != nil || !ok {
		return nil, err
	}
	var order []string
	holders := map[string][]uuid.UUID{}
	err = h.walk(tx, func(id uuid.UUID, vs Values) error {
		v := vs.Of(f.ID)
		if v.IsZero() {
			return nil
		}
		key := string(v.tuple(nil))
		if len(holders[key]) == 1 {
			order = append(order, key)
		}
		holders[key] = append(holders[key], id)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var faults fault.List
	for _, key := range order[:min(len(order), maxDuplicates)] {
		faults = append(faults, duplicate(path, holders[key]...))
	}
	return faults, nil
}
