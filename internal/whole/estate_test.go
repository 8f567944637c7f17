package whole_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/task"
)

// estate is what can be named of an organisation: something of every kind, and a deletion set of each.
type estate struct {
	group, acme, labs, beta, lone account.ID // group > acme > labs; lone is related to nothing
	kim, lee                      contact.ID // lee is not in beta
	call                          activity.ID
	note                          note.ID
	task                          task.ID
	partner                       relationship.ID
	reseller, parent              relationship.TypeID
	callFile, noteFile, taskFile  uuid.UUID
	goneAccount, goneContact      record.SetID
	goneCall, goneNote, goneTask  record.SetID
}

// settle builds a world in an organisation and gives what can be named of it.
func settle(t testing.TB, org *clientele.Org) estate {
	w := build(t, org)
	labs, shop := w.below(t, org)
	s := admin(org)
	e := estate{group: w.group.ID, acme: w.acme.ID, labs: labs.ID, beta: w.beta.ID, kim: w.kim.ID, lee: w.lee.ID, call: w.call.ID, partner: w.partner.ID}
	files := []string{"https://files.test/x.pdf"}
	n := must(note.Update(ctx, s, w.team.ID, note.Patch{AttachmentURLs: files}))(t)
	k := must(task.Update(ctx, s, w.done.ID, task.Patch{AttachmentURLs: files}))(t)
	e.note, e.task = n.ID, k.ID
	e.callFile, e.noteFile, e.taskFile = w.call.Attachments[0].ID, n.Attachments[0].ID, k.Attachments[0].ID
	e.reseller = must(relationship.CreateType(ctx, s, relationship.TypeDraft{Name: "Reseller"}))(t).ID
	for _, typ := range must(relationship.ListTypes(ctx, s))(t) {
		if typ.Name == "Parent" {
			e.parent = typ.ID
		}
	}
	e.goneAccount = must(account.Delete(ctx, s, shop.ID, 0))(t)
	gone := must(contact.Create(ctx, s, contact.Draft{FirstName: "Gone", Email: "gone@acme.test", AccountIDs: []account.ID{w.acme.ID}}))(t)
	e.goneContact = must(contact.Delete(ctx, s, gone.ID, 0))(t)
	e.goneCall = must(activity.Delete(ctx, s, w.visit.ID, 0))(t)
	e.goneNote = must(note.Delete(ctx, s, w.public.ID, 0))(t)
	e.goneTask = must(task.Delete(ctx, s, w.open.ID, 0))(t)
	e.lone = must(account.Create(ctx, s, account.Draft{Name: "Lone", PrimaryDomain: "lone.test"}))(t).ID
	return e
}

// nowhere gives an estate of which there is nothing.
func nowhere() estate {
	id := func() uuid.UUID { return uuid.Must(uuid.NewV7()) }
	return estate{
		group: account.ID(id()), acme: account.ID(id()), labs: account.ID(id()), beta: account.ID(id()), lone: account.ID(id()),
		kim: contact.ID(id()), lee: contact.ID(id()), call: activity.ID(id()), note: note.ID(id()), task: task.ID(id()), partner: relationship.ID(id()),
		reseller: relationship.TypeID(id()), parent: relationship.TypeID(id()), callFile: id(), noteFile: id(), taskFile: id(),
		goneAccount: record.SetID(id()), goneContact: record.SetID(id()), goneCall: record.SetID(id()), goneNote: record.SetID(id()), goneTask: record.SetID(id()),
	}
}

// belongings gives the ids of everything that was ever made in an organisation.
func belongings(t testing.TB, org *clientele.Org) map[string]bool {
	ids := map[string]bool{}
	for _, c := range dense(t, org) {
		ids[c.ID.String()] = true
	}
	for _, set := range trash(t, org) {
		ids[set.ID.String()] = true
	}
	return ids
}

// told gives those of some ids that a result tells, in JSON, and the JSON.
func told(t testing.TB, result any, ids map[string]bool) (found []string, b string) {
	raw, err := json.Marshal(result)
	require.NoError(t, err)
	for i := range len(raw) - 35 {
		if id := string(raw[i : i+36]); ids[id] {
			found = append(found, id)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), string(raw)
}

// part gives everything that a store has of an organisation.
func part(t testing.TB, st store.Store, org string) string {
	var b strings.Builder
	require.NoError(t, store.View(ctx, st, func(r store.Reader) error {
		for e, err := range r.Scan(store.Range{}) {
			if err != nil {
				return err
			}
			if strings.HasPrefix(string(e.Key[1:]), org+"\x00") {
				b.Write(e.Key)
				b.Write(e.Value)
			}
		}
		return nil
	}))
	return b.String()
}
