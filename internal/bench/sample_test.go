package bench

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/value"
)

var statuses = [...]string{"PROSPECT", "TRIAL", "ACTIVE", "CHURNED", "ACQUIRED"}

// draft gives account i: 28 fields, some 750 bytes when stored.
func draft(i int) account.Draft {
	employees := int64(i)
	health := "GREEN"
	if i%50 == 0 {
		health = "RED"
	}
	return account.Draft{
		Name: fmt.Sprintf("Company %d International", i), PrimaryDomain: fmt.Sprintf("company-%d.example", i),
		Description: "Global technology company specializing in cloud infrastructure and AI solutions for the mid market in Europe",
		Source:      "hubspot", Territory: "EMEA", OwnerID: fmt.Sprintf("USER%03d", i%50),
		Logo: "https://cdn.example.com/brand/logo.png", Website: "https://www.example.com/about",
		Status: statuses[i%5], Classification: "ENTERPRISE", Health: health, Industry: "TECHNOLOGY",
		AnnualRevenue: &value.Money{Amount: decimal.New(int64(i)*1000+50, -2), Currency: "EUR"}, Employees: &employees,
		BillingAddress:  value.Address{Street: "100 Technology Park, Suite 200", City: "San Francisco", State: "CA", PostalCode: "94105", Country: "USA"},
		ShippingAddress: value.Address{Line: "100 Technology Park, Suite 200, San Francisco, CA 94105, USA"},
		Metadata:        json.RawMessage(`{"preferredContactMethod":"email","timezone":"America/Los_Angeles","customerSince":"2023-01-01"}`),
	}
}

func drafts(n int) []account.Draft {
	out := make([]account.Draft, n)
	for i := range out {
		out[i] = draft(i)
	}
	return out
}
