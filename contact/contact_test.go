package contact_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

var ctx = context.Background()

// called gives a draft.
func called(name, email string) contact.Draft { return contact.Draft{FirstName: name, Email: email} }

// create creates a contact.
func create(t testing.TB, s record.Scope, d contact.Draft) *contact.Contact {
	t.Helper()
	c, err := contact.Create(ctx, s, d)
	require.NoError(t, err)
	return c
}

// in creates a contact in accounts.
func in(t testing.TB, s record.Scope, name string, accounts ...*account.Account) *contact.Contact {
	t.Helper()
	return create(t, s, contact.Draft{FirstName: name, Email: name + "@mail.test", AccountIDs: ids(accounts...)})
}

// get gives a contact as it is now.
func get(t testing.TB, s record.Scope, id contact.ID) *contact.Contact {
	t.Helper()
	c, err := contact.Get(ctx, s, id)
	require.NoError(t, err)
	return c
}

// update changes a contact.
func update(t testing.TB, s record.Scope, id contact.ID, p contact.Patch) *contact.Contact {
	t.Helper()
	c, err := contact.Update(ctx, s, id, p)
	require.NoError(t, err)
	require.Equal(t, c, get(t, s, id))
	return c
}

// remove deletes a contact.
func remove(t testing.TB, s record.Scope, id contact.ID) record.SetID {
	t.Helper()
	set, err := contact.Delete(ctx, s, id, 0)
	require.NoError(t, err)
	return set
}

// company creates an account with the domain "<name>.test".
func company(t testing.TB, s record.Scope, name string) *account.Account {
	t.Helper()
	a, err := account.Create(ctx, s, account.Draft{Name: name, PrimaryDomain: name + ".test"})
	require.NoError(t, err)
	return a
}

// drop deletes an account.
func drop(t testing.TB, s record.Scope, id account.ID) record.SetID {
	t.Helper()
	set, err := account.Delete(ctx, s, id, 0)
	require.NoError(t, err)
	return set
}

func ids(as ...*account.Account) []account.ID {
	out := make([]account.ID, len(as))
	for i, a := range as {
		out[i] = a.ID
	}
	return out
}

// in words: "acme BILLING «Head» primary".
func words(c *contact.Contact) []string {
	out := []string{}
	for _, l := range c.Accounts {
		text := l.Name
		if l.Role.Value != "" {
			text += " " + l.Role.Value
		}
		if l.Title != "" {
			text += " «" + l.Title + "»"
		}
		if l.Primary {
			text += " primary"
		}
		out = append(out, text)
	}
	return out
}

// names gives the first names of contacts, in their order.
func names(cs []*contact.Contact) []string {
	out := []string{}
	for _, c := range cs {
		out = append(out, c.FirstName)
	}
	return out
}

// members gives the number of contacts of an account.
func members(t testing.TB, s record.Scope, id account.ID) int {
	t.Helper()
	a, err := account.Get(ctx, s, id)
	require.NoError(t, err)
	return int(*a.MemberCount)
}

// count counts contacts.
func count(t testing.TB, s record.Scope, f contact.Filter) int {
	t.Helper()
	n, err := contact.Count(ctx, s, f)
	require.NoError(t, err)
	return n
}

// failure gives the error of a verb.
func failure[V any](_ V, err error) error { return err }

// full gives a draft in which every field but the accounts is given.
func full() contact.Draft {
	return contact.Draft{
		FirstName: "Ann", LastName: "Lee", Email: "ann@acme.test", PhoneNumber: "+1 (555) 010-0100", Type: "BILLING",
		AvatarURL: "https://acme.test/ann.png", IsMarketing: true, CustomerUserID: "USER9", Source: "hubspot",
		Metadata: json.RawMessage(`{"a":1.10}`),
	}
}

func TestCreateAndGet(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		org = org.As(clientele.Actor{ID: "USER7"})
		acme, beta := company(t, org, "acme"), company(t, org, "beta")
		d := full()
		d.AccountIDs = []account.ID{beta.ID, acme.ID, beta.ID}
		c := create(t, org, d)
		require.Equal(t, c, get(t, org, c.ID))
		require.Equal(t, []string{"beta", "acme"}, words(c))
		require.Equal(t, "+15550100100", c.PhoneNumber)
		require.Equal(t, "Ann Lee", c.Name())
		require.Equal(t, "USER7", c.CreatedBy)
		require.EqualValues(t, 1, c.Version)
		require.Equal(t, 1, members(t, org, acme.ID))

		for _, read := range []func() (*contact.Contact, error){
			func() (*contact.Contact, error) { return contact.ByEmail(ctx, org, " ANN@acme.test ") },
			func() (*contact.Contact, error) { return contact.ByCustomerUserID(ctx, org, " USER9") },
		} {
			found, err := read()
			require.NoError(t, err)
			require.Equal(t, c, found)
		}
		for _, email := range []string{"", "x", "ben@acme.test"} {
			_, err := contact.ByEmail(ctx, org, email)
			require.ErrorIs(t, err, clientele.ErrNotFound)
			_, err = contact.ByCustomerUserID(ctx, org, email)
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		_, err := contact.ByCustomerUserID(ctx, org, "\x00")
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = contact.Get(ctx, org, contact.ID{})
		require.ErrorIs(t, err, clientele.ErrNotFound)
	})
}

func TestGetMany(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		a, b, gone := in(t, org, "a", acme), in(t, org, "b"), in(t, org, "c", acme)
		remove(t, org, gone.ID)
		cs, err := contact.GetMany(ctx, org, []contact.ID{b.ID, {1}, gone.ID, a.ID, b.ID, {}})
		require.NoError(t, err)
		require.Equal(t, []*contact.Contact{b, a}, cs)
		cs, err = contact.GetMany(ctx, org, nil)
		require.NoError(t, err)
		require.Empty(t, cs)
	})
}

func TestADefaultTypeIsThatOfThePicklist(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		c := create(t, org, called("Ann", "ann@acme.test"))
		require.Equal(t, "PRIMARY", c.Type.Value)
		legal := valueOf(t, org, "LEGAL")
		_, err := picklist.Update(ctx, org, legal.ID, picklist.Patch{Default: new(true)})
		require.NoError(t, err)
		require.Equal(t, "LEGAL", create(t, org, called("Ben", "ben@acme.test")).Type.Value)
		require.Equal(t, "PRIMARY", get(t, org, c.ID).Type.Value)
	})
}

// valueOf gives a value of contact_type.
func valueOf(t testing.TB, org *clientele.Org, text string) *picklist.Value {
	t.Helper()
	vs, err := picklist.Ensure(ctx, org, picklist.ContactType, text)
	require.NoError(t, err)
	return vs[0]
}

func TestUniqueValues(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		ann := create(t, org, full())
		_, err := contact.Create(ctx, org, contact.Draft{FirstName: "B", Email: " Ann@ACME.test", CustomerUserID: "USER9"})
		enginetest.Refused(t, err, "email duplicate", "customerUserId duplicate")
		require.ErrorIs(t, err, clientele.ErrExists)
		ben := create(t, org, called("Ben", "ann+news@acme.test"))
		_, err = contact.Update(ctx, org, ben.ID, contact.Patch{Email: new("ann@acme.test"), CustomerUserID: new("USER9")})
		enginetest.Refused(t, err, "email duplicate", "customerUserId duplicate")
		require.Equal(t, ben, get(t, org, ben.ID))
		remove(t, org, ann.ID)
		update(t, org, ben.ID, contact.Patch{Email: new("ann@acme.test"), CustomerUserID: new("USER9")})
		create(t, org, called("Another without a user", "c@acme.test"))
	})
}

func TestUpdate(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		c := in(t, org, "ann", acme)
		n := enginetest.Changes(t, org)
		same := update(t, org, c.ID, contact.Patch{IfVersion: 1, FirstName: new(" ann "), AccountIDs: &[]account.ID{acme.ID}})
		require.Equal(t, c, same)
		require.Equal(t, n, enginetest.Changes(t, org))

		c = update(t, org, c.ID, contact.Patch{IfVersion: 1, LastName: new("Lee"), Type: new("legal"), IsMarketing: new(true)})
		require.EqualValues(t, 2, c.Version)
		require.Equal(t, "LEGAL", c.Type.Value)
		require.Equal(t, []string{"acme"}, words(c))
		_, err := contact.Update(ctx, org, c.ID, contact.Patch{IfVersion: 1, LastName: new("x"), AccountIDs: &[]account.ID{}})
		require.ErrorIs(t, err, clientele.ErrStale)
		_, err = contact.Update(ctx, org, contact.ID{1}, contact.Patch{LastName: new("x")})
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = contact.Update(ctx, org, c.ID, contact.Patch{Email: new("x"), AccountIDs: &[]account.ID{acme.ID, {1}, {}}})
		enginetest.Refused(t, err, "email not_an_email", "accountIds[1] unknown_reference", "accountIds[2] required")
		require.Equal(t, c, get(t, org, c.ID))

		c = update(t, org, c.ID, contact.Patch{Clear: []contact.Field{
			contact.FieldLastName, contact.FieldType, contact.FieldIsMarketing, contact.FieldAccountIDs,
		}})
		require.Zero(t, c.Type)
		require.False(t, c.IsMarketing)
		require.Empty(t, c.Accounts)
		var ops []record.Op
		for ch, err := range contact.History(ctx, org, c.ID) {
			require.NoError(t, err)
			if ops = append(ops, ch.Op); ch.Op == record.OpUpdate {
				require.ElementsMatch(t, []string{"lastName", "contactTypeId", "isMarketingContact"}, ch.Fields)
			}
		}
		require.Equal(t, []record.Op{record.OpCreate, record.OpUpdate, record.OpUpdate}, ops)
	})
}

func TestVerbsJoinATransaction(t *testing.T) {
	org := clienteletest.Org(t)
	acme := company(t, org, "acme")
	var kept *contact.Contact
	require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		var err error
		if kept, err = contact.Create(ctx, tx, called("Ann", "ann@acme.test")); err != nil {
			return err
		}
		_, err = contact.Create(ctx, tx, contact.Draft{FirstName: "Ben", Email: "ann@acme.test"})
		require.ErrorIs(t, err, clientele.ErrExists)
		_, err = contact.Link(ctx, tx, kept.ID, contact.LinkDraft{AccountID: account.ID{1}})
		enginetest.Refused(t, err, "id unknown_reference")
		_, err = contact.Link(ctx, tx, kept.ID, contact.LinkDraft{AccountID: acme.ID})
		return err
	}))
	require.Equal(t, []string{"acme"}, words(get(t, org, kept.ID)))
	require.Equal(t, 1, count(t, org, contact.Filter{}))
}

// faultsOf gives the faults of an error.
func faultsOf(err error) []fault.Fault { return fault.All(err) }
