package entry

import (
	"context"
	"iter"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Finding is a stored record that today's rules would not take as it is.
type Finding[T any] struct {
	Record *T
	Faults []fault.Fault
}

// Audit runs today's rules over the live records that a filter wants and the actor sees, in the default order and on one
// snapshot, and gives those that break one. again gives what a record holds as an input, but for its picklists and custom
// fields.
func (k *Kind[T]) Audit(ctx context.Context, s record.Scope, f Filter[T], again func(r *T) Input[T]) iter.Seq2[Finding[T], error] {
	return func(yield func(Finding[T], error) bool) {
		gate, err := k.gate(ctx, s)
		if err != nil {
			yield(Finding[T]{}, err)
			return
		}
		record.Walk(ctx, s, k.verb("audit"), func(ctx context.Context, tx *record.Tx, yield func(Finding[T], error) bool) error {
			q, err := k.query(ctx, tx, f, f.Default, gate)
			if err != nil {
				return err
			}
			return k.batches(tx, q, func(rs []*T) (bool, error) { return k.auditAll(ctx, tx, rs, again, yield) })
		})(yield)
	}
}

// auditAll gives the findings of some records, and tells whether the walk goes on.
func (k *Kind[T]) auditAll(ctx context.Context, tx *record.Tx, rs []*T, again func(r *T) Input[T], yield func(Finding[T], error) bool) (more bool, err error) {
	var ids []string
	for _, r := range rs {
		ids = append(append(ids, again(r).Users...), k.spec.Parts(r).Custom.Users()...)
	}
	users, err := record.LookUpUsers(ctx, tx, ids)
	if err != nil {
		return false, err
	}
	rules, err := k.rules(tx, users)
	if err != nil {
		return false, err
	}
	rules.NewID = nil // what is made of a record for its audit is thrown away
	if err := k.fill(tx, rs...); err != nil {
		return false, err
	}
	for _, r := range rs {
		faults, err := k.audit(tx, r, rules, again(r))
		if err != nil {
			return false, err
		}
		if len(faults) > 0 && !yield(Finding[T]{r, faults}, nil) {
			return false, nil
		}
	}
	return true, nil
}

// audit writes a record's own values into a new one, and gives what is refused. Its picklists and custom fields are as
// they are: an archived value may stay.
func (k *Kind[T]) audit(tx *record.Tx, r *T, rules Rules, in Input[T]) (fault.List, error) {
	w := &Writer[T]{R: new(T), Rules: rules, kind: k, isNew: true}
	*k.spec.Parts(w.R).AccountID = *in.Account
	in.Write(w)
	for _, c := range k.spec.Choices {
		*c.Ref(w.R) = *c.Ref(r)
	}
	custom := *k.spec.Parts(r).Custom
	*k.spec.Parts(w.R).Custom = custom
	w.Faults = append(w.Faults, rules.CustomFields.Audit(custom, rules.custom())...)
	w.whole(nil)
	judged, err := k.Judge(tx, nil, r)
	return append(w.Faults, judged...), err
}
