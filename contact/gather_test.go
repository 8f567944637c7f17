package contact_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

// directory knows some users, and notes which hosts it is asked for.
type directory struct {
	users []record.User
	asked [][]string
	fails error
}

func (d *directory) Users(_ context.Context, ids []string) (map[string]record.User, error) {
	found := map[string]record.User{}
	for _, u := range d.users {
		if slices.Contains(ids, u.ID) {
			found[u.ID] = u
		}
	}
	return found, nil
}

func (d *directory) UsersByHost(_ context.Context, hosts []string) ([]record.User, error) {
	d.asked = append(d.asked, hosts)
	return d.users, d.fails
}

func (d *directory) Members(context.Context, string) ([]string, error) { return nil, nil }

// with gives options with a directory.
func (d *directory) with() *clientele.Options {
	o := clienteletest.Options()
	d.asked = nil
	o.Directory = d
	return o
}

var people = []record.User{
	{ID: "U1", Name: "Uma Thorn Lee", Email: "Uma@acme.test", AvatarURL: "https://x.test/u.png", Customer: true},
	{ID: "U2", Name: "Ann", Email: "ann@acme.test", Customer: true}, // there is a contact with this address
	{ID: "U3", Email: "vic.stone@acme.example", Customer: true},
	{ID: "U4", Name: "Somebody else", Email: "x@other.test", Customer: true},
	{ID: "U1", Name: "Uma again", Email: "uma2@acme.test", Customer: true},
	{ID: "U5", Name: "No address", Email: "acme.test", Customer: true},
	{ID: "U6", Name: "Free", Email: "free@gmail.com", Customer: true},
	{ID: "U8", Name: "Benjamin", Email: "ben2@acme.test", Customer: true}, // so has that one, at another domain of the account
	{ID: "U7", Name: "Moved", Email: "moved@acme.test", Customer: true},   // the contact who is this user has another address
}

// ofAcme gives the first names of the contacts of an account.
func ofAcme(t testing.TB, org *clientele.Org, id account.ID) []string {
	t.Helper()
	page, err := contact.List(ctx, org, contact.Filter{AccountIDs: []account.ID{id}}, clientele.Paging{Order: contact.OrderName})
	require.NoError(t, err)
	require.Equal(t, len(page.Items), members(t, org, id))
	return names(page.Items)
}

var asking = account.Draft{Name: "Acme", PrimaryDomain: "acme.test", SecondaryDomain: "acme.example", AddExistingUsers: true}

// existing creates the contacts that there are before the account.
func existing(t testing.TB, org *clientele.Org) {
	for _, d := range []contact.Draft{
		called("Ann", "ann@acme.test"), {FirstName: "Ben", Email: "ben@acme.example", CustomerUserID: "U8"}, called("Sub", "sub@mail.acme.test"), called("Far", "far@other.test"),
		{FirstName: "Moved", Email: "moved@home.test", CustomerUserID: "U7"}, called("Www", "www@www.acme.test"),
	} {
		create(t, org, d)
	}
}

var gathered = []string{"Ann", "Ben", "Moved", "Uma", "Vic", "Www"}

func TestAnAccountAddsItsExistingUsers(t *testing.T) {
	d := &directory{users: people}
	paths := map[string]func(t *testing.T, org *clientele.Org) account.ID{
		"create": func(t *testing.T, org *clientele.Org) account.ID {
			a, err := account.Create(ctx, org, asking)
			require.NoError(t, err)
			return a.ID
		},
		"update": func(t *testing.T, org *clientele.Org) account.ID {
			a, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.test"})
			require.NoError(t, err)
			_, err = account.Update(ctx, org, a.ID, account.Patch{SecondaryDomain: new("acme.example"), AddExistingUsers: true})
			require.NoError(t, err)
			return a.ID
		},
		"update that changes nothing else": func(t *testing.T, org *clientele.Org) account.ID {
			draft := asking
			draft.AddExistingUsers = false
			a, err := account.Create(ctx, org, draft)
			require.NoError(t, err)
			now, err := account.Update(ctx, org, a.ID, account.Patch{AddExistingUsers: true})
			require.NoError(t, err)
			require.EqualValues(t, 1, now.Version)
			return a.ID
		},
		"upsert of a new one": func(t *testing.T, org *clientele.Org) account.ID {
			a, isNew, err := account.Upsert(ctx, org, asking)
			require.NoError(t, err)
			require.True(t, isNew)
			return a.ID
		},
		"upsert of an old one": func(t *testing.T, org *clientele.Org) account.ID {
			_, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.test", SecondaryDomain: "acme.example"})
			require.NoError(t, err)
			a, isNew, err := account.Upsert(ctx, org, account.Draft{PrimaryDomain: "acme.test", AddExistingUsers: true})
			require.NoError(t, err)
			require.False(t, isNew)
			return a.ID
		},
		"create many": func(t *testing.T, org *clientele.Org) account.ID {
			bulk, err := account.CreateMany(ctx, org, []account.Draft{{Name: "B", PrimaryDomain: "b.test"}, asking}, account.AllOrNothing)
			require.NoError(t, err)
			return bulk.Items[1].Account.ID
		},
		"import": func(t *testing.T, org *clientele.Org) (id account.ID) {
			drafts := func(yield func(account.Draft, error) bool) { yield(asking, nil) }
			for o, err := range account.Import(ctx, org, drafts) {
				require.NoError(t, err)
				id = o.Account.ID
			}
			return id
		},
	}
	for name, path := range paths {
		t.Run(name, func(t *testing.T) {
			enginetest.RunWith(t, d.with, func(t *testing.T, org *clientele.Org) {
				existing(t, org)
				d.asked = nil
				id := path(t, org)
				require.Equal(t, gathered, ofAcme(t, org, id))
				require.Equal(t, [][]string{{"acme.example", "acme.test"}}, d.asked, "once, before the transaction")

				uma, err := contact.ByCustomerUserID(ctx, org, "U1")
				require.NoError(t, err)
				require.Equal(t, []string{"Uma", "Thorn Lee", "uma@acme.test", "https://x.test/u.png"}, []string{uma.FirstName, uma.LastName, uma.Email, uma.AvatarURL})
				ann, err := contact.ByEmail(ctx, org, "ann@acme.test")
				require.NoError(t, err)
				require.Empty(t, ann.CustomerUserID)
				link(t, org, ann, contact.LinkDraft{AccountID: id, Title: "CEO", Primary: true})

				n := enginetest.Changes(t, org)
				_, err = account.Update(ctx, org, id, account.Patch{AddExistingUsers: true})
				require.NoError(t, err)
				require.Equal(t, n, enginetest.Changes(t, org), "idempotent")
				d.users = nil
				_, err = account.Update(ctx, org, id, account.Patch{PrimaryDomain: new("moved.test"), Clear: []account.Field{account.FieldSecondaryDomain}, AddExistingUsers: true})
				d.users = people
				require.NoError(t, err)
				require.Equal(t, gathered, ofAcme(t, org, id), "nobody is unlinked")
			})
		})
	}
}

func TestNobodyIsAddedUnasked(t *testing.T) {
	d := &directory{users: people}
	enginetest.RunWith(t, d.with, func(t *testing.T, org *clientele.Org) {
		existing(t, org)
		d.asked = nil
		draft := asking
		draft.AddExistingUsers = false
		a, err := account.Create(ctx, org, draft)
		require.NoError(t, err)
		_, err = account.Update(ctx, org, a.ID, account.Patch{Name: new("Other")})
		require.NoError(t, err)
		require.Empty(t, ofAcme(t, org, a.ID))
		require.Empty(t, d.asked)
	})
}

func TestAFreeMailDomainBringsNobody(t *testing.T) {
	d := &directory{users: people}
	enginetest.RunWith(t, d.with, func(t *testing.T, org *clientele.Org) {
		create(t, org, called("Eve", "eve@gmail.com"))
		d.asked = nil
		a, err := account.Create(ctx, org, account.Draft{Name: "Gmail fans", PrimaryDomain: "gmail.com", AddExistingUsers: true})
		require.NoError(t, err)
		require.Empty(t, ofAcme(t, org, a.ID))
		require.Empty(t, d.asked)
	})
}

func TestADirectoryThatFailsFailsTheVerb(t *testing.T) {
	d := &directory{fails: errors.New("away")}
	org := clienteletest.Org(t)
	a, err := account.Create(ctx, org, account.Draft{Name: "A", PrimaryDomain: "a.test"})
	require.NoError(t, err)
	db, err := clientele.Open(ctx, newStore(t), d.with())
	require.NoError(t, err)
	org, err = db.CreateOrg(ctx, "org_test", nil)
	require.NoError(t, err)
	_, err = account.Create(ctx, org, asking)
	require.ErrorIs(t, err, d.fails)
	_, _, err = account.Upsert(ctx, org, asking)
	require.ErrorIs(t, err, d.fails)
	_, err = account.CreateMany(ctx, org, []account.Draft{asking}, account.KeepGoing)
	require.ErrorIs(t, err, d.fails)
	_, err = account.Update(ctx, org, a.ID, account.Patch{AddExistingUsers: true})
	require.ErrorIs(t, err, clientele.ErrNotFound)
	require.Equal(t, 0, count(t, org, contact.Filter{}))
}

func TestPeopleWhoAreRefusedRefuseTheirAccount(t *testing.T) {
	d := &directory{users: []record.User{{ID: "U1", Name: "Jane Doe", Email: "jane@acme.test"}, {ID: "U2", Name: "Ok", Email: "ok@b.test"}}}
	options := func() *clientele.Options {
		o := strict()
		o.Directory = d
		return o
	}
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		n := enginetest.Changes(t, org)
		_, err := account.Create(ctx, org, asking)
		enginetest.Refused(t, err, "addExistingUsersToAccountContacts.lastName unheard_of")
		require.Contains(t, fault.All(err)[0].Message, "jane@acme.test")
		require.Equal(t, n, enginetest.Changes(t, org))
		bulk, err := account.CreateMany(ctx, org, []account.Draft{asking, {Name: "B", PrimaryDomain: "b.test", AddExistingUsers: true}, {Name: "x", PrimaryDomain: "acme.test"}}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, account.Totals{Total: 3, Created: 2, Failed: 1}, bulk.Totals)
		require.Equal(t, "addExistingUsersToAccountContacts.lastName", bulk.Items[0].Faults[0].Path)
		require.Equal(t, []string{"Ok"}, ofAcme(t, org, bulk.Items[1].Account.ID))
		require.Equal(t, 1, count(t, org, contact.Filter{}))
		_, err = account.Update(ctx, org, bulk.Items[2].Account.ID, account.Patch{Name: new("y"), AddExistingUsers: true})
		enginetest.Refused(t, err, "addExistingUsersToAccountContacts.lastName unheard_of")
		now, err := account.Get(ctx, org, bulk.Items[2].Account.ID)
		require.NoError(t, err)
		require.Equal(t, "x", now.Name)
	})
}

func TestAddingPeopleAsksThePolicy(t *testing.T) {
	var none account.ID
	refuses := func(a clientele.Action) bool { return a.Kind == contact.MembershipTarget.Name() }
	enginetest.RunWith(t, hiding(&none, refuses), func(t *testing.T, org *clientele.Org) {
		create(t, org, called("Ann", "ann@acme.test"))
		guest := org.As(clientele.Actor{ID: "guest"})
		_, err := account.Create(ctx, guest, asking)
		require.ErrorIs(t, err, clientele.ErrForbidden)
		bulk, err := account.CreateMany(ctx, guest, []account.Draft{asking, {Name: "B", PrimaryDomain: "b.test"}}, account.KeepGoing)
		require.NoError(t, err)
		require.ErrorIs(t, bulk.Items[0].Err, clientele.ErrForbidden)
		require.Equal(t, 1, bulk.Created)
	})
}

// The account of the reference's documentation, as an update.
const samplePatch = `{"description":"<string>","source":"hubspot","accountOwnerId":"USER123","logo":"https://example.com/logo.png","status":"ACTIVE",
	"classification":"SMB","health":"RED","industry":"RETAIL","secondaryDomain":"example.com","annualRevenue":1000000,"employees":100,
	"website":"https://example.com","billingAddress":"123 Main St, Town, State, USA 12345","shippingAddress":"123 Main St, Town, State, USA 12345",
	"customFieldValues":[{}],"addExistingUsersToAccountContacts":true,"metadata":{},"name":"Example","primaryDomain":"example.com"}`

func TestTheReferencesUpdateOfAnAccount(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		ann := create(t, org, called("Ann", "ann@example.com"))
		a := company(t, org, "old")
		var p account.Patch
		require.NoError(t, json.Unmarshal([]byte(samplePatch), &p))
		_, err := account.Update(ctx, org, a.ID, p)
		enginetest.Refused(t, err, "customFieldValues[0].fieldId required")

		p.CustomFieldValues = nil
		now, err := account.Update(ctx, org, a.ID, p)
		require.NoError(t, err)
		require.Empty(t, now.SecondaryDomains, "that is the primary domain")
		require.Equal(t, []string{"example.com", "Example", "ACTIVE", "SMB", "RED", "RETAIL"},
			[]string{now.PrimaryDomain, now.Name, now.Status.Value, now.Classification.Value, now.Health.Value, now.Industry.Value})
		require.Equal(t, "1000000", string(enginetest.Members(t, now)["annualRevenue"]))
		require.Equal(t, []string{"Example"}, words(get(t, org, ann.ID)))
	})
}
