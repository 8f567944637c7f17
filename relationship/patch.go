package relationship

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Field names a field of a relationship that can be cleared, as in JSON.
type Field string

// The fields that can be cleared.
const (
	FieldStartsOn Field = "startsOn"
	FieldEndsOn   Field = "endsOn"
	FieldMetadata Field = "metadata"
)

// Patch is a change to a relationship: a nil pointer leaves a field as it is, a field in Clear is emptied. In JSON
// an absent key and null do the same.
//
// The ends never change. Given, they say from which side the relationship is seen: with the ends the other way round
// than they are stored, the type is the one that is read from there. Without them, a type that is the inverse of the
// one stored is that view, too, and changes nothing.
type Patch struct {
	// IfVersion is the version that the patch was made for: fault.ErrStale if another is stored. 0: whatever it is.
	IfVersion int64 `json:"version"`

	AccountID        *account.ID     `json:"accountId"`
	RelatedAccountID *account.ID     `json:"relatedAccountId"`
	Type             *string         `json:"relationshipType"` // id or name
	StartsOn         *string         `json:"startsOn"`
	EndsOn           *string         `json:"endsOn"`
	Metadata         json.RawMessage `json:"metadata"`

	Clear []Field `json:"-"`

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a patch; a key whose value is null goes to Clear. The error is about malformed JSON alone.
func (p *Patch) UnmarshalJSON(data []byte) error {
	type plain Patch
	var in plain
	nulls, faults, err := lenient.DecodePatch(data, &in)
	*p = Patch(in)
	p.faults = faults
	for _, name := range nulls {
		if name != "version" {
			p.Clear = append(p.Clear, Field(name))
		}
	}
	if slices.Contains(p.Clear, FieldMetadata) {
		p.Metadata = nil
	}
	return err
}

// LenientFaults gives what was wrong with the JSON that the patch was decoded from.
func (p *Patch) LenientFaults() fault.List { return p.faults }

// Apply gives a changed copy of a relationship, or everything that is wrong with the change as a *fault.Error. It
// needs no store. What it leaves alone is never refused.
//
// Faults are those of [Validate], and immutable for other ends than the relationship has, required and unknown_field
// for clearing what cannot be empty or is not there, contradiction for what is set and cleared at once, not_allowed
// for a type without inverse, given from the other side.
func (p Patch) Apply(r *Relationship, ts *Types) (*Relationship, error) {
	after := *r
	if err := p.apply(&after, ts).Err(); err != nil {
		return nil, err
	}
	return &after, nil
}

// apply changes r as far as the patch is in order. r is as it is stored.
func (p *Patch) apply(r *Relationship, ts *Types) fault.List {
	w := &writer{r: r}
	w.faults = append(w.faults, p.faults...)
	p.clear(w)
	p.setType(w, ts)
	if p.StartsOn != nil {
		w.day("startsOn", &r.StartsOn, *p.StartsOn)
	}
	if p.EndsOn != nil {
		w.day("endsOn", &r.EndsOn, *p.EndsOn)
	}
	switch {
	case p.EndsOn != nil:
		w.order("endsOn")
	case p.StartsOn != nil:
		w.order("startsOn")
	}
	if p.Metadata != nil {
		w.metadata(p.Metadata)
	}
	return w.faults
}

func (p *Patch) clear(w *writer) {
	for _, f := range p.Clear {
		set := f == FieldStartsOn && p.StartsOn != nil || f == FieldEndsOn && p.EndsOn != nil || f == FieldMetadata && p.Metadata != nil
		switch {
		case set:
			w.faults.Add(string(f), fault.Contradiction, "is both set and cleared")
		case f == FieldStartsOn:
			w.r.StartsOn = ""
		case f == FieldEndsOn:
			w.r.EndsOn = ""
		case f == FieldMetadata:
			w.r.Metadata = nil
		case slices.Contains([]Field{"accountId", "relatedAccountId", "relationshipType"}, f):
			w.faults.Add(string(f), fault.Required, "cannot be cleared")
		default:
			w.faults.Add(string(f), fault.UnknownField, "is no field of a relationship that can be cleared")
		}
	}
}

// setType sets the type, as it reads from the side that the patch is made from.
func (p *Patch) setType(w *writer, ts *Types) {
	mirrored := p.mirrors(w)
	if p.Type == nil || w.faulty("relationshipType") {
		return
	}
	t, err := ts.Resolve(*p.Type)
	if !w.take("relationshipType", err) {
		return
	}
	have, _ := ts.Get(w.r.TypeID)
	switch {
	case t.ID == have.ID && !mirrored:
		return
	case t.ID == have.InverseID && (mirrored || p.AccountID == nil && p.RelatedAccountID == nil):
		return
	case mirrored && t.InverseID.IsZero():
		w.faults.AddWith("relationshipType", fault.NotAllowed, "has no inverse, and so cannot be given from the other side", fault.Params{"value": t.Name})
		return
	case mirrored:
		t, _ = ts.Get(t.InverseID)
	}
	w.r.TypeID = t.ID
	w.r.align(&t)
}

// mirrors tells whether the patch has the ends the other way round. Other accounts are a fault.
func (p *Patch) mirrors(w *writer) bool {
	straight := end(p.AccountID, w.r.AccountID) && end(p.RelatedAccountID, w.r.RelatedAccountID)
	turned := end(p.AccountID, w.r.RelatedAccountID) && end(p.RelatedAccountID, w.r.AccountID)
	if straight || turned {
		return !straight
	}
	for _, e := range []struct {
		path string
		id   *account.ID
	}{{"accountId", p.AccountID}, {"relatedAccountId", p.RelatedAccountID}} {
		if e.id != nil && !w.faulty(e.path) {
			w.faults.Add(e.path, fault.Immutable, "the ends of a relationship never change")
		}
	}
	return false
}

// end tells whether an end that a patch may give is this account.
func end(given *account.ID, id account.ID) bool { return given == nil || *given == id }
