package note

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// Draft is a note to be created. What is empty or nil is absent; AccountID and Content are required.
//
// It decodes from the reference's JSON. A value of the wrong type is kept as a fault, which the verb reports with all
// the others; only what is no JSON is an error of decoding. Unknown keys are ignored.
type Draft struct {
	AccountID      account.ID      `json:"accountId"`
	Content        string          `json:"content"`        // at most 32,768 characters, of several lines
	Type           string          `json:"type"`           // id or value of the picklist note_type; else its default
	Visibility     Visibility      `json:"visibility"`     // in any letter case; empty is that of the organisation
	AttachmentURLs []string        `json:"attachmentUrls"` // URLs, of which each is attached once; at most 100
	Metadata       json.RawMessage `json:"metadata"`       // a JSON object of at most 64 KiB

	CustomFieldValues []customfield.Input `json:"customFieldValues"`

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

// Rules are what validating a note needs to know of its organisation and of the moment. For tests and programs without a
// store: Rules{Picklists: picklist.Builtin()}.
type Rules struct {
	Picklists *picklist.Sets
	// CustomFields are those of notes. Nil: there are none.
	CustomFields *customfield.Schema
	Settings     record.Settings // currency of custom fields, mandatory fields, visibility of notes that name none
	// KnownUser tells whether an id is that of an active user. Nil: there is no directory, every id is taken.
	KnownUser func(id string) bool
	Now       time.Time        // when attachments are made
	NewID     func() uuid.UUID // of attachments; nil: they have none
}

// Validate makes a note of a draft, or gives everything that is wrong with it as a *fault.Error. It needs no store: what
// only the store knows (whether the account is there) is for [Create]. The draft is not changed.
func Validate(d Draft, rules Rules) (*Note, error) {
	return notes.Validate(entry.Rules(rules), d.input())
}

func (d *Draft) input() entry.Input[Note] {
	return entry.Input[Note]{Faults: d.faults, Account: &d.AccountID, Write: d.write, CustomFieldValues: d.CustomFieldValues}
}

func (d *Draft) write(w *entry.Writer[Note]) {
	w.LongText(string(FieldContent), &w.R.Content, d.Content, maxContent)
	w.Choose(noteType, d.Type)
	setVisibility(w, orDefault(d.Visibility, w.Rules.Settings))
	w.Attach(d.AttachmentURLs)
	w.Metadata(d.Metadata)
}
