package contact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

// person is a contact to be, of all users of a chunk with one e-mail address.
type person struct {
	given Contact // of each field the first that a user gives
	host  string  // domain of the account; "" for none
	users []int   // in the chunk
	adds  []bool  // for each: whether it gives something that those before it do not

	id      ID           // once it is there
	link    MembershipID // to the account, once it is there
	result  account.Result
	refused error
}

// peopleOf brings users together by their e-mail addresses, in their order. Those that are at fault become arrivals
// that failed.
func peopleOf(users []User, freeMail []string, arrivals []Arrival) []*person {
	var people []*person
	by := map[string]*person{}
	for i := range users {
		c, faults := users[i].build()
		if err := faults.Err(); err != nil {
			arrivals[i] = Arrival{Result: account.Failed, Faults: faults, Err: err}
			continue
		}
		p := by[c.Email]
		if p == nil {
			p = &person{given: Contact{Email: c.Email}}
			if host := hostOf(c.Email); !value.IsFreeMail(host, freeMail) {
				p.host = host
			}
			by[c.Email] = p
			people = append(people, p)
		}
		p.users, p.adds = append(p.users, i), append(p.adds, p.given.fillFrom(c))
	}
	return people
}

// build gives the fields of a user, normalised, and what is wrong with them.
func (u *User) build() (*Contact, fault.List) {
	w := &writer{c: new(Contact)}
	w.Faults = append(w.Faults, u.faults...)
	w.Text(FieldFirstName, &w.c.FirstName, u.FirstName, maxText)
	w.Text(FieldLastName, &w.c.LastName, u.LastName, maxText)
	w.email(u.Email)
	w.phone(u.PhoneNumber)
	w.URL(FieldAvatarURL, &w.c.AvatarURL, u.AvatarURL)
	return w.c, w.Faults
}

// fillFrom fills the empty ones of the fields that a user has, and tells whether it filled one.
func (c *Contact) fillFrom(user *Contact) bool {
	filled := false
	for _, f := range []struct {
		to *string
		in string
	}{
		{&c.FirstName, user.FirstName}, {&c.LastName, user.LastName},
		{&c.PhoneNumber, user.PhoneNumber}, {&c.AvatarURL, user.AvatarURL},
	} {
		if *f.to == "" && f.in != "" {
			*f.to, filled = f.in, true
		}
	}
	return filled
}

// draft gives the contact to be created.
func (p *person) draft(from origin) Draft {
	d := Draft{
		FirstName: p.given.FirstName, LastName: p.given.LastName, Email: p.given.Email,
		PhoneNumber: p.given.PhoneNumber, AvatarURL: p.given.AvatarURL, Source: from.source,
	}
	if d.FirstName == "" {
		d.FirstName = FirstNameOf(d.Email)
	}
	return d
}

// arrivals says what became of the users of the person.
func (p *person) arrivals(all []Arrival) {
	for n, i := range p.users {
		a := Arrival{Result: p.result, ContactID: p.id}
		switch {
		case p.refused != nil:
			a = Arrival{Result: account.Failed, Faults: fault.All(p.refused), Err: p.refused}
		case n > 0 && p.adds[n] && p.result == account.Created:
			a.Result = Updated
		case n > 0 && !p.adds[n]:
			a.Result = Unchanged
		}
		all[i] = a
	}
}

// nameOf gives a name for the account of a domain: its first label, capitalised.
func nameOf(domain string) string {
	label, _, _ := strings.Cut(domain, ".")
	if name, err := idna.ToUnicode(label); err == nil {
		label = name
	}
	return capitalised(label)
}

// capitalised gives a text with its first letter in upper case.
func capitalised(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToTitle(first)) + s[size:]
}
