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

// Audit runs today's rules over the live accounts that a filter wants, and gives those that break one: rules
// became stricter, a field mandatory, a user inactive. An update is not refused for what it leaves alone; this
// finds it. Host rules are asked as on create. An error ends the walk.
func Audit(ctx context.Context, s record.Scope, f Filter) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		var batch []*Account
		for a, err := range All(ctx, s, f) {
			if err != nil {
				yield(Finding{}, err)
				return
			}
			if batch = append(batch, a); len(batch) == auditBatch {
				if !auditAll(ctx, s, batch, yield) {
					return
				}
				batch = batch[:0]
			}
		}
		auditAll(ctx, s, batch, yield)
	}
}

// auditAll gives the findings of some accounts, and tells whether the walk goes on.
func auditAll(ctx context.Context, s record.Scope, as []*Account, yield func(Finding, error) bool) bool {
	ids := make([]string, len(as))
	for i, a := range as {
		ids[i] = a.OwnerID
	}
	users, err := record.LookUpUsers(ctx, s, ids)
	if err != nil {
		return yield(Finding{}, err)
	}
	var found []Finding
	err = s.View(ctx, func(_ context.Context, tx *record.Tx) error {
		found = found[:0]
		rules, err := loadRules(tx, users)
		if err != nil {
			return err
		}
		for _, a := range as {
			faults, err := audit(tx, a, rules)
			if err != nil {
				return err
			}
			if len(faults) > 0 {
				found = append(found, Finding{a, faults})
			}
		}
		return nil
	})
	if err != nil {
		yield(Finding{}, err)
		return false
	}
	for _, f := range found {
		if !yield(f, nil) {
			return false
		}
	}
	return true
}

// audit writes an account's own values into it again, and gives what is refused. A picklist value is left out:
// an archived one may stay.
func audit(tx *record.Tx, a *Account, rules Rules) (fault.List, error) {
	again := *a
	w := &writer{a: &again, rules: rules}
	w.name(a.Name)
	w.primaryDomain(a.PrimaryDomain)
	w.secondaryDomains("", a.SecondaryDomains)
	w.longText(FieldDescription, &again.Description, a.Description)
	w.text(FieldSource, &again.Source, a.Source)
	w.text(FieldTerritory, &again.Territory, a.Territory)
	w.owner(a.OwnerID)
	w.url(FieldLogo, &again.Logo, a.Logo)
	w.url(FieldWebsite, &again.Website, a.Website)
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
	w.whole(func(Field) bool { return true })
	judged, err := accounts.Judge(tx, nil, a)
	return append(w.faults, judged...), err
}
