package note

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/internal/lenient"
)

// Patch is a change to a note: a nil pointer leaves a field as it is, a value sets it, a field in Clear is emptied. In
// JSON an absent key, a value and null do the same. The rules of the fields are those of [Draft].
type Patch struct {
	// IfVersion is the version that the patch was made for: ErrStale if another is stored. 0: whatever it is.
	IfVersion int64 `json:"version"`

	AccountID      *account.ID     `json:"accountId"` // may be given as it is: another is a fault, immutable
	Content        *string         `json:"content"`
	Type           *string         `json:"type"`
	Visibility     *Visibility     `json:"visibility"`
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
	p.Clear = entry.Nulls[Field](notes, nulls)
	if slices.Contains(p.Clear, FieldMetadata) {
		p.Metadata = nil // and not the null, which json.RawMessage holds as it holds any value
	}
	return err
}

// LenientFaults gives what was wrong with the JSON that the patch was decoded from.
func (p *Patch) LenientFaults() fault.List { return p.faults }

// Apply gives a changed copy of a note, or everything that is wrong with the change as a *fault.Error. It needs no
// store. It judges what the patch touches: what it leaves alone is never refused. Neither the patch nor the note is
// changed.
func (p Patch) Apply(n *Note, rules Rules) (*Note, error) {
	return notes.Apply(n, entry.Rules(rules), p.input())
}

func (p *Patch) input() entry.Input[Note] {
	return entry.Input[Note]{Faults: p.faults, Account: p.AccountID, Write: p.write, CustomFieldValues: p.CustomFieldValues, IfVersion: p.IfVersion, Clear: entry.Names(p.Clear)}
}

func (p *Patch) write(w *entry.Writer[Note]) {
	entry.Set(w, FieldContent, p.Content, func(s string) { w.LongText(string(FieldContent), &w.R.Content, s, maxContent) })
	entry.Set(w, FieldType, p.Type, func(s string) { w.Choose(noteType, s) })
	entry.Set(w, FieldVisibility, p.Visibility, func(v Visibility) { setVisibility(w, v) })
	w.Attach(p.AttachmentURLs)
	if p.Metadata != nil {
		entry.Set(w, FieldMetadata, &p.Metadata, w.Metadata)
	}
}
