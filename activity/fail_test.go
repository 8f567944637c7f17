package activity_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// end gives the error that a walk ends with.
func end[V any](walk func(yield func(V, error) bool)) error {
	for _, err := range walk {
		if err != nil {
			return err
		}
	}
	return nil
}

// Whatever call of the store fails, a verb that reads says so and gives nothing.
func TestReadsThatFailSaySo(t *testing.T) {
	st := memstore.New()
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	family := newFamily(t, org, 2)
	star := newStar(t, org, record.FewRanges)
	define(t, org, customfield.Draft{Name: "Outcome", Type: customfield.SingleLine, Indexed: true}, customfield.Draft{Name: "Pin", Type: customfield.Password})
	d := full(family[1])
	d.CustomFieldValues = give("outcome", `"won"`, "pin", `"1"`)
	a := create(t, org, d)
	create(t, org, full(star[1]))
	subtree := activity.Filter{AccountID: family[:1], Subtree: true}
	many := activity.Filter{AccountID: star[:1], Subtree: true}
	custom := conditions(t, `[{"fieldId":"outcome","equal":"won"}]`)
	custom.AccountID = family
	within := func(read func(tx *clientele.Tx) error) func(org *clientele.Org) error {
		return func(org *clientele.Org) error {
			return org.View(ctx, func(_ context.Context, tx *clientele.Tx) error { return read(tx) })
		}
	}
	page := func(f activity.Filter, order string) func(org *clientele.Org) error {
		return func(org *clientele.Org) error {
			return verbError(activity.List(ctx, org, f, record.Paging{Order: order, Total: true}))
		}
	}
	for name, verb := range map[string]func(org *clientele.Org) error{
		"get":               func(org *clientele.Org) error { return verbError(activity.Get(ctx, org, a.ID)) },
		"get many":          func(org *clientele.Org) error { return verbError(activity.GetMany(ctx, org, []activity.ID{a.ID})) },
		"a page":            page(activity.Filter{}, ""),
		"a subtree":         page(subtree, ""),
		"many accounts":     page(many, ""),
		"by creation":       page(subtree, "createdAt"),
		"by update":         page(many, "updatedAt"),
		"by custom fields":  page(custom, ""),
		"all":               func(org *clientele.Org) error { return end(activity.All(ctx, org, subtree)) },
		"count":             func(org *clientele.Org) error { return verbError(activity.Count(ctx, org, many)) },
		"explain":           func(org *clientele.Org) error { return verbError(activity.Explain(ctx, org, subtree, "createdAt")) },
		"audit":             func(org *clientele.Org) error { return end(activity.Audit(ctx, org, subtree)) },
		"history":           func(org *clientele.Org) error { return end(activity.History(ctx, org, a.ID)) },
		"verify a password": func(org *clientele.Org) error { return verbError(activity.VerifyPassword(ctx, org, a.ID, "pin", "1")) },
		"roll up":           func(org *clientele.Org) error { return verbError(relationship.RollUp(ctx, org, family[0])) },
		"load":              within(func(tx *clientele.Tx) error { return verbError(activity.Load(tx, []activity.ID{a.ID})) }),
		"between": within(func(tx *clientele.Tx) error {
			return verbError(activity.Between(tx, []account.ID{family[1]}, record.Interval{}, 9))
		}),
	} {
		t.Run(name, func(t *testing.T) {
			n := 1
			for ; readFails(t, storetest.Fail(st, n), verb); n++ {
			}
			require.Greater(t, n, 5, "it opens, begins and reads")
		})
	}
}

// readFails runs a verb on a store that fails at one call, and tells whether that call was made.
func readFails(t *testing.T, st *storetest.Failing, verb func(org *clientele.Org) error) bool {
	t.Helper()
	db, err := clientele.Open(ctx, st, clienteletest.Options())
	var org *clientele.Org
	if err == nil {
		org, err = db.Org(ctx, "org_test")
	}
	if err == nil {
		err = verb(org)
	}
	call, hit := st.Hit()
	if hit {
		require.ErrorIs(t, err, storetest.ErrInjected, call)
	} else {
		require.NoError(t, err)
	}
	return hit
}
