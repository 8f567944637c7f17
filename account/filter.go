package account

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/value"
)

// Filter says which accounts are wanted: those for which all that is given holds. A list is "any of". The zero
// Filter is every account. In the lists of owners, sources and territories the empty text stands for accounts
// that have none.
type Filter struct {
	Status         []string `json:"status"` // ids or values of the picklist, as are the next three; archived ones too
	Classification []string `json:"classification"`
	Health         []string `json:"health"`
	Industry       []string `json:"industry"`
	OwnerID        []string `json:"accountOwnerId"`
	Source         []string `json:"source"`
	Territory      []string `json:"territory"`
	Domain         []string `json:"domain"`   // primary or secondary
	TeamID         []string `json:"teamId"`   // associated with the account
	ParentID       string   `json:"parentId"` // the children of this account
	// Text is looked for in names and domains, at any place, whatever its case.
	Text string `json:"text"`
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

// key gives the bytes that stand for the filter in a cursor.
func (f Filter) key() ([]byte, error) { return json.Marshal(f) }

// resolved is a filter with its picklists and domains understood.
type resolved struct {
	Filter
	picklists [4][]picklist.ID // of Account.picklists
	domains   []string
	text      string // folded
	custom    []customfield.Wanted
}

// resolve understands the inputs of a filter, or says what is wrong with them.
func (f Filter) resolve(sets *picklist.Sets, fields *customfield.Schema, rules customfield.Rules) (resolved, error) {
	r := resolved{Filter: f, text: value.Fold(strings.TrimSpace(f.Text))}
	faults := append(fault.List{}, f.faults...)
	input.Span(&r.CreatedFrom, &r.CreatedTo, "createdFrom", "createdTo", &faults)
	input.Span(&r.UpdatedFrom, &r.UpdatedTo, "updatedFrom", "updatedTo", &faults)
	r.OwnerID = normalised(&faults, "accountOwnerId", f.OwnerID)
	r.Source = normalised(&faults, "source", f.Source)
	r.Territory = normalised(&faults, "territory", f.Territory)
	r.TeamID = normalised(&faults, "teamId", f.TeamID)
	for i, inputs := range [...][]string{f.Status, f.Classification, f.Health, f.Industry} {
		p := (&Account{}).picklists()[i]
		ids, err := sets.Of(p.attribute).Match(inputs)
		if err := faults.Take(string(p.field), err); err != nil {
			return r, err
		}
		r.picklists[i] = ids
	}
	for i, in := range f.Domain {
		domain, err := value.Domain(in)
		if err := faults.Take(fault.At("domain", i), err); err != nil {
			return r, err
		}
		r.domains = append(r.domains, domain)
	}
	if f.ParentID != "" {
		_, err := ParseID(f.ParentID)
		if err := faults.Take("parentId", err); err != nil {
			return r, err
		}
	}
	var err error
	r.custom, err = fields.Conditions(f.CustomFields, rules)
	faults.Nest("customFields", fault.All(err))
	return r, faults.Err()
}

// normalised gives texts as accounts hold them.
func normalised(faults *fault.List, path string, list []string) []string {
	out := make([]string, len(list))
	for i, in := range list {
		text, err := value.Text(in, maxText)
		faults.Nest(fault.At(path, i), fault.All(err))
		out[i] = text
	}
	return out
}

// rest holds what no stored bytes and no index answer; nil if nothing is left.
func (r *resolved) rest() func(a *Account) bool {
	teams := r.inTeams()
	if len(r.custom) == 0 {
		return teams
	}
	return func(a *Account) bool {
		for i := range r.custom {
			if !r.custom[i].Match(a.CustomFieldValues) {
				return false
			}
		}
		return teams == nil || teams(a)
	}
}

func (r *resolved) inTeams() func(a *Account) bool {
	if len(r.TeamID) == 0 {
		return nil
	}
	wanted := map[string]bool{}
	for _, id := range r.TeamID {
		wanted[id] = true
	}
	return func(a *Account) bool {
		for _, t := range a.Teams {
			if wanted[t.TeamID] {
				return true
			}
		}
		return false
	}
}
