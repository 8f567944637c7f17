package main

import (
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/value"
)

//go:embed sp500.csv
var sp500 string

// company is a row of the file.
type company struct {
	Symbol       string
	Name         string
	Sector       string
	SubIndustry  string
	Headquarters string // "Cupertino, California"
	Added        string // to the index
	CIK          string // its number at the U.S. Securities and Exchange Commission
	Founded      string // a year, sometimes with remarks
}

// columns are the first row of the file.
var columns = []string{"Symbol", "Security", "GICS Sector", "GICS Sub-Industry", "Headquarters Location", "Date added", "CIK", "Founded"}

// planted is a row as a careless export may have one. It is not in the file.
var planted = company{Symbol: "OOPS", Sector: "Alchemy", Headquarters: "Atlantis, Ocean", CIK: "0"}

// readCompanies gives the rows of the file.
func readCompanies(text string) ([]company, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = len(columns)
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the companies: %w", err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return nil, fmt.Errorf("reading the companies: the columns are not %q", columns)
	}
	var companies []company
	for _, row := range rows[1:] {
		companies = append(companies, company{row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]})
	}
	return companies, nil
}

// sectors gives the sectors of some companies, each once, in alphabetical order.
func sectors(companies []company) []string {
	var names []string
	for _, c := range companies {
		names = append(names, c.Sector)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// draft gives the account to be created for a company. Nothing is checked here: that is the library's work.
func (c company) draft() (account.Draft, error) {
	metadata, err := json.Marshal(map[string]string{
		"subIndustry": c.SubIndustry, "inIndexSince": c.Added, "founded": c.Founded,
	})
	if err != nil {
		return account.Draft{}, err
	}
	return account.Draft{
		Name:           c.account(),
		PrimaryDomain:  c.domain(),
		Source:         "S&P 500",
		Industry:       c.Sector,
		BillingAddress: address(c.Headquarters),
		ExternalIDs:    map[string]string{"ticker": c.Symbol, "cik": c.CIK},
		Metadata:       metadata,
	}, nil
}

var shareClass = regexp.MustCompile(` \(Class [A-Z]\)$`)

// account gives the name of the company without its share class: "Alphabet Inc. (Class A)" and "(Class C)" are
// two shares of one company.
func (c company) account() string { return shareClass.ReplaceAllString(c.Name, "") }

// domain gives a domain to test with, for the file has none: "alphabet-inc.example".
func (c company) domain() string {
	words := strings.FieldsFunc(strings.ToLower(c.account()), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if len(words) == 0 {
		return ""
	}
	return strings.Join(words, "-") + ".example"
}

// address gives a place as city and state, or as one text if it is written otherwise.
func address(place string) value.Address {
	if place == "none" {
		return value.Address{}
	}
	city, state, ok := strings.Cut(place, ", ")
	if !ok || strings.ContainsAny(state, ",;") {
		return value.Address{Line: place}
	}
	return value.Address{City: city, State: state}
}
