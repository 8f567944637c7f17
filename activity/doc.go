// Package activity has what was done, or is planned, with a customer: calls, e-mails, meetings, visits.
//
// An activity hangs on one account, for ever, and goes to the trash and comes back with it. It takes place at a time,
// which is required and may be in the future, for a number of minutes; it may have a title, a description and a place,
// participants, and as every entry attachments, custom fields and metadata. Type and status are the picklists
// activity_type and activity_status.
//
// A participant is a contact, by its id, or a user. An id of the form that contacts have (a UUID of version 7) is that of a
// contact, which has to be there when it is named, unless the directory knows an active user of this id. Any other is that
// of a user, who has to be an active one, if there is a directory. What becomes of either later leaves the activity as it
// is, for it tells who took part.
//
//	a, err := activity.Create(ctx, org, activity.Draft{AccountID: acme.ID, At: at, Duration: 30, Title: "Renewal", Type: "CALL"})
//	page, err := activity.List(ctx, org, activity.Filter{AccountID: []account.ID{acme.ID}}, clientele.Paging{}) // the latest first
//
// A policy that hides an account hides its time line, and not its activities: one that means both judges activities by their
// AccountID.
package activity
