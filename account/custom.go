package account

import (
	"context"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
)

// custom are the fields that an organisation defines for its accounts.
var custom = customfield.In(customfield.Account, func(a *Account) *customfield.Values { return &a.CustomFieldValues })

// Extensions are what accounts add to custom fields, for record.Open: they have some, and look-ups lead to them.
var Extensions = append(custom.Extensions(accounts), customfield.LookedUp(Target, customfield.LookUpAccount)...)

// customRules gives what custom field values need to know.
func (r Rules) customRules() customfield.Rules {
	return customfield.Rules{Currency: r.Currency, KnownUser: r.KnownUser}
}

// customFields sets the values of a new account, and the defaults of those that the input does not name.
func (w *writer) customFields(in []customfield.Input) {
	if w.rules.CustomFields == nil && len(in) > 0 {
		w.rules.CustomFields, _ = customfield.NewSchema(customfield.Account)
	}
	if w.rules.CustomFields != nil {
		values, err := w.rules.CustomFields.Validate(in, w.rules.customRules())
		w.takeValues(values, err)
	}
}

// changeCustomFields changes the values that an account has.
func (w *writer) changeCustomFields(in []customfield.Input) {
	if len(in) == 0 {
		return
	}
	if w.rules.CustomFields == nil {
		w.rules.CustomFields, _ = customfield.NewSchema(customfield.Account)
	}
	values, err := w.rules.CustomFields.Apply(w.a.CustomFieldValues, in, w.rules.customRules())
	w.takeValues(values, err)
}

// takeValues sets the values, and notes what is wrong with them, unless decoding found it at fault already.
func (w *writer) takeValues(values customfield.Values, err error) {
	w.a.CustomFieldValues = values
	w.Join(fault.All(err))
}

// customUsers gives the users that inputs name in look-ups, for a directory to be asked about.
func customUsers(ctx context.Context, s record.Scope, verb string, inputs ...[]customfield.Input) ([]string, error) {
	ids, err := customfield.Users(ctx, s, customfield.Account, inputs...)
	if err != nil {
		return nil, &record.Error{Op: verb, Kind: accounts.Name(), Err: err}
	}
	return ids, nil
}

// VerifyPassword tells whether a password is the one that an account has in a custom field, which is named by its id,
// its slug or its name. It takes as long as setting one: some tenths of a second. ErrNotFound: there is no such
// account, or no such field.
func VerifyPassword(ctx context.Context, s record.Scope, id ID, field, password string) (bool, error) {
	return record.Read(ctx, s, "account.verify_password", func(_ context.Context, tx *record.Tx) (bool, error) {
		a, err := accounts.Get(tx, id)
		if err != nil {
			return false, err
		}
		return customfield.Verify(tx, customfield.Account, a.CustomFieldValues, id, field, password)
	})
}
