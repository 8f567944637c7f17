// Package account keeps the customer organisations of a program: what is known of each, and which domains are
// theirs.
//
// An account needs a name and a primary domain; everything else is optional. [Draft] makes one, [Patch] changes
// it, [Filter] finds it, and [Validate] and [Patch.Apply] are the rules alone, which need no store.
//
// Unique in an organisation, among the accounts that are live:
//
//   - A domain, whether it is the primary or a secondary one. A second claim is a fault `duplicate` that names the
//     account which has it, caused by ErrExists. A secondary domain that is the account's own primary one is
//     dropped.
//   - An external id, for each system.
//   - The number, which ascends and is never used twice, also not after its account is gone for good.
//
// What an input gives is normalised: texts are trimmed and brought to normal form C, domains are lower case ASCII
// without scheme, port, path and a leading www, URLs have a lower case host, an amount of money keeps its digits and
// gets the currency of the organisation if it names none. Status, classification, health and industry are values
// of picklists, given by id or by value whatever its case; an account keeps the id, so that renaming a value
// touches no account. A status that is not given is the default of its picklist. An owner has to be an active user,
// if the program has a directory; it is asked before and after the transaction, never inside one of an Org.
//
// A refused input is a *fault.Error with everything that is wrong with it. What an update leaves alone is never
// refused, though rules have become stricter since; [Audit] finds it. An update that changes nothing writes
// nothing. Rules of the host program ([Rule]) and fields that the organisation insists on (Settings.Mandatory)
// hold on every path.
//
// [Delete] moves an account to the trash, with all records that refer to it by a cascading reference, as one set.
// Its domains and external ids are free from then on. [Restore] brings the set back whole, or refuses with
// every value that was taken meanwhile; [Purge] removes it for good.
//
// Every verb takes a [record.Scope]: given an organisation it is a transaction of its own, given a transaction
// it joins.
//
//	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme Corporation", PrimaryDomain: "acme.com"})
//	if err != nil {
//		return err
//	}
//	acme, err = account.Update(ctx, org, acme.ID, account.Patch{IfVersion: acme.Version, Health: new("GREEN")})
//	if errors.Is(err, clientele.ErrStale) {
//		// somebody else was faster: read it again
//	}
//	for a, err := range account.All(ctx, org, account.Filter{Health: []string{"RED", "YELLOW"}}) {
//		…
//	}
package account
