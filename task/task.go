package task

import (
	"encoding/json"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// ID identifies a task.
type ID = record.ID[Task]

// ParseID reads the text form of an id. The error is a fault of code not_an_id.
func ParseID(s string) (ID, error) { return record.ParseID[Task](s) }

// Task is something to be done for a customer. Verbs fill it in whole; what they return is the caller's, and changing it
// changes nothing that is stored.
type Task struct {
	record.System[Task] // CreatedBy is the creator

	AccountID   account.ID
	Account     string      // the name of the account
	ActivityID  activity.ID // that it came of; zero: none
	Title       string
	Description string // of several lines
	AssigneeID  string // a user id
	Type        picklist.Ref
	Status      picklist.Ref
	Priority    picklist.Ref
	Active      bool      // as the input says; nothing follows from it
	DueAt       time.Time // zero: at no time
	CompletedAt time.Time // when it was closed; zero: it is open

	Attachments       []value.Attachment
	CustomFieldValues customfield.Values
	Metadata          json.RawMessage // a JSON object

	Creator          string // the name of who created it, from the directory; empty where it is not known
	CreatorEmail     string
	CreatorAvatarURL string
}

// Open tells whether the task is not closed.
func (t *Task) Open() bool { return t.CompletedAt.IsZero() }

// Overdue tells whether the task is open though its time is over.
func (t *Task) Overdue(now time.Time) bool {
	return t.Open() && !t.DueAt.IsZero() && t.DueAt.Before(now)
}

// MarshalJSON encodes the task with the reference's names.
func (t Task) MarshalJSON() ([]byte, error) { return tasks.JSON(&t) }

// Target is what other kinds refer to and extend.
var Target = tasks.Target()

// Definition is the kind, for record.Open.
var Definition = tasks.Definition()

// Field names a field of a task, as in JSON: for Patch.Clear and Settings.Mandatory.
type Field string

// The fields of a task that an input can give and a change can clear.
const (
	FieldActivityID  Field = "activityId"
	FieldTitle       Field = "title"
	FieldDescription Field = "description"
	FieldAssigneeID  Field = "assigneeId"
	FieldType        Field = "type"
	FieldStatus      Field = "status"
	FieldPriority    Field = "priority"
	FieldDueAt       Field = "dueAt"
	FieldMetadata    Field = "metadata"
)

// fieldActive cannot be cleared: it is true or false.
const fieldActive = "isActive"

var (
	taskType     = entry.Choice[Task]{Number: 9, Name: string(FieldType), Attribute: picklist.TaskType, Ref: func(t *Task) *picklist.Ref { return &t.Type }}
	taskStatus   = entry.Choice[Task]{Number: 10, Name: string(FieldStatus), Attribute: picklist.TaskStatus, Ref: func(t *Task) *picklist.Ref { return &t.Status }}
	taskPriority = entry.Choice[Task]{Number: 11, Name: string(FieldPriority), Attribute: picklist.TaskPriority, Ref: func(t *Task) *picklist.Ref { return &t.Priority }}
)

// tasks is the kind. Field numbers are for ever.
var tasks = entry.Define(entry.Spec[Task]{
	Name: "task", Code: 'K', Source: customfield.Task, Maker: "creator",
	System: func(t *Task) *record.System[Task] { return &t.System },
	Parts: func(t *Task) entry.Parts {
		return entry.Parts{
			AccountID: &t.AccountID, Account: &t.Account, Attachments: &t.Attachments, Metadata: &t.Metadata, Custom: &t.CustomFieldValues,
			Maker: &t.Creator, MakerEmail: &t.CreatorEmail, MakerAvatarURL: &t.CreatorAvatarURL,
		}
	},
	Fields:  fields,
	Choices: []entry.Choice[Task]{taskType, taskStatus, taskPriority},
	Indexes: indexes,
	Refs: []record.Ref[Task]{
		record.RefTo(string(FieldActivityID), activity.Target, record.Clear, func(t *Task) *activity.ID { return &t.ActivityID }).Indexed(indexActivity),
	},
	At: func(t *Task) time.Time { return t.CreatedAt },
	Clearers: map[string]func(t *Task){
		string(FieldActivityID):  func(t *Task) { t.ActivityID = activity.ID{} },
		string(FieldTitle):       func(t *Task) { t.Title = "" },
		string(FieldDescription): func(t *Task) { t.Description = "" },
		string(FieldAssigneeID):  func(t *Task) { t.AssigneeID = "" },
		string(FieldType):        func(t *Task) { t.Type = picklist.Ref{} },
		string(FieldStatus):      func(t *Task) { t.Status = picklist.Ref{} },
		string(FieldPriority):    func(t *Task) { t.Priority = picklist.Ref{} },
		string(FieldDueAt):       func(t *Task) { t.DueAt = time.Time{} },
		string(FieldMetadata):    func(t *Task) { t.Metadata = nil },
	},
	Required: []string{string(FieldTitle), string(FieldAssigneeID)},
	Whole:    closing,
	Moved:    moved,
})

// Rule makes a rule of the host program for tasks, given to clientele.Open in Options.Rules: a pure function of the task
// before and after a write (before is nil on create) that gives what is wrong. It runs on every path and its faults come
// with all the others.
func Rule(check func(before, after *Task) []fault.Fault) record.Rule { return tasks.Rule(check) }
