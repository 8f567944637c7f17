package timeline_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/task"
	"github.com/clientele-go/clientele/timeline"
)

// crowd is a file with a root of few subsidiaries, one of many, and the same things on every account.
func crowd(b *testing.B, few, many, things int) (org *clientele.Org, fewBelow, manyBelow account.ID) {
	b.Helper()
	st, err := boltstore.Open(filepath.Join(b.TempDir(), "bench.db"), &boltstore.Options{NoSync: true})
	require.NoError(b, err)
	clock := new(clienteletest.Clock)
	org = clienteletest.OrgOn(b, st, &clientele.Options{Clock: clock.Now, IDs: clienteletest.IDs()})
	group := func(name string, n int) account.ID {
		var root account.ID
		for i := range n {
			a, err := account.Create(ctx, org, account.Draft{Name: name, PrimaryDomain: fmt.Sprintf("%s%d.test", name, i)})
			require.NoError(b, err)
			if i == 0 {
				root = a.ID
			} else {
				require.NoError(b, relationship.SetParent(ctx, org, a.ID, root))
			}
			fillUp(b, org, clock, a.ID, things)
		}
		return root
	}
	return org, group("few", few), group("many", many)
}

// fillUp puts things on an account, in one transaction.
func fillUp(b *testing.B, org *clientele.Org, clock *clienteletest.Clock, id account.ID, things int) {
	clock.Advance(time.Second)
	r := rand.New(rand.NewPCG(uint64(id[15]), uint64(id[14])))
	err := org.Update(ctx, func(_ context.Context, tx *clientele.Tx) (err error) {
		for i := range things {
			switch r.IntN(3) {
			case 0:
				_, err = activity.Create(ctx, tx, activity.Draft{AccountID: id, At: clock.Now().Add(-time.Duration(r.IntN(1000)) * time.Hour), Title: fmt.Sprint("call ", i)})
			case 1:
				_, err = note.Create(ctx, tx, note.Draft{AccountID: id, Content: "They asked for the new prices, and when the next version is out."})
			case 2:
				_, err = task.Create(ctx, tx, task.Draft{AccountID: id, Title: "Call back", AssigneeID: "u1"})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(b, err)
}

// BenchmarkPage reads the first page of 50 items: of one account, of a group of 40 and of one of 1,000.
func BenchmarkPage(b *testing.B) {
	org, few, many := crowd(b, 40, 1000, 40)
	for _, c := range []struct {
		name   string
		filter timeline.Filter
	}{
		{"account", timeline.Filter{AccountID: few}},
		{"40 accounts", timeline.Filter{AccountID: few, Subtree: true}},
		{"1000 accounts", timeline.Filter{AccountID: many, Subtree: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				page, err := timeline.List(ctx, org, c.filter, record.Paging{})
				if err != nil || len(page.Items) == 0 {
					b.Fatal(len(page.Items), err)
				}
			}
		})
	}
}
