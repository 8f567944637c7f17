package activity

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

// Draft is an activity to be created. What is empty or nil is absent; AccountID and At are required. An absent picklist
// gets the default of its attribute, if there is one.
//
// It decodes from the reference's JSON. A value of the wrong type is kept as a fault, which the verb reports with all
// the others; only what is no JSON is an error of decoding. Unknown keys are ignored.
type Draft struct {
	AccountID      account.ID      `json:"accountId"`
	At             time.Time       `json:"activityTimestamp"` // when it takes place, past or future, in the years 0 to 9999
	Duration       int64           `json:"duration"`          // minutes, 0 to 1,000,000
	Title          string          `json:"title"`             // at most 255 characters
	Description    string          `json:"description"`       // at most 32,768 characters, of several lines
	Location       string          `json:"location"`          // at most 255 characters
	Type           string          `json:"type"`              // id or value of the picklist, as is the next
	Status         string          `json:"status"`
	Participants   []string        `json:"participants"`   // ids of contacts and users, at most 1,000; kept once each
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

// Rules are what validating an activity needs to know of its organisation and of the moment. For tests and programs
// without a store: Rules{Picklists: picklist.Builtin()}.
type Rules struct {
	Picklists *picklist.Sets
	// CustomFields are those of activities. Nil: there are none.
	CustomFields *customfield.Schema
	Settings     record.Settings // currency of custom fields, mandatory fields
	// KnownUser tells whether an id is that of an active user. Nil: there is no directory, every id is taken.
	KnownUser func(id string) bool
	Now       time.Time        // when attachments are made
	NewID     func() uuid.UUID // of attachments; nil: they have none
}

// Validate makes an activity of a draft, or gives everything that is wrong with it as a *fault.Error. It needs no store:
// what only the store knows (whether the account and the participants are there) is for [Create]. The draft is not
// changed. Times are kept in UTC, to the microsecond.
func Validate(d Draft, rules Rules) (*Activity, error) {
	return activities.Validate(entry.Rules(rules), d.input())
}

func (d *Draft) input() entry.Input[Activity] {
	return entry.Input[Activity]{Faults: d.faults, Account: &d.AccountID, Write: d.write, CustomFieldValues: d.CustomFieldValues, Users: d.Participants}
}

func (d *Draft) write(w *entry.Writer[Activity]) {
	w.Time(string(FieldAt), &w.R.At, d.At)
	setDuration(w, d.Duration)
	w.Text(string(FieldTitle), &w.R.Title, d.Title, maxText)
	w.LongText(string(FieldDescription), &w.R.Description, d.Description, maxDescription)
	w.Text(string(FieldLocation), &w.R.Location, d.Location, maxText)
	w.Choose(activityType, d.Type)
	w.Choose(activityStatus, d.Status)
	setParticipants(w, d.Participants)
	w.Attach(d.AttachmentURLs)
	w.Metadata(d.Metadata)
}
