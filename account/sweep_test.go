package account_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// sweptVerbs are the verbs that write. Each is given a database with the accounts acme.com and b.test, of which
// the first has a ticket, and gone.test in the trash.
var sweptVerbs = map[string]func(ctx context.Context, org *clientele.Org, acme account.ID, set record.SetID) error{
	"create": func(ctx context.Context, org *clientele.Org, _ account.ID, _ record.SetID) error {
		return verbError(account.Create(ctx, org, named("C", "c.test")))
	},
	"bulk": func(ctx context.Context, org *clientele.Org, _ account.ID, _ record.SetID) error {
		return verbError(account.CreateMany(ctx, org, []account.Draft{named("C", "c.test"), named("B", "b.test"), named("D", "d.test")}, account.AllOrNothing))
	},
	"bulk, going on": func(ctx context.Context, org *clientele.Org, _ account.ID, _ record.SetID) error {
		return verbError(account.CreateMany(ctx, org, []account.Draft{named("C", "c.test"), named("", "x"), named("D", "d.test")}, account.KeepGoing))
	},
	"import": func(ctx context.Context, org *clientele.Org, _ account.ID, _ record.SetID) error {
		for _, err := range account.Import(ctx, org, sequence(named("C", "c.test"), named("D", "d.test"))) {
			if err != nil {
				return err
			}
		}
		return nil
	},
	"update": func(ctx context.Context, org *clientele.Org, acme account.ID, _ record.SetID) error {
		return verbError(account.Update(ctx, org, acme, account.Patch{PrimaryDomain: new("c.test"), Status: new("TRIAL"), Name: new("C"), OwnerID: new("x")}))
	},
	"upsert of a new one": func(ctx context.Context, org *clientele.Org, _ account.ID, _ record.SetID) error {
		_, _, err := account.Upsert(ctx, org, named("C", "c.test"))
		return err
	},
	"upsert of an old one": func(ctx context.Context, org *clientele.Org, _ account.ID, _ record.SetID) error {
		_, _, err := account.Upsert(ctx, org, named("C", "acme.com"))
		return err
	},
	"delete": func(ctx context.Context, org *clientele.Org, acme account.ID, _ record.SetID) error {
		return verbError(account.Delete(ctx, org, acme, 1))
	},
	"restore": func(ctx context.Context, org *clientele.Org, _ account.ID, set record.SetID) error {
		return verbError(account.Restore(ctx, org, set))
	},
	"purge": func(ctx context.Context, org *clientele.Org, _ account.ID, set record.SetID) error {
		return verbError(account.Purge(ctx, org, set))
	},
	"several in one": func(ctx context.Context, org *clientele.Org, acme account.ID, set record.SetID) error {
		return org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			if _, err := account.Restore(ctx, tx, set); err != nil {
				return err
			}
			if _, err := account.Delete(ctx, tx, acme, 0); err != nil {
				return err
			}
			return verbError(account.Create(ctx, tx, named("New acme", "acme.com")))
		})
	},
}

// TestAVerbIsAllOrNothingWhateverCallFails lets each call of the store fail in turn.
func TestAVerbIsAllOrNothingWhateverCallFails(t *testing.T) {
	for name, verb := range sweptVerbs {
		for _, warm := range []bool{false, true} {
			if warm {
				name += ", warm"
			}
			t.Run(name, func(t *testing.T) {
				hits := 0
				for n := 1; ; n++ {
					if !failsAt(t, verb, n, warm) {
						break
					}
					hits++
				}
				require.GreaterOrEqual(t, hits, 3, "it begins, reads and commits")
			})
		}
	}
}

// failsAt runs a verb on a store of which call n fails, and tells whether that call was made. warm: what
// transactions share was read before.
func failsAt(t *testing.T, verb func(context.Context, *clientele.Org, account.ID, record.SetID) error, n int, warm bool) bool {
	t.Helper()
	st := memstore.New()
	org := clienteletest.OrgOn(t, st, withTickets())
	acme := create(t, org, full())
	create(t, org, named("B", "b.test"))
	raise(t, org, acme.ID, account.ID{})
	gone := create(t, org, named("Gone", "gone.test"))
	raise(t, org, gone.ID, account.ID{})
	set := remove(t, org, gone.ID)
	before := dump(t, st)

	failing := &armed{Store: st}
	db, err := clientele.Open(ctx, failing, withTickets())
	require.NoError(t, err)
	org, err = db.Org(ctx, "org_test")
	require.NoError(t, err)
	if warm {
		get(t, org, acme.ID)
	}
	failing.arm(n)
	err = verb(ctx, org, acme.ID, set)
	if _, hit := failing.hit(); !hit {
		require.NoError(t, err)
		require.NotEqual(t, before, dump(t, st))
		return false
	}
	require.ErrorIs(t, err, storetest.ErrInjected, "call %d", n)
	require.Equal(t, before, dump(t, st), "call %d", n)
	failing.disarm()
	require.NoError(t, verb(ctx, org, acme.ID, set), "again after call %d", n)
	return true
}
