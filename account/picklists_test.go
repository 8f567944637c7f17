package account_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/picklist"
)

func TestAPicklistIsGivenByIDOrValue(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		trial := valueOf(t, org, picklist.AccountStatus, "TRIAL")
		d := named("Acme", "acme.com")
		for _, input := range []string{trial.ID.String(), "trial", "T-R I_A L"} {
			d.Status = input
			a := create(t, org, d)
			require.Equal(t, picklist.Ref{ID: trial.ID, Value: "TRIAL"}, a.Status)
			remove(t, org, a.ID)
		}
		d.Status = valueOf(t, org, picklist.AccountHealth, "RED").ID.String()
		_, err := account.Create(ctx, org, d)
		refused(t, err, "status not_in_picklist")
	})
}

func TestDefaultsOfPicklists(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, named("A", "a.test"))
		require.Equal(t, "PROSPECT", a.Status.Value)
		require.Zero(t, a.Classification)
		smb := valueOf(t, org, picklist.AccountClassification, "SMB")
		_, err := picklist.Update(ctx, org, smb.ID, picklist.Patch{Default: new(true)})
		require.NoError(t, err)
		b := create(t, org, named("B", "b.test"))
		require.Equal(t, "SMB", b.Classification.Value)
		require.Zero(t, get(t, org, a.ID).Classification)
		b = update(t, org, b.ID, account.Patch{Clear: []account.Field{account.FieldStatus, account.FieldClassification}})
		require.Zero(t, b.Status)
		require.Zero(t, b.Classification)
		require.Equal(t, b, get(t, org, b.ID))
	})
}

func TestAnArchivedValueStaysAndIsNotChosen(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		d := named("Old", "old.test")
		d.Health = "YELLOW"
		old := create(t, org, d)
		none := create(t, org, named("None", "none.test"))
		yellow := valueOf(t, org, picklist.AccountHealth, "YELLOW")
		_, err := picklist.Update(ctx, org, yellow.ID, picklist.Patch{Archived: new(true)})
		require.NoError(t, err)

		require.Equal(t, "YELLOW", get(t, org, old.ID).Health.Value)
		d = named("New", "new.test")
		for _, input := range []string{"yellow", yellow.ID.String()} {
			d.Health = input
			_, err = account.Create(ctx, org, d)
			refused(t, err, "health archived")
			_, err = account.Update(ctx, org, none.ID, account.Patch{Health: &input})
			refused(t, err, "health archived")
			require.Equal(t, "YELLOW", update(t, org, old.ID, account.Patch{Health: &input, Source: new(input)}).Health.Value)
		}
		update(t, org, old.ID, account.Patch{Health: new("RED")})
		_, err = account.Update(ctx, org, old.ID, account.Patch{Health: new("YELLOW")})
		refused(t, err, "health archived")
		n, err := account.Count(ctx, org, account.Filter{Health: []string{"yellow"}})
		require.NoError(t, err)
		require.Zero(t, n)
	})
}

func TestRenamingAValueTouchesNoAccount(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		d := named("Acme", "acme.com")
		d.Industry = "RETAIL"
		a := create(t, org, d)
		retail := valueOf(t, org, picklist.AccountIndustry, "RETAIL")
		before := changes(t, org)
		_, err := picklist.Update(ctx, org, retail.ID, picklist.Patch{Value: new("Commerce"), Color: new("#fff")})
		require.NoError(t, err)
		require.Equal(t, before+1, changes(t, org))
		again := get(t, org, a.ID)
		require.Equal(t, a.Version, again.Version)
		require.Equal(t, picklist.Ref{ID: retail.ID, Value: "Commerce", Configuration: &picklist.Configuration{Color: "#fff"}}, again.Industry)
		page, err := account.List(ctx, org, account.Filter{Industry: []string{"commerce"}}, clientele.Paging{})
		require.NoError(t, err)
		require.Equal(t, []*account.Account{again}, page.Items)
	})
}

func TestReplacingAndClearingAValueThatAccountsHave(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		d := named("Acme", "acme.com")
		d.Status, d.Health = "TRIAL", "RED"
		a := create(t, org, d)
		_, err := picklist.Delete(ctx, org, a.Status.ID, picklist.DeleteOptions{})
		refused(t, err, " referenced")
		_, err = picklist.Delete(ctx, org, a.Status.ID, picklist.DeleteOptions{InUse: picklist.Replace, Replacement: "ACTIVE"})
		require.NoError(t, err)
		_, err = picklist.Delete(ctx, org, a.Health.ID, picklist.DeleteOptions{InUse: picklist.Clear})
		require.NoError(t, err)
		a = get(t, org, a.ID)
		require.Equal(t, "ACTIVE", a.Status.Value)
		require.Zero(t, a.Health)
		require.EqualValues(t, 3, a.Version)
		page, err := account.List(ctx, org, account.Filter{Status: []string{"ACTIVE"}}, clientele.Paging{})
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
	})
}
