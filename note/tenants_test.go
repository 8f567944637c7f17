package note_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
)

// TestOrganisationsDoNotSeeEachOther looks for the notes of one organisation from another, with all rights there.
func TestOrganisationsDoNotSeeEachOther(t *testing.T) {
	enginetest.RunWith(t, withStaff, func(t *testing.T, org *clientele.Org) {
		other, err := org.DB().CreateOrg(ctx, "other", nil)
		require.NoError(t, err)
		other = other.As(root)
		acme := open(t, org, "acme")
		open(t, other, "acme")
		n := write(t, org.As(ann), note.Draft{AccountID: acme.ID, Content: "x", AttachmentURLs: []string{"https://a.test/1"}})
		audited(t, org)
		audited(t, other)
		w := stock{notes: []*note.Note{n}, accounts: ids(acme)}
		for name, read := range reads {
			found, err := read(org.As(eve), w)
			require.NoError(t, err)
			require.Len(t, found, 1, name)
			if name == "history" { // an administrator reads that of what is not there: it is empty
				require.Empty(t, history(t, other, n.ID))
				continue
			}
			found, err = read(other, w)
			require.NoError(t, err, name)
			require.Empty(t, found, name)
		}
		for name, verb := range writes {
			require.ErrorIs(t, verb(other, n), clientele.ErrNotFound, name)
		}
		_, err = note.Create(ctx, other, note.Draft{AccountID: acme.ID, Content: "x", Metadata: []byte(`{}`)})
		enginetest.Refused(t, err, "accountId unknown_reference")
		set := remove(t, org.As(ann), n.ID)
		require.ErrorIs(t, failed(note.Restore(ctx, other, set)), clientele.ErrNotFound)
		require.ErrorIs(t, failed(note.Purge(ctx, other, set)), clientele.ErrNotFound)
		require.NoError(t, failed(note.Restore(ctx, org.As(ann), set)))
	})
}
