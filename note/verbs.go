package note

import (
	"context"
	"iter"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/record"
)

// Create writes a new note of the actor and gives it, with its id and defaults.
//
// Everything wrong with the draft comes at once in a *fault.Error: the faults of [Validate], of host rules, and
// unknown_reference at "accountId" for an account that is not there. ErrForbidden: the policy. A directory that fails, if
// a custom field names a user, fails the verb.
func Create(ctx context.Context, s record.Scope, d Draft) (*Note, error) {
	return notes.Create(ctx, s, d.input())
}

// Get gives a live note that the actor sees. ErrNotFound: there is none of this id. A directory that fails to name the
// members of the actor's teams fails this verb and all others that read notes.
func Get(ctx context.Context, s record.Scope, id ID) (*Note, error) { return notes.Get(ctx, s, id) }

// GetMany gives the live notes of these ids that the actor sees, in their order, each once; others are left out. Two
// round trips.
func GetMany(ctx context.Context, s record.Scope, ids []ID) ([]*Note, error) {
	return notes.GetMany(ctx, s, ids)
}

// List gives a page of the live notes that a filter wants and the actor sees, by default the newest first.
//
// Faults: what the filter or the paging has wrong; `invalid_cursor`, caused by ErrCursor, for a cursor of another filter
// or order. With up to record.FewRanges accounts it reads the ranges of each in an index; for more it passes over what
// is of other accounts.
func List(ctx context.Context, s record.Scope, f Filter, p record.Paging) (*record.Page[Note], error) {
	return notes.List(ctx, s, f.common(), p)
}

// All walks the live notes that a filter wants and the actor sees, the newest first, on one snapshot, which lasts as
// long as the loop. The names of authors stay empty. An error ends the walk.
func All(ctx context.Context, s record.Scope, f Filter) iter.Seq2[*Note, error] {
	return notes.All(ctx, s, f.common())
}

// Count counts the live notes that a filter wants and the actor sees. Faults are those of [List]. O(notes).
func Count(ctx context.Context, s record.Scope, f Filter) (int, error) {
	return notes.Count(ctx, s, f.common())
}

// Explain tells how [List] answers a filter in an order: which index it walks, and what it leaves to the stored bytes
// and to the decoded notes, who sees them among that.
func Explain(ctx context.Context, s record.Scope, f Filter, order string) (record.Plan, error) {
	return notes.Explain(ctx, s, f.common(), order)
}

// Update changes a live note and gives it as it is now. A patch that changes nothing writes nothing.
//
// Faults, all at once: those of [Patch.Apply] and of host rules. ErrNotFound: there is no such note that the actor sees.
// ErrForbidden: it is somebody else's, or the policy. ErrStale: another version is stored than Patch.IfVersion.
func Update(ctx context.Context, s record.Scope, id ID, p Patch) (*Note, error) {
	return notes.Update(ctx, s, id, p.input())
}

// RemoveAttachment takes one attachment away from a note and gives the note as it is now. ErrNotFound: there is no such
// note that the actor sees, or it has no such attachment. ErrForbidden: it is somebody else's, or the policy.
func RemoveAttachment(ctx context.Context, s record.Scope, id ID, attachment uuid.UUID) (*Note, error) {
	return notes.RemoveAttachment(ctx, s, id, attachment)
}

// Delete moves a live note to the trash, and gives the id of its deletion set for [Restore] and [Purge]. ErrNotFound:
// there is no such note that the actor sees. ErrForbidden: it is somebody else's, or the policy. ErrStale: another
// version is stored than ifVersion; 0 is whatever it is.
func Delete(ctx context.Context, s record.Scope, id ID, ifVersion int64) (record.SetID, error) {
	return notes.Delete(ctx, s, id, ifVersion)
}

// Restore brings a note back from the trash. ErrNotFound: there is no such set, or it is not that of a note.
// ErrForbidden: it is somebody else's, or the policy. Faults: the account that it hangs on is gone.
func Restore(ctx context.Context, s record.Scope, set record.SetID) (*record.Restored, error) {
	return notes.Restore(ctx, s, set)
}

// Purge removes a note in the trash for good, and what the change log holds of it. It gives the number of records.
// ErrNotFound and ErrForbidden are as for [Restore].
func Purge(ctx context.Context, s record.Scope, set record.SetID) (int, error) {
	return notes.Purge(ctx, s, set)
}

// History walks the changes of a note that the actor sees, the oldest first. The history of a note in the trash is for
// administrators alone. ErrNotFound: there is no such note that the actor sees.
func History(ctx context.Context, s record.Scope, id ID) iter.Seq2[record.Change, error] {
	return notes.History(ctx, s, id)
}

// VerifyPassword tells whether a password is the one that a note has in a custom field, which is named by its id, its
// slug or its name. It takes as long as setting one: some tenths of a second. ErrNotFound: there is no such note that
// the actor sees, or no such field.
func VerifyPassword(ctx context.Context, s record.Scope, id ID, field, password string) (bool, error) {
	return notes.VerifyPassword(ctx, s, id, field, password)
}

// Finding is a stored note that today's rules would not take as it is.
type Finding struct {
	Note   *Note         `json:"note"`
	Faults []fault.Fault `json:"faults"`
}

// Audit runs today's rules over the live notes that a filter wants and the actor sees, the newest first and on one
// snapshot, and gives those that break one: rules became stricter, a field mandatory. An update is not refused for what
// it leaves alone; this finds it. Host rules are asked as on create. An error ends the walk.
func Audit(ctx context.Context, s record.Scope, f Filter) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for found, err := range notes.Audit(ctx, s, f.common(), again) {
			if !yield(Finding{found.Record, found.Faults}, err) {
				return
			}
		}
	}
}

// again gives what a note holds as an input.
func again(n *Note) entry.Input[Note] {
	d := Draft{AccountID: n.AccountID, Content: n.Content, Visibility: n.Visibility, AttachmentURLs: entry.URLs(n.Attachments), Metadata: n.Metadata}
	return d.input()
}

// Between gives the first n live notes of some accounts that were written in an interval of time and that a viewer sees,
// inside a transaction: for streams of several kinds. The accounts ascend, each once; none have nothing. The names of authors stay empty.
func Between(tx *record.Tx, v Viewer, accounts []account.ID, in record.Interval, n int) ([]*Note, error) {
	return notes.Between(tx, accounts, in, n, v.gate())
}
