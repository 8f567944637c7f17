package activity_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

// clearable are the fields that can be emptied, and those that cannot.
var clearable = []activity.Field{
	activity.FieldType, activity.FieldStatus, activity.FieldDuration, activity.FieldTitle, activity.FieldDescription,
	activity.FieldLocation, activity.FieldParticipants, activity.FieldMetadata,
}

func TestAbsentNullAndValue(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		a := create(t, org, full(acme))
		for _, field := range clearable {
			before := enginetest.Members(t, a)
			var p activity.Patch
			require.NoError(t, json.Unmarshal([]byte(`{"`+string(field)+`":null}`), &p))
			require.Equal(t, activity.Patch{Clear: []activity.Field{field}}, p)
			a = update(t, org, a.ID, p)
			require.Equal(t, a, get(t, org, a.ID))
			after := enginetest.Members(t, a)
			require.NotEqual(t, before[string(field)], after[string(field)], field)
			require.Contains(t, []string{"null", "0", "[]"}, string(after[string(field)]))
			require.Equal(t, a, update(t, org, a.ID, p), "there is nothing to clear any more")
		}
		bare := create(t, org, activity.Draft{AccountID: acme, At: noon, Type: "CALL"})
		bare = update(t, org, bare.ID, activity.Patch{Clear: []activity.Field{activity.FieldType, activity.FieldStatus}})
		require.Equal(t, bare.Type, a.Type)
		require.Equal(t, bare.Status, a.Status)
	})
}

func TestPatchesThatAreRefused(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full(company(t, org, "Acme")))
		n := enginetest.Changes(t, org)
		for in, want := range map[string][]string{
			`{"activityTimestamp":null,"title":null}`:             {"activityTimestamp required"},
			`{"title":7,"duration":-1,"type":"X"}`:                {"title wrong_type", "duration too_small", "type not_in_picklist"},
			`{"type":""}`:                                         {"type not_in_picklist"},
			`{"accountId":7,"version":"x","participants":[null]}`: {"version wrong_type", "accountId wrong_type", "participants[0] wrong_type"},
			`[]`: {" wrong_type"},
		} {
			var p activity.Patch
			require.NoError(t, json.Unmarshal([]byte(in), &p))
			_, err := activity.Update(ctx, org, a.ID, p)
			refused(t, err, want...)
		}
		_, err := activity.Update(ctx, org, a.ID, activity.Patch{
			Clear: []activity.Field{"size", activity.FieldTitle, activity.FieldTitle, activity.FieldAt, activity.FieldMetadata, "attachments"},
			Title: new("x"), At: &noon, Metadata: json.RawMessage(`{}`), Location: new("a\nb"),
		})
		refused(t, err, "size unknown_field", "attachments unknown_field", "activityTimestamp contradiction", "title contradiction", "location invalid_text", "metadata contradiction")
		require.Equal(t, a, get(t, org, a.ID))
		require.Equal(t, n, enginetest.Changes(t, org))
	})
}

func TestVersions(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full(company(t, org, "Acme")))
		n := enginetest.Changes(t, org)
		same := activity.Patch{
			IfVersion: 1, At: &noon, Duration: new(int64(45)), Title: new(" Renewal "), Description: &a.Description, Location: new("Room 7"), Type: new("meeting"),
			Status: new(a.Status.ID.String()), Participants: &[]string{"USER1", "USER2", "USER1"}, AttachmentURLs: []string{"HTTPS://files.test/map"}, Metadata: json.RawMessage(`{ "call": 7.10 }`),
		}
		require.Equal(t, a, update(t, org, a.ID, same))
		require.Equal(t, a, update(t, org, a.ID, activity.Patch{}))
		require.Equal(t, n, enginetest.Changes(t, org))

		b := update(t, org.As(record.Actor{ID: "USER8"}), a.ID, activity.Patch{IfVersion: 1, Title: new("Other")})
		require.EqualValues(t, 2, b.Version)
		require.Equal(t, []string{"Other", "USER8", "system"}, []string{b.Title, b.UpdatedBy, b.CreatedBy})
		for _, version := range []int64{1, 3, -1} {
			_, err := activity.Update(ctx, org, a.ID, activity.Patch{IfVersion: version, Title: new("Third")})
			require.ErrorIs(t, err, clientele.ErrStale)
			_, err = activity.Delete(ctx, org, a.ID, version)
			require.ErrorIs(t, err, clientele.ErrStale)
		}
		require.Equal(t, b, get(t, org, a.ID))
		_, err := activity.Delete(ctx, org, a.ID, 2)
		require.NoError(t, err)
	})
}

func TestWhatIsNotThere(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		gone := create(t, org, full(acme))
		remove(t, org, gone.ID)
		for _, id := range []activity.ID{gone.ID, {}, activity.ID(acme)} {
			for _, err := range []error{
				verbError(activity.Get(ctx, org, id)), verbError(activity.Update(ctx, org, id, activity.Patch{Title: new("x")})), verbError(activity.Delete(ctx, org, id, 0)),
				verbError(activity.RemoveAttachment(ctx, org, id, gone.Attachments[0].ID)), verbError(activity.VerifyPassword(ctx, org, id, "pin", "1")),
			} {
				require.ErrorIs(t, err, clientele.ErrNotFound)
			}
		}
	})
}

func TestGetMany(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		a, b, gone := create(t, org, at(acme, 0, "a")), create(t, org, full(acme)), create(t, org, at(acme, 0, "gone"))
		remove(t, org, gone.ID)
		many, err := activity.GetMany(ctx, org, []activity.ID{b.ID, gone.ID, {}, a.ID, activity.ID(acme), b.ID})
		require.NoError(t, err)
		require.Equal(t, []*activity.Activity{b, a}, many)
		many, err = activity.GetMany(ctx, org, nil)
		require.NoError(t, err)
		require.Equal(t, []*activity.Activity{}, many)
	})
}

func TestHistory(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		a, other := create(t, org, full(acme)), create(t, org, full(acme))
		update(t, org, a.ID, activity.Patch{Title: new("x"), Type: new("CALL"), AttachmentURLs: []string{"https://a.test/new"}})
		update(t, org, other.ID, activity.Patch{Title: new("x")})
		set := remove(t, org, a.ID)
		history := func(id activity.ID) (ops []string, fields [][]string) {
			for c, err := range activity.History(ctx, org, id) {
				require.NoError(t, err)
				ops, fields = append(ops, c.Op.String()), append(fields, c.Fields)
			}
			return ops, fields
		}
		ops, fields := history(a.ID)
		require.Equal(t, []string{"create", "update", "delete"}, ops)
		require.ElementsMatch(t, []string{"title", "typeId", "attachments"}, fields[1])
		_, err := activity.Restore(ctx, org, set)
		require.NoError(t, err)
		ops, _ = history(a.ID)
		require.Equal(t, []string{"create", "update", "delete", "restore"}, ops)
		ops, _ = history(activity.ID(acme))
		require.Empty(t, ops)
	})
}
