package contact_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
)

func FuzzDraft(f *testing.F) {
	for _, c := range fieldCases {
		f.Add([]byte(`{"firstName":"Ann","email":"ann@acme.test",` + c.in + `}`))
	}
	org := clienteletest.Org(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var d contact.Draft
		if json.Unmarshal(data, &d) != nil {
			return
		}
		d.AccountIDs, d.Links = nil, nil
		want, err := contact.Validate(d, rules())
		if err != nil {
			return
		}
		c := create(t, org, d)
		defer remove(t, org, c.ID)
		require.Equal(t, want.Name(), c.Name())
		require.Equal(t, c, get(t, org, c.ID))
		encoded, err := json.Marshal(c)
		require.NoError(t, err)
		var p contact.Patch
		require.NoError(t, json.Unmarshal(encoded, &p))
		require.Equal(t, c, update(t, org, c.ID, p), "what is encoded changes nothing")
		var again contact.Draft
		require.NoError(t, json.Unmarshal(encoded, &again))
		made, err := contact.Validate(again, rules())
		require.NoError(t, err, "%s", encoded)
		made.System, made.Type = c.System, c.Type
		require.Equal(t, enginetest.Members(t, c), enginetest.Members(t, made))
	})
}

func FuzzPatch(f *testing.F) {
	f.Add([]byte(`{"accounts":null,"accountIds":[],"firstName":null,"metadata":null}`))
	for _, c := range fieldCases {
		f.Add([]byte(`{` + c.in + `}`))
	}
	d := full()
	d.Links = []contact.LinkDraft{{AccountID: acmeID, Title: "CEO"}}
	before, err := contact.Validate(d, rules())
	require.NoError(f, err)
	untouched, err := contact.Validate(d, rules())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		var p contact.Patch
		if json.Unmarshal(data, &p) != nil {
			return
		}
		after, err := p.Apply(before, rules())
		require.Equal(t, untouched, before)
		if err != nil {
			return
		}
		again, err := p.Apply(after, rules())
		require.NoError(t, err)
		require.Equal(t, after, again)
	})
}

func FuzzFilterAndQuery(f *testing.F) {
	f.Add([]byte(`{"contactType":["LEGAL"],"text":"a","createdFrom":"2026-01-01T00:00:00Z","isMarketingContact":true,"limit":3}`))
	f.Add([]byte(`{"accountIds":"` + acmeText + `","source":["\u0000"],"text":"\ud800","email":"a@x.test"}`))
	org := clienteletest.Org(f)
	create(f, org, full())
	create(f, org, called("B", "b@x.test"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var filter contact.Filter
		if json.Unmarshal(data, &filter) != nil {
			return
		}
		page, err := contact.List(ctx, org, filter, clientele.Paging{})
		n, countErr := contact.Count(ctx, org, filter)
		require.Equal(t, err == nil, countErr == nil)
		if err == nil {
			require.Len(t, page.Items, n)
		}
		var q contact.Query
		require.NoError(t, json.Unmarshal(data, &q))
		cs, err := contact.Search(ctx, org, q)
		if err == nil {
			require.LessOrEqual(t, len(cs), 2)
		}
	})
}

func FuzzIngestAndMany(f *testing.F) {
	f.Add([]byte(`{"users":[{"email":"ann@acme.test","phoneNumber":"+1555010010"},{"email":7},null],"sinkSource":"SLACK","logo":"https://x.test/l.png"}`))
	f.Add([]byte(`{"contacts":[{"email":"ann@acme.test"},[],{"accounts":[{"id":1}]}],"contactType":"LEGAL","accountIds":["` + acmeText + `"]}`))
	org := clienteletest.Org(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var in contact.Ingest
		if json.Unmarshal(data, &in) != nil {
			return
		}
		if done, err := contact.IngestUsers(ctx, org, in, account.KeepGoing); err == nil {
			n := enginetest.Changes(t, org)
			require.Len(t, done.Items, len(in.Users))
			again, err := contact.IngestUsers(ctx, org, in, account.KeepGoing)
			require.NoError(t, err)
			require.Equal(t, done.Failed, again.Failed)
			require.Equal(t, n, enginetest.Changes(t, org))
		}
		var many contact.Many
		require.NoError(t, json.Unmarshal(data, &many))
		if bulk, err := contact.CreateMany(ctx, org, many, account.KeepGoing); err == nil {
			require.Len(t, bulk.Items, len(many.Contacts))
		}
	})
}
