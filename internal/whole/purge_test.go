package whole_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/task"
)

// texts are what the records that go with acme hold, in every field that has a text, and nothing else does.
var texts = []string{
	"Acme Zebra", "acme.example", "acme.dev", "quagga", "okapi", "0017", "gnu-account", "ACCOUNT-1", // of the account
	"chief addax", "gnu-partner", "2026-01-01", // of a link and a relationship
	"lions", "lynx.pdf", "savanna", "VISIT-1", // of the activities
	"open hyena", "herd jackal", "secret kudu", "NOTE-1", // of the notes
	"meerkat", "giraffes", "TASK-1", // of the tasks
}

// former are texts that they held before they were changed, which are kept by the change log.
var former = []string{"former puma", "former quoll", "former rhea", "former saola", "former tapir"}

// change makes the former texts the ones before the last change.
func (w *world) change(t testing.TB, org *clientele.Org) {
	s := admin(org)
	for i, texts := range [][2]string{{former[0], "quagga"}, {former[1], "chief addax"}, {former[2], "savanna"}, {former[3], "secret kudu"}, {former[4], "meerkat"}} {
		for _, text := range texts {
			var err error
			switch i {
			case 0:
				_, err = account.Update(ctx, s, w.acme.ID, account.Patch{Description: &text})
			case 1:
				_, err = contact.Link(ctx, s, w.kim.ID, contact.LinkDraft{AccountID: w.acme.ID, Title: text, Primary: true})
			case 2:
				_, err = activity.Update(ctx, s, w.visit.ID, activity.Patch{Location: &text})
			case 3:
				_, err = note.Update(ctx, s, w.private.ID, note.Patch{Content: &text})
			case 4:
				_, err = task.Update(ctx, s, w.open.ID, task.Patch{Title: &text})
			}
			require.NoError(t, err)
		}
	}
}

// holding gives those of the texts that a store has anywhere.
func holding(t testing.TB, st store.Store, texts ...[]string) (found []string) {
	dump := strings.ToLower(enginetest.Dump(t, st))
	for _, list := range texts {
		for _, text := range list {
			if strings.Contains(dump, strings.ToLower(text)) {
				found = append(found, text)
			}
		}
	}
	return found
}

// dense asserts that the change log has no gap, and gives it.
func dense(t testing.TB, org *clientele.Org) (log []record.Change) {
	t.Helper()
	for c, err := range record.Changes(ctx, org, 0) {
		require.NoError(t, err)
		require.EqualValues(t, len(log)+1, c.Seq)
		log = append(log, c)
	}
	return log
}

// onEngines runs a test that looks into the store, with a clock that it can move.
func onEngines(t *testing.T, test func(t *testing.T, st store.Store, org *clientele.Org, clock *clienteletest.Clock)) {
	for name, open := range enginetest.All {
		t.Run(name, func(t *testing.T) {
			st, clock := open(t), new(clienteletest.Clock)
			test(t, st, clienteletest.OrgOn(t, st, &clientele.Options{IDs: clienteletest.IDs(), Clock: clock.Now}), clock)
		})
	}
}

func TestNothingIsLeftOfWhatWasPurged(t *testing.T) {
	onEngines(t, func(t *testing.T, st store.Store, org *clientele.Org, _ *clienteletest.Clock) {
		w := build(t, org)
		w.change(t, org)
		require.Len(t, holding(t, st, texts, former), len(texts)+len(former))
		set := must(account.Delete(ctx, as(org, "USER_ann"), w.acme.ID, 0))(t)
		require.Len(t, holding(t, st, texts, former), len(texts)+len(former), "the trash and the log have them")
		before, log := look(t, org), dense(t, org)
		require.ErrorIs(t, failure(contact.Purge(ctx, org, set)), clientele.ErrNotFound, "it is the set of an account")
		require.Equal(t, hanging, must(account.Purge(ctx, as(org, "USER_ann"), set))(t))
		require.Empty(t, holding(t, st, texts, former))
		before.same(t, look(t, org))

		after := dense(t, org)
		require.Len(t, after, len(log)+hanging)
		purged := map[string]int{}
		for _, c := range after {
			if c.Purged {
				purged[c.Op.String()]++
			}
		}
		require.Equal(t, map[string]int{"create": hanging, "update": 2 * len(former), "delete": hanging, "purge": hanging}, purged)
		for c, err := range record.History(ctx, org, account.Target, w.acme.ID) {
			require.NoError(t, err)
			require.True(t, c.Purged)
		}
		for c, err := range note.History(ctx, admin(org), w.private.ID) {
			require.NoError(t, err)
			require.True(t, c.Purged)
		}
		require.ErrorIs(t, failure(account.Restore(ctx, org, set)), clientele.ErrNotFound)
		require.ErrorIs(t, failure(account.Purge(ctx, org, set)), clientele.ErrNotFound)
		must(account.Create(ctx, org, account.Draft{Name: "x", PrimaryDomain: "acme.test", ExternalIDs: map[string]string{"crm": "0017"}, CustomFieldValues: code("ACCOUNT-1")}))(t)
	})
}

func TestNothingIsLeftOfASetThatExpired(t *testing.T) {
	onEngines(t, func(t *testing.T, st store.Store, org *clientele.Org, clock *clienteletest.Clock) {
		w := build(t, org)
		w.change(t, org)
		ann := as(org, "USER_ann")
		must(contact.Unlink(ctx, ann, w.kim.ID, w.acme.ID))(t)
		must(note.Delete(ctx, ann, w.public.ID, 0))(t)
		must(activity.Delete(ctx, ann, w.call.ID, 0))(t)
		clock.Advance(time.Hour)
		must(relationship.Delete(ctx, ann, w.partner.ID, 0))(t)
		must(account.Delete(ctx, ann, w.acme.ID, 0))(t)
		clock.Advance(time.Hour)
		kept := must(contact.Delete(ctx, ann, w.kim.ID, 0))(t)
		require.Len(t, trash(t, org), 6)

		require.Zero(t, must(record.PurgeExpired(ctx, ann))(t), "without a retention nothing expires")
		require.NoError(t, org.SetSettings(ctx, clientele.Settings{Retention: 90 * time.Minute}))
		require.Equal(t, 3, must(record.PurgeExpired(ctx, ann))(t))
		require.Empty(t, holding(t, st, []string{"chief addax", former[1], "open hyena", "NOTE-1", "lions", "lynx.pdf"}))
		require.NotEmpty(t, holding(t, st, texts))
		clock.Advance(time.Hour)
		require.Equal(t, hanging-3, must(record.PurgeExpired(ctx, ann))(t))
		require.Empty(t, holding(t, st, texts, former))
		require.Equal(t, []string{"Ibexson"}, holding(t, st, []string{"Ibexson"}))
		require.Equal(t, kept, trash(t, org)[0].ID)
		require.Len(t, trash(t, org), 1)
		clock.Advance(time.Hour)
		require.Equal(t, 2, must(record.PurgeExpired(ctx, ann))(t))
		require.Empty(t, holding(t, st, []string{"Ibexson", "kim@acme.test", "CU-1", "CONTACT-1"}))
		dense(t, org)
	})
}
