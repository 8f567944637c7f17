package task_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/task"
)

// FuzzDraft decodes and validates anything: what is taken can be encoded, and is taken again as it is.
func FuzzDraft(f *testing.F) {
	for _, seed := range []string{reference, wrong, `{}`, `[]`, `null`, `{"title":"a","assigneeId":"b","dueAt":"0001-01-01T00:00:00Z"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var d task.Draft
		if json.Unmarshal(data, &d) != nil {
			return
		}
		d.CustomFieldValues = nil
		made, err := task.Validate(d, plain())
		if err != nil {
			return
		}
		b, err := json.Marshal(made)
		require.NoError(t, err)
		var again task.Draft
		require.NoError(t, json.Unmarshal(b, &again))
		for _, a := range made.Attachments {
			again.AttachmentURLs = append(again.AttachmentURLs, a.URL)
		}
		twice, err := task.Validate(again, plain())
		require.NoError(t, err)
		require.Equal(t, made, twice)
	})
}

// FuzzPatch applies anything: what comes of it can be encoded, and applying it again changes nothing.
func FuzzPatch(f *testing.F) {
	for _, seed := range []string{reference, wrong, `{}`, `null`, `{"status":"COMPLETED","description":null}`} {
		f.Add([]byte(seed))
	}
	before, err := task.Validate(full(account.ID{1}), plain())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		var p task.Patch
		if json.Unmarshal(data, &p) != nil {
			return
		}
		after, err := p.Apply(before, plain())
		if err != nil {
			return
		}
		_, err = json.Marshal(after)
		require.NoError(t, err)
		twice, err := p.Apply(after, plain())
		require.NoError(t, err)
		require.Equal(t, after, twice)
	})
}

// FuzzFilter asks for anything.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{reference, wrong, `{}`, `null`, `{"open":"true","overdue":"true","dueTo":"2026-01-05T09:00:00Z","assigneeId":"a,,b"}`} {
		f.Add([]byte(seed))
	}
	w := inMemory(f)
	create(f, w, full(w.acme))
	f.Fuzz(func(t *testing.T, data []byte) {
		var filter task.Filter
		if json.Unmarshal(data, &filter) != nil {
			return
		}
		n, err := task.Count(ctx, w, filter)
		if err == nil {
			require.Len(t, listed(t, w, filter, "-updatedAt"), n)
		}
	})
}
