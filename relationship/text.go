package relationship

import (
	"strconv"
	"strings"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/value"
)

func revenueText(a *account.Account) string {
	if a.AnnualRevenue == nil {
		return ""
	}
	return moneyText(*a.AnnualRevenue)
}

func moneyText(m value.Money) string {
	return strings.TrimSpace(value.FormatDecimal(m.Amount) + " " + m.Currency)
}

func employeesText(a *account.Account) string {
	if a.Employees == nil {
		return ""
	}
	return strconv.FormatInt(*a.Employees, 10)
}

func addressText(a value.Address) string {
	var parts []string
	for _, part := range []string{a.Line, a.Street, a.City, a.State, a.PostalCode, a.Country} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

func amountText(m *value.Money) string { return value.FormatDecimal(m.Amount) }
