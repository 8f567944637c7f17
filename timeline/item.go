package timeline

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/task"
)

// Kind says what an item is.
type Kind string

// The kinds of items, in the order in which they stand where the time is the same.
const (
	Activity Kind = "activity"
	Note     Kind = "note"
	Task     Kind = "task"
	Change   Kind = "change"
)

// Kinds gives all kinds.
func Kinds() []Kind { return []Kind{Activity, Note, Task, Change} }

// Item is one thing in the stream. Of the four pointers, the one of its Kind is set.
type Item struct {
	At        time.Time  `json:"at"`
	Kind      Kind       `json:"kind"`
	AccountID account.ID `json:"accountId"`
	Account   string     `json:"account"` // the name; empty if the account is in the trash

	// Who created or changed it, by id, and by the directory where that knows.
	ActorID        string `json:"actorId"`
	Actor          string `json:"actor,omitempty"`
	ActorEmail     string `json:"actorEmail,omitempty"`
	ActorAvatarURL string `json:"actorAvatarUrl,omitempty"`

	Activity *activity.Activity `json:"activity,omitempty"`
	Note     *note.Note         `json:"note,omitempty"`
	Task     *task.Task         `json:"task,omitempty"`
	Change   *record.Change     `json:"change,omitempty"`

	id uuid.UUID // of a change, its sequence
}

// Title gives the item in a line: the title of an activity or a task, the first line of a note, what a change was. That
// of the zero Item is empty.
func (i *Item) Title() string {
	switch i.Kind {
	case Activity:
		return i.Activity.Title
	case Task:
		return i.Task.Title
	case Note:
		line, _, _ := strings.Cut(i.Note.Content, "\n")
		return strings.TrimRight(line, "\r")
	case Change:
		return strings.TrimSpace(i.Change.Op.String() + " " + strings.Join(i.Change.Fields, ", "))
	}
	return ""
}

// by says who created or changed the item, in what it holds as well.
func (i *Item) by(u record.User) {
	i.Actor, i.ActorEmail, i.ActorAvatarURL = u.Name, u.Email, u.AvatarURL
	switch i.Kind {
	case Activity:
		i.Activity.Creator, i.Activity.CreatorEmail, i.Activity.CreatorAvatarURL = u.Name, u.Email, u.AvatarURL
	case Note:
		i.Note.Author, i.Note.AuthorEmail, i.Note.AuthorAvatarURL = u.Name, u.Email, u.AvatarURL
	case Task:
		i.Task.Creator, i.Task.CreatorEmail, i.Task.CreatorAvatarURL = u.Name, u.Email, u.AvatarURL
	}
}

func ofActivity(a *activity.Activity) *Item {
	return &Item{At: a.At, Kind: Activity, AccountID: a.AccountID, Account: a.Account, ActorID: a.CreatedBy, Activity: a, id: uuid.UUID(a.ID)}
}

func ofNote(n *note.Note) *Item {
	return &Item{At: n.CreatedAt, Kind: Note, AccountID: n.AccountID, Account: n.Account, ActorID: n.CreatedBy, Note: n, id: uuid.UUID(n.ID)}
}

func ofTask(t *task.Task) *Item {
	return &Item{At: t.CreatedAt, Kind: Task, AccountID: t.AccountID, Account: t.Account, ActorID: t.CreatedBy, Task: t, id: uuid.UUID(t.ID)}
}

func ofChange(c record.Change) *Item {
	i := &Item{At: c.At, Kind: Change, AccountID: account.ID(c.ID), ActorID: c.Actor, Change: &c}
	binary.BigEndian.PutUint64(i.id[8:], uint64(c.Seq))
	return i
}

// rank gives the place of a kind among all.
func (k Kind) rank() int {
	for i, other := range Kinds() {
		if k == other {
			return i
		}
	}
	return -1
}

// compare orders items: by time, then by kind, then by id.
func (i *Item) compare(other *Item) int {
	return cmp.Or(i.At.Compare(other.At), cmp.Compare(i.Kind.rank(), other.Kind.rank()), bytes.Compare(i.id[:], other.id[:]))
}

// position gives where an item stands, for a cursor.
func (i *Item) position() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(i.At.UnixMicro()))
	return append(append(b, byte(i.Kind.rank())), i.id[:]...)
}

// place reads a position; ok is false if it is none.
func place(b []byte) (i *Item, ok bool) {
	if len(b) != 25 || int(b[8]) >= len(Kinds()) {
		return nil, false
	}
	return &Item{At: time.UnixMicro(int64(binary.BigEndian.Uint64(b))).UTC(), Kind: Kinds()[b[8]], id: uuid.UUID(b[9:])}, true
}
