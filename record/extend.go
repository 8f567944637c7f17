package record

import (
	"context"
	"fmt"
	"slices"
)

// Extension is what a higher package adds to a kind of a lower one, which knows nothing of it.
type Extension[T any] struct {
	// Observe sees each write in its transaction, a delete before it happens and everything else after. It
	// may write, and it may refuse: a *fault.Error joins the faults of the verb, another error ends it.
	Observe func(ctx context.Context, tx *Tx, w Written[T]) error
	// Ops are the operations that Observe is shown; none: all of them. Creating records costs more if it is seen.
	Ops []Op
	// Enrich fills computed fields of records that a verb is about to return. with names what the caller
	// asked for beyond the default.
	Enrich func(ctx context.Context, tx *Tx, with []string, rs []*T) error
	// Filters answer filters of the kind that the extension owns, by name: the ids that pass.
	Filters map[string]func(ctx context.Context, tx *Tx, value string) ([]ID[T], error)
	// Offer is something that the package of the kind knows how to use, in a type of its own; it finds all offers
	// by [Kind.Offers].
	Offer any
}

// Written is a write that an Observe sees.
type Written[T any] struct {
	Op      Op
	ID      ID[T]
	Before  *T   // nil on create and restore
	After   *T   // nil on delete
	Named   bool // a delete or restore was asked for this record: it is not one that goes or comes with another
	Options any  // of the input, as the verb passed them
}

// Extended is an Extension with the kind that it is for, as Open takes it: made by [Extend].
type Extended struct {
	extend func(db *DB) error
}

// Extend says that an extension is for the target's kind.
func Extend[T any](target Target[T], e Extension[T]) Extended {
	return Extended{extend: func(db *DB) error {
		k := db.kinds[target.code]
		if k == nil || k.name != target.name {
			return fmt.Errorf("an extension is for kind %s, which is not there", target.name)
		}
		if e.Observe != nil {
			for op := range k.observe {
				if len(e.Ops) == 0 || slices.Contains(e.Ops, Op(op)) {
					k.observe[op] = append(k.observe[op], e.Observe)
				}
			}
		}
		if e.Offer != nil {
			k.offers = append(k.offers, e.Offer)
		}
		if e.Enrich != nil {
			k.enrich = append(k.enrich, e.Enrich)
		}
		for name, filter := range e.Filters {
			if k.filters[name] != nil {
				return fmt.Errorf("kind %s has two extensions for its filter %s", k.name, name)
			}
			k.filters[name] = filter
		}
		return nil
	}}
}

// Enrich lets the extensions of the kind fill computed fields.
func (k *Kind[T]) Enrich(ctx context.Context, tx *Tx, with []string, rs []*T) error {
	s, err := k.state(tx)
	if err != nil || len(rs) == 0 {
		return err
	}
	for _, e := range s.enrich {
		if enrich, ok := e.(func(context.Context, *Tx, []string, []*T) error); ok {
			if err := enrich(ctx, tx, with, rs); err != nil {
				return err
			}
		}
	}
	return nil
}

// FilterIDs asks the extension that owns a filter for the ids that pass. ok is false if none does.
func (k *Kind[T]) FilterIDs(ctx context.Context, tx *Tx, name, value string) (ids []ID[T], ok bool, err error) {
	s, err := k.state(tx)
	if err != nil {
		return nil, false, err
	}
	filter, ok := s.filters[name].(func(context.Context, *Tx, string) ([]ID[T], error))
	if !ok {
		return nil, false, nil
	}
	ids, err = filter(ctx, tx, value)
	return ids, true, err
}

// Offers gives what the extensions of the kind offer to its package.
func (k *Kind[T]) Offers(tx *Tx) ([]any, error) {
	s, err := k.state(tx)
	if err != nil {
		return nil, err
	}
	return s.offers, nil
}

// notify lets the extensions see a write.
func (k *Kind[T]) notify(tx *Tx, s *kindState, w Written[T]) error {
	if w.After != nil {
		w.ID = k.system(w.After).ID
	} else {
		w.ID = k.system(w.Before).ID
	}
	for _, o := range s.observe[w.Op] {
		if observe, ok := o.(func(context.Context, *Tx, Written[T]) error); ok {
			if err := observe(tx.ctx, tx, w); err != nil {
				return err
			}
		}
	}
	return nil
}
