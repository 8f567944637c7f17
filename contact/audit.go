package contact

import (
	"context"
	"iter"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// Finding is a stored contact that today's rules would not take as it is.
type Finding struct {
	Contact *Contact      `json:"contact"`
	Faults  []fault.Fault `json:"faults"`
}

// Audit runs today's rules over the live contacts that a filter wants, in the order of their creation and on one
// snapshot, and gives those that break one: rules became stricter, a field mandatory, a user inactive. An update
// is not refused for what it leaves alone; this finds it. Host rules are asked as on create. An error ends the
// walk.
func Audit(ctx context.Context, s record.Scope, f Filter) iter.Seq2[Finding, error] {
	return record.Walk(ctx, s, "contact.audit", func(_ context.Context, tx *record.Tx, yield func(Finding, error) bool) error {
		return each(tx, f, func(cs []*Contact) (bool, error) { return auditAll(ctx, tx, cs, yield) })
	})
}

// auditAll gives the findings of some contacts, and tells whether the walk goes on.
func auditAll(ctx context.Context, tx *record.Tx, cs []*Contact, yield func(Finding, error) bool) (more bool, err error) {
	var ids []string
	for _, c := range cs {
		ids = append(ids, c.CustomFieldValues.Users()...)
	}
	users, err := record.LookUpUsers(ctx, tx, ids)
	if err != nil {
		return false, err
	}
	rules, err := loadRules(tx, users, nil)
	if err != nil {
		return false, err
	}
	if err := complete(tx, cs...); err != nil {
		return false, err
	}
	for _, c := range cs {
		faults, err := audit(tx, c, rules)
		if err != nil {
			return false, err
		}
		if len(faults) > 0 && !yield(Finding{c, faults}, nil) {
			return false, nil
		}
	}
	return true, nil
}

// audit writes a contact's own values into it again, and gives what is refused. A picklist value is left out: an
// archived one may stay.
func audit(tx *record.Tx, c *Contact, rules Rules) (fault.List, error) {
	again := *c
	w := &writer{c: &again, rules: rules}
	w.firstName(c.FirstName)
	w.Text(FieldLastName, &again.LastName, c.LastName, maxText)
	w.email(c.Email)
	w.phone(c.PhoneNumber)
	w.URL(FieldAvatarURL, &again.AvatarURL, c.AvatarURL)
	w.Text(FieldCustomerUserID, &again.CustomerUserID, c.CustomerUserID, maxText)
	w.Text(FieldSource, &again.Source, c.Source, maxText)
	w.metadata(c.Metadata)
	if rules.CustomFields != nil {
		w.Faults = append(w.Faults, rules.CustomFields.Audit(c.CustomFieldValues, rules.customRules())...)
	}
	w.whole(func(Field) bool { return true })
	judged, err := contacts.Judge(tx, nil, c)
	return append(w.Faults, judged...), err
}
