package contact

import (
	"context"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// Rules are what validating a contact needs to know of its organisation. For tests and programs without a
// store: Rules{Picklists: picklist.Builtin()}.
type Rules struct {
	Picklists *picklist.Sets
	// CustomFields are those of contacts. Nil: there are none.
	CustomFields *customfield.Schema
	Currency     string  // of amounts in custom fields that name none
	Mandatory    []Field // optional fields that this organisation insists on
	// KnownUser tells whether an id is that of an active user, for custom fields. Nil: every id is taken.
	KnownUser func(id string) bool
	// KnownAccount tells whether an account is there to be linked to. Nil: every id is taken.
	KnownAccount func(id account.ID) bool
}

// loadRules gives the organisation's rules as the transaction sees them; accounts are the names of those that an
// input may link to.
func loadRules(tx *record.Tx, users record.Users, accounts map[account.ID]string) (Rules, error) {
	sets, err := picklist.Load(tx)
	if err != nil {
		return Rules{}, err
	}
	settings, err := tx.Settings()
	if err != nil {
		return Rules{}, err
	}
	customs, err := customfield.Load(tx)
	if err != nil {
		return Rules{}, err
	}
	rules := Rules{Picklists: sets, CustomFields: customs.Of(customfield.CustomerContact), Currency: settings.Currency, KnownUser: users.Known()}
	rules.KnownAccount = func(id account.ID) bool { _, ok := accounts[id]; return ok }
	for _, f := range settings.Mandatory[contacts.Name()] {
		rules.Mandatory = append(rules.Mandatory, Field(f))
	}
	return rules, nil
}

// fill completes contacts that were read, but for their accounts: the value of the type, the names of custom fields.
// It reads nothing but what the transactions share. Some contacts may be nil.
func fill(tx *record.Tx, cs ...*Contact) error {
	sets, err := picklist.Load(tx)
	if err != nil {
		return err
	}
	customs, err := customfield.Load(tx)
	if err != nil {
		return err
	}
	types, own := sets.Of(picklist.ContactType), customs.Of(customfield.CustomerContact)
	for _, c := range cs {
		if c == nil {
			continue
		}
		types.Fill(&c.Type)
		if len(c.CustomFieldValues) > 0 {
			own.Fill(&c.CustomFieldValues)
		}
	}
	return nil
}

// lookUpUsers asks the directory about the users that custom fields of some inputs name, in one call.
func lookUpUsers(ctx context.Context, s record.Scope, verb string, inputs ...[]customfield.Input) (record.Users, error) {
	ids, err := customfield.Users(ctx, s, customfield.CustomerContact, inputs...)
	if err == nil && len(ids) == 0 {
		return record.Users{}, nil
	}
	var users record.Users
	if err == nil {
		users, err = record.LookUpUsers(ctx, s, ids)
	}
	if err != nil {
		return record.Users{}, &record.Error{Op: verb, Kind: contacts.Name(), Err: err}
	}
	return users, nil
}

// customInputs gives the custom field values of drafts.
func customInputs(drafts []Draft) [][]customfield.Input {
	inputs := make([][]customfield.Input, len(drafts))
	for i := range drafts {
		inputs[i] = drafts[i].CustomFieldValues
	}
	return inputs
}
