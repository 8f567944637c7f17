package activity_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
)

// TestACursorGoesOnWhenTheSubtreeGrows: a list of a subtree reads one range, a few, or the index of the whole
// organisation, as there are accounts; a cursor is good for all of these.
func TestACursorGoesOnWhenTheSubtreeGrows(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		n := 0
		below := func(parent account.ID) account.ID {
			n++
			a, err := account.Create(ctx, org, account.Draft{Name: fmt.Sprint("A", n), PrimaryDomain: fmt.Sprintf("grow%d.test", n)})
			require.NoError(t, err)
			if !parent.IsZero() {
				require.NoError(t, relationship.SetParent(ctx, org, a.ID, parent))
			}
			return a.ID
		}
		root := below(account.ID{})
		for i := range 6 {
			_, err := activity.Create(ctx, org, activity.Draft{AccountID: root, At: clienteletest.Start, Title: fmt.Sprint(i)})
			require.NoError(t, err)
		}
		f := activity.Filter{AccountID: []account.ID{root}, Subtree: true}
		var titles []string
		p := record.Paging{Limit: 2}
		for _, grow := range []int{0, 1, record.FewRanges} {
			for range grow {
				below(root)
			}
			page, err := activity.List(ctx, org, f, p)
			require.NoError(t, err)
			for _, a := range page.Items {
				titles = append(titles, a.Title)
			}
			p.After = page.Next
		}
		require.Equal(t, []string{"5", "4", "3", "2", "1", "0"}, titles)
		require.Empty(t, p.After)
	})
}
