package whole_test

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/record"
)

// thing is a record of the model, alive, in the trash, or purged.
type thing struct {
	kind    string
	id      uuid.UUID
	live    bool
	set     record.SetID // that it is in, if it does not live; the zero ID: it is purged
	root    bool         // of its set
	holders []*thing     // that it goes with: of an entry the account, of a link both ends, of a parent the child and the parent
	from    *thing       // the activity that a task came of
	domains []string     // of an account
	email   string       // of a contact
	primary bool         // of a link
	status  string       // of a task
	at      time.Time    // of an activity
	changes int          // of an account, in the log
}

// model is what there is in an organisation, in the order of its creation.
type model struct {
	things []*thing
	closed map[string]bool // the statuses that there are, and whether they are closed
}

func newModel() *model {
	return &model{closed: map[string]bool{"PENDING": false, "IN_PROGRESS": false, "COMPLETED": true, "CANCELLED": true}}
}

// alive gives what lives of a kind.
func (m *model) alive(kind string) []*thing {
	return m.where(func(r *thing) bool { return r.live && r.kind == kind })
}

func (m *model) where(wanted func(r *thing) bool) (found []*thing) {
	for _, r := range m.things {
		if wanted(r) {
			found = append(found, r)
		}
	}
	return found
}

// on gives what lives of a kind and hangs on something.
func (m *model) on(holder *thing, kind string) []*thing {
	return m.where(func(r *thing) bool { return r.live && r.kind == kind && slices.Contains(r.holders, holder) })
}

func (m *model) add(r *thing) *thing {
	r.live, r.changes = true, 1
	m.things = append(m.things, r)
	return r
}

// keys are the unique values of a record.
func (r *thing) keys() (keys []string) {
	for _, d := range r.domains {
		keys = append(keys, "domain "+d)
	}
	switch r.kind {
	case "contact":
		keys = append(keys, "email "+r.email)
	case "link":
		keys = append(keys, "pair "+r.holders[0].id.String()+r.holders[1].id.String())
		if r.primary {
			keys = append(keys, "primary "+r.holders[0].id.String())
		}
	case "parent":
		keys = append(keys, "child "+r.holders[0].id.String())
	}
	return keys
}

// free tells whether no live record but the given ones has a key.
func (m *model) free(key string, but ...*thing) bool {
	return len(m.where(func(r *thing) bool { return r.live && !slices.Contains(but, r) && slices.Contains(r.keys(), key) })) == 0
}

// parent gives the link by which an account has its parent, or nil.
func (m *model) parent(child *thing) *thing {
	for _, p := range m.on(child, "parent") {
		if p.holders[0] == child {
			return p
		}
	}
	return nil
}

// children gives the accounts that have one as their parent.
func (m *model) children(of *thing) (children []*thing) {
	for _, p := range m.on(of, "parent") {
		if p.holders[1] == of {
			children = append(children, p.holders[0])
		}
	}
	return children
}

// subtree gives an account with all below it.
func (m *model) subtree(of *thing) []*thing {
	all := []*thing{of}
	for i := 0; i < len(all); i++ {
		all = append(all, m.children(all[i])...)
	}
	return all
}

// below tells whether an account is another, or stands below it.
func (m *model) below(a, top *thing) bool {
	for range m.things {
		if a == top {
			return true
		}
		p := m.parent(a)
		if p == nil {
			return false
		}
		a = p.holders[1]
	}
	return true // in a circle
}

// bury moves records to the trash with all that hangs on them, as one set.
func (m *model) bury(set record.SetID, roots ...*thing) {
	going := map[*thing]bool{}
	for _, r := range roots {
		going[r] = true
	}
	for n := -1; n != len(going); {
		n = len(going)
		for _, r := range m.things {
			if r.live && slices.ContainsFunc(r.holders, func(h *thing) bool { return going[h] }) {
				going[r] = true
			}
		}
	}
	for r := range going {
		r.live, r.set, r.root = false, set, r == roots[0]
		r.changes++
	}
	for _, r := range m.things {
		if r.live && going[r.from] {
			r.from = nil
		}
	}
}

// in gives the records of a set.
func (m *model) in(set record.SetID) []*thing {
	return m.where(func(r *thing) bool { return !r.live && r.set == set && !set.IsZero() })
}

// sets gives the sets that there are.
func (m *model) sets() []record.SetID {
	all := map[record.SetID]bool{}
	for _, r := range m.things {
		if !r.live && !r.set.IsZero() {
			all[r.set] = true
		}
	}
	return slices.SortedFunc(maps.Keys(all), func(a, b record.SetID) int { return a.Compare(b) })
}

// restore brings a set back, or tells that it is refused.
func (m *model) restore(set record.SetID) (back int, left int, ok bool) {
	members := m.in(set)
	coming := map[*thing]bool{}
	for _, r := range members {
		coming[r] = true
	}
	for n := -1; n != len(coming); {
		n = len(coming)
		for r := range coming {
			if slices.ContainsFunc(r.holders, func(h *thing) bool { return !h.live && !coming[h] }) {
				if r.root {
					return 0, 0, false
				}
				delete(coming, r)
			}
		}
	}
	taken := map[string]bool{}
	for r := range coming {
		for _, key := range r.keys() {
			if taken[key] || !m.free(key) {
				return 0, 0, false
			}
			taken[key] = true
		}
	}
	for r := range coming {
		r.live = true
	}
	for r := range coming {
		if r.kind == "parent" && m.below(r.holders[1], r.holders[0]) {
			for r := range coming {
				r.live = false
			}
			return 0, 0, false
		}
	}
	for r := range coming {
		r.set, r.root = record.SetID{}, false
		r.changes++
		if r.from != nil && !r.from.live {
			r.from = nil
		}
		if _, there := m.closed[r.status]; !there && r.kind == "task" {
			r.status = "PENDING"
		}
	}
	return len(coming), len(members) - len(coming), true
}

// purge removes a set for good.
func (m *model) purge(set record.SetID) int {
	members := m.in(set)
	for _, r := range members {
		r.set = record.SetID{}
	}
	return len(members)
}
