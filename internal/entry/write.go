package entry

import (
	"context"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Input is what a draft or a patch gives.
type Input[T any] struct {
	Faults            fault.List         // of decoding
	Account           *account.ID        // nil: as it is
	Write             func(w *Writer[T]) // puts the rest into a record, but for the custom fields
	CustomFieldValues []customfield.Input
	Users             []string // that it names and the directory is to be asked about
	IfVersion         int64    // of a change
	Clear             []string // fields that a change empties
}

// Validate makes a record of an input, or gives everything that is wrong with it as a *fault.Error. It needs no store.
func (k *Kind[T]) Validate(rules Rules, in Input[T]) (*T, error) { return k.build(rules, in).result() }

// Apply makes a changed copy of a record, or gives everything that is wrong with the change as a *fault.Error. It needs
// no store.
func (k *Kind[T]) Apply(before *T, rules Rules, in Input[T]) (*T, error) {
	return k.change(before, rules, in).result()
}

// build makes as much of a new record as is right.
func (k *Kind[T]) build(rules Rules, in Input[T]) *Writer[T] {
	w := &Writer[T]{R: new(T), Rules: rules, kind: k, given: in.CustomFieldValues, isNew: true}
	w.Faults = append(w.Faults, in.Faults...)
	*k.spec.Parts(w.R).AccountID = *in.Account
	in.Write(w)
	w.customFields(in.CustomFieldValues)
	w.whole(nil)
	return w
}

// change makes a changed copy of a record, as far as the change is right.
func (k *Kind[T]) change(before *T, rules Rules, in Input[T]) *Writer[T] {
	after := *before
	w := &Writer[T]{R: &after, Rules: rules, kind: k, given: in.CustomFieldValues, Writer: input.Writer[string]{Touched: map[string]bool{}}}
	w.Faults = append(w.Faults, in.Faults...)
	input.Clear(&w.Writer, w.R, in.Clear, k.spec.Clearers)
	Set(w, FieldAccount, in.Account, w.account)
	in.Write(w)
	if len(in.CustomFieldValues) > 0 {
		w.customFields(in.CustomFieldValues)
	}
	w.whole(before)
	return w
}

// Create writes a new record and gives it.
func (k *Kind[T]) Create(ctx context.Context, s record.Scope, in Input[T]) (*T, error) {
	users, err := k.users(ctx, s, "create", in)
	if err != nil {
		return nil, err
	}
	r, err := record.Write(ctx, s, k.verb("create"), func(_ context.Context, tx *record.Tx) (*T, error) {
		bare := new(T)
		*k.spec.Parts(bare).AccountID = *in.Account
		if err := k.Prefetch(tx, []*T{bare}); err != nil {
			return nil, err
		}
		rules, err := k.rules(tx, users)
		if err != nil {
			return nil, err
		}
		w := k.build(rules, in)
		if err := w.ask(tx, nil); err != nil {
			return nil, err
		}
		refused, err := k.CreateAll(tx, []record.New[T]{{Record: w.R, Found: w.Faults}})
		if err == nil {
			err = refused[0]
		}
		if err != nil {
			return nil, err
		}
		return w.R, k.fill(tx, w.R)
	})
	if err != nil {
		return nil, err
	}
	k.fillMakers(ctx, s, r)
	return r, nil
}

// Update changes a live record and gives it as it is now.
func (k *Kind[T]) Update(ctx context.Context, s record.Scope, id record.ID[T], in Input[T]) (*T, error) {
	users, err := k.users(ctx, s, "update", in)
	if err != nil {
		return nil, err
	}
	gate, err := k.gate(ctx, s)
	if err != nil {
		return nil, err
	}
	r, err := record.Write(ctx, s, k.verb("update"), func(_ context.Context, tx *record.Tx) (*T, error) {
		if err := k.mayChange(tx, gate, id); err != nil {
			return nil, err
		}
		rules, err := k.rules(tx, users)
		if err != nil {
			return nil, err
		}
		r, err := k.Kind.Update(tx, record.Edit[T]{ID: id, IfVersion: in.IfVersion, Apply: func(r *T) error {
			w := k.change(r, rules, in)
			if err := w.ask(tx, r); err != nil {
				return err
			}
			*r = *w.R
			return w.Faults.Err()
		}})
		if err != nil {
			return nil, err
		}
		return r, k.fill(tx, r)
	})
	if err != nil {
		return nil, err
	}
	k.fillMakers(ctx, s, r)
	return r, nil
}

// gate asks who may see and change what, before a transaction begins.
func (k *Kind[T]) gate(ctx context.Context, s record.Scope) (Gate[T], error) {
	if k.spec.Gate == nil {
		return Gate[T]{}, nil
	}
	return k.spec.Gate(ctx, s)
}

// mayChange reads what changing a record is going to need. What the actor does not see is ErrNotFound, what is not
// the actor's to change is ErrForbidden.
func (k *Kind[T]) mayChange(tx *record.Tx, gate Gate[T], id record.ID[T]) error {
	if err := k.PrefetchIDs(tx, id); err != nil || gate.Sees == nil && gate.Changes == nil {
		return err
	}
	r, err := k.get(tx, gate, id)
	if err != nil {
		return err
	}
	if gate.Changes != nil && !gate.Changes(r) {
		return k.about(id, fault.ErrForbidden)
	}
	return nil
}

// get gives a live record that the actor sees.
func (k *Kind[T]) get(tx *record.Tx, gate Gate[T], id record.ID[T]) (*T, error) {
	r, err := k.Kind.Get(tx, id)
	if err == nil && !gate.sees(r) {
		return nil, k.about(id, store.ErrNotFound)
	}
	return r, err
}

func (k *Kind[T]) about(id record.ID[T], err error) error {
	return &record.Error{Kind: k.Name(), ID: [16]byte(id), Err: err}
}

// Nulls gives those of the names whose field can be cleared.
func Nulls[F ~string, T any](k *Kind[T], names []string) []F {
	var out []F
	for _, name := range names {
		if _, ok := k.spec.Clearers[name]; ok {
			out = append(out, F(name))
		}
	}
	return out
}

// Names gives the names of fields.
func Names[F ~string](fields []F) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = string(f)
	}
	return out
}
