package whole_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

// more are writes beside those of the table: several records at once, values and fields, and several paths of one verb.
var more = map[string]write{
	"an ingested user": {func(s record.Scope, _ estate) error {
		return failure(contact.IngestUsers(ctx, s, contact.Ingest{SinkSource: "SLACK", Users: []contact.User{
			{Email: "x@fresh.test"}, {Email: "y@fresh.test"}, {Email: "lee@acme.test", LastName: "Oryx"}, {Email: "kim@acme.test"}, {Email: "nobody"},
		}}, account.KeepGoing))
	}, []string{"account create", "contact create", "contact create", "contact update", "contact_link create", "contact_link create"}},
	"an account with people that there are": {func(s record.Scope, e estate) error {
		if _, err := contact.Create(ctx, s, contact.Draft{FirstName: "N", Email: "n@new.test"}); err != nil {
			return err
		}
		return failure(account.Create(ctx, s, account.Draft{Name: "New", PrimaryDomain: "new.test", AddExistingUsers: true}))
	}, []string{"account create", "contact create", "contact_link create"}},
	"a task that is closed": {func(s record.Scope, e estate) error {
		return failure(task.Update(ctx, s, e.task, task.Patch{Status: new("CANCELLED")}))
	}, []string{"task update"}},
	"an activity of which tasks came": {func(s record.Scope, e estate) error {
		if _, err := task.Update(ctx, s, e.task, task.Patch{ActivityID: &e.call}); err != nil {
			return err
		}
		return failure(activity.Delete(ctx, s, e.call, 0))
	}, []string{"activity delete", "task update", "task update"}},
	"an account that others look up": {func(s record.Scope, e estate) error {
		if _, err := relationship.Lift(ctx, s, e.acme); err != nil {
			return err
		}
		return failure(account.Delete(ctx, s, e.acme, 0))
	}, []string{ // the link of the lifted one; what hangs on it; those of beta, lee and labs that looked it up
		"account delete", "account update", "account update", "activity delete", "activity update", "contact update", "contact_link delete", "contact_link delete",
		"note delete", "note delete", "note update", "relationship delete", "relationship delete", "relationship update", "task delete", "task update",
	}},
	"a value that is replaced": {func(s record.Scope, e estate) error {
		done, err := task.Get(ctx, s, e.task)
		if err != nil {
			return err
		}
		return failure(picklist.Delete(ctx, s, done.Status.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "PENDING"}))
	}, []string{"picklist_value delete", "task update"}},
	"another default": {func(s record.Scope, _ estate) error {
		return failure(picklist.Create(ctx, s, picklist.Draft{Attribute: picklist.NoteType, Value: "NEWS", Default: true}))
	}, []string{"picklist_value create", "picklist_value update"}},
	"a field that is deleted with its values": {func(s record.Scope, _ estate) error {
		fields, err := customfield.List(ctx, s, customfield.Filter{Source: customfield.CustomerContact})
		if err != nil {
			return err
		}
		i := slices.IndexFunc(fields, func(f *customfield.Field) bool { return f.Slug == "code" })
		return failure(customfield.Delete(ctx, s, fields[i].ID, customfield.DeleteOptions{InUse: customfield.Purge}))
	}, []string{"contact update", "custom_field delete", "custom_field update", "custom_field update"}}, // inactive meanwhile
}

// TestEveryWriteRecordsItsChanges runs each verb in a rehearsal and reads what it has added to the log.
func TestEveryWriteRecordsItsChanges(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		e := settle(t, org)
		n := len(dense(t, org))
		zoe := org.As(clientele.Actor{ID: "USER_zoe", Admin: true})
		for _, table := range []map[string]write{writes, more} {
			for name, w := range table {
				got, err := record.Rehearse(ctx, zoe, "rehearse", func(ctx context.Context, tx *clientele.Tx) ([]record.Change, error) {
					if err := w.verb(tx, e); err != nil {
						return nil, err
					}
					return added(ctx, tx, int64(n))
				})
				require.NoError(t, err, name)
				judge(t, name, w, int64(n), got)
			}
		}
		require.Len(t, dense(t, org), n, "nothing was kept")
	})
}

// added gives the changes after a sequence.
func added(ctx context.Context, tx *clientele.Tx, after int64) (log []record.Change, err error) {
	for c, err := range record.Changes(ctx, tx, after) {
		if err != nil {
			return nil, err
		}
		log = append(log, c)
	}
	return log, nil
}

// judge compares what a verb added to the log with what it should.
func judge(t *testing.T, name string, w write, after int64, log []record.Change) {
	words := []string{}
	for i, c := range log {
		words = append(words, c.Kind+" "+c.Op.String())
		require.EqualValues(t, after+int64(i)+1, c.Seq, name)
		require.Equal(t, "USER_zoe", c.Actor, name)
		require.Equal(t, log[0].At, c.At, name)
		require.Equal(t, c.Op == record.OpUpdate, len(c.Fields) > 0, "%s: %v", name, c)
		require.Equal(t, c.Op == record.OpDelete || c.Op == record.OpRestore || c.Op == record.OpPurge, c.Set != uuid.Nil, name)
		require.Equal(t, c.Op == record.OpPurge, c.Purged, name)
	}
	slices.Sort(words)
	require.Equal(t, slices.Sorted(slices.Values(w.changes)), words, name)
}

func TestAnUpdateThatChangesNothingRecordsNothing(t *testing.T) {
	enginetest.RunWith(t, options, func(t *testing.T, org *clientele.Org) {
		e := settle(t, org)
		s := admin(org)
		before, n := look(t, org), enginetest.Changes(t, org)
		for name, verb := range map[string]func() error{
			"account": func() error {
				return failure(account.Update(ctx, s, e.acme, account.Patch{Name: new(" Acme Zebra "), Status: new("churned"), CustomFieldValues: code("ACCOUNT-1")}))
			},
			"contact": func() error {
				return failure(contact.Update(ctx, s, e.kim, contact.Patch{Email: new("KIM@acme.test"), AccountIDs: &[]account.ID{e.beta, e.acme}}))
			},
			"link": func() error {
				return failure(contact.Link(ctx, s, e.kim, contact.LinkDraft{AccountID: e.acme, Role: "legal", Title: "chief addax", Primary: true}))
			},
			"activity": func() error {
				return failure(activity.Update(ctx, s, e.call, activity.Patch{AttachmentURLs: []string{"https://files.test/lynx.pdf"}}))
			},
			"note": func() error { return failure(note.Update(ctx, s, e.note, note.Patch{Visibility: new(note.Team)})) },
			"task": func() error { return failure(task.Update(ctx, s, e.task, task.Patch{Status: new("COMPLETED")})) },
			"relationship": func() error {
				return failure(relationship.Update(ctx, s, e.partner, relationship.Patch{StartsOn: new("2026-01-01")}))
			},
			"parent":      func() error { return relationship.SetParent(ctx, s, e.acme, e.group) },
			"no parent":   func() error { return relationship.ClearParent(ctx, s, e.lone) },
			"no children": func() error { return failure(relationship.Detach(ctx, s, e.lone)) },
			"ingest": func() error {
				return failure(contact.IngestUsers(ctx, s, contact.Ingest{SinkSource: "SLACK", Users: []contact.User{{Email: "kim@acme.test"}, {Email: "x@gmail.com@"}}}, account.KeepGoing))
			},
		} {
			require.NoError(t, verb(), name)
			require.Equal(t, n, enginetest.Changes(t, org), name)
		}
		before.same(t, look(t, org))
	})
}
