package whole_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

// history is a random sequence of verbs on an organisation and on a model.
type history struct {
	*model
	org    *clientele.Org
	s      *clientele.Org // for an administrator
	count  int            // of the statuses that were made
	merged int            // of them and the others
}

// actions are what can happen. Each does the same to both.
func (h *history) actions() map[string]func(t *rapid.T) {
	return map[string]func(t *rapid.T){
		"create account":   h.createAccount,
		"change domains":   h.changeDomains,
		"create contact":   h.createContact,
		"link":             h.link,
		"unlink":           h.unlink,
		"set parent":       h.setParent,
		"turn round":       h.turnRound,
		"clear parent":     h.clearParent,
		"create activity":  h.createActivity,
		"create note":      h.createNote,
		"create task":      h.createTask,
		"move task":        h.moveTask,
		"delete account":   h.deleteAccount,
		"delete subtree":   h.deleteSubtree,
		"delete in chunks": h.deleteInChunks,
		"delete contact":   h.deleteContact,
		"delete activity":  h.deleteActivity,
		"delete entry":     h.deleteEntry,
		"restore":          h.restoreSet,
		"undo":             h.undo,
		"purge":            h.purgeSet,
		"ingest":           h.ingest,
		"add status":       h.addStatus,
		"merge statuses":   h.mergeStatuses,
	}
}

// begin makes something to begin with.
func (h *history) begin(t *rapid.T) {
	for i, make := range []func(t *rapid.T){h.createAccount, h.createContact, h.createActivity, h.link, h.setParent, h.createTask} {
		for range 3 - i/3 {
			make(t)
		}
	}
}

// pick draws one of some records; without any, the action is skipped.
func pick(t *rapid.T, label string, from []*thing) *thing {
	if len(from) == 0 {
		t.Skip("there is no " + label)
	}
	return from[rapid.IntRange(0, len(from)-1).Draw(t, label)]
}

func (r *thing) account() account.ID { return account.ID(r.id) }

// How many domains there may be, and how many people at each.
const (
	domains = 6
	persons = 2
)

func domain(t *rapid.T, label string) string {
	return fmt.Sprintf("d%d.test", rapid.IntRange(0, domains-1).Draw(t, label))
}

func (h *history) createAccount(t *rapid.T) {
	r := &thing{kind: "account", domains: []string{domain(t, "domain")}}
	d := account.Draft{Name: "A", PrimaryDomain: r.domains[0]}
	if second := domain(t, "second"); second != r.domains[0] && rapid.Bool().Draw(t, "with a second") {
		r.domains, d.SecondaryDomain = append(r.domains, second), second
	}
	a, err := account.Create(ctx, h.s, d)
	if h.agree(t, err, h.fits(r), fault.Duplicate) {
		r.id = uuid.UUID(a.ID)
		h.add(r)
	}
}

// fits tells whether nobody else has the keys of a record.
func (h *history) fits(r *thing) bool {
	return !slices.ContainsFunc(r.keys(), func(key string) bool { return !h.free(key, r) })
}

// agree asserts that a verb was refused for a reason if and only if the model says so, and tells whether it was done.
func (h *history) agree(t *rapid.T, err error, allowed bool, codes ...fault.Code) bool {
	if allowed {
		require.NoError(t, err)
		return true
	}
	require.Error(t, err, "it should be refused for %v", codes)
	for _, f := range fault.All(err) {
		require.Contains(t, codes, f.Code, "%v", err)
	}
	return false
}

func (h *history) changeDomains(t *rapid.T) {
	r := pick(t, "account", h.alive("account"))
	was := r.domains
	r.domains = []string{domain(t, "domain")}
	a, err := account.Update(ctx, h.s, r.account(), account.Patch{PrimaryDomain: &r.domains[0], Clear: []account.Field{account.FieldSecondaryDomains}})
	if !h.agree(t, err, h.fits(r), fault.Duplicate) {
		r.domains = was
	} else if !slices.Equal(was, r.domains) {
		r.changes++
		require.EqualValues(t, r.domains[0], a.PrimaryDomain)
	}
}

func email(t *rapid.T) string {
	return fmt.Sprintf("p%d@%s", rapid.IntRange(0, persons-1).Draw(t, "person"), domain(t, "host"))
}

func (h *history) createContact(t *rapid.T) {
	r := &thing{kind: "contact", email: email(t)}
	d := contact.Draft{FirstName: "P", Email: r.email}
	in := rapid.SliceOfNDistinct(rapid.IntRange(0, 99), 0, 2, rapid.ID[int]).Draw(t, "accounts")
	accounts := h.alive("account")
	var links []*thing
	for _, i := range in {
		if i < len(accounts) {
			d.AccountIDs = append(d.AccountIDs, accounts[i].account())
			links = append(links, &thing{kind: "link", holders: []*thing{accounts[i], r}})
		}
	}
	c, err := contact.Create(ctx, h.s, d)
	if h.agree(t, err, h.fits(r), fault.Duplicate) {
		r.id = uuid.UUID(c.ID)
		h.add(r)
		for _, l := range links {
			h.add(l)
		}
	}
}

// between gives the live link of a contact to an account, or nil.
func (h *history) between(a, c *thing) *thing {
	for _, l := range h.on(a, "link") {
		if l.holders[1] == c {
			return l
		}
	}
	return nil
}

func (h *history) link(t *rapid.T) {
	a, c := pick(t, "account", h.alive("account")), pick(t, "contact", h.alive("contact"))
	primary := rapid.IntRange(0, 3).Draw(t, "primary") > 0
	require.NoError(t, failure(contact.Link(ctx, h.s, contact.ID(c.id), contact.LinkDraft{AccountID: a.account(), Primary: primary})))
	if primary {
		for _, l := range h.on(a, "link") {
			l.primary = false
		}
	}
	if l := h.between(a, c); l != nil {
		l.primary = primary
	} else {
		h.add(&thing{kind: "link", holders: []*thing{a, c}, primary: primary})
	}
}

func (h *history) unlink(t *rapid.T) {
	l := pick(t, "link", h.alive("link"))
	set, err := contact.Unlink(ctx, h.s, contact.ID(l.holders[1].id), l.holders[0].account())
	require.NoError(t, err)
	h.bury(set, l)
}

func (h *history) setParent(t *rapid.T) {
	child, parent := pick(t, "child", h.alive("account")), pick(t, "parent", h.alive("account"))
	err := relationship.SetParent(ctx, h.s, child.account(), parent.account())
	if !h.agree(t, err, !h.below(parent, child), fault.Cycle) {
		return
	}
	if p := h.parent(child); p != nil {
		p.holders = []*thing{child, parent}
	} else {
		h.add(&thing{kind: "parent", holders: []*thing{child, parent}})
	}
}

func (h *history) clearParent(t *rapid.T) {
	h.clear(t, pick(t, "link to a parent", h.alive("parent")))
}

func (h *history) clear(t *rapid.T, p *thing) {
	require.NoError(t, relationship.ClearParent(ctx, h.s, p.holders[0].account()))
	page, err := record.Trash(ctx, h.s, clientele.Paging{Limit: 1})
	require.NoError(t, err)
	h.bury(page.Items[0].ID, p)
}

// turnRound makes a child the parent of its parent, so that the link between them cannot come back.
func (h *history) turnRound(t *rapid.T) {
	p := pick(t, "link to a parent", h.alive("parent"))
	child, parent := p.holders[0], p.holders[1]
	if h.parent(parent) != nil {
		t.Skip("it has a parent itself")
	}
	h.clear(t, p)
	require.NoError(t, relationship.SetParent(ctx, h.s, parent.account(), child.account()))
	h.add(&thing{kind: "parent", holders: []*thing{parent, child}})
}

func (h *history) createActivity(t *rapid.T) {
	a := pick(t, "account", h.alive("account"))
	at := clienteletest.Start.Add(time.Duration(rapid.IntRange(-9, 9).Draw(t, "hours")) * time.Hour)
	v, err := activity.Create(ctx, h.s, activity.Draft{AccountID: a.account(), At: at})
	require.NoError(t, err)
	h.add(&thing{kind: "activity", id: uuid.UUID(v.ID), holders: []*thing{a}, at: at})
}

func (h *history) createNote(t *rapid.T) {
	a := pick(t, "account", h.alive("account"))
	visibility := rapid.SampledFrom([]note.Visibility{note.Public, note.Private}).Draw(t, "visibility")
	n, err := note.Create(ctx, as(h.org, "USER_bob"), note.Draft{AccountID: a.account(), Content: "x", Visibility: visibility})
	require.NoError(t, err)
	h.add(&thing{kind: "note", id: uuid.UUID(n.ID), holders: []*thing{a}})
}

// drawStatus draws one of the statuses that there are.
func (h *history) drawStatus(t *rapid.T, label string) string {
	var all []string
	for status := range h.closed {
		all = append(all, status)
	}
	slices.Sort(all)
	return rapid.SampledFrom(all).Draw(t, label)
}

func (h *history) createTask(t *rapid.T) {
	a := pick(t, "account", h.alive("account"))
	r := &thing{kind: "task", holders: []*thing{a}, status: h.drawStatus(t, "status")}
	d := task.Draft{AccountID: a.account(), Title: "x", AssigneeID: "USER_ann", Status: r.status}
	allowed := true
	all := h.on(a, "activity")
	if rapid.IntRange(0, 4).Draw(t, "of any account") == 0 {
		all = h.alive("activity")
	}
	if len(all) > 0 && rapid.IntRange(0, 3).Draw(t, "of an activity") > 0 {
		r.from = pick(t, "activity", all)
		d.ActivityID = activity.ID(r.from.id)
		allowed = r.from.holders[0] == a
	}
	k, err := task.Create(ctx, h.s, d)
	if h.agree(t, err, allowed, fault.Contradiction) {
		r.id = uuid.UUID(k.ID)
		h.add(r)
	}
}

func (h *history) moveTask(t *rapid.T) {
	r := pick(t, "task", h.alive("task"))
	r.status = h.drawStatus(t, "status")
	k, err := task.Update(ctx, h.s, task.ID(r.id), task.Patch{Status: &r.status})
	require.NoError(t, err)
	require.Equal(t, h.closed[r.status], !k.Open())
}
