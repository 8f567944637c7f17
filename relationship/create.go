package relationship

import (
	"context"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Create writes a new relationship and gives it as the draft has it, with its id and the names of the accounts.
//
// Everything wrong with the draft comes at once in a *fault.Error: the faults of [Validate] and of host rules;
// unknown_reference for an account that is not there; duplicate for what is related in this way already, from
// whichever side it was said, caused by fault.ErrExists; of a hierarchical type second_parent, caused by a
// *ParentError, and cycle, caused by a *CycleError. fault.ErrForbidden: the policy. It costs what [CheckParent]
// does.
func Create(ctx context.Context, s record.Scope, d Draft) (*Relationship, error) {
	return record.Write(ctx, s, "relationship.create", func(_ context.Context, tx *record.Tx) (*Relationship, error) {
		ts, err := LoadTypes(tx)
		if err != nil {
			return nil, err
		}
		r, faults := d.build(ts)
		if err := create(tx, r, faults); err != nil {
			return nil, err
		}
		return r, complete(tx, ts, r)
	})
}

// create writes a relationship in which some faults were found already.
func create(tx *record.Tx, r *Relationship, faults fault.List) error {
	if r.forest && r.AccountID != r.RelatedAccountID {
		if err := faults.Take("", checkCycle(tx, r)); err != nil {
			return err
		}
	}
	refused, err := links.CreateAll(tx, []record.New[Relationship]{{Record: r, Found: faults}})
	if err != nil {
		return err
	}
	return refused[0]
}

// checkCycle gives the fault of a relationship that closes a cycle, whether it is written yet or not.
func checkCycle(tx *record.Tx, r *Relationship) error {
	f := &forest{tx: tx, canon: r.canon}
	err := f.check(r.from(), r.to())
	if cycle, ok := err.(*CycleError); ok {
		return cycleFault(r.toPath(), cycle)
	}
	return err
}

func cycleFault(path string, cycle *CycleError) error {
	shown := cycle.Path[:min(len(cycle.Path), maxShown)]
	ids := make([]string, len(shown))
	for i, id := range shown {
		ids[i] = id.String()
	}
	return &fault.Error{Faults: []fault.Fault{{
		Path: path, Code: fault.Cycle, Message: "the account would come to be below itself",
		Params: fault.Params{"path": ids, "length": len(cycle.Path)}, Cause: cycle,
	}}}
}

// maxShown is how many accounts of a path the parameters of a fault have.
const maxShown = 100

// complete fills in types and names of relationships that were read or written, in one round trip.
func complete(tx *record.Tx, ts *Types, rs ...*Relationship) error {
	var ids []account.ID
	for _, r := range rs {
		if t, ok := ts.Get(r.TypeID); ok {
			r.Type = &t
		}
		ids = append(ids, r.AccountID, r.RelatedAccountID)
	}
	names, err := account.Names(tx, ids)
	if err != nil {
		return err
	}
	for _, r := range rs {
		r.Account, r.RelatedAccount = names[r.AccountID], names[r.RelatedAccountID]
	}
	return nil
}
