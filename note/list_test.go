package note_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
)

// TestFiltersOfNotes holds each filter alone, and some together, in every order, by list, count and walk.
func TestFiltersOfNotes(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme, labs, zeta := open(t, org, "acme"), open(t, org, "labs"), open(t, org, "zeta")
		require.NoError(t, relationship.SetParent(ctx, org, labs.ID, acme.ID))
		say := func(who clientele.Actor, on *account.Account, content, kind string, v note.Visibility) *note.Note {
			return write(t, org.As(who), note.Draft{AccountID: on.ID, Content: content, Type: kind, Visibility: v})
		}
		a := say(ann, acme, "a", "MEETING", "public")
		b := say(bob, acme, "b", "DECISION", "team")
		c := say(ann, labs, "c", "MEETING", "team")
		d := say(eve, zeta, "d", "GENERAL", "private")
		e := say(bob, zeta, "e", "DECISION", "public")
		say(dan, zeta, "seen by nobody but Dan", "MEETING", "private")
		b = update(t, org.As(bob), b.ID, note.Patch{Metadata: []byte(`{}`)})
		a = update(t, org.As(root), a.ID, note.Patch{Metadata: []byte(`{}`)})
		everybody := []*note.Note{a, b, c, d, e}
		reader := org.As(clientele.Actor{ID: "eve", Teams: []string{"red"}}) // who shares a team with Ann and Bob
		day := 24 * time.Hour
		for name, f := range map[string]struct {
			filter note.Filter
			want   string
		}{
			"everything":           {note.Filter{}, "abcde"},
			"an account":           {note.Filter{AccountID: ids(acme)}, "ab"},
			"accounts":             {note.Filter{AccountID: ids(zeta, labs, zeta)}, "cde"},
			"a subtree":            {note.Filter{AccountID: ids(acme), Subtree: true}, "abc"},
			"subtrees":             {note.Filter{AccountID: ids(zeta, labs, acme), Subtree: true}, "abcde"},
			"a subtree of all":     {note.Filter{Subtree: true}, "abcde"},
			"an unknown account":   {note.Filter{AccountID: []account.ID{{1}}}, ""},
			"an unknown subtree":   {note.Filter{AccountID: []account.ID{{1}, labs.ID}, Subtree: true}, "c"},
			"no account":           {note.Filter{AccountID: []account.ID{}}, "abcde"},
			"a type":               {note.Filter{Type: []string{"meeting"}}, "ac"},
			"types":                {note.Filter{Type: []string{d.Type.ID.String(), "Decision", "DECISION"}}, "bde"},
			"a visibility":         {note.Filter{Visibility: []note.Visibility{"TEAM"}}, "bc"},
			"visibilities":         {note.Filter{Visibility: []note.Visibility{"private", "public"}}, "ade"},
			"an author":            {note.Filter{AuthorID: []string{"bob"}}, "be"},
			"authors":              {note.Filter{AuthorID: []string{"eve", " ann", "nobody"}}, "acd"},
			"an author who is not": {note.Filter{AuthorID: []string{"BOB", ""}}, ""},
			"created from":         {note.Filter{CreatedFrom: c.CreatedAt}, "cde"},
			"created to":           {note.Filter{CreatedTo: c.CreatedAt}, "ab"},
			"created between":      {note.Filter{CreatedFrom: b.CreatedAt, CreatedTo: e.CreatedAt}, "bcd"},
			"created never":        {note.Filter{CreatedFrom: e.CreatedAt, CreatedTo: b.CreatedAt}, ""},
			"updated from":         {note.Filter{UpdatedFrom: b.UpdatedAt}, "ab"},
			"updated to":           {note.Filter{UpdatedTo: b.UpdatedAt}, "cde"},
			"of another zone":      {note.Filter{UpdatedFrom: b.UpdatedAt.In(time.FixedZone("", 3600)), UpdatedTo: a.UpdatedAt.Add(day)}, "ab"},
			"together":             {note.Filter{AccountID: ids(acme), Subtree: true, Type: []string{"MEETING"}, AuthorID: []string{"ann"}, Visibility: []note.Visibility{"team", "public"}, CreatedTo: d.CreatedAt}, "ac"},
			"together nothing":     {note.Filter{AccountID: ids(acme), Visibility: []note.Visibility{"private"}}, ""},
		} {
			t.Run(name, func(t *testing.T) {
				want := slices.DeleteFunc(slices.Clone(everybody), func(n *note.Note) bool { return !slices.Contains([]rune(f.want), rune(n.Content[0])) })
				byUpdate := slices.Clone(want)
				slices.SortStableFunc(byUpdate, func(a, b *note.Note) int { return a.UpdatedAt.Compare(b.UpdatedAt) })
				for order, want := range map[string][]string{"createdAt": contents(want), "updatedAt": contents(byUpdate)} {
					require.Equal(t, want, contents(list(t, reader, f.filter, order)), order)
					slices.Reverse(want)
					require.Equal(t, want, contents(list(t, reader, f.filter, "-"+order)), "-%s", order)
				}
				slices.Reverse(want)
				require.Equal(t, contents(want), contents(list(t, reader, f.filter, "")), "the newest first")
				var all []*note.Note
				for n, err := range note.All(ctx, reader, f.filter) {
					require.NoError(t, err)
					all = append(all, n)
				}
				require.Equal(t, contents(want), contents(all))
				n, err := note.Count(ctx, reader, f.filter)
				require.NoError(t, err)
				require.Equal(t, len(f.want), n)
			})
		}
	})
}

// TestASubtreeOfManyAccounts has more accounts than ranges of the index are read one by one.
func TestASubtreeOfManyAccounts(t *testing.T) {
	for _, engine := range []string{"memstore", "boltstore"} {
		t.Run(engine, func(t *testing.T) {
			org := clienteletest.OrgOn(t, enginetest.Plain[engine](t), ticking())
			top, aside := open(t, org, "top"), open(t, org, "aside")
			want := []string{}
			for i := range record.FewRanges + 10 {
				below := open(t, org, fmt.Sprint("below", i))
				require.NoError(t, relationship.SetParent(ctx, org, below.ID, top.ID))
				n := say(t, org.As(ann), below.ID, fmt.Sprint(i), note.Team)
				say(t, org.As(ann), below.ID, "unseen", note.Private)
				say(t, org.As(ann), aside.ID, "aside", note.Public)
				want = append(want, n.Content)
			}
			f := note.Filter{AccountID: ids(top), Subtree: true}
			for _, order := range []string{"createdAt", "updatedAt"} {
				require.Equal(t, want, contents(list(t, org.As(bob), f, order)))
			}
			have, err := listed(org.As(bob), stock{filter: f}, clientele.Paging{Limit: 7})
			require.NoError(t, err)
			require.Len(t, have, len(want))
			plan, err := note.Explain(ctx, org, f, "")
			require.NoError(t, err)
			require.Equal(t, record.Plan{Index: "time", Raw: []string{"accountId"}, Decoded: true}, plan)
		})
	}
}

func TestHowListsAreAnswered(t *testing.T) {
	org := clienteletest.Org(t)
	acme, zeta := open(t, org, "acme"), open(t, org, "zeta")
	at := clienteletest.Start
	for _, c := range []struct {
		f     note.Filter
		order string
		want  record.Plan
	}{
		{note.Filter{}, "", record.Plan{Index: "time", Raw: []string{}}},
		{note.Filter{CreatedFrom: at, CreatedTo: at}, "createdAt", record.Plan{Index: "time", Raw: []string{}}},
		{note.Filter{AccountID: ids(acme)}, "", record.Plan{Index: "account", Ranges: 1, Raw: []string{}}},
		{note.Filter{AccountID: ids(acme, zeta), CreatedFrom: at}, "-createdAt", record.Plan{Index: "account", Ranges: 2, Raw: []string{}}},
		{note.Filter{AccountID: ids(acme), Subtree: true, Type: []string{"MEETING"}}, "", record.Plan{Index: "account", Ranges: 1, Raw: []string{"typeId"}}},
		{note.Filter{Visibility: []note.Visibility{"team"}, AuthorID: []string{"ann"}, UpdatedTo: at}, "", record.Plan{Index: "time", Raw: []string{"visibility", "createdBy", "updatedAt"}}},
		{note.Filter{AccountID: ids(acme)}, "updatedAt", record.Plan{IDs: true, Found: []string{"account"}, Raw: []string{}, Sorted: true}},
		{note.Filter{CreatedTo: at}, "-updatedAt", record.Plan{Raw: []string{"createdAt"}, Sorted: true}},
	} {
		c.want.Decoded = true // who sees it is decided there
		plan, err := note.Explain(ctx, org, c.f, c.order)
		require.NoError(t, err)
		require.Equal(t, c.want, plan, "%+v", c.f)
	}
	_, err := note.Explain(ctx, org, note.Filter{}, "name")
	enginetest.Refused(t, err, "order not_allowed")
}

func TestGetManyKeepsTheOrder(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		a, b, c := say(t, org, acme.ID, "a", note.Public), say(t, org.As(eve), acme.ID, "b", note.Private), say(t, org, acme.ID, "c", note.Public)
		gone := say(t, org, acme.ID, "gone", note.Public)
		remove(t, org, gone.ID)
		found, err := note.GetMany(ctx, org, []note.ID{c.ID, {1}, b.ID, a.ID, gone.ID, c.ID, {}, a.ID})
		require.NoError(t, err)
		require.Equal(t, []*note.Note{c, a}, found)
		found, err = note.GetMany(ctx, org, nil)
		require.NoError(t, err)
		require.Empty(t, found)
		for _, id := range []note.ID{{}, {1}, gone.ID} {
			_, err = note.Get(ctx, org, id)
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
	})
}

func TestTimesThatNoJSONSays(t *testing.T) {
	org := clienteletest.Org(t)
	far := time.Date(12_026, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err := note.List(ctx, org, note.Filter{CreatedFrom: far, UpdatedTo: far.AddDate(-20_000, 0, 0)}, clientele.Paging{})
	enginetest.Refused(t, err, "createdFrom not_a_date", "updatedTo not_a_date")
}

func TestBetween(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme, zeta := open(t, org, "acme"), open(t, org, "zeta")
		var notes []*note.Note
		for i := range 6 {
			notes = append(notes, say(t, org.As(ann), ids(acme, zeta)[i%2], fmt.Sprint(i), []note.Visibility{note.Team, note.Team, note.Private}[i%3]))
		}
		between := func(a clientele.Actor, in record.Interval, n int, on ...account.ID) (found []*note.Note) {
			v, err := note.LookUpViewer(ctx, org.As(a))
			require.NoError(t, err)
			require.NoError(t, org.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
				found, err = note.Between(tx, v, on, in, n)
				return err
			}))
			return found
		}
		both := ids(acme, zeta)
		require.Equal(t, []string{"0", "1", "3", "4"}, contents(between(bob, record.Interval{}, 9, both...)))
		require.Equal(t, []string{"0", "1", "2"}, contents(between(ann, record.Interval{}, 3, both...)))
		require.Equal(t, []string{"4", "3"}, contents(between(bob, record.Interval{Newest: true}, 2, both...)))
		require.Equal(t, []string{"0", "4"}, contents(between(bob, record.Interval{}, 9, acme.ID)))
		require.Equal(t, []string{"1", "3"}, contents(between(bob, record.During(notes[1].CreatedAt, notes[4].CreatedAt), 9, both...)))
		after := record.Interval{After: record.Moment{At: notes[1].CreatedAt, ID: uuid.UUID(notes[1].ID)}}
		require.Equal(t, []string{"3", "4"}, contents(between(bob, after, 9, both...)))
		require.Empty(t, between(eve, record.Interval{}, 9, both...))
		require.Empty(t, between(bob, record.Interval{}, 0, both...))
		require.Equal(t, "acme", between(bob, record.Interval{}, 1, acme.ID)[0].Account)
	})
}
