package account

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// Rules are what validating an account needs to know of its organisation. For tests and programs without a
// store: Rules{Picklists: picklist.Builtin(), Currency: "USD"}.
type Rules struct {
	Picklists *picklist.Sets
	// CustomFields are those of accounts. Nil: there are none.
	CustomFields *customfield.Schema
	Currency     string  // of amounts that name none
	Mandatory    []Field // optional fields that this organisation insists on
	// KnownUser tells whether an id is that of an active user. Nil: there is no directory, every id is taken.
	KnownUser func(id string) bool
}

// optional lists the fields that an organisation may insist on.
func optional() []string {
	var names []string
	for f := range clearers {
		if f != FieldName && f != FieldPrimaryDomain && f != FieldSecondaryDomain {
			names = append(names, string(f))
		}
	}
	slices.Sort(names)
	return names
}

// loadRules gives the organisation's rules as the transaction sees them.
func loadRules(tx *record.Tx, users record.Users) (Rules, error) {
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
	rules := Rules{Picklists: sets, CustomFields: customs.Of(customfield.Account), Currency: settings.Currency, KnownUser: users.Known()}
	for _, f := range settings.Mandatory["account"] {
		rules.Mandatory = append(rules.Mandatory, Field(f))
	}
	return rules, nil
}

// reading is what accounts are completed with when they are read.
type reading struct {
	picklists [4]*picklist.Set // of Account.picklists
	custom    *customfield.Schema
	currency  string
}

// readings are made once for each version of the organisation's schema.
var readings = record.NewShared(func(tx *record.Tx) (*reading, error) {
	sets, err := picklist.Load(tx)
	if err != nil {
		return nil, err
	}
	customs, err := customfield.Load(tx)
	if err != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	r := &reading{custom: customs.Of(customfield.Account), currency: settings.Currency}
	for i, p := range new(Account).picklists() {
		r.picklists[i] = sets.Of(p.attribute)
	}
	return r, err
})

// fill completes accounts that were read: values of the picklists and custom fields, currency, organisation. It reads nothing
// but what the transactions share.
func fill(tx *record.Tx, as ...*Account) error {
	r, err := readings.Get(tx)
	if err != nil {
		return err
	}
	for _, a := range as {
		if a == nil {
			continue
		}
		a.OrganizationID = tx.Org()
		for i, ref := range [...]*picklist.Ref{&a.Status, &a.Classification, &a.Health, &a.Industry} {
			r.picklists[i].Fill(ref)
		}
		if a.AnnualRevenue != nil {
			*a.AnnualRevenue = a.AnnualRevenue.In(r.currency)
		}
		if len(a.CustomFieldValues) > 0 {
			r.custom.Fill(&a.CustomFieldValues)
		}
	}
	return nil
}

// lookUpOwners asks the directory about the owners of an input, for a verb that is going to write them.
func lookUpOwners(ctx context.Context, s record.Scope, verb string, ids ...string) (record.Users, error) {
	if s.DB().Options().Directory == nil {
		return record.Users{}, nil
	}
	for i, id := range ids {
		if text, err := value.Text(id, maxText); err == nil {
			ids[i] = text
		}
	}
	users, err := record.LookUpUsers(ctx, s, ids)
	if err != nil {
		return users, &record.Error{Op: verb, Kind: accounts.Name(), Err: err}
	}
	return users, nil
}

// lookUpUsers asks the directory about all users of some drafts.
func lookUpUsers(ctx context.Context, s record.Scope, verb string, drafts []Draft) (record.Users, error) {
	if s.DB().Options().Directory == nil {
		return record.Users{}, nil
	}
	ids := make([]string, len(drafts))
	inputs := make([][]customfield.Input, len(drafts))
	for i := range drafts {
		ids[i], inputs[i] = drafts[i].OwnerID, drafts[i].CustomFieldValues
	}
	more, err := customUsers(ctx, s, verb, inputs...)
	if err != nil {
		return record.Users{}, err
	}
	return lookUpOwners(ctx, s, verb, append(ids, more...)...)
}

// ownersOf gives the owners of accounts, of which some may be nil.
func ownersOf(as []*Account) []string {
	ids := make([]string, 0, len(as))
	for _, a := range as {
		if a != nil {
			ids = append(ids, a.OwnerID)
		}
	}
	return ids
}

// fillOwners completes accounts with what the directory knows of their owners, in one call. A directory that
// fails leaves the names empty.
func fillOwners(ctx context.Context, s record.Scope, as ...*Account) {
	if s.DB().Options().Directory == nil {
		return
	}
	if users, err := record.LookUpUsers(ctx, s, ownersOf(as)); err == nil {
		setOwners(users, as...)
	}
}

func setOwners(users record.Users, as ...*Account) {
	for _, a := range as {
		if a == nil {
			continue
		}
		if u, ok := users.Get(a.OwnerID); ok {
			a.Owner, a.OwnerEmail, a.OwnerAvatarURL = u.Name, u.Email, u.AvatarURL
		}
	}
}
