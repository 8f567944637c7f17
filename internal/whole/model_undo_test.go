package whole_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

func (h *history) deleteAccount(t *rapid.T) {
	r := pick(t, "account", h.alive("account"))
	set, err := account.Delete(ctx, as(h.org, "USER_cem"), r.account(), 0)
	if h.agree(t, err, len(h.children(r)) == 0, fault.Referenced) {
		h.bury(set, r)
	}
}

func (h *history) deleteSubtree(t *rapid.T) {
	r := pick(t, "account", h.alive("account"))
	set, err := relationship.DeleteSubtree(ctx, as(h.org, "USER_cem"), r.account(), 0)
	require.NoError(t, err)
	h.bury(set, h.subtree(r)...)
}

func (h *history) deleteInChunks(t *rapid.T) {
	r := pick(t, "account", h.alive("account"))
	set, err := record.DeleteChunked(ctx, as(h.org, "USER_cem"), account.Target, r.account(), 0)
	if h.agree(t, err, len(h.children(r)) == 0, fault.Referenced) {
		h.bury(set, r)
	}
}

func (h *history) deleteContact(t *rapid.T) {
	r := pick(t, "contact", h.alive("contact"))
	set, err := contact.Delete(ctx, h.s, contact.ID(r.id), 0)
	require.NoError(t, err)
	h.bury(set, r)
}

func (h *history) deleteActivity(t *rapid.T) {
	var came []*thing // of which tasks came
	for _, k := range h.alive("task") {
		if k.from != nil {
			came = append(came, k.from)
		}
	}
	r := pick(t, "activity", came)
	set, err := activity.Delete(ctx, h.s, activity.ID(r.id), 0)
	require.NoError(t, err)
	h.bury(set, r)
}

func (h *history) deleteEntry(t *rapid.T) {
	r := pick(t, "entry", h.where(func(r *thing) bool { return r.live && len(r.holders) == 1 }))
	var set record.SetID
	var err error
	switch r.kind {
	case "activity":
		set, err = activity.Delete(ctx, h.s, activity.ID(r.id), 0)
	case "note":
		set, err = note.Delete(ctx, h.s, note.ID(r.id), 0)
	case "task":
		set, err = task.Delete(ctx, h.s, task.ID(r.id), 0)
	}
	require.NoError(t, err)
	h.bury(set, r)
}

// drawSet draws a deletion set; without any, the action is skipped.
func (h *history) drawSet(t *rapid.T) record.SetID {
	sets := h.sets()
	if len(sets) == 0 {
		t.Skip("the trash is empty")
	}
	return sets[rapid.IntRange(0, len(sets)-1).Draw(t, "set")]
}

// undo restores the set that was made last.
func (h *history) undo(t *rapid.T) {
	if sets := h.sets(); len(sets) > 0 {
		h.restoreIt(t, sets[len(sets)-1])
	}
}

func (h *history) restoreSet(t *rapid.T) { h.restoreIt(t, h.drawSet(t)) }

func (h *history) restoreIt(t *rapid.T, set record.SetID) {
	var done *record.Restored
	var err error
	if rapid.Bool().Draw(t, "in chunks") {
		done, err = record.RestoreChunked(ctx, h.s, set)
	} else {
		done, err = record.Restore(ctx, h.s, set)
	}
	back, left, ok := h.restore(set)
	if h.agree(t, err, ok, fault.Duplicate, fault.UnknownReference, fault.Cycle, fault.SecondParent) {
		require.Equal(t, [2]int{back, left}, [2]int{done.Records, len(done.Left)})
	}
}

func (h *history) purgeSet(t *rapid.T) {
	set := h.drawSet(t)
	n, err := record.Purge(ctx, h.s, set)
	require.NoError(t, err)
	require.Equal(t, h.purge(set), n)
}

func (h *history) ingest(t *rapid.T) {
	in := contact.Ingest{SinkSource: "SLACK"}
	for range rapid.IntRange(1, 3).Draw(t, "users") {
		in.Users = append(in.Users, contact.User{Email: email(t)})
	}
	done, err := contact.IngestUsers(ctx, h.s, in, account.KeepGoing)
	require.NoError(t, err)
	made := done.Accounts
	for i, u := range in.Users {
		c := h.withKey("email " + u.Email)
		require.NotEqual(t, account.Failed, done.Items[i].Result)
		if c == nil {
			c = h.add(&thing{kind: "contact", email: u.Email, id: uuid.UUID(done.Items[i].ContactID)})
		}
		_, host, _ := strings.Cut(u.Email, "@")
		a := h.withKey("domain " + host)
		if a == nil {
			j := slices.IndexFunc(made, func(a *account.Account) bool { return a.PrimaryDomain == host })
			require.GreaterOrEqual(t, j, 0, "an account of %s", host)
			a = h.add(&thing{kind: "account", domains: []string{host}, id: uuid.UUID(made[j].ID)})
			made = slices.Delete(slices.Clone(made), j, j+1)
		}
		if h.between(a, c) == nil {
			h.add(&thing{kind: "link", holders: []*thing{a, c}})
		}
	}
	require.Empty(t, made, "no account too much")
}

// withKey gives the live record with a key, or nil.
func (h *history) withKey(key string) *thing {
	for _, r := range h.things {
		if r.live && slices.Contains(r.keys(), key) {
			return r
		}
	}
	return nil
}

func (h *history) addStatus(t *rapid.T) {
	h.count++
	name, closed := fmt.Sprintf("STATUS%d", h.count), rapid.Bool().Draw(t, "closed")
	require.NoError(t, failure(picklist.Create(ctx, h.s, picklist.Draft{Attribute: picklist.TaskStatus, Value: name, Closed: closed})))
	h.closed[name] = closed
}

// mergeStatuses replaces a status, which is not the default, by another.
func (h *history) mergeStatuses(t *rapid.T) {
	from, to := h.drawStatus(t, "from"), h.drawStatus(t, "to")
	if from == "PENDING" || from == to {
		t.Skip("it is the default, or the same")
	}
	values, err := picklist.List(ctx, h.s, picklist.Filter{})
	require.NoError(t, err)
	i := slices.IndexFunc(values, func(v *picklist.Value) bool { return v.Attribute == picklist.TaskStatus && v.Value == from })
	require.NoError(t, failure(picklist.Delete(ctx, h.s, values[i].ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: to})))
	delete(h.closed, from)
	h.merged++
	for _, r := range h.alive("task") {
		if r.status == from {
			r.status = to
		}
	}
}
