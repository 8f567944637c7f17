package account_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/record"
)

// reads are all verbs that read, on everything that can be known of an account. Each gives how much it found.
func reads(t *testing.T, a *account.Account, set record.SetID) map[string]func(s record.Scope) int {
	one := func(a *account.Account, err error) int {
		if err != nil {
			require.ErrorIs(t, err, clientele.ErrNotFound)
			return 0
		}
		return 1
	}
	many := func(as []*account.Account, err error) int {
		require.NoError(t, err)
		return len(as)
	}
	listed := func(s record.Scope, f account.Filter, order string) int {
		page, err := account.List(ctx, s, f, clientele.Paging{Order: order})
		require.NoError(t, err)
		return len(page.Items)
	}
	return map[string]func(s record.Scope) int{
		"get":                  func(s record.Scope) int { return one(account.Get(ctx, s, a.ID)) },
		"get many":             func(s record.Scope) int { return many(account.GetMany(ctx, s, []account.ID{a.ID})) },
		"by number":            func(s record.Scope) int { return one(account.ByNumber(ctx, s, a.Number)) },
		"by domain":            func(s record.Scope) int { return one(account.ByDomain(ctx, s, a.SecondaryDomain())) },
		"by primary domains":   func(s record.Scope) int { return many(account.ByPrimaryDomains(ctx, s, a.Domains())) },
		"by an e-mail address": func(s record.Scope) int { return one(account.ByDomainOrEmail(ctx, s, "ann@"+a.PrimaryDomain)) },
		"by external id":       func(s record.Scope) int { return one(account.ByExternalID(ctx, s, "crm", a.ExternalIDs["crm"])) },
		"list":                 func(s record.Scope) int { return listed(s, account.Filter{}, "") },
		"list by name":         func(s record.Scope) int { return listed(s, account.Filter{}, "name") },
		"list by update":       func(s record.Scope) int { return listed(s, account.Filter{}, "-updatedAt") },
		"list of a status":     func(s record.Scope) int { return listed(s, account.Filter{Status: []string{a.Status.Value}}, "") },
		"list of statuses": func(s record.Scope) int {
			return listed(s, account.Filter{Status: []string{a.Status.Value, "TRIAL"}}, "")
		},
		"list of an owner": func(s record.Scope) int { return listed(s, account.Filter{OwnerID: []string{a.OwnerID}}, "") },
		"list of a domain": func(s record.Scope) int { return listed(s, account.Filter{Domain: a.Domains()}, "") },
		"list of a text":   func(s record.Scope) int { return listed(s, account.Filter{Text: a.Name}, "") },
		"list of a health": func(s record.Scope) int { return listed(s, account.Filter{Health: []string{a.Health.Value}}, "") },
		"list of a team":   func(s record.Scope) int { return listed(s, account.Filter{TeamID: []string{a.Teams[0].TeamID}}, "") },
		"list of a source": func(s record.Scope) int { return listed(s, account.Filter{Source: []string{a.Source}}, "") },
		"list since":       func(s record.Scope) int { return listed(s, account.Filter{CreatedFrom: a.CreatedAt}, "") },
		"list of a class": func(s record.Scope) int {
			return listed(s, account.Filter{Classification: []string{a.Classification.Value}}, "")
		},
		"list of an industry":   func(s record.Scope) int { return listed(s, account.Filter{Industry: []string{a.Industry.Value}}, "") },
		"list by ids of values": func(s record.Scope) int { return listedByIDs(t, s, a) },
		"list of updates":       func(s record.Scope) int { return listed(s, account.Filter{UpdatedFrom: a.UpdatedAt}, "") },
		"list by page": func(s record.Scope) int {
			page, err := account.List(ctx, s, account.Filter{}, clientele.Paging{Page: 1, Total: true})
			require.NoError(t, err)
			require.Len(t, page.Items, *page.Total)
			return *page.Total
		},
		"read by other packages": func(s record.Scope) int { return readWithin(t, s, a.ID) },
		"count":                  func(s record.Scope) int { return count(t, s, account.Filter{}) },
		"count of a status":      func(s record.Scope) int { return count(t, s, account.Filter{Status: []string{a.Status.Value}}) },
		"all":                    func(s record.Scope) int { return walked(t, account.All(ctx, s, account.Filter{})) },
		"audit, where all fail":  func(s record.Scope) int { return walked(t, account.Audit(ctx, s, account.Filter{})) },
		"history":                func(s record.Scope) int { return min(1, walked(t, account.History(ctx, s, a.ID))) },
		"trash": func(s record.Scope) int {
			page, err := account.Trash(ctx, s, clientele.Paging{})
			require.NoError(t, err)
			return len(page.Items)
		},
		"a deletion set": func(s record.Scope) int {
			_, err := record.GetSet(ctx, s, set)
			if err != nil {
				require.ErrorIs(t, err, clientele.ErrNotFound)
				return 0
			}
			return 1
		},
	}
}

// listedByIDs counts the accounts of a status that is given by its id, which is no value of another organisation.
func listedByIDs(t *testing.T, s record.Scope, a *account.Account) int {
	page, err := account.List(ctx, s, account.Filter{Status: []string{a.Status.ID.String()}}, clientele.Paging{})
	if err != nil {
		refused(t, err, "status[0] not_in_picklist")
		return 0
	}
	return len(page.Items)
}

// readWithin reads an account as other packages do, and tells whether it is there.
func readWithin(t *testing.T, s record.Scope, id account.ID) int {
	found := 0
	require.NoError(t, s.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
		loaded, err := account.Load(tx, []account.ID{id})
		require.NoError(t, err)
		names, err := account.Names(tx, []account.ID{id})
		require.NoError(t, err)
		figures := 0
		require.NoError(t, account.EachFigures(tx, []account.ID{id}, func(*account.Figures) bool { figures++; return true }))
		require.Equal(t, loaded[0] != nil, len(names) == 1)
		require.Equal(t, len(names), figures)
		found = figures
		return nil
	}))
	return found
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
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		insist := clientele.Settings{Mandatory: map[string][]string{"account": {"territory"}}}
		d := full()
		d.Territory, d.Source = "", "slack"
		a := create(t, org, d)
		gone := create(t, org, named("Gone", "gone.test"))
		set := remove(t, org, gone.ID)
		configure(t, org, insist)
		other, err := org.DB().CreateOrg(ctx, "org_tes", &insist) // its keys are next to those of org_test
		require.NoError(t, err)
		for name, read := range reads(t, a, set) {
			t.Run(name, func(t *testing.T) {
				require.Equal(t, 1, read(org))
				require.Zero(t, read(other))
				require.NoError(t, other.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
					require.Zero(t, read(tx))
					return nil
				}))
			})
		}
		n := changes(t, org)
		for name, err := range map[string]error{
			"update":  verbError(account.Update(ctx, other, a.ID, account.Patch{Name: new("x")})),
			"delete":  verbError(account.Delete(ctx, other, a.ID, 0)),
			"restore": verbError(account.Restore(ctx, other, set)),
			"purge":   verbError(account.Purge(ctx, other, set)),
		} {
			require.ErrorIs(t, err, clientele.ErrNotFound, name)
		}
		d.Territory = "EMEA"
		b, isNew, err := account.Upsert(ctx, other, d)
		require.NoError(t, err)
		require.True(t, isNew)
		require.EqualValues(t, 1, b.Number)
		require.Equal(t, "org_tes", b.OrganizationID)
		require.Equal(t, n, changes(t, org))
		require.Equal(t, a, get(t, org, a.ID))

		require.NoError(t, org.DB().DropOrg(ctx, "org_tes"))
		_, err = account.Get(ctx, other, b.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = account.Create(ctx, other, d)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		require.Equal(t, a, get(t, org, a.ID))
	})
}

func TestWhatThePolicyHidesIsNotThere(t *testing.T) {
	hide := false
	options := func() *clientele.Options {
		o := clienteletest.Options()
		o.Policy = func(_ context.Context, a record.Action) error {
			if hide && a.Kind == "account" && a.Op == record.OpRead && !a.Actor.Admin {
				return clientele.ErrForbidden
			}
			return nil
		}
		return o
	}
	onEnginesWith(t, options, func(t *testing.T, org *clientele.Org) {
		hide = false
		d := full()
		d.Territory = ""
		a := create(t, org, d)
		set := remove(t, org, create(t, org, named("Gone", "gone.test")).ID)
		configure(t, org, clientele.Settings{Mandatory: map[string][]string{"account": {"territory"}}})
		hide = true
		admin := org.As(clientele.Actor{ID: "USER1", Admin: true})
		for name, read := range reads(t, a, set) {
			switch name {
			case "history", "trash", "a deletion set", "audit, where all fail", "list of a source":
				continue
			}
			t.Run(name, func(t *testing.T) {
				require.Equal(t, 1, read(admin))
				require.Zero(t, read(org))
			})
		}
		_, err := account.Update(ctx, org, a.ID, account.Patch{Name: new("x")})
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = account.Delete(ctx, org, a.ID, 0)
		require.ErrorIs(t, err, clientele.ErrNotFound)
	})
}
