package note_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
)

func FuzzDraft(f *testing.F) {
	org := clienteletest.Org(f).As(ann)
	acme := open(f, org, "acme")
	f.Add(body(acme.ID, sample))
	for _, c := range fieldCases {
		f.Add(body(acme.ID, c.in))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var d note.Draft
		if json.Unmarshal(data, &d) != nil {
			return
		}
		d.AccountID = acme.ID
		want, err := note.Validate(d, builtin())
		if err != nil {
			require.Error(t, failed(note.Create(ctx, org, d)))
			return
		}
		n := write(t, org, d)
		defer remove(t, org, n.ID)
		require.Equal(t, []any{want.Content, want.Visibility, want.Metadata, urls(want)}, []any{n.Content, n.Visibility, n.Metadata, urls(n)})
		require.Equal(t, n, get(t, org, n.ID))
		encoded, err := json.Marshal(n)
		require.NoError(t, err)
		var p note.Patch
		require.NoError(t, json.Unmarshal(encoded, &p))
		require.Equal(t, n, update(t, org, n.ID, p))
	})
}

func FuzzPatch(f *testing.F) {
	f.Add([]byte(`{"content":null,"type":"meeting","metadata":null}`))
	f.Add([]byte(`{"version":1.0,"attachmentUrls":["https://a.test",null],"accountId":""}`))
	for _, c := range fieldCases {
		f.Add([]byte(`{` + c.in + `}`))
	}
	validate := func() *note.Note {
		n, err := note.Validate(full(someAccount), builtin())
		require.NoError(f, err)
		return n
	}
	before, untouched := validate(), validate()
	f.Fuzz(func(t *testing.T, data []byte) {
		var p note.Patch
		if json.Unmarshal(data, &p) != nil {
			return
		}
		rules := builtin()
		rules.Picklists = nil // the ids of a built-in set are made anew each time
		after, err := p.Apply(before, rules)
		before.Type = untouched.Type
		require.Equal(t, untouched, before)
		if err != nil {
			return
		}
		again, err := p.Apply(after, rules)
		require.NoError(t, err)
		require.Equal(t, after, again)
	})
}

func FuzzFilter(f *testing.F) {
	f.Add([]byte(`{"accountId":"x","subtree":"true","type":"MEETING","visibility":["team"],"authorId":"ann","createdFrom":"2026-01-01T00:00:00Z"}`))
	f.Add([]byte(`{"customFields":"[{}]","authorId":[""],"visibility":"","updatedTo":"\ud800","type":[null]}`))
	org := clienteletest.OrgOn(f, enginetest.Plain["memstore"](f), withStaff())
	acme := open(f, org, "acme")
	for _, v := range note.Visibilities() {
		say(f, org.As(ann), acme.ID, string(v), v)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var filter note.Filter
		if json.Unmarshal(data, &filter) != nil {
			return
		}
		page, err := note.List(ctx, org.As(bob), filter, clientele.Paging{})
		n, countErr := note.Count(ctx, org.As(bob), filter)
		require.Equal(t, err == nil, countErr == nil)
		if err != nil {
			return
		}
		require.Len(t, page.Items, n)
		for _, n := range page.Items {
			require.NotEqual(t, note.Private, n.Visibility)
		}
	})
}
