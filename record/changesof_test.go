package record_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// TestChangesOfSomeRecordsAreThoseOfTheWholeLog holds ChangesOf against a loop over the log, for few records, which
// are read by the index, and for many.
func TestChangesOfSomeRecordsAreThoseOfTheWholeLog(t *testing.T) {
	for name, open := range map[string]func(testing.TB) store.Store{"memory": memory, "bolt": bolt} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, open(t))
			all := logged(t, w)
			whole := changes(t, w.org)
			require.Greater(t, len(all), record.FewRanges)
			rapid.Check(t, func(rt *rapid.T) {
				ids := map[record.ID[company]]bool{}
				for range rapid.SampledFrom([]int{0, 1, 3, record.FewRanges, len(all)}).Draw(rt, "records") {
					ids[rapid.SampledFrom(all).Draw(rt, "record")] = true
				}
				if rapid.IntRange(0, 2).Draw(rt, "every") == 0 {
					for _, id := range all {
						ids[id] = true
					}
				}
				s, n := stretch(rt, whole), rapid.IntRange(0, 12).Draw(rt, "n")
				want := within(whole, ids, s, n)
				w.view(rt, func(tx *record.Tx) error {
					got, err := record.ChangesOf(tx, companies.Target(), ids, s, n)
					require.NoError(rt, err)
					require.Equal(rt, want, append([]record.Change{}, got...), "%+v", s)
					return nil
				})
			})
		})
	}
}

// logged makes companies, changes some and deletes some, several at a time and other records between, and gives the
// companies.
func logged(t *testing.T, w *world) []record.ID[company] {
	var ids []record.ID[company]
	for i := range record.FewRanges + 5 {
		if i%4 == 0 {
			w.clock.step = time.Duration(i%3) * time.Second
			create(t, w, labels, &label{Name: string(rune('A' + i))})
		}
		ids = append(ids, create(t, w, companies, &company{Name: string(rune('A' + i))}).ID)
		if i%3 == 0 {
			_, err := edit(w, companies, ids[i/2], 0, func(c *company) { c.Size++ })
			require.NoError(t, err)
		}
	}
	for _, id := range ids[:7] {
		discard(t, w, companies, id)
	}
	return ids
}

func stretch(t *rapid.T, whole []record.Change) record.Stretch {
	at := func(name string) time.Time {
		if rapid.Bool().Draw(t, name) {
			return time.Time{}
		}
		c := rapid.SampledFrom(whole).Draw(t, name)
		return c.At.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, name)) * time.Microsecond)
	}
	return record.Stretch{
		After:  rapid.Int64Range(-1, int64(len(whole)+1)).Draw(t, "after"),
		Before: rapid.Int64Range(0, int64(len(whole)+2)).Draw(t, "before"),
		From:   at("from"), To: at("to"), Newest: rapid.Bool().Draw(t, "newest"),
	}
}

func within(whole []record.Change, ids map[record.ID[company]]bool, s record.Stretch, n int) []record.Change {
	out := []record.Change{}
	for _, c := range whole {
		if c.Kind == companies.Name() && ids[record.ID[company](c.ID)] && c.Seq > s.After && (s.Before == 0 || c.Seq < s.Before) &&
			(s.From.IsZero() || !c.At.Before(s.From)) && (s.To.IsZero() || c.At.Before(s.To)) {
			out = append(out, c)
		}
	}
	if s.Newest {
		slices.Reverse(out)
	}
	return out[:min(n, len(out))]
}
