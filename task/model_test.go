package task_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/task"
)

// model is what an organisation should hold, kept in the simplest way.
type model struct {
	*world
	*rapid.T
	closed     map[string]bool // statuses
	accounts   []*modelAccount
	activities []*modelActivity
	tasks      []*modelTask
	sets       []modelSet
}

type modelAccount struct {
	id   account.ID
	gone record.SetID // zero: it lives; as in the next two
}

type modelActivity struct {
	id   activity.ID
	on   *modelAccount
	gone record.SetID
}

type modelTask struct {
	id        task.ID
	on        *modelAccount
	of        *modelActivity // nil: none
	status    string
	result    bool // what is mandatory on close is there
	completed time.Time
	gone      record.SetID
}

// modelSet is a deletion set, and how it is brought back.
type modelSet struct {
	id      record.SetID
	on      *modelAccount // nil: the account itself was deleted
	restore func() error
}

// TestRandomWork does random work beside a model of what is open, closed and tied to what.
func TestRandomWork(t *testing.T) {
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) { work(rt, open(t)) })
		})
	}
}

func work(rt *rapid.T, st store.Store) {
	clock := new(clienteletest.Clock)
	db, err := clientele.Open(ctx, st, &clientele.Options{Clock: clock.Now, IDs: clienteletest.IDs()})
	require.NoError(rt, err)
	defer func() { require.NoError(rt, st.Close()) }()
	org, err := db.EnsureOrg(ctx, "org_test", nil)
	require.NoError(rt, err)
	m := &model{world: &world{Org: org, clock: clock}, T: rt, closed: map[string]bool{"COMPLETED": true, "CANCELLED": true}}
	for _, name := range []string{"acme", "beta"} {
		m.accounts = append(m.accounts, &modelAccount{id: newAccount(rt, org, name)})
	}
	define(rt, org, customfield.Draft{Name: "Result", Type: customfield.SingleLine, MandatoryOnClose: true})
	rt.Repeat(map[string]func(*rapid.T){
		"create": func(rt *rapid.T) { m.create(rt) }, "create again": func(rt *rapid.T) { m.create(rt) },
		"move": func(rt *rapid.T) { m.move(rt) }, "move again": func(rt *rapid.T) { m.move(rt) },
		"tie": func(rt *rapid.T) { m.tie(rt) }, "meet": func(rt *rapid.T) { m.meet(rt) },
		"delete a task": func(rt *rapid.T) { m.deleteTask(rt) }, "delete an activity": func(rt *rapid.T) { m.deleteActivity(rt) },
		"delete an account": func(rt *rapid.T) { m.deleteAccount(rt) }, "restore": func(rt *rapid.T) { m.restore(rt) },
		"change the picklist": func(rt *rapid.T) { m.mind(rt) }, "": func(rt *rapid.T) { m.compare(rt) },
	})
	report, err := clientele.Check(ctx, db)
	require.NoError(rt, err)
	require.Empty(rt, report.Problems)
}

// one draws one of a list that passes; the action is skipped if none does.
func one[T any](rt *rapid.T, list []T, passes func(T) bool) T {
	var some []T
	for _, v := range list {
		if passes(v) {
			some = append(some, v)
		}
	}
	if len(some) == 0 {
		rt.Skip("there is none")
	}
	return rapid.SampledFrom(some).Draw(rt, "one")
}

func lives(m *modelTask) bool { return m.gone.IsZero() }

// enter is the rule: what becomes of a task that moves into a status, and whether it may.
func (m *model) enter(made *modelTask, status string) (allowed bool) {
	switch {
	case made.status == status:
	case !m.closed[status]:
		made.completed = time.Time{}
	case !made.result:
		return false
	case made.completed.IsZero():
		made.completed = m.clock.Now()
	}
	made.status = status
	return true
}

func (m *model) create(rt *rapid.T) {
	on := one(rt, m.accounts, func(a *modelAccount) bool { return a.gone.IsZero() })
	made := &modelTask{on: on, result: rapid.Bool().Draw(rt, "result")}
	d := titled("x", on.id)
	d.Status = rapid.SampledFrom(statuses).Draw(rt, "status")
	if made.result {
		d.CustomFieldValues = give("result", `"r"`)
	}
	m.clock.Advance(time.Second)
	if !m.enter(made, d.Status) {
		missing(rt, reasonOf(task.Create(ctx, m, d)), "result")
		return
	}
	made.id = create(rt, m, d).ID
	m.tasks = append(m.tasks, made)
}

func (m *model) move(rt *rapid.T) {
	made := one(rt, m.tasks, lives)
	after := *made
	p := task.Patch{Status: new(rapid.SampledFrom(statuses).Draw(rt, "status"))}
	switch rapid.IntRange(0, 3).Draw(rt, "result") {
	case 0:
		p.CustomFieldValues, after.result = give("result", `null`), false
	case 1:
		p.CustomFieldValues, after.result = give("result", `"r"`), true
	}
	m.clock.Advance(time.Second)
	if !m.enter(&after, *p.Status) {
		missing(rt, reasonOf(task.Update(ctx, m, made.id, p)), "result")
		return
	}
	update(rt, m, made.id, p)
	*made = after
}

func (m *model) tie(rt *rapid.T) {
	made := one(rt, m.tasks, lives)
	of := one(rt, m.activities, func(*modelActivity) bool { return true })
	err := reasonOf(task.Update(ctx, m, made.id, task.Patch{ActivityID: &of.id}))
	switch {
	case !of.gone.IsZero():
		refused(rt, err, "activityId unknown_reference")
	case of.on != made.on:
		refused(rt, err, "activityId contradiction")
	default:
		require.NoError(rt, err)
		made.of = of
	}
}

func (m *model) meet(rt *rapid.T) {
	on := one(rt, m.accounts, func(a *modelAccount) bool { return a.gone.IsZero() })
	m.activities = append(m.activities, &modelActivity{id: newActivity(rt, m, on.id), on: on})
}

func (m *model) deleteTask(rt *rapid.T) {
	made := one(rt, m.tasks, lives)
	made.gone = remove(rt, m, made.id)
	m.sets = append(m.sets, modelSet{made.gone, made.on, func() error { return reasonOf(task.Restore(ctx, m, made.gone)) }})
}

func (m *model) deleteActivity(rt *rapid.T) {
	of := one(rt, m.activities, func(a *modelActivity) bool { return a.gone.IsZero() })
	set, err := activity.Delete(ctx, m, of.id, 0)
	require.NoError(rt, err)
	of.gone = set
	for _, made := range m.tasks {
		if lives(made) && made.of == of {
			made.of = nil
		}
	}
	m.sets = append(m.sets, modelSet{set, of.on, func() error { return reasonOf(activity.Restore(ctx, m, set)) }})
}

func (m *model) deleteAccount(rt *rapid.T) {
	on := one(rt, m.accounts, func(a *modelAccount) bool { return a.gone.IsZero() })
	set, err := account.Delete(ctx, m, on.id, 0)
	require.NoError(rt, err)
	on.gone = set
	for _, of := range m.activities {
		if of.on == on && of.gone.IsZero() {
			of.gone = set
		}
	}
	for _, made := range m.tasks {
		if made.on == on && lives(made) {
			made.gone = set
		}
	}
	m.sets = append(m.sets, modelSet{set, nil, func() error { return reasonOf(account.Restore(ctx, m, set)) }})
}

func (m *model) restore(rt *rapid.T) {
	set := one(rt, m.sets, func(modelSet) bool { return true })
	if set.on != nil && !set.on.gone.IsZero() {
		refused(rt, set.restore(), "accountId unknown_reference")
		return
	}
	require.NoError(rt, set.restore())
	m.sets = slices.DeleteFunc(m.sets, func(other modelSet) bool { return other.id == set.id })
	for _, on := range m.accounts {
		if on.gone == set.id {
			on.gone = record.SetID{}
		}
	}
	for _, of := range m.activities {
		if of.gone == set.id {
			of.gone = record.SetID{}
		}
	}
	for _, made := range m.tasks {
		if made.gone != set.id {
			continue
		}
		made.gone = record.SetID{}
		if made.of != nil && !made.of.gone.IsZero() {
			made.of = nil
		}
	}
}

// mind lets the picklist think otherwise of a status.
func (m *model) mind(rt *rapid.T) {
	status := rapid.SampledFrom(statuses).Draw(rt, "status")
	m.closed[status] = !m.closed[status]
	setClosed(rt, m.world, status, m.closed[status])
}

func (m *model) compare(rt *rapid.T) {
	open, all := 0, 0
	for _, want := range m.tasks {
		have, err := task.Get(ctx, m, want.id)
		if !lives(want) {
			require.ErrorIs(rt, err, clientele.ErrNotFound)
			continue
		}
		require.NoError(rt, err)
		all++
		if want.completed.IsZero() {
			open++
		}
		of := activity.ID{}
		if want.of != nil {
			of = want.of.id
		}
		require.Equal(rt, []any{want.completed, of, want.status, want.result}, []any{have.CompletedAt, have.ActivityID, have.Status.Value, len(have.CustomFieldValues) == 1})
	}
	require.Equal(rt, []int{open, all - open}, []int{count(rt, m, task.Filter{Open: new(true)}), count(rt, m, task.Filter{Open: new(false)})})
	for _, of := range m.activities {
		tied := 0
		for _, made := range m.tasks {
			if lives(made) && made.of == of {
				tied++
			}
		}
		require.Equal(rt, tied, count(rt, m, task.Filter{ActivityID: []activity.ID{of.id}}))
	}
}
