package activity

import (
	"encoding/json"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// ID identifies an activity.
type ID = record.ID[Activity]

// ParseID reads the text form of an id. The error is a fault of code not_an_id.
func ParseID(s string) (ID, error) { return record.ParseID[Activity](s) }

// Activity is something that is done with a customer. Verbs fill it in whole; what they return is the caller's, and
// changing it changes nothing that is stored.
type Activity struct {
	record.System[Activity] // CreatedBy is the creator

	AccountID    account.ID
	Account      string // the name of the account
	Type         picklist.Ref
	Status       picklist.Ref
	At           time.Time // when it takes place, UTC
	Duration     int64     // minutes
	Title        string
	Description  string // of several lines
	Location     string
	Participants []string // ids of contacts and users

	Attachments       []value.Attachment
	CustomFieldValues customfield.Values
	Metadata          json.RawMessage // a JSON object

	Creator          string // the name of who created it, from the directory; empty where it is not known
	CreatorEmail     string
	CreatorAvatarURL string
}

// MarshalJSON encodes the activity with the reference's names.
func (a Activity) MarshalJSON() ([]byte, error) { return activities.JSON(&a) }

// Target is what other kinds refer to and extend.
var Target = activities.Target()

// Definition is the kind, for record.Open.
var Definition = activities.Definition()

// Field names a field of an activity, as in JSON: for Patch.Clear and Settings.Mandatory.
type Field string

// The fields of an activity that an input can give and a change can clear.
const (
	FieldAt           Field = "activityTimestamp"
	FieldType         Field = "type"
	FieldStatus       Field = "status"
	FieldDuration     Field = "duration"
	FieldTitle        Field = "title"
	FieldDescription  Field = "description"
	FieldLocation     Field = "location"
	FieldParticipants Field = "participants"
	FieldMetadata     Field = "metadata"
)

var (
	activityType   = entry.Choice[Activity]{Number: 9, Name: string(FieldType), Attribute: picklist.ActivityType, Ref: func(a *Activity) *picklist.Ref { return &a.Type }}
	activityStatus = entry.Choice[Activity]{Number: 10, Name: string(FieldStatus), Attribute: picklist.ActivityStatus, Ref: func(a *Activity) *picklist.Ref { return &a.Status }}
)

// activities is the kind. Field numbers are for ever.
var activities = entry.Define(entry.Spec[Activity]{
	Name: "activity", Code: 'V', Source: customfield.Activity, Maker: "creator",
	System: func(a *Activity) *record.System[Activity] { return &a.System },
	Parts: func(a *Activity) entry.Parts {
		return entry.Parts{
			AccountID: &a.AccountID, Account: &a.Account, Attachments: &a.Attachments, Metadata: &a.Metadata, Custom: &a.CustomFieldValues,
			Maker: &a.Creator, MakerEmail: &a.CreatorEmail, MakerAvatarURL: &a.CreatorAvatarURL,
		}
	},
	Fields: []record.Field[Activity]{
		record.Time(12, string(FieldAt), func(a *Activity) *time.Time { return &a.At }, record.Hot),
		record.Int(14, string(FieldDuration), func(a *Activity) *int64 { return &a.Duration }),
		record.Text(15, string(FieldTitle), func(a *Activity) *string { return &a.Title }),
		record.Text(16, string(FieldDescription), func(a *Activity) *string { return &a.Description }),
		record.Text(17, string(FieldLocation), func(a *Activity) *string { return &a.Location }),
		record.Texts(18, string(FieldParticipants), func(a *Activity) *[]string { return &a.Participants }),
	},
	Choices: []entry.Choice[Activity]{activityType, activityStatus},
	At:      func(a *Activity) time.Time { return a.At },
	Clearers: map[string]func(a *Activity){
		string(FieldAt):           func(a *Activity) { a.At = time.Time{} },
		string(FieldType):         func(a *Activity) { a.Type = picklist.Ref{} },
		string(FieldStatus):       func(a *Activity) { a.Status = picklist.Ref{} },
		string(FieldDuration):     func(a *Activity) { a.Duration = 0 },
		string(FieldTitle):        func(a *Activity) { a.Title = "" },
		string(FieldDescription):  func(a *Activity) { a.Description = "" },
		string(FieldLocation):     func(a *Activity) { a.Location = "" },
		string(FieldParticipants): func(a *Activity) { a.Participants = nil },
		string(FieldMetadata):     func(a *Activity) { a.Metadata = nil },
	},
	Required: []string{string(FieldAt)},
})

// Rule makes a rule of the host program for activities, given to clientele.Open in Options.Rules: a pure function of
// the activity before and after a write (before is nil on create) that gives what is wrong. It runs on every path and its
// faults come with all the others.
func Rule(check func(before, after *Activity) []fault.Fault) record.Rule {
	return activities.Rule(check)
}
