package contact

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// Many is contacts to be created, and what those of them have that do not say it themselves. It decodes from JSON as
// a [Draft] does, but that accountIds may also be a text: an id, or several with commas between them.
type Many struct {
	Contacts   []Draft      `json:"contacts"`
	AccountIDs []account.ID `json:"accountIds"`  // of contacts with neither accountIds nor accounts
	Type       string       `json:"contactType"` // id or value of the picklist
	Source     string       `json:"source"`      // at most 255 characters

	faults fault.List // of decoding
}

// UnmarshalJSON decodes the input; nothing is left of what it was before. The error is about malformed JSON alone.
func (m *Many) UnmarshalJSON(data []byte) error {
	type plain Many
	var in plain
	faults, err := lenient.DecodeQuery(data, &in)
	*m = Many(in)
	m.faults = itsOwn(faults, "contacts")
	return err
}

// itsOwn gives the faults of decoding an input without those inside its list, which the items have kept themselves.
func itsOwn(faults fault.List, list string) fault.List {
	return slices.DeleteFunc(faults, func(f fault.Fault) bool { return strings.HasPrefix(f.Path, list+"[") })
}

// LenientFaults gives what was wrong with the JSON that the input was decoded from, beside what its contacts have.
func (m *Many) LenientFaults() fault.List { return m.faults }

// check gives what is wrong with what the contacts share.
func (m Many) check(rules Rules) error {
	w := &writer{c: new(Contact), rules: rules}
	w.Faults = append(w.Faults, m.faults...)
	w.accountIDs(m.AccountIDs)
	if m.Type != "" {
		w.Take(string(FieldType), rules.Picklists.Of(picklist.ContactType).Assign(&w.c.Type, m.Type))
	}
	w.Text(FieldSource, &w.c.Source, m.Source, maxText)
	return w.Faults.Err()
}

// complete gives a draft what it does not say itself.
func (m *Many) complete(d Draft) Draft {
	if len(d.AccountIDs) == 0 && len(d.Links) == 0 {
		d.AccountIDs = slices.Clone(m.AccountIDs)
	}
	if d.Type == "" {
		d.Type = m.Type
	}
	if strings.TrimSpace(d.Source) == "" {
		d.Source = m.Source
	}
	if strings.TrimSpace(d.FirstName) == "" {
		d.FirstName = FirstNameOf(d.Email)
	}
	return d
}

// FirstNameOf gives the first name that an e-mail address suggests: the first word of its local part, without a tag
// ("ann.lee+news@acme.com" gives Ann). Of what is no address it gives "".
func FirstNameOf(email string) string {
	email, err := value.Email(email)
	if err != nil {
		return ""
	}
	local, _, _ := strings.Cut(email, "@")
	local, _, _ = strings.Cut(local, "+")
	words := strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune(".!#$%&'*/=?^_`{|}~-", r) })
	if len(words) == 0 {
		return email
	}
	return capitalised(words[0])
}

// Outcome is what became of one contact of [CreateMany].
type Outcome struct {
	Index    int            `json:"index"` // of the contact, from 0
	Result   account.Result `json:"result"`
	Contact  *Contact       `json:"contact,omitempty"`   // that was created
	Existing ID             `json:"existingId,omitzero"` // of the contact because of which it was skipped; GetMany reads those
	Faults   []fault.Fault  `json:"faults,omitempty"`    // because of which it failed
	Err      error          `json:"-"`                   // why it failed, also where that is no fault
}

// Bulk is what became of the contacts of [CreateMany], in their order.
type Bulk struct {
	account.Totals
	Items []Outcome `json:"items"`
}

// chunk is how many items one transaction of a bulk call takes.
const chunk = 1_000

const bulkVerb = "contact.create_many"

// CreateMany creates contacts. One whose e-mail address a live contact has already, or an earlier one of the same
// call, is skipped and changes nothing; one that is at fault fails. A contact without a first name gets that of
// [FirstNameOf]. Of several that are to be primary in one account, the last is.
//
// In mode account.KeepGoing each contact is for itself, and an Org commits every 1,000 of them: after an error, which
// is a failure of the store or the end of ctx, the items of the result are those that are committed. In mode
// account.AllOrNothing the faults of all contacts come as one *fault.Error, with paths such as "contacts[3].email",
// and nothing is written.
//
// In both modes what the contacts share has to be right: `unknown_reference` at "accountIds[0]", `not_in_picklist` at
// "contactType" and the like are faults of the whole call, and an empty list is `empty` at "contacts". The store is
// read a constant number of times for a chunk.
func CreateMany(ctx context.Context, s record.Scope, in Many, mode account.Mode) (*Bulk, error) {
	if len(in.Contacts) == 0 {
		w := input.Writer[Field]{Faults: slices.Clone(in.faults)}
		if !w.Faulty("contacts") {
			w.Faults.Add("contacts", fault.Empty, "give at least one contact")
		}
		return nil, &record.Error{Op: bulkVerb, Err: w.Faults.Err()}
	}
	drafts := make([]Draft, len(in.Contacts))
	for i, d := range in.Contacts {
		drafts[i] = in.complete(d)
	}
	size := chunk
	if mode != account.KeepGoing {
		size = len(drafts)
	}
	bulk := &Bulk{Items: make([]Outcome, 0, len(drafts))}
	for start := 0; start < len(drafts); start += size {
		end := min(start+size, len(drafts))
		outcomes, err := createChunk(ctx, s, drafts[start:end], in, start, mode)
		for _, o := range outcomes {
			bulk.Add(o.Result)
		}
		bulk.Items = append(bulk.Items, outcomes...)
		if err != nil {
			return bulk, err
		}
	}
	return bulk, nil
}

// createChunk creates contacts in one transaction, or, where each is for itself, in several if one would be too
// large. The outcomes are those that are committed, also beside an error.
func createChunk(ctx context.Context, s record.Scope, drafts []Draft, shared Many, first int, mode account.Mode) ([]Outcome, error) {
	users, err := lookUpUsers(ctx, s, bulkVerb, customInputs(drafts)...)
	if err != nil {
		return nil, err
	}
	outcomes, err := record.Write(ctx, s, bulkVerb, func(ctx context.Context, tx *record.Tx) ([]Outcome, error) {
		made, err := create(ctx, tx, bulkVerb, drafts, shared, users)
		if err != nil {
			return nil, err
		}
		outcomes := make([]Outcome, len(made))
		var faults fault.List
		for i, m := range made {
			outcomes[i] = outcome(first+i, m)
			if outcomes[i].Result != account.Failed || mode == account.KeepGoing {
				continue
			}
			if err := faults.Take(fault.At("contacts", first+i), bare(m.refused)); err != nil {
				return nil, err
			}
		}
		return outcomes, faults.Err()
	})
	if half := len(drafts) / 2; errors.Is(err, store.ErrTooLarge) && mode == account.KeepGoing && half > 0 {
		outcomes, err = createChunk(ctx, s, drafts[:half], shared, first, mode)
		if err != nil {
			return outcomes, err
		}
		rest, err := createChunk(ctx, s, drafts[half:], shared, first+half, mode)
		return append(outcomes, rest...), err
	}
	if err != nil {
		return nil, err
	}
	return outcomes, nil
}

// bare gives an error as the *fault.Error inside it, if there is one.
func bare(err error) error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e
	}
	return err
}

func outcome(index int, m created) Outcome {
	o := Outcome{Index: index, Result: account.Created, Contact: m.contact}
	if m.refused == nil {
		return o
	}
	o.Result, o.Err, o.Faults = account.Failed, m.refused, fault.All(m.refused)
	for _, f := range o.Faults {
		if f.Code != fault.Duplicate || f.Path != string(FieldEmail) {
			continue
		}
		if holder, ok := errors.AsType[*record.Error](f.Cause); ok {
			return Outcome{Index: index, Result: account.Skipped, Existing: ID(holder.ID)}
		}
	}
	return o
}
