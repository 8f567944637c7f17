package picklist_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

func has(t testing.TB, s record.Scope, a picklist.Attribute, input string) bool {
	t.Helper()
	_, err := set(t, s, a).Resolve(input)
	return err == nil
}

var errUndo = errors.New("picklist_test: undo")

func TestATransactionSeesItsOwnValues(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		require.False(t, has(t, org, picklist.NoteType, "RISK"))
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
			require.False(t, has(t, tx, picklist.NoteType, "RISK"))
			v, err := picklist.Create(ctx, tx, picklist.Draft{Attribute: picklist.NoteType, Value: "RISK"})
			require.NoError(t, err)
			require.True(t, has(t, tx, picklist.NoteType, "RISK"))
			_, err = picklist.Update(ctx, tx, v.ID, picklist.Patch{Value: new("DANGER")})
			require.NoError(t, err)
			require.False(t, has(t, tx, picklist.NoteType, "RISK"))
			require.True(t, has(t, tx, picklist.NoteType, "DANGER"))
			_, err = picklist.Delete(ctx, tx, v.ID, picklist.DeleteOptions{})
			require.NoError(t, err)
			require.False(t, has(t, tx, picklist.NoteType, "DANGER"))
			_, err = picklist.Create(ctx, tx, picklist.Draft{Attribute: picklist.NoteType, Value: "RISK"})
			return err
		}))
		require.True(t, has(t, org, picklist.NoteType, "RISK"))
		require.False(t, has(t, org, picklist.NoteType, "DANGER"))
	})
}

func TestARolledBackTransactionLeavesNoValues(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		add := func(value string) error {
			return org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
				_, err := picklist.Create(ctx, tx, picklist.Draft{Attribute: picklist.NoteType, Value: value})
				require.NoError(t, err)
				require.True(t, has(t, tx, picklist.NoteType, value))
				if value == "GONE" {
					return errUndo
				}
				return nil
			})
		}
		require.ErrorIs(t, add("GONE"), errUndo)
		require.False(t, has(t, org, picklist.NoteType, "GONE"))
		// The next writer gives the schema the version that the dropped transaction had.
		require.NoError(t, add("KEPT"))
		require.True(t, has(t, org, picklist.NoteType, "KEPT"))
		require.False(t, has(t, org, picklist.NoteType, "GONE"))
	})
}

func TestADroppedSavepointLeavesNoValues(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
			require.False(t, has(t, tx, picklist.NoteType, "GONE"))
			err := tx.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
				_, err := picklist.Create(ctx, tx, picklist.Draft{Attribute: picklist.NoteType, Value: "GONE"})
				require.NoError(t, err)
				require.True(t, has(t, tx, picklist.NoteType, "GONE"))
				return errUndo
			})
			require.ErrorIs(t, err, errUndo)
			require.False(t, has(t, tx, picklist.NoteType, "GONE"))
			_, err = picklist.Create(ctx, tx, picklist.Draft{Attribute: picklist.NoteType, Value: "KEPT"})
			require.NoError(t, err)
			require.False(t, has(t, tx, picklist.NoteType, "GONE"))
			require.True(t, has(t, tx, picklist.NoteType, "KEPT"))
			return nil
		}))
		require.False(t, has(t, org, picklist.NoteType, "GONE"))
		require.True(t, has(t, org, picklist.NoteType, "KEPT"))
	})
}

func TestAnOlderSnapshotKeepsItsValues(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		id := named(t, org, picklist.NoteType, "DECISION").ID
		rename := func(from, to string) {
			_, err := picklist.Update(ctx, org, id, picklist.Patch{Value: &to})
			require.NoError(t, err)
			require.True(t, has(t, org, picklist.NoteType, to))
			require.False(t, has(t, org, picklist.NoteType, from))
		}
		require.NoError(t, org.View(ctx, func(_ context.Context, tx *record.Tx) error {
			require.True(t, has(t, tx, picklist.NoteType, "DECISION"))
			rename("DECISION", "VERDICT")
			require.True(t, has(t, tx, picklist.NoteType, "DECISION"))
			require.False(t, has(t, tx, picklist.NoteType, "VERDICT"))
			return nil
		}))
		require.NoError(t, org.View(ctx, func(_ context.Context, tx *record.Tx) error {
			rename("VERDICT", "RULING")
			require.True(t, has(t, tx, picklist.NoteType, "VERDICT"), "an older snapshot got what is shared of a newer one")
			require.False(t, has(t, tx, picklist.NoteType, "RULING"))
			return nil
		}))
		require.True(t, has(t, org, picklist.NoteType, "RULING"), "an older snapshot shared what it had loaded")
	})
}

// Where writers do not wait for each other, another may give the schema the very version that a transaction has
// given it for itself.
func TestAnotherWritersValuesAreNotTakenForOnesOwn(t *testing.T) {
	org := open(t, optimistic{memstore.New()}, record.Options{})
	runs := 0
	require.NoError(t, org.Update(ctx, func(inner context.Context, tx *record.Tx) error {
		runs++
		_, err := picklist.Create(inner, tx, picklist.Draft{Attribute: picklist.NoteType, Value: "MINE"})
		require.NoError(t, err)
		if runs == 1 {
			_, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.NoteType, Value: "THEIRS"})
			require.NoError(t, err)
			require.True(t, has(t, org, picklist.NoteType, "THEIRS"))
		}
		require.True(t, has(t, tx, picklist.NoteType, "MINE"))
		require.Equal(t, runs == 2, has(t, tx, picklist.NoteType, "THEIRS"))
		return nil
	}))
	require.Equal(t, 2, runs)
	require.Equal(t, []string{"[GENERAL]", "MEETING", "DECISION", "TECHNICAL", "THEIRS", "MINE"}, texts(t, org, picklist.NoteType))
}

// optimistic is a store whose writers do not wait: one that another has overtaken is told at its Commit.
type optimistic struct{ *memstore.Store }

func (s optimistic) Begin(ctx context.Context, writable bool) (store.Txn, error) {
	snapshot, err := s.Store.Begin(ctx, false)
	if err != nil || !writable {
		return snapshot, err
	}
	seen, err := entries(snapshot)
	return &optimisticTxn{Txn: snapshot, store: s.Store, seen: seen}, err
}

type optimisticTxn struct {
	store.Txn
	store *memstore.Store
	seen  int
}

func (t *optimisticTxn) Commit(b store.Batch) error {
	txn, err := t.store.Begin(ctx, true)
	if err != nil {
		return err
	}
	if now, err := entries(txn); err != nil || now != t.seen {
		return errors.Join(store.ErrConflict, err, txn.Rollback())
	}
	return errors.Join(txn.Commit(b), t.Rollback())
}

// entries counts what a snapshot holds: every change adds to the change log.
func entries(r store.Reader) (int, error) {
	n := 0
	for _, err := range r.Scan(store.Range{}) {
		if err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

func TestAnOrganisationMadeAnewHasItsOwnValues(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		_, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.NoteType, Value: "RISK"})
		require.NoError(t, err)
		require.True(t, has(t, org, picklist.NoteType, "RISK"))
		require.NoError(t, org.DB().DropOrg(ctx, "org"))
		org, err = org.DB().CreateOrg(ctx, "org", nil)
		require.NoError(t, err)
		require.False(t, has(t, org, picklist.NoteType, "RISK"))
	})
}

// What one transaction loads is given to those of other actors: it must not depend on what a policy hides.
func TestValuesThatAPolicyHidesAreLoaded(t *testing.T) {
	policy := func(_ context.Context, a record.Action) error {
		if a.Actor.ID == "GUEST" {
			return errors.New("not for guests")
		}
		return nil
	}
	org := open(t, memstore.New(), record.Options{Policy: policy})
	require.True(t, has(t, org.As(record.Actor{ID: "GUEST"}), picklist.NoteType, "GENERAL"))
	require.True(t, has(t, org, picklist.NoteType, "GENERAL"))
}

func TestValuesAreReadOncePerVersion(t *testing.T) {
	st := storetest.Count(memstore.New())
	org := open(t, st, record.Options{})
	require.True(t, has(t, org, picklist.NoteType, "GENERAL"))
	st.Reset()
	for range 3 {
		require.True(t, has(t, org, picklist.NoteType, "GENERAL"))
	}
	require.Equal(t, 3, st.Reads(), "more was read than the version of the schema")

	_, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.NoteType, Value: "RISK"})
	require.NoError(t, err)
	st.Reset()
	require.True(t, has(t, org, picklist.NoteType, "RISK"))
	require.Equal(t, 3, st.Reads(), "more was read than the version, an index and the values")

	require.NoError(t, org.View(ctx, func(_ context.Context, tx *record.Tx) error {
		_, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.NoteType, Value: "CHANCE"})
		require.NoError(t, err)
		require.True(t, has(t, org, picklist.NoteType, "CHANCE"))
		require.False(t, has(t, tx, picklist.NoteType, "CHANCE"))
		return nil
	}))
	st.Reset()
	require.True(t, has(t, org, picklist.NoteType, "CHANCE"))
	require.Equal(t, 1, st.Reads(), "an older snapshot took what was shared of a newer one away")

	raise(t, org, "low", "pending")
	st.Reset()
	require.True(t, has(t, org, picklist.NoteType, "RISK"))
	require.Equal(t, 1, st.Reads(), "a record that is no value gave the schema a new version")
}

func TestLoadAfterTheEndIsClosed(t *testing.T) {
	org := inMemory(t)
	var kept *record.Tx
	require.NoError(t, org.View(ctx, func(_ context.Context, tx *record.Tx) error {
		kept = tx
		_, err := picklist.Load(tx)
		return err
	}))
	_, err := picklist.Load(kept)
	require.ErrorIs(t, err, store.ErrClosed)
}
