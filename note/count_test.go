package note_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/store/storetest"
)

// TestRoundTrips counts the calls of the store, once what transactions share is there.
func TestRoundTrips(t *testing.T) {
	st := storetest.Count(enginetest.Plain["memstore"](t))
	org := clienteletest.OrgOn(t, st, withStaff()).As(ann)
	acme := open(t, org, "acme")
	var notes []*note.Note
	var some []note.ID
	for i := range 40 {
		d := full(acme.ID)
		d.Content = fmt.Sprint(i)
		n := write(t, org, d)
		notes, some = append(notes, n), append(some, n.ID)
	}
	calls := func(getMany, scan, commit int) map[string]int {
		want := map[string]int{"Begin": 1, "GetMany": getMany, "Scan": scan, "Commit": commit, "Rollback": 1}
		for name, n := range want {
			if n == 0 {
				delete(want, name)
			}
		}
		return want
	}
	page := func(f note.Filter, order string) func() error {
		return func() error {
			page, err := note.List(ctx, org, f, clientele.Paging{Limit: 20, Order: order})
			require.Len(t, page.Items, 20)
			return err
		}
	}
	for _, c := range []struct {
		name string
		want map[string]int
		verb func() error
	}{
		{"get", calls(2, 0, 0), func() error { return failed(note.Get(ctx, org, some[0])) }},
		{"get many", calls(2, 0, 0), func() error { return failed(note.GetMany(ctx, org, some)) }},
		{"a page", calls(3, 1, 0), page(note.Filter{}, "")},
		{"a page of an account", calls(3, 1, 0), page(note.Filter{AccountID: ids(acme)}, "createdAt")},
		{"a page of a type", calls(3, 1, 0), page(note.Filter{Type: []string{"decision"}}, "")},
		{"a page by update", calls(3, 1, 0), page(note.Filter{}, "updatedAt")},
		{"count", calls(2, 1, 0), func() error { return failed(note.Count(ctx, org, note.Filter{})) }},
		{"create", calls(1, 0, 1), func() error { return failed(note.Create(ctx, org, full(acme.ID))) }},
		{"update", calls(2, 0, 1), func() error {
			return failed(note.Update(ctx, org, some[1], note.Patch{Content: new("x"), AttachmentURLs: []string{"https://c.test/c"}}))
		}},
		{"remove attachment", calls(2, 0, 1), func() error { return failed(note.RemoveAttachment(ctx, org, some[2], notes[2].Attachments[0].ID)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			st.Reset()
			require.NoError(t, c.verb())
			require.Equal(t, c.want, st.Calls())
		})
	}
}
