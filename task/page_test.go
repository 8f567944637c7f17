package task_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/task"
)

func TestPages(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		for i := range 60 {
			d := titled(fmt.Sprintf("%02d", i), w.acme)
			d.DueAt = after(i / 7)
			create(t, w, d)
		}
		list := func(p clientele.Paging) *clientele.Page[task.Task] {
			page, err := task.List(ctx, w, task.Filter{}, p)
			require.NoError(t, err)
			return page
		}
		require.Len(t, list(clientele.Paging{}).Items, 50)
		require.Len(t, list(clientele.Paging{Page: 1}).Items, 10)
		require.Equal(t, "10", list(clientele.Paging{Page: 2}).Items[0].Title)
		require.Empty(t, list(clientele.Paging{Page: 7}).Items)
		require.NotNil(t, list(clientele.Paging{Page: 7}).Items)
		require.Empty(t, list(clientele.Paging{Limit: 60}).Next)
		first := list(clientele.Paging{Limit: 20})
		require.Equal(t, "20", list(clientele.Paging{After: first.Next, Limit: 5}).Items[0].Title)

		for name, c := range map[string]struct {
			f    task.Filter
			p    clientele.Paging
			want []string
		}{
			"limit above":          {p: clientele.Paging{Limit: 1001}, want: []string{"limit too_large"}},
			"an order that is not": {p: clientele.Paging{Order: "title"}, want: []string{"order not_allowed"}},
			"two dashes":           {p: clientele.Paging{Order: "--dueAt"}, want: []string{"order not_allowed"}},
			"a page below":         {p: clientele.Paging{Page: -1}, want: []string{"page not_allowed"}},
			"a page and a cursor":  {p: clientele.Paging{Page: 1, After: first.Next}, want: []string{"after contradiction"}},
			"no cursor":            {p: clientele.Paging{After: "x"}, want: []string{"after invalid_cursor"}},
			"another order":        {p: clientele.Paging{After: first.Next, Order: "-dueAt"}, want: []string{"after invalid_cursor"}},
			"another filter":       {f: task.Filter{Open: new(true)}, p: clientele.Paging{After: first.Next}, want: []string{"after invalid_cursor"}},
			"all that is wrong": {f: task.Filter{Status: []string{"PENDING", "X"}, AssigneeID: []string{"\x00"}, CreatorID: []string{"a", long(256)}, DueTo: time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)},
				p: clientele.Paging{Order: "size", Limit: -1}, want: []string{"limit too_large", "assigneeId[0] invalid_text", "dueTo not_a_date", "status[1] not_in_picklist", "creatorId[1] too_long", "order not_allowed"}},
		} {
			_, err := task.List(ctx, w, c.f, c.p)
			refused(t, err, c.want...)
			require.Equal(t, fault.Has(err, fault.InvalidCursor), errors.Is(err, clientele.ErrCursor), name)
		}
	})
}

func TestAWrongFilterIsRefusedEverywhere(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		f := task.Filter{Priority: []string{"X"}}
		const want = "priority[0] not_in_picklist"
		refused(t, reasonOf(task.Count(ctx, w, f)), want)
		refused(t, reasonOf(task.List(ctx, w, f, clientele.Paging{})), want)
		refused(t, reasonOf(task.Explain(ctx, w, f, "")), want)
		refused(t, reasonOf(task.Explain(ctx, w, f, "size")), want, "order not_allowed")
		for _, err := range task.All(ctx, w, f) {
			refused(t, err, want)
		}
		for _, err := range task.Audit(ctx, w, f) {
			refused(t, err, want)
		}
	})
}

func TestAWalkSeesTheStateAtItsStart(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		for i := range 300 { // more than are read at once
			create(t, w, titled(fmt.Sprint(i), w.acme))
		}
		require.NoError(t, w.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			n := 0
			for made, err := range task.All(ctx, tx, task.Filter{Open: new(true)}) {
				require.NoError(t, err)
				require.Equal(t, "acme", made.Account)
				update(t, tx, made.ID, task.Patch{DueAt: hours(n), Status: new("COMPLETED")})
				n++
			}
			require.Equal(t, 300, n)
			return nil
		}))
		require.Zero(t, count(t, w, task.Filter{Open: new(true)}))
		for range task.All(ctx, w, task.Filter{}) {
			break
		}
		create(t, w, titled("after a walk that ended early", w.acme))
	})
}

func TestTimesInAFilterHaveNoZone(t *testing.T) {
	w := inMemory(t)
	d := titled("x", w.acme)
	d.DueAt = after(1)
	create(t, w, d)
	there := time.FixedZone("there", -7*3600)
	f := task.Filter{DueFrom: after(1).In(there), DueTo: after(1).Add(time.Microsecond).In(there), AccountID: []account.ID{w.acme}}
	require.Equal(t, []string{"x"}, listed(t, w, f, ""))
	f.DueFrom = after(1).Add(time.Microsecond).In(there)
	require.Empty(t, listed(t, w, f, "createdAt"))
}
