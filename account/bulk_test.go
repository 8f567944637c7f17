package account_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// shown gives an outcome in a word or two: the name created, the name of the account that is in the way, or the
// faults.
func shown(t testing.TB, s record.Scope, o account.Outcome) string {
	t.Helper()
	switch o.Result {
	case account.Created:
		require.Equal(t, get(t, s, o.Account.ID), o.Account)
		return "created " + o.Account.Name
	case account.Skipped:
		require.Empty(t, o.Faults)
		return "skipped for " + get(t, s, o.Existing).Name
	}
	require.Equal(t, fault.All(o.Err), o.Faults)
	return "failed " + strings.Join(reasons(o.Faults), ", ")
}

func TestCreateMany(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		create(t, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomain: "acme.io"})
		bulk, err := account.CreateMany(ctx, org, []account.Draft{
			named("A", "a.test"),
			named("Acme again", "WWW.acme.com"),
			named("", "ACME.io"), // whatever else is wrong with it
			named("", "b.test"),
			{Name: "B", PrimaryDomain: "b.test", SecondaryDomain: "b2.test"},
			named("B again", "b.test"),
			named("B2", "b2.test"),
			{Name: "C", PrimaryDomain: "c.test", SecondaryDomains: []string{"c2.test", "acme.io", "a.test"}},
			named("", ""),
		}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, account.Totals{Total: 9, Created: 2, Skipped: 4, Failed: 3}, bulk.Totals)
		var have []string
		for i, o := range bulk.Items {
			require.Equal(t, i, o.Index)
			have = append(have, shown(t, org, o))
		}
		require.Equal(t, []string{
			"created A", "skipped for Acme", "skipped for Acme", "failed name required", "created B", "skipped for B", "skipped for B",
			"failed secondaryDomains[1] duplicate, secondaryDomains[2] duplicate", "failed name required, primaryDomain required",
		}, have)
		require.Equal(t, 3, count(t, org, account.Filter{}))
		keys := members(t, bulk)
		require.Equal(t, []string{"9", "2", "4", "3"}, []string{string(keys["total"]), string(keys["created"]), string(keys["skipped"]), string(keys["failed"])})
		require.ElementsMatch(t, []string{"index", "result", "existingId"}, keysOf(members(t, bulk.Items[1])))
		require.ElementsMatch(t, []string{"index", "result", "account"}, keysOf(members(t, bulk.Items[0])))
		require.ElementsMatch(t, []string{"index", "result", "faults"}, keysOf(members(t, bulk.Items[3])))
	})
}

func keysOf(m map[string]json.RawMessage) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

func TestAllOrNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		create(t, org, named("Acme", "acme.com"))
		n := changes(t, org)
		drafts := []account.Draft{
			named("A", "a.test"), named("Acme", "acme.com"), named("", "x"), named("A again", "a.test"),
			{Name: "B", PrimaryDomain: "b.test", SecondaryDomain: "acme.com", Teams: []account.Team{{}}},
		}
		bulk, err := account.CreateMany(ctx, org, drafts, account.AllOrNothing)
		refused(t, err, "accounts[2].name required", "accounts[2].primaryDomain not_a_domain", "accounts[4].teams[0].teamId required", "accounts[4].secondaryDomain duplicate")
		require.ErrorIs(t, err, clientele.ErrExists)
		require.Empty(t, bulk.Items)
		require.Equal(t, n, changes(t, org))
		require.Equal(t, 1, count(t, org, account.Filter{}))

		bulk, err = account.CreateMany(ctx, org, []account.Draft{drafts[0], drafts[1], drafts[3]}, account.AllOrNothing)
		require.NoError(t, err)
		require.Equal(t, account.Totals{Total: 3, Created: 1, Skipped: 2}, bulk.Totals)
		require.Equal(t, bulk.Items[0].Account.ID, bulk.Items[2].Existing)
	})
}

func TestNoAccountsToCreate(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		for _, mode := range []account.Mode{account.KeepGoing, account.AllOrNothing} {
			_, err := account.CreateMany(ctx, org, nil, mode)
			refused(t, err, "accounts empty")
		}
	})
}

// numbered gives drafts 0 to n-1, every hundredth at fault.
func numbered(n int) []account.Draft {
	drafts := make([]account.Draft, n)
	for i := range drafts {
		drafts[i] = named(fmt.Sprintf("account %d", i), fmt.Sprintf("d%d.test", i))
		if i%100 == 99 {
			drafts[i].Name = ""
		}
	}
	return drafts
}

func TestManyAreCommittedInChunks(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		bulk, err := account.CreateMany(ctx, org, numbered(2500), account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, account.Totals{Total: 2500, Created: 2475, Failed: 25}, bulk.Totals)
		for i, o := range bulk.Items {
			require.Equal(t, i, o.Index)
		}
		require.Equal(t, 2475, count(t, org, account.Filter{}))
		times := map[string]int{}
		for c, err := range record.Changes(ctx, org, 0) {
			require.NoError(t, err)
			times[c.Kind]++
		}
		require.Equal(t, 2475, times["account"])
	})
}

func TestAChunkThatFailsLeavesThoseBeforeIt(t *testing.T) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	why := errors.New("account_test: enough")
	options := clienteletest.Options()
	seen := 0
	options.Rules = []record.Rule{account.Rule(func(_, after *account.Account) []fault.Fault {
		if seen++; seen == 1500 {
			cancel(why)
		}
		return nil
	})}
	org := clienteletest.OrgOn(t, engines["memstore"](t), options)
	bulk, err := account.CreateMany(ctx, org, numbered(3500), account.KeepGoing)
	require.ErrorIs(t, err, why)
	require.Len(t, bulk.Items, 2000)
	require.Equal(t, bulk.Created, count(t, org, account.Filter{}))
}

func TestABulkInATransactionIsPartOfIt(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		undo := errors.New("account_test: undo")
		require.ErrorIs(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			bulk, err := account.CreateMany(ctx, tx, numbered(1500), account.KeepGoing)
			require.NoError(t, err)
			require.Equal(t, 1485, bulk.Created)
			require.Equal(t, 1485, count(t, tx, account.Filter{}))
			return undo
		}), undo)
		require.Zero(t, count(t, org, account.Filter{}))
	})
}

// A chunk can be more than a transaction takes; each draft is for itself, so it goes in several.
func TestAChunkThatIsTooLargeIsDivided(t *testing.T) {
	org := clienteletest.Org(t)
	drafts := numbered(560)
	description := strings.Repeat("𝄞", 32_768)
	for i := range drafts {
		drafts[i].Description = description
	}
	_, err := account.CreateMany(ctx, org, drafts, account.AllOrNothing)
	require.Error(t, err)
	for i := range drafts {
		if drafts[i].Name == "" {
			drafts[i].Name = "named after all"
		}
	}
	_, err = account.CreateMany(ctx, org, drafts, account.AllOrNothing)
	require.ErrorIs(t, err, clientele.ErrTooLarge)
	require.Zero(t, count(t, org, account.Filter{}))
	bulk, err := account.CreateMany(ctx, org, drafts, account.KeepGoing)
	require.NoError(t, err)
	require.Equal(t, 560, bulk.Created)
	for i, o := range bulk.Items {
		require.Equal(t, i, o.Index)
	}
}

// source is a stream that tells how far it was read.
type source struct {
	drafts []account.Draft
	read   int
	err    error // after the last
}

func (s *source) all() iter.Seq2[account.Draft, error] {
	return func(yield func(account.Draft, error) bool) {
		for _, d := range s.drafts {
			s.read++
			if !yield(d, nil) {
				return
			}
		}
		if s.err != nil {
			yield(account.Draft{}, s.err)
		}
	}
}

func TestImport(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		s := &source{drafts: numbered(2300)}
		var totals account.Totals
		for o, err := range account.Import(ctx, org, s.all()) {
			require.NoError(t, err)
			require.Equal(t, totals.Total, o.Index)
			totals.Add(o.Result)
			require.LessOrEqual(t, s.read-o.Index, 1000, "it holds one chunk")
		}
		require.Equal(t, account.Totals{Total: 2300, Created: 2277, Failed: 23}, totals)
		require.Equal(t, 2277, count(t, org, account.Filter{}))
		for o, err := range account.Import(ctx, org, (&source{}).all()) {
			t.Fatal(o, err)
		}
		for o, err := range account.Import(ctx, org, sequence(numbered(1)...)) {
			require.NoError(t, err)
			require.Equal(t, account.Skipped, o.Result)
		}
	})
}

func TestAnImportWhoseStreamFails(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		s := &source{drafts: numbered(1050), err: errors.New("account_test: no such row")}
		n := 0
		var last error
		for o, err := range account.Import(ctx, org, s.all()) {
			require.NoError(t, last, "an error is the last")
			if last = err; err == nil {
				require.Equal(t, n, o.Index)
				n++
			}
		}
		require.ErrorIs(t, last, s.err)
		e, ok := errors.AsType[*clientele.Error](last)
		require.True(t, ok)
		require.Equal(t, "account.import", e.Op)
		require.Equal(t, 1050, n)
		require.Equal(t, 1040, count(t, org, account.Filter{}))
	})
}

func TestAnImportThatIsBrokenOff(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		s := &source{drafts: numbered(5000)}
		for o, err := range account.Import(ctx, org, s.all()) {
			require.NoError(t, err)
			if o.Index == 1003 {
				break
			}
		}
		require.Equal(t, 2000, s.read)
		require.Equal(t, 1980, count(t, org, account.Filter{}))
	})
}

func TestAnImportEndsWithItsContext(t *testing.T) {
	org := clienteletest.Org(t)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	why := errors.New("account_test: enough")
	s := &source{drafts: numbered(5000)}
	var last error
	n := 0
	for _, err := range account.Import(ctx, org, s.all()) {
		if last = err; err == nil {
			n++
			cancel(why)
		}
	}
	require.ErrorIs(t, last, why)
	require.Equal(t, 1000, n)
	require.Equal(t, 2000, s.read)
}

func TestAnImportIntoATransaction(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			for _, err := range account.Import(ctx, tx, sequence(named("A", "a.test"), named("B", "b.test"))) {
				require.NoError(t, err)
			}
			require.Equal(t, 2, count(t, tx, account.Filter{}))
			return nil
		}))
		require.Equal(t, 2, count(t, org, account.Filter{}))
	})
}

func TestAPolicyInABulk(t *testing.T) {
	options := func() *clientele.Options {
		o := clienteletest.Options()
		o.Policy = func(_ context.Context, a record.Action) error {
			if r, ok := a.Record.(*account.Account); ok && strings.HasPrefix(r.Name, "secret") {
				return errors.New("account_test: secret")
			}
			return nil
		}
		return o
	}
	onEnginesWith(t, options, func(t *testing.T, org *clientele.Org) {
		bulk, err := account.CreateMany(ctx, org, []account.Draft{named("secret", "a.test"), named("B", "b.test")}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, account.Totals{Total: 2, Created: 1, Failed: 1}, bulk.Totals)
		require.ErrorIs(t, bulk.Items[0].Err, clientele.ErrForbidden)
		require.Empty(t, bulk.Items[0].Faults)
		_, err = account.CreateMany(ctx, org, []account.Draft{named("C", "c.test"), named("secret", "a.test")}, account.AllOrNothing)
		require.ErrorIs(t, err, clientele.ErrForbidden)
		_, err = account.Create(ctx, org, named("secret", "a.test"))
		require.ErrorIs(t, err, clientele.ErrForbidden)
		require.Equal(t, 1, count(t, org, account.Filter{}))
	})
}
