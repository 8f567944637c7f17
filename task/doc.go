// Package task has what somebody is to do for a customer.
//
// A task hangs on one account, for ever, and goes to the trash and comes back with it. It has a title and an assignee,
// which are required, and may be due at a time. It may have come of an activity of the same account; when that is
// deleted, the task lives on without it. Type, status and priority are the picklists task_type, task_status and
// task_priority.
//
// # Open and closed
//
// Some statuses are closed ones, as the picklist says. Moving into one sets CompletedAt and closes the task; moving out
// of it clears CompletedAt and opens it again; from one closed status to another it stays. A change that leaves the status
// alone leaves CompletedAt alone, also when the picklist has another mind of that status since. To move into a closed
// status, or to be created in one, a task needs a value in every active custom field that is mandatory on close. A task
// whose status is deleted moves to what takes its place, and nothing is asked of it then; [Audit] finds what it lacks. An
// open task is overdue from the moment on that its time has passed.
//
//	t, err := task.Create(ctx, org, task.Draft{AccountID: acme.ID, Title: "Send the offer", AssigneeID: "USER123", DueAt: friday})
//	t, err = task.Update(ctx, org, t.ID, task.Patch{Status: new("COMPLETED")})
//	late, err := task.List(ctx, org, task.Filter{Overdue: true}, clientele.Paging{})
//
// A policy that hides an account hides its time line, and not its tasks: one that means both judges tasks by their
// AccountID.
package task
