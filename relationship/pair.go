package relationship

import (
	"github.com/clientele-go/clientele/record"
)

// keepStep brings the partners of a type into step with what became of it, whatever the actor may do with them.
func keepStep(tx *record.Tx, before, after Type) error {
	if before.alike(&after) {
		return nil
	}
	return tx.Unasked(func() error { return step(tx, before, after) })
}

func step(tx *record.Tx, before, after Type) error {
	if old := before.InverseID; !old.IsZero() && old != after.InverseID {
		if err := free(tx, old, after.ID); err != nil {
			return err
		}
	}
	if after.InverseID.IsZero() {
		return nil
	}
	return follow(tx, after)
}

// join makes two types each other's inverse, whatever the actor may do with the second.
func join(tx *record.Tx, a, b TypeID) error {
	t, err := edit(tx, a, func(t *Type) { t.InverseID, t.Symmetric = b, false })
	if err != nil {
		return err
	}
	return tx.Unasked(func() error { return follow(tx, *t) })
}

// follow makes the inverse of a type its partner: what that one was paired with is free, and it is hierarchical, the
// other way round, if the type is.
func follow(tx *record.Tx, t Type) error {
	var old TypeID
	_, err := edit(tx, t.InverseID, func(p *Type) {
		old = p.InverseID
		p.InverseID, p.Symmetric = t.ID, false
		p.Hierarchical, p.Downward = t.Hierarchical, t.Hierarchical && !t.Downward
	})
	if err != nil || old.IsZero() || old == t.ID {
		return err
	}
	return free(tx, old, t.InverseID)
}

// free takes the inverse from a type that has it.
func free(tx *record.Tx, id, inverse TypeID) error {
	_, err := edit(tx, id, func(t *Type) {
		if t.InverseID == inverse {
			t.InverseID = TypeID{}
		}
	})
	return err
}

func edit(tx *record.Tx, id TypeID, apply func(t *Type)) (*Type, error) {
	return types.Update(tx, record.Edit[Type]{ID: id, Apply: func(t *Type) error {
		apply(t)
		return nil
	}})
}

// realign lays out anew the relationships that are stored with a type, by every rule. The type is as it is stored.
func realign(tx *record.Tx, t *Type) error {
	ids, err := ofType(tx, t.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := links.Update(tx, record.Edit[Relationship]{ID: id, Apply: func(r *Relationship) error {
			r.align(t)
			return nil
		}}); err != nil {
			return err
		}
	}
	return nil
}
