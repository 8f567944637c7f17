package entry

import (
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
)

// Rules are what validating an entry needs to know of its organisation and of the moment. The packages have types of
// their own that are made like it.
type Rules struct {
	Picklists    *picklist.Sets
	CustomFields *customfield.Schema
	Settings     record.Settings
	KnownUser    func(id string) bool
	Now          time.Time
	NewID        func() uuid.UUID
}

func (r Rules) custom() customfield.Rules {
	return customfield.Rules{Currency: r.Settings.Currency, KnownUser: r.KnownUser}
}

// rules gives the organisation's rules as the transaction sees them.
func (k *Kind[T]) rules(tx *record.Tx, users record.Users) (Rules, error) {
	shared, err := k.shared.Get(tx)
	if err != nil {
		return Rules{}, err
	}
	rules := Rules{
		Picklists: shared.sets, CustomFields: shared.custom, Settings: shared.settings, KnownUser: users.Known(),
	}
	if rules.Now, err = tx.Now(); err != nil {
		return Rules{}, err
	}
	rules.NewID = func() uuid.UUID {
		id, _ := tx.NewID() // which fails where Now does
		return id
	}
	return rules, nil
}

// reading is what entries are read and judged with, made once for each version of the organisation's schema.
type reading struct {
	sets     *picklist.Sets
	custom   *customfield.Schema
	settings record.Settings
}

func (k *Kind[T]) load(tx *record.Tx) (*reading, error) {
	sets, err := picklist.Load(tx)
	if err != nil {
		return nil, err
	}
	customs, err := customfield.Load(tx)
	if err != nil {
		return nil, err
	}
	settings, err := tx.Settings()
	return &reading{sets, customs.Of(k.spec.Source), settings}, err
}

// fill completes records that were read: values of picklists and custom fields, and the names of accounts, in one
// round trip.
func (k *Kind[T]) fill(tx *record.Tx, rs ...*T) error {
	shared, err := k.shared.Get(tx)
	if err != nil || len(rs) == 0 {
		return err
	}
	ids := make([]account.ID, len(rs))
	for i, r := range rs {
		ids[i] = *k.spec.Parts(r).AccountID
	}
	names, err := account.Names(tx, ids)
	if err != nil {
		return err
	}
	for _, r := range rs {
		parts := k.spec.Parts(r)
		*parts.Account = names[*parts.AccountID]
		for _, c := range k.spec.Choices {
			shared.sets.Of(c.Attribute).Fill(c.Ref(r))
		}
		if len(*parts.Custom) > 0 {
			shared.custom.Fill(parts.Custom)
		}
	}
	return nil
}
