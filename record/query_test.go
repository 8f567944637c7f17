package record_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// populate makes companies at random and gives them in the order of their ids.
func populate(t *rapid.T, w *world, n int) []*company {
	gold := create(t, w, labels, &label{Name: "gold"})
	silver := create(t, w, labels, &label{Name: "silver"})
	var all []*company
	for i := range n {
		c := &company{
			Name:  fmt.Sprintf("%s %d", rapid.SampledFrom([]string{"a", "ab", "b", "\x00", strings.Repeat("long", 80)}).Draw(t, "name"), i),
			Owner: rapid.SampledFrom([]string{"", "o", "p", "o\x00", "op"}).Draw(t, "owner"),
			Size:  rapid.Int64Range(-2, 2).Draw(t, "size"),
			Label: rapid.SampledFrom([]record.ID[label]{{}, gold.ID, silver.ID}).Draw(t, "label"),
			Tags:  slices.Compact(slices.Sorted(slices.Values(rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 3).Draw(t, "tags")))),
		}
		if len(c.Tags) == 0 {
			c.Tags = nil
		}
		all = append(all, c)
	}
	w.update(t, func(tx *record.Tx) error {
		for _, c := range all {
			if err := companies.Create(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	for i, c := range all {
		if rapid.IntRange(0, 3).Draw(t, "touch") == 0 {
			got, err := edit(w, companies, c.ID, 0, func(c *company) { c.VIP = true })
			require.NoError(t, err)
			all[i] = got
		}
	}
	return all
}

// ask is a query with what a naive program would answer.
type ask struct {
	query record.Query[company]
	keys  func(c *company) []record.Tuple // of the index
	keep  func(c *company) bool
}

func text(s string) record.Tuple { return record.Tuple{}.Text(s) }

// asks draws a query.
func asks(rt *rapid.T, all []*company) ask {
	a := ask{keep: func(*company) bool { return true }}
	a.query.Reverse = rapid.Bool().Draw(rt, "reverse")
	and := func(keep func(c *company) bool) {
		before := a.keep
		a.keep = func(c *company) bool { return before(c) && keep(c) }
	}
	var tuples []record.Tuple // whole ones, for several; prefixes, for one
	switch a.query.Index = rapid.SampledFrom([]string{"", "name", "owner", "tag", "size", "update"}).Draw(rt, "index"); a.query.Index {
	case "name":
		a.keys = func(c *company) []record.Tuple { return []record.Tuple{text(c.Name)} }
		tuples = []record.Tuple{record.Tuple{}.TextPrefix("a"), text("a 1"), record.Tuple{}.TextPrefix("nothing")}
	case "owner":
		a.keys = func(c *company) []record.Tuple {
			if c.Owner == "" {
				return nil
			}
			return []record.Tuple{text(c.Owner)}
		}
		tuples = []record.Tuple{text("o"), text("p"), text("o\x00"), text("nobody")}
	case "tag":
		a.keys = func(c *company) []record.Tuple {
			var keys []record.Tuple
			for _, tag := range c.Tags {
				keys = append(keys, text(tag))
			}
			return keys
		}
		tuples = []record.Tuple{text("x"), text("y"), text("z"), text("w")}
	case "size":
		a.keys = func(c *company) []record.Tuple { return []record.Tuple{record.Tuple{}.Int(c.Size).Text(c.Owner)} }
		tuples = []record.Tuple{record.Tuple{}.Int(0).Text("o"), record.Tuple{}.Int(-1).Text("p"), record.Tuple{}.Int(2).Text("")}
		if rapid.Bool().Draw(rt, "parts") {
			tuples = []record.Tuple{record.Tuple{}.Int(0), record.Tuple{}.Int(-1), record.Tuple{}.Int(2)}
		}
	case "update":
		a.query.Index, a.query.ByUpdate = "", true
		a.keys = func(c *company) []record.Tuple { return []record.Tuple{record.Tuple{}.Time(c.UpdatedAt)} }
	default:
		a.keys = func(c *company) []record.Tuple { return []record.Tuple{nil} }
	}
	if len(tuples) > 0 {
		several := 3
		if a.query.Index == "name" {
			several = 1
		}
		for range rapid.IntRange(-1, several).Draw(rt, "tuples") {
			a.query.In = append(a.query.In, rapid.SampledFrom(tuples).Draw(rt, "tuple"))
		}
		if a.query.In == nil && rapid.IntRange(0, 5).Draw(rt, "none") == 0 {
			a.query.In = []record.Tuple{}
		}
		bounds := []record.Tuple{nil, nil, text(""), text("o"), text("p"), record.Tuple{}.Int(0)}
		a.query.From = rapid.SampledFrom(bounds).Draw(rt, "from")
		a.query.To = rapid.SampledFrom(bounds).Draw(rt, "to")
		if rapid.IntRange(0, 3).Draw(rt, "covered") == 0 {
			odd := func(t record.Tuple) bool { return len(t)%2 == 1 }
			a.query.Covered = odd
			keys := a.keys
			a.keys = func(c *company) []record.Tuple {
				return slices.DeleteFunc(keys(c), func(t record.Tuple) bool { return !odd(t) })
			}
		}
	}
	if rapid.Bool().Draw(rt, "label") && len(all) > 0 {
		wanted := all[rapid.IntRange(0, len(all)-1).Draw(rt, "which")].Label
		value := wanted[:]
		if wanted.IsZero() {
			value = nil
		}
		a.query.Where = append(a.query.Where, record.Where{Field: "labelId", In: [][]byte{value}})
		and(func(c *company) bool { return c.Label == wanted })
	}
	if rapid.IntRange(0, 3).Draw(rt, "cold") == 0 {
		unused := slices.Repeat([][]byte{[]byte("nobody")}, rapid.SampledFrom([]int{0, 9}).Draw(rt, "unused"))
		a.query.Where = append(a.query.Where, record.Where{Field: "owner", In: append([][]byte{[]byte("o"), {}}, unused...)})
		and(func(c *company) bool { return c.Owner == "o" || c.Owner == "" })
	}
	if rapid.IntRange(0, 3).Draw(rt, "time") == 0 && len(all) > 0 {
		from := all[len(all)/3].UpdatedAt
		to := from.Add(5 * time.Second)
		a.query.Where = append(a.query.Where, record.Where{Field: "updatedAt", From: from, To: to})
		and(func(c *company) bool { return !c.UpdatedAt.Before(from) && c.UpdatedAt.Before(to) })
	}
	if rapid.IntRange(0, 3).Draw(rt, "match") == 0 {
		a.query.Match = func(c *company) bool { return c.VIP }
		and(a.query.Match)
	}
	return a
}

// answer gives what a query should.
func (a ask) answer(all []*company) []record.ID[company] {
	type row struct {
		key record.Tuple
		id  record.ID[company]
	}
	var rows []row
	merged := len(a.query.In) > 1
	for _, c := range all {
		if !a.keep(c) {
			continue
		}
		for _, key := range a.keys(c) {
			in, rest := a.query.In == nil, key
			for _, t := range a.query.In {
				if bytes.HasPrefix(key, t) {
					in, rest = true, key[len(t):]
				}
			}
			behind := append(slices.Clone(rest), c.ID[:]...)
			in = in && bytes.Compare(behind, a.query.From) >= 0 && (a.query.To == nil || bytes.Compare(behind, a.query.To) < 0)
			if merged {
				key = rest
			}
			if in && !slices.ContainsFunc(rows, func(r row) bool { return merged && r.id == c.ID }) {
				rows = append(rows, row{key, c.ID})
			}
		}
	}
	slices.SortFunc(rows, func(x, y row) int {
		order := bytes.Compare(x.key, y.key)
		if order == 0 {
			order = bytes.Compare(x.id[:], y.id[:])
		}
		if a.query.Reverse {
			return -order
		}
		return order
	})
	ids := make([]record.ID[company], len(rows))
	for i, r := range rows {
		ids[i] = r.id
	}
	return ids
}

// TestQueriesAnswerAsANaiveProgramDoes holds Select, Number and List, whole and in pages, against a loop over
// all records.
func TestQueriesAnswerAsANaiveProgramDoes(t *testing.T) {
	for name, open := range map[string]func(testing.TB) store.Store{"memory": memory, "bolt": bolt} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				w := newWorld(rt, open(t))
				all := populate(rt, w, rapid.IntRange(0, 25).Draw(rt, "records"))
				for range 12 {
					a := asks(rt, all)
					want := a.answer(all)
					w.view(rt, func(tx *record.Tx) error {
						got := []record.ID[company]{}
						for c, err := range companies.Select(tx, a.query) {
							require.NoError(rt, err)
							got = append(got, c.ID)
						}
						require.Equal(rt, want, got, "%+v", a.query)
						n, err := companies.Number(tx, a.query)
						require.NoError(rt, err)
						require.Equal(rt, len(want), n)
						some, err := companies.First(tx, a.query, len(want)/2)
						require.NoError(rt, err)
						require.Len(rt, some, len(want)/2)
						for i, c := range some {
							require.Equal(rt, want[i], c.ID)
						}
						byCursor(rt, tx, a.query, want, rapid.IntRange(1, 7).Draw(rt, "limit"))
						byNumber(rt, tx, a.query, want, rapid.IntRange(1, 7).Draw(rt, "limit"))
						return nil
					})
				}
				w.clean(rt)
			})
		})
	}
}

// byCursor shows that the pages one after the other are the whole list.
func byCursor(t *rapid.T, tx *record.Tx, q record.Query[company], want []record.ID[company], limit int) {
	t.Helper()
	got := []record.ID[company]{}
	p := record.Paging{Limit: limit, Total: true}
	for pages := 0; pages <= len(want); pages++ {
		page, err := companies.List(tx, q, p, []byte("filter"))
		require.NoError(t, err)
		require.Equal(t, len(want), *page.Total)
		for _, c := range page.Items {
			got = append(got, c.ID)
		}
		if p.After = page.Next; p.After == "" {
			break
		}
		require.Len(t, page.Items, limit)
	}
	require.Equal(t, want, got, "%+v", q)
}

func byNumber(t *rapid.T, tx *record.Tx, q record.Query[company], want []record.ID[company], limit int) {
	t.Helper()
	for number := 1; number <= len(want)/limit+2; number++ {
		page, err := companies.List(tx, q, record.Paging{Page: number, Limit: limit}, nil)
		require.NoError(t, err)
		lo, hi := min((number-1)*limit, len(want)), min(number*limit, len(want))
		require.Len(t, page.Items, hi-lo)
		for i, c := range page.Items {
			require.Equal(t, want[lo+i], c.ID)
		}
		require.Equal(t, hi < len(want), page.Next != "")
	}
}

func TestAnEmptyListOfTuplesIsNoRecord(t *testing.T) {
	w := newWorld(t, memory(t))
	create(t, w, companies, &company{Name: "Acme", Owner: "o"})
	w.view(t, func(tx *record.Tx) error {
		for _, index := range []string{"", "owner", "name"} {
			n, err := companies.Number(tx, record.Query[company]{Index: index, In: []record.Tuple{}})
			require.NoError(t, err)
			require.Zero(t, n)
			n, err = companies.Number(tx, record.Query[company]{Index: index})
			require.NoError(t, err)
			require.Equal(t, 1, n)
		}
		return nil
	})
}

func TestQueriesThatCannotBe(t *testing.T) {
	w := newWorld(t, memory(t))
	create(t, w, companies, &company{Name: "Acme"})
	for name, q := range map[string]record.Query[company]{
		"no such index":                    {Index: "nothing"},
		"no such field":                    {Where: []record.Where{{Field: "nothing"}}},
		"a field without a store":          {Where: []record.Where{{Field: "initial"}}},
		"several tuples of a unique index": {Index: "name", In: []record.Tuple{text("a"), text("b")}},
	} {
		w.view(t, func(tx *record.Tx) error {
			_, err := companies.Number(tx, q)
			require.ErrorIs(t, err, fault.ErrSchema, name)
			_, err = companies.List(tx, q, record.Paging{}, nil)
			require.ErrorIs(t, err, fault.ErrSchema, name)
			for _, err := range companies.Select(tx, q) {
				require.ErrorIs(t, err, fault.ErrSchema, name)
			}
			_, err = companies.Find(tx, "nothing")
			require.ErrorIs(t, err, fault.ErrSchema)
			return nil
		})
	}
}

func TestPlanSaysHowAQueryIsAnswered(t *testing.T) {
	yes := func(*company) bool { return true }
	for name, c := range map[string]struct {
		query record.Query[company]
		want  record.Plan
	}{
		"all":   {record.Query[company]{}, record.Plan{Raw: []string{}}},
		"index": {record.Query[company]{Index: "owner", In: []record.Tuple{nil, nil}, Match: yes}, record.Plan{Index: "owner", Ranges: 2, Decoded: true, Raw: []string{}}},
		"covered": {
			record.Query[company]{Index: "name", Covered: func(record.Tuple) bool { return true }, Where: []record.Where{{Field: "size"}}},
			record.Plan{Index: "name", Covered: true, Raw: []string{"size"}},
		},
		"by update": {record.Query[company]{ByUpdate: true, Index: "owner", In: []record.Tuple{nil}}, record.Plan{Sorted: true, Raw: []string{}}},
	} {
		require.Equal(t, c.want, c.query.Plan(), name)
	}
}

func TestAListInAnyOrderIsWalkedWhileItsRecordsGo(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme"})
		w.update(t, func(tx *record.Tx) error {
			for range 600 {
				if err := tickets.Create(tx, &ticket{Company: c.ID}); err != nil {
					return err
				}
			}
			return nil
		})
		w.update(t, func(tx *record.Tx) error {
			first, seen := true, 0
			for _, err := range tickets.Select(tx, record.Query[ticket]{Index: "company"}) {
				require.NoError(t, err, "what went with another is not damage")
				if seen++; first {
					first = false
					if _, err := companies.Delete(tx, c.ID, 0); err != nil {
						return err
					}
				}
			}
			require.Less(t, seen, 600)
			return nil
		})
	})
}

func TestFindAndGetManyKeepTheirOrder(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		a, b := create(t, w, companies, &company{Name: "A"}), create(t, w, companies, &company{Name: "B"})
		w.view(t, func(tx *record.Tx) error {
			ids, err := companies.Find(tx, "name", text("B"), text("nothing"), text("A"), text("B"))
			require.NoError(t, err)
			require.Equal(t, []record.ID[company]{b.ID, {}, a.ID, b.ID}, ids)
			got, err := companies.GetMany(tx, ids)
			require.NoError(t, err)
			require.Equal(t, []*company{b, nil, a, b}, got)
			there, err := record.Exists(tx, companies.Target(), ids)
			require.Equal(t, []bool{true, false, true, true}, there)
			return err
		})
	})
}
