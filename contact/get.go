package contact

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// Get gives a live contact. ErrNotFound: there is none of this id. A contact with accounts takes a scan and three
// round trips, as with all verbs that give contacts, however many they give.
func Get(ctx context.Context, s record.Scope, id ID) (*Contact, error) {
	return one(ctx, s, "contact.get", "", "", func(tx *record.Tx) (*Contact, error) { return contacts.Get(tx, id) })
}

// GetMany gives the live contacts of these ids, in their order, each once; those that are not there are left out.
func GetMany(ctx context.Context, s record.Scope, ids []ID) ([]*Contact, error) {
	return record.Read(ctx, s, "contact.get_many", func(_ context.Context, tx *record.Tx) ([]*Contact, error) {
		return load(tx, unique(ids))
	})
}

// ByEmail gives the live contact with this e-mail address. The address is normalised first; what cannot be is
// ErrNotFound.
func ByEmail(ctx context.Context, s record.Scope, email string) (*Contact, error) {
	return one(ctx, s, "contact.by_email", "email", email, func(tx *record.Tx) (*Contact, error) {
		email, err := value.Email(email)
		if err != nil {
			return nil, store.ErrNotFound
		}
		return find(tx, indexEmail, email)
	})
}

// ByCustomerUserID gives the live contact who is this user of the host program. ErrNotFound: there is none.
func ByCustomerUserID(ctx context.Context, s record.Scope, id string) (*Contact, error) {
	return one(ctx, s, "contact.by_customer_user_id", "customerUserId", id, func(tx *record.Tx) (*Contact, error) {
		id, err := value.Text(id, maxText)
		if err != nil {
			return nil, store.ErrNotFound
		}
		return find(tx, indexUserID, id)
	})
}

// find gives the contact that holds a text in a unique index.
func find(tx *record.Tx, index, text string) (*Contact, error) {
	ids, err := contacts.Find(tx, index, record.Tuple{}.Text(text))
	if err != nil {
		return nil, err
	}
	if ids[0].IsZero() {
		return nil, store.ErrNotFound
	}
	return contacts.Get(tx, ids[0])
}

// one runs a verb that gives a contact, and completes it. by and what say what was looked for, if not an id.
func one(ctx context.Context, s record.Scope, verb, by string, what any, read func(tx *record.Tx) (*Contact, error)) (*Contact, error) {
	return record.Read(ctx, s, verb, func(_ context.Context, tx *record.Tx) (*Contact, error) {
		c, err := read(tx)
		if err != nil {
			return nil, notFound(err, by, what)
		}
		return c, complete(tx, c)
	})
}

// notFound says on a bare ErrNotFound which contact was looked for.
func notFound(err error, by string, what any) error {
	if err == store.ErrNotFound {
		return &record.Error{Kind: contacts.Name(), Field: by, Err: fmt.Errorf("%.80q: %w", fmt.Sprint(what), err)}
	}
	return err
}

// load gives the live contacts of these ids, in their order, completed.
func load(tx *record.Tx, ids []ID) ([]*Contact, error) {
	found, err := contacts.GetMany(tx, ids)
	if err != nil {
		return nil, err
	}
	cs := make([]*Contact, 0, len(found))
	for _, c := range found {
		if c != nil {
			cs = append(cs, c)
		}
	}
	return cs, complete(tx, cs...)
}

// complete completes contacts that were read.
func complete(tx *record.Tx, cs ...*Contact) error {
	if err := fill(tx, cs...); err != nil {
		return err
	}
	return fillAccounts(tx, cs...)
}

// unique gives the ids in their order, each once, without the zero ID.
func unique(ids []ID) []ID {
	seen := make(map[ID]bool, len(ids))
	out := make([]ID, 0, len(ids))
	for _, id := range ids {
		if !id.IsZero() && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
