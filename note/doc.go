// Package note has the notes that people write about accounts.
//
// A note hangs on one account, for ever, and goes to the trash and comes back with it. It has content, which is
// required, a type (picklist note_type), attachments, custom fields and metadata, and is its author's: the actor who
// created it.
//
// # Who sees a note
//
// A public note is seen by everyone in the organisation; a team note by its author and by users who are in a team with
// the author, as the directory says; a private note by its author alone. Administrators see all. What an actor does not
// see is not there for that actor, in every read, list, count and history: it is ErrNotFound. Only its author and
// administrators change or delete a note ([Note.VisibleTo] and [Note.ChangeableBy] are these rules). The deletion of the
// account takes its notes whoever wrote them. A note that names no visibility has that of the organisation's settings,
// else it is public.
//
// This holds for the verbs of this package, for time lines, and for what package record does to any kind: a note is
// deleted and restored by its author, by administrators, or with its account. Some things are about all notes, whoever
// asks: the change log and the trash say when and by whom a note was written, changed and deleted and which fields
// changed, never what they held; counts of uses of a picklist value or a custom field count every note; a unique custom
// value that another note has is `duplicate`, with the id of that note; and record.Purge takes any deletion set. A program
// keeps these from its users where it has to: by a Policy, or by not offering them.
//
//	n, err := note.Create(ctx, org, note.Draft{AccountID: acme.ID, Content: "Renews in May.", Visibility: note.Team})
//	page, err := note.List(ctx, org, note.Filter{AccountID: []account.ID{acme.ID}, Subtree: true}, clientele.Paging{})
//
// A policy that hides an account hides its time line, and not its notes: one that means both judges notes by their
// AccountID.
package note
