package customfield_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/clienteletest"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/memstore"
)

// withoutContacts gives an organisation of a program that has accounts alone.
func withoutContacts(t *testing.T) *record.Org {
	db, err := record.Open(ctx, memstore.New(), record.Schema{
		Kinds:      []record.Definition{picklist.Definition, customfield.Definition, account.Definition},
		Extensions: account.Extensions,
		Seeds:      []record.Seed{picklist.Seed},
	}, clienteletest.Options())
	require.NoError(t, err)
	org, err := db.CreateOrg(ctx, "org_test", nil)
	require.NoError(t, err)
	return org
}

func TestWhatNeedsContactsIsNotAvailableWithoutThem(t *testing.T) {
	org := withoutContacts(t)
	_, err := customfield.Create(ctx, org, customfield.Draft{Name: "Champion", Source: customfield.Account, Type: customfield.LookUp, LookUp: customfield.LookUpContact})
	require.Equal(t, []string{"lookup not_available"}, reasons(err))

	text, err := customfield.Create(ctx, org, customfield.Draft{Name: "Text", Source: customfield.Account, Type: customfield.SingleLine})
	require.NoError(t, err)
	_, err = customfield.Convert(ctx, org, text.ID, customfield.LookUp, customfield.ConvertOptions{LookUp: customfield.LookUpContact})
	require.Equal(t, []string{"settings.lookup not_available"}, reasons(err))

	d := account.Draft{Name: "Acme", PrimaryDomain: "acme.com", AddExistingUsers: true}
	_, err = account.Create(ctx, org, d)
	require.Equal(t, []string{"addExistingUsersToAccountContacts not_available"}, reasons(err))
	d.AddExistingUsers = false
	a, err := account.Create(ctx, org, d)
	require.NoError(t, err)
	for _, verb := range []func() error{
		func() error {
			_, err := account.Update(ctx, org, a.ID, account.Patch{AddExistingUsers: true})
			return err
		},
		func() error {
			_, _, err := account.Upsert(ctx, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com", AddExistingUsers: true})
			return err
		},
		func() error {
			_, err := account.CreateMany(ctx, org, []account.Draft{{Name: "B", PrimaryDomain: "b.test", AddExistingUsers: true}}, account.AllOrNothing)
			for _, f := range reasons(err) {
				require.Equal(t, "accounts[0].addExistingUsersToAccountContacts not_available", f)
			}
			return err
		},
	} {
		require.Error(t, verb())
	}
	now, err := account.Get(ctx, org, a.ID)
	require.NoError(t, err)
	require.Nil(t, now.MemberCount)
	b, err := json.Marshal(now)
	require.NoError(t, err)
	require.Contains(t, string(b), `"memberCount":null`)
}
