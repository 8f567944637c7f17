package contact_test

import (
	"context"
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

// reads are all verbs that read, on everything that can be known of a contact. Each gives how much it found.
func reads(t *testing.T, c *contact.Contact, set record.SetID) map[string]func(s record.Scope) int {
	one := func(_ *contact.Contact, err error) int {
		if err != nil {
			require.ErrorIs(t, err, clientele.ErrNotFound)
			return 0
		}
		return 1
	}
	listed := func(s record.Scope, f contact.Filter, order string) int {
		page, err := contact.List(ctx, s, f, clientele.Paging{Order: order})
		require.NoError(t, err)
		return len(page.Items)
	}
	searched := func(s record.Scope, q contact.Query) int {
		cs, err := contact.Search(ctx, s, q)
		require.NoError(t, err)
		return len(cs)
	}
	return map[string]func(s record.Scope) int{
		"get": func(s record.Scope) int { return one(contact.Get(ctx, s, c.ID)) },
		"get many": func(s record.Scope) int {
			cs, err := contact.GetMany(ctx, s, []contact.ID{c.ID})
			require.NoError(t, err)
			return len(cs)
		},
		"by e-mail":      func(s record.Scope) int { return one(contact.ByEmail(ctx, s, c.Email)) },
		"by user":        func(s record.Scope) int { return one(contact.ByCustomerUserID(ctx, s, c.CustomerUserID)) },
		"list":           func(s record.Scope) int { return listed(s, contact.Filter{}, "") },
		"list by name":   func(s record.Scope) int { return listed(s, contact.Filter{}, "name") },
		"list by update": func(s record.Scope) int { return listed(s, contact.Filter{}, "-updatedAt") },
		"list of account": func(s record.Scope) int {
			return listed(s, contact.Filter{AccountIDs: []account.ID{c.Accounts[0].ID}}, "")
		},
		"list of type":   func(s record.Scope) int { return listed(s, contact.Filter{Type: []string{"BILLING"}}, "") },
		"list of text":   func(s record.Scope) int { return listed(s, contact.Filter{Text: "acme"}, "") },
		"search":         func(s record.Scope) int { return searched(s, contact.Query{Email: c.Email}) },
		"search of text": func(s record.Scope) int { return searched(s, contact.Query{Text: "lee"}) },
		"count":          func(s record.Scope) int { return count(t, s, contact.Filter{}) },
		"all":            func(s record.Scope) int { return walked(t, contact.All(ctx, s, contact.Filter{})) },
		"audit":          func(s record.Scope) int { return walked(t, contact.Audit(ctx, s, contact.Filter{})) },
		"history":        func(s record.Scope) int { return min(1, walked(t, contact.History(ctx, s, c.ID))) },
		"the trash": func(s record.Scope) int {
			_, err := record.GetSet(ctx, s, set)
			if err != nil {
				require.ErrorIs(t, err, clientele.ErrNotFound)
				return 0
			}
			return 1
		},
	}
}

func walked[V any](t *testing.T, all func(yield func(V, error) bool)) int {
	n := 0
	for _, err := range all {
		require.NoError(t, err)
		n++
	}
	return n
}

func TestOrganisationsNeverSeeEachOther(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "acme")
		d := full()
		d.AccountIDs, d.PhoneNumber = ids(acme), ""
		c := create(t, org, d)
		set := remove(t, org, in(t, org, "gone").ID)
		insist := clientele.Settings{Mandatory: map[string][]string{"contact": {"phoneNumber"}}}
		require.NoError(t, org.SetSettings(ctx, insist))
		other, err := org.DB().CreateOrg(ctx, "org_tes", &insist) // its keys are next to those of org_test
		require.NoError(t, err)
		for name, read := range reads(t, c, set) {
			t.Run(name, func(t *testing.T) {
				require.Equal(t, 1, read(org))
				require.Zero(t, read(other))
				require.NoError(t, other.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
					require.Zero(t, read(tx))
					return nil
				}))
			})
		}
		before := enginetest.Changes(t, org)
		for name, verb := range map[string]func() error{
			"update":  func() error { return failure(contact.Update(ctx, other, c.ID, contact.Patch{LastName: new("x")})) },
			"link":    func() error { return failure(contact.Link(ctx, other, c.ID, contact.LinkDraft{AccountID: acme.ID})) },
			"unlink":  func() error { return failure(contact.Unlink(ctx, other, c.ID, acme.ID)) },
			"delete":  func() error { return failure(contact.Delete(ctx, other, c.ID, 0)) },
			"restore": func() error { return failure(contact.Restore(ctx, other, set)) },
			"purge":   func() error { return failure(contact.Purge(ctx, other, set)) },
		} {
			require.ErrorIs(t, verb(), clientele.ErrNotFound, name)
		}
		_, err = contact.Create(ctx, other, contact.Draft{FirstName: "x", Email: c.Email, PhoneNumber: "1", AccountIDs: ids(acme)})
		enginetest.Refused(t, err, "phoneNumber not_a_phone", "accountIds[0] unknown_reference")
		twin := create(t, other, contact.Draft{FirstName: "x", Email: c.Email, CustomerUserID: c.CustomerUserID, PhoneNumber: "+155501001"})
		require.NotEqual(t, c.ID, twin.ID)
		done := ingest(t, other, contact.User{Email: "new@acme.test", PhoneNumber: "+155501002"})
		require.Equal(t, 1, done.Created)
		require.NotEqual(t, acme.ID, done.Accounts[0].ID)
		require.Equal(t, before, enginetest.Changes(t, org))
		require.Equal(t, c, get(t, org, c.ID))
	})
}

func TestTheAuditFindsWhatTodaysRulesRefuse(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		c := create(t, org, called("Ann", "ann@x.test"))
		create(t, org, full())
		require.NoError(t, org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"contact": {"lastName", "source"}}}))
		update(t, org, c.ID, contact.Patch{FirstName: new("Anna")})
		found := 0
		for f, err := range contact.Audit(ctx, org, contact.Filter{}) {
			require.NoError(t, err)
			require.Equal(t, "Anna", f.Contact.FirstName)
			require.Equal(t, []string{"lastName required", "source required"}, enginetest.Reasons(f.Faults))
			found++
		}
		require.Equal(t, 1, found)
		for _, field := range []string{"firstName", "email", "accountIds", "accounts", "isMarketingContact", "contactTypeId", "x"} {
			err := org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"contact": {"contactType", field}}})
			enginetest.Refused(t, err, "mandatory.contact[1] unknown_field")
		}
	})
}

func TestTheAuditAsksHostRulesAsOnCreate(t *testing.T) {
	strict := false
	options := func() *clientele.Options {
		o := clienteletest.Options()
		strict = false
		o.Rules = []clientele.Rule{contact.Rule(func(before, _ *contact.Contact) []fault.Fault {
			if !strict || before != nil {
				return nil
			}
			return []fault.Fault{{Path: "lastName", Code: "unheard_of"}}
		})}
		return o
	}
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		in(t, org, "ann")
		require.Zero(t, walked(t, contact.Audit(ctx, org, contact.Filter{})))
		strict = true
		for f, err := range contact.Audit(ctx, org, contact.Filter{}) {
			require.NoError(t, err)
			require.Equal(t, []string{"lastName unheard_of"}, enginetest.Reasons(f.Faults))
		}
		require.Equal(t, 1, walked(t, contact.Audit(ctx, org, contact.Filter{})))
	})
}
