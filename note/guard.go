package note

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Extensions are what notes add to custom fields, and what keeps others from deleting and restoring a note by the
// functions of package record, for record.Open.
var Extensions = slices.Concat(notes.Extensions(), []record.Extended{
	record.Extend(Target, record.Extension[Note]{Ops: []record.Op{record.OpDelete, record.OpRestore}, Observe: guard}),
})

// guard refuses the delete and the restore of a note that is not the actor's to change, unless it goes or comes with its
// account. The verbs have told before whether the actor sees the note; who comes without them learns of no note that is
// not public.
func guard(_ context.Context, tx *record.Tx, w record.Written[Note]) error {
	n := w.Before
	if w.Op == record.OpRestore {
		n = w.After
	}
	switch {
	case !w.Named || n.ChangeableBy(tx.Actor()):
		return nil
	case w.Op == record.OpDelete && n.Visibility != Public:
		return refusal(n.ID, store.ErrNotFound)
	}
	return refusal(n.ID, fault.ErrForbidden)
}

func refusal(id ID, err error) error {
	return &record.Error{Kind: Target.Name(), ID: uuid.UUID(id), Err: err}
}
