package contact

import (
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/lenient"
)

// LinkDraft says how a contact is linked to an account. What is empty is absent: no role, no title, not primary.
//
// It decodes from JSON as a [Draft] does.
type LinkDraft struct {
	AccountID account.ID `json:"id"`
	Role      string     `json:"role"`    // id or value of contact_type
	Title     string     `json:"title"`   // at most 255 characters
	Primary   bool       `json:"primary"` // takes that from the contact that is it

	faults fault.List // of decoding
}

// UnmarshalJSON decodes a link; nothing is left of what it was before. The error is about malformed JSON alone.
func (l *LinkDraft) UnmarshalJSON(data []byte) error {
	type plain LinkDraft
	var in plain
	faults, err := lenient.Decode(data, &in)
	*l = LinkDraft(in)
	l.faults = faults
	return err
}

// LenientFaults gives what was wrong with the JSON that the link was decoded from.
func (l *LinkDraft) LenientFaults() fault.List { return l.faults }
