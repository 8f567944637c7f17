package contact_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
	"github.com/clientele-go/clientele/store/storetest"
)

// TestHostsThatLieFarApartAreReadAtOnce: accounts that add existing users, among contacts of hosts that nobody asks for,
// take the same calls for two hundred as for a thousand.
func TestHostsThatLieFarApartAreReadAtOnce(t *testing.T) {
	st := storetest.Count(memstore.New())
	org := clienteletest.OrgOn(t, st, clienteletest.Options())
	var calls []map[string]int
	for _, n := range []int{200, 1_000} {
		var in contact.Many
		var drafts []account.Draft
		for i := range n {
			host := fmt.Sprintf("h%04d-%05d", n, i)
			in.Contacts = append(in.Contacts, contact.Draft{Email: "x@" + host + ".test"})
			drafts = append(drafts, account.Draft{Name: host, PrimaryDomain: host + ".test", AddExistingUsers: true})
			for j := range 12 { // more than are passed over before the next host is sought
				in.Contacts = append(in.Contacts, contact.Draft{Email: fmt.Sprintf("x@%s-%02d.test", host, j)})
			}
		}
		require.Greater(t, n, record.FewRanges)
		require.NoError(t, failure(contact.CreateMany(ctx, org, in, account.KeepGoing)))
		st.Reset()
		bulk, err := account.CreateMany(ctx, org, drafts, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, n, bulk.Created)
		calls = append(calls, st.Calls())
		for _, o := range bulk.Items[:3] {
			a, err := account.Get(ctx, org, o.Account.ID)
			require.NoError(t, err)
			require.EqualValues(t, 1, *a.MemberCount)
		}
	}
	require.Equal(t, calls[0], calls[1])
}
