package task

import (
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Filter says which tasks are wanted: those for which all that is given holds. A list is "any of". The zero Filter is
// every task.
type Filter struct {
	ID         ID            `json:"taskId"` // of one task; zero, empty in JSON: any
	AccountID  []account.ID  `json:"accountId"`
	Subtree    bool          `json:"subtree"`    // of accounts below AccountID, too, at any depth
	ActivityID []activity.ID `json:"activityId"` // the zero ID, empty in JSON: those that came of none
	AssigneeID []string      `json:"assigneeId"`
	Type       []string      `json:"type"` // ids or values of the picklist, as are the next two; archived ones too
	Status     []string      `json:"status"`
	Priority   []string      `json:"priority"`
	CreatorID  []string      `json:"creatorId"`
	IsActive   *bool         `json:"isActive"`

	Open    *bool     `json:"open"`    // true: not closed; false: closed
	Overdue bool      `json:"overdue"` // open, though its time is over
	DueFrom time.Time `json:"dueFrom"` // due from this time on
	DueTo   time.Time `json:"dueTo"`   // and before this one

	// CustomFields are conditions on indexed custom fields.
	CustomFields []customfield.Condition `json:"customFields"`

	CreatedFrom time.Time `json:"createdFrom"`
	CreatedTo   time.Time `json:"createdTo"`
	UpdatedFrom time.Time `json:"updatedFrom"`
	UpdatedTo   time.Time `json:"updatedTo"`

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a filter; numbers, booleans and lists may be texts, as in the query of a URL. The error is about
// malformed JSON alone; the rest is reported by the verb.
func (f *Filter) UnmarshalJSON(data []byte) error {
	type plain Filter
	faults, err := lenient.DecodeQuery(data, (*plain)(f))
	f.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the filter was decoded from.
func (f *Filter) LenientFaults() fault.List { return f.faults }
