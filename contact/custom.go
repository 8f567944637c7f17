package contact

import (
	"context"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// custom are the fields that an organisation defines for its contacts.
var custom = customfield.In(customfield.CustomerContact, func(c *Contact) *customfield.Values { return &c.CustomFieldValues })

// customRules gives what custom field values need to know.
func (r Rules) customRules() customfield.Rules {
	return customfield.Rules{Currency: r.Currency, KnownUser: r.KnownUser}
}

// customFields sets the values of a new contact, and the defaults of those that the input does not name.
func (w *writer) customFields(in []customfield.Input) {
	if w.rules.CustomFields == nil && len(in) > 0 {
		w.rules.CustomFields, _ = customfield.NewSchema(customfield.CustomerContact)
	}
	if w.rules.CustomFields != nil {
		values, err := w.rules.CustomFields.Validate(in, w.rules.customRules())
		w.takeValues(values, err)
	}
}

// changeCustomFields changes the values that a contact has.
func (w *writer) changeCustomFields(in []customfield.Input) {
	if len(in) == 0 {
		return
	}
	if w.rules.CustomFields == nil {
		w.rules.CustomFields, _ = customfield.NewSchema(customfield.CustomerContact)
	}
	values, err := w.rules.CustomFields.Apply(w.c.CustomFieldValues, in, w.rules.customRules())
	w.takeValues(values, err)
}

// takeValues sets the values, and notes what is wrong with them, unless decoding found it at fault already.
func (w *writer) takeValues(values customfield.Values, err error) {
	w.c.CustomFieldValues = values
	w.Join(fault.All(err))
}

// VerifyPassword tells whether a password is the one that a contact has in a custom field, which is named by its id,
// its slug or its name. It takes as long as setting one: some tenths of a second. ErrNotFound: there is no such
// contact, or no such field.
func VerifyPassword(ctx context.Context, s record.Scope, id ID, field, password string) (bool, error) {
	return record.Read(ctx, s, "contact.verify_password", func(_ context.Context, tx *record.Tx) (bool, error) {
		c, err := contacts.Get(tx, id)
		if err != nil {
			return false, err
		}
		return customfield.Verify(tx, customfield.CustomerContact, c.CustomFieldValues, id, field, password)
	})
}
