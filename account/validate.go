package account

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/value"
)

// The limits of an account's fields, in characters, and of its lists.
const (
	maxText        = 255
	maxDescription = 32_768
	maxSystem      = 64
	maxDomains     = 100
	maxExternalIDs = 100
	maxTeams       = 100
)

var noRef picklist.Ref

// writer puts the values of an input into an account, normalised, and collects what is wrong with them. Every
// path that writes an account goes through it.
type writer struct {
	a       *Account
	rules   Rules
	touched map[Field]bool // by a patch
	faults  fault.List
}

// take notes the faults of a value, and tells whether it can be used.
func (w *writer) take(path string, err error) bool {
	if err == nil {
		return true
	}
	if failed := w.faults.Take(path, err); failed != nil {
		w.faults.Add(path, fault.NotAllowed, failed.Error())
	}
	return false
}

func (w *writer) text(f Field, to *string, in string) {
	if text, err := value.Text(in, maxText); w.take(string(f), err) {
		*to = text
	}
}

func (w *writer) longText(f Field, to *string, in string) {
	if text, err := value.LongText(in, maxDescription); w.take(string(f), err) {
		*to = text
	}
}

func (w *writer) name(in string) { w.text(FieldName, &w.a.Name, in) }

func (w *writer) url(f Field, to *string, in string) {
	if in == "" {
		*to = ""
		return
	}
	if url, err := value.URL(in); w.take(string(f), err) {
		*to = url
	}
}

func (w *writer) primaryDomain(in string) {
	if in == "" {
		w.a.PrimaryDomain = ""
		return
	}
	if domain, err := value.Domain(in); w.take(string(FieldPrimaryDomain), err) {
		w.a.PrimaryDomain = domain
	}
}

// secondaryDomains sets the list; first, if given, has to be its first, or is all of it.
func (w *writer) secondaryDomains(first string, list []string) {
	path := func(i int) string { return fault.At(string(FieldSecondaryDomains), i) }
	single, err := "", error(nil)
	if first != "" {
		single, err = value.Domain(first)
		w.take(string(FieldSecondaryDomain), err)
		if list == nil {
			list, path = []string{first}, func(int) string { return "" }
		}
	}
	if len(list) > maxDomains {
		w.faults.AddWith(string(FieldSecondaryDomains), fault.TooLarge, "too many domains", fault.Params{"limit": maxDomains})
		return
	}
	var domains []string
	for i, in := range list {
		domain, err := value.Domain(in)
		if path(i) != "" && !w.take(path(i), err) || err != nil {
			continue
		}
		if !slices.Contains(domains, domain) {
			domains = append(domains, domain)
		}
	}
	if single != "" && len(domains) > 0 && domains[0] != single {
		w.faults.Add(string(FieldSecondaryDomain), fault.Contradiction, "is not the first of secondaryDomains")
	}
	w.a.SecondaryDomains = domains
}

// dropPrimary takes the primary domain out of the secondary ones.
func (w *writer) dropPrimary() {
	w.a.SecondaryDomains = slices.DeleteFunc(slices.Clone(w.a.SecondaryDomains), func(d string) bool { return d == w.a.PrimaryDomain })
	if len(w.a.SecondaryDomains) == 0 {
		w.a.SecondaryDomains = nil
	}
}

func (w *writer) owner(in string) {
	id, err := value.Text(in, maxText)
	if !w.take(string(FieldOwnerID), err) {
		return
	}
	if id != "" && w.rules.KnownUser != nil && !w.rules.KnownUser(id) {
		w.faults.AddWith(string(FieldOwnerID), fault.UnknownReference, "is no active user", fault.Params{"value": id})
		return
	}
	if id != w.a.OwnerID {
		w.a.Owner, w.a.OwnerEmail, w.a.OwnerAvatarURL = "", "", ""
	}
	w.a.OwnerID = id
}

func (w *writer) picklist(p chosen, in string) {
	v, err := w.rules.Picklists.Of(p.attribute).Resolve(in)
	if fault.Has(err, fault.Archived) && p.ref.ID == v.ID {
		err = nil // it is what the account has already
	}
	if w.take(string(p.field), err) {
		*p.ref = picklist.Ref{ID: v.ID}
	}
}

func (w *writer) annualRevenue(in value.Money) {
	money, err := in.Normalised()
	if !w.take(string(FieldAnnualRevenue), err) {
		return
	}
	if money.Amount.IsNegative() {
		w.faults.AddWith(string(FieldAnnualRevenue), fault.TooSmall, "is not negative", fault.Params{"limit": 0})
		return
	}
	if money.Currency == "" {
		money.Currency = w.rules.Currency
	}
	w.a.AnnualRevenue = &money
}

func (w *writer) employees(in int64) {
	if in < 0 {
		w.faults.AddWith(string(FieldEmployees), fault.TooSmall, "is not negative", fault.Params{"limit": 0})
		return
	}
	w.a.Employees = &in
}

func (w *writer) address(f Field, to *value.Address, in value.Address) {
	if address, err := in.Normalised(); w.take(string(f), err) {
		*to = address
	}
}

func (w *writer) externalIDs(in map[string]string) {
	if len(in) > maxExternalIDs {
		w.faults.AddWith(string(FieldExternalIDs), fault.TooLarge, "too many external ids", fault.Params{"limit": maxExternalIDs})
		return
	}
	ids := make(map[string]string, len(in))
	for _, key := range slices.Sorted(maps.Keys(in)) {
		path := fault.Path(string(FieldExternalIDs), key)
		system, err := value.Text(key, maxSystem)
		ok := w.take(path, err)
		id, err := value.Text(in[key], maxText)
		if !w.take(path, err) || !ok {
			continue
		}
		if _, repeated := ids[system]; repeated {
			w.faults.Add(path, fault.Repeated, "the system stands twice")
		} else if system == "" || id == "" {
			w.faults.Add(path, fault.Required, "a system and an id are required")
		} else {
			ids[system] = id
		}
	}
	if len(ids) == 0 {
		ids = nil
	}
	w.a.ExternalIDs = ids
}

func (w *writer) teams(in []Team) {
	if len(in) > maxTeams {
		w.faults.AddWith(string(FieldTeams), fault.TooLarge, "too many teams", fault.Params{"limit": maxTeams})
		return
	}
	var teams []Team
	for i, t := range in {
		path := fault.At(string(FieldTeams), i)
		id, err := value.Text(t.TeamID, maxText)
		ok := w.take(fault.Path(path, "teamId"), err)
		role, err := value.Text(t.Role, maxText)
		ok = w.take(fault.Path(path, "role"), err) && ok
		switch {
		case !ok:
		case id == "":
			w.faults.Add(fault.Path(path, "teamId"), fault.Required, "a team is required")
		case slices.ContainsFunc(teams, func(have Team) bool { return have.TeamID == id }):
			w.faults.Add(fault.Path(path, "teamId"), fault.Repeated, "the team stands twice")
		default:
			teams = append(teams, Team{TeamID: id, Role: role})
		}
	}
	w.a.Teams = teams
}

func (w *writer) metadata(in json.RawMessage) {
	if metadata, err := value.Metadata(in); w.take(string(FieldMetadata), err) {
		w.a.Metadata = metadata
	}
}

// customFields refuses every value, for no field is defined.
func (w *writer) customFields(in []customfield.Input) {
	for i, input := range in {
		path := fault.Path(fault.At("customFieldValues", i), "fieldId")
		if input.FieldID == "" {
			w.faults.Add(path, fault.Required, "a field is required")
		} else {
			w.faults.AddWith(path, fault.UnknownReference, "is no custom field of accounts", fault.Params{"value": input.FieldID})
		}
	}
}

func (w *writer) addExistingUsers(in bool) {
	if in {
		w.faults.Add("addExistingUsersToAccountContacts", fault.NotAvailable, "needs contacts, which this program does not have")
	}
}

// whole judges the account as a whole, in what concerns the fields that were touched.
func (w *writer) whole(touched func(Field) bool) {
	w.dropPrimary()
	require := func(f Field, empty bool) {
		if empty && touched(f) && !w.faulty(f) {
			w.faults.Add(string(f), fault.Required, "is required")
		}
	}
	require(FieldName, w.a.Name == "")
	require(FieldPrimaryDomain, w.a.PrimaryDomain == "")
	for _, f := range w.rules.Mandatory {
		require(f, w.emptyField(f))
	}
}

// faulty tells whether something was found wrong with a field already.
func (w *writer) faulty(f Field) bool {
	return slices.ContainsFunc(w.faults, func(have fault.Fault) bool { return have.Path == string(f) })
}

// emptyField tells whether clearing a field would change nothing.
func (w *writer) emptyField(f Field) bool {
	empty, ok := clearers[f]
	if !ok {
		return false
	}
	without := *w.a
	empty(&without)
	return fields.Equal(w.a, &without)
}
