package task

import (
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
)

// Extensions are what tasks add to custom fields, and to the roll-ups of accounts, for record.Open.
var Extensions = append(tasks.Extensions(), record.Extend(account.Target, record.Extension[account.Account]{Offer: account.Tally(openOf)}))

// openOf counts the open tasks of the accounts of a roll-up.
func openOf() func(tx *record.Tx, ids []account.ID, sum *account.Hanging) error {
	return func(tx *record.Tx, ids []account.ID, sum *account.Hanging) error {
		in := func(i int) record.Tuple { return record.Tuple{}.UUID(ids[i]).Bool(false) }
		return tasks.EntriesOf(tx, indexAccountDue, len(ids), in, func(int, record.Tuple, ID) bool {
			sum.OpenTasks++
			return true
		})
	}
}
