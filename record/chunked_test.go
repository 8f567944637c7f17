package record_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/storetest"
)

func TestMoreThanOneTransactionTakesIsDeletedInChunks(t *testing.T) {
	counting := storetest.Count(memory(t))
	w := newWorld(t, counting)
	c := crowd(t, w, "crowd", 2500)
	somebody := create(t, w, people, &person{Email: "a@b.example"})
	create(t, w, links, &link{Company: c.ID, Person: somebody.ID})
	counting.Reset()
	set, err := record.DeleteChunked(ctx, w.org, companies.Target(), c.ID, 1)
	require.NoError(t, err)
	require.Equal(t, 3, counting.Calls()["Commit"])
	w.clean(t)
	gone(t, w, companies, c.ID)
	page, err := record.Trash(ctx, w.org, record.Paging{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	require.Equal(t, int64(2502), page.Items[0].Records)
	require.False(t, page.Items[0].Partial)

	back, err := record.RestoreChunked(ctx, w.org, set)
	require.NoError(t, err)
	require.Equal(t, &record.Restored{Records: 2502}, back)
	w.clean(t)
	lives(t, w, companies, c.ID)
	page, err = record.Trash(ctx, w.org, record.Paging{})
	require.NoError(t, err)
	require.Empty(t, page.Items)
}

func TestAChunkedDeleteIsRefusedAsAnotherIs(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme"})
		create(t, w, contracts, &contract{Company: c.ID})
		before := w.dump(t)
		_, err := record.DeleteChunked(ctx, w.org, companies.Target(), c.ID, 2)
		require.ErrorIs(t, err, fault.ErrStale)
		_, err = record.DeleteChunked(ctx, w.org, companies.Target(), c.ID, 0)
		require.ErrorIs(t, err, fault.ErrReferenced)
		_, err = record.DeleteChunked(ctx, w.org, companies.Target(), record.ID[company]{1}, 0)
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = record.RestoreChunked(ctx, w.org, record.SetID{1})
		require.ErrorIs(t, err, store.ErrNotFound)
		w.same(t, before)
	})
}

// TestAPartialSetWhoseRecordWasDeletedOtherwise: the chunked delete does not go on.
func TestAPartialSetWhoseRecordWasDeletedOtherwise(t *testing.T) {
	w := newWorld(t, memory(t))
	c := crowd(t, w, "crowd", 1500)
	for n := 1; ; n++ {
		failing := storetest.Fail(w.store, n)
		db, err := record.Open(ctx, failing, schema(), &record.Options{Clock: w.clock.Now})
		if err != nil {
			continue
		}
		org, err := db.Org(ctx, "org_1")
		if err != nil {
			continue
		}
		_, err = record.DeleteChunked(ctx, org, companies.Target(), c.ID, 0)
		require.ErrorIs(t, err, storetest.ErrInjected)
		page, err := record.Trash(ctx, w.org, record.Paging{})
		require.NoError(t, err)
		if len(page.Items) > 0 {
			require.True(t, page.Items[0].Partial)
			break
		}
		n += n / 2
	}
	w.clean(t)
	discard(t, w, companies, c.ID)
	_, err := record.DeleteChunked(ctx, w.org, companies.Target(), c.ID, 0)
	require.ErrorIs(t, err, store.ErrNotFound)
	w.clean(t)
}
