package relationship

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
)

// What record.Check finds in types and relationships.
const (
	ProblemPair   = "pair"   // a type whose inverse does not have it as its own, or runs the same way
	ProblemLayout = "layout" // a relationship that stands in the indexes otherwise than its type says
	ProblemCycle  = "cycle"  // an account that is below itself
)

// checkTypes looks for pairs that are out of step.
func checkTypes(k *record.Kind[Type], tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
	all := map[TypeID]*Type{}
	for t, err := range k.Select(tx, record.Query[Type]{}) {
		if err != nil {
			return err
		}
		all[t.ID] = t
	}
	for _, t := range all {
		p := all[t.InverseID]
		switch {
		case t.Symmetric && (t.Hierarchical || !t.InverseID.IsZero()):
			report(ProblemPair, uuid.UUID(t.ID), "a symmetric type with an inverse or a hierarchy")
		case t.InverseID.IsZero() || p == nil:
		case p.InverseID != t.ID:
			report(ProblemPair, uuid.UUID(t.ID), fmt.Sprintf("its inverse %s has another one", p.ID))
		case p.Hierarchical != t.Hierarchical || t.Hierarchical && p.Downward == t.Downward:
			report(ProblemPair, uuid.UUID(t.ID), fmt.Sprintf("its inverse %s runs the same way", p.ID))
		}
	}
	return nil
}

// checkLinks looks for relationships that are laid out otherwise than their types say, and for cycles.
func checkLinks(k *record.Kind[Relationship], tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
	ts, err := LoadTypes(tx)
	if err != nil {
		return err
	}
	above := map[TypeID]map[account.ID]account.ID{}
	for r, err := range k.Select(tx, record.Query[Relationship]{}) {
		if err != nil {
			return err
		}
		t, ok := ts.Get(r.TypeID)
		if !ok {
			continue // a reference to nothing, which is found elsewhere
		}
		have := r.layout
		if r.align(&t); r.layout != have {
			report(ProblemLayout, uuid.UUID(r.ID), "its indexes are not those of the type "+t.Name)
		}
		if r.AccountID == r.RelatedAccountID {
			report(ProblemCycle, uuid.UUID(r.ID), "an account is related to itself")
		}
		if !r.forest {
			continue
		}
		if above[r.canon] == nil {
			above[r.canon] = map[account.ID]account.ID{}
		}
		above[r.canon][r.from()] = r.to()
	}
	for canon, parents := range above {
		for child := range parents {
			if on, ok := endless(parents, child); ok {
				report(ProblemCycle, uuid.UUID(on), fmt.Sprintf("account %s is below itself in the hierarchy of type %s", on, canon))
			}
		}
	}
	return nil
}

// endless walks up from an account and tells where it comes round. What it has walked it takes off the map.
func endless(parents map[account.ID]account.ID, from account.ID) (on account.ID, ok bool) {
	walked := map[account.ID]bool{}
	for at := from; ; {
		above, has := parents[at]
		if !has {
			return at, walked[at]
		}
		walked[at] = true
		delete(parents, at)
		at = above
	}
}
