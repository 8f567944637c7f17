package note_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/note"
)

// A filter that names one note finds it in every order for those who see it, if the rest of the filter holds.
func TestOneByItsOwnID(t *testing.T) {
	org := clienteletest.Org(t)
	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.test"})
	require.NoError(t, err)
	var id note.ID
	for _, content := range []string{"other", "this"} {
		n, err := note.Create(ctx, org.As(ann), note.Draft{AccountID: acme.ID, Content: content, Visibility: note.Private})
		require.NoError(t, err)
		id = n.ID
	}
	for _, order := range []string{"", note.OrderCreated, "-" + note.OrderCreated, note.OrderUpdated} {
		for name, c := range map[string]struct {
			who  clientele.Actor
			f    note.Filter
			want int
		}{
			"alone":            {ann, note.Filter{ID: id}, 1},
			"for Bob":          {bob, note.Filter{ID: id}, 0},
			"of its account":   {ann, note.Filter{ID: id, AccountID: []account.ID{acme.ID}}, 1},
			"of another":       {ann, note.Filter{ID: id, AccountID: []account.ID{{1}}}, 0},
			"from its time on": {ann, note.Filter{ID: id, CreatedFrom: clienteletest.Start}, 1},
			"before its time":  {ann, note.Filter{ID: id, CreatedTo: clienteletest.Start}, 0},
			"unknown":          {ann, note.Filter{ID: note.ID{1}}, 0},
		} {
			page, err := note.List(ctx, org.As(c.who), c.f, clientele.Paging{Order: order})
			require.NoError(t, err)
			require.Len(t, page.Items, c.want, "%s, by %q", name, order)
			n, err := note.Count(ctx, org.As(c.who), c.f)
			require.NoError(t, err)
			require.Equal(t, c.want, n, name)
		}
	}
	plan, err := note.Explain(ctx, org.As(root), note.Filter{ID: id}, "")
	require.NoError(t, err)
	require.Equal(t, clientele.Plan{IDs: true, Raw: []string{}, Decoded: true}, plan)
	var f note.Filter
	require.NoError(t, json.Unmarshal([]byte(`{"noteId":"`+id.String()+`"}`), &f))
	require.Equal(t, id, f.ID)
}
