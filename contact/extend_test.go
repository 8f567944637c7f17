package contact_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/internal/enginetest"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/memstore"
)

func newStore(testing.TB) store.Store { return memstore.New() }

func TestTheNumberOfMembers(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		a, b, c := company(t, org, "a"), company(t, org, "b"), company(t, org, "c")
		ann := in(t, org, "ann", a, c)
		in(t, org, "ben", c)
		counted := func(with ...string) (out []int) {
			page, err := account.List(ctx, org, account.Filter{}, clientele.Paging{Order: "-createdAt", With: with})
			require.NoError(t, err)
			for _, a := range page.Items {
				if a.MemberCount != nil {
					out = append(out, int(*a.MemberCount))
				}
			}
			return out
		}
		require.Equal(t, []int{2, 0, 1}, counted("memberCount"))
		require.Nil(t, counted())
		require.Nil(t, counted("somethingElse"))
		found, err := account.ByDomain(ctx, org, "c.test")
		require.NoError(t, err)
		require.EqualValues(t, 2, *found.MemberCount)
		many, err := account.GetMany(ctx, org, ids(a, b))
		require.NoError(t, err)
		require.Nil(t, many[0].MemberCount)
		remove(t, org, ann.ID)
		require.Equal(t, []int{1, 0, 0}, counted("memberCount"))
	})
}

func TestARollUpCountsEachContactOnce(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, org *clientele.Org) {
		top, mid, low, other := company(t, org, "top"), company(t, org, "mid"), company(t, org, "low"), company(t, org, "other")
		require.NoError(t, relationship.SetParent(ctx, org, mid.ID, top.ID))
		require.NoError(t, relationship.SetParent(ctx, org, low.ID, mid.ID))
		in(t, org, "ann", top, low, other)
		in(t, org, "ben", mid)
		in(t, org, "cem", other)
		for a, want := range map[*account.Account]int{top: 2, mid: 2, low: 1, other: 2} {
			sum, err := relationship.RollUp(ctx, org, a.ID)
			require.NoError(t, err)
			require.Equal(t, want, sum.Contacts, a.Name)
		}
	})
}
