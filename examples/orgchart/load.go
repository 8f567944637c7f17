package main

import (
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/value"
)

//go:embed group.csv
var group string

// company is a row of the file.
type company struct{ Name, Parent, Country string }

// readCompanies gives the rows of the file.
func readCompanies(text string) ([]company, error) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the companies: %w", err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], []string{"name", "parent", "country"}) {
		return nil, fmt.Errorf("reading the companies: the columns are not name, parent and country")
	}
	var companies []company
	for _, row := range rows[1:] {
		companies = append(companies, company{row[0], row[1], row[2]})
	}
	return companies, nil
}

// draft gives the account of a company. The figures are made up.
func (c company) draft(i int) account.Draft {
	employees := int64(100 + i*37%900)
	d := account.Draft{
		Name: c.Name, PrimaryDomain: domain(c.Name), Employees: &employees,
		AnnualRevenue:  &value.Money{Amount: decimal.New(int64(1000+i*7919%9000), -1), Currency: currencies[c.Country]},
		Health:         []string{"GREEN", "GREEN", "YELLOW", "GREEN", "", "GREEN", "GREEN", "RED"}[i%8],
		BillingAddress: value.Address{Country: c.Country},
	}
	return d
}

// currencies are those of the countries where it is not the organisation's.
var currencies = map[string]string{"United States": "USD", "Sweden": "SEK", "Brazil": "BRL", "China": "CNY"}

// domain gives a domain to test with, of the first words of a name: "audi-ag.example".
func domain(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words[:min(len(words), 5)], "-") + ".example"
}

// load writes the accounts and their parents in one transaction: all of it, or nothing.
func (c *chart) load(ctx context.Context) error {
	companies, err := readCompanies(group)
	if err != nil {
		return err
	}
	err = c.org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
		c.ids = map[string]account.ID{}
		for i, row := range companies {
			a, err := account.Create(ctx, tx, row.draft(i))
			if err != nil {
				return err
			}
			c.ids[row.Name] = a.ID
		}
		for _, row := range companies {
			if row.Parent == "" {
				continue
			}
			if err := relationship.SetParent(ctx, tx, c.ids[row.Name], c.ids[row.Parent]); err != nil {
				return fmt.Errorf("%s: %w", row.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "   %d companies\n", len(companies))
	return nil
}
