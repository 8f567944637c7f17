package account

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Field names a field of an account, as in JSON: for Patch.Clear and Settings.Mandatory.
type Field string

// The fields of an account that an input can give.
const (
	FieldName             Field = "name"
	FieldPrimaryDomain    Field = "primaryDomain"
	FieldSecondaryDomain  Field = "secondaryDomain"
	FieldSecondaryDomains Field = "secondaryDomains"
	FieldDescription      Field = "description"
	FieldSource           Field = "source"
	FieldTerritory        Field = "territory"
	FieldOwnerID          Field = "accountOwnerId"
	FieldLogo             Field = "logo"
	FieldWebsite          Field = "website"
	FieldStatus           Field = "status"
	FieldClassification   Field = "classification"
	FieldHealth           Field = "health"
	FieldIndustry         Field = "industry"
	FieldAnnualRevenue    Field = "annualRevenue"
	FieldEmployees        Field = "employees"
	FieldBillingAddress   Field = "billingAddress"
	FieldShippingAddress  Field = "shippingAddress"
	FieldExternalIDs      Field = "externalIds"
	FieldTeams            Field = "teams"
	FieldMetadata         Field = "metadata"
)

// fields is the table of an account: codec, changes, JSON and columns come from it. Numbers are for ever; the
// hot fields are 8 to 12.
var fields = record.Fields(
	record.SystemFields(func(a *Account) *record.System[Account] { return &a.System }),
	record.Text(13, "name", func(a *Account) *string { return &a.Name }),
	record.Text(14, "primaryDomain", func(a *Account) *string { return &a.PrimaryDomain }),
	record.Output("secondaryDomain", func(a *Account) any { return orNull(a.SecondaryDomain()) }),
	record.Texts(15, "secondaryDomains", func(a *Account) *[]string { return &a.SecondaryDomains }),
	record.Text(16, "description", func(a *Account) *string { return &a.Description }),
	record.Text(17, "source", func(a *Account) *string { return &a.Source }),
	record.Text(18, "accountOwnerId", func(a *Account) *string { return &a.OwnerID }),
	record.Output("accountOwner", func(a *Account) any { return orNull(a.Owner) }),
	record.Output("accountOwnerEmail", func(a *Account) any { return orNull(a.OwnerEmail) }),
	record.Output("accountOwnerAvatarUrl", func(a *Account) any { return orNull(a.OwnerAvatarURL) }),
	record.Text(19, "logo", func(a *Account) *string { return &a.Logo }),
	record.Text(20, "website", func(a *Account) *string { return &a.Website }),
	picklist.Field(8, "status", func(a *Account) *picklist.Ref { return &a.Status }),
	picklist.Field(9, "classification", func(a *Account) *picklist.Ref { return &a.Classification }),
	picklist.Field(10, "health", func(a *Account) *picklist.Ref { return &a.Health }),
	picklist.Field(11, "industry", func(a *Account) *picklist.Ref { return &a.Industry }),
	record.Custom(21, "annualRevenue", func(a *Account) **value.Money { return &a.AnnualRevenue }, appendMoney, decodeMoney),
	record.OptInt(22, "employees", func(a *Account) **int64 { return &a.Employees }),
	record.Custom(23, "billingAddress", func(a *Account) *value.Address { return &a.BillingAddress }, appendAddress, decodeAddress),
	record.Custom(24, "shippingAddress", func(a *Account) *value.Address { return &a.ShippingAddress }, appendAddress, decodeAddress),
	record.JSON(25, "metadata", func(a *Account) *json.RawMessage { return &a.Metadata }),
	record.Text(26, "territory", func(a *Account) *string { return &a.Territory }),
	record.Int(12, "number", func(a *Account) *int64 { return &a.Number }, record.Hot),
	record.Custom(27, "externalIds", func(a *Account) *map[string]string { return &a.ExternalIDs }, appendExternalIDs, decodeExternalIDs),
	record.Custom(28, "teams", func(a *Account) *[]Team { return &a.Teams }, appendTeams, decodeTeams),
	record.Output("memberCount", func(a *Account) any { return a.MemberCount }),
	record.Output("organizationId", func(a *Account) any { return orNull(a.OrganizationID) }),
)

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func appendMoney(dst []byte, m **value.Money) []byte {
	if *m == nil {
		return dst
	}
	b, err := (*m).AppendBinary(dst)
	if err != nil {
		return dst // too large to be stored: validation has refused it before
	}
	return b
}

func decodeMoney(s string, m **value.Money) error {
	*m = new(value.Money)
	return (*m).ReadBinary(s)
}

func appendAddress(dst []byte, a *value.Address) []byte {
	if a.IsZero() {
		return dst
	}
	b, err := a.AppendBinary(dst)
	if err != nil {
		return dst
	}
	return b
}

func decodeAddress(s string, a *value.Address) error { return a.ReadBinary(s) }

func appendExternalIDs(dst []byte, ids *map[string]string) []byte {
	for _, system := range slices.Sorted(maps.Keys(*ids)) {
		dst = appendPair(dst, system, (*ids)[system])
	}
	return dst
}

func decodeExternalIDs(s string, ids *map[string]string) error {
	*ids = map[string]string{}
	return eachPair(s, func(system, id string) { (*ids)[system] = id })
}

func appendTeams(dst []byte, teams *[]Team) []byte {
	for _, t := range *teams {
		dst = appendPair(dst, t.TeamID, t.Role)
	}
	return dst
}

func decodeTeams(s string, teams *[]Team) error {
	return eachPair(s, func(id, role string) { *teams = append(*teams, Team{TeamID: id, Role: role}) })
}

func appendPair(dst []byte, a, b string) []byte {
	return value.AppendText(value.AppendText(dst, a), b)
}

var errPairs = errors.New("account: a list of pairs is cut short")

func eachPair(s string, fn func(a, b string)) error {
	for s != "" {
		a, rest, ok := value.CutText(s)
		if !ok {
			return errPairs
		}
		b, rest, ok := value.CutText(rest)
		if !ok {
			return errPairs
		}
		fn(a, b)
		s = rest
	}
	return nil
}
