package account_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
)

func TestGetMany(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a, b, gone := create(t, org, named("A", "a.test")), create(t, org, named("B", "b.test")), create(t, org, named("C", "c.test"))
		remove(t, org, gone.ID)
		as, err := account.GetMany(ctx, org, []account.ID{b.ID, {}, gone.ID, a.ID, b.ID, {9}})
		require.NoError(t, err)
		require.Equal(t, []*account.Account{b, a}, as)
		as, err = account.GetMany(ctx, org, nil)
		require.NoError(t, err)
		require.Equal(t, []*account.Account{}, as)
	})
}

func TestByDomain(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, account.Draft{Name: "A", PrimaryDomain: "bücher.test", SecondaryDomains: []string{"a.test", "b.test"}})
		for _, domain := range []string{"bücher.test", "https://www.BÜCHER.test/x", "xn--bcher-kva.test", "a.test", "@B.test"} {
			found, err := account.ByDomain(ctx, org, domain)
			require.NoError(t, err)
			require.Equal(t, a, uncounted(t, found))
		}
		for _, domain := range []string{"", "acme", "c.test", "x.a.test"} {
			_, err := account.ByDomain(ctx, org, domain)
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
	})
}

func TestByPrimaryDomains(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		a := create(t, org, account.Draft{Name: "A", PrimaryDomain: "a.test", SecondaryDomain: "a2.test"})
		b := create(t, org, named("B", "b.test"))
		as, err := account.ByPrimaryDomains(ctx, org, []string{"a2.test", "WWW.b.test", "", "x", "none.test", "a.test", "b.test", "co.uk"})
		require.NoError(t, err)
		require.Equal(t, []*account.Account{b, a}, as)
		as, err = account.ByPrimaryDomains(ctx, org, []string{"a2.test"})
		require.NoError(t, err)
		require.Empty(t, as)
		as, err = account.ByPrimaryDomains(ctx, org, nil)
		require.NoError(t, err)
		require.Empty(t, as)
	})
}

func TestByDomainOrEmail(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		acme := create(t, org, account.Draft{Name: "Acme", PrimaryDomain: "acme.com", SecondaryDomain: "acme.co.uk"})
		labs := create(t, org, named("Labs", "labs.acme.com"))
		create(t, org, named("Mail", "gmail.com"))
		mail := create(t, org, named("Posteo", "posteo.de"))
		for input, want := range map[string]*account.Account{
			"acme.com": acme, "https://www.acme.com/about": acme, "@acme.co.uk": acme,
			"ann@acme.com": acme, " Ann+News@ACME.com ": acme, "ann@acme.co.uk": acme, "ann@www.acme.com": acme,
			"ann@mail.eu.acme.com": acme, "ann@labs.acme.com": labs, "ann@x.labs.acme.com": labs,
			"posteo.de": mail,
			"":          nil, "acme": nil, "x.acme.com": nil, "ann@other.com": nil, "ann@com": nil, "ann@notacme.com": nil,
			"ann@gmail.com": nil, "ann@mail.gmail.com": nil, "ann@posteo.de": nil, "ann@co.uk": nil, "a b@acme.com": nil,
		} {
			found, err := account.ByDomainOrEmail(ctx, org, input)
			if want == nil {
				require.ErrorIs(t, err, clientele.ErrNotFound, input)
				continue
			}
			require.NoError(t, err, input)
			require.Equal(t, want, uncounted(t, found), input)
		}
		configure(t, org, clientele.Settings{FreeMail: []string{"acme.com"}})
		for _, input := range []string{"ann@acme.com", "ann@mail.acme.com"} {
			_, err := account.ByDomainOrEmail(ctx, org, input)
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		found, err := account.ByDomainOrEmail(ctx, org, "ann@posteo.de")
		require.NoError(t, err)
		require.Equal(t, mail, uncounted(t, found))
	})
}

func TestByNumberAndExternalID(t *testing.T) {
	onEngines(t, func(t *testing.T, org *clientele.Org) {
		create(t, org, named("A", "a.test"))
		b := create(t, org, full())
		found, err := account.ByNumber(ctx, org, b.Number)
		require.NoError(t, err)
		require.Equal(t, b, uncounted(t, found))
		found, err = account.ByExternalID(ctx, org, " crm", "17 ")
		require.NoError(t, err)
		require.Equal(t, b, uncounted(t, found))
		for _, number := range []int64{0, -1, 3, 1 << 62} {
			_, err := account.ByNumber(ctx, org, number)
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		for _, pair := range [][2]string{{"", ""}, {"crm", "1"}, {"duns", "17"}, {"\xff", "17"}, {"crm", "\x00"}, {"CRM", "17"}} {
			_, err := account.ByExternalID(ctx, org, pair[0], pair[1])
			require.ErrorIs(t, err, clientele.ErrNotFound)
		}
		remove(t, org, b.ID)
		_, err = account.ByNumber(ctx, org, b.Number)
		require.ErrorIs(t, err, clientele.ErrNotFound)
		_, err = account.ByExternalID(ctx, org, "crm", "17")
		require.ErrorIs(t, err, clientele.ErrNotFound)
	})
}

func TestParseID(t *testing.T) {
	id, err := account.ParseID("018f3c1e-5b7a-7cc0-8000-000000000001")
	require.NoError(t, err)
	require.Equal(t, "018f3c1e-5b7a-7cc0-8000-000000000001", id.String())
	for _, text := range []string{"1", "018f3c1e5b7a7cc08000000000000001", "{018f3c1e-5b7a-7cc0-8000-000000000001}", "018f3c1e-5b7a-7cc0-8000-00000000000x"} {
		_, err := account.ParseID(text)
		require.True(t, fault.Has(err, fault.NotAnID), text)
	}
}
