package boltstore_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// database makes a database with accounts, some of which were changed, deleted and restored, and gives them.
func database(t *testing.T) (path string, truth map[account.ID]*account.Account) {
	s := newSession(t, &boltstore.Options{NoSync: true})
	for range times(150, 400) {
		s.step(func() {})
	}
	truth = map[account.ID]*account.Account{}
	for a, err := range account.All(ctx, s.hand.org, account.Filter{}) {
		require.NoError(t, err)
		truth[a.ID] = a
	}
	require.NoError(t, s.store.Close())
	return s.path, truth
}

// TestCheckReportsWhatIsGone damages the file of a database in every way. An account is what it was, or
// damaged. If one is gone, Check says that something is wrong.
func TestCheckReportsWhatIsGone(t *testing.T) {
	path, truth := database(t)
	v := newVictim(t, path, nil)
	random := rand.New(rand.NewPCG(3, 4))
	all := damages(random, 1<<12)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		damage := all[name]
		refused, gone, byCheck, silent := 0, 0, 0, 0
		n := times(15, 1_000)
		for i := range n {
			bad := append([]byte(nil), v.whole...)
			damage(bad)
			require.NoError(t, os.WriteFile(v.path, bad, 0o600))
			found := look(t, fmt.Sprintf("%s, round %d", name, i), v.path, truth)
			switch {
			case found.refused:
				refused++
			case found.gone:
				gone++
				if found.check {
					byCheck++
				}
				if !found.check && !found.verify {
					silent++
				}
			}
		}
		t.Logf("%s, of %d: refused %d; accounts gone in %d, which Check reported in %d", name, n, refused, gone, byCheck)
		require.Zero(t, silent, name)
	}
}

// found is what became of a damaged database.
type found struct {
	refused bool // by Open
	gone    bool // an account is
	check   bool // Check says so
	verify  bool // Verify says so
}

func look(t *testing.T, name, path string, truth map[account.ID]*account.Account) (f found) {
	damaged := func(err error) bool {
		if err != nil {
			require.ErrorIs(t, err, store.ErrCorrupt, name)
		}
		return err != nil
	}
	s, err := boltstore.Open(path, &boltstore.Options{NoSync: true, MaxMap: -1, ReadOnly: true})
	if f.refused = damaged(err); f.refused {
		return f
	}
	defer s.Close()
	f.verify = damaged(s.Verify(ctx))
	db, err := clientele.Open(ctx, s, nil)
	if damaged(err) {
		f.check = true
		return f
	}
	report, err := clientele.Check(ctx, db)
	f.check = damaged(err) || len(report.Problems) > 0
	org, err := db.Org(ctx, "org_1")
	switch {
	case errors.Is(err, store.ErrNotFound):
		f.gone = true
		return f
	case damaged(err):
		return f
	}
	for id, want := range truth {
		got, err := account.Get(ctx, org, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			f.gone = true
		case !damaged(err):
			want, got := bare(want), bare(got)
			require.Equal(t, want, got, "%s: a wrong answer", name)
		}
	}
	listed := 0
	for a, err := range account.All(ctx, org, account.Filter{}) {
		if damaged(err) {
			return f
		}
		require.Contains(t, truth, a.ID, name)
		listed++
	}
	f.gone = f.gone || listed < len(truth)
	return f
}

// bare gives an account without what it shows of other records, which may be gone.
func bare(a *account.Account) account.Account {
	b := *a
	for _, ref := range []*picklist.Ref{&b.Status, &b.Classification, &b.Health, &b.Industry} {
		*ref = picklist.Ref{ID: ref.ID}
	}
	b.MemberCount = nil
	return b
}
