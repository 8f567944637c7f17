package activity

import (
	"slices"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
)

// Filter says which activities are wanted: those for which all that is given holds. A list is "any of". The zero Filter
// is every activity.
type Filter struct {
	ID            ID           `json:"activityId"` // of one activity; zero, empty in JSON: any
	AccountID     []account.ID `json:"accountId"`
	Subtree       bool         `json:"subtree"` // of accounts below AccountID, too, at any depth
	Type          []string     `json:"type"`    // ids or values of the picklist, as are the next; archived ones too
	Status        []string     `json:"status"`
	CreatorID     []string     `json:"creatorId"`
	ParticipantID []string     `json:"participantId"` // contacts and users

	From time.Time `json:"from"` // takes place from this time on
	To   time.Time `json:"to"`   // and before this one

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

// The orders of a list of activities; with a "-" before it, descending. The default is the latest first.
const (
	OrderAt      = string(FieldAt)
	OrderCreated = entry.OrderCreated
	OrderUpdated = entry.OrderUpdated // looks at every activity for each page: no index has this order
)

func (f Filter) common() entry.Filter[Activity] {
	c := entry.Filter[Activity]{
		ID: f.ID, Accounts: f.AccountID, Subtree: f.Subtree, Choices: [][]string{f.Type, f.Status}, Makers: f.CreatorID, CustomFields: f.CustomFields,
		CreatedFrom: f.CreatedFrom, CreatedTo: f.CreatedTo, UpdatedFrom: f.UpdatedFrom, UpdatedTo: f.UpdatedTo, Faults: slices.Clone(f.faults),
		Given: f, Walk: entry.Timed(record.During(f.From, f.To)), Own: OrderAt, Default: "-" + OrderAt,
	}
	c.Walked = entry.Span(string(FieldAt), "from", "to", f.From, f.To, &c.Faults)
	c.Match = matching("participantId", f.ParticipantID, &c.Faults)
	return c
}
