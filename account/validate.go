package account

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

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

func (w *writer) name(in string) {
	w.text(FieldName, &w.a.Name, in)
	w.require(FieldName, w.a.Name == "")
}

func (w *writer) url(f Field, to *string, in string) {
	if strings.TrimSpace(in) == "" {
		*to = ""
		return
	}
	if url, err := value.URL(in); w.take(string(f), err) {
		*to = url
	}
}

func (w *writer) primaryDomain(in string) {
	if strings.TrimSpace(in) == "" {
		w.a.PrimaryDomain = ""
	} else if domain, err := value.Domain(in); w.take(string(FieldPrimaryDomain), err) {
		w.a.PrimaryDomain = domain
	}
	w.require(FieldPrimaryDomain, w.a.PrimaryDomain == "")
}

// secondaryDomains sets the list.
func (w *writer) secondaryDomains(list []string) {
	if len(list) > maxDomains {
		w.faults.AddWith(string(FieldSecondaryDomains), fault.TooLarge, "too many domains", fault.Params{"limit": maxDomains})
		return
	}
	var domains []string
	for i, in := range list {
		path := fault.At(string(FieldSecondaryDomains), i)
		if w.faulty(path) {
			continue
		}
		domain, err := value.Domain(in)
		if w.take(path, err) && !slices.Contains(domains, domain) {
			domains = append(domains, domain)
		}
	}
	w.a.SecondaryDomains = domains
}

// secondaryDomain replaces the first of the list, and takes it away if in is blank. Beside a list that was given
// as well it has to be its first.
func (w *writer) secondaryDomain(in string, beside bool) {
	first := ""
	if strings.TrimSpace(in) != "" {
		domain, err := value.Domain(in)
		if !w.take(string(FieldSecondaryDomain), err) {
			return
		}
		first = domain
	}
	if beside {
		if first != w.a.SecondaryDomain() && !w.faulty(string(FieldSecondaryDomains)) {
			w.faults.Add(string(FieldSecondaryDomain), fault.Contradiction, "is not the first of secondaryDomains")
		}
		return
	}
	var domains []string
	if first != "" {
		domains = append(domains, first)
	}
	for _, domain := range w.a.SecondaryDomains[min(1, len(w.a.SecondaryDomains)):] {
		if domain != first {
			domains = append(domains, domain)
		}
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

// owner sets the owner. One that the account has already is not asked for again.
func (w *writer) owner(in string) {
	id, err := value.Text(in, maxText)
	if !w.take(string(FieldOwnerID), err) {
		return
	}
	if id != "" && id != w.a.OwnerID && w.rules.KnownUser != nil && !w.rules.KnownUser(id) {
		w.faults.AddWith(string(FieldOwnerID), fault.UnknownReference, "is no active user", fault.Params{"value": id})
		return
	}
	if id != w.a.OwnerID {
		w.a.Owner, w.a.OwnerEmail, w.a.OwnerAvatarURL = "", "", ""
	}
	w.a.OwnerID = id
}

func (w *writer) picklist(p chosen, in string) {
	w.take(string(p.field), w.rules.Picklists.Of(p.attribute).Assign(p.ref, in))
}

func (w *writer) annualRevenue(in value.Money) {
	money, err := in.Normalised()
	if !w.take(string(FieldAnnualRevenue), err) {
		return
	}
	if money.Amount.IsNegative() {
		w.faults.AddWith(string(FieldAnnualRevenue), fault.TooSmall, "must not be negative", fault.Params{"limit": 0})
		return
	}
	if money.Currency == "" {
		money.Currency = w.rules.Currency
	}
	w.a.AnnualRevenue = &money
}

func (w *writer) employees(in int64) {
	if in < 0 {
		w.faults.AddWith(string(FieldEmployees), fault.TooSmall, "must not be negative", fault.Params{"limit": 0})
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
	if len(in) == 0 {
		w.a.ExternalIDs = nil
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
		case !ok || w.faulty(path):
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

func (w *writer) addExistingUsers(in bool) {
	if in {
		w.faults.Add("addExistingUsersToAccountContacts", fault.NotAvailable, "needs contacts, which this program does not have")
	}
}

// whole judges the account as a whole, in what concerns the fields that were touched.
func (w *writer) whole(touched func(Field) bool) {
	w.dropPrimary()
	w.require(FieldName, touched(FieldName) && w.a.Name == "")
	w.require(FieldPrimaryDomain, touched(FieldPrimaryDomain) && w.a.PrimaryDomain == "")
	for _, f := range w.rules.Mandatory {
		w.require(f, touched(f) && w.emptyField(f))
	}
}

// require notes that a field is missing, unless something was found wrong with what was given for it.
func (w *writer) require(f Field, missing bool) {
	if missing && !w.faulty(string(f)) {
		w.faults.Add(string(f), fault.Required, "is required")
	}
}

// faulty tells whether something was found wrong with a value, or inside it, already.
func (w *writer) faulty(path string) bool {
	return slices.ContainsFunc(w.faults, func(have fault.Fault) bool {
		inside, ok := strings.CutPrefix(have.Path, path)
		return ok && (inside == "" || inside[0] == '.' || inside[0] == '[')
	})
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
