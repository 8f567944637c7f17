package task

import (
	"context"
	"iter"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/record"
)

// Create writes a new task and gives it, with its id and defaults.
//
// Everything wrong with the draft comes at once in a *fault.Error: the faults of [Validate], of host rules,
// unknown_reference for an account or an activity that is not there, and contradiction for an activity of another account.
// ErrForbidden: the policy. A directory that fails, if there is one, fails the verb.
func Create(ctx context.Context, s record.Scope, d Draft) (*Task, error) {
	return tasks.Create(ctx, s, d.input())
}

// Get gives a live task. ErrNotFound: there is none of this id. Two round trips, one of them for the name of the
// account.
func Get(ctx context.Context, s record.Scope, id ID) (*Task, error) { return tasks.Get(ctx, s, id) }

// GetMany gives the live tasks of these ids, in their order, each once; those that are not there are left out. Two
// round trips.
func GetMany(ctx context.Context, s record.Scope, ids []ID) ([]*Task, error) {
	return tasks.GetMany(ctx, s, ids)
}

// List gives a page of the live tasks that a filter wants, by default by the time they are due, those without one last.
//
// Faults: what the filter or the paging has wrong; `invalid_cursor`, caused by ErrCursor, for a cursor of another filter
// or order. What is overdue is asked at the time of each page. By due time it reads the ranges of the accounts, or else of
// the activities or the assignees, in an index, as long as they are no more than record.FewRanges; for more it passes
// over what is of others. By creation it reads all tasks of the accounts, by update all tasks.
func List(ctx context.Context, s record.Scope, f Filter, p record.Paging) (*record.Page[Task], error) {
	return tasks.List(ctx, s, f.common(), p)
}

// All walks the live tasks that a filter wants, by the time they are due, those without one last, on one snapshot, which
// lasts as long as the loop. The names of creators stay empty. An error ends the walk.
func All(ctx context.Context, s record.Scope, f Filter) iter.Seq2[*Task, error] {
	return tasks.All(ctx, s, f.common())
}

// Count counts the live tasks that a filter wants. Faults are those of [List]. It reads no task where an index by due
// time has all that is asked for.
func Count(ctx context.Context, s record.Scope, f Filter) (int, error) {
	return tasks.Count(ctx, s, f.common())
}

// Explain tells how [List] answers a filter in an order: which index it walks, and what it leaves to the stored bytes
// and to the decoded tasks.
func Explain(ctx context.Context, s record.Scope, f Filter, order string) (record.Plan, error) {
	return tasks.Explain(ctx, s, f.common(), order)
}

// Update changes a live task and gives it as it is now. A patch that changes nothing writes nothing.
//
// Faults, all at once: those of [Patch.Apply], of host rules, unknown_reference and contradiction as for [Create].
// ErrNotFound: there is no such task. ErrStale: another version is stored than Patch.IfVersion. ErrForbidden: the policy.
func Update(ctx context.Context, s record.Scope, id ID, p Patch) (*Task, error) {
	return tasks.Update(ctx, s, id, p.input())
}

// RemoveAttachment takes one attachment away from a task and gives it as it is now. ErrNotFound: there is no such
// task, or it has no such attachment. ErrForbidden: the policy.
func RemoveAttachment(ctx context.Context, s record.Scope, id ID, attachment uuid.UUID) (*Task, error) {
	return tasks.RemoveAttachment(ctx, s, id, attachment)
}

// Delete moves a live task to the trash, and gives the id of its deletion set for [Restore] and [Purge].
// ErrNotFound: there is no such task. ErrStale: another version is stored than ifVersion; 0 is whatever it is.
// ErrForbidden: the policy.
func Delete(ctx context.Context, s record.Scope, id ID, ifVersion int64) (record.SetID, error) {
	return tasks.Delete(ctx, s, id, ifVersion)
}

// Restore brings a task back from the trash, without its activity if that is gone, and with the default of a picklist
// whose value is gone: both are reported. ErrNotFound: there is no such set, or it is not that of a task. ErrForbidden:
// the policy. Faults: unknown_reference if the account that it hangs on is gone, duplicate for what was taken meanwhile.
func Restore(ctx context.Context, s record.Scope, set record.SetID) (*record.Restored, error) {
	return tasks.Restore(ctx, s, set)
}

// Purge removes a task in the trash for good, and what the change log holds of it. It gives the number of records.
// ErrNotFound: there is no such set, or it is not that of a task. ErrForbidden: the policy.
func Purge(ctx context.Context, s record.Scope, set record.SetID) (int, error) {
	return tasks.Purge(ctx, s, set)
}

// History walks the changes of a task, the oldest first, also of one in the trash.
func History(ctx context.Context, s record.Scope, id ID) iter.Seq2[record.Change, error] {
	return tasks.History(ctx, s, id)
}

// VerifyPassword tells whether a password is the one that a task has in a custom field, which is named by its id, its
// slug or its name. It takes as long as setting one: some tenths of a second. ErrNotFound: there is no such task,
// or no such field.
func VerifyPassword(ctx context.Context, s record.Scope, id ID, field, password string) (bool, error) {
	return tasks.VerifyPassword(ctx, s, id, field, password)
}

// Finding is a stored task that today's rules would not take as it is.
type Finding struct {
	Task   *Task         `json:"task"`
	Faults []fault.Fault `json:"faults"`
}

// Audit runs today's rules over the live tasks that a filter wants, by the time they are due, those without one last, and
// gives those that break one: rules became stricter, a field mandatory, a user inactive. An update is not refused for what
// it leaves alone; this finds it. Host rules are asked as on create. The walk lasts one snapshot; an error ends it.
func Audit(ctx context.Context, s record.Scope, f Filter) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for found, err := range tasks.Audit(ctx, s, f.common(), again) {
			if !yield(Finding{found.Record, found.Faults}, err) {
				return
			}
		}
	}
}

// again gives what a task holds as an input.
func again(t *Task) entry.Input[Task] {
	d := Draft{
		AccountID: t.AccountID, ActivityID: t.ActivityID, Title: t.Title, Description: t.Description, AssigneeID: t.AssigneeID,
		DueAt: t.DueAt, IsActive: &t.Active, AttachmentURLs: entry.URLs(t.Attachments), Metadata: t.Metadata,
	}
	return d.input()
}

// Between gives the first n live tasks of some accounts that were created in an interval of time, inside a
// transaction: for streams of several kinds. The accounts ascend, each once; none have nothing. The names of creators stay empty.
func Between(tx *record.Tx, accounts []account.ID, in record.Interval, n int) ([]*Task, error) {
	return tasks.Between(tx, accounts, in, n, entry.Gate[Task]{})
}
