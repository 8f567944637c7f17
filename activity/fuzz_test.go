package activity_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

func FuzzDraft(f *testing.F) {
	org := clienteletest.Org(f)
	acme := company(f, org, "Acme")
	f.Add([]byte(replaceAll(sample, "%ACCOUNT%", acme.String())))
	for _, c := range fieldCases {
		f.Add([]byte(`{"accountId":"` + acme.String() + `","activityTimestamp":"2026-01-07T12:00:00Z","` + c.field + `":` + c.in + `}`))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var d activity.Draft
		if json.Unmarshal(data, &d) != nil {
			return
		}
		want, err := activity.Validate(d, rules())
		if err != nil || d.AccountID != acme {
			return
		}
		a, err := activity.Create(ctx, org, d)
		if err != nil {
			return // a contact that is not there
		}
		require.Equal(t, want.Title, a.Title)
		require.Equal(t, a, get(t, org, a.ID))
		encoded, err := json.Marshal(a)
		require.NoError(t, err)
		var p activity.Patch
		require.NoError(t, json.Unmarshal(encoded, &p))
		require.Equal(t, a, update(t, org, a.ID, p))
		var again activity.Draft
		require.NoError(t, json.Unmarshal(encoded, &again))
		again.AttachmentURLs = d.AttachmentURLs
		b := create(t, org, again)
		b.System, b.Attachments = a.System, a.Attachments
		require.Equal(t, enginetest.Members(t, a), enginetest.Members(t, b))
	})
}

func FuzzPatch(f *testing.F) {
	f.Add([]byte(`{"title":null,"participants":[],"metadata":null,"version":1,"accountId":"` + someAccount.String() + `"}`))
	for _, c := range fieldCases {
		f.Add([]byte(`{"` + c.field + `":` + c.in + `}`))
	}
	before, err := activity.Validate(full(someAccount), rules())
	require.NoError(f, err)
	untouched, err := activity.Validate(full(someAccount), rules())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		var p activity.Patch
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

func FuzzFilter(f *testing.F) {
	f.Add([]byte(`{"type":["CALL"],"from":"2026-01-01T00:00:00Z","to":"9999-12-31T23:59:59Z","accountId":"` + someAccount.String() + `","subtree":"true"}`))
	f.Add([]byte(`{"participantId":["\ud800"],"creatorId":"a,b","createdFrom":"0000-01-01T00:00:00+01:00","customFields":[{"fieldId":"x","equal":1}]}`))
	org := clienteletest.Org(f)
	family := []account.ID{company(f, org, "A"), company(f, org, "B")}
	for i := range 8 {
		create(f, org, at(family[i%2], i, "x"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var filter activity.Filter
		if json.Unmarshal(data, &filter) != nil {
			return
		}
		n, countErr := activity.Count(ctx, org, filter)
		for _, order := range []string{"", "createdAt", "-updatedAt"} {
			page, err := activity.List(ctx, org, filter, record.Paging{Order: order})
			require.Equal(t, err == nil, countErr == nil)
			if err == nil {
				require.Len(t, page.Items, n)
			}
		}
	})
}
