package note_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/note"
)

// atOnce runs n functions that begin together, and gives their errors.
func atOnce(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		done.Go(func() {
			<-start
			errs[i] = fn(i)
		})
	}
	close(start)
	done.Wait()
	return errs
}

// onPlain runs a test over the stores that several goroutines may use.
func onPlain(t *testing.T, test func(t *testing.T, org *clientele.Org)) {
	for name, open := range enginetest.Plain {
		t.Run(name, func(t *testing.T) { test(t, clienteletest.OrgOn(t, open(t), withStaff())) })
	}
}

func TestOneOfManyUpdatesAVersion(t *testing.T) {
	onPlain(t, func(t *testing.T, org *clientele.Org) {
		n := say(t, org.As(ann), open(t, org, "acme").ID, "x", note.Public)
		for version := range int64(10) {
			stale := 0
			for _, err := range atOnce(4, func(i int) error {
				return failed(note.Update(ctx, org.As(ann), n.ID, note.Patch{IfVersion: version + 1, Content: new(fmt.Sprint(version, " ", i))}))
			}) {
				if err != nil {
					require.ErrorIs(t, err, clientele.ErrStale)
					stale++
				}
			}
			require.Equal(t, 3, stale)
		}
		require.EqualValues(t, 11, get(t, org, n.ID).Version)
	})
}

// TestNoAttachmentIsLost has many writers add one each.
func TestNoAttachmentIsLost(t *testing.T) {
	onPlain(t, func(t *testing.T, org *clientele.Org) {
		n := say(t, org.As(ann), open(t, org, "acme").ID, "x", note.Public)
		require.NoError(t, errors.Join(atOnce(8, func(i int) error {
			for k := range 5 {
				if _, err := note.Update(ctx, org.As(ann), n.ID, note.Patch{AttachmentURLs: []string{fmt.Sprint("https://a.test/", i, "/", k)}}); err != nil {
					return err
				}
			}
			return nil
		})...))
		n = get(t, org, n.ID)
		require.Len(t, n.Attachments, 40)
		require.EqualValues(t, 41, n.Version)
	})
}

// TestAReaderSeesANoteOrNot lets an author hide a note and show it while others read: a list and its total agree.
func TestAReaderSeesANoteOrNot(t *testing.T) {
	onPlain(t, func(t *testing.T, org *clientele.Org) {
		acme := open(t, org, "acme")
		n := say(t, org.As(ann), acme.ID, "x", note.Private)
		say(t, org.As(ann), acme.ID, "y", note.Public)
		require.NoError(t, errors.Join(atOnce(4, func(i int) error {
			for k := range 20 {
				if i == 0 {
					if _, err := note.Update(ctx, org.As(ann), n.ID, note.Patch{Visibility: new([]note.Visibility{note.Team, note.Private}[k%2])}); err != nil {
						return err
					}
					continue
				}
				page, err := note.List(ctx, org.As(bob), note.Filter{}, clientele.Paging{Total: true})
				if err != nil {
					return err
				}
				if len(page.Items) != *page.Total {
					return errors.New("a page and its total are of two moments")
				}
				for _, n := range page.Items {
					if n.Visibility == note.Private {
						return errors.New("a private note was given to somebody else")
					}
				}
			}
			return nil
		})...))
	})
}
