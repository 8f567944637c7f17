package record_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/storetest"
)

// chair is a record whose unique entry keeps the name of who sits there, and which is nothing without its company.
type chair struct {
	record.System[chair]
	Row, Place int64
	Guest      string
	Company    record.ID[company]
}

var errTaken = errors.New("record_test: somebody sits there")

var chairs = record.Define("chair", 'h', record.Spec[chair]{
	Fields: record.Fields(
		record.SystemFields(func(s *chair) *record.System[chair] { return &s.System }),
		record.Int(8, "row", func(s *chair) *int64 { return &s.Row }, record.Hot),
		record.Int(9, "place", func(s *chair) *int64 { return &s.Place }),
		record.Text(10, "guest", func(s *chair) *string { return &s.Guest }),
		record.UUID(11, "companyId", func(s *chair) *record.ID[company] { return &s.Company }),
	),
	Indexes: []record.Index[chair]{
		record.Unique("place", func(s *chair, k *record.Keys) {
			k.AddKeeping("place", record.Tuple{}.Int(s.Row).Int(s.Place), []byte(s.Guest))
		}).Clash(func(s *chair, holder record.ID[chair], kept []byte) fault.Fault {
			return fault.Fault{Path: "place", Code: "taken", Params: fault.Params{"by": string(kept), "id": holder.String()}, Cause: errTaken}
		}),
		record.Many("row", func(s *chair, k *record.Keys) { k.Add(record.Tuple{}.Int(s.Row)) }),
	},
	Refs: []record.Ref[chair]{
		record.RefTo("companyId", companies.Target(), record.Restrict, func(s *chair) *record.ID[company] { return &s.Company }).Held(),
	},
})

// withChairs opens a world with chairs in it.
func withChairs(t tester, w *world) {
	s := schema()
	s.Kinds = append(s.Kinds, chairs)
	w.open(t, s, record.Options{})
}

func sit(t tester, w *world, row, place int64, guest string) *chair {
	t.Helper()
	return create(t, w, chairs, &chair{Row: row, Place: place, Guest: guest})
}

func kept(t tester, w *world, row, place int64) (id record.ID[chair], guest string) {
	t.Helper()
	w.view(t, func(tx *record.Tx) error {
		found, b, err := chairs.Kept(tx, "place", record.Tuple{}.Int(row).Int(place))
		id, guest = found, string(b)
		return err
	})
	return id, guest
}

func TestAUniqueEntryKeepsWhatItIsGiven(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		withChairs(t, w)
		s := sit(t, w, 1, 2, "Ann")
		id, guest := kept(t, w, 1, 2)
		require.Equal(t, s.ID, id)
		require.Equal(t, "Ann", guest)
		id, guest = kept(t, w, 1, 3)
		require.True(t, id.IsZero())
		require.Empty(t, guest)
		_, err := edit(w, chairs, s.ID, 0, func(s *chair) { s.Guest = "Bob" })
		require.NoError(t, err)
		_, guest = kept(t, w, 1, 2)
		require.Equal(t, "Bob", guest, "the tuple is the same, what is kept is not")
		w.view(t, func(tx *record.Tx) error {
			ids, err := chairs.Find(tx, "place", record.Tuple{}.Int(1).Int(2))
			require.Equal(t, []record.ID[chair]{s.ID}, ids)
			return err
		})
	})
}

func TestAClashHasTheFaultOfItsIndex(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		withChairs(t, w)
		ann, bob := sit(t, w, 1, 1, "Ann"), sit(t, w, 1, 2, "Bob")
		set := discard(t, w, chairs, bob.ID)
		eve := sit(t, w, 1, 2, "Eve")
		for _, err := range []error{
			w.try(func(tx *record.Tx) error { return chairs.Create(tx, &chair{Row: 1, Place: 2, Guest: "Bob"}) }),
			func() error { _, err := edit(w, chairs, ann.ID, 0, func(s *chair) { s.Place = 2 }); return err }(),
			func() error { _, err := record.Restore(ctx, w.org, set); return err }(),
		} {
			refused(t, err, "place: taken")
			require.ErrorIs(t, err, errTaken)
			require.Equal(t, fault.Params{"by": "Eve", "id": eve.ID.String()}, fault.All(err)[0].Params)
		}
	})
}

func TestCheckSeesWhatAnEntryKeeps(t *testing.T) {
	w := newWorld(t, memory(t))
	withChairs(t, w)
	s := sit(t, w, 1, 1, "Ann")
	w.raw(t, func(o *store.Overlay) {
		o.Put(key('u', 'h', byte(0), record.Tuple{}.Int(1).Int(1)), append(s.ID[:], "Bob"...))
	})
	report, err := record.Check(ctx, w.db)
	require.NoError(t, err)
	require.Len(t, report.Problems, 1)
	require.Equal(t, record.ProblemIndexKept, report.Problems[0].Code)
}

func TestARecordDoesNotComeBackWithoutWhatHoldsIt(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		withChairs(t, w)
		c := create(t, w, companies, &company{Name: "Acme"})
		s := create(t, w, chairs, &chair{Row: 1, Company: c.ID})
		set := discard(t, w, chairs, s.ID)
		discard(t, w, companies, c.ID)
		_, err := record.Restore(ctx, w.org, set)
		refused(t, err, "companyId: unknown_reference")
	})
}

// EntriesOf gives the same as Entries of each tuple, wherever they lie.
func TestEntriesOfIsEntriesOfEach(t *testing.T) {
	counting := storetest.Count(memory(t))
	w := newWorld(t, counting)
	withChairs(t, w)
	w.update(t, func(tx *record.Tx) error {
		for row := range int64(100) {
			for place := range row % 12 {
				if err := chairs.Create(tx, &chair{Row: row, Place: place, Guest: fmt.Sprint(row, " ", place)}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfNDistinct(rapid.Int64Range(-2, 102), 0, 100, rapid.ID[int64]).Draw(t, "rows")
		slices.Sort(rows)
		index := rapid.SampledFrom([]string{"row", "place"}).Draw(t, "index")
		stop := rapid.IntRange(1, 700).Draw(t, "stop")
		require.NoError(t, w.org.View(ctx, func(_ context.Context, tx *record.Tx) error {
			var want, have []string
			for _, row := range rows {
				before := len(want)
				err := chairs.Entries(tx, index, record.Tuple{}.Int(row), func(rest record.Tuple, id record.ID[chair]) bool {
					want = append(want, fmt.Sprintf("%d %x %s", row, rest, id))
					return true
				})
				if err != nil {
					return err
				}
				n, err := chairs.CountEntries(tx, index, record.Tuple{}.Int(row))
				require.NoError(t, err)
				require.EqualValues(t, len(want)-before, n)
			}
			want = want[:min(stop, len(want))]
			counting.Reset()
			err := chairs.EntriesOf(tx, index, len(rows), func(i int) record.Tuple { return record.Tuple{}.Int(rows[i]) }, func(i int, rest record.Tuple, id record.ID[chair]) bool {
				have = append(have, fmt.Sprintf("%d %x %s", rows[i], rest, id))
				return len(have) < stop
			})
			require.Equal(t, want, have)
			require.LessOrEqual(t, counting.Calls()["Scan"], max(1, len(rows)), "a scan each at most")
			return err
		}))
	})
	w.view(t, func(tx *record.Tx) error {
		counting.Reset()
		err := chairs.EntriesOf(tx, "row", 100, func(i int) record.Tuple { return record.Tuple{}.Int(int64(i)) }, func(int, record.Tuple, record.ID[chair]) bool { return true })
		require.Equal(t, 1, counting.Calls()["Scan"], "neighbours are read together")
		return err
	})
}

// A sweep seeks where the next tuple is far.
func TestEntriesOfPassesOverFewOthers(t *testing.T) {
	st := storetest.Fail(memory(t), 0)
	w := newWorld(t, st)
	withChairs(t, w)
	w.update(t, func(tx *record.Tx) error {
		for place := range int64(300) {
			if err := chairs.Create(tx, &chair{Row: place / 100, Place: place}); err != nil {
				return err
			}
		}
		return nil
	})
	w.view(t, func(tx *record.Tx) error {
		before, n := st.Calls(), 0
		err := chairs.EntriesOf(tx, "place", 2, func(i int) record.Tuple { return record.Tuple{}.Int(int64(2 * i)).Int(int64(250 * i)) }, func(int, record.Tuple, record.ID[chair]) bool { n++; return true })
		require.Equal(t, 2, n)
		require.Less(t, st.Calls()-before, 20)
		return err
	})
}

func TestRawGivesStoredFields(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		withChairs(t, w)
		var ids []record.ID[chair]
		for i := range int64(30) {
			s := sit(t, w, 1, i, fmt.Sprint("guest ", i))
			if i%3 == 0 {
				ids = append(ids, s.ID)
			}
		}
		discard(t, w, chairs, ids[0])
		ids = append(ids, record.ID[chair]{0xff})
		var have []string
		w.view(t, func(tx *record.Tx) error {
			err := chairs.Raw(tx, ids, []string{"guest", "place", "row", "companyId"}, func(id record.ID[chair], values [][]byte) bool {
				require.Nil(t, values[3])
				require.True(t, bytes.Equal([]byte{1, 0, 0, 0, 0, 0, 0, 0}, values[2]))
				have = append(have, string(values[0])+fmt.Sprint(" ", values[1][0]))
				return len(have) < 3
			})
			require.ErrorIs(t, chairs.Raw(tx, ids, []string{"colour"}, nil), fault.ErrSchema)
			return err
		})
		require.Equal(t, []string{"guest 3 3", "guest 6 6", "guest 9 9"}, have)
	})
}

func TestARehearsalLeavesNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		before := w.dump(t)
		rehearse := func(s record.Scope) error {
			name, err := record.Rehearse(ctx, s, "rehearse", func(_ context.Context, tx *record.Tx) (string, error) {
				c := &company{Name: "Acme"}
				if err := companies.Create(tx, c); err != nil {
					return "", err
				}
				got, err := companies.Get(tx, c.ID)
				return got.Name, err
			})
			require.Equal(t, "Acme", name)
			return err
		}
		require.NoError(t, rehearse(w.org))
		w.view(t, func(tx *record.Tx) error {
			require.NoError(t, rehearse(tx))
			require.ErrorIs(t, companies.Create(tx, &company{}), store.ErrReadOnly)
			return nil
		})
		w.same(t, before)
		var acme *company
		w.update(t, func(tx *record.Tx) error {
			acme = &company{Name: "Real"}
			if err := companies.Create(tx, acme); err != nil {
				return err
			}
			_, err := record.Rehearse(ctx, tx, "rehearse", func(_ context.Context, tx *record.Tx) (int, error) {
				_, err := companies.Delete(tx, acme.ID, 0)
				return 0, err
			})
			require.NoError(t, err)
			return rehearse(tx)
		})
		lives(t, w, companies, acme.ID)
		require.Len(t, changes(t, w.org), 1)
	})
}

func TestRecordsGoTogether(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		withChairs(t, w)
		c := create(t, w, companies, &company{Name: "Acme"})
		other := create(t, w, companies, &company{Name: "Other"})
		s := create(t, w, chairs, &chair{Row: 1, Company: c.ID})
		together := func(along ...record.Along) (record.SetID, error) {
			return record.Write(ctx, w.org, "delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
				return companies.DeleteWith(tx, c.ID, 0, along...)
			})
		}
		_, err := together(companies.Target().Along(other.ID)...)
		refused(t, err, ": referenced")
		_, err = together(chairs.Target().Along(record.ID[chair]{1})...)
		require.ErrorIs(t, err, store.ErrNotFound)
		set, err := together(append(companies.Target().Along(other.ID, c.ID), chairs.Target().Along(s.ID)...)...)
		require.NoError(t, err, "what restricts the delete goes with it")
		gone(t, w, companies, other.ID)
		got, err := record.GetSet(ctx, w.org, set)
		require.NoError(t, err)
		require.Equal(t, int64(3), got.Records)
		_, err = record.Restore(ctx, w.org, set)
		require.NoError(t, err)
		lives(t, w, chairs, s.ID)
	})
}
