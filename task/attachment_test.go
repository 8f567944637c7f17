package task_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/task"
)

// urls gives n URLs, from a number on.
func urls(from, n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("https://files.test/%d", from+i))
	}
	return out
}

// files gives the URLs that a task has attached.
func files(made *task.Task) (out []string) {
	for _, a := range made.Attachments {
		out = append(out, a.URL)
	}
	return out
}

func TestAttachmentsAreAdded(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := titled("x", w.acme)
		d.AttachmentURLs = append(urls(1, 2), urls(2, 2)...)
		made := create(t, w, d)
		require.Equal(t, urls(1, 3), files(made))
		w.clock.Advance(time.Hour)
		changed := update(t, w, made.ID, task.Patch{AttachmentURLs: append(urls(5, 1), urls(2, 1)...)})
		require.Equal(t, append(urls(1, 3), urls(5, 1)...), files(changed))
		require.Equal(t, made.Attachments, changed.Attachments[:3])
		require.Equal(t, after(1), changed.Attachments[3].CreatedAt)
		before := enginetest.Changes(t, w)
		require.Equal(t, changed, update(t, w, made.ID, task.Patch{AttachmentURLs: urls(1, 3)}))
		require.Equal(t, changed, update(t, w, made.ID, task.Patch{AttachmentURLs: []string{}}))
		require.Equal(t, before, enginetest.Changes(t, w))
	})
}

func TestAnAttachmentIsRemoved(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := titled("x", w.acme)
		d.AttachmentURLs = urls(1, 3)
		made := create(t, w, d)
		changed, err := task.RemoveAttachment(ctx, w.As(clientele.Actor{ID: "USER7"}), made.ID, made.Attachments[1].ID)
		require.NoError(t, err)
		require.Equal(t, []string{"https://files.test/1", "https://files.test/3"}, files(changed))
		require.Equal(t, changed, get(t, w, made.ID))
		require.EqualValues(t, 2, changed.Version)
		require.Equal(t, "USER7", changed.UpdatedBy)
		before := enginetest.Changes(t, w)
		require.ErrorIs(t, reasonOf(task.RemoveAttachment(ctx, w, made.ID, made.Attachments[1].ID)), clientele.ErrNotFound)
		require.ErrorIs(t, reasonOf(task.RemoveAttachment(ctx, w, made.ID, uuid.Nil)), clientele.ErrNotFound)
		require.ErrorIs(t, reasonOf(task.RemoveAttachment(ctx, w, task.ID{9}, made.Attachments[0].ID)), clientele.ErrNotFound)
		require.Equal(t, before, enginetest.Changes(t, w))

		again := update(t, w, made.ID, task.Patch{AttachmentURLs: urls(2, 1)})
		require.NotEqual(t, made.Attachments[1].ID, again.Attachments[2].ID)
	})
}

func TestAHundredAttachmentsAreEnough(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		d := titled("x", w.acme)
		d.AttachmentURLs = urls(0, 101)
		refused(t, reasonOf(task.Create(ctx, w, d)), "attachmentUrls too_large")
		d.AttachmentURLs = append(urls(0, 99), urls(0, 99)...)
		made := create(t, w, d)
		refused(t, reasonOf(task.Update(ctx, w, made.ID, task.Patch{AttachmentURLs: urls(99, 2)})), "attachmentUrls too_large")
		require.Len(t, update(t, w, made.ID, task.Patch{AttachmentURLs: urls(98, 2)}).Attachments, 100)
		require.Len(t, get(t, w, made.ID).Attachments, 100)
	})
}
