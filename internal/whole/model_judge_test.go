package whole_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/task"
	"github.com/clientele-go/clientele/timeline"
)

func TestRandomHistoriesAreThoseOfTheModel(t *testing.T) {
	dir := t.TempDir()
	n := 0
	for name, open := range map[string]func() (store.Store, error){
		"memstore": func() (store.Store, error) { return memstore.New(), nil },
		"boltstore": func() (store.Store, error) {
			n++
			return boltstore.Open(filepath.Join(dir, fmt.Sprint(n)), &boltstore.Options{NoSync: true})
		},
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				st, err := open()
				require.NoError(t, err)
				defer func() {
					require.NoError(t, st.Close())
					_ = os.Remove(filepath.Join(dir, fmt.Sprint(n)))
				}()
				db, err := clientele.Open(ctx, st, options())
				require.NoError(t, err)
				org, err := db.CreateOrg(ctx, "org_test", nil)
				require.NoError(t, err)
				h := &history{model: newModel(), org: org, s: admin(org)}
				h.begin(t)
				t.Repeat(h.actions())
				h.judge(t)
				report, err := clientele.Check(ctx, db)
				require.NoError(t, err)
				require.Empty(t, report.Problems)
				require.Equal(t, h.merged+len(h.where(func(r *thing) bool { return !r.live && !r.set.IsZero() })), report.Trashed)
			})
		})
	}
}

// judge compares what there is with the model.
func (h *history) judge(t *rapid.T) {
	counted := map[string]int{}
	for kind, count := range map[string]func() (int, error){
		"account":  func() (int, error) { return account.Count(ctx, h.s, account.Filter{}) },
		"contact":  func() (int, error) { return contact.Count(ctx, h.s, contact.Filter{}) },
		"activity": func() (int, error) { return activity.Count(ctx, h.s, activity.Filter{}) },
		"note":     func() (int, error) { return note.Count(ctx, h.s, note.Filter{}) },
		"task":     func() (int, error) { return task.Count(ctx, h.s, task.Filter{}) },
	} {
		n, err := count()
		require.NoError(t, err)
		require.Equal(t, len(h.alive(kind)), n, kind)
		counted[kind] = n
	}
	for _, a := range h.alive("account") {
		h.judgeAccount(t, a)
	}
	for _, c := range h.alive("contact") {
		h.judgeContact(t, c)
	}
	for _, k := range h.alive("task") {
		h.judgeTask(t, k)
	}
	h.judgeUnique(t)
	h.judgeTrash(t)
}

func (h *history) judgeAccount(t *rapid.T, a *thing) {
	in := []account.ID{a.account()}
	page, err := account.List(ctx, h.s, account.Filter{Domain: a.domains[:1]}, clientele.Paging{With: []string{"memberCount"}})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	require.Equal(t, a.account(), page.Items[0].ID)
	require.Equal(t, a.domains, page.Items[0].Domains())
	require.EqualValues(t, len(h.on(a, "link")), *page.Items[0].MemberCount)

	members, err := contact.List(ctx, h.s, contact.Filter{AccountIDs: in}, clientele.Paging{})
	require.NoError(t, err)
	require.Len(t, members.Items, len(h.on(a, "link")))
	acts, err := activity.List(ctx, h.s, activity.Filter{AccountID: in}, clientele.Paging{Order: "createdAt"})
	require.NoError(t, err)
	require.Equal(t, idsOf(h.on(a, "activity")), idsIn(acts.Items, func(v *activity.Activity) string { return v.ID.String() }))
	notes, err := note.List(ctx, h.s, note.Filter{AccountID: in}, clientele.Paging{Order: "createdAt"})
	require.NoError(t, err)
	require.Equal(t, idsOf(h.on(a, "note")), idsIn(notes.Items, func(n *note.Note) string { return n.ID.String() }))
	tasks, err := task.List(ctx, h.s, task.Filter{AccountID: in}, clientele.Paging{Order: "createdAt"})
	require.NoError(t, err)
	require.Equal(t, idsOf(h.on(a, "task")), idsIn(tasks.Items, func(k *task.Task) string { return k.ID.String() }))

	above, err := relationship.Parent(ctx, h.s, a.account())
	require.NoError(t, err)
	if p := h.parent(a); p != nil {
		require.Equal(t, p.holders[1].account(), above)
	} else {
		require.True(t, above.IsZero())
	}
	line, err := timeline.List(ctx, h.s, timeline.Filter{AccountID: in[0]}, clientele.Paging{Limit: 1, Total: true})
	require.NoError(t, err)
	require.Equal(t, a.changes+len(acts.Items)+len(notes.Items)+len(tasks.Items), *line.Total)
	h.judgeRollUp(t, a)
}

func idsOf(of []*thing) []string {
	ids := []string{}
	for _, r := range of {
		ids = append(ids, r.id.String())
	}
	return ids
}

func idsIn[T any](of []*T, id func(*T) string) []string {
	ids := []string{}
	for _, r := range of {
		ids = append(ids, id(r))
	}
	return ids
}

func (h *history) judgeRollUp(t *rapid.T, a *thing) {
	up, err := relationship.RollUp(ctx, h.s, a.account())
	require.NoError(t, err)
	contacts, open := map[*thing]bool{}, 0
	var last time.Time
	tree := h.subtree(a)
	for _, b := range tree {
		for _, l := range h.on(b, "link") {
			contacts[l.holders[1]] = true
		}
		for _, k := range h.on(b, "task") {
			if !h.closed[k.status] {
				open++
			}
		}
		for _, v := range h.on(b, "activity") {
			if v.at.After(last) {
				last = v.at
			}
		}
	}
	require.Equal(t, [3]int{len(tree), len(contacts), open}, [3]int{up.Accounts, up.Contacts, up.OpenTasks})
	if last.IsZero() {
		require.Nil(t, up.LastActivity)
	} else {
		require.Equal(t, last, *up.LastActivity)
	}
}

func (h *history) judgeContact(t *rapid.T, c *thing) {
	have, err := contact.Get(ctx, h.s, contact.ID(c.id))
	require.NoError(t, err)
	require.Equal(t, c.email, have.Email)
	want, got := map[account.ID]bool{}, map[account.ID]bool{}
	for _, l := range h.on(c, "link") {
		want[l.holders[0].account()] = l.primary
	}
	for _, l := range have.Accounts {
		got[l.ID] = l.Primary
	}
	require.Equal(t, want, got)
	require.Len(t, have.Accounts, len(want))
}

func (h *history) judgeTask(t *rapid.T, k *thing) {
	have, err := task.Get(ctx, h.s, task.ID(k.id))
	require.NoError(t, err)
	require.Equal(t, k.status, have.Status.Value)
	require.Equal(t, h.closed[k.status], !have.Open())
	var from activity.ID
	if k.from != nil {
		from = activity.ID(k.from.id)
	}
	require.Equal(t, from, have.ActivityID)
}

// judgeUnique asks for every domain and address that there may be.
func (h *history) judgeUnique(t *rapid.T) {
	for i := range domains {
		domain := fmt.Sprintf("d%d.test", i)
		a, err := account.ByDomain(ctx, h.s, domain)
		if want := h.withKey("domain " + domain); want == nil {
			require.ErrorIs(t, err, clientele.ErrNotFound)
		} else {
			require.NoError(t, err)
			require.Equal(t, want.account(), a.ID)
		}
		for j := range persons {
			email := fmt.Sprintf("p%d@%s", j, domain)
			c, err := contact.ByEmail(ctx, h.s, email)
			if want := h.withKey("email " + email); want == nil {
				require.ErrorIs(t, err, clientele.ErrNotFound)
			} else {
				require.NoError(t, err)
				require.Equal(t, contact.ID(want.id), c.ID)
			}
		}
	}
}

func (h *history) judgeTrash(t *rapid.T) {
	page, err := record.Trash(ctx, h.s, clientele.Paging{Limit: record.MaxLimit})
	require.NoError(t, err)
	want, have := map[record.SetID]int{}, map[record.SetID]int{}
	for _, set := range h.sets() {
		want[set] = len(h.in(set))
	}
	for _, set := range page.Items {
		require.False(t, set.Partial)
		if set.Kind != "picklist_value" { // of a status that was merged
			have[set.ID] = int(set.Records)
		}
	}
	require.Equal(t, want, have)
}
