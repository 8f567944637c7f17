package activity

import (
	"context"
	"iter"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/record"
)

// Create writes a new activity and gives it, with its id and defaults.
//
// Everything wrong with the draft comes at once in a *fault.Error: the faults of [Validate], of host rules, and
// unknown_reference for an account or a participant that is not there. ErrForbidden: the policy. A directory that
// fails, if the draft names participants, fails the verb.
func Create(ctx context.Context, s record.Scope, d Draft) (*Activity, error) {
	return activities.Create(ctx, s, d.input())
}

// Get gives a live activity. ErrNotFound: there is none of this id. Two round trips, one of them for the name of the
// account.
func Get(ctx context.Context, s record.Scope, id ID) (*Activity, error) {
	return activities.Get(ctx, s, id)
}

// GetMany gives the live activities of these ids, in their order, each once; those that are not there are left out. Two
// round trips.
func GetMany(ctx context.Context, s record.Scope, ids []ID) ([]*Activity, error) {
	return activities.GetMany(ctx, s, ids)
}

// List gives a page of the live activities that a filter wants, by default the latest first.
//
// Faults: what the filter or the paging has wrong; `invalid_cursor`, caused by ErrCursor, for a cursor of another filter
// or order. With up to record.FewRanges accounts it reads the ranges of each in an index; for more it passes over what
// is of other accounts.
func List(ctx context.Context, s record.Scope, f Filter, p record.Paging) (*record.Page[Activity], error) {
	return activities.List(ctx, s, f.common(), p)
}

// All walks the live activities that a filter wants, the latest first, on one snapshot, which lasts as long as the loop.
// The names of creators stay empty. An error ends the walk.
func All(ctx context.Context, s record.Scope, f Filter) iter.Seq2[*Activity, error] {
	return activities.All(ctx, s, f.common())
}

// Count counts the live activities that a filter wants. Faults are those of [List]. O(activities of the accounts and
// the time that the filter names).
func Count(ctx context.Context, s record.Scope, f Filter) (int, error) {
	return activities.Count(ctx, s, f.common())
}

// Explain tells how [List] answers a filter in an order: which index it walks, and what it leaves to the stored bytes
// and to the decoded activities.
func Explain(ctx context.Context, s record.Scope, f Filter, order string) (record.Plan, error) {
	return activities.Explain(ctx, s, f.common(), order)
}

// Update changes a live activity and gives it as it is now. A patch that changes nothing writes nothing.
//
// Faults, all at once: those of [Patch.Apply], of host rules, and unknown_reference as for [Create]. ErrNotFound: there
// is no such activity. ErrStale: another version is stored than Patch.IfVersion. ErrForbidden: the policy.
func Update(ctx context.Context, s record.Scope, id ID, p Patch) (*Activity, error) {
	return activities.Update(ctx, s, id, p.input())
}

// RemoveAttachment takes one attachment away from an activity and gives it as it is now. ErrNotFound: there is no such
// activity, or it has no such attachment. ErrForbidden: the policy.
func RemoveAttachment(ctx context.Context, s record.Scope, id ID, attachment uuid.UUID) (*Activity, error) {
	return activities.RemoveAttachment(ctx, s, id, attachment)
}

// Delete moves a live activity to the trash, and gives the id of its deletion set for [Restore] and [Purge]. Tasks
// that came of it live on without it.
//
// ErrNotFound: there is no such activity. ErrStale: another version is stored than ifVersion; 0 is whatever it is.
// ErrForbidden: the policy.
func Delete(ctx context.Context, s record.Scope, id ID, ifVersion int64) (record.SetID, error) {
	return activities.Delete(ctx, s, id, ifVersion)
}

// Restore brings an activity back from the trash. ErrNotFound: there is no such set, or it is not that of an activity.
// ErrForbidden: the policy. Faults: the account that it hangs on is gone.
func Restore(ctx context.Context, s record.Scope, set record.SetID) (*record.Restored, error) {
	return activities.Restore(ctx, s, set)
}

// Purge removes an activity in the trash for good, and what the change log holds of it. It gives the number of records.
// ErrNotFound: there is no such set, or it is not that of an activity. ErrForbidden: the policy.
func Purge(ctx context.Context, s record.Scope, set record.SetID) (int, error) {
	return activities.Purge(ctx, s, set)
}

// History walks the changes of an activity, the oldest first, also of one in the trash.
func History(ctx context.Context, s record.Scope, id ID) iter.Seq2[record.Change, error] {
	return activities.History(ctx, s, id)
}

// VerifyPassword tells whether a password is the one that an activity has in a custom field, which is named by its id,
// its slug or its name. It takes as long as setting one: some tenths of a second. ErrNotFound: there is no such
// activity, or no such field.
func VerifyPassword(ctx context.Context, s record.Scope, id ID, field, password string) (bool, error) {
	return activities.VerifyPassword(ctx, s, id, field, password)
}

// Finding is a stored activity that today's rules would not take as it is.
type Finding struct {
	Activity *Activity     `json:"activity"`
	Faults   []fault.Fault `json:"faults"`
}

// Audit runs today's rules over the live activities that a filter wants, the latest first and on one snapshot, and gives
// those that break one: rules became stricter, a field mandatory, a user inactive. An update is not refused for what it
// leaves alone; this finds it. Host rules are asked as on create. The names of creators stay empty. An error ends the
// walk.
func Audit(ctx context.Context, s record.Scope, f Filter) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for found, err := range activities.Audit(ctx, s, f.common(), again) {
			if !yield(Finding{found.Record, found.Faults}, err) {
				return
			}
		}
	}
}

// again gives what an activity holds as an input.
func again(a *Activity) entry.Input[Activity] {
	d := Draft{
		AccountID: a.AccountID, At: a.At, Duration: a.Duration, Title: a.Title, Description: a.Description, Location: a.Location,
		Participants: a.Participants, AttachmentURLs: entry.URLs(a.Attachments), Metadata: a.Metadata,
	}
	return d.input()
}

// Between gives the first n live activities of some accounts that take place in an interval of time, inside a
// transaction: for streams of several kinds. The accounts ascend, each once; nil is all of them. The names of creators
// stay empty. Of up to record.FewRanges accounts it reads the range of each in an index, for more it walks the interval
// and passes over what is of other accounts.
func Between(tx *record.Tx, accounts []account.ID, in record.Interval, n int) ([]*Activity, error) {
	return activities.Between(tx, accounts, in, n, entry.Gate[Activity]{})
}
