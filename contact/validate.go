package contact

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/input"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/value"
)

// The limits of a contact's fields, in characters, and of the links that one input gives.
const (
	maxText  = 255
	maxLinks = 1_000
)

// writer puts the values of an input into a contact, normalised, and collects what is wrong with them. Every
// path that writes a contact goes through it.
type writer struct {
	input.Writer[Field]
	c      *Contact
	rules  Rules
	before []Linked // the links that a patch finds
}

func (w *writer) firstName(in string) {
	w.Text(FieldFirstName, &w.c.FirstName, in, maxText)
	w.Require(FieldFirstName, w.c.FirstName == "")
}

func (w *writer) email(in string) {
	if strings.TrimSpace(in) == "" {
		w.c.Email = ""
	} else if email, err := value.Email(in); w.Take(string(FieldEmail), err) {
		w.c.Email = email
	}
	w.Require(FieldEmail, w.c.Email == "")
}

func (w *writer) phone(in string) {
	if strings.TrimSpace(in) == "" {
		w.c.PhoneNumber = ""
	} else if phone, err := value.Phone(in); w.Take(string(FieldPhoneNumber), err) {
		w.c.PhoneNumber = phone
	}
}

// kind sets the type.
func (w *writer) kind(in string) {
	w.Take(string(FieldType), w.rules.Picklists.Of(picklist.ContactType).Assign(&w.c.Type, in))
}

func (w *writer) bothLists() {
	w.Faults.Add(string(FieldAccounts), fault.Contradiction, "stands beside accountIds, which says the same")
}

// accountIDs sets the accounts. A link that there is keeps its details.
func (w *writer) accountIDs(ids []account.ID) {
	if w.tooMany(FieldAccountIDs, len(ids)) {
		return
	}
	var out []Linked
	for i, id := range ids {
		path := fault.At(string(FieldAccountIDs), i)
		if !w.known(path, id) || linkTo(out, id) >= 0 {
			continue
		}
		out = append(out, w.linkedBefore(id))
	}
	w.c.Accounts = w.inOrder(out)
}

// links sets the accounts with their details.
func (w *writer) links(list []LinkDraft) {
	if w.tooMany(FieldAccounts, len(list)) {
		return
	}
	var out []Linked
	for i, l := range list {
		path := fault.At(string(FieldAccounts), i)
		if w.refused(path) {
			continue
		}
		switch linked, ok := w.link(path, l); {
		case !ok:
		case linkTo(out, l.AccountID) >= 0:
			w.Faults.Add(fault.Path(path, "id"), fault.Repeated, "the account stands twice")
		default:
			out = append(out, linked)
		}
	}
	w.c.Accounts = w.inOrder(out)
}

func (w *writer) tooMany(f Field, n int) bool {
	if n > maxLinks {
		w.Faults.AddWith(string(f), fault.TooLarge, "too many accounts", fault.Params{"limit": maxLinks})
	}
	return n > maxLinks
}

// link understands one link.
func (w *writer) link(path string, l LinkDraft) (Linked, bool) {
	ok := w.known(fault.Path(path, "id"), l.AccountID)
	out := w.linkedBefore(l.AccountID)
	out.Primary = l.Primary
	if strings.TrimSpace(l.Role) == "" {
		out.Role = noRef
	} else {
		ok = w.Take(fault.Path(path, "role"), w.rules.Picklists.Of(picklist.ContactType).Assign(&out.Role, l.Role)) && ok
	}
	title, err := value.Text(l.Title, maxText)
	ok = w.Take(fault.Path(path, "title"), err) && ok
	out.Title = title
	return out, ok
}

// known tells whether an account can be linked to. One that the contact is linked to already is not asked for again.
func (w *writer) known(path string, id account.ID) bool {
	switch {
	case w.Faulty(path):
		return false
	case id.IsZero():
		w.Faults.Add(path, fault.Required, "an account is required")
		return false
	case linkTo(w.before, id) < 0 && w.rules.KnownAccount != nil && !w.rules.KnownAccount(id):
		w.Faults.AddWith(path, fault.UnknownReference, "refers to an account that is not there", fault.Params{"id": id.String()})
		return false
	}
	return true
}

// linkedBefore gives the link to an account that there is, or a bare one.
func (w *writer) linkedBefore(id account.ID) Linked {
	if i := linkTo(w.before, id); i >= 0 {
		return w.before[i]
	}
	return Linked{ID: id}
}

// inOrder puts links that there are in their order, and new ones behind them: as they are going to be read.
func (w *writer) inOrder(list []Linked) []Linked {
	place := func(l Linked) int {
		if i := linkTo(w.before, l.ID); i >= 0 {
			return i
		}
		return len(w.before)
	}
	slices.SortStableFunc(list, func(a, b Linked) int { return place(a) - place(b) })
	return list
}

// linkTo gives the index of the link to an account, or -1.
func linkTo(list []Linked, id account.ID) int {
	return slices.IndexFunc(list, func(l Linked) bool { return l.ID == id })
}

func (w *writer) metadata(in json.RawMessage) { w.Metadata(FieldMetadata, &w.c.Metadata, in) }

// whole judges the contact as a whole, in what concerns the fields that were touched.
func (w *writer) whole(touched func(Field) bool) {
	w.Require(FieldFirstName, touched(FieldFirstName) && w.c.FirstName == "")
	w.Require(FieldEmail, touched(FieldEmail) && w.c.Email == "")
	for _, f := range w.rules.Mandatory {
		w.Require(f, touched(f) && w.emptyField(f))
	}
}

// refused tells whether a value as a whole is none that can be looked at.
func (w *writer) refused(path string) bool {
	return slices.ContainsFunc(w.Faults, func(have fault.Fault) bool { return have.Path == path })
}

// emptyField tells whether clearing a field would change nothing.
func (w *writer) emptyField(f Field) bool {
	empty, ok := clearers[f]
	if !ok {
		return false
	}
	without := *w.c
	empty(&without)
	return fields.Equal(w.c, &without)
}
