package whole_test

import (
	"iter"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

// write is a verb that writes, on what an estate names, with the changes that it makes to the log, as "kind op".
type write struct {
	verb    func(s record.Scope, e estate) error
	changes []string
}

func draft(e estate) account.Draft {
	return account.Draft{Name: "New", PrimaryDomain: "new.test", CustomFieldValues: company(e.acme)}
}

// drafts gives accounts of which the second looks up what there may not be.
func drafts(e estate) []account.Draft {
	return []account.Draft{{Name: "Fine", PrimaryDomain: "fine.test"}, draft(e)}
}

func imported(s record.Scope, e estate) (err error) {
	var seq iter.Seq2[account.Draft, error] = func(yield func(account.Draft, error) bool) { yield(draft(e), nil) }
	for o, failed := range account.Import(ctx, s, seq) {
		if failed != nil {
			return failed
		}
		err = o.Err
	}
	return err
}

// writes are all verbs that write and name something.
var writes = map[string]write{
	"account.Create": {func(s record.Scope, e estate) error { return failure(account.Create(ctx, s, draft(e))) }, []string{"account create"}},
	"account.CreateMany": {func(s record.Scope, e estate) error {
		return failure(account.CreateMany(ctx, s, drafts(e), account.AllOrNothing))
	}, []string{"account create", "account create"}},
	"account.Import": {imported, []string{"account create"}},
	"account.Upsert": {func(s record.Scope, e estate) error {
		_, _, err := account.Upsert(ctx, s, draft(e))
		return err
	}, []string{"account create"}},
	"account.Update": {func(s record.Scope, e estate) error {
		return failure(account.Update(ctx, s, e.acme, account.Patch{Name: new("x")}))
	}, []string{"account update"}},
	"account.Delete": {func(s record.Scope, e estate) error { return failure(account.Delete(ctx, s, e.lone, 0)) }, []string{"account delete"}},
	"account.DeleteWith": {func(s record.Scope, e estate) error {
		return failure(account.DeleteWith(ctx, s, e.lone, 0, []account.ID{e.labs}))
	}, []string{"account delete", "account delete", "note delete", "relationship delete"}},
	"account.Restore": {func(s record.Scope, e estate) error { return failure(account.Restore(ctx, s, e.goneAccount)) },
		[]string{"account restore", "activity restore", "contact_link restore", "relationship restore", "task restore"}},
	"account.Purge": {func(s record.Scope, e estate) error { return failure(account.Purge(ctx, s, e.goneAccount)) },
		[]string{"account purge", "activity purge", "contact_link purge", "relationship purge", "task purge"}},

	"contact.Create": {func(s record.Scope, e estate) error {
		return failure(contact.Create(ctx, s, contact.Draft{FirstName: "N", Email: "n@new.test", AccountIDs: []account.ID{e.acme}}))
	}, []string{"contact create", "contact_link create"}},
	"contact.CreateMany": {func(s record.Scope, e estate) error {
		return failure(contact.CreateMany(ctx, s, contact.Many{Contacts: []contact.Draft{{Email: "n@new.test"}, {Email: "o@new.test"}}, AccountIDs: []account.ID{e.acme}}, account.KeepGoing))
	}, []string{"contact create", "contact create", "contact_link create", "contact_link create"}},
	"contact.Update": {func(s record.Scope, e estate) error {
		return failure(contact.Update(ctx, s, e.kim, contact.Patch{LastName: new("x"), AccountIDs: &[]account.ID{e.acme, e.group}}))
	}, []string{"contact update", "contact_link create", "contact_link delete"}},
	"contact.Link": {func(s record.Scope, e estate) error {
		return failure(contact.Link(ctx, s, e.lee, contact.LinkDraft{AccountID: e.acme, Primary: true}))
	}, []string{"contact_link update", "contact_link update"}},
	"contact.Unlink":  {func(s record.Scope, e estate) error { return failure(contact.Unlink(ctx, s, e.kim, e.beta)) }, []string{"contact_link delete"}},
	"contact.Delete":  {func(s record.Scope, e estate) error { return failure(contact.Delete(ctx, s, e.kim, 0)) }, []string{"contact delete", "contact_link delete", "contact_link delete", "note update"}},
	"contact.Restore": {func(s record.Scope, e estate) error { return failure(contact.Restore(ctx, s, e.goneContact)) }, []string{"contact restore", "contact_link restore"}},
	"contact.Purge":   {func(s record.Scope, e estate) error { return failure(contact.Purge(ctx, s, e.goneContact)) }, []string{"contact purge", "contact_link purge"}},

	"activity.Create": {func(s record.Scope, e estate) error {
		return failure(activity.Create(ctx, s, activity.Draft{AccountID: e.acme, At: clienteletest.Start}))
	}, []string{"activity create"}},
	"activity.Update": {func(s record.Scope, e estate) error {
		return failure(activity.Update(ctx, s, e.call, activity.Patch{Title: new("x")}))
	}, []string{"activity update"}},
	"activity.RemoveAttachment": {func(s record.Scope, e estate) error {
		return failure(activity.RemoveAttachment(ctx, s, e.call, e.callFile))
	}, []string{"activity update"}},
	"activity.Delete":  {func(s record.Scope, e estate) error { return failure(activity.Delete(ctx, s, e.call, 0)) }, []string{"activity delete"}},
	"activity.Restore": {func(s record.Scope, e estate) error { return failure(activity.Restore(ctx, s, e.goneCall)) }, []string{"activity restore"}},
	"activity.Purge":   {func(s record.Scope, e estate) error { return failure(activity.Purge(ctx, s, e.goneCall)) }, []string{"activity purge"}},

	"note.Create": {func(s record.Scope, e estate) error {
		return failure(note.Create(ctx, s, note.Draft{AccountID: e.acme, Content: "x"}))
	}, []string{"note create"}},
	"note.Update": {func(s record.Scope, e estate) error {
		return failure(note.Update(ctx, s, e.note, note.Patch{Content: new("x")}))
	}, []string{"note update"}},
	"note.RemoveAttachment": {func(s record.Scope, e estate) error {
		return failure(note.RemoveAttachment(ctx, s, e.note, e.noteFile))
	}, []string{"note update"}},
	"note.Delete":  {func(s record.Scope, e estate) error { return failure(note.Delete(ctx, s, e.note, 0)) }, []string{"note delete"}},
	"note.Restore": {func(s record.Scope, e estate) error { return failure(note.Restore(ctx, s, e.goneNote)) }, []string{"note restore"}},
	"note.Purge":   {func(s record.Scope, e estate) error { return failure(note.Purge(ctx, s, e.goneNote)) }, []string{"note purge"}},

	"task.Create": {func(s record.Scope, e estate) error {
		return failure(task.Create(ctx, s, task.Draft{AccountID: e.acme, ActivityID: e.call, Title: "x", AssigneeID: "u"}))
	}, []string{"task create"}},
	"task.Update": {func(s record.Scope, e estate) error {
		return failure(task.Update(ctx, s, e.task, task.Patch{ActivityID: &e.call}))
	}, []string{"task update"}},
	"task.RemoveAttachment": {func(s record.Scope, e estate) error {
		return failure(task.RemoveAttachment(ctx, s, e.task, e.taskFile))
	}, []string{"task update"}},
	"task.Delete":  {func(s record.Scope, e estate) error { return failure(task.Delete(ctx, s, e.task, 0)) }, []string{"task delete"}},
	"task.Restore": {func(s record.Scope, e estate) error { return failure(task.Restore(ctx, s, e.goneTask)) }, []string{"task restore"}},
	"task.Purge":   {func(s record.Scope, e estate) error { return failure(task.Purge(ctx, s, e.goneTask)) }, []string{"task purge"}},

	"relationship.Create": {func(s record.Scope, e estate) error {
		return failure(relationship.Create(ctx, s, relationship.Draft{AccountID: e.lone, RelatedAccountID: e.acme, Type: "Partner"}))
	}, []string{"relationship create"}},
	"relationship.Update": {func(s record.Scope, e estate) error {
		return failure(relationship.Update(ctx, s, e.partner, relationship.Patch{EndsOn: new("2027-01-01")}))
	}, []string{"relationship update"}},
	"relationship.Delete":      {func(s record.Scope, e estate) error { return failure(relationship.Delete(ctx, s, e.partner, 0)) }, []string{"relationship delete"}},
	"relationship.SetParent":   {func(s record.Scope, e estate) error { return relationship.SetParent(ctx, s, e.lone, e.group) }, []string{"relationship create"}},
	"relationship.ClearParent": {func(s record.Scope, e estate) error { return relationship.ClearParent(ctx, s, e.acme) }, []string{"relationship delete"}},
	"relationship.Detach":      {func(s record.Scope, e estate) error { return failure(relationship.Detach(ctx, s, e.group)) }, []string{"relationship delete"}},
	"relationship.Lift":        {func(s record.Scope, e estate) error { return failure(relationship.Lift(ctx, s, e.acme)) }, []string{"relationship update"}},
	"relationship.DeleteSubtree": {func(s record.Scope, e estate) error { return failure(relationship.DeleteSubtree(ctx, s, e.labs, 0)) },
		[]string{"account delete", "note delete", "relationship delete"}},
	"relationship.CreateType": {func(s record.Scope, e estate) error {
		return failure(relationship.CreateType(ctx, s, relationship.TypeDraft{Name: "Buyer", Inverse: e.reseller.String()}))
	}, []string{"relationship_type create", "relationship_type update", "relationship_type update"}},
	"relationship.UpdateType": {func(s record.Scope, e estate) error {
		return failure(relationship.UpdateType(ctx, s, e.reseller, relationship.TypePatch{Name: new("x")}))
	}, []string{"relationship_type update"}},
	"relationship.DeleteType": {func(s record.Scope, e estate) error {
		return failure(relationship.DeleteType(ctx, s, e.reseller, relationship.TypeDeletion{}))
	}, []string{"relationship_type delete"}},

	"relationship.Hierarchy.SetParent":   {func(s record.Scope, e estate) error { return e.forest().SetParent(ctx, s, e.labs, e.group) }, []string{"relationship update"}},
	"relationship.Hierarchy.ClearParent": {func(s record.Scope, e estate) error { return e.forest().ClearParent(ctx, s, e.acme) }, []string{"relationship delete"}},
	"relationship.Hierarchy.Detach":      {func(s record.Scope, e estate) error { return failure(e.forest().Detach(ctx, s, e.group)) }, []string{"relationship delete"}},
	"relationship.Hierarchy.Lift":        {func(s record.Scope, e estate) error { return failure(e.forest().Lift(ctx, s, e.acme)) }, []string{"relationship update"}},
	"relationship.Hierarchy.DeleteSubtree": {func(s record.Scope, e estate) error { return failure(e.forest().DeleteSubtree(ctx, s, e.labs, 0)) },
		[]string{"account delete", "note delete", "relationship delete"}},
}
