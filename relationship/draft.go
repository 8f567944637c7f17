package relationship

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/value"
)

// Draft is a relationship to be created: AccountID —Type→ RelatedAccountID, where the type names the role of the
// related account.
//
// It decodes from the reference's JSON. A value of the wrong type is kept as a fault, which the verb reports
// with all the others; only what is no JSON is an error of decoding.
type Draft struct {
	AccountID        account.ID      `json:"accountId"`        // required
	RelatedAccountID account.ID      `json:"relatedAccountId"` // required, another account
	Type             string          `json:"relationshipType"` // required, id or name
	StartsOn         string          `json:"startsOn"`         // a day, as 2026-01-31
	EndsOn           string          `json:"endsOn"`           // not before StartsOn
	Metadata         json.RawMessage `json:"metadata"`         // a JSON object of at most 64 KiB

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a draft; nothing is left of what it was before. The error is about malformed JSON alone.
func (d *Draft) UnmarshalJSON(data []byte) error {
	type plain Draft
	var in plain
	faults, err := lenient.Decode(data, &in)
	*d = Draft(in)
	d.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the draft was decoded from.
func (d *Draft) LenientFaults() fault.List { return d.faults }

// Validate makes a relationship of a draft, or gives everything that is wrong with it as a *fault.Error. It needs no
// store: whether the accounts are there, and what a forest says, is for [Create]. The draft is not changed.
//
// Faults: required for the accounts and the type; unknown_reference for a type that there is not; repeated for an
// account with itself; not_a_date; contradiction for an end before the start; those of metadata and of decoding.
func Validate(d Draft, ts *Types) (*Relationship, error) {
	r, faults := d.build(ts)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// build makes as much of a relationship as is right, and says what is wrong.
func (d *Draft) build(ts *Types) (*Relationship, fault.List) {
	w := &writer{r: &Relationship{AccountID: d.AccountID, RelatedAccountID: d.RelatedAccountID}}
	w.faults = append(w.faults, d.faults...)
	w.require("accountId", d.AccountID.IsZero())
	w.require("relatedAccountId", d.RelatedAccountID.IsZero())
	if !d.AccountID.IsZero() && d.AccountID == d.RelatedAccountID {
		w.faults.Add("relatedAccountId", fault.Repeated, "an account is not related to itself")
	}
	if !w.faulty("relationshipType") {
		if t, err := ts.Resolve(d.Type); w.take("relationshipType", err) {
			w.r.TypeID = t.ID
			w.r.align(&t)
		}
	}
	w.day("startsOn", &w.r.StartsOn, d.StartsOn)
	w.day("endsOn", &w.r.EndsOn, d.EndsOn)
	w.order("endsOn")
	w.metadata(d.Metadata)
	return w.r, w.faults
}

// maxText is the length of a name, in characters.
const maxText = 255

// writer puts the values of an input into a relationship and collects what is wrong with them.
type writer struct {
	r      *Relationship
	faults fault.List
}

// take notes the faults of a value, and tells whether it can be used.
func (w *writer) take(path string, err error) bool {
	if err == nil {
		return true
	}
	if failed := w.faults.Take(path, err); failed != nil {
		w.faults.Add(path, fault.NotAllowed, failed.Error())
	}
	return false
}

func (w *writer) require(path string, missing bool) {
	if missing && !w.faulty(path) {
		w.faults.Add(path, fault.Required, "is required")
	}
}

func (w *writer) faulty(path string) bool { return faulty(w.faults, path) }

func faulty(faults fault.List, path string) bool {
	for _, f := range faults {
		if f.Path == path {
			return true
		}
	}
	return false
}

// day sets a day of the calendar; a blank one is none.
func (w *writer) day(path string, to *string, in string) {
	in = strings.TrimSpace(in)
	if in == "" {
		*to = ""
		return
	}
	if _, err := time.Parse(time.DateOnly, in); err != nil {
		w.faults.Add(path, fault.NotADate, "must be a day such as 2026-01-31")
		return
	}
	*to = in
}

// order judges whether the end comes after the start.
func (w *writer) order(path string) {
	if w.r.StartsOn != "" && w.r.EndsOn != "" && w.r.EndsOn < w.r.StartsOn && !w.faulty("startsOn") && !w.faulty("endsOn") {
		w.faults.Add(path, fault.Contradiction, "it ends before it starts")
	}
}

func (w *writer) metadata(in json.RawMessage) {
	if metadata, err := value.Metadata(in); w.take("metadata", err) {
		w.r.Metadata = metadata
	}
}
