package picklist_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

func TestCreate(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		v, err := picklist.Create(ctx, org.As(record.Actor{ID: "USER1"}), picklist.Draft{Attribute: picklist.AccountIndustry, Value: " Public Sector ", Color: "#ABC"})
		require.NoError(t, err)
		require.Equal(t, int64(1), v.Version)
		require.Equal(t, "USER1", v.CreatedBy)
		require.Equal(t, int64(5), v.Position)
		again, err := picklist.Get(ctx, org, v.ID)
		require.NoError(t, err)
		require.Equal(t, v, again)
		require.Equal(t, []string{"TECHNOLOGY", "HEALTHCARE", "FINANCE", "RETAIL", "Public Sector"}, texts(t, org, picklist.AccountIndustry))

		_, err = picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.AccountIndustry, Value: "ENERGY", Position: new(int64(0))})
		require.NoError(t, err)
		require.Equal(t, []string{"ENERGY", "TECHNOLOGY", "HEALTHCARE", "FINANCE", "RETAIL", "Public Sector"}, texts(t, org, picklist.AccountIndustry))
	})
}

func TestCreateReportsEveryFaultAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		var d picklist.Draft
		require.NoError(t, json.Unmarshal([]byte(`{"attribute":"account_industry","value":"health-care","icon":1,"color":"red","isClosed":true}`), &d))
		_, err := picklist.Create(ctx, org, d)
		refused(t, err, "icon wrong_type", "color not_a_color", "isClosed not_allowed", "value duplicate")
		require.ErrorIs(t, err, fault.ErrExists)
		require.Equal(t, "picklist.create", verbOf(t, err))

		_, err = picklist.Create(ctx, org, picklist.Draft{Default: true})
		refused(t, err, "attribute required", "value required")
		_, err = picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.Attribute(strings.Repeat("x", 3000)), Value: "X", Default: true})
		refused(t, err, "attribute not_allowed")
	})
}

func TestTheSameValueInTwoAttributes(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		_, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.AccountIndustry, Value: "SMB"})
		require.NoError(t, err)
	})
}

func TestUpdate(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		before := named(t, org, picklist.TaskStatus, "IN_PROGRESS")
		after, err := picklist.Update(ctx, org, before.ID, picklist.Patch{IfVersion: before.Version, Value: new("DOING"), Color: new("#0F0")})
		require.NoError(t, err)
		require.Equal(t, int64(2), after.Version)
		require.Equal(t, []string{"[PENDING]", "DOING", "COMPLETED", "CANCELLED"}, texts(t, org, picklist.TaskStatus))
		require.Equal(t, [][]string{nil, {"configuration", "value"}}, changedFields(t, org, before.ID))

		same, err := picklist.Update(ctx, org, before.ID, picklist.Patch{Value: new("DOING")})
		require.NoError(t, err)
		require.Equal(t, after, same)
		require.Len(t, changedFields(t, org, before.ID), 2)

		_, err = picklist.Update(ctx, org, before.ID, picklist.Patch{IfVersion: before.Version, Value: new("LATE")})
		require.ErrorIs(t, err, fault.ErrStale)
		_, err = picklist.Update(ctx, org, before.ID, picklist.Patch{Value: new("pending"), Attribute: new(picklist.TaskType)})
		refused(t, err, "attribute immutable", "value duplicate")
		for _, p := range []picklist.Patch{{}, {Default: new(true)}} {
			_, err = picklist.Update(ctx, org, picklist.ID{1}, p)
			require.ErrorIs(t, err, store.ErrNotFound)
		}
	})
}

func TestRenamingAValueTouchesNoRecord(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		before := raise(t, org, "high", "pending")
		_, err := picklist.Update(ctx, org, before.Priority.ID, picklist.Patch{Value: new("URGENT"), Icon: new("fire")})
		require.NoError(t, err)
		after := ticketOf(t, org, before.ID)
		require.Equal(t, before.Version, after.Version)
		require.Equal(t, picklist.Ref{ID: before.Priority.ID, Value: "URGENT", Configuration: &picklist.Configuration{Icon: "fire"}}, after.Priority)
	})
}

func TestArchivingKeepsTheValueOnRecords(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		before := raise(t, org, "high", "pending")
		_, err := picklist.Update(ctx, org, before.Priority.ID, picklist.Patch{Archived: new(true)})
		require.NoError(t, err)
		require.Equal(t, before.Priority, ticketOf(t, org, before.ID).Priority)
		for archived, want := range map[bool]int{false: 2, true: 3} {
			values, err := picklist.List(ctx, org, picklist.Filter{Attribute: picklist.TaskPriority, Archived: archived})
			require.NoError(t, err)
			require.Len(t, values, want)
		}
	})
}

func TestMakingOneDefaultUnmakesTheOther(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		prospect, active := named(t, org, picklist.AccountStatus, "PROSPECT"), named(t, org, picklist.AccountStatus, "ACTIVE")
		_, err := picklist.Update(ctx, org, active.ID, picklist.Patch{Default: new(true)})
		require.NoError(t, err)
		require.Equal(t, []string{"PROSPECT", "TRIAL", "[ACTIVE]", "CHURNED", "ACQUIRED"}, texts(t, org, picklist.AccountStatus))
		for _, id := range []picklist.ID{prospect.ID, active.ID} {
			require.Equal(t, [][]string{nil, {"isDefault"}}, changedFields(t, org, id))
		}
		lead, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.AccountStatus, Value: "LEAD", Default: true})
		require.NoError(t, err)
		require.Equal(t, []string{"PROSPECT", "TRIAL", "ACTIVE", "CHURNED", "ACQUIRED", "[LEAD]"}, texts(t, org, picklist.AccountStatus))
		_, err = picklist.Update(ctx, org, lead.ID, picklist.Patch{Default: new(false)})
		require.NoError(t, err)
		_, ok := set(t, org, picklist.AccountStatus).Default()
		require.False(t, ok)
		require.Equal(t, "[PENDING]", texts(t, org, picklist.TaskStatus)[0])
	})
}

func TestARefusedDefaultLeavesTheOtherAsItWas(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		_, err := picklist.Create(ctx, org, picklist.Draft{Attribute: picklist.AccountStatus, Value: "trial", Default: true})
		refused(t, err, "value duplicate")
		_, err = picklist.Update(ctx, org, named(t, org, picklist.AccountStatus, "TRIAL").ID, picklist.Patch{Default: new(true), IfVersion: 9})
		require.ErrorIs(t, err, fault.ErrStale)
		require.NoError(t, org.Update(ctx, func(ctx context.Context, tx *record.Tx) error {
			_, err := picklist.Create(ctx, tx, picklist.Draft{Attribute: picklist.AccountStatus, Value: "trial", Default: true})
			refused(t, err, "value duplicate")
			v, ok := set(t, tx, picklist.AccountStatus).Default()
			require.True(t, ok)
			require.Equal(t, "PROSPECT", v.Value)
			return nil
		}))
		require.Equal(t, "[PROSPECT]", texts(t, org, picklist.AccountStatus)[0])
	})
}

func TestTwoWritersOfDifferentDefaultsLeaveOne(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		var writers sync.WaitGroup
		errs := make([]error, 2)
		for i, input := range []string{"TRIAL", "ACTIVE"} {
			id := named(t, org, picklist.AccountStatus, input).ID
			writers.Go(func() {
				for range 20 {
					_, err := picklist.Update(ctx, org, id, picklist.Patch{Default: new(true)})
					errs[i] = errors.Join(errs[i], err)
				}
			})
		}
		writers.Wait()
		require.NoError(t, errors.Join(errs...))
		all := strings.Join(texts(t, org, picklist.AccountStatus), " ")
		require.Equal(t, 1, strings.Count(all, "["), all)
	})
}

func TestList(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		all, err := picklist.List(ctx, org, picklist.Filter{})
		require.NoError(t, err)
		require.Len(t, all, 43)
		_, err = picklist.List(ctx, org, picklist.Filter{Attribute: "mood"})
		refused(t, err, "attribute not_allowed")
		require.Equal(t, "picklist.list", verbOf(t, err))
		_, err = picklist.Get(ctx, org, picklist.ID{1})
		require.ErrorIs(t, err, store.ErrNotFound)
	})
}

func TestReorder(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		id := func(input string) picklist.ID { return named(t, org, picklist.AccountHealth, input).ID }
		red, yellow, green := id("RED"), id("YELLOW"), id("GREEN")
		values, err := picklist.Reorder(ctx, org, picklist.AccountHealth, []picklist.ID{green, red})
		require.NoError(t, err)
		require.Equal(t, []string{"GREEN", "RED", "YELLOW"}, texts(t, org, picklist.AccountHealth))
		require.Equal(t, green, values[0].ID)
		require.Equal(t, int64(2), values[0].Version)

		values, err = picklist.Reorder(ctx, org, picklist.AccountHealth, []picklist.ID{green})
		require.NoError(t, err)
		require.Equal(t, int64(2), values[0].Version, "a value that stays where it is was written")

		_, err = picklist.Update(ctx, org, red, picklist.Patch{Archived: new(true)})
		require.NoError(t, err)
		_, err = picklist.Reorder(ctx, org, picklist.AccountHealth, []picklist.ID{yellow, red})
		require.NoError(t, err)
		require.Equal(t, []string{"YELLOW", "RED", "GREEN"}, texts(t, org, picklist.AccountHealth))

		_, err = picklist.Reorder(ctx, org, picklist.AccountHealth, nil)
		refused(t, err, "ids empty")
		_, err = picklist.Reorder(ctx, org, "mood", nil)
		refused(t, err, "attribute not_allowed", "ids empty")
		_, err = picklist.Reorder(ctx, org, picklist.AccountHealth, []picklist.ID{yellow, {1}, yellow, named(t, org, picklist.NoteType, "GENERAL").ID})
		refused(t, err, "ids[1] unknown_reference", "ids[2] repeated", "ids[3] unknown_reference")
	})
}

func TestUsage(t *testing.T) {
	onEach(t, func(t *testing.T, org *record.Org) {
		first := raise(t, org, "high", "pending")
		raise(t, org, "high", "completed")
		raise(t, org, "low", "completed")
		require.Equal(t, map[string]int{"LOW": 1, "MEDIUM": 0, "HIGH": 2}, counts(t, org, picklist.TaskPriority))
		require.Equal(t, map[string]int{"PENDING": 1, "IN_PROGRESS": 0, "COMPLETED": 2, "CANCELLED": 0}, counts(t, org, picklist.TaskStatus))
		require.NoError(t, org.Update(ctx, func(_ context.Context, tx *record.Tx) error {
			_, err := tickets.Delete(tx, first.ID, 0)
			return err
		}))
		require.Equal(t, map[string]int{"LOW": 1, "MEDIUM": 0, "HIGH": 1}, counts(t, org, picklist.TaskPriority))
		_, err := picklist.Update(ctx, org, first.Priority.ID, picklist.Patch{Archived: new(true)})
		require.NoError(t, err)
		uses, err := picklist.Usage(ctx, org, picklist.TaskPriority)
		require.NoError(t, err)
		require.Equal(t, picklist.Uses{ID: first.Priority.ID, Value: "HIGH", Count: 1, Uses: []record.Use{{Kind: "ticket", Field: "priorityId", Count: 1}}}, uses[2])
		_, err = picklist.Usage(ctx, org, "")
		refused(t, err, "attribute required")
	})
}

func TestAnotherOrganisationSeesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, one *record.Org) {
		other, err := one.DB().EnsureOrg(ctx, "other", nil)
		require.NoError(t, err)
		v, err := picklist.Create(ctx, one, picklist.Draft{Attribute: picklist.NoteType, Value: "SECRET"})
		require.NoError(t, err)
		_, err = picklist.Get(ctx, other, v.ID)
		require.ErrorIs(t, err, store.ErrNotFound)
		_, err = set(t, other, picklist.NoteType).Resolve("SECRET")
		refused(t, err, " not_in_picklist")
		_, err = set(t, other, picklist.NoteType).Resolve(v.ID.String())
		refused(t, err, " not_in_picklist")
		require.NotContains(t, texts(t, other, picklist.NoteType), "SECRET")
		listed, err := picklist.List(ctx, other, picklist.Filter{Attribute: picklist.NoteType})
		require.NoError(t, err)
		for _, v := range listed {
			require.NotEqual(t, "SECRET", v.Value)
		}
		require.NotContains(t, counts(t, other, picklist.NoteType), "SECRET")
		_, match := set(t, other, picklist.NoteType).Match([]string{v.ID.String()})
		refused(t, match, "[0] not_in_picklist")
		_, reorder := picklist.Reorder(ctx, other, picklist.NoteType, []picklist.ID{v.ID})
		refused(t, reorder, "ids[0] unknown_reference")
		_, update := picklist.Update(ctx, other, v.ID, picklist.Patch{Icon: new("x")})
		require.ErrorIs(t, update, store.ErrNotFound)
		_, remove := picklist.Delete(ctx, other, v.ID, picklist.DeleteOptions{})
		require.ErrorIs(t, remove, store.ErrNotFound)
	})
}

func TestThePolicyForbids(t *testing.T) {
	policy := func(_ context.Context, a record.Action) error {
		if v, ok := a.Record.(*picklist.Value); ok && a.Actor.ID == "GUEST" && v.Value != "GENERAL" {
			return errors.New("not for guests")
		}
		return nil
	}
	org := open(t, memstore.New(), record.Options{Policy: policy})
	guest := org.As(record.Actor{ID: "GUEST"})
	_, err := picklist.Create(ctx, guest, picklist.Draft{Attribute: picklist.NoteType, Value: "RISK"})
	require.ErrorIs(t, err, fault.ErrForbidden)
	require.Equal(t, []string{"[GENERAL]"}, texts(t, guest, picklist.NoteType))
	_, err = picklist.Update(ctx, guest, named(t, org, picklist.NoteType, "MEETING").ID, picklist.Patch{Icon: new("x")})
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestEncodesAsTheReferenceHasIt(t *testing.T) {
	org := inMemory(t)
	v := named(t, org, picklist.TaskStatus, "COMPLETED")
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	require.JSONEq(t, `{
		"id":"`+v.ID.String()+`","uid":"`+v.ID.String()+`","attribute":"task_status","value":"COMPLETED","isDefault":false,
		"configuration":{"isClosed":true},"position":3,"archived":false,"version":1,"isActive":true,
		"createdAt":"2026-01-02T12:00:00Z","updatedAt":"2026-01-02T12:00:00Z","createdBy":"system","updatedBy":"system","deletedAt":null
	}`, string(raw))
}

func counts(t *testing.T, s record.Scope, a picklist.Attribute) map[string]int {
	t.Helper()
	uses, err := picklist.Usage(ctx, s, a)
	require.NoError(t, err)
	out := map[string]int{}
	for _, u := range uses {
		out[u.Value] = u.Count
	}
	return out
}

// changedFields lists the fields of each change to a value, in alphabetical order without those of the system.
func changedFields(t *testing.T, s record.Scope, id picklist.ID) [][]string {
	t.Helper()
	var out [][]string
	for c, err := range record.History(ctx, s, picklist.Target, id) {
		require.NoError(t, err)
		var own []string
		for _, name := range c.Fields {
			if name != "version" && name != "updatedAt" && name != "updatedBy" {
				own = append(own, name)
			}
		}
		slices.Sort(own)
		out = append(out, own)
	}
	return out
}

func verbOf(t *testing.T, err error) string {
	t.Helper()
	e, ok := errors.AsType[*record.Error](err)
	require.True(t, ok)
	return e.Op
}
