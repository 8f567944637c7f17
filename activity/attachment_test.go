package activity_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/value"
)

func urls(as []value.Attachment) []string {
	out := []string{}
	for _, a := range as {
		out = append(out, a.URL)
	}
	return out
}

func TestAttachmentsAreAdded(t *testing.T) {
	onEnginesWithClock(t, func(t *testing.T, org *clientele.Org, clock *clienteletest.Clock) {
		d := at(company(t, org, "Acme"), 0, "")
		d.AttachmentURLs = []string{" https://Files.test/a%20b.pdf?x=1", "https://files.test/a%20b.pdf?x=1", "https://host.test"}
		a := create(t, org, d)
		require.Equal(t, []string{"https://files.test/a%20b.pdf?x=1", "https://host.test"}, urls(a.Attachments))
		require.Equal(t, []string{"a b.pdf", "host.test"}, []string{a.Attachments[0].Name, a.Attachments[1].Name})
		require.Equal(t, clienteletest.Start, a.Attachments[1].CreatedAt)

		clock.Advance(time.Hour)
		before := enginetest.Changes(t, org)
		b := update(t, org, a.ID, activity.Patch{AttachmentURLs: []string{"https://host.test", "https://new.test/x"}})
		require.Equal(t, a.Attachments, b.Attachments[:2])
		require.Equal(t, clienteletest.Start.Add(time.Hour), b.Attachments[2].CreatedAt)
		ids := map[uuid.UUID]bool{uuid.Nil: true, uuid.UUID(a.ID): true}
		for _, x := range b.Attachments {
			require.False(t, ids[x.ID])
			ids[x.ID] = true
		}
		require.Equal(t, b, get(t, org, a.ID))
		require.Equal(t, b, update(t, org, a.ID, activity.Patch{AttachmentURLs: []string{"https://new.test/x"}}), "the same one is not added twice")
		require.Equal(t, before+1, enginetest.Changes(t, org))
	})
}

func TestAttachmentsAreRemovedOneByOne(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, full(company(t, org, "Acme")))
		first, second := a.Attachments[0], a.Attachments[1]
		_, err := activity.RemoveAttachment(ctx, org, a.ID, uuid.UUID(a.ID))
		require.ErrorIs(t, err, clientele.ErrNotFound)
		require.ErrorContains(t, err, "attachment")
		b, err := activity.RemoveAttachment(ctx, org, a.ID, first.ID)
		require.NoError(t, err)
		require.Equal(t, []value.Attachment{second}, b.Attachments)
		require.EqualValues(t, 2, b.Version)
		require.Equal(t, b, get(t, org, a.ID))
		_, err = activity.RemoveAttachment(ctx, org, a.ID, first.ID)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		b, err = activity.RemoveAttachment(ctx, org, a.ID, second.ID)
		require.NoError(t, err)
		require.Empty(t, b.Attachments)
		require.Equal(t, "[]", string(enginetest.Members(t, b)["attachments"]))
		again := update(t, org, a.ID, activity.Patch{AttachmentURLs: []string{first.URL}})
		require.NotEqual(t, first.ID, again.Attachments[0].ID)
	})
}

func TestTheLimitOfAttachmentsCountsThoseThatThereAre(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		d := at(company(t, org, "Acme"), 0, "")
		for i := range 99 {
			d.AttachmentURLs = append(d.AttachmentURLs, fmt.Sprintf("https://a.test/%d", i))
		}
		a := create(t, org, d)
		_, err := activity.Update(ctx, org, a.ID, activity.Patch{AttachmentURLs: []string{"https://a.test/x", "https://a.test/y", "z"}})
		refused(t, err, "attachmentUrls[2] not_a_url", "attachmentUrls too_large")
		a = update(t, org, a.ID, activity.Patch{AttachmentURLs: []string{"https://a.test/x", "https://a.test/x", "https://a.test/0"}})
		require.Len(t, a.Attachments, 100)
		_, err = activity.Update(ctx, org, a.ID, activity.Patch{AttachmentURLs: []string{"https://a.test/y"}})
		refused(t, err, "attachmentUrls too_large")
	})
}
