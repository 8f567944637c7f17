package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/record"
)

func TestTheLogIsDenseWhateverTheClockDoes(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for i, step := range []time.Duration{time.Second, 0, -time.Hour, time.Millisecond, -time.Nanosecond, time.Hour} {
			w.clock.step = step
			c := create(t, w, companies, &company{Name: fmt.Sprint(i)})
			_, err := edit(w, companies, c.ID, 0, func(c *company) { c.Size = 1 })
			require.NoError(t, err)
		}
		last := record.Change{}
		for _, c := range changes(t, w.org) {
			require.Equal(t, last.Seq+1, c.Seq)
			require.False(t, c.At.Before(last.At))
			last = c
		}
		require.Equal(t, int64(12), last.Seq)
	})
}

func TestTheLogIsReadFromAnywhere(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for i := range 5 {
			create(t, w, companies, &company{Name: fmt.Sprint(i)})
		}
		for after, want := range map[int64]int64{-9: 1, 0: 1, 3: 4, 5: 0, 1 << 62: 0} {
			first := int64(0)
			for c, err := range record.Changes(ctx, w.org, after) {
				require.NoError(t, err)
				first = c.Seq
				break
			}
			require.Equal(t, want, first)
		}
		text, err := json.Marshal(changes(t, w.org)[0])
		require.NoError(t, err)
		var got map[string]any
		require.NoError(t, json.Unmarshal(text, &got))
		require.Equal(t, "create", got["op"])
		require.Equal(t, "company", got["kind"])
		require.NotContains(t, got, "set")
	})
}

// TestRevertRebuildsEveryEarlierState changes records at random, keeps a copy of each version, and takes the
// newest back, change by change.
func TestRevertRebuildsEveryEarlierState(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt, memory(t))
		gold := create(rt, w, labels, &label{Name: "gold"})
		c := create(rt, w, companies, &company{Name: "Acme"})
		copies := map[int64]*company{1: c}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "verb") {
			case 0:
				_, err := record.Restore(ctx, w.org, discard(rt, w, companies, c.ID))
				require.NoError(rt, err)
			default:
				_, err := edit(w, companies, c.ID, 0, scramble(rt, gold.ID))
				require.NoError(rt, err)
			}
			got := lives(rt, w, companies, c.ID)
			copies[got.Version] = got
		}
		now := lives(rt, w, companies, c.ID)
		all := history(rt, w, companies, c.ID)
		for i := len(all) - 1; i > 0; i-- {
			require.NoError(rt, companies.Revert(all[i], now))
			require.Equal(rt, copies[now.Version], now)
			require.Equal(rt, all[i-1].Version, now.Version)
		}
		w.clean(rt)
	})
}

// scramble draws a change of a company.
func scramble(rt *rapid.T, gold record.ID[label]) func(c *company) {
	staff := rapid.Int64Range(0, 3).Draw(rt, "staff")
	change := company{
		Owner: rapid.SampledFrom([]string{"", "a", "b"}).Draw(rt, "owner"),
		Size:  rapid.Int64Range(-1, 1).Draw(rt, "size"),
		VIP:   rapid.Bool().Draw(rt, "vip"),
	}
	which := rapid.SliceOfN(rapid.Bool(), 8, 8).Draw(rt, "which")
	tags := rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 3).Draw(rt, "tags")
	return func(c *company) {
		for i, set := range []func(){
			func() { c.Owner = change.Owner },
			func() { c.Size = change.Size },
			func() { c.VIP = change.VIP },
			func() { c.Tags = append(c.Tags[:0], tags...) },
			func() { c.Staff = &staff },
			func() { c.Staff = nil },
			func() { c.Label = gold },
			func() {
				c.Label, c.Founded, c.Meta = record.ID[label]{}, time.UnixMicro(staff).UTC(), json.RawMessage(fmt.Sprint(staff))
			},
		} {
			if which[i] {
				set()
			}
		}
	}
}

func TestIDsAscendWhateverTheClockDoes(t *testing.T) {
	w := newWorld(t, memory(t))
	var last record.ID[ticket]
	for _, step := range []time.Duration{0, -time.Hour, time.Millisecond, 0} {
		w.clock.step = step
		for range 3 {
			var made []*ticket
			w.update(t, func(tx *record.Tx) error {
				made = nil
				for range 3000 { // more than the counter has in one millisecond
					made = append(made, &ticket{})
					if err := tickets.Create(tx, made[len(made)-1]); err != nil {
						return err
					}
				}
				return nil
			})
			for _, m := range made {
				require.Less(t, last.String(), m.ID.String())
				require.Equal(t, uuid.Version(7), uuid.UUID(m.ID).Version())
				require.Equal(t, uuid.RFC4122, uuid.UUID(m.ID).Variant())
				last = m.ID
			}
		}
	}
}

func TestIDsComeFromTheProgram(t *testing.T) {
	w := newWorld(t, memory(t))
	n := byte(0)
	w.open(t, schema(), record.Options{IDs: func(time.Time) uuid.UUID { n++; return uuid.UUID{15: n} }})
	c := create(t, w, companies, &company{Name: "Acme"})
	require.Equal(t, record.ID[company]{15: 1}, c.ID)
}

func TestParseID(t *testing.T) {
	id, err := record.ParseID[company]("018f3c1e-5b7a-7cc0-8000-000000000001")
	require.NoError(t, err)
	require.Equal(t, "018f3c1e-5b7a-7cc0-8000-000000000001", id.String())
	for _, text := range []string{"", "x", "018f3c1e5b7a7cc08000000000000001", "{018f3c1e-5b7a-7cc0-8000-000000000001}", "018f3c1e-5b7a-7cc0-8000-00000000000g", "urn:uuid:018f3c1e-5b7a-7cc0-8000-000000000001"} {
		_, err := record.ParseID[company](text)
		refused(t, err, ": not_an_id")
	}
	text, err := json.Marshal(struct{ A, B record.ID[company] }{A: id})
	require.NoError(t, err)
	require.JSONEq(t, `{"A":"018f3c1e-5b7a-7cc0-8000-000000000001","B":""}`, string(text))
}

func TestHistoryIsReadInPieces(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme"})
		w.update(t, func(tx *record.Tx) error {
			for range 600 {
				if _, err := companies.Update(tx, record.Edit[company]{ID: c.ID, Apply: func(c *company) error { c.Size++; return nil }}); err != nil {
					return err
				}
			}
			return nil
		})
		all := history(t, w, companies, c.ID)
		require.Len(t, all, 601)
		for i, change := range all {
			require.Equal(t, int64(i+1), change.Version)
		}
		require.NoError(t, w.org.View(ctx, func(ctx context.Context, tx *record.Tx) error {
			n := 0
			for range record.History(ctx, tx, companies.Target(), c.ID) {
				if n++; n == 300 {
					break
				}
			}
			require.Equal(t, 300, n)
			return nil
		}))
	})
}
