package activity

import (
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/record"
)

// Extensions are what activities add to custom fields, and to the roll-ups of accounts, for record.Open.
var Extensions = append(activities.Extensions(), record.Extend(account.Target, record.Extension[account.Account]{Offer: account.Tally(lastOf)}))

// lastOf finds the time of the last activity of the accounts of a roll-up.
func lastOf() func(tx *record.Tx, ids []account.ID, sum *account.Hanging) error {
	return func(tx *record.Tx, ids []account.ID, sum *account.Hanging) error {
		in := func(i int) record.Tuple { return record.Tuple{}.UUID(ids[i]) }
		return activities.EntriesOf(tx, entry.IndexAccount, len(ids), in, func(_ int, rest record.Tuple, _ ID) bool {
			if at, _, ok := rest.TimeAt(); ok && at.After(sum.LastActivity) {
				sum.LastActivity = at
			}
			return true
		})
	}
}

// Load gives the live activities of these ids, in their order, nil where there is none, for packages that build upon
// activities: inside their transaction and as they are stored. One round trip.
func Load(tx *record.Tx, ids []ID) ([]*Activity, error) { return activities.Kind.GetMany(tx, ids) }
