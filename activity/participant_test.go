package activity_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
)

// among gives a draft with participants.
func among(of account.ID, ids ...string) activity.Draft {
	d := at(of, 0, strings.Join(ids, " "))
	d.Title, d.Participants = "", ids
	return d
}

// stranger is an id such as contacts have, of none.
const stranger = "019b8d9a-9a00-7000-8000-0000000fffff"

func TestContactsTakePart(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		ann, bob := person(t, org, "Ann").String(), person(t, org, "Bob").String()
		a := create(t, org, among(acme, bob, " USER1 ", strings.ToUpper(ann), bob, ann, "USER1", "user1"))
		require.Equal(t, []string{bob, "USER1", ann, "user1"}, a.Participants, "in their order, each once")
		require.Equal(t, a, get(t, org, a.ID))

		_, err := activity.Create(ctx, org, among(acme, ann, ann, stranger, "USER1", strings.ToUpper(stranger), acme.String()))
		refused(t, err, "participants[2] unknown_reference", "participants[5] unknown_reference")
		_, err = activity.Update(ctx, org, a.ID, activity.Patch{Participants: &[]string{ann, " ", stranger}})
		refused(t, err, "participants[1] required", "participants[2] unknown_reference")

		b := update(t, org, a.ID, activity.Patch{Participants: &[]string{ann}})
		require.Equal(t, []string{ann}, b.Participants, "the list is replaced")
		require.Equal(t, b, update(t, org, a.ID, activity.Patch{Participants: &[]string{strings.ToUpper(ann), ann}}))
		require.Empty(t, update(t, org, a.ID, activity.Patch{Clear: []activity.Field{activity.FieldParticipants}}).Participants)
	})
}

// An id that is no contact's by its form is that of a user of the host program.
func TestUsersMayHaveUUIDs(t *testing.T) {
	user := uuid.MustParse("7F1C9DA2-3C1B-4C6E-9D57-0123456789AB") // of version 4
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, among(company(t, org, "Acme"), user.String(), strings.ToUpper(user.String())))
		require.Equal(t, []string{user.String(), strings.ToUpper(user.String())}, a.Participants)
	})
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, d *directory) {
		acme := company(t, org, "Acme")
		_, err := activity.Create(ctx, org, among(acme, user.String(), stranger))
		refused(t, err, "participants[0] unknown_reference", "participants[1] unknown_reference")
		upper := strings.ToUpper(stranger)
		d.users[upper] = record.User{ID: upper, Active: true}
		a := create(t, org, among(acme, upper))
		require.Equal(t, []string{upper}, a.Participants, "an id of the directory is kept to the letter")
		require.Equal(t, 1, count(t, org, activity.Filter{ParticipantID: []string{upper}}))
	})
}

func TestUsersAreAskedOfTheDirectory(t *testing.T) {
	onEnginesWithDirectory(t, func(t *testing.T, org *clientele.Org, d *directory) {
		acme := company(t, org, "Acme")
		ann := person(t, org, "Ann").String()
		d.calls()
		_, err := activity.Create(ctx, org, among(acme, "USER3", ann, "USER9", " USER1"))
		refused(t, err, "participants[0] unknown_reference", "participants[2] unknown_reference")
		require.Equal(t, [][]string{{ann, "USER1", "USER3", "USER9"}}, d.calls(), "in one call")
		a := create(t, org, among(acme, "USER1", "USER2"))

		left := d.users["USER1"]
		left.Active = false
		d.users["USER1"] = left
		a = update(t, org, a.ID, activity.Patch{Participants: &[]string{"USER2", "USER1", ann}})
		require.Equal(t, []string{"USER2", "USER1", ann}, a.Participants, "who took part already is not asked for")
		_, err = activity.Create(ctx, org, among(acme, "USER1"))
		refused(t, err, "participants[0] unknown_reference")
		for f, err := range activity.Audit(ctx, org, activity.Filter{}) {
			require.NoError(t, err)
			require.Equal(t, []string{"participants[1] unknown_reference"}, enginetest.Reasons(f.Faults))
		}
	})
}

func TestAContactThatIsDeletedHasTakenPart(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		ann, bob := person(t, org, "Ann"), person(t, org, "Bob")
		a := create(t, org, among(acme, ann.String()))
		set, err := contact.Delete(ctx, org, ann, 0)
		require.NoError(t, err)
		require.Equal(t, a, get(t, org, a.ID))
		b := update(t, org, a.ID, activity.Patch{Participants: &[]string{bob.String(), ann.String()}, Title: new("x")})
		require.Equal(t, []string{bob.String(), ann.String()}, b.Participants)
		for f, err := range activity.Audit(ctx, org, activity.Filter{}) {
			require.NoError(t, err)
			t.Errorf("a finding: %v", f.Faults)
		}
		_, err = activity.Create(ctx, org, among(acme, ann.String()))
		refused(t, err, "participants[0] unknown_reference")

		_, err = contact.Purge(ctx, org, set)
		require.NoError(t, err)
		require.Equal(t, 1, count(t, org, activity.Filter{ParticipantID: []string{ann.String()}}))
		restored := remove(t, org, a.ID)
		_, err = activity.Restore(ctx, org, restored)
		require.NoError(t, err)
		require.Equal(t, b.Participants, get(t, org, a.ID).Participants)
	})
}

func TestFilterByParticipants(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		acme := company(t, org, "Acme")
		ann := person(t, org, "Ann").String()
		for i, ids := range [][]string{{ann}, {"USER1", ann}, {"USER1"}, nil} {
			d := among(acme, ids...)
			d.Title = string(rune('a' + i))
			create(t, org, d)
		}
		for _, c := range []struct{ in, want []string }{
			{[]string{strings.ToUpper(ann)}, []string{"b", "a"}},
			{[]string{" USER1 "}, []string{"c", "b"}},
			{[]string{"USER1", ann}, []string{"c", "b", "a"}},
			{[]string{"user1", stranger, ""}, []string{}},
			{nil, []string{"d", "c", "b", "a"}},
		} {
			require.Equal(t, c.want, list(t, org, activity.Filter{ParticipantID: c.in}, ""), c.in)
			require.Equal(t, len(c.want), count(t, org, activity.Filter{ParticipantID: c.in}))
		}
		_, err := activity.Count(ctx, org, activity.Filter{ParticipantID: []string{"x", "a\nb", strings.Repeat("x", 256)}})
		refused(t, err, "participantId[1] invalid_text", "participantId[2] too_long")
	})
}
