package record_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// list gives a page of companies by owner.
func list(w *world, q record.Query[company], p record.Paging, filter string) (page *record.Page[company], err error) {
	err = w.try(func(tx *record.Tx) error {
		page, err = companies.List(tx, q, p, []byte(filter))
		return err
	})
	return page, err
}

func TestPagingThatIsRefused(t *testing.T) {
	w := newWorld(t, memory(t))
	for i := range 3 {
		create(t, w, companies, &company{Name: fmt.Sprint(i), Owner: "o"})
	}
	q := record.Query[company]{Index: "owner"}
	first, err := list(w, q, record.Paging{Limit: 1}, "filter")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		query  record.Query[company]
		paging record.Paging
		filter string
		want   []string
	}{
		"another filter":          {q, record.Paging{After: first.Next}, "other", []string{"after: invalid_cursor"}},
		"another order":           {q, record.Paging{After: first.Next, Order: "-name"}, "filter", []string{"after: invalid_cursor"}},
		"another direction":       {record.Query[company]{Index: "owner", Reverse: true}, record.Paging{After: first.Next}, "filter", []string{"after: invalid_cursor"}},
		"another index":           {record.Query[company]{Index: "tag"}, record.Paging{After: first.Next}, "filter", []string{"after: invalid_cursor"}},
		"no cursor":               {q, record.Paging{After: "?"}, "filter", []string{"after: invalid_cursor"}},
		"a cursor cut short":      {q, record.Paging{After: first.Next[:12]}, "filter", []string{"after: invalid_cursor"}},
		"too many":                {q, record.Paging{Limit: record.MaxLimit + 1}, "filter", []string{"limit: too_large"}},
		"fewer than none":         {q, record.Paging{Limit: -1}, "filter", []string{"limit: too_large"}},
		"a page before the first": {q, record.Paging{Page: -1}, "filter", []string{"page: not_allowed"}},
		"a page far away":         {q, record.Paging{Page: 1 << 40}, "filter", []string{"page: not_allowed"}},
		"everything":              {q, record.Paging{Limit: -1, Page: 2, After: "?"}, "filter", []string{"limit: too_large", "after: contradiction", "after: invalid_cursor"}},
	} {
		_, err := list(w, c.query, c.paging, c.filter)
		refused(t, err, c.want...)
		require.Equal(t, strings.Contains(strings.Join(c.want, ""), "invalid_cursor"), errors.Is(err, fault.ErrCursor), name)
	}
}

func TestAPagingDecodesFromTheTextsOfAQuery(t *testing.T) {
	var p record.Paging
	require.NoError(t, json.Unmarshal([]byte(`{"page":"2","limit":"5","order":"-name","total":"true","with":"memberCount,rank","status":"ACTIVE"}`), &p))
	require.Equal(t, record.Paging{Page: 2, Limit: 5, Order: "-name", Total: true, With: []string{"memberCount", "rank"}}, p)
	require.NoError(t, json.Unmarshal([]byte(`{"page":"two","limit":5000,"total":"2","with":[3]}`), &p))
	require.Len(t, p.LenientFaults(), 3)
	want := []string{"page: wrong_type", "total: wrong_type", "with[0]: wrong_type", "limit: too_large"}
	refused(t, p.Validate(), want...)
	_, err := list(newWorld(t, memory(t)), record.Query[company]{}, p, "")
	refused(t, err, want...)
	require.Error(t, json.Unmarshal([]byte(`{"page":`), &p))
}

func TestPagesHaveASizeOfTheirOwn(t *testing.T) {
	w := newWorld(t, memory(t))
	crowd(t, w, "crowd", 60)
	for p, want := range map[*record.Paging]int{{}: record.DefaultLimit, {Page: 1}: record.PageLimit, {Page: 7}: 0, {Limit: record.MaxLimit}: 60} {
		w.view(t, func(tx *record.Tx) error {
			page, err := tickets.List(tx, record.Query[ticket]{}, *p, nil)
			require.NoError(t, err)
			require.Len(t, page.Items, want)
			return nil
		})
	}
}

// TestALongPositionFitsACursor: that of an index entry as long as they come.
func TestALongPositionFitsACursor(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for i := range 3 {
			create(t, w, companies, &company{Name: strings.Repeat("\x00", 200) + fmt.Sprint(i), Owner: strings.Repeat("\x00", 250)})
		}
		for _, index := range []string{"name", "owner", "size"} {
			p := record.Paging{Limit: 1}
			for range 3 {
				page, err := list(w, record.Query[company]{Index: index}, p, "")
				require.NoError(t, err)
				require.Len(t, page.Items, 1)
				p.After = page.Next
			}
			require.Empty(t, p.After)
		}
	})
}

// FuzzCursor: whatever stands in a cursor, the answer is a page or a fault.
func FuzzCursor(f *testing.F) {
	w := newWorld(f, memory(f))
	for i := range 5 {
		create(f, w, companies, &company{Name: fmt.Sprint(i), Owner: "o"})
	}
	queries := []record.Query[company]{
		{}, {Reverse: true}, {ByUpdate: true}, {ByUpdate: true, Reverse: true}, {Index: "owner"}, {Index: "owner", Reverse: true}, {Index: "name"},
		{Index: "owner", In: []record.Tuple{text("o")}}, {Index: "owner", Reverse: true, In: []record.Tuple{text("o")}},
		{Index: "owner", In: []record.Tuple{text("o"), text("p")}}, {Index: "owner", Reverse: true, In: []record.Tuple{text("o"), text("p")}},
	}
	heads := make([][]byte, len(queries))
	for i, q := range queries {
		page, err := list(w, q, record.Paging{Limit: 2}, "")
		require.NoError(f, err)
		raw, err := base64.RawURLEncoding.DecodeString(page.Next)
		require.NoError(f, err)
		heads[i] = raw[:9]
		f.Add(raw[9:], page.Next)
	}
	f.Add([]byte{0}, "AAAA")
	f.Add([]byte{0xff, 0xff, 0xff}, strings.Repeat("A", 4000))
	f.Fuzz(func(t *testing.T, position []byte, cursor string) {
		for i, q := range queries {
			for _, after := range []string{cursor, base64.RawURLEncoding.EncodeToString(append(heads[i][:9:9], position...))} {
				if after == "" {
					continue
				}
				page, err := list(w, q, record.Paging{After: after}, "")
				if err != nil {
					refused(t, err, "after: invalid_cursor")
				} else {
					require.LessOrEqual(t, len(page.Items), 5)
				}
			}
		}
	})
}
