package account

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
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
	input.Writer[Field]
	a     *Account
	rules Rules
}

func (w *writer) name(in string) {
	w.Text(FieldName, &w.a.Name, in, maxText)
	w.Require(FieldName, w.a.Name == "")
}

func (w *writer) primaryDomain(in string) {
	if strings.TrimSpace(in) == "" {
		w.a.PrimaryDomain = ""
	} else if domain, err := value.Domain(in); w.Take(string(FieldPrimaryDomain), err) {
		w.a.PrimaryDomain = domain
	}
	w.Require(FieldPrimaryDomain, w.a.PrimaryDomain == "")
}

// secondaryDomains sets the list.
func (w *writer) secondaryDomains(list []string) {
	if len(list) > maxDomains {
		w.Faults.AddWith(string(FieldSecondaryDomains), fault.TooLarge, "too many domains", fault.Params{"limit": maxDomains})
		return
	}
	var domains []string
	for i, in := range list {
		path := fault.At(string(FieldSecondaryDomains), i)
		if w.Faulty(path) {
			continue
		}
		domain, err := value.Domain(in)
		if w.Take(path, err) && !slices.Contains(domains, domain) {
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
		if !w.Take(string(FieldSecondaryDomain), err) {
			return
		}
		first = domain
	}
	if beside {
		if first != w.a.SecondaryDomain() && !w.Faulty(string(FieldSecondaryDomains)) {
			w.Faults.Add(string(FieldSecondaryDomain), fault.Contradiction, "is not the first of secondaryDomains")
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
	if !w.Take(string(FieldOwnerID), err) {
		return
	}
	if id != "" && id != w.a.OwnerID && w.rules.KnownUser != nil && !w.rules.KnownUser(id) {
		w.Faults.AddWith(string(FieldOwnerID), fault.UnknownReference, "is no active user", fault.Params{"value": id})
		return
	}
	if id != w.a.OwnerID {
		w.a.Owner, w.a.OwnerEmail, w.a.OwnerAvatarURL = "", "", ""
	}
	w.a.OwnerID = id
}

func (w *writer) picklist(p chosen, in string) {
	w.Take(string(p.field), w.rules.Picklists.Of(p.attribute).Assign(p.ref, in))
}

func (w *writer) annualRevenue(in value.Money) {
	money, err := in.Normalised()
	if !w.Take(string(FieldAnnualRevenue), err) {
		return
	}
	if money.Amount.IsNegative() {
		w.Faults.AddWith(string(FieldAnnualRevenue), fault.TooSmall, "must not be negative", fault.Params{"limit": 0})
		return
	}
	if money.Currency == "" {
		money.Currency = w.rules.Currency
	}
	w.a.AnnualRevenue = &money
}

func (w *writer) employees(in int64) {
	if in < 0 {
		w.Faults.AddWith(string(FieldEmployees), fault.TooSmall, "must not be negative", fault.Params{"limit": 0})
		return
	}
	w.a.Employees = &in
}

func (w *writer) address(f Field, to *value.Address, in value.Address) {
	if address, err := in.Normalised(); w.Take(string(f), err) {
		*to = address
	}
}

func (w *writer) externalIDs(in map[string]string) {
	if len(in) > maxExternalIDs {
		w.Faults.AddWith(string(FieldExternalIDs), fault.TooLarge, "too many external ids", fault.Params{"limit": maxExternalIDs})
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
		ok := w.Take(path, err)
		id, err := value.Text(in[key], maxText)
		if !w.Take(path, err) || !ok {
			continue
		}
		if _, repeated := ids[system]; repeated {
			w.Faults.Add(path, fault.Repeated, "the system stands twice")
		} else if system == "" || id == "" {
			w.Faults.Add(path, fault.Required, "a system and an id are required")
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
		w.Faults.AddWith(string(FieldTeams), fault.TooLarge, "too many teams", fault.Params{"limit": maxTeams})
		return
	}
	var teams []Team
	for i, t := range in {
		path := fault.At(string(FieldTeams), i)
		id, err := value.Text(t.TeamID, maxText)
		ok := w.Take(fault.Path(path, "teamId"), err)
		role, err := value.Text(t.Role, maxText)
		ok = w.Take(fault.Path(path, "role"), err) && ok
		switch {
		case !ok || w.Faulty(path):
		case id == "":
			w.Faults.Add(fault.Path(path, "teamId"), fault.Required, "a team is required")
		case slices.ContainsFunc(teams, func(have Team) bool { return have.TeamID == id }):
			w.Faults.Add(fault.Path(path, "teamId"), fault.Repeated, "the team stands twice")
		default:
			teams = append(teams, Team{TeamID: id, Role: role})
		}
	}
	w.a.Teams = teams
}

func (w *writer) metadata(in json.RawMessage) { w.Metadata(FieldMetadata, &w.a.Metadata, in) }

// whole judges the account as a whole, in what concerns the fields that were touched.
func (w *writer) whole(touched func(Field) bool) {
	w.dropPrimary()
	w.Require(FieldName, touched(FieldName) && w.a.Name == "")
	w.Require(FieldPrimaryDomain, touched(FieldPrimaryDomain) && w.a.PrimaryDomain == "")
	for _, f := range w.rules.Mandatory {
		w.Require(f, touched(f) && w.emptyField(f))
	}
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
