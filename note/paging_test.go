package note_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
)

// TestUnseenNotesLeaveNoGapInPages pages through notes of which most are not seen.
func TestUnseenNotesLeaveNoGapInPages(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme, zeta := open(t, org, "acme"), open(t, org, "zeta")
		var want []string
		for i := range 40 {
			on := acme.ID
			if i%3 == 0 {
				on = zeta.ID
			}
			if i%4 == 2 {
				want = append(want, say(t, org.As(bob), on, fmt.Sprint(i), note.Team).Content)
			} else {
				say(t, org.As(dan), on, fmt.Sprint(i), note.Private)
			}
		}
		reader := org.As(ann)
		for _, f := range []note.Filter{{}, {AccountID: ids(acme, zeta)}, {AccountID: ids(acme, zeta), Visibility: []note.Visibility{"team", "private"}}} {
			for _, order := range []string{note.OrderCreated, note.OrderUpdated} {
				require.Equal(t, want, contents(list(t, reader, f, order)))
				after := ""
				for i := 0; i < len(want); i += 3 {
					page, err := note.List(ctx, reader, f, clientele.Paging{After: after, Limit: 3, Order: order, Total: true})
					require.NoError(t, err)
					require.Equal(t, want[i:min(i+3, len(want))], contents(page.Items))
					require.Equal(t, len(want), *page.Total)
					require.Equal(t, i+3 >= len(want), page.Next == "", "there is no next page of nothing")
					after = page.Next

					numbered, err := note.List(ctx, reader, f, clientele.Paging{Page: i/3 + 1, Limit: 3, Order: order})
					require.NoError(t, err)
					require.Equal(t, contents(page.Items), contents(numbered.Items))
				}
			}
		}
	})
}

// TestACursorIsStableWhateverIsWrittenUnseen goes on after the last note seen, also when that is not seen any more.
func TestACursorIsStableWhateverIsWrittenUnseen(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		var notes []*note.Note
		for i := range 6 {
			notes = append(notes, say(t, org.As(ann), acme.ID, fmt.Sprint(i), note.Team))
		}
		first, err := note.List(ctx, org.As(bob), note.Filter{}, clientele.Paging{Limit: 2, Order: "createdAt"})
		require.NoError(t, err)
		require.Equal(t, []string{"0", "1"}, contents(first.Items))
		update(t, org.As(ann), notes[1].ID, note.Patch{Visibility: new(note.Private)})
		update(t, org.As(ann), notes[2].ID, note.Patch{Visibility: new(note.Private)})
		remove(t, org.As(ann), notes[0].ID)
		say(t, org.As(dan), acme.ID, "unseen", note.Private)
		second, err := note.List(ctx, org.As(bob), note.Filter{}, clientele.Paging{Limit: 2, Order: "createdAt", After: first.Next})
		require.NoError(t, err)
		require.Equal(t, []string{"3", "4"}, contents(second.Items))
		third, err := note.List(ctx, org.As(bob), note.Filter{}, clientele.Paging{Limit: 2, Order: "createdAt", After: second.Next})
		require.NoError(t, err)
		require.Equal(t, []string{"5"}, contents(third.Items))
		require.Empty(t, third.Next)

		// The cursor of one reader is a place, not a right: another sees there what is that one's to see.
		other, err := note.List(ctx, org.As(eve), note.Filter{}, clientele.Paging{Limit: 2, Order: "createdAt", After: first.Next})
		require.NoError(t, err)
		require.Empty(t, other.Items)
	})
}

func TestACursorOfAnotherList(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		for i := range 4 {
			say(t, org, acme.ID, fmt.Sprint(i), note.Public)
		}
		page, err := note.List(ctx, org, note.Filter{}, clientele.Paging{Limit: 1})
		require.NoError(t, err)
		for name, c := range map[string]struct {
			f note.Filter
			p clientele.Paging
		}{
			"another account":    {note.Filter{AccountID: ids(acme)}, clientele.Paging{}},
			"another visibility": {note.Filter{Visibility: []note.Visibility{"public"}}, clientele.Paging{}},
			"another author":     {note.Filter{AuthorID: []string{"ann"}}, clientele.Paging{}},
			"another order":      {note.Filter{}, clientele.Paging{Order: "createdAt"}},
			"order by update":    {note.Filter{}, clientele.Paging{Order: "-updatedAt"}},
		} {
			c.p.After = page.Next
			_, err := note.List(ctx, org, c.f, c.p)
			enginetest.Refused(t, err, "after invalid_cursor")
			require.ErrorIs(t, err, clientele.ErrCursor, name)
		}
		_, err = note.List(ctx, org, note.Filter{Type: []string{"x"}, Visibility: []note.Visibility{"loud", ""}, AuthorID: []string{"\x00"}}, clientele.Paging{Order: "name", Limit: 1001, Page: -1})
		enginetest.Refused(t, err, "limit too_large", "page not_allowed", "visibility[0] not_allowed", "visibility[1] not_allowed", "type[0] not_in_picklist", "authorId[0] invalid_text", "order not_allowed")
	})
}
