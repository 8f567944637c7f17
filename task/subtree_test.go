package task_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

// TestASubtreeOfManyAccounts asks for more accounts than there are ranges read one by one.
func TestASubtreeOfManyAccounts(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		var of []account.ID
		require.NoError(t, w.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			of = []account.ID{w.acme}
			for i := range record.FewRanges + 10 {
				id := newAccount(t, tx, fmt.Sprintf("a%d", i))
				require.NoError(t, relationship.SetParent(ctx, tx, id, of[i/3]))
				of = append(of, id)
			}
			outside := newAccount(t, tx, "outside")
			for i, id := range append(slices.Clone(of), outside, outside) {
				d := titled(fmt.Sprint(i), id)
				d.DueAt = after((i * 7) % 31)
				if i%4 == 0 {
					d.Status = "COMPLETED"
				}
				create(t, tx, d)
			}
			return nil
		}))
		p := &population{Org: w.Org, clock: w.clock, parent: map[account.ID]account.ID{}}
		for i, id := range of[1:] {
			p.parent[id] = of[i/3]
		}
		for made, err := range task.All(ctx, w, task.Filter{}) {
			require.NoError(t, err)
			p.tasks = append(p.tasks, made)
		}
		for _, f := range []task.Filter{
			{AccountID: []account.ID{w.acme}, Subtree: true},
			{AccountID: of},
			{AccountID: []account.ID{w.acme}, Subtree: true, Open: new(true)},
			{AccountID: []account.ID{w.acme}, Subtree: true, Overdue: true},
			{AccountID: []account.ID{w.acme, of[2]}, Subtree: true, DueFrom: after(10), DueTo: after(20)},
			{AccountID: []account.ID{of[1], of[20]}, Subtree: true},
			{AccountID: []account.ID{w.acme}, Subtree: true, AssigneeID: []string{"USER1"}},
		} {
			var want []*task.Task
			for _, made := range p.tasks {
				if p.wants(f, made) {
					want = append(want, made)
				}
			}
			require.Equal(t, len(want), count(t, w, f))
			for _, order := range orders {
				require.Equal(t, titles(sorted(want, order)), listed(t, w, f, order), order)
			}
		}
	})
}

func TestTheFirstInAnInterval(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		var of []account.ID
		require.NoError(t, w.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			of = []account.ID{w.acme}
			for i := range record.FewRanges + 5 {
				of = append(of, newAccount(t, tx, fmt.Sprintf("a%d", i)))
			}
			return nil
		}))
		for i := range 6 {
			w.clock.Advance(time.Hour)
			create(t, w, titled(fmt.Sprint(i+1), of[i%3]))
		}
		slices.SortFunc(of, account.ID.Compare)
		for _, c := range []struct {
			of   []account.ID
			in   record.Interval
			n    int
			want []string
		}{
			{of, record.Interval{}, 9, []string{"1", "2", "3", "4", "5", "6"}},
			{of, record.Interval{Newest: true}, 2, []string{"6", "5"}},
			{of[1:], record.During(after(2), after(5)), 9, []string{"2", "3"}},
			{of[1:3], record.During(after(2), time.Time{}), 3, []string{"2", "3", "5"}},
			{[]account.ID{{9}}, record.Interval{}, 9, []string{}},
			{[]account.ID{}, record.Interval{}, 9, []string{}},
			{of, record.Interval{}, 0, []string{}},
		} {
			require.NoError(t, w.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
				have, err := task.Between(tx, c.of, c.in, c.n)
				require.Equal(t, c.want, titles(have), "%v", c)
				for _, made := range have {
					require.NotEmpty(t, made.Account)
				}
				return err
			}))
		}
	})
}

func TestAccountsThatAreNotThere(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		create(t, w, titled("x", w.acme))
		gone := newAccount(t, w, "gone")
		create(t, w, titled("y", gone))
		_, err := account.Delete(ctx, w, gone, 0)
		require.NoError(t, err)
		for _, f := range []task.Filter{{AccountID: []account.ID{{9}}}, {AccountID: []account.ID{{9}}, Subtree: true}, {AccountID: []account.ID{gone}, Subtree: true}, {AccountID: []account.ID{{}}}} {
			for _, order := range orders {
				require.Empty(t, listed(t, w, f, order))
			}
			require.Zero(t, count(t, w, f))
		}
		require.Equal(t, 1, count(t, w, task.Filter{AccountID: []account.ID{{9}, w.acme, gone}, Subtree: true}))
		require.Equal(t, 1, count(t, w, task.Filter{AccountID: []account.ID{}}), "none named is all")
	})
}
