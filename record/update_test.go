package record_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

func TestUpdateMakesTheNextVersion(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme", Tags: []string{"a", "b"}})
		w.org = w.org.As(record.Actor{ID: "USER2"})
		got, err := edit(w, companies, c.ID, 1, func(r *company) {
			r.Tags[0] = "c" // in place
			r.System = record.System[company]{Version: 99, CreatedBy: "forged"}
		})
		require.NoError(t, err)
		require.Equal(t, []string{"c", "b"}, got.Tags)
		require.Equal(t, c.ID, got.ID)
		require.Equal(t, int64(2), got.Version)
		require.Equal(t, "USER1", got.CreatedBy)
		require.Equal(t, "USER2", got.UpdatedBy)
		require.Equal(t, c.CreatedAt, got.CreatedAt)
		require.True(t, got.UpdatedAt.After(c.UpdatedAt))
		require.Equal(t, got, lives(t, w, companies, c.ID))

		last := history(t, w, companies, c.ID)[1]
		require.Contains(t, last.Fields, "tags")
		require.NoError(t, companies.Revert(last, got))
		require.Equal(t, c, got)
	})
}

func TestAnUpdateThatChangesNothingWritesNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme", Founded: time.UnixMicro(7)})
		before := w.dump(t)
		got, err := edit(w, companies, c.ID, 1, func(r *company) {
			r.Name = "Acme"
			r.Version = 5
			r.Founded = r.Founded.Add(time.Nanosecond).In(time.FixedZone("east", 3600))
			r.Tags = []string{}
		})
		require.NoError(t, err)
		require.Equal(t, int64(1), got.Version)
		w.same(t, before)
	})
}

func TestAStaleVersionIsRefused(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		c := create(t, w, companies, &company{Name: "Acme"})
		_, err := edit(w, companies, c.ID, 1, func(r *company) { r.Size = 1 })
		require.NoError(t, err)
		for _, version := range []int64{1, 3, -1} {
			w.untouched(t, fault.ErrStale, func(tx *record.Tx) error {
				_, err := companies.Update(tx, record.Edit[company]{ID: c.ID, IfVersion: version, Apply: func(*company) error { return nil }})
				return err
			})
			w.untouched(t, fault.ErrStale, func(tx *record.Tx) error {
				_, err := companies.Delete(tx, c.ID, version)
				return err
			})
		}
		_, err = remove(w, companies, c.ID, 2)
		require.NoError(t, err)
	})
}

func TestUpdateOfWhatIsNotThere(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.untouched(t, store.ErrNotFound, func(tx *record.Tx) error {
			_, err := companies.Update(tx, record.Edit[company]{ID: record.ID[company]{1}})
			return err
		})
		w.untouched(t, store.ErrNotFound, func(tx *record.Tx) error {
			_, err := companies.Delete(tx, record.ID[company]{1}, 0)
			return err
		})
	})
}

func TestAnErrorOfApplyEndsTheUpdate(t *testing.T) {
	w := newWorld(t, memory(t))
	c := create(t, w, companies, &company{Name: "Acme"})
	mine := errors.New("mine")
	w.untouched(t, mine, func(tx *record.Tx) error {
		_, err := companies.Update(tx, record.Edit[company]{ID: c.ID, Apply: func(c *company) error { c.Size = 9; return mine }})
		return err
	})
}

func TestErrorsSayWhereTheyAreFrom(t *testing.T) {
	w := newWorld(t, memory(t))
	id := record.ID[company]{1}
	_, err := get(w, companies, id)
	e, ok := errors.AsType[*record.Error](err)
	require.True(t, ok)
	require.Equal(t, "get", e.Op)
	require.Equal(t, "company", e.Kind)
	require.Equal(t, id.String(), e.ID.String())
	require.ErrorIs(t, e.Err, store.ErrNotFound)
}
