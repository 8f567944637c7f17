package account

import (
	"time"

	"github.com/clientele-go/clientele/record"
)

// Hanging is what hangs on accounts, in figures of a roll-up: the packages above know it.
type Hanging struct {
	Contacts     int       // each once, however many of the accounts it is in
	OpenTasks    int       // not in a closed status
	LastActivity time.Time // that took place last, or is planned last; zero: there is none
}

// Tally begins to add up something that hangs on accounts, for one roll-up: what it gives is called with the ids of
// the accounts, each once, in ascending order, in several calls, and adds to the figures. A package above offers its
// own in record.Extension.Offer.
type Tally func() func(tx *record.Tx, ids []ID, sum *Hanging) error

// Tallies begins all tallies that packages above offer.
func Tallies(tx *record.Tx) ([]func(tx *record.Tx, ids []ID, sum *Hanging) error, error) {
	offers, err := accounts.Offers(tx)
	if err != nil {
		return nil, err
	}
	var out []func(*record.Tx, []ID, *Hanging) error
	for _, o := range offers {
		if begin, ok := o.(Tally); ok {
			out = append(out, begin())
		}
	}
	return out, nil
}
