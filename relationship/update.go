package relationship

import (
	"context"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Update changes type, days or metadata of a live relationship and gives it as it is now, seen from the side that
// the patch was made from. A patch that changes nothing writes nothing. Another type is judged by every rule again.
//
// Faults, all at once: those of [Patch.Apply], and those of [Create] for another type. store.ErrNotFound: there is no
// such relationship. fault.ErrStale: another version is stored than Patch.IfVersion. fault.ErrForbidden: the policy.
func Update(ctx context.Context, s record.Scope, id ID, p Patch) (*Relationship, error) {
	return record.Write(ctx, s, "relationship.update", func(_ context.Context, tx *record.Tx) (*Relationship, error) {
		ts, err := LoadTypes(tx)
		if err != nil {
			return nil, err
		}
		r, err := links.Update(tx, record.Edit[Relationship]{ID: id, IfVersion: p.IfVersion, Options: judged{}, Apply: func(r *Relationship) error {
			before := r.layout
			faults := p.apply(r, ts)
			if r.forest && r.layout != before {
				if err := faults.Take("", checkCycle(tx, r)); err != nil {
					return err
				}
			}
			return faults.Err()
		}})
		if err != nil {
			return nil, err
		}
		if !end(p.AccountID, r.AccountID) || !end(p.RelatedAccountID, r.RelatedAccountID) {
			r.mirror(ts)
		}
		return r, complete(tx, ts, r)
	})
}

// judged is the option of a write whose cycle the verb has looked for itself.
type judged struct{}

// Delete moves a live relationship to the trash and gives the deletion set, for record.Restore. store.ErrNotFound:
// there is no such relationship. fault.ErrStale: another version is stored than ifVersion; 0 is whatever it is.
// fault.ErrForbidden: the policy.
func Delete(ctx context.Context, s record.Scope, id ID, ifVersion int64) (record.SetID, error) {
	return record.Write(ctx, s, "relationship.delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		return links.Delete(tx, id, ifVersion)
	})
}

// Rule makes a rule of the host program for relationships, given to clientele.Open in Options.Rules: a pure function
// of the relationship before and after a write (before is nil on create) that gives what is wrong.
func Rule(check func(before, after *Relationship) []fault.Fault) record.Rule {
	return links.Rule(check)
}
