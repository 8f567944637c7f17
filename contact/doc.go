// Package contact keeps the people at customer organisations: who they are, how they are reached, and which accounts
// they belong to.
//
// A contact needs an e-mail address and a first name; everything else is optional. [Draft] makes one, [Patch] changes
// it, [Filter] and [Query] find it, and [Validate] and [Patch.Apply] are the rules alone, which need no store.
//
// Unique in an organisation, among the contacts that are live:
//
//   - The e-mail address, normalised: lower case, the host in ASCII, a tag kept. A second claim is a fault `duplicate`
//     that names the contact which has it, caused by ErrExists.
//   - The user of the host program that the contact is (customerUserId), for those that are one.
//
// A contact is linked to any number of accounts. Each link is a record of its own, a [Membership], with a role (a value
// of the picklist contact_type, as the contact's own type), a title and whether the contact is the account's primary
// one, which at most one contact is: making one primary makes the other so no more, in the same transaction. There is
// one link between a contact and an account. An update with accountIds replaces the set, and links that stay keep
// their details; one with accounts replaces the details as well; [Link] and [Unlink] change one link and leave the
// others. Links have versions and histories of their own, so that changing them leaves the contact's version as it is.
//
// Deleting a contact takes its links to the trash with it, deleting an account takes those to it and leaves the
// contacts. Restoring either brings links back whose other end is there; the others stay in the trash and are reported.
// A restore is refused whole, with every clash, if another contact has the address, the user or the primary place now.
//
// [CreateMany] takes contacts in bulk and skips those whose address there is. [IngestUsers] takes the users of another
// system, finds their accounts by the hosts of their addresses, makes those that are missing, and only ever adds.
//
// This package also knows what accounts ask of contacts: how many an account or a subtree has, and who comes with an
// account that asks for its existing people (account.Draft.AddExistingUsers). In both, and in ingesting, a host has to be
// equal to a domain of the account, which ann@mail.acme.com's is not to acme.com; and the domains of the organisation's free-mail
// providers stand for no company.
//
// Every verb takes a [record.Scope]: given an organisation it is a transaction of its own, given a transaction
// it joins. A refused input is a *fault.Error with everything that is wrong with it.
//
//	ann, err := contact.Create(ctx, org, contact.Draft{
//		FirstName: "Ann", Email: "ann@acme.com", Links: []contact.LinkDraft{{AccountID: acme.ID, Role: "BILLING", Primary: true}},
//	})
//	if err != nil {
//		return err
//	}
//	page, err := contact.List(ctx, org, contact.Filter{AccountIDs: []account.ID{acme.ID}}, clientele.Paging{})
package contact
