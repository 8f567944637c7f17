package contact_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// link links a contact to an account.
func link(t testing.TB, s record.Scope, c *contact.Contact, l contact.LinkDraft) *contact.Contact {
	t.Helper()
	now, err := contact.Link(ctx, s, c.ID, l)
	require.NoError(t, err)
	require.Equal(t, now, get(t, s, c.ID))
	return now
}

func TestLinkAndUnlink(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme, beta := company(t, org, "acme"), company(t, org, "beta")
		c := in(t, org, "ann")
		link(t, org, c, contact.LinkDraft{AccountID: acme.ID})
		now := link(t, org, c, contact.LinkDraft{AccountID: beta.ID, Role: "legal", Title: " Counsel ", Primary: true})
		require.Equal(t, []string{"acme", "beta LEGAL «Counsel» primary"}, words(now))
		require.EqualValues(t, 1, now.Version)
		n := enginetest.Changes(t, org)
		link(t, org, c, contact.LinkDraft{AccountID: beta.ID, Role: "LEGAL", Title: "Counsel", Primary: true})
		require.Equal(t, n, enginetest.Changes(t, org))
		now = link(t, org, c, contact.LinkDraft{AccountID: beta.ID, Role: "OTHER"})
		require.Equal(t, []string{"acme", "beta OTHER"}, words(now))
		require.Equal(t, n+1, enginetest.Changes(t, org))

		_, err := contact.Unlink(ctx, org, c.ID, acme.ID)
		require.NoError(t, err)
		require.Equal(t, []string{"beta OTHER"}, words(get(t, org, c.ID)))
		require.Zero(t, members(t, org, acme.ID))
		for _, err := range []error{
			failure(contact.Unlink(ctx, org, c.ID, acme.ID)), failure(contact.Unlink(ctx, org, contact.ID{1}, beta.ID)),
			failure(contact.Link(ctx, org, contact.ID{1}, contact.LinkDraft{AccountID: acme.ID})),
		} {
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		_, err = contact.Link(ctx, org, c.ID, contact.LinkDraft{Role: "BOSS", Title: "a\nb"})
		enginetest.Refused(t, err, "id required", "role not_in_picklist", "title invalid_text")
		_, err = contact.Link(ctx, org, c.ID, contact.LinkDraft{AccountID: account.ID{1}})
		enginetest.Refused(t, err, "id unknown_reference")
	})
}

func TestTheSetOfAccountsIsReplaced(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		a, b, c := company(t, org, "a"), company(t, org, "b"), company(t, org, "c")
		ann := create(t, org, contact.Draft{FirstName: "Ann", Email: "ann@x.test", Links: []contact.LinkDraft{
			{AccountID: a.ID, Role: "BILLING", Title: "CFO", Primary: true}, {AccountID: b.ID},
		}})
		require.Equal(t, []string{"a BILLING «CFO» primary", "b"}, words(ann))
		n := enginetest.Changes(t, org)
		now := update(t, org, ann.ID, contact.Patch{AccountIDs: &[]account.ID{c.ID, a.ID}})
		require.Equal(t, []string{"a BILLING «CFO» primary", "c"}, words(now))
		require.Equal(t, n+2, enginetest.Changes(t, org), "one link goes and one comes")
		now = update(t, org, ann.ID, contact.Patch{Links: &[]contact.LinkDraft{{AccountID: a.ID, Title: "CEO"}, {AccountID: b.ID, Primary: true}}})
		require.Equal(t, []string{"a «CEO»", "b primary"}, words(now))
		now = update(t, org, ann.ID, contact.Patch{AccountIDs: &[]account.ID{}})
		require.Empty(t, now.Accounts)
		require.Zero(t, members(t, org, a.ID)+members(t, org, b.ID)+members(t, org, c.ID))
	})
}

func TestAnAccountHasOnePrimaryContact(t *testing.T) {
	paths := map[string]func(t *testing.T, org *clientele.Org, ben *contact.Contact, acme *account.Account){
		"link": func(t *testing.T, org *clientele.Org, ben *contact.Contact, acme *account.Account) {
			link(t, org, ben, contact.LinkDraft{AccountID: acme.ID, Primary: true})
		},
		"update": func(t *testing.T, org *clientele.Org, ben *contact.Contact, acme *account.Account) {
			update(t, org, ben.ID, contact.Patch{Links: &[]contact.LinkDraft{{AccountID: acme.ID, Primary: true}}})
		},
		"update of a link": func(t *testing.T, org *clientele.Org, ben *contact.Contact, acme *account.Account) {
			link(t, org, ben, contact.LinkDraft{AccountID: acme.ID})
			update(t, org, ben.ID, contact.Patch{Links: &[]contact.LinkDraft{{AccountID: acme.ID, Primary: true}}})
		},
		"create": func(t *testing.T, org *clientele.Org, _ *contact.Contact, acme *account.Account) {
			create(t, org, contact.Draft{FirstName: "New", Email: "new@x.test", Links: []contact.LinkDraft{{AccountID: acme.ID, Primary: true}}})
		},
		"create many": func(t *testing.T, org *clientele.Org, _ *contact.Contact, acme *account.Account) {
			primary := []contact.LinkDraft{{AccountID: acme.ID, Primary: true}}
			bulk, err := contact.CreateMany(ctx, org, contact.Many{Contacts: []contact.Draft{
				{Email: "n1@x.test", Links: primary}, {Email: "n2@x.test", Links: primary}, {Email: "x", Links: primary},
			}}, account.KeepGoing)
			require.NoError(t, err)
			require.False(t, bulk.Items[0].Contact.Accounts[0].Primary)
			require.True(t, bulk.Items[1].Contact.Accounts[0].Primary)
			require.Equal(t, bulk.Items[0].Contact, get(t, org, bulk.Items[0].Contact.ID))
		},
	}
	for name, path := range paths {
		t.Run(name, func(t *testing.T) {
			enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
				acme, other := company(t, org, "acme"), company(t, org, "other")
				ann := create(t, org, contact.Draft{FirstName: "Ann", Email: "ann@x.test", Links: []contact.LinkDraft{
					{AccountID: acme.ID, Title: "CEO", Primary: true}, {AccountID: other.ID, Primary: true},
				}})
				path(t, org, in(t, org, "ben"), acme)
				require.Equal(t, []string{"acme «CEO»", "other primary"}, words(get(t, org, ann.ID)))
				n := 0
				for c, err := range contact.All(ctx, org, contact.Filter{AccountIDs: []account.ID{acme.ID}}) {
					require.NoError(t, err)
					for _, l := range c.Accounts {
						if l.ID == acme.ID && l.Primary {
							n++
						}
					}
				}
				require.Equal(t, 1, n)
			})
		})
	}
}

func TestALinkHasAHistoryOfItsOwn(t *testing.T) {
	org := clienteletest.Org(t)
	acme := company(t, org, "acme")
	ann, ben := in(t, org, "ann", acme), in(t, org, "ben")
	link(t, org, ann, contact.LinkDraft{AccountID: acme.ID, Primary: true})
	link(t, org, ben, contact.LinkDraft{AccountID: acme.ID, Primary: true})
	var said []string
	for ch, err := range record.Changes(ctx, org, 0) {
		require.NoError(t, err)
		if ch.Kind == contact.MembershipTarget.Name() {
			said = append(said, fmt.Sprint(ch.Op, ch.Version, ch.Fields))
			for again, err := range record.History(ctx, org, contact.MembershipTarget, contact.MembershipID(ch.ID)) {
				require.NoError(t, err)
				require.Equal(t, uuid.UUID(ch.ID), again.ID)
			}
		}
	}
	require.Equal(t, []string{"create 1 []", "update 2 [primary]", "update 3 [primary]", "create 1 []"}, said)
}

func TestRolesAreValuesOfThePicklist(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		cto := valueOf(t, org, "CTO")
		ann := create(t, org, contact.Draft{FirstName: "Ann", Email: "ann@x.test", Type: "CTO", Links: []contact.LinkDraft{{AccountID: acme.ID, Role: cto.ID.String()}}})
		_, err := picklist.Update(ctx, org, cto.ID, picklist.Patch{Value: new("TECH"), Archived: new(true)})
		require.NoError(t, err)
		require.Equal(t, []string{"acme TECH"}, words(get(t, org, ann.ID)))
		_, err = contact.Create(ctx, org, contact.Draft{FirstName: "Ben", Email: "ben@x.test", Type: "TECH", Links: []contact.LinkDraft{{AccountID: acme.ID, Role: "TECH"}}})
		enginetest.Refused(t, err, "contactType archived", "accounts[0].role archived")
		update(t, org, ann.ID, contact.Patch{Type: new("TECH"), Links: &[]contact.LinkDraft{{AccountID: acme.ID, Role: "TECH", Title: "x"}}})

		_, err = picklist.Delete(ctx, org, cto.ID, picklist.DeleteOptions{})
		enginetest.Refused(t, err, " referenced", " referenced")
		_, err = picklist.Delete(ctx, org, cto.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "OTHER"})
		require.NoError(t, err)
		now := get(t, org, ann.ID)
		require.Equal(t, "OTHER", now.Type.Value)
		require.Equal(t, []string{"acme OTHER «x»"}, words(now))
	})
}

// hiding gives options with a policy that hides one account and one kind of record from the actor "guest".
func hiding(hidden *account.ID, refuses func(a clientele.Action) bool) func() *clientele.Options {
	return func() *clientele.Options {
		o := clienteletest.Options()
		o.Policy = func(_ context.Context, a clientele.Action) error {
			if a.Actor.ID != "guest" {
				return nil
			}
			if acc, ok := a.Record.(*account.Account); ok && acc.ID == *hidden && !hidden.IsZero() || refuses != nil && refuses(a) {
				return clientele.ErrForbidden
			}
			return nil
		}
		return o
	}
}

func TestAnAccountThatIsHiddenIsNotThere(t *testing.T) {
	var hidden account.ID
	enginetest.RunWith(t, hiding(&hidden, nil), func(t *testing.T, org *clientele.Org) {
		guest := org.As(clientele.Actor{ID: "guest"})
		acme, secret := company(t, org, "acme"), company(t, org, "secret")
		hidden = secret.ID
		ann := in(t, org, "ann", acme, secret)
		require.Equal(t, []string{"acme"}, words(get(t, guest, ann.ID)))
		_, err := contact.Link(ctx, guest, ann.ID, contact.LinkDraft{AccountID: secret.ID})
		enginetest.Refused(t, err, "id unknown_reference")
		require.Empty(t, update(t, guest, ann.ID, contact.Patch{AccountIDs: &[]account.ID{}}).Accounts)
		require.Equal(t, []string{"secret"}, words(get(t, org, ann.ID)), "what one does not see one does not replace")
	})
}

func TestAPolicyDecidesOnLinks(t *testing.T) {
	var none account.ID
	refuses := func(a clientele.Action) bool {
		m, ok := a.Record.(*contact.Membership)
		return ok && (a.Op != record.OpRead || m.Title == "secret")
	}
	enginetest.RunWith(t, hiding(&none, refuses), func(t *testing.T, org *clientele.Org) {
		guest := org.As(clientele.Actor{ID: "guest"})
		acme, beta := company(t, org, "acme"), company(t, org, "beta")
		ann := in(t, org, "ann", acme)
		link(t, org, ann, contact.LinkDraft{AccountID: beta.ID, Title: "secret"})
		require.Equal(t, []string{"acme"}, words(get(t, guest, ann.ID)))
		n := enginetest.Changes(t, org)
		for name, verb := range map[string]func() error{
			"link": func() error {
				return failure(contact.Link(ctx, guest, ann.ID, contact.LinkDraft{AccountID: acme.ID, Title: "x"}))
			},
			"unlink": func() error { return failure(contact.Unlink(ctx, guest, ann.ID, acme.ID)) },
			"update": func() error {
				return failure(contact.Update(ctx, guest, ann.ID, contact.Patch{FirstName: new("x"), AccountIDs: &[]account.ID{}}))
			},
			"create": func() error {
				return failure(contact.Create(ctx, guest, contact.Draft{FirstName: "B", Email: "b@x.test", AccountIDs: ids(acme)}))
			},
			"delete": func() error { return failure(contact.Delete(ctx, guest, ann.ID, 0)) },
			"create all": func() error {
				return failure(contact.CreateMany(ctx, guest, contact.Many{Contacts: []contact.Draft{called("B", "b@x.test")}, AccountIDs: ids(acme)}, account.AllOrNothing))
			},
		} {
			require.ErrorIs(t, verb(), clientele.ErrForbidden, name)
		}
		require.Equal(t, n, enginetest.Changes(t, org))
		require.Zero(t, count(t, guest, contact.Filter{AccountIDs: ids(beta)}))
		require.Equal(t, 1, count(t, guest, contact.Filter{AccountIDs: ids(acme, beta)}))

		bulk, err := contact.CreateMany(ctx, guest, contact.Many{Contacts: []contact.Draft{
			{Email: "one@x.test", AccountIDs: ids(acme)}, called("Two", "two@x.test"), {Email: "one@x.test"},
		}}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, account.Totals{Total: 3, Created: 2, Failed: 1}, bulk.Totals)
		require.ErrorIs(t, bulk.Items[0].Err, clientele.ErrForbidden)
		require.Equal(t, bulk.Items[2].Contact, get(t, org, bulk.Items[2].Contact.ID), "the address is free, for the first was not written")
	})
}

func TestWhoWasPrimaryIsNotAskedFor(t *testing.T) {
	var none account.ID
	var mine contact.ID
	refuses := func(a clientele.Action) bool {
		m, ok := a.Record.(*contact.Membership)
		return ok && m.ContactID != mine
	}
	enginetest.RunWith(t, hiding(&none, refuses), func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		ann, ben := in(t, org, "ann"), in(t, org, "ben")
		mine = ben.ID
		link(t, org, ann, contact.LinkDraft{AccountID: acme.ID, Primary: true})
		link(t, org.As(clientele.Actor{ID: "guest"}), ben, contact.LinkDraft{AccountID: acme.ID, Primary: true})
		require.Equal(t, []string{"acme"}, words(get(t, org, ann.ID)))
	})
}
