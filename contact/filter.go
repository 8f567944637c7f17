package contact

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/value"
)

// Filter says which contacts are wanted: those for which all that is given holds. A list is "any of". The zero
// Filter is every contact.
type Filter struct {
	AccountIDs  []account.ID `json:"accountIds"`  // linked to one of these; unknown ones have no contacts
	Type        []string     `json:"contactType"` // ids or values of the picklist; archived ones too
	Source      []string     `json:"source"`      // the empty text stands for contacts that have none
	IsMarketing *bool        `json:"isMarketingContact"`
	// Text is looked for in names and e-mail addresses, at any place, whatever its case.
	Text string `json:"text"`
	// CustomFields are conditions on indexed custom fields.
	CustomFields []customfield.Condition `json:"customFields"`

	CreatedFrom time.Time `json:"createdFrom"` // from this time on
	CreatedTo   time.Time `json:"createdTo"`   // and before this one
	UpdatedFrom time.Time `json:"updatedFrom"`
	UpdatedTo   time.Time `json:"updatedTo"`

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a filter; nothing is left of what it was before. The error is about malformed JSON alone; the
// rest is reported by the verb.
func (f *Filter) UnmarshalJSON(data []byte) error {
	type plain Filter
	var in plain
	faults, err := lenient.DecodeQuery(data, &in)
	*f = Filter(in)
	f.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the filter was decoded from.
func (f *Filter) LenientFaults() fault.List { return f.faults }

// key gives the bytes that stand for the filter in a cursor.
func (f Filter) key() ([]byte, error) { return json.Marshal(f) }

// resolved is a filter that is understood.
type resolved struct {
	Filter
	types  []picklist.ID
	text   string // folded
	custom []customfield.Wanted
}

// resolve understands the inputs of a filter, or says what is wrong with them.
func (f Filter) resolve(rules Rules) (*resolved, error) {
	r := &resolved{Filter: f, text: value.Fold(strings.TrimSpace(f.Text))}
	faults := append(fault.List{}, f.faults...)
	input.Span(&r.CreatedFrom, &r.CreatedTo, "createdFrom", "createdTo", &faults)
	input.Span(&r.UpdatedFrom, &r.UpdatedTo, "updatedFrom", "updatedTo", &faults)
	types, err := rules.Picklists.Of(picklist.ContactType).Match(f.Type)
	if err := faults.Take(string(FieldType), err); err != nil {
		return nil, err
	}
	r.types = types
	r.Source = make([]string, len(f.Source))
	for i, in := range f.Source {
		text, err := value.Text(in, maxText)
		faults.Nest(fault.At(string(FieldSource), i), fault.All(err))
		r.Source[i] = text
	}
	if rules.CustomFields != nil {
		r.custom, err = rules.CustomFields.Conditions(f.CustomFields, rules.customRules())
		faults.Nest("customFields", fault.All(err))
	}
	return r, faults.Err()
}

// match holds what no stored bytes and no index answer; nil if nothing is left.
func (r *resolved) match() func(c *Contact) bool {
	if len(r.custom) == 0 && r.IsMarketing == nil {
		return nil
	}
	return func(c *Contact) bool {
		for i := range r.custom {
			if !r.custom[i].Match(c.CustomFieldValues) {
				return false
			}
		}
		return r.IsMarketing == nil || c.IsMarketing == *r.IsMarketing
	}
}
