package note_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/relationship"
)

// model is what a test knows of the notes that there are: all of them, and which account stands below which.
type model struct {
	stock
	parent map[account.ID]account.ID
}

// below tells whether an account is another or stands below it.
func (m model) below(id, top account.ID) bool {
	for ; !id.IsZero(); id = m.parent[id] {
		if id == top {
			return true
		}
	}
	return false
}

// wants is what a filter says, note by note.
func (m model) wants(f note.Filter, n *note.Note) bool {
	among := func(list []string, s string) bool { return len(list) == 0 || slices.Contains(list, s) }
	within := func(at, from, to time.Time) bool {
		return !at.Before(from) && (to.IsZero() || at.Before(to))
	}
	on := len(f.AccountID) == 0 || slices.ContainsFunc(f.AccountID, func(id account.ID) bool {
		return id == n.AccountID || f.Subtree && m.below(n.AccountID, id)
	})
	return on && (f.ID.IsZero() || f.ID == n.ID) && among(f.Type, n.Type.Value) && (len(f.Visibility) == 0 || slices.Contains(f.Visibility, n.Visibility)) && among(f.AuthorID, n.CreatedBy) &&
		within(n.CreatedAt, f.CreatedFrom, f.CreatedTo) && within(n.UpdatedAt, f.UpdatedFrom, f.UpdatedTo)
}

// mates are who shares a team with whom, as it stands in world_test.go.
func mates(a clientele.Actor) map[string]bool {
	out := map[string]bool{}
	for _, b := range people {
		for _, team := range b.Teams {
			if slices.Contains(a.Teams, team) {
				out[b.ID] = true
			}
		}
	}
	return out
}

// seen gives the ids of the notes that a filter wants and the rule lets an actor see.
func (m model) seen(f note.Filter, org *clientele.Org) (ids []note.ID) {
	v := note.Viewer{Actor: org.Actor(), Teammates: mates(org.Actor())}
	for _, n := range m.notes {
		if m.wants(f, n) && n.VisibleTo(v) {
			ids = append(ids, n.ID)
		}
	}
	return ids
}

// grow makes a forest of accounts with notes of everybody.
func grow(t testing.TB, rt *rapid.T, org *clientele.Org) model {
	m := model{parent: map[account.ID]account.ID{}}
	for i := range rapid.IntRange(1, 5).Draw(rt, "accounts") {
		a := open(t, org, fmt.Sprint("a", i))
		m.accounts = append(m.accounts, a.ID)
		if i > 0 && rapid.Bool().Draw(rt, "below") {
			parent := rapid.SampledFrom(m.accounts[:i]).Draw(rt, "parent")
			require.NoError(t, relationship.SetParent(ctx, org, a.ID, parent))
			m.parent[a.ID] = parent
		}
	}
	var ids []note.ID
	for i := range rapid.IntRange(0, 25).Draw(rt, "notes") {
		author := org.As(rapid.SampledFrom(people).Draw(rt, "author"))
		n := write(t, author, note.Draft{
			AccountID: rapid.SampledFrom(m.accounts).Draw(rt, "on"), Content: fmt.Sprint(i),
			Visibility: rapid.SampledFrom(note.Visibilities()).Draw(rt, "visibility"),
			Type:       rapid.SampledFrom([]string{"", "DECISION", "MEETING"}).Draw(rt, "type"),
		})
		ids = append(ids, n.ID)
		switch rapid.IntRange(0, 5).Draw(rt, "then") {
		case 0:
			v := rapid.SampledFrom(note.Visibilities()).Draw(rt, "now")
			update(t, org.As(root), rapid.SampledFrom(ids).Draw(rt, "which"), note.Patch{Visibility: &v})
		case 1:
			remove(t, author, n.ID)
			ids = ids[:len(ids)-1]
		}
	}
	var err error
	m.notes, err = note.GetMany(ctx, org.As(root), ids)
	require.NoError(t, err)
	require.Len(t, m.notes, len(ids))
	return m
}

func drawFilter(rt *rapid.T, m model) note.Filter {
	instant := rapid.Custom(func(rt *rapid.T) time.Time {
		if rapid.Bool().Draw(rt, "open") {
			return time.Time{}
		}
		return clienteletest.Start.Add(time.Duration(rapid.IntRange(0, 120).Draw(rt, "seconds")) * time.Second)
	})
	some := func(label string, of ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, 2, rapid.ID).Draw(rt, label)
	}
	var one note.ID
	if len(m.notes) > 0 && rapid.IntRange(0, 9).Draw(rt, "one") == 0 {
		one = rapid.SampledFrom(m.notes).Draw(rt, "which").ID
	}
	return note.Filter{
		ID: one, AccountID: rapid.SliceOfN(rapid.SampledFrom(m.accounts), 0, 3).Draw(rt, "accounts"), Subtree: rapid.Bool().Draw(rt, "subtree"),
		Type: some("types", "GENERAL", "DECISION", "MEETING"), Visibility: rapid.SliceOfNDistinct(rapid.SampledFrom(note.Visibilities()), 0, 2, rapid.ID).Draw(rt, "visibilities"), AuthorID: some("authors", "ann", "bob", "system", "x"),
		CreatedFrom: instant.Draw(rt, "createdFrom"), CreatedTo: instant.Draw(rt, "createdTo"), UpdatedFrom: instant.Draw(rt, "updatedFrom"), UpdatedTo: instant.Draw(rt, "updatedTo"),
	}
}

// TestEveryReadIsTheRule holds every read of random notes by everybody, and of random filters, against a loop over all
// notes that asks VisibleTo.
func TestEveryReadIsTheRule(t *testing.T) {
	whole := []string{"get", "get many", "history", "between"} // take no filter
	for _, engine := range []string{"memstore", "boltstore"} {
		t.Run(engine, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				org := clienteletest.OrgOn(t, enginetest.Plain[engine](t), ticking())
				m := grow(t, rt, org)
				audited(t, org)
				m.filter = drawFilter(rt, m)
				for _, a := range people {
					for name, read := range reads {
						f := m.filter
						if slices.Contains(whole, name) {
							f = note.Filter{}
						}
						have, err := read(org.As(a), m.stock)
						require.NoError(rt, err, name)
						require.Equal(rt, m.seen(f, org.As(a)), have, "%s by %q", name, a.ID)
					}
				}
			})
		})
	}
}
