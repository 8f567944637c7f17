package contact

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// Ingest is users of another system, to become contacts. It decodes from JSON as a [Draft] does.
type Ingest struct {
	Users      []User `json:"users"`
	SinkSource string `json:"sinkSource"` // one of SinkSources, in any case
	Logo       string `json:"logo"`       // URL, of the accounts that are created

	faults fault.List // of decoding
}

// User is a user of another system. All but the e-mail address may be absent.
type User struct {
	FirstName   string `json:"firstName"` // at most 255 characters, as is the next
	LastName    string `json:"lastName"`
	Email       string `json:"email"`
	PhoneNumber string `json:"phoneNumber"`
	AvatarURL   string `json:"avatarUrl"`

	faults fault.List // of decoding
}

// SinkSources gives the systems that users come from.
func SinkSources() []string { return []string{"MANUAL", "SLACK", "TEAMS", "INTERCOM", "ZENDESK"} }

// UnmarshalJSON decodes the input; nothing is left of what it was before. The error is about malformed JSON alone.
func (in *Ingest) UnmarshalJSON(data []byte) error {
	type plain Ingest
	var decoded plain
	faults, err := lenient.Decode(data, &decoded)
	*in = Ingest(decoded)
	in.faults = itsOwn(faults, "users")
	return err
}

// LenientFaults gives what was wrong with the JSON that the input was decoded from, beside what its users have.
func (in *Ingest) LenientFaults() fault.List { return in.faults }

// UnmarshalJSON decodes a user; nothing is left of what it was before. The error is about malformed JSON alone.
func (u *User) UnmarshalJSON(data []byte) error {
	type plain User
	var in plain
	faults, err := lenient.Decode(data, &in)
	*u = User(in)
	u.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the user was decoded from.
func (u *User) LenientFaults() fault.List { return u.faults }

// The results of an ingested user, beside account.Created and account.Failed.
const (
	Updated   account.Result = "updated"   // empty fields were filled, or a link added
	Unchanged account.Result = "unchanged" // everything was there already
)

// Arrival is what became of one user of [IngestUsers].
type Arrival struct {
	Index     int            `json:"index"` // of the user, from 0
	Result    account.Result `json:"result"`
	ContactID ID             `json:"contactId,omitzero"`
	Faults    []fault.Fault  `json:"faults,omitempty"` // because of which it failed
	Err       error          `json:"-"`                // why it failed, also where that is no fault
}

// Ingested is what became of the users of [IngestUsers].
type Ingested struct {
	Total     int                `json:"total"`
	Created   int                `json:"created"`
	Updated   int                `json:"updated"`
	Unchanged int                `json:"unchanged"`
	Failed    int                `json:"failed"`
	Contacts  []*Contact         `json:"contacts"` // that were created or changed, each once
	Accounts  []*account.Account `json:"accounts"` // that were created
	Items     []Arrival          `json:"items"`    // one for each user, in their order
}

func (in *Ingested) add(more *Ingested) {
	for _, a := range more.Items {
		in.Total++
		switch a.Result {
		case account.Created:
			in.Created++
		case Updated:
			in.Updated++
		case Unchanged:
			in.Unchanged++
		case account.Failed:
			in.Failed++
		}
	}
	for _, c := range more.Contacts {
		if i := slices.IndexFunc(in.Contacts, func(have *Contact) bool { return have.ID == c.ID }); i >= 0 {
			in.Contacts[i] = c
			continue
		}
		in.Contacts = append(in.Contacts, c)
	}
	in.Accounts = append(in.Accounts, more.Accounts...)
	in.Items = append(in.Items, more.Items...)
}

const ingestVerb = "contact.ingest_users"

// IngestUsers makes contacts of the users of another system, in the accounts of their companies.
//
// The account of a user is the one that has the host of the e-mail address as its primary or secondary domain. If
// there is none, it is created: one for a domain, however many users share it, named after the first label of that,
// with the sinkSource as its source and the logo. Domains of the organisation's free-mail providers stand for no
// company: their users become contacts without an account, also where an account has such a domain.
//
// A user whose address a live contact has fills the empty ones of that contact's fields; another becomes a contact,
// with the sinkSource as its source, and without a first name with that of [FirstNameOf]. The contact is linked to the
// account; no link is ever taken away or changed. So ingesting the same users again writes nothing.
//
// In mode account.KeepGoing each user is for itself, and an Org commits every 1,000 of them: after an error, which is a
// failure of the store or the end of ctx, the result is what is committed. In mode account.AllOrNothing the faults of
// all users come as one *fault.Error, with paths such as "users[3].email", and nothing is written. What is wrong with
// an account that would have to be created is found at "users[3].account". In both modes "sinkSource" (`required`,
// `not_allowed`), "logo" and an empty list (`empty` at "users") are faults of the whole call.
//
// The contacts of the result show the account of this call alone; [GetMany] shows all. So the store is read a constant
// number of times for a chunk, whatever there is.
func IngestUsers(ctx context.Context, s record.Scope, in Ingest, mode account.Mode) (*Ingested, error) {
	source, err := in.normalise()
	if err != nil {
		return nil, &record.Error{Op: ingestVerb, Err: err}
	}
	size := chunk
	if mode != account.KeepGoing {
		size = len(in.Users)
	}
	all := &Ingested{Contacts: []*Contact{}, Accounts: []*account.Account{}}
	for start := 0; start < len(in.Users); start += size {
		end := min(start+size, len(in.Users))
		more, err := ingestChunk(ctx, s, in.Users[start:end], source, start, mode)
		if more != nil {
			all.add(more)
		}
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// origin is what the contacts and accounts of one call have in common.
type origin struct{ source, logo string }

// normalise gives what the users have in common, or what is wrong with the call as a whole.
func (in *Ingest) normalise() (origin, error) {
	w := &writer{c: new(Contact)}
	w.Faults = append(w.Faults, in.faults...)
	if len(in.Users) == 0 && !w.Faulty("users") {
		w.Faults.Add("users", fault.Empty, "give at least one user")
	}
	out := origin{source: strings.ToUpper(strings.TrimSpace(in.SinkSource))}
	switch {
	case w.Faulty("sinkSource"):
	case out.source == "":
		w.Faults.Add("sinkSource", fault.Required, "is required")
	case !slices.Contains(SinkSources(), out.source):
		w.Faults.AddWith("sinkSource", fault.NotAllowed, "is none of the values allowed", fault.Params{"value": in.SinkSource, "allowed": SinkSources()})
	}
	if strings.TrimSpace(in.Logo) != "" {
		logo, err := value.URL(in.Logo)
		w.Take("logo", err)
		out.logo = logo
	}
	return out, w.Faults.Err()
}

// ingestChunk ingests users in one transaction, or, where each is for itself, in several if one would be too large. The
// result is what is committed, also beside an error.
func ingestChunk(ctx context.Context, s record.Scope, users []User, from origin, first int, mode account.Mode) (*Ingested, error) {
	done, err := record.Write(ctx, s, ingestVerb, func(ctx context.Context, tx *record.Tx) (*Ingested, error) {
		return ingest(ctx, tx, users, from, first, mode)
	})
	if half := len(users) / 2; errors.Is(err, store.ErrTooLarge) && mode == account.KeepGoing && half > 0 {
		done, err = ingestChunk(ctx, s, users[:half], from, first, mode)
		if err != nil {
			return done, err
		}
		rest, err := ingestChunk(ctx, s, users[half:], from, first+half, mode)
		if rest != nil {
			done.add(rest)
		}
		return done, err
	}
	return done, err
}
