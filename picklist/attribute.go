package picklist

import (
	"slices"

	"github.com/clientele-go/clientele/fault"
)

// Attribute names a list of values: the status of an account, the type of a note.
type Attribute string

// The attributes. There are no others.
const (
	AccountStatus         Attribute = "account_status"
	AccountClassification Attribute = "account_classification"
	AccountHealth         Attribute = "account_health"
	AccountIndustry       Attribute = "account_industry"
	ContactType           Attribute = "contact_type"
	ActivityType          Attribute = "activity_type"
	ActivityStatus        Attribute = "activity_status"
	NoteType              Attribute = "note_type"
	TaskType              Attribute = "task_type"
	TaskStatus            Attribute = "task_status"
	TaskPriority          Attribute = "task_priority"
)

// Attributes lists the attributes, those of accounts first.
func Attributes() []Attribute {
	return []Attribute{
		AccountStatus, AccountClassification, AccountHealth, AccountIndustry, ContactType,
		ActivityType, ActivityStatus, NoteType, TaskType, TaskStatus, TaskPriority,
	}
}

// check gives the fault of a word that is no attribute: required when it is empty, else not_allowed.
func (a Attribute) check() error {
	switch {
	case a == "":
		return fault.New("", fault.Required, "an attribute is required")
	case !slices.Contains(Attributes(), a):
		var faults fault.List
		faults.AddWith("", fault.NotAllowed, "is no attribute", fault.Params{"value": string(a), "allowed": Attributes()})
		return faults.Err()
	}
	return nil
}
