package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/value"
)

func TestCompanies(t *testing.T) {
	companies, err := readCompanies(sp500)
	require.NoError(t, err)
	require.Len(t, companies, 503)
	require.Equal(t, company{
		Symbol: "MMM", Name: "3M", Sector: "Industrials", SubIndustry: "Industrial Conglomerates",
		Headquarters: "Saint Paul, Minnesota", Added: "1957-03-04", CIK: "66740", Founded: "1902",
	}, companies[0])
	require.Len(t, sectors(companies), 11)
}

func TestOtherFilesAreRefused(t *testing.T) {
	for _, text := range []string{"", "a,b,c,d,e,f,g,h\n", "Symbol,Security\n", "Symbol,\"Security\n"} {
		_, err := readCompanies(text)
		require.Error(t, err, text)
	}
}

func TestDomains(t *testing.T) {
	for _, c := range []struct{ name, account, domain string }{
		{"3M", "3M", "3m.example"},
		{"Alphabet Inc. (Class A)", "Alphabet Inc.", "alphabet-inc.example"},
		{"Alphabet Inc. (Class C)", "Alphabet Inc.", "alphabet-inc.example"},
		{"Lilly (Eli)", "Lilly (Eli)", "lilly-eli.example"},
		{"AT&T", "AT&T", "at-t.example"},
		{"O’Reilly Automotive", "O’Reilly Automotive", "o-reilly-automotive.example"},
		{"Estée Lauder", "Estée Lauder", "estée-lauder.example"},
		{"", "", ""},
		{"--", "--", ""},
	} {
		have := company{Name: c.name}
		require.Equal(t, c.account, have.account())
		require.Equal(t, c.domain, have.domain())
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		place string
		want  value.Address
	}{
		{"Saint Paul, Minnesota", value.Address{City: "Saint Paul", State: "Minnesota"}},
		{"Warmley, Bristol, United Kingdom", value.Address{Line: "Warmley, Bristol, United Kingdom"}},
		{"Columbus, Ohio; Detroit, Michigan", value.Address{Line: "Columbus, Ohio; Detroit, Michigan"}},
		{"Singapore", value.Address{Line: "Singapore"}},
		{"none", value.Address{}},
	} {
		require.Equal(t, c.want, address(c.place))
	}
}
