package note_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
)

// stock is what there is to be read: notes, in the order of their creation, on some accounts.
type stock struct {
	notes    []*note.Note
	accounts []account.ID // ascending
	filter   note.Filter
}

// read is a verb that reads: it gives the ids that it finds among a stock, in the order of their creation.
type read func(s record.Scope, w stock) ([]note.ID, error)

// reads are all verbs by which an actor may come to know of a note. A count stands for as many notes as it counts.
var reads = map[string]read{
	"get": func(s record.Scope, w stock) ([]note.ID, error) {
		return each(w, func(n *note.Note) error { return failed(note.Get(ctx, s, n.ID)) })
	},
	"get many": func(s record.Scope, w stock) ([]note.ID, error) {
		var ids []note.ID
		for _, n := range w.notes {
			ids = append(ids, n.ID)
		}
		return sorted(note.GetMany(ctx, s, ids))
	},
	"list": func(s record.Scope, w stock) ([]note.ID, error) { return listed(s, w, clientele.Paging{Limit: 3}) },
	"list by update": func(s record.Scope, w stock) ([]note.ID, error) {
		return listed(s, w, clientele.Paging{Limit: 3, Order: "updatedAt"})
	},
	"list by number": func(s record.Scope, w stock) ([]note.ID, error) {
		return listed(s, w, clientele.Paging{Limit: 3, Page: 1})
	},
	"list of accounts": func(s record.Scope, w stock) ([]note.ID, error) {
		if len(w.filter.AccountID) == 0 {
			w.filter.AccountID = w.accounts
		}
		return listed(s, w, clientele.Paging{Limit: 3})
	},
	"all": func(s record.Scope, w stock) ([]note.ID, error) {
		var ns []*note.Note
		for n, err := range note.All(ctx, s, w.filter) {
			if err != nil {
				return nil, err
			}
			ns = append(ns, n)
		}
		return sorted(ns, nil)
	},
	"audit": func(s record.Scope, w stock) ([]note.ID, error) {
		var ns []*note.Note
		for f, err := range note.Audit(ctx, s, w.filter) {
			if err != nil {
				return nil, err
			}
			ns = append(ns, f.Note)
		}
		return sorted(ns, nil)
	},
	"history": func(s record.Scope, w stock) ([]note.ID, error) {
		return each(w, func(n *note.Note) error {
			for _, err := range note.History(ctx, s, n.ID) {
				return err
			}
			return errors.New("a note without a history")
		})
	},
	"between": func(s record.Scope, w stock) ([]note.ID, error) {
		v, err := note.LookUpViewer(ctx, s)
		if err != nil {
			return nil, err
		}
		var found []*note.Note
		err = s.View(ctx, func(_ context.Context, tx *clientele.Tx) error {
			found, err = note.Between(tx, v, w.accounts, record.Interval{}, 1000)
			return err
		})
		return sorted(found, err)
	},
}

// each gives the notes of a stock for which a verb finds something.
func each(w stock, find func(n *note.Note) error) (ids []note.ID, err error) {
	for _, n := range w.notes {
		switch err := find(n); {
		case err == nil:
			ids = append(ids, n.ID)
		case !errors.Is(err, clientele.ErrNotFound):
			return nil, err
		}
	}
	return ids, nil
}

// listed walks the pages of a list. All but the last have to be full, and the total and the count what there is.
func listed(s record.Scope, w stock, p clientele.Paging) ([]note.ID, error) {
	p.Total = true
	var all []*note.Note
	for {
		page, err := note.List(ctx, s, w.filter, p)
		if err != nil {
			return nil, err
		}
		if all = append(all, page.Items...); page.Next == "" {
			n, err := note.Count(ctx, s, w.filter)
			if *page.Total != len(all) || n != len(all) {
				return nil, errors.New("a total or a count is not what there is")
			}
			return sorted(all, err)
		}
		if len(page.Items) != p.Limit {
			return nil, errors.New("a page is not full")
		}
		if p.Page > 0 {
			p.Page++
		} else {
			p.After = page.Next
		}
	}
}

// sorted gives the ids of notes in the order of their creation.
func sorted(ns []*note.Note, err error) ([]note.ID, error) {
	var ids []note.ID
	for _, n := range ns {
		ids = append(ids, n.ID)
	}
	slices.SortFunc(ids, note.ID.Compare)
	return ids, err
}

// audited lets every note break a rule, so that an audit finds it.
func audited(t testing.TB, org *clientele.Org) {
	t.Helper()
	configure(t, org, clientele.Settings{Mandatory: map[string][]string{"note": {"metadata"}}})
}

// TestWhoReadsWhat holds every read of notes of all visibilities by everybody against what is written down here.
func TestWhoReadsWhat(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		w := stock{accounts: []account.ID{acme.ID}}
		for _, author := range []clientele.Actor{ann, dan, nobody} {
			for _, v := range note.Visibilities() {
				w.notes = append(w.notes, say(t, org.As(author), acme.ID, org.As(author).Actor().ID+" "+string(v), v))
			}
		}
		audited(t, org)
		for _, c := range []struct {
			actor clientele.Actor
			want  []string
		}{
			{ann, []string{"ann public", "ann team", "ann private", "dan public", "system public"}},
			{bob, []string{"ann public", "ann team", "dan public", "system public"}},
			{cid, []string{"ann public", "ann team", "dan public", "dan team", "system public"}},
			{dan, []string{"ann public", "dan public", "dan team", "dan private", "system public"}},
			{eve, []string{"ann public", "dan public", "system public"}},
			{shouter, []string{"ann public", "dan public", "system public"}},
			{nobody, []string{"ann public", "dan public", "system public", "system team", "system private"}},
			{clientele.Actor{ID: "system", Kind: "user"}, []string{"ann public", "dan public", "system public", "system team", "system private"}},
			{root, contents(w.notes)},
			{clientele.Actor{ID: "ann"}, []string{"ann public", "ann team", "ann private", "dan public", "system public"}},
			{clientele.Actor{ID: "new", Teams: []string{"green", "none"}}, []string{"ann public", "dan public", "dan team", "system public"}},
		} {
			for name, read := range reads {
				t.Run(c.actor.ID+" "+name, func(t *testing.T) {
					ids, err := read(org.As(c.actor), w)
					require.NoError(t, err)
					var seen []string
					for _, n := range w.notes {
						if slices.Contains(ids, n.ID) {
							seen = append(seen, n.Content)
						}
					}
					require.Equal(t, c.want, seen)
					require.Len(t, ids, len(seen))
				})
			}
		}
	})
}

// TestAPasswordOfAnUnseenNoteIsNotTried tells nobody whether a note that they do not see has a password.
func TestAPasswordOfAnUnseenNoteIsNotTried(t *testing.T) {
	org := clienteletest.OrgOn(t, enginetest.Plain["memstore"](t), withStaff()) // one engine: hashing takes its time
	acme := open(t, org, "acme")
	org = org.As(ann)
	define(t, org, passwordField)
	n := write(t, org, note.Draft{AccountID: acme.ID, Content: "x", Visibility: note.Team, CustomFieldValues: give("vault", `"sesame"`)})
	for _, a := range []clientele.Actor{dan, eve, nobody} {
		_, err := note.VerifyPassword(ctx, org.As(a), n.ID, "vault", "sesame")
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = note.VerifyPassword(ctx, org.As(a), n.ID, "none", "sesame")
		require.ErrorIs(t, err, clientele.ErrNotFound)
	}
	ok, err := note.VerifyPassword(ctx, org.As(bob), n.ID, "vault", "sesame")
	require.NoError(t, err)
	require.True(t, ok)
	ok, err = note.VerifyPassword(ctx, org.As(root), n.ID, "vault", "open")
	require.NoError(t, err)
	require.False(t, ok)
}

// TestAVisibilityThatChangesIsThatOfNow gives and takes a note from a reader.
func TestAVisibilityThatChangesIsThatOfNow(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := say(t, org.As(ann), acme.ID, "x", note.Private)
		audited(t, org)
		w := stock{notes: []*note.Note{n}, accounts: []account.ID{acme.ID}}
		for _, c := range []struct {
			to               note.Visibility
			seesBob, seesEve bool
		}{
			{" TEAM ", true, false}, {"Public", true, true}, {"pRIVATE", false, false}, {"public", true, true}, {"team", true, false},
		} {
			n = update(t, org.As(ann), n.ID, note.Patch{Visibility: new(c.to)})
			for name, read := range reads {
				ids, err := read(org.As(bob), w)
				require.NoError(t, err)
				require.Equal(t, c.seesBob, len(ids) == 1, "bob, %s, %s", c.to, name)
				ids, err = read(org.As(eve), w)
				require.NoError(t, err)
				require.Equal(t, c.seesEve, len(ids) == 1, "eve, %s, %s", c.to, name)
			}
		}
		require.EqualValues(t, 6, n.Version)
	})
}
