package contact

import (
	"context"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/record"
)

// Extensions are what contacts add to accounts (how many there are, for one account and for a roll-up; who comes with
// a new account) and to custom fields (contacts have some, and look-ups lead to them), for record.Open.
var Extensions = slices.Concat(
	custom.Extensions(contacts),
	customfield.LookedUp(Target, customfield.LookUpContact),
	[]record.Extended{
		record.Extend(account.Target, record.Extension[account.Account]{Enrich: countMembers, Offer: account.Tally(tally)}),
		record.Extend(account.Target, record.Extension[account.Account]{Offer: account.Gather(gather)}),
	},
)

// countMembers fills in the computed field memberCount: of one account by its entries in the index of pairs, of several by
// a sweep of that. It reads no record.
func countMembers(_ context.Context, tx *record.Tx, with []string, as []*account.Account) error {
	if !slices.Contains(with, "memberCount") {
		return nil
	}
	if len(as) == 1 {
		n, err := memberships.CountEntries(tx, indexPair, record.Tuple{}.UUID(as[0].ID))
		as[0].MemberCount = &n
		return err
	}
	counts := make(map[account.ID]*int64, len(as))
	for _, a := range as {
		n := new(int64)
		a.MemberCount, counts[a.ID] = n, n
	}
	ids := make([]account.ID, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	return eachMember(tx, ids, func(in account.ID, _ ID, _ MembershipID) { *counts[in]++ })
}

// tally counts the contacts of the accounts of one roll-up, each once.
func tally() func(tx *record.Tx, ids []account.ID, sum *account.Hanging) error {
	seen := map[ID]bool{}
	return func(tx *record.Tx, ids []account.ID, sum *account.Hanging) error {
		err := eachMember(tx, ids, func(_ account.ID, id ID, _ MembershipID) { seen[id] = true })
		sum.Contacts = len(seen)
		return err
	}
}
