package picklist_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

func TestDeleteOfAnUnusedValue(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		v := named(t, org, picklist.AccountIndustry, "RETAIL")
		set, err := picklist.Delete(ctx, org, v.ID, picklist.DeleteOptions{IfVersion: v.Version})
		require.NoError(t, err)
		require.Equal(t, []string{"TECHNOLOGY", "HEALTHCARE", "FINANCE"}, texts(t, org, picklist.AccountIndustry))
		_, err = picklist.Get(ctx, org, v.ID)
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = record.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, []string{"TECHNOLOGY", "HEALTHCARE", "FINANCE", "RETAIL"}, texts(t, org, picklist.AccountIndustry))
	})
}

func TestDeleteOfAValueInUse(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		first, second := raise(t, org, "high", "pending"), raise(t, org, "high", "pending")
		low := named(t, org, picklist.TaskPriority, "low")

		for _, o := range []picklist.DeleteOptions{{}, {InUse: picklist.Refuse}} {
			_, err := picklist.Delete(ctx, org, first.Priority.ID, o)
			refused(t, err, " referenced")
			require.ErrorIs(t, err, fault.ErrReferenced)
			require.Equal(t, 2, fault.All(err)[0].Params["count"])
		}

		set, err := picklist.Delete(ctx, org, first.Priority.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "Low"})
		require.NoError(t, err)
		for _, id := range []record.ID[ticket]{first.ID, second.ID} {
			after := ticketOf(t, org, id)
			require.Equal(t, low.ID, after.Priority.ID)
			require.Equal(t, int64(2), after.Version)
		}
		_, err = record.Restore(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, low.ID, ticketOf(t, org, first.ID).Priority.ID, "a restore took back what was moved away")

		_, err = picklist.Delete(ctx, org, low.ID, picklist.DeleteOptions{InUse: picklist.Clear})
		require.NoError(t, err)
		require.Zero(t, ticketOf(t, org, first.ID).Priority)
		require.Equal(t, first.Status, ticketOf(t, org, first.ID).Status)
	})
}

func TestDeleteOfADefault(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		prospect := named(t, org, picklist.AccountStatus, "PROSPECT")
		_, err := picklist.Delete(ctx, org, prospect.ID, picklist.DeleteOptions{NewDefault: "active"})
		require.NoError(t, err)
		require.Equal(t, []string{"TRIAL", "[ACTIVE]", "CHURNED", "ACQUIRED"}, texts(t, org, picklist.AccountStatus))

		_, err = picklist.Delete(ctx, org, named(t, org, picklist.AccountStatus, "ACTIVE").ID, picklist.DeleteOptions{})
		require.NoError(t, err)
		require.Equal(t, []string{"TRIAL", "CHURNED", "ACQUIRED"}, texts(t, org, picklist.AccountStatus))
	})
}

func TestDeleteRefusesWhatMakesNoSense(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		low := named(t, org, picklist.TaskPriority, "LOW")
		_, err := picklist.Update(ctx, org, named(t, org, picklist.TaskPriority, "HIGH").ID, picklist.Patch{Archived: new(true)})
		require.NoError(t, err)
		for name, c := range map[string]struct {
			value string
			o     picklist.DeleteOptions
			want  []string
		}{
			"a word for in use":                {"MEDIUM", picklist.DeleteOptions{InUse: "burn"}, []string{"inUse not_allowed"}},
			"no replacement":                   {"MEDIUM", picklist.DeleteOptions{InUse: picklist.Replace}, []string{"replacement required"}},
			"a replacement by nothing there":   {"MEDIUM", picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "PENDING"}, []string{"replacement not_in_picklist"}},
			"an archived replacement":          {"MEDIUM", picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "HIGH"}, []string{"replacement archived"}},
			"the value itself":                 {"MEDIUM", picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "medium"}, []string{"replacement not_allowed"}},
			"a replacement that nobody needs":  {"MEDIUM", picklist.DeleteOptions{InUse: picklist.Clear, Replacement: "LOW"}, []string{"replacement contradiction"}},
			"a new default beside the old one": {"MEDIUM", picklist.DeleteOptions{NewDefault: "LOW"}, []string{"newDefault contradiction"}},
			"the same default":                 {"LOW", picklist.DeleteOptions{NewDefault: low.ID.String()}, []string{"newDefault not_allowed"}},
			"all of it":                        {"LOW", picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "x", NewDefault: "high"}, []string{"replacement not_in_picklist", "newDefault archived"}},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := picklist.Delete(ctx, org, named(t, org, picklist.TaskPriority, c.value).ID, c.o)
				refused(t, err, c.want...)
			})
		}
		_, err = picklist.Delete(ctx, org, picklist.ID{1}, picklist.DeleteOptions{})
		require.ErrorIs(t, err, store.ErrNotFound)
	})
}

func TestAStaleDeleteMovesNoRecords(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		before := raise(t, org, "high", "pending")
		_, err := picklist.Delete(ctx, org, before.Priority.ID, picklist.DeleteOptions{IfVersion: 7, InUse: picklist.Clear})
		require.ErrorIs(t, err, fault.ErrStale)
		require.Equal(t, before.Priority, ticketOf(t, org, before.ID).Priority)
	})
}

func TestRestoreClashes(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		prospect := named(t, org, picklist.AccountStatus, "PROSPECT")
		gone, err := picklist.Delete(ctx, org, prospect.ID, picklist.DeleteOptions{NewDefault: "TRIAL"})
		require.NoError(t, err)
		_, err = record.Restore(ctx, org, gone)
		refused(t, err, "isDefault duplicate")
		again, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.AccountStatus, Value: "Prospect"})
		require.NoError(t, err)
		_, err = record.Restore(ctx, org, gone)
		refused(t, err, "value duplicate", "isDefault duplicate")
		require.Equal(t, []string{"[TRIAL]", "ACTIVE", "CHURNED", "ACQUIRED", "Prospect"}, texts(t, org, picklist.AccountStatus))

		_, err = picklist.Delete(ctx, org, again.ID, picklist.DeleteOptions{})
		require.NoError(t, err)
		_, err = picklist.Update(ctx, org, named(t, org, picklist.AccountStatus, "TRIAL").ID, picklist.Patch{Default: new(false)})
		require.NoError(t, err)
		_, err = record.Restore(ctx, org, gone)
		require.NoError(t, err)
		require.Equal(t, []string{"[PROSPECT]", "TRIAL", "ACTIVE", "CHURNED", "ACQUIRED"}, texts(t, org, picklist.AccountStatus))
	})
}

// A replacing delete writes more than the other verbs. Whatever call of the store fails, nothing of it stays.
func TestAFailingStoreLeavesNoHalfDelete(t *testing.T) {
	options := picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "HIGH", NewDefault: "MEDIUM"}
	for n := 1; ; n++ {
		st := memstore.New()
		org := open(t, st, record.Options{})
		before := raise(t, org, "low", "pending")

		failing := storetest.Fail(st, n)
		err := deleteIn(failing, before.Priority.ID, options)
		if _, hit := failing.Hit(); !hit {
			require.NoError(t, err)
			require.Greater(t, n, 20)
			require.Equal(t, []string{"[MEDIUM]", "HIGH"}, texts(t, org, picklist.TaskPriority))
			require.Equal(t, "HIGH", ticketOf(t, org, before.ID).Priority.Value)
			return
		}
		require.ErrorIs(t, err, storetest.ErrInjected)
		require.Equal(t, []string{"[LOW]", "MEDIUM", "HIGH"}, texts(t, org, picklist.TaskPriority))
		require.Equal(t, before.Priority, ticketOf(t, org, before.ID).Priority)
	}
}

func deleteIn(st store.Store, id picklist.ID, o picklist.DeleteOptions) error {
	db, err := record.Open(ctx, st, schema, &record.Options{Clock: noon, Kinds: []record.Definition{tickets}})
	if err != nil {
		return err
	}
	org, err := db.Org(ctx, "org")
	if err != nil {
		return err
	}
	_, err = picklist.Delete(ctx, org, id, o)
	return err
}
