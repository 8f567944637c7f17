package entry_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/record"
)

func TestUnderMakesATupleOfEachAccountAndEachRest(t *testing.T) {
	a, b := account.ID{1}, account.ID{2}
	open, closed := record.Tuple{}.Bool(false), record.Tuple{}.Bool(true)
	of := func(id account.ID) record.Tuple { return record.Tuple{}.UUID(id) }
	require.Equal(t, []record.Tuple{of(a), of(b)}, entry.Under([]account.ID{a, b}))
	require.Equal(t, []record.Tuple{of(a).Bool(false), of(a).Bool(true), of(b).Bool(false), of(b).Bool(true)}, entry.Under([]account.ID{a, b}, open, closed))
	require.Equal(t, []record.Tuple{}, entry.Under([]account.ID{}), "no record, and not all of them")
	require.Equal(t, record.Tuple{}.Bool(false), open, "what is appended to is not changed")
}

func TestTimedWalksTheIndexOfTimeOrOfAccounts(t *testing.T) {
	in := record.During(start, start.Add(time.Hour))
	from, to := in.Bounds()
	require.Equal(t, entry.Walk{Index: entry.IndexTime, From: from, To: to}, entry.Timed(in)(nil))
	accounts := []account.ID{{1}, {2}}
	require.Equal(t, entry.Walk{Index: entry.IndexAccount, In: entry.Under(accounts), From: from, To: to}, entry.Timed(in)(accounts))
	none := entry.Timed(record.Interval{})([]account.ID{})
	require.NotNil(t, none.In)
	require.Nil(t, none.From)
	require.Nil(t, none.To)
}

func TestSpanIsNoConditionWithoutALimit(t *testing.T) {
	var faults fault.List
	require.Empty(t, entry.Span("at", "from", "to", time.Time{}, time.Time{}, &faults))
	require.Equal(t, []record.Where{{Field: "at", To: start}}, entry.Span("at", "from", "to", time.Time{}, start.Local(), &faults))
	require.Empty(t, faults)
	entry.Span("at", "from", "to", start.AddDate(9999, 0, 0), start.AddDate(-9999, 0, 0), &faults)
	require.Equal(t, []string{"from not_a_date", "to not_a_date"}, judged(faults.Err()))
}

func TestTextsOfAFilterAreNormalised(t *testing.T) {
	var faults fault.List
	w := entry.TextIn("guide", "guideId", []string{" ANN ", "", "a\nb", strings.Repeat("x", 256)}, &faults)
	require.Equal(t, "guide", w.Field)
	require.Equal(t, [][]byte{[]byte("ANN"), {}}, w.In[:2])
	require.Equal(t, []string{"guideId[2] invalid_text", "guideId[3] too_long"}, judged(faults.Err()))
}

// A kind of the host program: its verbs do what those of the library's own kinds do.
func TestAVisitHangsOnItsAccount(t *testing.T) {
	org, acme := withVisits(t)
	in := entry.Input[visit]{Account: &acme, Write: func(w *entry.Writer[visit]) {
		w.R.At = start
		w.Attach([]string{"https://a.test/x"})
	}}
	v, err := visits.Create(ctx, org, in)
	require.NoError(t, err)
	_, err = visits.RemoveAttachment(ctx, org, v.ID, uuid.Max)
	require.Error(t, err)
	set, err := account.Delete(ctx, org, acme, 0)
	require.NoError(t, err)
	_, err = visits.Get(ctx, org, v.ID)
	require.Error(t, err)
	_, err = account.Restore(ctx, org, set)
	require.NoError(t, err)
	again, err := visits.Get(ctx, org, v.ID)
	require.NoError(t, err)
	require.Equal(t, v.Attachments, again.Attachments)
}
