package note_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
)

// urls gives the URLs of a note's attachments.
func urls(n *note.Note) []string {
	out := []string{}
	for _, a := range n.Attachments {
		out = append(out, a.URL)
	}
	return out
}

func TestAttachmentsAreAdded(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := write(t, org, note.Draft{AccountID: acme.ID, Content: "x", AttachmentURLs: []string{" https://a.test/one%20two.pdf", "https://b.test", "https://a.test/one%20two.pdf"}})
		require.Equal(t, []string{"https://a.test/one%20two.pdf", "https://b.test"}, urls(n))
		require.Equal(t, []string{"one two.pdf", "b.test"}, []string{n.Attachments[0].Name, n.Attachments[1].Name})
		for _, a := range n.Attachments {
			require.Equal(t, uuid.Version(7), a.ID.Version())
			require.Equal(t, n.CreatedAt, a.CreatedAt)
		}
		require.NotEqual(t, n.Attachments[0].ID, n.Attachments[1].ID)

		more := update(t, org, n.ID, note.Patch{AttachmentURLs: []string{"https://b.test", "https://c.test/c"}})
		require.Equal(t, []string{"https://a.test/one%20two.pdf", "https://b.test", "https://c.test/c"}, urls(more))
		require.Equal(t, n.Attachments, more.Attachments[:2])
		require.Equal(t, more.UpdatedAt, more.Attachments[2].CreatedAt)
		require.True(t, more.UpdatedAt.After(n.UpdatedAt))
		require.Len(t, n.Attachments, 2, "what was given before is the caller's")

		same := update(t, org, n.ID, note.Patch{AttachmentURLs: []string{"https://b.test"}})
		require.Equal(t, more, same)
		_, err := note.Update(ctx, org, n.ID, note.Patch{AttachmentURLs: []string{"https://d.test", "ftp://x", "\x00"}})
		enginetest.Refused(t, err, "attachmentUrls[1] not_a_url", "attachmentUrls[2] not_a_url")
		require.Equal(t, more, get(t, org, n.ID))
	})
}

func TestAttachmentsAreRemovedOneByOne(t *testing.T) {
	enginetest.RunWith(t, ticking, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := write(t, org, note.Draft{AccountID: acme.ID, Content: "x", AttachmentURLs: []string{"https://a.test/1", "https://a.test/2", "https://a.test/3"}})
		first := n.Attachments[0]
		without, err := note.RemoveAttachment(ctx, org, n.ID, n.Attachments[1].ID)
		require.NoError(t, err)
		require.Equal(t, []string{"https://a.test/1", "https://a.test/3"}, urls(without))
		require.EqualValues(t, 2, without.Version)
		require.Equal(t, without, get(t, org, n.ID))
		for _, id := range []uuid.UUID{n.Attachments[1].ID, {}, uuid.New(), uuid.UUID(n.ID)} {
			before := enginetest.Changes(t, org)
			_, err = note.RemoveAttachment(ctx, org, n.ID, id)
			require.ErrorIs(t, err, clientele.ErrNotFound)
			var where *record.Error
			require.ErrorAs(t, err, &where)
			require.Equal(t, "attachment", where.Field)
			require.Equal(t, before, enginetest.Changes(t, org))
		}
		_, err = note.RemoveAttachment(ctx, org, note.ID{15: 1}, first.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		for _, id := range []uuid.UUID{first.ID, n.Attachments[2].ID} {
			_, err = note.RemoveAttachment(ctx, org, n.ID, id)
			require.NoError(t, err)
		}
		require.Empty(t, get(t, org, n.ID).Attachments)
		back := update(t, org, n.ID, note.Patch{AttachmentURLs: []string{first.URL}})
		require.NotEqual(t, first.ID, back.Attachments[0].ID, "it is another attachment of the same URL")
	})
}

func TestANoteHasAHundredAttachments(t *testing.T) {
	org := clienteletest.Org(t)
	acme := open(t, org, "acme")
	var many []string
	for i := range 100 {
		many = append(many, fmt.Sprint("https://a.test/", i))
	}
	n := write(t, org, note.Draft{AccountID: acme.ID, Content: "x", AttachmentURLs: append(many, many...)})
	require.Equal(t, many, urls(n))
	require.Equal(t, many, urls(get(t, org, n.ID)))
	_, err := note.Update(ctx, org, n.ID, note.Patch{AttachmentURLs: []string{"https://a.test/100"}})
	enginetest.Refused(t, err, "attachmentUrls too_large")
	require.Equal(t, 100, fault.All(err)[0].Params["limit"])
	_, err = note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "x", AttachmentURLs: append(many, "https://a.test/100")})
	enginetest.Refused(t, err, "attachmentUrls too_large")
	_, err = note.RemoveAttachment(ctx, org, n.ID, n.Attachments[50].ID)
	require.NoError(t, err)
	update(t, org, n.ID, note.Patch{AttachmentURLs: []string{"https://a.test/100"}})
}

func TestAttachmentsWithoutAStore(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	rules := builtin()
	rules.Now, rules.NewID = at, nil
	n, err := note.Validate(note.Draft{AccountID: someAccount, Content: "x", AttachmentURLs: []string{"https://a.test/1"}}, rules)
	require.NoError(t, err)
	require.Equal(t, []any{uuid.Nil, at}, []any{n.Attachments[0].ID, n.Attachments[0].CreatedAt})
}
