package relationship

import (
	"encoding/json"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// ID identifies a relationship.
type ID = record.ID[Relationship]

// Relationship says how one account stands to another: A —type→ B, where the type names the role of B. Verbs fill
// it in whole; what they return is the caller's.
type Relationship struct {
	record.System[Relationship]
	AccountID        account.ID
	Account          string // its name
	RelatedAccountID account.ID
	RelatedAccount   string // its name
	TypeID           TypeID
	Type             *Type
	StartsOn, EndsOn string // days, as 2026-01-31; empty: not said
	Metadata         json.RawMessage
	// Mirrored says that this is the view from the other side: the ends stand the other way round in the store.
	Mirrored bool

	layout
}

// layout is where a relationship stands in the indexes. It follows from the type and the ends, and is stored so that
// the indexes need the record alone.
type layout struct {
	canon   TypeID // the type of the pair that names it there
	swapped bool   // it runs from the related account to the account
	forest  bool   // the type is hierarchical: it runs from the child to the parent
}

// alignment is how the relationships of a type are laid out.
type alignment struct {
	layout
	sorted bool // they run from the lower id to the higher
}

// align gives how the relationships of the type are laid out, which depends on nothing but the type.
func (t *Type) align() alignment {
	a := alignment{layout: layout{canon: t.ID, forest: t.Hierarchical}}
	paired := !t.InverseID.IsZero() && !t.Symmetric
	switch {
	case t.Symmetric:
		a.sorted = true
	case t.Hierarchical:
		a.swapped = t.Downward
		if t.Downward && paired {
			a.canon = t.InverseID
		}
	case paired && less(t.InverseID, t.ID):
		a.canon, a.swapped = t.InverseID, true
	}
	return a
}

// align lays the relationship out as its type has it.
func (r *Relationship) align(t *Type) {
	a := t.align()
	if a.sorted {
		a.swapped = less(r.RelatedAccountID, r.AccountID)
	}
	r.layout = a.layout
}

// from and to are the ends as they stand in the indexes: of a hierarchical type the child and the parent. This is
// the one place that says so.
func (r *Relationship) from() account.ID {
	if r.swapped {
		return r.RelatedAccountID
	}
	return r.AccountID
}

func (r *Relationship) to() account.ID {
	if r.swapped {
		return r.AccountID
	}
	return r.RelatedAccountID
}

// setTo puts another account at the end that to gives.
func (r *Relationship) setTo(id account.ID) {
	if r.swapped {
		r.AccountID = id
	} else {
		r.RelatedAccountID = id
	}
}

// toPath and fromPath are the fields in which to and from stand.
func (r *Relationship) toPath() string {
	if r.swapped {
		return "accountId"
	}
	return "relatedAccountId"
}

func (r *Relationship) fromPath() string {
	if r.swapped {
		return "relatedAccountId"
	}
	return "accountId"
}

// mirror gives the view from the other side, where the type has an inverse to name it.
func (r *Relationship) mirror(ts *Types) {
	t, ok := ts.Get(r.TypeID)
	if !ok || t.InverseID.IsZero() {
		return
	}
	r.AccountID, r.RelatedAccountID = r.RelatedAccountID, r.AccountID
	r.TypeID = t.InverseID
	r.Mirrored = !r.Mirrored
}

func less[T any](a, b record.ID[T]) bool { return string(a[:]) < string(b[:]) }

const linkKind = "relationship"

// The indexes.
const (
	byPair   = "relatedAccountId" // the path of its fault `duplicate`
	byChild  = "child"
	byParent = "parent"
	byEnd    = "end"
)

// links is the kind.
var links = defineLinks()

// Target is what other kinds refer to and extend.
var Target = links.Target()

// Definitions are the kinds of this package, for record.Open.
var Definitions = []record.Definition{types.Definition(), links.Definition()}

func defineLinks() *record.Kind[Relationship] {
	var k *record.Kind[Relationship]
	k = record.Define(linkKind, 'R', record.Spec[Relationship]{
		Fields: record.Fields(
			record.SystemFields(func(r *Relationship) *record.System[Relationship] { return &r.System }),
			record.UUID(8, "relationshipTypeId", func(r *Relationship) *TypeID { return &r.TypeID }, record.Hot),
			record.UUID(9, "accountId", func(r *Relationship) *account.ID { return &r.AccountID }, record.Hot),
			record.Output("account", func(r *Relationship) any { return orNull(r.Account) }),
			record.UUID(10, "relatedAccountId", func(r *Relationship) *account.ID { return &r.RelatedAccountID }, record.Hot),
			record.Output("relatedAccount", func(r *Relationship) any { return orNull(r.RelatedAccount) }),
			record.Output("relationshipType", func(r *Relationship) any { return r.Type }),
			record.Text(11, "startsOn", func(r *Relationship) *string { return &r.StartsOn }),
			record.Text(12, "endsOn", func(r *Relationship) *string { return &r.EndsOn }),
			record.JSON(13, "metadata", func(r *Relationship) *json.RawMessage { return &r.Metadata }),
			record.Output("mirrored", func(r *Relationship) any { return r.Mirrored }),
			record.UUID(14, "canon", func(r *Relationship) *TypeID { return &r.canon }, record.Hidden),
			record.Bool(15, "swapped", func(r *Relationship) *bool { return &r.swapped }, record.Hidden),
			record.Bool(16, "forest", func(r *Relationship) *bool { return &r.forest }, record.Hidden),
		),
		Indexes: []record.Index[Relationship]{
			record.Unique(byPair, indexPair),
			record.Unique(byChild, indexChild).Clash(secondParent),
			record.Many(byParent, indexParent),
			record.Many(byEnd, indexEnds),
		},
		Refs: []record.Ref[Relationship]{
			record.RefTo("accountId", account.Target, record.Cascade, func(r *Relationship) *account.ID { return &r.AccountID }).Indexed(byEnd, record.Tuple{}.Int(0)),
			record.RefTo("relatedAccountId", account.Target, record.Cascade, func(r *Relationship) *account.ID { return &r.RelatedAccountID }).Indexed(byEnd, record.Tuple{}.Int(1)),
			record.RefTo("relationshipTypeId", TypeTarget, record.Restrict, func(r *Relationship) *TypeID { return &r.TypeID }).Resolved().Held(),
		},
		Check: func(tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
			return checkLinks(k, tx, report)
		},
	})
	return k
}

// indexPair keeps two accounts from being related twice in the same way. In a forest one parent says more.
func indexPair(r *Relationship, k *record.Keys) {
	if !r.forest {
		k.Add(tuple(r.canon, r.to(), r.from()))
	}
}

// indexChild has the parent in its entry, so that walking up reads no record.
func indexChild(r *Relationship, k *record.Keys) {
	if r.forest {
		parent := r.to()
		k.AddKeeping(r.toPath(), tuple(r.canon, r.from()), parent[:])
	}
}

func indexParent(r *Relationship, k *record.Keys) {
	if r.forest {
		k.Add(tuple(r.canon, r.to(), r.from()))
	}
}

func indexEnds(r *Relationship, k *record.Keys) {
	k.Add(endTuple(r.AccountID, 0))
	k.Add(endTuple(r.RelatedAccountID, 1))
}

func endTuple(id account.ID, side int64) record.Tuple { return record.Tuple{}.UUID(id).Int(side) }

// tuple gives the ids as a tuple that starts with the type.
func tuple(canon TypeID, ids ...account.ID) record.Tuple {
	t := make(record.Tuple, 0, 17*(1+len(ids))).UUID(canon)
	for _, id := range ids {
		t = t.UUID(id)
	}
	return t
}

// secondParent is the fault of an account that has a parent already, which is `duplicate` if it is the same one.
func secondParent(r *Relationship, holder ID, kept []byte) fault.Fault {
	var parent account.ID
	copy(parent[:], kept)
	if parent == r.to() {
		return fault.Fault{
			Path: byPair, Code: fault.Duplicate, Message: "is related to the account in this way already",
			Params: fault.Params{"id": holder.String(), "kind": linkKind},
			Cause:  &record.Error{Kind: linkKind, ID: uuid.UUID(holder), Err: fault.ErrExists},
		}
	}
	return fault.Fault{
		Path: r.toPath(), Code: fault.SecondParent, Message: "the account has a parent already",
		Params: fault.Params{"id": holder.String(), "parentId": parent.String()},
		Cause:  &ParentError{Child: r.from(), Parent: parent},
	}
}

// MarshalJSON encodes the relationship with the reference's names; relationshipType is an object.
func (r Relationship) MarshalJSON() ([]byte, error) { return links.JSON(&r) }
