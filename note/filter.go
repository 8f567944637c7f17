package note

import (
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
)

// Filter says which notes are wanted: those for which all that is given holds. A list is "any of". The zero Filter is
// every note that the actor sees.
type Filter struct {
	ID         ID           `json:"noteId"` // of one note; zero, empty in JSON: any
	AccountID  []account.ID `json:"accountId"`
	Subtree    bool         `json:"subtree"` // of accounts below AccountID, too, at any depth
	Type       []string     `json:"type"`    // ids or values of the picklist; archived ones too
	Visibility []Visibility `json:"visibility"`
	AuthorID   []string     `json:"authorId"`
	// CustomFields are conditions on indexed custom fields.
	CustomFields []customfield.Condition `json:"customFields"`

	CreatedFrom time.Time `json:"createdFrom"` // from this time on
	CreatedTo   time.Time `json:"createdTo"`   // and before this one
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

// The orders of a list of notes; with a "-" before it, descending. The default is the newest first.
const (
	OrderCreated = entry.OrderCreated
	OrderUpdated = entry.OrderUpdated // looks at every note for each page: no index has this order
)

func (f Filter) common() entry.Filter[Note] {
	c := entry.Filter[Note]{
		ID: f.ID, Accounts: f.AccountID, Subtree: f.Subtree, Choices: [][]string{f.Type}, Makers: f.AuthorID, CustomFields: f.CustomFields,
		UpdatedFrom: f.UpdatedFrom, UpdatedTo: f.UpdatedTo, Faults: append(fault.List{}, f.faults...),
		Walk: entry.Timed(record.During(f.CreatedFrom, f.CreatedTo)), Own: OrderCreated, Default: "-" + OrderCreated,
		CreatedFrom: f.CreatedFrom, CreatedTo: f.CreatedTo, Given: f,
	}
	if len(f.Visibility) > 0 {
		w := record.Where{Field: string(FieldVisibility)}
		for i, in := range f.Visibility {
			v, err := ParseVisibility(string(in))
			c.Faults.Nest(fault.At(string(FieldVisibility), i), fault.All(err))
			w.In = append(w.In, []byte(v))
		}
		c.Where = append(c.Where, w)
	}
	return c
}
