package note

import (
	"encoding/json"
	"time"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/internal/entry"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// ID identifies a note.
type ID = record.ID[Note]

// ParseID reads the text form of an id. The error is a fault of code not_an_id.
func ParseID(s string) (ID, error) { return record.ParseID[Note](s) }

// Note is something written down about an account. Verbs fill it in whole; what they return is the caller's, and
// changing it changes nothing that is stored.
type Note struct {
	record.System[Note] // CreatedBy is the author

	AccountID  account.ID
	Account    string // the name of the account
	Content    string // of several lines
	Type       picklist.Ref
	Visibility Visibility

	Attachments       []value.Attachment
	CustomFieldValues customfield.Values
	Metadata          json.RawMessage // a JSON object

	Author          string // the name of who wrote it, from the directory; empty where it is not known
	AuthorEmail     string
	AuthorAvatarURL string
}

// MarshalJSON encodes the note with the reference's names.
func (n Note) MarshalJSON() ([]byte, error) { return notes.JSON(&n) }

// Target is what other kinds refer to and extend.
var Target = notes.Target()

// Definition is the kind, for record.Open.
var Definition = notes.Definition()

// maxContent is the most characters of a note.
const maxContent = 32_768

// Field names a field of a note, as in JSON: for Patch.Clear and Settings.Mandatory.
type Field string

// The fields of a note that an input can give and a change can clear.
const (
	FieldContent    Field = "content"
	FieldType       Field = "type"
	FieldVisibility Field = "visibility"
	FieldMetadata   Field = "metadata"
)

var noteType = entry.Choice[Note]{Number: 9, Name: string(FieldType), Attribute: picklist.NoteType, Ref: func(n *Note) *picklist.Ref { return &n.Type }}

// notes is the kind. Field numbers are for ever.
var notes = entry.Define(entry.Spec[Note]{
	Name: "note", Code: 'N', Source: customfield.Note, Maker: "author",
	System: func(n *Note) *record.System[Note] { return &n.System },
	Parts: func(n *Note) entry.Parts {
		return entry.Parts{
			AccountID: &n.AccountID, Account: &n.Account, Attachments: &n.Attachments, Metadata: &n.Metadata, Custom: &n.CustomFieldValues,
			Maker: &n.Author, MakerEmail: &n.AuthorEmail, MakerAvatarURL: &n.AuthorAvatarURL,
		}
	},
	Fields: []record.Field[Note]{
		record.Text(14, "content", func(n *Note) *string { return &n.Content }),
		record.Custom(15, "visibility", func(n *Note) *Visibility { return &n.Visibility }, appendVisibility, readVisibility),
	},
	Choices: []entry.Choice[Note]{noteType},
	At:      func(n *Note) time.Time { return n.CreatedAt },
	Clearers: map[string]func(n *Note){
		string(FieldContent):    func(n *Note) { n.Content = "" },
		string(FieldType):       func(n *Note) { n.Type = picklist.Ref{} },
		string(FieldVisibility): func(n *Note) { n.Visibility = "" },
		string(FieldMetadata):   func(n *Note) { n.Metadata = nil },
	},
	Required: []string{string(FieldContent), string(FieldVisibility)},
	Gate:     gate,
	Shows:    func(a record.Actor, n *Note) bool { return n.VisibleTo(Viewer{Actor: a}) },
})

// Rule makes a rule of the host program for notes, given to clientele.Open in Options.Rules: a pure function of the note
// before and after a write (before is nil on create) that gives what is wrong. It runs on every path and its faults come
// with all the others.
func Rule(check func(before, after *Note) []fault.Fault) record.Rule { return notes.Rule(check) }
