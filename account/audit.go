package account

import (
	"context"
	"iter"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Finding is a stored account that today's rules would not take as it is.
type Finding struct {
	Account *Account      `json:"account"`
	Faults  []fault.Fault `json:"faults"`
}

// auditBatch is how many accounts an audit asks the directory about at once.
const auditBatch = 256

// Audit runs today's rules over the live accounts that a filter wants, in the order of their creation and on one
// snapshot, and gives those that break one: rules became stricter, a field mandatory, a user inactive. An update
// is not refused for what it leaves alone; this finds it. Host rules are asked as on create. An error ends the
// walk.
func Audit(ctx context.Context, s record.Scope, f Filter) iter.Seq2[Finding, error] {
	return record.Walk(ctx, s, "account.audit", func(inner context.Context, tx *record.Tx, yield func(Finding, error) bool) error {
		q, err := query(inner, tx, f, OrderCreated)
		if err != nil {
			return err
		}
		var batch []*Account
		for a, err := range accounts.Select(tx, q) {
			if err != nil {
				return err
			}
			if batch = append(batch, a); len(batch) < auditBatch {
				continue
			}
			if more, err := auditAll(ctx, tx, batch, yield); err != nil || !more {
				return err
			}
			batch = batch[:0]
		}
		_, err = auditAll(ctx, tx, batch, yield)
		return err
	})
}

// auditAll gives the findings of some accounts, and tells whether the walk goes on.
func auditAll(ctx context.Context, tx *record.Tx, as []*Account, yield func(Finding, error) bool) (more bool, err error) {
	ids := ownersOf(as)
	for _, a := range as {
		ids = append(ids, a.CustomFieldValues.Users()...)
	}
	users, err := record.LookUpUsers(ctx, tx, ids)
	if err != nil {
		return false, err
	}
	rules, err := loadRules(tx, users)
	if err != nil {
		return false, err
	}
	if err := fill(tx, as...); err != nil {
		return false, err
	}
	for _, a := range as {
		faults, err := audit(tx, a, rules)
		if err != nil {
			return false, err
		}
		setOwners(users, a)
		if len(faults) > 0 && !yield(Finding{a, faults}, nil) {
			return false, nil
		}
	}
	return true, nil
}

// audit writes an account's own values into it again, and gives what is refused. A picklist value is left out:
// an archived one may stay.
func audit(tx *record.Tx, a *Account, rules Rules) (fault.List, error) {
	again := *a
	again.OwnerID = "" // so that it counts as new
	w := &writer{a: &again, rules: rules}
	w.name(a.Name)
	w.primaryDomain(a.PrimaryDomain)
	w.secondaryDomains(a.SecondaryDomains)
	w.LongText(FieldDescription, &again.Description, a.Description, maxDescription)
	w.Text(FieldSource, &again.Source, a.Source, maxText)
	w.Text(FieldTerritory, &again.Territory, a.Territory, maxText)
	w.owner(a.OwnerID)
	w.URL(FieldLogo, &again.Logo, a.Logo)
	w.URL(FieldWebsite, &again.Website, a.Website)
	if a.AnnualRevenue != nil {
		w.annualRevenue(*a.AnnualRevenue)
	}
	if a.Employees != nil {
		w.employees(*a.Employees)
	}
	w.address(FieldBillingAddress, &again.BillingAddress, a.BillingAddress)
	w.address(FieldShippingAddress, &again.ShippingAddress, a.ShippingAddress)
	w.externalIDs(a.ExternalIDs)
	w.teams(a.Teams)
	w.metadata(a.Metadata)
	if rules.CustomFields != nil {
		w.Faults = append(w.Faults, rules.CustomFields.Audit(a.CustomFieldValues, rules.customRules())...)
	}
	w.whole(func(Field) bool { return true })
	judged, err := accounts.Judge(tx, nil, a)
	return append(w.Faults, judged...), err
}
