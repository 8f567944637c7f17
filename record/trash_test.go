package record_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

func TestPurgeTakesWhatTheLogHolds(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme := create(t, w, companies, &company{Name: "first-secret", Owner: "second-secret"})
		note := create(t, w, tickets, &ticket{Subject: "third-secret", Company: acme.ID})
		for i := range 3 {
			_, err := edit(w, companies, acme.ID, 0, func(c *company) { c.Owner = fmt.Sprint("fourth-secret", i) })
			require.NoError(t, err)
		}
		_, err := edit(w, tickets, note.ID, 0, func(t *ticket) { t.Subject = "fifth-secret" })
		require.NoError(t, err)
		kept := create(t, w, companies, &company{Name: "kept"})
		_, err = edit(w, companies, kept.ID, 0, func(c *company) { c.Name = "kept 2" })
		require.NoError(t, err)

		set := discard(t, w, companies, acme.ID)
		require.True(t, w.holds(t, "secret"))
		n, err := record.Purge(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, 2, n)
		require.False(t, w.holds(t, "secret"))
		w.clean(t)

		for i, c := range changes(t, w.org) {
			require.Equal(t, int64(i+1), c.Seq)
			require.Equal(t, c.ID.String() != kept.ID.String(), c.Purged, "%v", c)
			if c.Purged {
				require.Empty(t, c.Fields)
			}
		}
		all := history(t, w, companies, acme.ID)
		require.Equal(t, record.OpPurge, all[len(all)-1].Op)
		require.Equal(t, set.String(), all[len(all)-1].Set.String())
		require.Contains(t, history(t, w, companies, kept.ID)[1].Fields, "name")

		_, err = record.Purge(ctx, w.org, set)
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = record.Restore(ctx, w.org, set)
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = record.InTrash(ctx, w.org, tickets.Target(), note.ID)
		require.ErrorIs(t, err, store.ErrNotFound)
	})
}

// TestPurgeOfAsManyAsOneTransactionTakes: neither one too many nor one too few transactions.
func TestPurgeOfAsManyAsOneTransactionTakes(t *testing.T) {
	for _, n := range []int{1, 999, 1000, 1001, 2000, 2001} {
		w := newWorld(t, memory(t))
		c := crowd(t, w, "crowd", n-1)
		set := discard(t, w, companies, c.ID)
		got, err := record.Purge(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, n, got)
		w.clean(t)
		require.False(t, w.holds(t, "secret"))
	}
}

func TestPurgeOfALargeSetInOneTransaction(t *testing.T) {
	w := newWorld(t, memory(t))
	set := discard(t, w, companies, crowd(t, w, "crowd", 2500).ID)
	stop := fmt.Errorf("stop")
	before := w.dump(t)
	require.ErrorIs(t, w.org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
		n, err := record.Purge(ctx, tx, set)
		require.NoError(t, err)
		require.Equal(t, 2501, n)
		return stop
	}), stop)
	w.same(t, before)
}

func TestPurgeByAge(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.clock.step = time.Hour
		var sets []record.SetID
		for i := range 4 {
			sets = append(sets, discard(t, w, companies, create(t, w, companies, &company{Name: fmt.Sprint(i)}).ID))
		}
		all, err := record.Trash(ctx, w.org, record.Paging{})
		require.NoError(t, err)
		n, err := record.PurgeBefore(ctx, w.org, all.Items[2].At) // the newest stand first: that of set 1
		require.NoError(t, err)
		require.Equal(t, 1, n)

		n, err = record.PurgeExpired(ctx, w.org)
		require.NoError(t, err)
		require.Zero(t, n, "no retention")
		require.NoError(t, w.org.SetSettings(ctx, record.Settings{Retention: w.clock.now.Sub(all.Items[1].At)}))
		n, err = record.PurgeExpired(ctx, w.org)
		require.NoError(t, err)
		require.Equal(t, 2, n)
		left, err := record.Trash(ctx, w.org, record.Paging{})
		require.NoError(t, err)
		require.Len(t, left.Items, 1)
		require.Equal(t, sets[3], left.Items[0].ID)
	})
}

func TestTrashIsPaged(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		var want []record.SetID
		for i := range 7 {
			want = append([]record.SetID{discard(t, w, companies, create(t, w, companies, &company{Name: fmt.Sprint(i)}).ID)}, want...)
		}
		var got []record.SetID
		for p := (record.Paging{Limit: 3, Total: true}); ; {
			page, err := record.Trash(ctx, w.org, p)
			require.NoError(t, err)
			require.Equal(t, 7, *page.Total)
			for _, set := range page.Items {
				got = append(got, set.ID)
			}
			if p.After = page.Next; p.After == "" {
				break
			}
		}
		require.Equal(t, want, got)
		page, err := record.Trash(ctx, w.org, record.Paging{Page: 2, Limit: 3})
		require.NoError(t, err)
		require.Equal(t, want[3], page.Items[0].ID)
		_, err = record.Trash(ctx, w.org, record.Paging{After: "x"})
		refused(t, err, "after: invalid_cursor")
		require.ErrorIs(t, err, fault.ErrCursor)
	})
}
