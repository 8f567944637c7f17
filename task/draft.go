package task

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// The limits of a task's texts, in characters.
const (
	maxTitle       = 255
	maxDescription = 32_768
)

// Draft is a task to be created. What is empty or nil is absent; AccountID, Title and AssigneeID are required. An absent
// picklist gets the default of its attribute, if there is one.
//
// It decodes from the reference's JSON. A value of the wrong type is kept as a fault, which the verb reports with all
// the others; only what is no JSON is an error of decoding. Unknown keys are ignored.
type Draft struct {
	AccountID      account.ID      `json:"accountId"`
	ActivityID     activity.ID     `json:"activityId"`  // of the same account
	Title          string          `json:"title"`       // at most 255 characters
	Description    string          `json:"description"` // at most 32,768 characters, of several lines
	AssigneeID     string          `json:"assigneeId"`  // an active user, if there is a directory
	Type           string          `json:"type"`        // id or value of the picklist, as are the next two
	Status         string          `json:"status"`
	Priority       string          `json:"priority"`
	IsActive       *bool           `json:"isActive"`       // nil: true
	DueAt          time.Time       `json:"dueAt"`          // of the years 0 to 9999, kept to the microsecond; zero: at no time
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

// Rules are what validating a task needs to know of its organisation and of the moment. For tests and programs without a
// store: Rules{Picklists: picklist.Builtin()}.
type Rules struct {
	Picklists *picklist.Sets
	// CustomFields are those of tasks. Nil: there are none.
	CustomFields *customfield.Schema
	Settings     record.Settings // currency of custom fields, mandatory fields
	// KnownUser tells whether an id is that of an active user. Nil: there is no directory, every id is taken.
	KnownUser func(id string) bool
	Now       time.Time        // when attachments are made and a task is completed; needed to close one
	NewID     func() uuid.UUID // of attachments; nil: they have none
}

// Validate makes a task of a draft, or gives everything that is wrong with it as a *fault.Error. It needs no store: what
// only the store knows (whether the account and the activity are there, and belong together) is for [Create]. The draft
// is not changed.
func Validate(d Draft, rules Rules) (*Task, error) {
	return tasks.Validate(entry.Rules(rules), d.input())
}

func (d *Draft) input() entry.Input[Task] {
	return entry.Input[Task]{Faults: d.faults, Account: &d.AccountID, Write: d.write, CustomFieldValues: d.CustomFieldValues, Users: []string{d.AssigneeID}}
}

func (d *Draft) write(w *entry.Writer[Task]) {
	setActivity(w, d.ActivityID)
	w.Text(string(FieldTitle), &w.R.Title, d.Title, maxTitle)
	w.LongText(string(FieldDescription), &w.R.Description, d.Description, maxDescription)
	w.User(string(FieldAssigneeID), &w.R.AssigneeID, d.AssigneeID)
	w.Choose(taskType, d.Type)
	w.Choose(taskStatus, d.Status)
	w.Choose(taskPriority, d.Priority)
	w.R.Active = d.IsActive == nil || *d.IsActive
	w.Time(string(FieldDueAt), &w.R.DueAt, d.DueAt)
	w.Attach(d.AttachmentURLs)
	w.Metadata(d.Metadata)
}
