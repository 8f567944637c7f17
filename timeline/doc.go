// Package timeline puts what happened around an account into one stream: its activities, notes and tasks, and the changes
// made to the account itself, of it alone or of all accounts below it, too.
//
// An activity stands at the time it takes place, a note and a task where they were created, a change where it was made.
// What the trash holds is not there; the deletion and the restore of the account are changes of it. A note is there for
// those who see it ([note.Note.VisibleTo]), an account and all that hangs on it for those whom the policy lets see it.
//
// A page is one merge over indexes. Up to record.FewRanges accounts the ranges of each are read, and no more of them
// than the page needs; for more accounts the indexes of the whole organisation are walked from the newest on, until the
// page is full.
//
//	page, err := timeline.List(ctx, org, timeline.Filter{AccountID: acme.ID, Subtree: true}, clientele.Paging{Limit: 20})
//	for _, item := range page.Items { fmt.Println(item.At, item.Kind, item.Title()) }
package timeline
