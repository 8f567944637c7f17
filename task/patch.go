package task

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Patch is a change to a task: a nil pointer leaves a field as it is, a value sets it, a field in Clear is emptied. In
// JSON an absent key, a value and null do the same. The rules of the fields are those of [Draft].
type Patch struct {
	// IfVersion is the version that the patch was made for: ErrStale if another is stored. 0: whatever it is.
	IfVersion int64 `json:"version"`

	AccountID      *account.ID     `json:"accountId"` // may be given as it is: another is a fault, immutable
	ActivityID     *activity.ID    `json:"activityId"`
	Title          *string         `json:"title"`
	Description    *string         `json:"description"`
	AssigneeID     *string         `json:"assigneeId"`
	Type           *string         `json:"type"`
	Status         *string         `json:"status"` // into a closed one: needs what is mandatory on close
	Priority       *string         `json:"priority"`
	IsActive       *bool           `json:"isActive"`
	DueAt          *time.Time      `json:"dueAt"`
	AttachmentURLs []string        `json:"attachmentUrls"` // are added, up to 100 in all; RemoveAttachment takes one away
	Metadata       json.RawMessage `json:"metadata"`

	CustomFieldValues []customfield.Input `json:"customFieldValues"`

	// Clear lists the fields to be emptied. A required one is a fault, and so is one that is set as well.
	Clear []Field `json:"-"`

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a patch; a key whose value is null goes to Clear, and nothing is left of what the patch was
// before. The error is about malformed JSON alone.
func (p *Patch) UnmarshalJSON(data []byte) error {
	type plain Patch
	var in plain
	nulls, faults, err := lenient.DecodePatch(data, &in)
	*p = Patch(in)
	p.faults = faults
	p.Clear = entry.Nulls[Field](tasks, nulls)
	if slices.Contains(nulls, fieldActive) {
		p.faults.Add(fieldActive, fault.Required, "is true or false")
	}
	if slices.Contains(p.Clear, FieldMetadata) {
		p.Metadata = nil // and not the null, which json.RawMessage holds as it holds any value
	}
	return err
}

// LenientFaults gives what was wrong with the JSON that the patch was decoded from.
func (p *Patch) LenientFaults() fault.List { return p.faults }

// Apply gives a changed copy of a task, or everything that is wrong with the change as a *fault.Error. It needs no
// store. It judges what the patch touches: what it leaves alone is never refused. Neither the patch nor the task is
// changed.
func (p Patch) Apply(t *Task, rules Rules) (*Task, error) {
	return tasks.Apply(t, entry.Rules(rules), p.input())
}

func (p *Patch) input() entry.Input[Task] {
	in := entry.Input[Task]{Faults: p.faults, Account: p.AccountID, Write: p.write, CustomFieldValues: p.CustomFieldValues, IfVersion: p.IfVersion, Clear: entry.Names(p.Clear)}
	if p.AssigneeID != nil {
		in.Users = []string{*p.AssigneeID}
	}
	return in
}

func (p *Patch) write(w *entry.Writer[Task]) {
	entry.Set(w, FieldActivityID, p.ActivityID, func(id activity.ID) { setActivity(w, id) })
	entry.Set(w, FieldTitle, p.Title, func(s string) { w.Text(string(FieldTitle), &w.R.Title, s, maxTitle) })
	entry.Set(w, FieldDescription, p.Description, func(s string) {
		w.LongText(string(FieldDescription), &w.R.Description, s, maxDescription)
	})
	entry.Set(w, FieldAssigneeID, p.AssigneeID, func(s string) { w.User(string(FieldAssigneeID), &w.R.AssigneeID, s) })
	entry.Set(w, FieldType, p.Type, func(s string) { w.Choose(taskType, s) })
	entry.Set(w, FieldStatus, p.Status, func(s string) { w.Choose(taskStatus, s) })
	entry.Set(w, FieldPriority, p.Priority, func(s string) { w.Choose(taskPriority, s) })
	entry.Set(w, FieldDueAt, p.DueAt, func(at time.Time) { w.Time(string(FieldDueAt), &w.R.DueAt, at) })
	if p.IsActive != nil {
		w.R.Active = *p.IsActive
	}
	w.Attach(p.AttachmentURLs)
	if p.Metadata != nil {
		entry.Set(w, FieldMetadata, &p.Metadata, w.Metadata)
	}
}
