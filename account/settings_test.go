package account_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/value"
)

func configure(t testing.TB, org *clientele.Org, s clientele.Settings) {
	t.Helper()
	require.NoError(t, org.SetSettings(ctx, s))
}

func TestMoneyIsInTheCurrencyOfTheOrganisation(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		configure(t, org, clientele.Settings{Currency: "EUR"})
		revenue := func(a *account.Account) string { return string(members(t, a)["annualRevenue"]) }
		draft := func(domain, json string) account.Draft {
			d := named(domain, domain)
			d.AnnualRevenue = new(value.Money)
			require.NoError(t, d.AnnualRevenue.UnmarshalJSON([]byte(json)))
			return d
		}
		bare := create(t, org, draft("bare.test", `12345678901234567890.1200`))
		require.Equal(t, `12345678901234567890.1200`, revenue(bare))
		require.Equal(t, "EUR", bare.AnnualRevenue.Currency)
		euros := create(t, org, draft("euros.test", `{"amount":"7","currency":"eur"}`))
		require.Equal(t, `7`, revenue(euros))
		dollars := create(t, org, draft("dollars.test", `{"amount":7.10,"currency":"USD"}`))
		require.Equal(t, `{"amount":7.10,"currency":"USD"}`, revenue(dollars))

		configure(t, org, clientele.Settings{Currency: "USD"})
		require.Equal(t, `{"amount":12345678901234567890.1200,"currency":"EUR"}`, revenue(get(t, org, bare.ID)))
		require.Equal(t, `7.10`, revenue(get(t, org, dollars.ID)))
		for a, err := range account.All(ctx, org, account.Filter{Text: "dollars"}) {
			require.NoError(t, err)
			require.Equal(t, `7.10`, revenue(a))
		}
		require.Equal(t, `7.1`, revenue(update(t, org, dollars.ID, account.Patch{AnnualRevenue: &value.Money{Amount: dollars.AnnualRevenue.Amount.Truncate(1)}})))
	})
}

func TestWhatAnOrganisationInsistsOn(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		old := create(t, org, named("Old", "old.test"))
		configure(t, org, clientele.Settings{Mandatory: map[string][]string{"account": {"website", "health"}}})
		_, err := account.Create(ctx, org, named("New", "new.test"))
		refused(t, err, "website required", "health required")
		bulk, err := account.CreateMany(ctx, org, []account.Draft{named("New", "new.test")}, account.KeepGoing)
		require.NoError(t, err)
		require.Equal(t, []string{"website required", "health required"}, reasons(bulk.Items[0].Faults))

		update(t, org, old.ID, account.Patch{Name: new("Still old")})
		_, err = account.Update(ctx, org, old.ID, account.Patch{Clear: []account.Field{account.FieldWebsite}})
		refused(t, err, "website required")
		_, err = account.Update(ctx, org, old.ID, account.Patch{Website: new(" ")})
		refused(t, err, "website required")

		var found []string
		for f, err := range account.Audit(ctx, org, account.Filter{}) {
			require.NoError(t, err)
			found = append(found, f.Account.Name)
			found = append(found, reasons(f.Faults)...)
		}
		require.Equal(t, []string{"Still old", "website required", "health required"}, found)
		update(t, org, old.ID, account.Patch{Website: new("https://old.test"), Health: new("RED")})
		for f, err := range account.Audit(ctx, org, account.Filter{}) {
			t.Fatal(f, err)
		}
	})
}

func TestOnlyOptionalFieldsOfAnAccountCanBeMandatory(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		for _, field := range []string{"name", "statusId", "number", "version", "memberCount", "secondaryDomain", "x"} {
			err := org.SetSettings(ctx, clientele.Settings{Mandatory: map[string][]string{"account": {"status", field}}})
			refused(t, err, "mandatory.account[1] unknown_field")
		}
		configure(t, org, clientele.Settings{Mandatory: map[string][]string{"account": {"status"}}})
		a := create(t, org, named("Acme", "acme.com"))
		_, err := account.Update(ctx, org, a.ID, account.Patch{Clear: []account.Field{account.FieldStatus}})
		refused(t, err, "status required")
		var p account.Patch
		require.NoError(t, json.Unmarshal([]byte(`{"status":null}`), &p))
		_, err = account.Update(ctx, org, a.ID, p)
		refused(t, err, "status required")
	})
}
